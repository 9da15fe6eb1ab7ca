"""Linux: what logind and the screen savers tell over D-Bus, which is a local socket.

    bus      who                           what
    system   org.freedesktop.login1        Session.Lock; Manager.PrepareForSleep(true)
    session  GNOME, KDE and other savers   ActiveChanged(true)

Before sleep logind waits for those who hold a "delay" lock, some seconds at most: it is held while
the vault may be open, given back once the keys are gone, and taken anew after waking.

Whoever can put messages on these buses can lock the window, and nothing else.

Source: org.freedesktop.login1(5), systemd's "Inhibitor Locks", the ScreenSaver interfaces of
freedesktop.org, GNOME, Cinnamon and MATE.
"""

import logging

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
)

from desktop.bridge.lock_cause import LockCause, Tell

log = logging.getLogger(__name__)

LOGIND = "org.freedesktop.login1"
MANAGER_PATH = "/org/freedesktop/login1"
MANAGER = "org.freedesktop.login1.Manager"
SESSION = "org.freedesktop.login1.Session"

SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)

ON_ACTIVE_CHANGED = SLOT("on_active_changed(bool)")
ON_LOCK = SLOT("on_lock()")
ON_SLEEP = SLOT("on_sleep(bool)")

ANSWER_LIMIT_MS = 5_000


class LogindWatch(QObject):
    """Hears the buses while it lives; a bus that is not there says nothing."""

    def __init__(
        self,
        tell: Tell,
        system: QDBusConnection,
        session: QDBusConnection,
        parent: QObject | None = None,
    ) -> None:
        """Begin to listen.

        Args:
            tell: Takes what is heard.
            system: The bus of the machine.
            session: The bus of the desktop session.
            parent: Owner.
        """
        super().__init__(parent)
        self._tell = tell
        self._system = system
        self._delay: QDBusUnixFileDescriptor | None = None
        self._heard: list[tuple[QDBusConnection, str, str, str, str, str]] = []
        for interface in SCREEN_SAVERS:
            self._listen(session, "", "", interface, "ActiveChanged", ON_ACTIVE_CHANGED)
        self._listen(system, LOGIND, MANAGER_PATH, MANAGER, "PrepareForSleep", ON_SLEEP)
        self._find_session()
        self._take_delay()

    @property
    def hears_lock(self) -> bool:
        """Whether logind has said which session is ours, or that it cannot."""
        return any(name == "Lock" for _, _, _, _, name, _ in self._heard)

    @property
    def delays_sleep(self) -> bool:
        """Whether sleep waits until `let_sleep`."""
        return self._delay is not None

    def let_sleep(self) -> None:
        """The keys are gone: the computer need not wait for us any longer."""
        self._delay = None

    def end(self) -> None:
        """Hear nothing any more."""
        for bus, service, path, interface, name, slot in self._heard:
            bus.disconnect(service, path, interface, name, self, slot)  # type: ignore[call-overload]
        self._heard.clear()
        self.let_sleep()

    # ------------------------------------------------------------------ what is heard

    @Slot(bool)
    def on_active_changed(self, is_active: bool) -> None:  # noqa: FBT001 - a Qt slot
        """The screen saver or the lock screen came, or went."""
        if is_active:
            self._tell(LockCause.SESSION_LOCKED)

    @Slot()
    def on_lock(self) -> None:
        """The session was asked to lock."""
        self._tell(LockCause.SESSION_LOCKED)

    @Slot(bool)
    def on_sleep(self, is_coming: bool) -> None:  # noqa: FBT001 - a Qt slot
        """The computer goes to sleep, or has woken."""
        if is_coming:
            self._tell(LockCause.SLEEP)
        elif self._delay is None:
            self._take_delay()

    # ------------------------------------------------------------------ what is asked

    def _listen(
        self,
        bus: QDBusConnection,
        service: str,
        path: str,
        interface: str,
        name: str,
        slot: str,
    ) -> None:
        """Have a signal call a slot; PySide6's stubs ask for bytes, its calls for text."""
        bus.connect(service, path, interface, name, self, slot)  # type: ignore[call-overload]
        self._heard.append((bus, service, path, interface, name, slot))

    def _find_session(self) -> None:
        """Ask for the session that this program belongs to, then listen to that one."""
        self._ask("GetSession", ["auto"]).finished.connect(self._on_session_found)

    def _take_delay(self) -> None:
        """Ask that sleep waits until the keys are gone."""
        what = ["sleep", "In Camera", "Closes the vault", "delay"]
        self._ask("Inhibit", what).finished.connect(self._on_delay_taken)

    def _ask(self, method: str, arguments: list[str]) -> QDBusPendingCallWatcher:
        message = QDBusMessage.createMethodCall(LOGIND, MANAGER_PATH, MANAGER, method)
        message.setArguments(arguments)
        return QDBusPendingCallWatcher(self._system.asyncCall(message, ANSWER_LIMIT_MS), self)

    def _on_session_found(self, watcher: QDBusPendingCallWatcher) -> None:
        answer = _first_of(watcher)
        path = answer.path() if isinstance(answer, QDBusObjectPath) else ""
        # An older logind knows no "auto": then any session's lock is ours, which locks too often.
        self._listen(self._system, LOGIND, path, SESSION, "Lock", ON_LOCK)

    def _on_delay_taken(self, watcher: QDBusPendingCallWatcher) -> None:
        answer = _first_of(watcher)
        if isinstance(answer, QDBusUnixFileDescriptor) and answer.isValid():
            self._delay = answer
        else:
            log.info("Sleep does not wait for the vault to close.")


def _first_of(watcher: QDBusPendingCallWatcher) -> object:
    """What a call was answered with; None where it failed."""
    message = watcher.reply()
    watcher.deleteLater()
    arguments = message.arguments()
    is_answer = message.type() is QDBusMessage.MessageType.ReplyMessage
    return arguments[0] if is_answer and arguments else None
