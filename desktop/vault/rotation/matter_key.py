"""A new key for a matter: a new file under it, switched to in one step.

The write locks of the registry and of the matter's file are held all along, so that nothing is
written that the new file would lack; reading goes on in the old file. States in which a kill can
find it, and what happens then:

    killed                         the registry names   afterwards
    while copying or wrapping      the old file         a part of a new file lies there; the next
                                                        rotation or disposal deletes it
    after the old file was marked  the old file         the next opening takes the marks away
    after the registry's commit    the new file         the next opening deletes the old file

The new file is named after the old one, with the epoch behind it, so that what a kill has left is
known by its name. Copies that migrations kept beside the old file are deleted with it: they are
under the old key.
"""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

from desktop.domain.errors import VaultDamagedError
from desktop.domain.identity import MatterId
from desktop.domain.rotation import RotationPhase
from desktop.vault.database import Database
from desktop.vault.files import delete_database
from desktop.vault.inside import MATTERS_FOLDER, MatterRow, VaultInside
from desktop.vault.keys import (
    DocumentKey,
    MatterKey,
    WrappingKey,
    derive,
    new_matter_key,
)
from desktop.vault.labels import Label
from desktop.vault.matter_file import MatterFile
from desktop.vault.members.walled import NewFile, put_renewed
from desktop.vault.place import Place
from desktop.vault.rotation.lasting import keep
from desktop.vault.rotation.marks import clear_marks, is_marked, mark_superseded
from desktop.vault.rotation.notes import are_noted, end_notes
from desktop.vault.rotation.plan import RotationPlan
from desktop.vault.slots.file import sync_folder
from desktop.vault.wrapping import (
    unwrap,
    wrap,
)

STEM_CHARACTERS = 32

PutKey = Callable[[MatterRow, NewFile], None]
"""Enters the new key of a matter into the registry, whose transaction is open."""


def rotate_matter(
    inside: VaultInside, matter_id: MatterId, put_key: PutKey | None = None
) -> Generator[RotationPhase, None, None]:
    """Give a matter a new key; closing the generator before the end leaves the old one.

    Args:
        inside: The open vault; no store of this matter is open in it.
        matter_id: The matter.
        put_key: Enters the new key, where it is not to be wrapped as the old one was.

    Yields:
        What was done last.

    Raises:
        NoSuchMatterError: It is not in this vault.
        VaultBusyError: Somebody is writing to it.
        DiskFullError: There is no room for a second file; the old one is as it was.
        VaultError: The matter cannot be opened, for the reason named by the class.
    """
    with inside.registry.transaction():
        row = inside.matter_row(matter_id)
        path = inside.folder / MATTERS_FOLDER / row.file_name
        epoch, key = row.key_epoch + 1, new_matter_key()
        target = file_of_epoch(path, epoch)
        with MatterFile(path, matter_id, inside.matter_key(row)) as old:
            yield RotationPhase.BEGUN
            try:
                with old.database.transaction():
                    yield from _made(old, target, key)
                    mark_superseded(old.database)
                yield RotationPhase.MARKED
                new = NewFile(target.name, epoch, key)
                if put_key is None:
                    put_renewed(inside, row, new)
                else:
                    put_key(row, new)
                RotationPlan(inside.registry).begin_anew(matter_id)
            except BaseException:
                if is_marked(old.database):
                    clear_marks(old.database)
                delete_database(target)
                raise
    delete_older(inside.folder, inside.matter_row(matter_id))
    yield RotationPhase.DONE


def delete_unfinished(inside: VaultInside, matter_id: MatterId) -> None:
    """Delete the part of a new file that a rotation has left which was killed.

    A renewal of all keys that is at work notices it and begins anew.

    Raises:
        NoSuchMatterError: It is not in this vault.
        VaultBusyError: A rotation is at work: it holds the registry's lock.
    """
    with inside.registry.transaction():
        row = inside.matter_row(matter_id)
        path = inside.folder / MATTERS_FOLDER / row.file_name
        RotationPlan(inside.registry).begin_anew(matter_id)
        delete_database(file_of_epoch(path, row.key_epoch + 1))


