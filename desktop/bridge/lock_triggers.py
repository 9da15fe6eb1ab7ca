"""What locks without being asked: nobody at the keyboard, the system's own lock, sleep."""

import logging

from PySide6.QtCore import QObject

from desktop.bridge.lock import Lock
from desktop.bridge.lock_absence import AbsenceWatch
from desktop.bridge.lock_cause import LockCause, SystemWatch
from desktop.bridge.lock_system import system_watch

log = logging.getLogger(__name__)


class LockTriggers(QObject):
    """Joins a lock to what tells that the person is away."""

    def __init__(self, lock: Lock, parent: QObject | None = None) -> None:
        """Nothing is watched before `begin`."""
        super().__init__(parent)
        self._lock = lock
        self._absence = AbsenceWatch(self)
        self._absence.idle.connect(self._on_idle)
        self._absence.slept.connect(self._on_slept)
        self._system: SystemWatch | None = None
        lock.keys_gone.connect(self._on_keys_gone)

    def begin(self, idle_min: int, window_handle: int) -> None:
        """Watch from now on.

        Args:
            idle_min: Minutes without a key or mouse after which it locks; 0: never.
            window_handle: Of the window, for the system that sends its messages to one.
        """
        self._absence.set_limit(idle_min)
        self._absence.begin()
        try:
            self._system = system_watch(self._lock.lock, window_handle, self)
        except (OSError, AttributeError, ImportError) as error:
            # Without the system's word the window still locks by hand, when idle and after sleep.
            log.warning("The system cannot be listened to: %s", type(error).__name__)

    def set_idle(self, idle_min: int) -> None:
        """Take after how many minutes it locks; 0: never."""
        self._absence.set_limit(idle_min)

    def end(self) -> None:
        """Watch nothing any more."""
        self._absence.end()
        if self._system is not None:
            self._system.end()
            self._system = None

    def _on_idle(self) -> None:
        self._lock.lock(LockCause.IDLE)

    def _on_slept(self) -> None:
        self._lock.lock(LockCause.SLEEP)

    def _on_keys_gone(self) -> None:
        if self._system is not None:
            self._system.let_sleep()
