"""macOS: the notification that the screen is locked. Not tested: written to Apple's reference.

It is posted to the distributed notification centre and arrives in the run loop of the window's
thread. Sleep is told by the clocks (`desktop.bridge.lock_absence`); macOS locks the screen too,
unless the account was set up otherwise.

Source: CFNotificationCenterAddObserver; "com.apple.screenIsLocked", which Apple does not document.
"""

import ctypes

from desktop.bridge.lock_cause import LockCause, Tell

CORE_FOUNDATION = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
SCREEN_IS_LOCKED = b"com.apple.screenIsLocked"
UTF_8 = 0x08000100
DELIVER_IMMEDIATELY = 4

_Callback = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p
)


class MacWatch:
    """Hears the notification while it lives."""

    def __init__(self, tell: Tell) -> None:
        """Begin to listen; `tell` takes what is heard."""
        self._tell = tell
        self._core = ctypes.CDLL(CORE_FOUNDATION)
        for name in ("CFNotificationCenterGetDistributedCenter", "CFStringCreateWithCString"):
            getattr(self._core, name).restype = ctypes.c_void_p
        self._callback = _Callback(self._on_locked)  # kept: the system holds only its address
        self._centre = ctypes.c_void_p(self._core.CFNotificationCenterGetDistributedCenter())
        name = self._core.CFStringCreateWithCString(None, SCREEN_IS_LOCKED, UTF_8)
        self._core.CFNotificationCenterAddObserver(
            self._centre,
            ctypes.cast(self._callback, ctypes.c_void_p),
            self._callback,
            ctypes.c_void_p(name),
            None,
            ctypes.c_long(DELIVER_IMMEDIATELY),
        )

    def let_sleep(self) -> None:
        """The system does not wait to be told."""

    def end(self) -> None:
        """Hear nothing any more."""
        observer = ctypes.cast(self._callback, ctypes.c_void_p)
        self._core.CFNotificationCenterRemoveEveryObserver(self._centre, observer)

    def _on_locked(
        self,
        _centre: int | None,
        _observer: int | None,
        _name: int | None,
        _object: int | None,
        _details: int | None,
    ) -> None:
        self._tell(LockCause.SESSION_LOCKED)
