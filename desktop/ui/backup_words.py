"""What the window says about backups."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop.domain.backup import (
    BackupEntry,
    BackupPhase,
    BackupProgress,
    BackupState,
    Merged,
    PiecesPlanned,
    PieceWritten,
    Rehearsed,
)

_CONTEXT = "BackupWords"


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def due_words(state: BackupState) -> str:
    """What is due in one sentence, "" where nothing is."""
    if state.is_backup_due and state.last_made is None:
        return _tr("There is no backup of this vault yet.")
    if state.is_backup_due and state.last_made is not None:
        return _tr("The last backup was made on {0}.").format(day(state.last_made.at))
    if state.is_rehearsal_due and state.last_rehearsed is None:
        return _tr("No backup of this vault was ever rehearsed.")
    if state.is_rehearsal_due and state.last_rehearsed is not None:
        return _tr("The last backup was rehearsed on {0}.").format(day(state.last_rehearsed.at))
    return ""


def act_words(entry: BackupEntry | None) -> str:
    """When something was last done."""
    return _tr("Never") if entry is None else minute(entry.at)


def progress_words(progress: BackupProgress) -> str:
    """What is being done."""
    return {
        BackupPhase.COPYING: _tr("Copying"),
        BackupPhase.CHECKING: _tr("Reading and comparing"),
        BackupPhase.RESTORING: _tr("Restoring beside the vault"),
        BackupPhase.VERIFYING: _tr("Verifying documents"),
        BackupPhase.MERGING: _tr("Merging documents"),
        BackupPhase.CUTTING: _tr("Writing the piece, then reading it back"),
        BackupPhase.JOINING: _tr("Looking through the piece"),
    }[progress.phase]


def made_words(entry: BackupEntry) -> tuple[str, str]:
    """Title and detail of a backup that was made."""
    return (
        _tr("Backup {0} is made.").format(entry.number),
        _tr("{0} in all, of which {1} were written.").format(
            size(entry.size_bytes), size(entry.added_bytes)
        ),
    )


def rehearsed_words(found: Rehearsed) -> tuple[str, str]:
    """Title and detail of a rehearsal that found everything whole."""
    return (
        _tr("Backup {0} can be restored.").format(found.number),
        _tr("{0} matters and {1} documents were restored, verified and taken away again.").format(
            found.matters, found.documents
        ),
    )


def restored_words(found: Rehearsed) -> tuple[str, str]:
    """Title and detail of a backup that took the vault's place."""
    return (
        _tr("Backup {0} of {1} is restored.").format(found.number, minute(found.made_at)),
        _tr("{0} matters and {1} documents, all whole.").format(found.matters, found.documents),
    )


def pieces_words(planned: PiecesPlanned) -> str:
    """Into how many pieces a file is cut."""
    if planned.count == 1:
        return _tr("{0}, in one piece.").format(size(planned.total_bytes))
    return _tr("{0}, in {1} pieces.").format(size(planned.total_bytes), planned.count)


def piece_words(written: PieceWritten) -> tuple[str, str]:
    """Title and detail of a piece that was written."""
    title = _tr("Piece {0} of {1} is written and was read back.").format(
        written.number, written.count
    )
    if written.number == written.count:
        return title, _tr("To restore, choose the first piece: the others are asked for.")
    return title, _tr("Take the stick out, put in the next one, then go on.")


def merged_words(merged: Merged) -> tuple[str, str]:
    """Title and detail of a matter that was taken in."""
    left_out = (
        " "
        + _tr("{0} custodians were left out: they are no names, or more than a matter has.").format(
            merged.custodians_left_out
        )
        if merged.custodians_left_out
        else ""
    )
    if merged.is_new:
        return (
            _tr("Matter {0} is here now.").format(merged.reference),
            _tr("It came with {0} documents.").format(merged.documents_new) + left_out,
        )
    parts = [
        _tr("{0} new documents").format(merged.documents_new),
        _tr("{0} new pages").format(merged.pages_new),
        _tr("{0} new decisions").format(merged.decisions_new),
        _tr("{0} new holds").format(merged.holds_new),
        _tr("{0} new custodians").format(merged.custodians_new),
    ]
    sentence = ", ".join(parts) + "."
    if merged.decisions_set_aside:
        sentence += " " + _tr(
            "On {0} findings people decided differently: the later decision holds, unless you let"
            " another hold under Decided differently."
        ).format(merged.decisions_set_aside)
    if merged.holds_released_there:
        sentence += " " + _tr("{0} holds were released there and still stand here.").format(
            merged.holds_released_there
        )
    return _tr("Merged into matter {0}.").format(merged.reference), sentence + left_out


def size(count: int) -> str:
    """A number of bytes as people say it."""
    if count < 1_000_000:
        return f"{-(-count // 1_000)} kB"
    return f"{count / 1e6:,.1f} MB" if count < 1_000_000_000 else f"{count / 1e9:,.1f} GB"


def day(moment: datetime) -> str:
    """The day, as the workstation's clock has it."""
    return moment.astimezone().date().isoformat()


def minute(moment: datetime) -> str:
    """Day and minute, as the workstation's clock has them."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
