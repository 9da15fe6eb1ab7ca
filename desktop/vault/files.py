"""Files of the vault: made for their owner alone, deleted whole, and what goes wrong with them.

In a folder that was opened to a group of accounts (setgid, and the group may write:
`desktop.vault.members.sharing`) they are made for that group as well. SQLite gives what it keeps
beside a database the rights of the database.
"""

import errno
import os
import shutil
import stat
from pathlib import Path

from desktop.domain.errors import DiskFullError, VaultError, VaultReadOnlyError

LEAST_ROOM_BYTES = 65_536
"""Twice what SQLite needs beside a file before it can be opened."""


OWNER_ALONE, OWNER_AND_GROUP = 0o600, 0o660
_SHARED = stat.S_ISGID | stat.S_IRWXG


def mode_of_files(folder: Path) -> int:
    """The rights of files in a folder of the vault: its owner's, or its group's as well."""
    if os.name == "posix" and folder.stat().st_mode & _SHARED == _SHARED:
        return OWNER_AND_GROUP
    return OWNER_ALONE


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner may read, whatever the process's umask.

    In a folder that is shared with a group, that group may read and write it as well.

    Raises:
        DiskFullError: There is no room.
        VaultReadOnlyError: The folder cannot be written, or the file is there.
    """
    try:
        mode = mode_of_files(path.parent)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
        if mode != OWNER_ALONE:
            path.chmod(mode)
    except OSError as error:
        raise named_os_error(error) from None


def give_rights_of_folder(path: Path) -> None:
    """Give a file that was moved into a folder of the vault the rights of files there."""
    mode = mode_of_files(path.parent)
    if mode != OWNER_ALONE:
        path.chmod(mode)


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
