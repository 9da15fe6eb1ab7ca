"""A matter on its way to another vault: one sealed file, made while the matter is in use.

The file is a container like that of backups (`layout`) and holds the database of one matter. Its
root is derived from the matter key, which the key record brings along, wrapped (`pack_keys`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.domain.audit import Act
from desktop.domain.backup import BackupPhase, BackupProgress
from desktop.domain.errors import BackupPlaceError, NoBackupError
from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter
from desktop.vault.backup.catalogue import Catalogue, PackedMatter
from desktop.vault.backup.container import Container, adding, reading
from desktop.vault.backup.keys import derive_for_backup
from desktop.vault.backup.layout import Contents
from desktop.vault.backup.pack_keys import matter_key_of
from desktop.vault.backup.segments import BackupKeys, FilesIn, FilesOut
from desktop.vault.backup.still import still_of
from desktop.vault.backup.times import microseconds_of, moment_of
from desktop.vault.keys import MatterKey
from desktop.vault.labels import Label
from desktop.vault.vault import Vault

KeyRecordMaker = Callable[[bytes, MatterKey], bytes]
"""Makes the key record, from the identity of the file and the matter key."""

PACKED_NAME = "matters/matter.db"
"""What the one file is called inside."""


class OpenPack(NamedTuple):
    """A packed matter, open.

    Attributes:
        matter: Which one it is.
        key: Of the matter.
        files: Its one file.
        made_at: When it was packed, in UTC.
    """

    matter: Matter
    key: MatterKey
    files: FilesOut
    made_at: datetime


def pack_matter(
    vault: Vault,
    matter: Matter,
    target: Path,
    make_key_record: KeyRecordMaker,
    made_at: datetime,
    program: str,
) -> Iterator[BackupProgress]:
    """Write a matter into a new file.

    If the generator is closed early, or anything fails, there is no file.

    Raises:
        BackupPlaceError: There is something of this name, or it cannot be written.
        BackupFullError: There is no room.
        VaultError: The matter cannot be read, for the reason named by the class.
    """
    if target.exists():
        raise BackupPlaceError(
            "There is already a file of this name.", remedy="Choose a name that is not taken yet."
        )
    inside = vault.inside()
    row = inside.matter_row(matter.matter_id)
    key = inside.matter_key(row)
    with adding(target, Contents.MATTER) as addition:
        container_id = addition.header.container_id
        keys = BackupKeys(derive_for_backup(key, Label.MATTER_PACK, container_id), container_id)
        key_record = make_key_record(container_id, key)
        files = FilesIn(addition, keys, None)
        done = 0
        with inside.matter_database(row) as database, still_of(database) as still:
            for count in files.add(PACKED_NAME, still):
                done += count
                yield BackupProgress(BackupPhase.COPYING, done, still.size_bytes)
        packed = PackedMatter(
            matter.matter_id,
            matter.client_number,
            matter.matter_number,
            matter.name,
            microseconds_of(matter.created_at),
            matter.custodians,
        )
        catalogue = Catalogue(inside.vault_id, packed, program, tuple(files.files.values()))
        files.finish_with(catalogue, key_record, microseconds_of(made_at))
    audit = vault.store_of(matter.matter_id).audit if row.is_walled else vault.audit
    audit.add(
        Act.MATTER_PACKED, subject=[matter.matter_id], details={"bytes": catalogue.size_bytes}
    )


@contextmanager
def opened_pack(path: Path) -> Iterator[Container]:
    """Open the file of a packed matter.

    Raises:
        NoBackupError: It is none.
        BackupError: It cannot be used, for the reason named by the class.
    """
    with reading(path) as container:
        if container.header.contents is not Contents.MATTER:
            raise NoBackupError("This file holds backups of a vault, no packed matter.")
        yield container


def open_pack(container: Container, vault: Vault, passphrase: str | None) -> OpenPack:
    """Open a packed matter with this vault's receiving key, or with a passphrase.

    Raises:
        PackKeyError: Neither opens it.
        BackupDamagedError: It was altered.
    """
    offset, finish = container.last_finish()
    container_id = container.header.container_id
    inside = vault.inside()
    key = matter_key_of(
        container.key_record(finish), container_id, inside.vault_key, inside.vault_id, passphrase
    )
    keys = BackupKeys(derive_for_backup(key, Label.MATTER_PACK, container_id), container_id)
    files = FilesOut(container, offset, finish, keys)
    packed = files.catalogue.matter
    if packed is None or files.catalogue.file(PACKED_NAME) is None:
        raise NoBackupError
    matter = Matter(
        matter_id=MatterId(packed.matter_id),
        client_number=packed.client_number,
        matter_number=packed.matter_number,
        name=packed.name,
        created_at=moment_of(packed.created_us),
        custodians=packed.custodians,
    )
    return OpenPack(matter, key, files, moment_of(finish.made_at_us))
