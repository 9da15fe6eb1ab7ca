"""The window with all that lives as long as it does."""

import logging
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale, QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.app.about import about_here
from desktop.app.works import works_of
from desktop.bridge.collector import Collector
from desktop.bridge.lock_triggers import LockTriggers
from desktop.bridge.one_window import OneWindow
from desktop.bridge.session import Session
from desktop.casework.shut_vault import finish_restoring
from desktop.domain.errors import InCameraError, SettingsError
from desktop.paths import (
    data_folder,
    settings_file,
    vault_folder,
    window_file,
)
from desktop.settings import Settings, load_settings, save_settings
from desktop.ui import icons, theme
from desktop.ui.file_dialogs import keep_qt_from_writing
from desktop.ui.kept_place import KeptPlace
from desktop.ui.main_window import MainWindow
from desktop.wire.demand import demand_all_walls

log = logging.getLogger(__name__)


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
        # What a file says that cannot be read is not known: it may be that all are demanded.
        if self.settings.is_full_confinement_demanded or self._settings_error is not None:
            demand_all_walls()
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
        self.window = window = MainWindow(session, self.settings, about_here(), self.take_settings)
        KeptPlace(window, window_file())
        hook_before, sys.excepthook = sys.excepthook, self._on_defect
        self._one.wanted.connect(window.come_forward)
        window.closing.connect(self._one.give_back)
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
        if settings.is_full_confinement_demanded:
            demand_all_walls()
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


def _qt_application() -> QApplication:
    qInstallMessageHandler(_on_qt_message)
    existing = QApplication.instance()
    qt = existing if isinstance(existing, QApplication) else QApplication(["in-camera"])
    qt.setApplicationName("in-camera")
    qt.setApplicationDisplayName("In Camera")
    qt.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("in-camera")
    if QLocale().language() is QLocale.Language.C:  # which writes long figures without groups
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
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
