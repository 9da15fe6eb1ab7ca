"""What a start does with a vault before anything opens it; loads little of the vault."""

from pathlib import Path

from desktop.domain.ways_in import WayKind
from desktop.vault.backup.swapping import finish_restore
from desktop.vault.slots.kinds import is_vault, kinds_in


def finish_restoring(folder: Path) -> None:
    """Finish a restore that was cut short between its last two steps; else nothing happens."""
    finish_restore(folder)


def vault_exists(folder: Path) -> bool:
    """Whether there is a vault in the folder."""
    return is_vault(folder)


def ways_into(folder: Path) -> tuple[WayKind, ...]:
    """What the ways into the vault ask for, each kind once; nothing is opened.

    Raises:
        VaultError: There is none, or its key slots cannot be read.
    """
    return kinds_in(folder)
