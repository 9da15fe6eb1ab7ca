"""The ways into a vault, as a person sees them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class WayKind(StrEnum):
    """What one way in asks for."""

    KEYRING = "keyring"
    """The keyring of the operating system alone."""
    KEYRING_AND_PASSPHRASE = "keyring and passphrase"  # noqa: S105 - the name of a kind
    """Both: a keyring that someone else unlocked is not enough."""
    PASSPHRASE = "passphrase"  # noqa: S105 - likewise
    """A passphrase alone, on any computer."""
    SHEET = "recovery sheet"
    """A printed sheet, on any computer."""


IN_KEYRING = frozenset({WayKind.KEYRING, WayKind.KEYRING_AND_PASSPHRASE})
"""The ways that hold on one account of one computer only."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """One way in.

    Attributes:
        way_id: Random identity.
        kind: What it asks for.
        made_on: Day on which it was made; None for those of the first versions.
        is_proven: Whether it counts: a sheet only once it was typed back.
        is_here: Of a way in a keyring, whether this keyring holds its secret; None where that is
            not known, and for the other kinds.
    """

    way_id: str
    kind: WayKind
    made_on: date | None
    is_proven: bool
    is_here: bool | None = None

    @property
    def is_dead(self) -> bool:
        """Whether it leads nowhere from this account of this computer."""
        return self.is_here is False


def has_recovery(ways: tuple[WayIn, ...]) -> bool:
    """Whether the vault outlasts the loss of this computer's keyring."""
    return any(way.is_proven and way.kind not in IN_KEYRING for way in ways)
