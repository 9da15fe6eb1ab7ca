"""Opening the vault of this account, or making it."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from desktop.casework.disposing.dispose import finish_begun
from desktop.domain.errors import KeyStoreError
from desktop.domain.ways_in import WayKind
from desktop.vault.keyring_store import open_keyring
from desktop.vault.members.invitations import clear_away
from desktop.vault.members.walls import clear_traces
from desktop.vault.slots.ways import KeyringWay, PassphraseWay, SheetWay, Way
from desktop.vault.vault import Vault

log = logging.getLogger(__name__)

ANCHOR_LIMIT_S = 15.0
"""The keyring has just given the key, or is not wanted: nobody is there to type its password."""

_KINDS: Mapping[type[Way], WayKind] = {
    KeyringWay: WayKind.KEYRING,
    PassphraseWay: WayKind.PASSPHRASE,
    SheetWay: WayKind.SHEET,
}


def open_vault(
    folder: Path,
    clock: Callable[[], datetime],
    way: Way | None = None,
    *,
    is_older_accepted: bool = False,
) -> Vault:
    """Open the vault in `folder`, and finish the disposals that were begun there.

    Args:
        folder: Where it lies.
        clock: Tells the time, in UTC.
        way: What opens it; where None, the key in this computer's keyring.
        is_older_accepted: Whether a person said that files of the vault that are older than when
            they were left are to be taken as they are, as after a restore.

    Raises:
        OlderStateError: The vault is older than when it was left.
        VaultError: There is none, or it cannot be opened.
        KeyStoreError: The keyring does not give the key.
        WayInError: The passphrase or the sheet does not open it.
    """
    way = way or KeyringWay(open_keyring())
    vault = Vault.open(folder, way, clock=clock)
    try:
        guarded(vault, is_older_accepted=is_older_accepted)
        _identify(vault, way)
        vault.note_opened(_KINDS[type(way)])
        finish_begun(vault)
        clear_traces(vault.inside())
        clear_away(vault.inside(), clock().date())
    except BaseException:
        vault.close()
        raise
    return vault


def guarded(vault: Vault, *, is_older_accepted: bool = False) -> None:
    """Compare the vault with what the keyring says of it; without a keyring there is no comparing.

    Raises:
        OlderStateError: The vault is older than when it was left.
    """
    try:
        keyring = open_keyring(limit_s=ANCHOR_LIMIT_S)
        vault.guard(keyring, is_older_accepted=is_older_accepted)
    except KeyStoreError as error:
        log.warning("The vault is not compared with the keyring: %s", error.code)


def _identify(vault: Vault, way: Way) -> None:
    """Find out which member this account is; without a key of one, walls stay closed to it."""
    try:
        passphrase = way.passphrase if isinstance(way, PassphraseWay) else None
        vault.identify(open_keyring(limit_s=ANCHOR_LIMIT_S), passphrase)
    except KeyStoreError as error:
        log.warning("The member of this account is not known: %s", error.code)


def way_by_keyring() -> Way:
    """The keyring of this computer."""
    return KeyringWay(open_keyring())


def way_by_passphrase(passphrase: str) -> Way:
    """A passphrase, with this computer's keyring where a slot asks for both."""
    return PassphraseWay(passphrase, open_keyring())


def way_by_sheet(text: str) -> Way:
    """What was typed from a recovery sheet."""
    return SheetWay(text)


def create_vault(
    folder: Path, clock: Callable[[], datetime], passphrase: str | None = None
) -> Vault:
    """Make a vault in `folder`.

    Args:
        folder: Made where it is not there.
        clock: Tells the time, in UTC.
        passphrase: Opens it on a computer without a keyring; where None, a key in the keyring does.

    Raises:
        VaultExistsError: There is one already.
        KeyStoreError: No keyring that can be trusted.
        WeakPassphraseError: The passphrase could be guessed.
    """
    first = open_keyring() if passphrase is None else PassphraseWay(passphrase)
    vault = Vault.create(folder, first, clock=clock)
    guarded(vault)
    return vault
