"""How the analyst steers long work: pause, go on, stop."""

import threading
from collections.abc import Callable


class Control:
    """Shared between the thread that works and the one that steers it.

    Stopping is final; pausing is not.
    """

    def __init__(self) -> None:
        """Start running."""
        self._running = threading.Event()
        self._running.set()
        self._stopped = threading.Event()
        self._on_stop: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def is_paused(self) -> bool:
        """Whether work waits for `resume`."""
        return not self._running.is_set() and not self.is_stopped

    @property
    def is_stopped(self) -> bool:
        """Whether work ends as soon as it can."""
        return self._stopped.is_set()

    def pause(self) -> None:
        """Let what is in hand finish, then wait."""
        self._running.clear()

    def resume(self) -> None:
        """Go on after a pause."""
        self._running.set()

    def stop(self) -> None:
        """End now: what is in hand is dropped, what is stored stays."""
        self._stopped.set()
        self._running.set()
        with self._lock:
            actions = tuple(self._on_stop)
        for action in actions:
            action()

    def call_on_stop(self, action: Callable[[], None]) -> None:
        """Have `action` called by the thread that stops the work; at once if it was stopped.

        Args:
            action: Must be quick and safe to call from any thread, such as killing a worker.
        """
        with self._lock:
            self._on_stop.append(action)
        if self.is_stopped:
            action()

    def may_go_on(self) -> bool:
        """Wait out a pause; then say whether to go on."""
        self._running.wait()
        return not self.is_stopped
