"""Files of the vault: made for their owner alone, deleted whole, and what goes wrong with them."""

import errno
import os
import shutil
from pathlib import Path

from desktop.domain.errors import DiskFullError, VaultError, VaultReadOnlyError

LEAST_ROOM_BYTES = 65_536
"""Twice what SQLite needs beside a file before it can be opened."""


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner may read, whatever the process's umask.

    Raises:
        DiskFullError: There is no room.
        VaultReadOnlyError: The folder cannot be written, or the file is there.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise named_os_error(error) from None


def delete_database(path: Path) -> None:
    """Delete a file with what SQLite keeps beside it; nothing happens where there is none."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def is_full(folder: Path) -> bool:
    """Whether there is less room than SQLite needs beside a file."""
    try:
        return shutil.disk_usage(folder).free < LEAST_ROOM_BYTES
    except OSError:
        return False


def named_os_error(error: OSError) -> VaultError:
    """What an operation on a file or folder of the vault failed from."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFullError()
    return VaultReadOnlyError()
