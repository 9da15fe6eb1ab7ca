"""Files beside a database that hold what it held: copies from before a change, its log.

Deleted files are gone from the folder once the folder itself is written to the disk.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from desktop.domain.errors import DisposalUnfinishedError
from desktop.vault.database import named_os_error


def copies_of(path: Path) -> tuple[Path, ...]:
    """Copies of a database that were kept before a change of its tables, with their logs."""
    return tuple(sorted(path.parent.glob(f"{path.name}.before-*")))


def files_of(path: Path) -> tuple[Path, ...]:
    """A database with everything beside it that bears its name."""
    return tuple(sorted(path.parent.glob(f"{path.name}*")))


def delete_files(paths: Iterable[Path]) -> None:
    """Delete files, and see to it that the disk knows; one that is gone already is no error.

    Raises:
        DisposalUnfinishedError: Another process has one open, and the system does not delete it.
        VaultReadOnlyError: The folder cannot be written.
    """
    folders: set[Path] = set()
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except PermissionError:
            raise DisposalUnfinishedError from None
        except OSError as error:
            raise named_os_error(error) from None
        folders.add(path.parent)
    if os.name != "posix":
        return
    for folder in folders:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
