"""Choosing files without leaving their names in files of Qt.

Qt's file dialog writes the folders visited in clear to its own settings file when it is destroyed.
`keep_qt_from_writing` sends that file to a place where nothing can be written, before the
application starts; where the system keeps such settings in a registry, what was written is wiped
after each dialog.
"""

from pathlib import Path

from PySide6.QtCore import QDir, QSettings, QStandardPaths, QUrl
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QWidget,
)

QT_ORGANISATION = "QtProject"
FILE_DIALOG_GROUP = "FileDialog"

_ENDINGS = """
pdf tif tiff jpg jpeg png heic heif webp gif bmp docx docm dotx xlsx xlsm pptx pptm odt ott ods odp
rtf txt csv tsv log md html htm eml msg mbox p7m dat zip
"""
DOCUMENT_PATTERNS = " ".join(f"*.{ending}" for ending in _ENDINGS.split())
"""What the dialog shows first; a kind of file is told by its content all the same."""


def keep_qt_from_writing(settings_file: Path) -> None:
    """Send Qt's own settings below an ordinary file, where no folder can be made.

    Args:
        settings_file: Any file that exists or will exist; it is not touched.
    """
    nowhere = str(settings_file / "qt-writes-nothing")
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, nowhere)


def wipe_history() -> None:
    """Remove what Qt's file dialog noted about folders."""
    settings = QSettings(QSettings.Scope.UserScope, QT_ORGANISATION)
    settings.remove(FILE_DIALOG_GROUP)
    settings.remove("Qt/filedialog")
    settings.sync()


def ask_for_files(parent: QWidget) -> tuple[Path, ...]:
    """Let the analyst choose documents; empty when cancelled."""
    dialog = _dialog(parent, parent.tr("Add files"), QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters(
        [
            parent.tr("Documents ({0})").format(f"{DOCUMENT_PATTERNS} {DOCUMENT_PATTERNS.upper()}"),
            parent.tr("All files (*)"),
        ]
    )
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, parent.tr("Add"))
    return _run(dialog)


def ask_for_folder(parent: QWidget) -> tuple[Path, ...]:
    """Let the analyst choose a folder of documents; empty when cancelled."""
    return _folder(parent, parent.tr("Add a folder"), parent.tr("Add"))


def ask_for_vault_folder(parent: QWidget) -> Path | None:
    """Let a person choose the folder of a vault; None when cancelled."""
    chosen = _folder(parent, parent.tr("Folder of the vault"), parent.tr("Choose"))
    return chosen[0] if chosen else None


def ask_for_file(parent: QWidget, title: str, pattern: str) -> Path | None:
    """Let the analyst choose one file, such as a model; None when cancelled."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(pattern)
    chosen = _run(dialog)
    return chosen[0] if chosen else None


def ask_for_new_file(parent: QWidget, title: str, suggested: str, pattern: str) -> Path | None:
    """Let the analyst name a file that is to be written; None when cancelled."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setNameFilter(pattern)
    dialog.selectFile(suggested)
    chosen = _run(dialog)
    return chosen[0] if chosen else None


def ask_for_target(parent: QWidget, suggested: str) -> tuple[Path, str] | None:
    """Let the analyst name a file to write findings to.

    Returns:
        The file and its form, "json" or "csv"; None when cancelled.
    """
    dialog = _dialog(parent, parent.tr("Export findings"), QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    as_csv, as_json = parent.tr("Spreadsheet (*.csv)"), parent.tr("JSON (*.json)")
    dialog.setNameFilters([as_csv, as_json])
    dialog.selectFile(suggested)
    chosen = _run(dialog)
    if not chosen:
        return None
    form = "json" if chosen[0].suffix.lower() == ".json" else "csv"
    if not chosen[0].suffix and dialog.selectedNameFilter() == as_json:
        form = "json"
    target = chosen[0] if chosen[0].suffix else chosen[0].with_suffix(f".{form}")
    return target, form


def ask_for_certificate(parent: QWidget) -> Path | None:
    """Let the analyst name a file for a certificate: PDF, or JSON by its name; None: cancelled."""
    dialog = _dialog(parent, parent.tr("Save certificate"), QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([parent.tr("PDF (*.pdf)"), parent.tr("JSON (*.json)")])
    dialog.selectFile("certificate.pdf")
    chosen = _run(dialog)
    if not chosen:
        return None
    return chosen[0] if chosen[0].suffix else chosen[0].with_suffix(".pdf")


def _folder(parent: QWidget, title: str, action: str) -> tuple[Path, ...]:
    dialog = _dialog(parent, title, QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, action)
    return _run(dialog)


def _dialog(parent: QWidget, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
    """A dialog drawn by Qt: the system's own would remember the folders in its lists."""
    dialog = QFileDialog(parent, title)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setHistory([])
    home = QDir.homePath()
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog.setSidebarUrls([QUrl.fromLocalFile(place) for place in (home, documents)])
    dialog.setDirectory(home)
    dialog.resize(860, 560)
    name_controls(dialog)
    return dialog


def name_controls(dialog: QFileDialog) -> None:
    """Give the controls that Qt left without a name the text of their tips or their part."""
    for button in dialog.findChildren(QAbstractButton):
        if not button.accessibleName() and not button.text():
            button.setAccessibleName(button.toolTip() or button.objectName())
    for box in dialog.findChildren(QComboBox):
        if not box.accessibleName():
            is_filter = box.objectName() == "fileTypeCombo"
            box.setAccessibleName(
                dialog.tr("Kinds of file") if is_filter else dialog.tr("Folder shown")
            )
    for header in dialog.findChildren(QHeaderView):
        header.setAccessibleName(dialog.tr("Columns"))
    for field in dialog.findChildren(QLineEdit):
        if not field.accessibleName():
            field.setAccessibleName(dialog.tr("File name"))


def _run(dialog: QFileDialog) -> tuple[Path, ...]:
    is_accepted = bool(dialog.exec())
    chosen = tuple(Path(name) for name in dialog.selectedFiles()) if is_accepted else ()
    dialog.setHistory([])
    dialog.deleteLater()
    wipe_history()
    return chosen
