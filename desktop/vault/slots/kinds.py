"""What the ways into a vault ask for, told from its slot file alone: nothing is opened."""

from pathlib import Path

from desktop.domain.ways_in import WayKind
from desktop.vault.slots.file import (
    SLOTS_FILE,
    KeyringAndPassphraseSlot,
    KeyringSlot,
    PassphraseSlot,
    SheetSlot,
    Slot,
    SlotFile,
    read_slots,
)

_KINDS: dict[type[Slot], WayKind] = {
    KeyringSlot: WayKind.KEYRING,
    KeyringAndPassphraseSlot: WayKind.KEYRING_AND_PASSPHRASE,
    PassphraseSlot: WayKind.PASSPHRASE,
    SheetSlot: WayKind.SHEET,
}


def kind_of(slot: Slot) -> WayKind:
    """What a slot asks for."""
    return _KINDS[type(slot)]


def kinds_of(slot_file: SlotFile) -> tuple[WayKind, ...]:
    """The kinds of slots that there are, each once, in the order of `WayKind`."""
    present = {kind_of(slot) for slot in slot_file.slots}
    return tuple(kind for kind in WayKind if kind in present)


def is_vault(folder: Path) -> bool:
    """Whether there is a vault in the folder."""
    return (folder / SLOTS_FILE).is_file()


def kinds_in(folder: Path) -> tuple[WayKind, ...]:
    """What the ways into the vault of a folder ask for; each kind once.

    Raises:
        VaultAbsentError: There is no vault.
        VaultError: Its key slots cannot be read, for the reason named by the class.
    """
    return kinds_of(read_slots(folder))
