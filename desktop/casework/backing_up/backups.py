"""Backups of the vault as a person makes, checks and rehearses them; what is due is told."""

from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from desktop import __version__
from desktop.casework.control import Control
from desktop.domain.audit import Act
from desktop.domain.backup import (
    BackupAct,
    BackupEntry,
    BackupInside,
    BackupProgress,
    BackupState,
    Rehearsed,
)
from desktop.domain.errors import BackupBehindError, NoBackupError
from desktop.settings import Settings
from desktop.vault.backup.checking import BackupProblem, BackupSeen, check_backups
from desktop.vault.backup.container import Container
from desktop.vault.backup.history import add_to_history, history_of, last_known_number
from desktop.vault.backup.make import make_backup
from desktop.vault.backup.opening import OpenBackup, backups_in, by_key, open_backup, opened_file
from desktop.vault.backup.restore import rehearse
from desktop.vault.vault import Vault

Clock = Callable[[], datetime]
Step = TypeVar("Step")

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def back_up(
    vault: Vault, target: Path | None, control: Control, clock: Clock
) -> Iterator[BackupProgress | BackupEntry]:
    """Add a backup to a file; where none is named, to the one of the last backup.

    Args:
        vault: Open, of the calling thread.
        target: The file.
        control: A stop leaves the file as it was.
        clock: Tells the time, in UTC.

    Yields:
        Progress; at the end what was made.

    Raises:
        NoBackupError: No file is named and no backup was made yet.
        BackupError: The file cannot take it, for the reason named by the class.
        VaultError: The vault cannot be read, for the reason named by the class.
    """
    place = target or last_place(vault)
    yield from _until_stopped(make_backup(vault, place, clock(), __version__), control)


def check_file(
    vault: Vault, target: Path | None, control: Control, clock: Clock, *, is_everything: bool
) -> Iterator[BackupProgress | BackupProblem | BackupSeen]:
    """Read everything in a file of backups, the latest or all of them, and compare.

    Raises:
        BackupBehindError: The file lacks backups that this vault has made into it.
        NoBackupError: There is none in it.
        BackupError: The file cannot be read, for the reason named by the class.
    """
    place = target or last_place(vault)
    inside = vault.inside()
    with opened_file(place) as container:
        _demand_present(vault, container)
        steps = check_backups(container, by_key(inside.vault_key), is_everything=is_everything)
        is_whole, seen = True, None
        for step in _until_stopped(steps, control):
            is_whole &= not isinstance(step, BackupProblem)
            if seen is None and isinstance(step, BackupSeen):
                seen = step
            yield step
        if is_whole and seen is not None and not control.is_stopped:
            container_id = container.header.container_id.hex()
            _note(
                vault,
                BackupEntry(
                    act=BackupAct.CHECKED,
                    at=clock(),
                    place=str(place.absolute()),
                    container_id=container_id,
                    number=seen.backup.number,
                    size_bytes=seen.size_bytes,
                    added_bytes=0,
                ),
                Act.BACKUP_CHECKED,
            )


def rehearse_file(
    vault: Vault, target: Path | None, control: Control, clock: Clock, number: int | None = None
) -> Iterator[BackupProgress | Rehearsed]:
    """Restore a backup beside the vault, verify all of it, and take it away again.

    Yields:
        Progress; at the end what was found.

    Raises:
        BackupBehindError: The file lacks backups that this vault has made into it.
        BackupDamagedError: A part of it was altered or is missing.
        BackupError: It cannot be used, for the reason named by the class.
        VaultError: What was restored does not open, for the reason named by the class.
    """
    place = target or last_place(vault)
    inside = vault.inside()
    with opened_file(place) as container:
        _demand_present(vault, container)
        backup = open_backup(container, by_key(inside.vault_key), number)
        steps = rehearse(backup, inside.folder, clock, inside.insider.own)
        for step in _until_stopped(steps, control):
            if isinstance(step, Rehearsed) and not step.problems:
                _note(
                    vault,
                    entry_of(backup, place, BackupAct.REHEARSED, clock()),
                    Act.BACKUP_REHEARSED,
                )
            yield step


def backups_of_file(target: Path) -> tuple[BackupInside, ...]:
    """The backups in a file, the latest first; needs no key.

    Raises:
        NoBackupError: There is none.
        BackupError: It cannot be read, for the reason named by the class.
    """
    with opened_file(target) as container:
        return backups_in(container)


def backup_history(vault: Vault) -> tuple[BackupEntry, ...]:
    """What the vault remembers of its backups, the latest first."""
    return history_of(vault.inside())


def backup_state(vault: Vault, settings: Settings, now: datetime) -> BackupState:
    """What a person should know: when the last backup was made and rehearsed, and what is due.

    Without any backup, one is due when the oldest matter is older than the settings ask for; a
    backup that was never rehearsed is due to be at once.
    """
    history = backup_history(vault)
    made = next((entry for entry in history if entry.act is BackupAct.MADE), None)
    rehearsed = next((entry for entry in history if entry.act is BackupAct.REHEARSED), None)
    days, rehearsal_days = settings.backup_reminder_days, settings.rehearsal_reminder_days
    oldest = min((matter.created_at for matter in vault.matters()), default=now)
    return BackupState(
        last_made=made,
        last_rehearsed=rehearsed,
        is_backup_due=_is_due(oldest if made is None else made.at, days, now),
        is_rehearsal_due=made is not None
        and _is_due(_EVER if rehearsed is None else rehearsed.at, rehearsal_days, now),
    )


def last_place(vault: Vault) -> Path:
    """The file of the last backup.

    Raises:
        NoBackupError: None was made yet.
    """
    for entry in backup_history(vault):
        if entry.act is BackupAct.MADE:
            return Path(entry.place)
    raise NoBackupError(
        "No backup of this vault was made yet.", remedy="Name the file that it goes to."
    )


def entry_of(backup: OpenBackup, place: Path, act: BackupAct, at: datetime) -> BackupEntry:
    """What is remembered of something that was done with a backup."""
    return BackupEntry(
        act=act,
        at=at,
        place=str(place.absolute()),
        container_id=backup.container_id,
        number=backup.inside.number,
        size_bytes=backup.files.catalogue.size_bytes,
        added_bytes=0,
    )


def _is_due(last: datetime, days: int, now: datetime) -> bool:
    """Whether so many days have passed; a time to come was noted by a clock that was wrong."""
    is_to_come = last > now + timedelta(days=1)
    return days > 0 and (is_to_come or days < (now - last) / timedelta(days=1))


def _demand_present(vault: Vault, container: Container) -> None:
    _, finish = container.last_finish()
    known = last_known_number(vault.inside(), container.header.container_id.hex())
    if finish.number < known:
        raise BackupBehindError(
            f"The file ends with backup {finish.number}, but backup {known} was made into it: it"
            " was cut, its end was damaged, or an older copy was put in its place."
        )


def _note(vault: Vault, entry: BackupEntry, act: Act) -> None:
    inside = vault.inside()
    with inside.registry.transaction():
        add_to_history(inside, entry)
        vault.audit.add(act, subject=[entry.container_id], details={"number": entry.number})


def _until_stopped(steps: Iterator[Step], control: Control) -> Generator[Step, None, None]:
    """The steps of long work, until it is stopped; what it has begun is taken away then."""
    try:
        for step in steps:
            yield step
            if not control.may_go_on():
                return
    finally:
        if isinstance(steps, Generator):
            steps.close()
