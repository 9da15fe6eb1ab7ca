"""A new key for the vault itself: a registry under it, and every way in sealed to it.

The registry is small: it is copied and sealed anew as a whole, in seconds, while it is locked for
writing; reading goes on. The keys of matters are wrapped anew with it, their files stay as they
are. What decides is the slot file, replaced in one step, since it says the epoch of the vault key
and with it which file the registry is:

    killed                        slot file names    afterwards
    while copying and sealing     the old registry   the next opening deletes the part of a new one
    after the old one was marked  the old registry   the next opening takes the marks away, and
                                                     deletes the new one
    after the slot file           the new registry   the next opening deletes the old one

Nobody else takes the marks away in between: for that the registry has to be locked, and it is
locked again, and the marks looked for, before the slot file is written.

The old vault key opens nothing then: it is in no slot, its registry is gone, and no key of a matter
is under it. Backups that were made before open as before, with what opened the vault at that time.
The vault's log is authenticated by a new key; its chain of hashes goes on.
"""

from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.audit import Act
from desktop.domain.errors import (
    KeysChangedError,
    LastWayError,
    VaultBusyError,
    WaysLostError,
)
from desktop.domain.rotation import RenewalPhase
from desktop.vault.audit.log import AuditLog
from desktop.vault.audit.state import StateKeeper
from desktop.vault.audit.ways import removed_ways
from desktop.vault.database import Database
from desktop.vault.files import delete_database
from desktop.vault.keyring_store import KeyStore
from desktop.vault.keys import new_vault_key
from desktop.vault.open_registry import Clock, registry_path
from desktop.vault.root import RootKeys, root_keys
from desktop.vault.rotation.marks import is_marked, mark_superseded
from desktop.vault.rotation.plan import RotationPlan
from desktop.vault.rotation.registry_rows import seal_rows_anew
from desktop.vault.slots.carrying import Carried, carried
from desktop.vault.slots.file import read_slots, slot_id_of, sync_folder, write_slots


@dataclass(frozen=True, slots=True)
class OpenRoot:
    """What a new vault key needs of the open vault.

    Attributes:
        folder: Of the vault.
        vault_id: Its identity.
        keys: The present ones.
        registry: The open registry.
        clock: Tells the time, in UTC.
    """

    folder: Path
    vault_id: str
    keys: RootKeys
    registry: Database
    clock: Clock


def renew_vault_key(
    opened: OpenRoot,
    key_store: KeyStore | None,
    use: Callable[[RootKeys], None],
    *,
    may_lose_ways: bool = False,
    may_stay: Collection[str] = (),
) -> Generator[RenewalPhase, None, None]:
    """Give the vault a new key; closed before the end, the old one is the present one.

    Args:
        opened: The open vault.
        key_store: This computer's keyring, for a way in that cannot receive; None where it has
            none.
        use: Called with the new keys once they are the present ones.
        may_lose_ways: Whether ways in may be lost that cannot receive a new key.
        may_stay: Identities of damaged rows of the registry that may stay as they are.

    Yields:
        What was done last.

    Raises:
        WaysLostError: Ways in would be lost.
        LastWayError: No way in that counts would be left.
        KeysChangedError: Somebody else has given the vault a new key.
        VaultBusyError: Somebody is writing to the registry.
        DiskFullError: There is no room for a second registry.
        RowsDamagedError: Rows of the registry were altered of which nobody said that they stay.
        VaultDamagedError: An entry of the log was altered.
    """
    registry, epoch = opened.registry, opened.keys.epoch + 1
    new = root_keys(opened.vault_id, new_vault_key(), epoch)
    target = registry_path(opened.folder, epoch)
    try:
        with registry.transaction():
            slots = carried_ways(opened, new, key_store, may_lose_ways=may_lose_ways)
            yield RenewalPhase.BEGUN
            delete_database(target)
            with registry.reopened() as reader:
                reader.copy_to(target, new.database)
            yield RenewalPhase.COPYING
            with Database(target, new.database) as copy:
                _seal_anew(copy, opened, new, slots, may_stay)
            sync_folder(opened.folder)
            yield RenewalPhase.LEVEL
            mark_superseded(registry)
        yield RenewalPhase.MARKED
        with registry.transaction():
            _demand_marked(registry)
            write_slots(opened.folder, slots.slot_file)
    except BaseException:
        if read_slots(opened.folder).key_epoch != epoch:
            delete_database(target)
        raise
    use(new)
    yield RenewalPhase.DONE


def _demand_marked(registry: Database) -> None:
    """Raise VaultBusyError where somebody took the marks away, and may have written since."""
    if not is_marked(registry):
        raise VaultBusyError


def carried_ways(
    opened: OpenRoot, new: RootKeys, key_store: KeyStore | None, *, may_lose_ways: bool
) -> Carried:
    """The slot file for a new vault key; nothing is written.

    Raises:
        WaysLostError: Ways in would be lost.
        LastWayError: No way in that counts would be left.
        KeysChangedError: Somebody else has given the vault a new key.
    """
    slot_file = read_slots(opened.folder)
    if slot_file.key_epoch != opened.keys.epoch:
        raise KeysChangedError
    log = AuditLog(opened.registry, opened.keys.audit, opened.clock)
    back = removed_ways(log.entries(), map(slot_id_of, slot_file.slots))
    slots = carried(slot_file, opened.keys.key, new.key, key_store, back)
    if not slots.is_way_left:
        raise LastWayError
    if slots.lost and not may_lose_ways:
        raise WaysLostError(
            f"Ways into the vault that cannot receive a new key: {len(slots.lost)}."
        )
    return slots


def _seal_anew(
    copy: Database, opened: OpenRoot, new: RootKeys, slots: Carried, may_stay: Collection[str]
) -> None:
    """Bring the copy of the registry under the new keys, and note in its log that this was done."""
    old = opened.keys
    with copy.unrestricted():
        copy.change("PRAGMA foreign_keys = OFF")
    with copy.transaction():
        damaged = seal_rows_anew(copy, old, new, may_stay)
        copy.change("DELETE FROM state")
    StateKeeper(copy, new.state).continue_from(opened.registry)
    log = AuditLog(copy, new.audit, opened.clock)
    with copy.transaction():
        plan = RotationPlan(copy)
        plan.strike(None)
        plan.begin_all_anew()
        for way_id in slots.lost:
            log.add(Act.KEY_WAY_REMOVED, subject=[way_id], details={"kind": "rotation"})
        for row_id, table in damaged.items():
            log.add(Act.ROW_LEFT_DAMAGED, subject=[row_id], details={"table": table})
        details = {"ways": len(slots.slot_file.slots), "ways_lost": len(slots.lost)}
        log.add(Act.VAULT_KEY_ROTATED, details=details)
    copy.checkpoint()
