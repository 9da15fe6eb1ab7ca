"""Whether a folder lies on a network drive, where SQLite's shared memory is not safe."""

import os
import sys
from pathlib import Path

_NETWORK_TYPES = frozenset(
    {"9p", "afs", "ceph", "cifs", "coda", "davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone"}
    | {
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb3",
        "smbfs",
    }
)
_DRIVE_REMOTE = 4
_MOUNTS = Path("/proc/self/mounts")


def is_on_network(folder: Path) -> bool:
    """Whether the folder, which need not exist yet, lies on a drive of another machine.

    Told on Linux and Windows; elsewhere False.
    """
    if sys.platform == "win32":
        return _windows_drive_type(folder) == _DRIVE_REMOTE
    if not _MOUNTS.exists():
        return False
    return file_system_of(folder, _MOUNTS.read_text("utf-8", "replace")) in _NETWORK_TYPES


def file_system_of(folder: Path, mounts: str) -> str:
    """The type of the file system that a folder lies on.

    Args:
        folder: Links in it are followed.
        mounts: What /proc/self/mounts says; the last mount over a path is the one seen.
    """
    place = folder.resolve()
    found, depth = "", -1
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        path = Path(_unescaped(point))
        if len(path.parts) >= depth and place.is_relative_to(path):
            found, depth = kind, len(path.parts)
    return found


def _unescaped(text: str) -> str:
    """The path that a mount table writes with octal escapes for spaces and the like."""
    for escape, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(escape, character)
    return text


def _windows_drive_type(folder: Path) -> int:
    import ctypes  # noqa: PLC0415 - needed there only

    drive = os.path.splitdrive(folder.absolute())[0] + "\\"
    return int(ctypes.windll.kernel32.GetDriveTypeW(drive))  # type: ignore[attr-defined,unused-ignore]
