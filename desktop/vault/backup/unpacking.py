"""Taking a packed matter into a vault: as it is where it is new, else merged into the one here.

arriving/<random>.db   in the vault's folder while it is checked and merged; cleared afterwards,
and what a kill has left by the next unpacking
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from desktop.domain.audit import Act, AuditHead
from desktop.domain.backup import BackupPhase, BackupProgress, Merged
from desktop.domain.errors import BackupDamagedError, BackupFullError
from desktop.domain.identity import new_identity
from desktop.domain.matter import Matter
from desktop.vault.backup.container import named_place_errors
from desktop.vault.backup.merging import merge
from desktop.vault.backup.packing import PACKED_NAME, OpenPack
from desktop.vault.backup.restore import SPARE_BYTES, write_file
from desktop.vault.custodians import add_custodians, with_named_custodians
from desktop.vault.files import delete_database, give_rights_of_folder
from desktop.vault.inside import MATTERS_FOLDER
from desktop.vault.integrity import Checked, check_matter
from desktop.vault.matter_file import FIRST_EPOCH, MatterFile
from desktop.vault.matter_store import MatterStore
from desktop.vault.tray import Tray
from desktop.vault.vault import Vault

ARRIVING_FOLDER = "arriving"


def unpack_matter(
    vault: Vault, pack: OpenPack, clock: Callable[[], datetime]
) -> Iterator[BackupProgress | Merged]:
    """Take a packed matter into the vault.

    It is verified first. If the generator is closed early, or anything fails, a new matter is not
    there; of one that is merged, the documents done so far are, and unpacking again goes on.

    Yields:
        Progress; at the end what came of it.

    Raises:
        BackupDamagedError: The file was altered, or the matter in it is not whole.
        BackupFullError: There is no room.
        VaultTooNewError: A newer version has written it.
        VaultError: It cannot be taken in, for the reason named by the class.
    """
    inside = vault.inside()
    folder = inside.folder / ARRIVING_FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    try:
        entry = pack.files.catalogue.file(PACKED_NAME)
        if entry is None:
            raise BackupDamagedError
        with named_place_errors():
            folder.mkdir(mode=0o700)
            if shutil.disk_usage(folder).free < 2 * entry.size_bytes + SPARE_BYTES:
                raise BackupFullError
        path, done = folder / f"{new_identity()}.db", 0
        for count in write_file(pack.files.content(entry), path):
            done += count
            yield BackupProgress(BackupPhase.RESTORING, done, entry.size_bytes)
        source = MatterFile(path, pack.matter.matter_id, pack.key)
        try:
            yield from _verified(source, clock)
            present = _present(vault, pack.matter)
            if present is not None:
                yield from _merged(vault, pack, source, present, clock)
                return
        finally:
            source.close()
        yield _adopted(vault, pack)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _present(vault: Vault, arriving: Matter) -> Matter | None:
    """The matter here that an arriving one belongs to: by identity, else by its numbers."""
    matters = vault.matters()
    for matter in matters:
        if matter.matter_id == arriving.matter_id:
            return matter
    return next((matter for matter in matters if matter.reference == arriving.reference), None)


def _verified(source: MatterFile, clock: Callable[[], datetime]) -> Iterator[BackupProgress]:
    for step in check_matter(source.reopened, lambda matter: Tray(matter, clock)):
        if not isinstance(step, Checked):
            raise BackupDamagedError(f"The packed matter is not whole. {step.what}")
        yield BackupProgress(BackupPhase.VERIFYING, step.done, step.total)


def _merged(
    vault: Vault,
    pack: OpenPack,
    source: MatterFile,
    present: Matter,
    clock: Callable[[], datetime],
) -> Iterator[BackupProgress | Merged]:
    inside = vault.inside()
    row = inside.matter_row(present.matter_id)
    path = inside.folder / MATTERS_FOLDER / row.file_name
    with MatterFile(path, row.matter_id, inside.matter_key(row)) as target:
        for step in merge(source, target, present.reference, clock):
            if isinstance(step, Merged):
                named = pack.matter.custodians
                new, left_out = add_custodians(inside, present.matter_id, named)
                step = replace(  # noqa: PLW2901 - the last one
                    step, custodians_new=new, custodians_left_out=left_out
                )
                if not present.is_walled:
                    _note(vault, present, step)
                came_from = MatterStore(source, clock).audit.head()
                _note_arrival(MatterStore(target, clock), pack, came_from, step)
            yield step


def _adopted(vault: Vault, pack: OpenPack) -> Merged:
    inside = vault.inside()
    (arrived,) = (inside.folder / ARRIVING_FOLDER).glob("*.db")
    path = inside.folder / MATTERS_FOLDER / arrived.name
    with inside.registry.transaction():
        try:
            with named_place_errors():
                arrived.rename(path)
                give_rights_of_folder(path)
            matter, left_out = with_named_custodians(pack.matter)
            inside.add_matter(matter, path.name, pack.key, FIRST_EPOCH)
            store = vault.store_of(pack.matter.matter_id)
        except BaseException:
            delete_database(path)
            raise
        found = Merged(
            reference=pack.matter.reference,
            is_new=True,
            documents_new=len(store.documents()),
            custodians_left_out=left_out,
        )
        _note(vault, pack.matter, found)
        _note_arrival(store, pack, store.audit.head(), found)
    return found


def _note_arrival(store: MatterStore, pack: OpenPack, log_end: AuditHead, found: Merged) -> None:
    """Say in the matter's own log where it came from, and where the log there ended.

    Whoever has that log, exported there, can check with this end that it is the one.
    """
    store.audit.add(
        Act.MATTER_ARRIVED,
        subject=[pack.files.catalogue.vault_id],
        details={
            "is_new": found.is_new,
            "log_entries": log_end.number,
            "log_end": log_end.hash,
            "packed_at": pack.made_at.isoformat(timespec="seconds"),
            "documents": found.documents_new,
            "decisions": found.decisions_new,
            "holds": found.holds_new,
            "custodians": found.custodians_new,
            "custodians_left_out": found.custodians_left_out,
        },
    )


def _note(vault: Vault, matter: Matter, found: Merged) -> None:
    details = {
        "is_new": found.is_new,
        "documents": found.documents_new,
        "decisions": found.decisions_new,
        "set_aside": found.decisions_set_aside,
        "holds": found.holds_new,
        "custodians": found.custodians_new,
        "custodians_left_out": found.custodians_left_out,
    }
    vault.audit.add(Act.MATTER_UNPACKED, subject=[matter.matter_id], details=details)
