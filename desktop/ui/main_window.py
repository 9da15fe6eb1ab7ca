"""The window: which state it is in, its keys, what falls on it, its dialogs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget
from typing_extensions import override

from desktop.bridge.session import Session
from desktop.domain.document import Refusal
from desktop.domain.errors import InCameraError
from desktop.domain.identity import DocumentId, MatterId
from desktop.domain.matter import Matter
from desktop.settings import Settings
from desktop.ui import file_dialogs, keys
from desktop.ui.about_page import About
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.drop_veil import DropVeil, paths_in
from desktop.ui.empty_state import EmptyState
from desktop.ui.help_sheet import HelpSheet
from desktop.ui.matter_dialog import MatterDialog
from desktop.ui.page_zoom import Fit
from desktop.ui.refused_dialog import RefusedDialog
from desktop.ui.set_up_page import SetUpPage, VaultPlace
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.workspace import Workspace


class MainWindow(QMainWindow):
    """One window over one session."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        about: About,
        take_settings: Callable[[Settings], None],
        parent: QWidget | None = None,
    ) -> None:
        """Make it; nothing is opened before `begin`.

        Args:
            session: Answers all that is asked for.
            settings: As they are.
            about: What the about page says.
            take_settings: Stores changed settings and dresses the application anew.
            parent: Owner.
        """
        super().__init__(parent)
        self.setWindowTitle("In Camera")
        self.resize(1440, 900)
        self.setMinimumSize(1272, 680)
        self.setAcceptDrops(True)
        self._session = session
        self._settings = settings
        self._about = about
        self._take_settings = take_settings
        self._is_first_run = False
        self._paths_to_add: tuple[Path, ...] = ()
        self._refused: RefusedDialog | None = None
        self._settings_dialog: SettingsDialog | None = None
        self.opening = EmptyState(
            "vault",
            self.tr("Opening the vault…"),
            self.tr("The keyring of your account may ask for its password."),
            parent=self,
        )
        self.shut = EmptyState("key", "", "", action=self.tr("Try again"), parent=self)
        self.set_up = SetUpPage(VaultPlace(about.vault_folder, about.keyring_name), self)
        self.workspace = Workspace(session, self)
        self.workspace.set_masking(is_on=settings.is_masking_on)
        self._states = QStackedWidget(self)
        for state in (self.opening, self.shut, self.set_up, self.workspace):
            self._states.addWidget(state)
        self.setCentralWidget(self._states)
        self._veil = DropVeil(self)
        self._connect()
        self._make_keys()

    def begin(self) -> None:
        """Open the vault."""
        self._states.setCurrentWidget(self.opening)
        self._session.open()

    def add_when_open(self, paths: tuple[Path, ...]) -> None:
        """Add files once the vault is open and a matter is shown."""
        self._paths_to_add = paths

    def come_forward(self) -> None:
        """Show this window above the others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def state(self) -> QWidget | None:
        """Which state the window is in."""
        return self._states.currentWidget()

    # ------------------------------------------------------------------ wiring

    def _connect(self) -> None:
        session, workspace = self._session, self.workspace
        session.vault_missing.connect(self._on_vault_missing)
        session.vault_opened.connect(self._on_vault_opened)
        session.open_failed.connect(self._on_open_failed)
        session.refusals_listed.connect(self._on_refusals_listed)
        session.matters_listed.connect(self._on_matters_listed)
        self.set_up.create_wanted.connect(session.create_vault)
        self.shut.acted.connect(self.begin)
        workspace.new_matter_wanted.connect(self.ask_for_matter)
        workspace.settings_wanted.connect(self.show_settings)
        workspace.refused_wanted.connect(self.show_refused)
        workspace.files_wanted.connect(self.ask_for_files)
        workspace.folder_wanted.connect(self.ask_for_folder)
        workspace.export_wanted.connect(self.ask_for_export)
        workspace.help_wanted.connect(self.show_help)
        workspace.removal_wanted.connect(self._on_removal_wanted)

    def _make_keys(self) -> None:
        space = self.workspace
        pages, canvas = space.pages, space.pages.canvas
        slots: dict[str, Callable[[], object]] = {
            "search": space.focus_search,
            "ask": space.top.ask_button.click,
            "next_panel": self._on_next_panel,
            "previous_panel": self._on_previous_panel,
            "new_matter": self.ask_for_matter,
            "add_files": self.ask_for_files,
            "add_folder": self.ask_for_folder,
            "export": self.ask_for_export,
            "refused": self.show_refused,
            "pause": space.work.toggle_pause,
            "stop": space.work.stop,
            "settings": self.show_settings,
            "help": self.show_help,
            "next_page": self._on_next_page,
            "previous_page": self._on_previous_page,
            "page_number": self._on_page_number,
            "zoom_in": canvas.zoom_in,
            "zoom_out": canvas.zoom_out,
            "actual_size": pages.show_actual_size,
            "fit_width": self._on_fit_width,
            "fit_page": self._on_fit_page,
            "rotate": canvas.rotate,
            "thumbnails": pages.bar.thumbnails.toggle,
            "show_sensitive": pages.bar.show_sensitive.click,
            "frame": pages.bar.frame.click,
            "findings": pages.bar.findings.toggle,
            "fields": space.side.open_fields,
            "readings": space.side.open_readings,
            "next_finding": self._on_next_finding,
            "previous_finding": self._on_previous_finding,
            "read_again": space.documents.ask_to_read_again,
        }
        for group in keys.groups():
            for shortcut in group.shortcuts:
                for sequence in shortcut.keys if shortcut.name else ():
                    key = QShortcut(QKeySequence(sequence), self)
                    key.activated.connect(slots[shortcut.name])

    # ------------------------------------------------------------------ states

    def _on_vault_missing(self) -> None:
        self._is_first_run = True
        self._states.setCurrentWidget(self.set_up)
        self.set_up.create_button.setFocus()

    def _on_vault_opened(self) -> None:
        self._states.setCurrentWidget(self.workspace)
        self.workspace.matters.list.setFocus()

    def _on_open_failed(self, error: Exception) -> None:
        if self.state is self.set_up:
            self.set_up.show_error(error)
            return
        known = error if isinstance(error, InCameraError) else InCameraError()
        self.shut.say(known.reason, f"{known.remedy}  {known.code}")
        self._states.setCurrentWidget(self.shut)

    def _on_matters_listed(self, matters: tuple[Matter, ...]) -> None:
        if self._is_first_run and not matters:
            self._is_first_run = False
            self.ask_for_matter()
        elif self._paths_to_add and self._matter_id is not None:
            paths, self._paths_to_add = self._paths_to_add, ()
            self.add(paths)

    # ------------------------------------------------------------------ dialogs

    def ask_for_matter(self) -> None:
        """Make a matter."""
        if self.state is not self.workspace:
            return
        wanted = MatterDialog.ask(self)
        if wanted is not None:
            self._session.create_matter(wanted.client_number, wanted.matter_number, wanted.name)

    def ask_for_files(self) -> None:
        """Add files that the analyst chooses."""
        if self._matter_id is not None:
            self.add(file_dialogs.ask_for_files(self))

    def ask_for_folder(self) -> None:
        """Add a folder that the analyst chooses."""
        if self._matter_id is not None:
            self.add(file_dialogs.ask_for_folder(self))

    def add(self, paths: tuple[Path, ...]) -> None:
        """Add files and folders to the matter shown."""
        if paths and self._matter_id is not None:
            self._session.add_files(self._matter_id, paths)

    def ask_for_export(self) -> None:
        """Write the findings of the matter to a file."""
        if self._matter_id is None:
            return
        answer = file_dialogs.ask_for_target(self, "findings.csv")
        if answer is not None:
            self._session.export(self._matter_id, *answer)

    def show_settings(self) -> None:
        """Open the settings."""
        dialog = SettingsDialog(self._settings, self._about, self._session.models, self)
        dialog.saved.connect(self._on_settings_saved)
        self._settings_dialog = dialog
        dialog.exec()
        dialog.deleteLater()
        self._settings_dialog = None

    def show_help(self) -> None:
        """Open the help sheet."""
        sheet = HelpSheet(self)
        sheet.exec()
        sheet.deleteLater()

    def show_refused(self) -> None:
        """Open the tray of refused files."""
        if self._matter_id is None:
            return
        self._refused = RefusedDialog(self)
        self._refused.show_refusals(self.workspace.refusals)
        self._refused.clear_wanted.connect(self._on_clear_refusal)
        self._refused.exec()
        self._refused.deleteLater()
        self._refused = None

    def _on_settings_saved(self, settings: Settings) -> None:
        dialog = self._settings_dialog
        if dialog is None:
            return
        try:
            self._take_settings(settings)
        except InCameraError as error:
            dialog.show_error(error)
            return
        self._settings = settings
        self.workspace.set_masking(is_on=settings.is_masking_on)
        dialog.accept()

    def _on_clear_refusal(self, refusal_id: int) -> None:
        if self._matter_id is not None:
            self._session.clear_refusal(self._matter_id, refusal_id)

    def _on_refusals_listed(self, matter_id: MatterId, refusals: tuple[Refusal, ...]) -> None:
        if self._refused is not None and matter_id == self._matter_id:
            self._refused.show_refusals(refusals)

    def _on_removal_wanted(self, document_id: DocumentId) -> None:
        if self._matter_id is None:
            return
        is_wanted = ConfirmDialog.ask(
            self,
            self.tr("Remove this document?"),
            self.tr("Its sealed original, its text and its findings are removed from the matter."),
            self.tr("Remove"),
        )
        if is_wanted:
            self._session.remove_document(self._matter_id, document_id)

    @property
    def _matter_id(self) -> MatterId | None:
        return self.workspace.matter_id if self.state is self.workspace else None

    # ------------------------------------------------------------------ keys

    def _on_fit_width(self) -> None:
        self.workspace.pages.canvas.set_fit(Fit.WIDTH)

    def _on_fit_page(self) -> None:
        self.workspace.pages.canvas.set_fit(Fit.PAGE)

    def _on_next_page(self) -> None:
        self.workspace.pages.step(1)

    def _on_previous_page(self) -> None:
        self.workspace.pages.step(-1)

    def _on_next_finding(self) -> None:
        self.workspace.findings.step(1)

    def _on_previous_finding(self) -> None:
        self.workspace.findings.step(-1)

    def _on_page_number(self) -> None:
        number = self.workspace.pages.bar.number
        number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        number.selectAll()

    def _on_next_panel(self) -> None:
        self._focus_panel(1)

    def _on_previous_panel(self) -> None:
        self._focus_panel(-1)

    def _focus_panel(self, step: int) -> None:
        space = self.workspace
        panels: tuple[QWidget, ...] = (
            space.search,
            space.matters.list,
            space.documents.list,
            space.pages.canvas,
            space.findings.list,
            space.side.fields.list,
            space.side.readings.list,
            space.ask.field,
        )
        shown = [panel for panel in panels if panel.isVisible() and panel.isEnabled()]
        if not shown:
            return
        focused = self.focusWidget()
        place = shown.index(focused) if focused in shown else -1
        shown[(place + step) % len(shown)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ------------------------------------------------------------------ Qt

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        matter = None if self._matter_id is None else self.workspace.matters.matter(self._matter_id)
        if matter is not None and paths_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._veil.show_over(matter.name)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.add(paths_in(event.mimeData()))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.workspace.pages.clear_pictures()
        self.workspace.findings.mask_all()
        self.workspace.ask.clear()
        self.hide()
        self._session.close()
        super().closeEvent(event)
