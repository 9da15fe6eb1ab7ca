"""The dialog that adds files offers every kind that is read, and hides the long list of endings."""

from desktop.domain.document import FileKind
from desktop.ui import file_dialogs

ENDINGS = {
    FileKind.TEXT: "txt",
    FileKind.JPEG: "jpg",
    FileKind.LOCKED_OFFICE: "docx",
    FileKind.TNEF: "dat",
}


def test_every_kind_of_file_is_offered(qtbot, monkeypatch):
    seen = []
    monkeypatch.setattr(
        file_dialogs,
        "_run",
        lambda dialog: seen.append((dialog.nameFilters(), dialog.options())) or (),
    )
    parent = file_dialogs.QWidget()
    qtbot.addWidget(parent)
    file_dialogs.ask_for_files(parent)
    [(filters, options)] = seen
    for kind in FileKind:
        ending = ENDINGS.get(kind, kind.value)
        assert f"*.{ending} " in filters[0]
        assert f"*.{ending.upper()}" in filters[0]
    assert options & file_dialogs.QFileDialog.Option.HideNameFilterDetails
    assert filters[1] == "All files (*)"
