"""Matters on their way between vaults, so that several workstations can share a large one."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from desktop import __version__
from desktop.casework.control import Control
from desktop.domain.backup import BackupProgress, Merged
from desktop.domain.errors import PassphraseShortError
from desktop.domain.finding import StoredFinding
from desktop.domain.matter import Matter
from desktop.vault.asides import Decided
from desktop.vault.backup.pack_keys import (
    asks_for_passphrase,
    receiving_public_of,
    receiving_text_of,
    record_for_passphrase,
    record_for_receiver,
)
from desktop.vault.backup.packing import open_pack, opened_pack, pack_matter
from desktop.vault.backup.unpacking import unpack_matter
from desktop.vault.matter_store import MatterStore
from desktop.vault.vault import Vault

Clock = Callable[[], datetime]
Step = TypeVar("Step")

LEAST_PASSPHRASE_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding about which persons decided differently on several workstations.

    Attributes:
        stored: The finding, with the latest decision, which holds.
        earlier: What was decided before and set aside, the earliest first.
    """

    stored: StoredFinding
    earlier: tuple[Decided, ...]


def receiving_key(vault: Vault) -> str:
    """What another workstation packs a matter for; no secret, but to be compared by voice."""
    inside = vault.inside()
    return receiving_text_of(inside.vault_key, inside.vault_id)


def pack_for_passphrase(
    vault: Vault, matter: Matter, target: Path, passphrase: str, control: Control, clock: Clock
) -> Iterator[BackupProgress]:
    """Write a matter into a new file that opens with a passphrase.

    Raises:
        PassphraseShortError: It would be guessed.
        BackupError: The file cannot be written, for the reason named by the class.
        VaultError: The matter cannot be read, for the reason named by the class.
    """
    if len(passphrase) < LEAST_PASSPHRASE_CHARACTERS:
        raise PassphraseShortError
    steps = pack_matter(
        vault,
        matter,
        target,
        lambda container_id, key: record_for_passphrase(container_id, key, passphrase),
        clock(),
        __version__,
    )
    yield from _until_stopped(steps, control)


def pack_for_vault(
    vault: Vault, matter: Matter, target: Path, receiving: str, control: Control, clock: Clock
) -> Iterator[BackupProgress]:
    """Write a matter into a new file that opens in another vault alone.

    Args:
        vault: Open, of the calling thread.
        matter: To be packed; it stays here.
        target: The new file.
        receiving: The receiving key of the other vault.
        control: A stop leaves no file.
        clock: Tells the time, in UTC.

    Raises:
        ReceivingKeyError: It is none.
        BackupError: The file cannot be written, for the reason named by the class.
        VaultError: The matter cannot be read, for the reason named by the class.
    """
    receiving_public_of(receiving)
    steps = pack_matter(
        vault,
        matter,
        target,
        lambda container_id, key: record_for_receiver(container_id, key, receiving),
        clock(),
        __version__,
    )
    yield from _until_stopped(steps, control)


def wants_passphrase(target: Path) -> bool:
    """Whether a packed matter opens with a passphrase.

    Raises:
        BackupError: It is none, for the reason named by the class.
    """
    with opened_pack(target) as container:
        _, finish = container.last_finish()
        return asks_for_passphrase(container.key_record(finish))


def unpack(
    vault: Vault, target: Path, passphrase: str | None, control: Control, clock: Clock
) -> Iterator[BackupProgress | Merged]:
    """Take a packed matter into the vault, or merge it into the one that is here.

    Yields:
        Progress; at the end what came of it.

    Raises:
        PackKeyError: Neither this vault nor the passphrase opens it.
        BackupError: It cannot be taken in, for the reason named by the class.
        VaultError: The same.
    """
    with opened_pack(target) as container:
        pack = open_pack(container, vault, passphrase)
        yield from _until_stopped(unpack_matter(vault, pack, clock), control)


def differences(store: MatterStore) -> tuple[Difference, ...]:
    """Findings about which persons decided differently on several workstations."""
    return tuple(
        Difference(store.finding(finding_id), earlier) for finding_id, earlier in store.asides.all()
    )


def _until_stopped(steps: Iterator[Step], control: Control) -> Iterator[Step]:
    try:
        for step in steps:
            yield step
            if not control.may_go_on():
                return
    finally:
        if isinstance(steps, Generator):
            steps.close()
