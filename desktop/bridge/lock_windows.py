"""Windows: messages of the session and of power. Not tested: written to Microsoft's reference.

Source: WTSRegisterSessionNotification, WM_WTSSESSION_CHANGE, WM_POWERBROADCAST.
"""

import ctypes
import ctypes.wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from typing_extensions import override

from desktop.bridge.lock_cause import LockCause, Tell

WM_WTSSESSION_CHANGE = 0x02B1
WTS_SESSION_LOCK = 0x7
WM_POWERBROADCAST = 0x0218
PBT_APMSUSPEND = 0x0004
NOTIFY_FOR_THIS_SESSION = 0

_CAUSES = {
    (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK): LockCause.SESSION_LOCKED,
    (WM_POWERBROADCAST, PBT_APMSUSPEND): LockCause.SLEEP,
}


class WindowsWatch(QAbstractNativeEventFilter):
    """Sees the messages of a window; Windows gives programs some two seconds before sleep."""

    def __init__(self, tell: Tell, window_handle: int) -> None:
        """Begin to listen.

        Args:
            tell: Takes what is heard.
            window_handle: Of the window to which the session's messages are sent.
        """
        super().__init__()
        self._tell = tell
        self._window = window_handle
        self._terminal = ctypes.CDLL("wtsapi32")
        self._terminal.WTSRegisterSessionNotification(window_handle, NOTIFY_FOR_THIS_SESSION)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self)

    def let_sleep(self) -> None:
        """The system does not wait to be told."""

    def end(self) -> None:
        """Hear nothing any more."""
        self._terminal.WTSUnRegisterSessionNotification(self._window)
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self)

    @override
    def nativeEventFilter(
        self, eventType: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        seen = ctypes.wintypes.MSG.from_address(int(message))
        cause = _CAUSES.get((seen.message, seen.wParam))
        if cause is not None:
            self._tell(cause)
        return False, 0
