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

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.audit import Act
from desktop.domain.errors import (
    KeysChangedError,
    LastWayError,
    VaultBusyError,
    VaultDamagedError,
    WaysLostError,
)
from desktop.domain.identity import MatterId
from desktop.domain.rotation import RenewalPhase
from desktop.vault.audit.log import AuditLog
from desktop.vault.audit.state import StateKeeper
from desktop.vault.audit.ways import removed_ways
from desktop.vault.database import Database, Value
from desktop.vault.files import delete_database
from desktop.vault.inside import key_place
from desktop.vault.keyring_store import KeyStore
from desktop.vault.keys import MatterKey, commitment, new_vault_key
from desktop.vault.members.rekeying import reseal_members
from desktop.vault.open_registry import Clock, registry_path
from desktop.vault.root import RootKeys, root_keys
from desktop.vault.rotation.marks import is_marked, mark_superseded
from desktop.vault.rotation.plan import RotationPlan
from desktop.vault.rotation.resealing import Resealer, Row
from desktop.vault.rotation.tables import Table, tables_as_a_whole, tables_by_row
from desktop.vault.seal import VERSION_AND_SUITE
from desktop.vault.slots.carrying import Carried, carried
from desktop.vault.slots.file import read_slots, slot_id_of, sync_folder, write_slots
from desktop.vault.wrapping import unwrap, wrap


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
) -> Generator[RenewalPhase, None, None]:
    """Give the vault a new key; closed before the end, the old one is the present one.

    Args:
        opened: The open vault.
        key_store: This computer's keyring, for a way in that cannot receive; None where it has
            none.
        use: Called with the new keys once they are the present ones.
        may_lose_ways: Whether ways in may be lost that cannot receive a new key.

    Yields:
        What was done last.

    Raises:
        WaysLostError: Ways in would be lost.
        LastWayError: No way in that counts would be left.
        KeysChangedError: Somebody else has given the vault a new key.
        VaultBusyError: Somebody is writing to the registry.
        DiskFullError: There is no room for a second registry.
        VaultDamagedError: Something in the registry was altered.
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
                _seal_anew(copy, opened, new, slots)
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


def _seal_anew(copy: Database, opened: OpenRoot, new: RootKeys, slots: Carried) -> None:
    """Bring the copy of the registry under the new keys, and note in its log that this was done."""
    old = opened.keys
    with copy.unrestricted():
        copy.change("PRAGMA foreign_keys = OFF")
    resealer = Resealer(old.audit, new.audit)
    with copy.transaction():
        reseal_members(copy, old.data, new.data)
        for table in tables_by_row(copy):
            _renew_rows(copy, table, resealer, old, new)
        for table in tables_as_a_whole(copy):
            _renew_whole(copy, table, resealer, old, new)
        copy.change("DELETE FROM state")
    StateKeeper(copy, new.state).continue_from(opened.registry)
    log = AuditLog(copy, new.audit, opened.clock)
    with copy.transaction():
        plan = RotationPlan(copy)
        plan.strike(None)
        plan.begin_all_anew()
        for way_id in slots.lost:
            log.add(Act.KEY_WAY_REMOVED, subject=[way_id], details={"kind": "rotation"})
        details = {"ways": len(slots.slot_file.slots), "ways_lost": len(slots.lost)}
        log.add(Act.VAULT_KEY_ROTATED, details=details)
    copy.checkpoint()


def _renew_rows(
    copy: Database, table: Table, resealer: Resealer, old: RootKeys, new: RootKeys
) -> None:
    names = ", ".join(table.columns)
    for number, *values in copy.rows(f"SELECT rowid, {names} FROM {table.name}"):
        row = dict(zip(table.columns, values, strict=True))
        renewed = _renewed(table.name, row, resealer, old, new)
        changed = {column: value for column, value in renewed.items() if value != row[column]}
        if changed:
            assigned = ", ".join(f"{column} = ?" for column in changed)
            copy.change(
                f"UPDATE {table.name} SET {assigned} WHERE rowid = ?", *changed.values(), number
            )


def _renew_whole(
    copy: Database, table: Table, resealer: Resealer, old: RootKeys, new: RootKeys
) -> None:
    names, marks = ", ".join(table.columns), ", ".join("?" * len(table.columns))
    rows = [
        _renewed(table.name, dict(zip(table.columns, values, strict=True)), resealer, old, new)
        for values in copy.rows(f"SELECT {names} FROM {table.name}")
    ]
    copy.change(f"DELETE FROM {table.name}")
    copy.change_many(
        f"INSERT INTO {table.name} ({names}) VALUES ({marks})",
        [tuple(row.values()) for row in rows],
    )


def _renewed(
    table: str, row: Row, resealer: Resealer, old: RootKeys, new: RootKeys
) -> dict[str, Value]:
    """A row with what the old vault key sealed or wrapped under the new one."""
    renewed = resealer.row(table, row)
    start = VERSION_AND_SUITE + old.wrapping.key_id + commitment(old.wrapping)
    for column, value in renewed.items():
        if isinstance(value, bytes) and value.startswith(start):
            renewed[column] = _wrapped_anew(table, column, row, old, new)
    return renewed


def _wrapped_anew(table: str, column: str, row: Row, old: RootKeys, new: RootKeys) -> bytes:
    row_id, epoch, wrapped = row.get("matter_id"), row.get("key_epoch"), row[column]
    if not (
        (table, column) == ("matter", "wrapped_key")
        and isinstance(row_id, bytes)
        and isinstance(epoch, int)
        and isinstance(wrapped, bytes)
    ):
        raise VaultDamagedError(f"What is wrapped in the table {table} cannot be wrapped anew.")
    place = key_place(MatterId(row_id.hex()), epoch)
    return wrap(new.wrapping, unwrap(old.wrapping, wrapped, place, MatterKey), place)
