"""Opening the vault on a terminal: by the keyring, or by what a person types unseen."""

import getpass
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desktop.casework.opening import open_vault, way_by_passphrase, way_by_sheet
from desktop.casework.shut_vault import ways_into
from desktop.domain.errors import KeyStoreError, WayInError
from desktop.domain.ways_in import WayKind
from desktop.vault.vault import Vault

_PASSPHRASES = frozenset({WayKind.PASSPHRASE, WayKind.KEYRING_AND_PASSPHRASE})

Clock = Callable[[], datetime]


def open_by_any_way(folder: Path, clock: Clock, *, is_older_accepted: bool = False) -> Vault:
    """Open the vault by the keyring; where that does not, and there is one, by a passphrase.

    Args:
        folder: Where it lies.
        clock: Tells the time, in UTC.
        is_older_accepted: Whether files that are older than when they were left are accepted.

    Raises:
        KeyStoreError: The keyring does not give the key, and no passphrase opens the vault or
            nobody is there to type one.
        WayInError: The passphrase is not that of the vault.
        VaultError: There is none, or it cannot be opened.
    """
    kinds = frozenset(ways_into(folder))
    if WayKind.KEYRING in kinds or not kinds & _PASSPHRASES:
        try:
            return open_vault(folder, clock, is_older_accepted=is_older_accepted)
        except KeyStoreError:
            if not kinds & _PASSPHRASES or not sys.stdin.isatty():
                raise
    return open_by_passphrase(folder, clock, is_older_accepted=is_older_accepted)


def open_by_passphrase(folder: Path, clock: Clock, *, is_older_accepted: bool = False) -> Vault:
    """Open the vault by a passphrase, with the keyring where both are asked for."""
    way = way_by_passphrase(typed("Passphrase of the vault: "))
    return open_vault(folder, clock, way, is_older_accepted=is_older_accepted)


def open_by_sheet(folder: Path, clock: Clock) -> Vault:
    """Open the vault by its recovery sheet."""
    return open_vault(folder, clock, way_by_sheet(typed("Recovery sheet, ten groups: ")))


def typed(prompt: str) -> str:
    """What a person types on the terminal, without its showing.

    Raises:
        WayInError: There is no terminal.
    """
    if not sys.stdin.isatty():
        raise WayInError(
            "There is no terminal on which this could be typed.",
            remedy="Run the command on a terminal; secrets are never taken from its arguments.",
        )
    return getpass.getpass(prompt)


def typed_twice(prompt: str) -> str:
    """A new passphrase, typed twice.

    Raises:
        WayInError: There is no terminal, or the second time differs.
    """
    passphrase = typed(prompt)
    if typed("The same again: ") != passphrase:
        raise WayInError(
            "The passphrase was not typed the same twice.", remedy="Run the command again."
        )
    return passphrase
