"""`incamera backup`."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from desktop.casework.backing_up.backups import (
    back_up,
    backup_history,
    backup_state,
    backups_of_file,
    check_file,
    rehearse_file,
)
from desktop.casework.backing_up.restoring import restore_file
from desktop.casework.control import Control
from desktop.casework.opening import way_by_keyring, way_by_passphrase, way_by_sheet
from desktop.casework.shut_vault import vault_exists
from desktop.cli.asking_keys import typed
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.output import Output
from desktop.cli.session import Session
from desktop.domain.backup import BackupEntry, BackupProgress, BackupState, Rehearsed
from desktop.domain.errors import VaultExistsError
from desktop.vault.backup.checking import BackupProblem, BackupSeen
from desktop.vault.slots.ways import Way

Step = TypeVar("Step")


def make(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Make a backup."""
    control = Control()
    made: BackupEntry | None = None
    with session.vault() as vault, stopped_by_interrupt(control):
        steps = back_up(vault, _place(arguments), control, session.clock)
        for step in shown(session.output, steps):
            made = step
    if made is None:
        return ExitCode.STOPPED
    if session.output.is_json:
        session.output.document(_entry_row(made))
    session.output.line(
        f"Backup {made.number} is in {made.place}: {size(made.size_bytes)}, of which"
        f" {size(made.added_bytes)} were written."
    )
    return ExitCode.DONE


def list_backups(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List the backups in a file, or what was done with backups."""
    if arguments.file is not None:
        rows: list[dict[str, object]] = [
            {"number": inside.number, "made_at": inside.made_at.isoformat(timespec="seconds")}
            for inside in backups_of_file(arguments.file)
        ]
        session.output.result(rows, ("number", "made_at"))
        return ExitCode.DONE
    with session.vault() as vault:
        history = backup_history(vault)
        state = backup_state(vault, session.settings, session.clock())
    rows = [_entry_row(entry) for entry in history]
    if session.output.is_json:
        due = {"backup": state.is_backup_due, "rehearsal": state.is_rehearsal_due}
        session.output.document({"acts": rows, "due": due})
        return ExitCode.DONE
    session.output.table(rows, ("act", "at", "number", "place"))
    for sentence in _due(state):
        session.output.line(sentence)
    return ExitCode.DONE


def check(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Check a file of backups."""
    control = Control()
    problems: list[BackupProblem] = []
    seen: list[BackupSeen] = []
    with session.vault() as vault, stopped_by_interrupt(control):
        steps = check_file(
            vault, _place(arguments), control, session.clock, is_everything=arguments.all
        )
        for step in shown(session.output, steps):
            if isinstance(step, BackupProblem):
                problems.append(step)
            elif isinstance(step, BackupSeen):
                seen.append(step)
    if control.is_stopped:
        return ExitCode.STOPPED
    _tell_check(session.output, seen, problems)
    return ExitCode.PARTLY if problems else ExitCode.DONE


def rehearse(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Rehearse a restore."""
    control = Control()
    found: Rehearsed | None = None
    with session.vault() as vault, stopped_by_interrupt(control):
        steps = rehearse_file(vault, _place(arguments), control, session.clock, arguments.number)
        for step in shown(session.output, steps):
            found = step
    if found is None:
        return ExitCode.STOPPED
    return _tell_restored(session.output, found, "was restored and taken away again")


def restore(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Put a backup in the place of the vault."""
    if vault_exists(session.vault_folder) and not arguments.replace:
        raise VaultExistsError(
            remedy="Give `--replace` to put the backup in its place; the vault is kept beside it."
        )
    control = Control()
    found: Rehearsed | None = None
    with stopped_by_interrupt(control):
        steps = restore_file(
            session.vault_folder,
            arguments.file,
            _way(arguments),
            control,
            session.clock,
            arguments.number,
        )
        for step in shown(session.output, steps):
            found = step
    if found is None:
        return ExitCode.STOPPED
    return _tell_restored(session.output, found, f"is restored to {session.vault_folder}")


def shown(output: Output, steps: Iterable[BackupProgress | Step]) -> Iterator[Step]:
    """What comes of work on a backup, its progress shown on the terminal."""
    for step in steps:
        if isinstance(step, BackupProgress):
            output.status(_described(step))
        else:
            output.end_progress()
            yield step
    output.end_progress()


def size(count: int) -> str:
    """A number of bytes as people say it."""
    if count < 1_000_000:
        return f"{-(-count // 1_000)} kB"
    return f"{count / 1_000_000:,.1f} MB" if count < 1_000_000_000 else f"{count / 1e9:,.1f} GB"


def _described(progress: BackupProgress) -> str:
    share = 100 * progress.done // progress.total if progress.total else 100
    return f"{progress.phase.value.capitalize()}  {share} %"


def _place(arguments: argparse.Namespace) -> Path | None:
    file: Path | None = arguments.file
    return file


def _way(arguments: argparse.Namespace) -> Way:
    if arguments.passphrase:
        return way_by_passphrase(typed("Passphrase of the vault: "))
    if arguments.sheet:
        return way_by_sheet(typed("Recovery sheet, ten groups: "))
    return way_by_keyring()


def _tell_check(output: Output, seen: list[BackupSeen], problems: list[BackupProblem]) -> None:
    if output.is_json:
        output.document(
            {
                "backups": [
                    {
                        "number": one.backup.number,
                        "made_at": one.backup.made_at.isoformat(timespec="seconds"),
                        "bytes": one.size_bytes,
                        "checked": one.is_checked,
                    }
                    for one in seen
                ],
                "problems": [
                    {"number": one.number, "file": one.file, "what": one.what} for one in problems
                ],
            }
        )
        return
    for one in seen:
        made_at = one.backup.made_at.isoformat(timespec="minutes")
        words = "read and compared" if one.is_checked else "made before the vault got a new key"
        output.line(f"Backup {one.backup.number} of {made_at}, {size(one.size_bytes)}: {words}.")
    for problem in problems:
        which = "" if problem.number is None else f"Backup {problem.number}: "
        output.line(f"{which}{problem.what}{f' [{problem.file}]' if problem.file else ''}")
    output.line("Something is not as it was written." if problems else "Everything is whole.")


def _tell_restored(output: Output, found: Rehearsed, words: str) -> ExitCode:
    if output.is_json:
        output.document(
            {
                "number": found.number,
                "made_at": found.made_at.isoformat(timespec="seconds"),
                "matters": found.matters,
                "documents": found.documents,
                "bytes": found.size_bytes,
                "problems": list(found.problems),
                "closed": found.closed,
            }
        )
    for problem in found.problems:
        output.line(problem)
    what = f"Backup {found.number} of {found.made_at.isoformat(timespec='minutes')}"
    if found.problems:
        output.line(f"{what} is not whole.")
        return ExitCode.PARTLY
    output.line(f"{what} {words}: {found.matters} matters, {found.documents} documents, all whole.")
    if found.closed:
        output.line(f"Behind walls closed to this account, not looked into: {found.closed}.")
    return ExitCode.DONE


def _entry_row(entry: BackupEntry) -> dict[str, object]:
    return {
        "act": entry.act.value,
        "at": entry.at.isoformat(timespec="seconds"),
        "number": entry.number,
        "place": entry.place,
        "bytes": entry.size_bytes,
        "added_bytes": entry.added_bytes,
    }


def _due(state: BackupState) -> Iterator[str]:
    if state.is_backup_due:
        yield "A backup is due: run `incamera backup make`."
    if state.is_rehearsal_due:
        yield "A rehearsal is due: run `incamera backup rehearse`."
