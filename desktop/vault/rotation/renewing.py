"""New keys for everything of a matter, while it is read and written.

Unlike the quick rotation (`matter_key`), which gives a matter a new key for its file and wraps its
documents anew, this makes the data key, the index key, the audit key and the state key anew too:
every row comes into a new file (`copying`), and everything in it stands under the new matter key
alone. States in which a kill can find it, and what happens then:

    killed                         the registry names   afterwards
    before the new key is noted    the old file         begins
    before changes are noted       the old file         begins anew: the copy would miss some
    while copying                  the old file         goes on behind the last row that was copied
    after the old file was marked  the old file         the next opening takes the marks away; goes
                                                        on, and finds nothing left to copy
    after the registry's commit    the new file         the next opening deletes the old file

The old key is gone with the old file and the old row of the registry: nothing needs it then.
"""

from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

from desktop.domain.audit import Act, Detail
from desktop.domain.errors import DisposalUnfinishedError, KeysChangedError, VaultError
from desktop.domain.identity import MatterId
from desktop.domain.rotation import RenewalPhase, RenewalStep
from desktop.vault.audit.log import AuditLog
from desktop.vault.database import Database
from desktop.vault.files import delete_database
from desktop.vault.inside import MATTERS_FOLDER, MatterRow, VaultInside
from desktop.vault.keys import MatterKey, derive, new_matter_key
from desktop.vault.labels import Label
from desktop.vault.matter_file import MatterFile
from desktop.vault.members.walled import NewFile, put_renewed
from desktop.vault.migrations import version_of
from desktop.vault.open_registry import Clock
from desktop.vault.rotation.copying import Copy
from desktop.vault.rotation.marks import clear_marks, is_marked, mark_superseded
from desktop.vault.rotation.matter_key import delete_older, file_of_epoch, open_present
from desktop.vault.rotation.notes import are_noted, begin_notes
from desktop.vault.rotation.plan import RotationPlan
from desktop.vault.rotation.tables import tables_by_row
from desktop.vault.slots.file import sync_folder

EVERYTHING: dict[str, Detail] = {"is_everything": True}
"""What tells a renewal from a quick rotation in the log."""

STEPS_BETWEEN_LOOKS = 16
"""Steps after which is looked whether the matter has got another key from somebody else."""


def renew_matter(
    inside: VaultInside, matter_id: MatterId, clock: Clock
) -> Generator[RenewalStep, None, None]:
    """Give a matter new keys; closed before the end, it can be gone on with at any time.

    Args:
        inside: The open vault; the matter may be open in it and elsewhere.
        matter_id: The matter.
        clock: Tells the time, in UTC.

    Yields:
        What was done last, and how many rows are copied.

    Raises:
        NoSuchMatterError: It is not in this vault.
        DisposalUnfinishedError: A disposal in it comes first.
        KeysChangedError: Somebody else gave it another key meanwhile: it is to be begun anew.
        DiskFullError: There is no room for a second file; what was copied stays for the next time.
        VaultBusyError: Somebody did not let the matter be locked for the last step.
        VaultError: The matter cannot be opened, for the reason named by the class.
    """
    row = inside.matter_row(matter_id)
    target = file_of_epoch(inside.folder / MATTERS_FOLDER / row.file_name, row.key_epoch + 1)
    with ExitStack() as files:
        old = files.enter_context(open_present(inside, matter_id))
        _demand_no_disposal(old.database)
        key, new = _begun(inside, row, old, target)
        files.enter_context(new)
        copy = Copy(old, new)
        yield _step(RenewalPhase.BEGUN, copy)
        steps = 0
        while not copy.is_nearly_level:
            copy.step()
            steps += 1
            if steps % STEPS_BETWEEN_LOOKS == 0:
                _demand_ours(inside, row, old, key)
            yield _step(RenewalPhase.COPYING, copy)
        if row.is_walled:
            # The vault's log tells nothing of it, the matter's own does. Nothing of this process is
            # left to be copied when the old file is marked: it takes no change from then on.
            AuditLog(old.database, old.audit_keys, clock).add(
                Act.MATTER_KEY_ROTATED, details=EVERYTHING
            )
            while copy.step():
                pass
        copy.settle()
        yield _step(RenewalPhase.LEVEL, copy)
        yield from _switched(inside, row, copy, (old, new), key)
    delete_older(inside.folder, inside.matter_row(matter_id))
    yield RenewalStep(RenewalPhase.DONE, 1, 1)


