"""`in-camera`: the window, put together from all the parts; the only place that knows everyone."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from desktop import __version__, logs, offline
from desktop.bridge.audit_works import AuditWorks
from desktop.bridge.collector import Collector
from desktop.bridge.lock_triggers import LockTriggers
from desktop.bridge.one_window import OneWindow
from desktop.bridge.session import Session
from desktop.bridge.works import (
    AskDeskLike,
    ControlLike,
    FieldsDeskLike,
    KeepingWorks,
    KeyWorks,
    ModelWorks,
    Offer,
    ReviewWorks,
    VaultLike,
    ViewerLike,
    Works,
)
from desktop.casework.asking.desk import AskDesk
from desktop.casework.auditing.desk import AuditDesk
from desktop.casework.backing_up.desk import BackupDesk
from desktop.casework.backing_up.restoring import finish_restoring
from desktop.casework.control import Control
from desktop.casework.deciding import (
    correct,
    decide,
    second_reading,
    take_other_reading,
    twice_read,
)
from desktop.casework.disposing.certificate import write_certificate
from desktop.casework.disposing.desk import KeepingDesk
from desktop.casework.exporting import ExportForm, export_findings
from desktop.casework.extraction.desk import FieldsDesk
from desktop.casework.ingesting.ingest import ingest
from desktop.casework.keys import desk as key_desk
from desktop.casework.models.desk import model_desk, only_progress
from desktop.casework.models.machine import this_machine
from desktop.casework.models.shared_model import SharedModel
from desktop.casework.models.sources import FoundPair, pair_at, pairs_of_others
from desktop.casework.models.vision_model import model_to_load
from desktop.casework.opening import (
    create_vault,
    open_vault,
    vault_exists,
    way_by_passphrase,
    way_by_sheet,
    ways_into,
)
from desktop.casework.viewing import Viewer
from desktop.domain.asking import AnswerAgain, AskAnswer, AskEvent, Scope
from desktop.domain.backup import BackupEntry, CheckedBackup, Rehearsed
from desktop.domain.errors import InCameraError, SettingsError
from desktop.domain.extraction import DocumentFields, FieldLook
from desktop.domain.identity import DocumentId, MatterId
from desktop.domain.imported_model import ModelProgress
from desktop.domain.model_listing import ListedFound
from desktop.domain.progress import Progress
from desktop.domain.ways_in import WayKind
from desktop.paths import (
    data_folder,
    own_schemas_folder,
    reading_worker_command,
    schemas_folder,
    settings_file,
    vault_folder,
    vision_worker_command,
)
from desktop.settings import Settings, load_settings, save_settings
from desktop.ui import icons, theme
from desktop.ui.about_page import About, Wall
from desktop.ui.file_dialogs import keep_qt_from_writing
from desktop.ui.main_window import MainWindow
from desktop.vault.matter_store import MatterStore
from desktop.vault.slots.ways import Way
from desktop.vault.vault import Vault
from desktop.walls.landlock import landlock_version
from desktop.walls.libc import architecture

log = logging.getLogger(__name__)

KEYRINGS = {"win32": "the Windows Credential Manager", "darwin": "the macOS keychain"}
OTHER_KEYRING = "the keyring of your account"


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed.

    Args:
        arguments: Files and folders to add; those of the command line where None.

    Returns:
        0, or 1 where this computer does not let In Camera start.
    """
    parsed = _parser().parse_args(arguments)
    offline.close_network()
    logs.start("window")
    application = Application(tuple(path.absolute() for path in parsed.paths))
    return application.run()


