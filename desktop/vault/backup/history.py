"""What a vault remembers of its backups: when, into which file, checked or rehearsed when.

Table `backup` of the registry, each row sealed with the registry data key; place: matter "", table
"backup", column "record", row id the random identity of the row, version 1. Record: MessagePack
array 1, the entry as a map by the names of `BackupEntry` in `desktop/domain/backup.py`.
"""

from contextlib import suppress

import msgspec

from desktop.domain.backup import BackupAct, BackupEntry
from desktop.domain.identity import new_identity
from desktop.vault.inside import VaultInside
from desktop.vault.place import Place
from desktop.vault.records import FORMAT, decoded
from desktop.vault.seal import DAMAGED, open_sealed, seal

_Record = tuple[int, BackupEntry]
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(_Record)


def add_to_history(inside: VaultInside, entry: BackupEntry) -> None:
    """Note something that was done with a backup."""
    row_id = bytes.fromhex(new_identity())
    inside.registry.change(
        "INSERT INTO backup (backup_id, record) VALUES (?, ?)",
        row_id,
        seal(inside.data_key, _encode((FORMAT, entry)), _place(row_id)),
    )


def history_of(inside: VaultInside) -> tuple[BackupEntry, ...]:
    """All that is remembered, the latest first; without what was altered."""
    found = []
    for row_id, sealed in inside.registry.rows(
        "SELECT backup_id, record FROM backup ORDER BY backup_row DESC"
    ):
        with suppress(*DAMAGED):
            found.append(_entry(inside, row_id, sealed))
    return tuple(found)


def is_history_whole(inside: VaultInside) -> bool:
    """Whether no entry was altered, so that `history_of` leaves none out."""
    count = int(inside.registry.value("SELECT count(*) FROM backup"))
    return len(history_of(inside)) == count


def last_known_number(inside: VaultInside, container_id: str) -> int:
    """The number of the latest backup that was made into a file; 0 where none is known."""
    return max(
        (
            entry.number
            for entry in history_of(inside)
            if entry.act is BackupAct.MADE and entry.container_id == container_id
        ),
        default=0,
    )


def _entry(inside: VaultInside, row_id: bytes, sealed: bytes) -> BackupEntry:
    record: _Record = decoded(_decoder, open_sealed(inside.data_key, sealed, _place(row_id)))
    return record[1]


def _place(row_id: bytes) -> Place:
    return Place("", "backup", "record", row_id, 1)