def delete_older(folder: Path, row: MatterRow) -> None:
    """Delete what earlier epochs of a matter left: files, and the copies beside them.

    A file that a reader has open stays until it is closed, on systems that are so; it is deleted at
    a later opening.
    """
    if row.key_epoch == 1:
        return
    present = folder / MATTERS_FOLDER / row.file_name
    stem = present.stem[:STEM_CHARACTERS]
    names = [f"{stem}.db", *(f"{stem}-{epoch}.db" for epoch in range(2, row.key_epoch))]
    for name in names:
        if name == row.file_name:
            continue  # The epoch in the row was altered: whatever it says, this is the only file.
        for copy in present.parent.glob(f"{name}.before-*"):
            _delete(copy)
        _delete(present.with_name(name))


def file_of_epoch(path: Path, epoch: int) -> Path:
    """Where a matter's file lies under the key of an epoch."""
    return path.with_name(f"{path.stem[:STEM_CHARACTERS]}-{epoch}.db")


def open_present(inside: VaultInside, matter_id: MatterId) -> MatterFile:
    """Open the file of a matter, clearing away what a rotation that was cut short has left.

    Raises:
        NoSuchMatterError: There is no such matter.
        VaultError: Its file cannot be used, for the reason named by the class.
    """
    row = inside.matter_row(matter_id)
    try:
        matter = _opened(inside, row)
    except VaultDamagedError:
        if inside.has_file(matter_id, row.file_name):
            raise
        row = inside.matter_row(matter_id)  # It got a new key, and another file, in between.
        matter = _opened(inside, row)
    if is_marked(matter.database):
        matter.close()
        # Whoever marked it holds the registry's lock until it is done, or is no more.
        with inside.registry.transaction():
            row = inside.matter_row(matter_id)
            matter = _opened(inside, row)
            clear_marks(matter.database)
    delete_older(inside.folder, row)
    if are_noted(matter.database):
        with inside.registry.transaction():
            if not RotationPlan(inside.registry).has_begun(inside.matter_row(matter_id)):
                end_notes(matter.database)
    return matter


def _opened(inside: VaultInside, row: MatterRow) -> MatterFile:
    path = inside.folder / MATTERS_FOLDER / row.file_name
    return MatterFile(path, row.matter_id, inside.matter_key(row))


def _made(old: MatterFile, target: Path, key: MatterKey) -> Iterator[RotationPhase]:
    """The new file, whole and on the disk when this ends."""
    context = bytes.fromhex(old.matter_id)
    database_key = derive(key, Label.MATTER_DATABASE, context)
    delete_database(target)
    reader = old.database.reopened()
    try:
        reader.copy_to(target, database_key)
    finally:
        reader.close()
    yield RotationPhase.COPIED
    with Database(target, database_key) as database, database.transaction():
        end_notes(database)
        _wrap_anew(old, database, derive(key, Label.MATTER_WRAPPING, context))
    with MatterFile(target, old.matter_id, key) as new:
        new.state.rebuild()
        new.demand_documents_open()
        new.database.checkpoint()
    sync_folder(target.parent)
    yield RotationPhase.WRAPPED


def _wrap_anew(old: MatterFile, database: Database, wrapping_key: WrappingKey) -> None:
    rows = database.rows("SELECT document_row, document_id, key_epoch, wrapped_key FROM document")
    places = {
        row[0]: Place(old.matter_id, "document", "wrapped_key", row[1], row[2]) for row in rows
    }
    database.change_many(
        "UPDATE document SET wrapped_key = ? WHERE document_row = ?",
        [
            (
                wrap(
                    wrapping_key,
                    unwrap(old.wrapping_key, wrapped, places[document_row], DocumentKey),
                    places[document_row],
                ),
                document_row,
            )
            for document_row, _, _, wrapped in rows
        ],
    )
    keep(database, old.matter_id, wrapping_key, old.lasting_keys())


def _delete(path: Path) -> None:
    try:
        delete_database(path)
    except OSError:
        return