def _step(phase: RenewalPhase, copy: Copy) -> RenewalStep:
    return RenewalStep(phase, *copy.progress())


def _begun(
    inside: VaultInside, row: MatterRow, old: MatterFile, target: Path
) -> tuple[MatterKey, MatterFile]:
    """The new key and file: those of an earlier beginning where they are of use, else new ones."""
    plan = RotationPlan(inside.registry)
    try:
        key = plan.new_key(row, old.wrapping_key)
    except VaultError:
        key = None  # It was noted for a key that the matter no longer has.
    if key is not None and are_noted(old.database):
        new = _as_left(old, target, key)
        if new is not None:
            return key, new
    key = new_matter_key()
    with inside.registry.transaction():
        if inside.matter_row(row.matter_id) != row:
            raise KeysChangedError
        plan.keep_new_key(row, old.wrapping_key, key)
        delete_database(target)
        begin_notes(old.database, tables_by_row(old.database))
        return key, MatterFile(target, row.matter_id, key, is_new=True)


def _as_left(old: MatterFile, target: Path, key: MatterKey) -> MatterFile | None:
    """The new file as an earlier run has left it; None where it is of no use."""
    database_key = derive(key, Label.MATTER_DATABASE, bytes.fromhex(old.matter_id))
    try:
        with Database(target, database_key) as database:
            if version_of(database) != version_of(old.database):
                return None
            row = database.row("SELECT document_row, key_epoch FROM document LIMIT 1")
        has_old_key = "SELECT 1 FROM document WHERE document_row = ? AND key_epoch = ?"
        if row is not None and old.database.row(has_old_key, *row) is not None:
            return None  # Of a version that left documents their keys.
        return MatterFile(target, old.matter_id, key)
    except VaultError:
        return None


def _demand_ours(inside: VaultInside, row: MatterRow, old: MatterFile, key: MatterKey) -> None:
    """Raise KeysChangedError where the matter, or the list of what is to be done, was changed."""
    is_ours = inside.matter_row(row.matter_id) == row
    if not is_ours or RotationPlan(inside.registry).new_key(row, old.wrapping_key) != key:
        raise KeysChangedError


def _switched(
    inside: VaultInside,
    row: MatterRow,
    copy: Copy,
    files: tuple[MatterFile, MatterFile],
    key: MatterKey,
) -> Generator[RenewalStep, None, None]:
    """Level the copy while nobody can write, and put it in the place of the old file."""
    old, new = files
    with inside.registry.transaction():
        _demand_ours(inside, row, old, key)
        with old.database.transaction():
            _demand_no_disposal(old.database)
            copy.level()
            copy.finish()
            new.database.checkpoint()
            sync_folder(new.database.path.parent)
            mark_superseded(old.database)
        try:
            yield _step(RenewalPhase.MARKED, copy)
            put_renewed(inside, row, NewFile(new.database.path.name, row.key_epoch + 1, key))
            RotationPlan(inside.registry).strike(row.matter_id)
        except BaseException:
            if is_marked(old.database):
                clear_marks(old.database)
            raise


def _demand_no_disposal(database: Database) -> None:
    """Refuse while documents are on their way out: the copy would still have them."""
    if database.row("SELECT 1 FROM disposal_document LIMIT 1") is not None:
        raise DisposalUnfinishedError
