"""The file of a matter that this account cannot open, as it stands at one moment.

Behind a wall a backup holds what it cannot read: the encrypted pages, as `still` takes them, but
without a read transaction, which would need the key. So nothing keeps another process from folding
its log into the file meanwhile; whether one did is looked at afterwards, and what was taken then
counts for nothing.

A process that did not close the file left a log beside it and no shared memory that says how much
of it counts. Without the key that cannot be told; a member inside opens the matter once, and the
log is gone.

    offset  size  what, in the shared memory
    0       48    header: page size, frames, pages, salts (`still`)
    96      4     frames that were folded into the database file

Source: https://sqlite.org/walformat.html, section 2.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from desktop.domain.errors import VaultBusyError, VaultReadOnlyError
from desktop.vault.backup.still import Still
from desktop.vault.raw_files import RawFile

_SALTS_AT, _SALTS_BYTES = 32, 8
_FOLDED_AT, _FOLDED_BYTES = 96, 4


class FoldedMeanwhileError(Exception):
    """Another process folded its log into the file while it was copied; never seen outside."""


class _NoSharedMemory:
    """What the shared memory says of a file that nobody has open: there is no log."""

    @staticmethod
    def read(_offset: int, count: int) -> bytes:
        """Zeros: no frame counts."""
        return bytes(count)


@contextmanager
def closed_still_of(path: Path) -> Iterator[Still]:
    """The pages of a database that cannot be opened; they count once the context has ended.

    Raises:
        FoldedMeanwhileError: They do not; the copy is to be made again.
        VaultBusyError: It was not closed properly, and only a member inside can put that right.
        VaultReadOnlyError: The files cannot be read.
    """
    try:
        with ExitStack() as files:
            before = _seen(path)
            file = files.enter_context(RawFile(path))
            yield _still(path, file, files)
            if _seen(path) != before:
                raise FoldedMeanwhileError
    except OSError:
        raise VaultReadOnlyError("A file of the vault cannot be read.") from None


def _still(path: Path, file: RawFile, files: ExitStack) -> Still:
    log_path, shared_path = _beside(path, "-wal"), _beside(path, "-shm")
    has_log = log_path.exists() and log_path.stat().st_size > 0
    if not shared_path.exists():
        if has_log:
            raise VaultBusyError(
                "A matter behind a wall was not closed properly and cannot be backed up as it is.",
                remedy="Let a member inside open it once, then make the backup again.",
            )
        return Still(file, None, _NoSharedMemory())
    shared = files.enter_context(RawFile(path, "-shm"))
    log = files.enter_context(RawFile(path, "-wal")) if has_log else None
    return Still(file, log, shared)


def _seen(path: Path) -> tuple[int, int, bytes]:
    """What changes whenever something is folded into the file."""
    there, folded = path.stat(), b""
    if _beside(path, "-shm").exists():
        with RawFile(path, "-shm") as shared:
            salts = shared.read(_SALTS_AT, _SALTS_BYTES)
            folded = salts + shared.read(_FOLDED_AT, _FOLDED_BYTES)
    return there.st_size, there.st_mtime_ns, folded


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
