"""Why the vault is locked, and who tells it."""

from enum import Enum
from typing import Protocol


class LockCause(Enum):
    """What made the window lock."""

    BY_HAND = "by_hand"
    IDLE = "idle"
    SESSION_LOCKED = "session_locked"
    SLEEP = "sleep"


class Tell(Protocol):
    """Takes what the system said about the person at it; called in the window's thread."""

    def __call__(self, cause: LockCause, /) -> None:
        """The person is away, for this reason."""
        ...


class SystemWatch(Protocol):
    """Hears from the operating system that its session is locked or that it goes to sleep."""

    def let_sleep(self) -> None:
        """The keys are gone: the computer need not wait for us any longer."""
        ...

    def end(self) -> None:
        """Hear nothing any more."""
        ...
