"""The window: which state it is in, its keys, what falls on it, its dialogs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget
from typing_extensions import override

from desktop.bridge.lock import Lock
from desktop.bridge.lock_cause import LockCause
from desktop.bridge.lock_tries import TRIES_FILE, Tries
from desktop.bridge.session import Session
from desktop.bridge.works import Offer
from desktop.domain.errors import InCameraError
from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter
from desktop.domain.ways_in import WayKind
from desktop.settings import Settings
from desktop.ui import file_dialogs, first_steps
from desktop.ui.about_page import About
from desktop.ui.backup_reminder import BackupReminder
from desktop.ui.drop_veil import DropVeil, take
from desktop.ui.help_sheet import HelpSheet
from desktop.ui.join_flow import JoinFlow
from desktop.ui.keys_reminder import KeysReminder
from desktop.ui.lock_page import LockPage
from desktop.ui.matter_dialog import MatterDialog
from desktop.ui.out_of_sight import clear_own_clipboard, destroy_when_idle, put_away_dialogs
from desktop.ui.refused_flow import RefusedFlow
from desktop.ui.restore_flow import RestoreFlow
from desktop.ui.set_up_page import SetUpPage, VaultPlace
from desktop.ui.settings_flow import SettingsFlow
from desktop.ui.sheet_step import SheetStep
from desktop.ui.whereabouts import Whereabouts, go_back_to, whereabouts_of
from desktop.ui.workspace import Workspace
from desktop.ui.workspace_keys import WorkspaceKeys, bind_window_keys


class MainWindow(QMainWindow):
    """One window over one session.

    Signals:
        closing(): It is off the screen; what follows can take as long as a keyring is silent.
    """

    closing = Signal()

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
        self.setMinimumSize(1024, 680)
        self.setAcceptDrops(True)
        self._session = session
        self._settings = settings
        self._is_first_run = False
        self._paths_to_add: tuple[Path, ...] = ()
        self._refused = RefusedFlow(session, self)
        self._is_restore_due = False
        self._settings_flow = SettingsFlow(session, about, take_settings, self)
        self.restore = RestoreFlow(session, self)
        self.join = JoinFlow(session, about.vault_folder, self)
        self.opening = first_steps.opening(self)
        self.shut = first_steps.unreadable(self)
        self.set_up = SetUpPage(VaultPlace(about.vault_folder, about.keyring_name), self)
        self.sheet_step = SheetStep(session.keys, self)
        tries = Tries(about.vault_folder.with_name(TRIES_FILE))
        self.lock = Lock(session, tries, self._may_read_on, self)
        self.lock_page = LockPage(lambda: tries.wait_s, self)
        self._whereabouts: Whereabouts | None = None
        self._begin_at: Whereabouts | None = None
        self._states = QStackedWidget(self)
        for state in (self.opening, self.shut, self.set_up, self.sheet_step, self.lock_page):
            self._states.addWidget(state)
        self.setCentralWidget(self._states)
        self.workspace = self._make_workspace()
        self._veil = DropVeil(self)
        self._connect()
        bind_window_keys(self, {"settings": self.show_settings, "help": self.show_help})

    def begin(self, *, asks_keyring: bool = True) -> None:
        """Open the vault with the keyring, or ask for what else opens it.

        Args:
            asks_keyring: Whether the keyring is asked, where it opens the vault for somebody.
        """
        try:
            ways = self.lock.ways()
        except InCameraError as error:
            self.shut.say(error.reason, f"{error.remedy}  {error.code}")
            self._states.setCurrentWidget(self.shut)
            return
        self.lock_page.show_ways(ways)
        if not ways:
            self._on_vault_missing()
        elif asks_keyring and WayKind.KEYRING in ways:
            self._states.setCurrentWidget(self.opening)
            self.lock.unlock(Offer(WayKind.KEYRING))
        else:
            self._states.setCurrentWidget(self.lock_page)
            self.lock_page.show_shut()

    def begin_at(self, place: Whereabouts) -> None:
        """Open the vault at a place."""
        self._begin_at = place

    @property
    def whereabouts(self) -> Whereabouts | None:
        """Where the analyst is, or was when the window was locked; None: nowhere yet."""
        is_open = self.state is self.workspace
        return whereabouts_of(self.workspace) if is_open else self._whereabouts

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
        session, lock = self._session, self.lock
        lock.locking.connect(self._on_locking)
        lock.locked.connect(self._on_locked)
        lock.keys_gone.connect(self.lock_page.show_reading_over)
        lock.opened.connect(self._on_vault_opened)
        lock.refused.connect(self._on_open_failed)
        session.matters_listed.connect(self._on_matters_listed)
        self.set_up.create_wanted.connect(lock.create_vault)
        self.sheet_step.finished.connect(self._on_set_up)
        self.lock_page.unlock_wanted.connect(self._on_unlock_wanted)
        self.shut.acted.connect(self.begin)
        for state in (self.set_up, self.lock_page, self._settings_flow):
            state.restore_wanted.connect(self.show_restore)
        self.shut.acted_otherwise.connect(self.show_restore)
        self._settings_flow.saved.connect(self._on_settings_saved)
        self._settings_flow.matters_changed.connect(self._on_matters_changed)
        self.restore.over.connect(self._on_restore_over)
        for page in (self.set_up, self.lock_page):
            page.join_wanted.connect(self.join.begin)
        self.join.joined.connect(self._on_joined)

    def _make_workspace(self) -> Workspace:
        """A working state in which nothing is open yet, with its keys."""
        workspace = Workspace(self._session, self)
        workspace.set_masking(is_on=self._settings.is_masking_on)
        workspace.new_matter_wanted.connect(self.ask_for_matter)
        workspace.settings_wanted.connect(self.show_settings)
        workspace.refused_wanted.connect(self.show_refused)
        workspace.files_wanted.connect(self.ask_for_files)
        workspace.folder_wanted.connect(self.ask_for_folder)
        workspace.export_wanted.connect(self.ask_for_export)
        workspace.help_wanted.connect(self.show_help)
        workspace.lock_wanted.connect(self._on_lock_wanted)
        KeysReminder(self._session, workspace)
        BackupReminder(self._session, workspace)
        WorkspaceKeys(
            workspace,
            {
                "new_matter": self.ask_for_matter,
                "add_files": self.ask_for_files,
                "add_folder": self.ask_for_folder,
                "export": self.ask_for_export,
                "refused": self.show_refused,
                "lock": self._on_lock_wanted,
            },
        )
        self._states.addWidget(workspace)
        return workspace

    # ------------------------------------------------------------------ states

    def _on_vault_missing(self) -> None:
        self._is_first_run = True
        self._states.setCurrentWidget(self.set_up)
        self.set_up.create_button.setFocus()

    def _on_vault_opened(self) -> None:
        self.lock_page.forget()
        if self._is_first_run:
            self._states.setCurrentWidget(self.sheet_step)
            self.sheet_step.begin()
            return
        self._states.setCurrentWidget(self.workspace)
        self.workspace.matters.list.setFocus()
        place = self._whereabouts or self._begin_at
        self._whereabouts = self._begin_at = None
        if place is not None:
            go_back_to(self.workspace, place)

    def _on_set_up(self) -> None:
        """The vault is set up: the first matter is next."""
        self._is_first_run = False
        self._states.setCurrentWidget(self.workspace)
        self.workspace.matters.list.setFocus()
        if self._matter_id is None:
            self.ask_for_matter()

    def _on_open_failed(self, error: Exception) -> None:
        if self.state is self.set_up:
            self.set_up.show_error(error)
        else:
            self._states.setCurrentWidget(self.lock_page)
            if self._whereabouts is None:
                self.lock_page.show_shut()
            self.lock_page.show_error(error)

    def _on_lock_wanted(self) -> None:
        self.lock.lock(LockCause.BY_HAND)

    def _on_locking(self, cause: LockCause) -> None:
        """Put everything out of sight at once; what lay in memory goes as soon as it can."""
        self._whereabouts = whereabouts_of(self.workspace)
        self.lock_page.show_locking(cause)
        self._states.setCurrentWidget(self.lock_page)
        self._veil.forget()
        self.sheet_step.forget()
        put_away_dialogs()
        clear_own_clipboard()
        old, self.workspace = self.workspace, self._make_workspace()
        destroy_when_idle(old)

    def _on_locked(self) -> None:
        self.lock_page.show_locked(is_reading_on=self.lock.is_reading_on)
        try:
            self.lock_page.show_ways(self.lock.ways())
        except InCameraError as error:
            self.lock_page.show_error(error)
        is_due, self._is_restore_due = self._is_restore_due, False
        if is_due:
            self.restore.begin()

    def _on_unlock_wanted(self, offer: Offer) -> None:
        self.lock_page.show_opening()
        self.lock.unlock(offer)

    def _may_read_on(self) -> bool:
        return self._settings.reads_while_locked

    def _on_matters_listed(self, _matters: tuple[Matter, ...]) -> None:
        if self._paths_to_add and self._matter_id is not None:
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
        """Open the settings; a locked window has none, since they say when it locks."""
        if self.state is not self.lock_page:
            self._settings_flow.show(self._settings)

    def show_restore(self) -> None:
        """Ask for a backup that takes the place of the vault, which is shut for that."""
        if self.state is self.workspace:
            self._is_restore_due = True
            self.lock.lock(LockCause.BY_HAND)
        else:
            self.restore.begin()

    def show_help(self) -> None:
        """Open the help sheet."""
        sheet = HelpSheet(self)
        sheet.exec()
        sheet.deleteLater()

    def show_refused(self) -> None:
        """Open the tray of refused files."""
        if self._matter_id is not None:
            self._refused.show(self._matter_id, self.workspace.refusals)

    def _on_settings_saved(self, settings: Settings) -> None:
        self._settings = settings
        self.workspace.set_masking(is_on=settings.is_masking_on)

    def _on_matters_changed(self) -> None:
        self._session.list_matters()
        self.workspace.refresh()

    def _on_restore_over(self, is_restored: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Another vault is there: it is opened like any other."""
        if is_restored:
            self._is_first_run, self._whereabouts = False, None
            self.begin()

    def _on_joined(self, folder: Path, is_opened_by_passphrase: bool) -> None:  # noqa: FBT001
        """This account is a member: its vault is opened, where the keyring can do that."""
        self._is_first_run, self._whereabouts = False, None
        self._settings_flow.show_vault_in(folder)
        if is_opened_by_passphrase:
            self.lock_page.choose(WayKind.PASSPHRASE)
        self.begin(asks_keyring=not is_opened_by_passphrase)

    @property
    def _matter_id(self) -> MatterId | None:
        return self.workspace.matter_id if self.state is self.workspace else None

    # ------------------------------------------------------------------ Qt

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        matter = None if self._matter_id is None else self.workspace.matters.matter(self._matter_id)
        self._veil.enter(event, None if matter is None else matter.name)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        take(event)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.add(self._veil.let_fall(event))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.workspace.pages.clear_pictures()
        self.workspace.findings.mask_all()
        self.workspace.ask.clear()
        self.hide()
        # Off the screen now, and free for a window that is opened while this one ends.
        QGuiApplication.sync()
        self.closing.emit()
        self._session.close()
        super().closeEvent(event)
