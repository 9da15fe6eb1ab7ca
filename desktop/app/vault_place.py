"""Where the vault of this window lies; another place once this account has joined another vault."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class VaultPlace:
    """The folder, shared by all that works on the vault.

    Attributes:
        folder: Changed only while no vault is open.
    """

    folder: Path
