"""Files beside a database that hold what it held: copies from before a change, its log.

Deleted files are gone from the folder once the folder itself is written to the disk.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from desktop.domain.errors import DisposalUnfinishedError
from desktop.vault.files import named_os_error
from desktop.vault.rotation.matter_key import STEM_CHARACTERS


def copies_of(path: Path) -> tuple[Path, ...]:
    """Copies of a database that were kept before a change of its tables, with their logs."""
    return tuple(sorted(path.parent.glob(f"{path.name}.before-*")))


def files_of(path: Path) -> tuple[Path, ...]:
    """A matter's database with everything beside it: logs, copies, files under earlier keys.

    All of their names begin with the same random digits (`desktop.vault.rotation.matter_key`).
    """
    return tuple(sorted(path.parent.glob(f"{path.stem[:STEM_CHARACTERS]}*")))


def earlier_files_of(path: Path) -> tuple[Path, ...]:
    """What is beside a matter's database but its own log."""
    present = {path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")}
    return tuple(each for each in files_of(path) if each not in present)


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
