"""Numbered changes of the tables, from the first vault ever made to the newest.

A new file goes through all of them, so that an old vault brought up to date and a new one cannot
differ. Each runs in one transaction with `user_version` and a line in `schema_history`. A change
that has been released is never edited: the next one corrects it.

The changes themselves stand in `changes_of_registry` and `changes_of_matter`.
"""

from collections.abc import Callable, Sequence

from desktop.domain.errors import VaultTooNewError
from desktop.vault.changes import Change
from desktop.vault.database import Database


def version_of(database: Database) -> int:
    """The number of the last change that was made; 0 for an empty file."""
    return int(database.value("PRAGMA user_version"))


def migrate(
    database: Database,
    changes: Sequence[Change],
    *,
    before_first: Callable[[int], object] | None = None,
) -> None:
    """Bring the tables up to date.

    Args:
        database: Open.
        changes: All of them, the first one first.
        before_first: Called with the present version before a file that holds something is
            changed: keeps a copy.

    Raises:
        VaultTooNewError: A newer version of In Camera has changed it.
        VaultError: A change failed; the file is as it was before that change.
    """
    version = version_of(database)
    if version > len(changes):
        raise VaultTooNewError
    if 0 < version < len(changes) and before_first is not None:
        before_first(version)
    for number in range(version + 1, len(changes) + 1):
        with database.unrestricted(), database.transaction():
            if version_of(database) >= number:
                continue  # Another process was faster.
            changes[number - 1](database)
            database.change(f"PRAGMA user_version = {number}")
            database.change("INSERT INTO schema_history VALUES (?, unixepoch())", number)