class Application(QObject):
    """Everything that lives as long as the window."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        """Make Qt's application and dress it; the window comes with `run`."""
        file = settings_file()
        keep_qt_from_writing(file)
        self._qt = _qt_application()
        super().__init__()
        self._paths = paths
        self._settings_file = file
        self._settings_error: SettingsError | None = None
        try:
            self.settings = load_settings(file)
        except SettingsError as error:
            self.settings = Settings()
            self._settings_error = error
        theme.apply(self._qt, self.settings.theme)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._one = OneWindow(data_folder(), self)
        self._collector = Collector(self)
        self.window: MainWindow | None = None
        self._triggers: LockTriggers | None = None

    def run(self) -> int:
        """Show the window, open the vault, and stay until the window is closed."""
        if not self._one.take():
            return 0
        finish_restoring(vault_folder())
        session = Session(works_of(vault_folder(), lambda: self.settings), self)
        self.window = window = MainWindow(session, self.settings, _about(), self.take_settings)
        hook_before, sys.excepthook = sys.excepthook, self._on_defect
        self._one.wanted.connect(window.come_forward)
        if self._settings_error is not None:
            window.workspace.show_error(self._settings_error)
        window.add_when_open(self._paths)
        window.show()
        self._triggers = triggers = LockTriggers(window.lock, self)
        triggers.begin(self.settings.idle_lock_min, int(window.winId()))
        window.begin()
        try:
            return self._qt.exec()
        finally:
            triggers.end()
            session.close()
            self._one.give_back()
            self._collector.end()
            sys.excepthook = hook_before

    def take_settings(self, settings: Settings) -> None:
        """Keep changed settings and dress the application anew.

        Raises:
            SettingsError: They cannot be written.
        """
        save_settings(self._settings_file, settings)
        self.settings = settings
        theme.apply(self._qt, settings.theme)
        if self._triggers is not None:
            self._triggers.set_idle(settings.idle_lock_min)

    def _on_scheme_changed(self) -> None:
        theme.follow_system(self._qt, self.settings.theme)

    def _on_defect(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """A defect is logged without its words, which may be a document's, and shown as one."""
        if issubclass(kind, KeyboardInterrupt):
            self._qt.quit()
            return
        log.error("Defect in the window.", exc_info=(kind, error, trace))
        if self.window is not None:
            self.window.workspace.show_error(InCameraError())


def works_of(folder: Path, settings: Callable[[], Settings]) -> Works:
    """The real functions behind the window.

    Args:
        folder: Of the vault.
        settings: Gives the settings as they are when work starts.
    """
    shared = SharedModel(vision_worker_command())

    def read(
        vault: VaultLike, matter_id: MatterId, paths: Sequence[Path], control: ControlLike
    ) -> Iterator[Progress]:
        return ingest(
            _real(vault),
            matter_id,
            paths,
            settings=settings(),
            control=_own(control),
            clock=_now,
            shared=shared,
        )

    def new_viewer(vault: VaultLike) -> ViewerLike:
        return Viewer(_real(vault), reading_worker_command(settings().ocr_engine))

    def export(
        vault: VaultLike, matter_id: MatterId, target: Path, form: str, control: ControlLike
    ) -> Iterator[Progress]:
        real = _real(vault)
        matter, store = real.matter(matter_id), real.store_of(matter_id)
        return export_findings(matter, store, target, ExportForm(form), _own(control))

    def new_ask_desk(vault: VaultLike) -> AskDeskLike:
        return OwnDesk(AskDesk(_real(vault), lambda: model_to_load(settings()), _now, shared))

    def new_fields_desk(vault: VaultLike) -> FieldsDeskLike:
        folders = (schemas_folder(), own_schemas_folder())
        return OwnFieldsDesk(
            FieldsDesk(_real(vault), lambda: model_to_load(settings()), folders, _now, shared)
        )

    return Works(
        vault_exists=lambda: vault_exists(folder),
        ways=lambda: ways_into(folder),
        open_vault=lambda offer: open_vault(folder, _now, _way_of(offer)),
        create_vault=lambda: create_vault(folder, _now),
        new_viewer=new_viewer,
        read=read,
        new_control=Control,
        export=export,
        review=_review_works(),
        keeping=_keeping_works(),
        models=model_works_of(settings),
        new_ask_desk=new_ask_desk,
        new_fields_desk=new_fields_desk,
        new_backup_desk=lambda vault: OwnBackupDesk(BackupDesk(_real(vault), settings, _now)),
        keys=_key_works(),
        audit=_audit_works(AuditDesk(settings, _now, __version__)),
    )


class OwnDesk:
    """A desk for questions behind the shape that the bridge knows."""

    def __init__(self, desk: AskDesk) -> None:
        self._desk = desk
        self.earlier = desk.earlier
        self.close = desk.close

    def ask(
        self,
        matter_id: MatterId,
        question: str,
        scope: Scope,
        control: ControlLike,
        tell: Callable[[AskEvent], None],
        *,
        is_model_wanted: bool = False,
    ) -> AskAnswer:
        """Answer a question and keep the answer."""
        return self._desk.ask(
            matter_id, question, scope, _own(control), tell, is_model_wanted=is_model_wanted
        )

    def again(
        self,
        matter_id: MatterId,
        answer: AskAnswer,
        control: ControlLike,
        tell: Callable[[AskEvent], None],
    ) -> AnswerAgain:
        """Make a kept answer again, and compare."""
        return self._desk.again(matter_id, answer, _own(control), tell)


class OwnFieldsDesk:
    """A desk for fields behind the shape that the bridge knows."""

    def __init__(self, desk: FieldsDesk) -> None:
        self._desk = desk
        self.fields = desk.fields
        self.close = desk.close

    def look_for_missing(
        self,
        matter_id: MatterId,
        document_id: DocumentId,
        control: ControlLike,
        tell: Callable[[FieldLook], None],
    ) -> DocumentFields:
        """The fields of a document, with what the model adds."""
        return self._desk.look_for_missing(matter_id, document_id, _own(control), tell)


class OwnBackupDesk:
    """A desk for backups behind the shape that the bridge knows."""

    def __init__(self, desk: BackupDesk) -> None:
        self._desk = desk
        self.state = desk.state
        self.close = desk.close

    def back_up(
        self, target: Path | None, control: ControlLike, tell: Callable[[object], None]
    ) -> BackupEntry | None:
        """Make a backup."""
        return self._desk.back_up(target, _own(control), tell)

    def check(self, control: ControlLike, tell: Callable[[object], None]) -> CheckedBackup | None:
        """Check the file of the last backup."""
        return self._desk.check(_own(control), tell)

    def rehearse(self, control: ControlLike, tell: Callable[[object], None]) -> Rehearsed | None:
        """Rehearse the last backup."""
        return self._desk.rehearse(_own(control), tell)


def model_works_of(settings: Callable[[], Settings]) -> ModelWorks:
    """The real functions behind the models page.

    Args:
        settings: Gives the settings as they are when work starts.
    """

    def bring(wanted: Path | ListedFound, control: ControlLike) -> Iterator[ModelProgress]:
        pair = pair_at(wanted) if isinstance(wanted, Path) else _found_pair(wanted)
        yield from only_progress(
            model_desk(_now).bring(pair, _own(control), settings().threads_for_vision)
        )

    def prove(model_id: str, control: ControlLike) -> Iterator[ModelProgress]:
        desk = model_desk(_now)
        model = desk.models.model(model_id)
        yield from only_progress(desk.prove(model, _own(control), settings().threads_for_vision))

    def measure(model_id: str, control: ControlLike) -> Iterator[ModelProgress]:
        desk = model_desk(_now)
        model = desk.models.model(model_id)
        yield from desk.measure(model, _own(control), settings().threads_for_vision)

    return ModelWorks(
        listing=lambda: model_desk(_now).listing(
            this_machine(), pairs_of_others(dict(os.environ), Path.home())
        ),
        bring=bring,
        prove=prove,
        measure=measure,
        remove=lambda model_id: model_desk(_now).remove(model_id, settings()),
        decide=lambda model_id, why: model_desk(_now).decide(model_id, why),
    )


def _key_works() -> KeyWorks:
    """The real functions behind the page of keys."""
    return KeyWorks(
        listing=lambda vault: key_desk.ways_in(_real(vault)),
        written=lambda vault: _real(vault).ways_in.all(),
        add_passphrase=lambda vault, text: key_desk.add_passphrase(_real(vault), text),
        demand_passphrase=lambda vault, text: key_desk.demand_passphrase(_real(vault), text),
        make_sheet=lambda vault, target: key_desk.make_sheet(_real(vault), target),
        prove_sheet=lambda vault, text: key_desk.prove_sheet(_real(vault), text),
        enrol=lambda vault: key_desk.enrol(_real(vault)),
        remove=lambda vault, way_id: key_desk.remove(_real(vault), way_id),
    )


def _found_pair(listed: ListedFound) -> FoundPair:
    """The pair that was listed; whether it is still what its source said, the import sees."""
    return FoundPair(
        listed.title,
        listed.first,
        listed.second,
        listed.came_from,
        listed.first_sha256,
        listed.second_sha256,
    )


def _audit_works(desk: AuditDesk) -> AuditWorks:
    """The real functions behind the page of the log."""
    return AuditWorks(
        entries=lambda vault, *what: desk.entries(_real(vault), *what),
        check=lambda vault: desk.check(_real(vault)),
        export=lambda vault, *what: desk.export(_real(vault), *what),
        record=lambda vault, target: desk.record(_real(vault), target),
        note_shown=lambda vault, *what: desk.note_shown(_real(vault), *what),
        note_page_shown=lambda vault, *what: desk.note_page_shown(_real(vault), *what),
        note_fields_shown=lambda vault, *what: desk.note_fields_shown(_real(vault), *what),
        note_model=lambda vault, *what: desk.note_model(_real(vault), *what),
    )


def _review_works() -> ReviewWorks:
    """The real functions behind the review of findings."""

    def store_of(vault: VaultLike, matter_id: MatterId) -> MatterStore:
        return _real(vault).store_of(matter_id)

    return ReviewWorks(
        decide=lambda vault, matter_id, *what: decide(store_of(vault, matter_id), *what),
        correct=lambda vault, matter_id, *what: correct(store_of(vault, matter_id), *what),
        take_other_reading=lambda vault, matter_id, finding_id: take_other_reading(
            store_of(vault, matter_id), finding_id
        ),
        second_reading=lambda vault, matter_id, finding_id: second_reading(
            store_of(vault, matter_id), finding_id
        ),
        twice_read=lambda vault, matter_id, *page: twice_read(store_of(vault, matter_id), *page),
    )


def _keeping_works() -> KeepingWorks:
    """The real functions behind holds, retention and disposal."""
    desk = KeepingDesk(_now)
    return KeepingWorks(
        look=lambda vault, *what: desk.look(_real(vault), *what),
        hold=lambda vault, *what: desk.hold(_real(vault), *what),
        release=lambda vault, *what: desk.release(_real(vault), *what),
        set_rule=lambda vault, *what: desk.set_rule(_real(vault), *what),
        lift_rule=lambda vault, *what: desk.lift_rule(_real(vault), *what),
        close=lambda vault, *what: desk.close(_real(vault), *what),
        reopen=lambda vault, *what: desk.reopen(_real(vault), *what),
        dispose=lambda vault, *what: desk.dispose(_real(vault), *what),
        write=write_certificate,
    )


def _way_of(offer: Offer) -> Way | None:
    """What the vault is opened with; None: the keyring alone."""
    match offer.kind:
        case WayKind.KEYRING:
            return None
        case WayKind.KEYRING_AND_PASSPHRASE | WayKind.PASSPHRASE:
            return way_by_passphrase(offer.text)
        case WayKind.SHEET:
            return way_by_sheet(offer.text)


def _real(vault: VaultLike) -> Vault:
    """The vault itself behind the shape that the bridge knows."""
    if not isinstance(vault, Vault):
        raise TypeError
    return vault


def _own(control: ControlLike) -> Control:
    """The control itself behind the shape that the bridge knows."""
    if not isinstance(control, Control):
        raise TypeError
    return control


def _qt_application() -> QApplication:
    qInstallMessageHandler(_on_qt_message)
    existing = QApplication.instance()
    qt = existing if isinstance(existing, QApplication) else QApplication(["in-camera"])
    qt.setApplicationName("in-camera")
    qt.setApplicationDisplayName("In Camera")
    qt.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("in-camera")
    qt.setStyle("Fusion")
    qt.setFont(theme.interface_font())
    mark = QIcon()
    for side_px in (16, 32, 48, 128):
        mark.addPixmap(icons.pixmap("mark", theme.LIGHT.fill, side_px))
    qt.setWindowIcon(mark)
    return qt


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's warnings go to the log by their category only: their words may name a file."""
    if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        log.warning("Qt: %s (%d characters)", context.category or "default", len(message))


def _about() -> About:
    is_confined = sys.platform == "linux" and architecture() is not None
    return About(
        version=__version__,
        vault_folder=vault_folder(),
        keyring_name=KEYRINGS.get(sys.platform, OTHER_KEYRING),
        walls=(
            Wall("The network is refused to every process by the operating system.", is_confined),
            Wall("Documents are parsed where no file can be opened.", landlock_version() > 0),
            Wall("Parsers may compute, and nothing else.", is_confined),
        ),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="in-camera", description="Reads confidential documents; nothing leaves this computer."
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files and folders to add to the first matter",
    )
    parser.add_argument("--version", action="version", version=f"In Camera {__version__}")
    return parser


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the composition root passes the real clock


if __name__ == "__main__":
    sys.exit(main())
