"""What a person does with the ways into the vault; each function works on the open vault."""

from pathlib import Path

from desktop.casework.keys.sheet import sheet_pdf, write_sheet
from desktop.domain.errors import KeyStoreError, NoSuchWayError
from desktop.domain.ways_in import WayIn, WayKind
from desktop.vault.keyring_store import open_keyring
from desktop.vault.members.own_ways import has_others, note_own_way, ways_of_others
from desktop.vault.vault import Vault


def ways_in(vault: Vault) -> tuple[WayIn, ...]:
    """Every way in, and which hold on this account of this computer."""
    return vault.ways_in.all(open_keyring())


def add_passphrase(vault: Vault, passphrase: str) -> WayIn:
    """Let a passphrase alone open the vault; the passphrases before are removed.

    Those of other members of the vault stay.

    Raises:
        WeakPassphraseError: It could be guessed.
    """
    others = ways_of_others(vault.inside())
    before = [
        way
        for way in vault.ways_in.all()
        if way.kind is WayKind.PASSPHRASE and way.way_id not in others
    ]
    added = vault.ways_in.add_passphrase(passphrase)
    for way in before:
        vault.ways_in.remove(way.way_id)
    return added


def demand_passphrase(vault: Vault, passphrase: str) -> WayIn:
    """Ask for a passphrase besides this computer's keyring.

    Raises:
        WeakPassphraseError: It could be guessed.
        KeyStoreError: The keyring cannot be used.
    """
    return vault.ways_in.demand_passphrase(passphrase, open_keyring())


def make_sheet(vault: Vault, target: Path) -> WayIn:
    """Make a recovery sheet and write its page to a new file; it counts once it is typed back.

    Raises:
        ExportError: The file is there already, or cannot be written.
    """
    sheet = vault.ways_in.add_sheet()
    write_sheet(target, sheet_pdf(sheet, vault.vault_id, vault.folder))
    return sheet.way


def prove_sheet(vault: Vault, typed: str) -> WayIn:
    """Let a sheet count that was typed back.

    Raises:
        SheetMistypedError: A group is not as printed.
        WrongSheetError: It is no sheet of this vault.
    """
    return vault.ways_in.prove_sheet(typed)


def enrol(vault: Vault) -> WayIn | None:
    """Make a key in this computer's keyring; None where the keyring opens the vault already.

    Raises:
        KeyStoreError: The keyring cannot be used, or would not keep it safe.
    """
    key_store = open_keyring()
    if any(way.is_here for way in vault.ways_in.all(key_store)):
        return None
    way = vault.ways_in.add_keyring(key_store)
    note_own_way(vault.inside(), way.way_id)
    return way


def remove(vault: Vault, way_id: str) -> WayIn:
    """Remove a way in, dead ones too; never the last proven one.

    Raises:
        NoSuchWayError: None has this identity.
        LastWayError: No other proven way would be left.
    """
    return vault.ways_in.remove(way_id, open_keyring())


def remove_dead(vault: Vault) -> tuple[WayIn, ...]:
    """Remove the ways in other keyrings: of a computer or account that is no more.

    Raises:
        KeyStoreError: This computer's keyring does not say which are its own.
        NoSuchWayError: There is none, or the vault has other members, whose ways look like that.
        LastWayError: No proven way would be left.
    """
    ways = ways_in(vault)
    if has_others(vault.inside()):
        raise NoSuchWayError(
            "The vault has other members: a way in that is not of this account may be theirs.",
            remedy="Remove a member with `incamera member remove`, or one way by its digits.",
        )
    if any(way.is_here is None and way.kind is WayKind.KEYRING for way in ways):
        raise KeyStoreError
    dead = tuple(way for way in ways if way.is_dead)
    if not dead:
        raise NoSuchWayError("No way in belongs to another computer or account.")
    return tuple(remove(vault, way.way_id) for way in dead)
