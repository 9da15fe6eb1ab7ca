"""Nobody at the keyboard: no key, no mouse and no wheel for a while, or the computer was asleep.

Two clocks of the system are compared. One counts the time that passes, asleep or awake; the other
stands still while the computer sleeps. Neither is the time of day, so that setting that changes
nothing here.

    system    counts sleep           stands still in sleep
    Linux     CLOCK_BOOTTIME         CLOCK_MONOTONIC
    macOS     CLOCK_MONOTONIC        mach_absolute_time, which is Python's `time.monotonic`
    Windows   `time.monotonic`       none is used: Windows itself tells of sleep
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent
from typing_extensions import override

CHECK_MS = 5_000
"""How late a wake-up is noticed at most; a check takes some microseconds."""

SLEEP_S = 2.0
"""Less than this between the two clocks is no sleep but the time between reading them."""

_KEYS_AND_BUTTONS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)

Seconds = Callable[[], float]


def passed_s() -> float:
    """Seconds that have passed since some moment, sleep included."""
    if hasattr(time, "clock_gettime"):
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
    return time.monotonic()


class AbsenceWatch(QObject):
    """Sees all keys and mouse movements of the application; keeps none of them.

    Signals:
        idle(): There was none for as long as the limit.
        slept(): The computer was asleep.
    """

    idle = Signal()
    slept = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        passed_s: Seconds = passed_s,
        awake_s: Seconds = time.monotonic,
    ) -> None:
        """Watch nothing before `begin`.

        Args:
            parent: Owner.
            passed_s: Seconds that have passed, sleep included.
            awake_s: The same without sleep.
        """
        super().__init__(parent)
        self._passed_s = passed_s
        self._awake_s = awake_s
        self._limit_s = 0.0
        self._last_s = passed_s()
        self._asleep_s = passed_s() - awake_s()
        self._pointer = QPointF()
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.check)

    def begin(self) -> None:
        """See what is pressed and moved from now on."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._last_s = self._passed_s()
        self._timer.start()

    def end(self) -> None:
        """Look away."""
        self._timer.stop()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def set_limit(self, limit_min: int) -> None:
        """Take after how many minutes nobody is thought to be there; 0: never."""
        self._limit_s = 60.0 * limit_min

    @Slot()
    def check(self) -> None:
        """Look whether the limit has passed, or the computer was asleep."""
        asleep_s = self._passed_s() - self._awake_s()
        has_slept = asleep_s - self._asleep_s > SLEEP_S
        self._asleep_s = max(asleep_s, self._asleep_s)
        if has_slept:
            self.slept.emit()
        if self._is_over:
            self._last_s = self._passed_s()
            self.idle.emit()

    @property
    def _is_over(self) -> bool:
        return self._limit_s > 0 and self._passed_s() - self._last_s >= self._limit_s

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            if event.globalPosition() != self._pointer:
                self._pointer = event.globalPosition()
                self._on_input(event)
        elif kind in _KEYS_AND_BUTTONS:
            self._on_input(event)
        return False

    def _on_input(self, event: QEvent) -> None:
        """Count what a person did, not what the program itself sent.

        The key that wakes a computer after the limit does not count before the lock has closed.
        """
        if not event.spontaneous():
            return
        if self._is_over:
            self.check()
        self._last_s = self._passed_s()
