"""How far new keys have come."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.errors import InCameraError


class RotationPhase(StrEnum):
    """What was done last."""

    BEGUN = "begun"
    COPIED = "copied"
    """The file lies beside the old one, under a new key."""
    WRAPPED = "wrapped"
    """The keys in it are wrapped anew, and it is on the disk."""
    MARKED = "marked"
    """The old file takes no more changes."""
    DONE = "done"
    """The new file is in use, the old one is deleted."""


@dataclass(frozen=True, slots=True)
class RotationProgress:
    """How far quick new keys for some matters have come.

    Attributes:
        phase: Of the matter in hand.
        matters_done: That have new keys.
        matters_total: That get some.
    """

    phase: RotationPhase
    matters_done: int
    matters_total: int


class RenewalPhase(StrEnum):
    """What was done last of the renewal of all keys of a matter, or of the vault's own."""

    BEGUN = "begun"
    COPYING = "copying"
    """Rows are copied; the matter may be read and written."""
    LEVEL = "level"
    """Nothing is left to copy but what is written just now."""
    MARKED = "marked"
    """The new file is whole, and the old one takes no more changes."""
    DONE = "done"
    """The new file is in use, the old one is deleted."""


@dataclass(frozen=True, slots=True)
class RenewalStep:
    """How far the renewal of one matter has come.

    Attributes:
        phase: What was done last.
        done: Rows copied.
        total: Of so many, as far as their numbers tell.
    """

    phase: RenewalPhase
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class KeyLeft:
    """A key that could not be renewed now, and waits.

    Attributes:
        name: Client and matter number, or "" for the vault's own key.
        error: Why.
    """

    name: str
    error: InCameraError


@dataclass(frozen=True, slots=True)
class RotationGivenUp:
    """What became of a rotation of keys that was given up; what has new keys by then keeps them.

    Attributes:
        names: Client and matter numbers of matters that keep their keys, "" for the vault itself.
        left: What could not be given up and waits.
    """

    names: tuple[str, ...]
    left: tuple[KeyLeft, ...] = ()


@dataclass(frozen=True, slots=True)
class RenewalProgress:
    """How far new keys for everything have come.

    Attributes:
        name: Client and matter number of the matter in hand; "" for the vault itself.
        phase: What was done last of it.
        done: Its rows that are copied.
        total: Of so many.
        keys_done: The vault and matters that have new keys, since this run began.
        keys_total: Of so many that were to be done when it began.
        left: What could not be done and waits; complete in the last report.
    """

    name: str
    phase: RenewalPhase
    done: int
    total: int
    keys_done: int
    keys_total: int
    left: tuple[KeyLeft, ...] = ()
