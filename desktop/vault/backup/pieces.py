r"""A file of backups cut into pieces that fit on sticks, and put together again.

    <name>.001, <name>.002, ...    each a header of 512 bytes and its part of the file

Header, integers big-endian:

    offset  size  what
    0       16    "InCamera pieces\n"
    16      2     format, 1
    18      16    identity of the file of backups
    34      4     number of the piece, from 1
    38      4     of how many
    42      8     offset of its content in the file
    50      8     length of its content
    58      8     length of the file
    66      32    SHA-256 of the content
    98      382   zeros
    480     32    SHA-256 of bytes 0 to 479

A file of backups only ever grows, so that its identity and its length say which state of it the
pieces are of. Each piece is read back after it was written, and looked through again when it is put
to the others; what it holds is sealed part by part besides. Pieces are put together in their order,
into a file beside the others: <file>.joining until the last one is there.
"""

import hashlib
import os
import struct
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import (
    BackupDamagedError,
    BackupFullError,
    BackupPlaceError,
    BackupTooNewError,
    NoBackupError,
    PieceOrderError,
    PieceSizeError,
)
from desktop.vault.backup.container import named_place_errors, reading, sync_folder
from desktop.vault.backup.layout import BLOCK_BYTES

FORMAT = 1
MAGIC = b"InCamera pieces\n"
LEAST_BYTES = 1 << 20
MOST_PIECES = 9_999
READ_BYTES = 1 << 20
_SUMMED_BYTES = 480
_HEADER = struct.Struct(">16sH16sIIQQQ32s382x")
_START = struct.Struct(">16sH")


@dataclass(frozen=True, slots=True)
class PiecePlan:
    """How a file of backups is cut.

    Attributes:
        source: The file.
        container_id: Its identity, 16 bytes.
        total_bytes: Its length up to the end of its latest backup.
        content_bytes: Of each piece but the last, without its header.
    """

    source: Path
    container_id: bytes
    total_bytes: int
    content_bytes: int

    @property
    def count(self) -> int:
        """How many pieces there are."""
        return -(-self.total_bytes // self.content_bytes)

    def name_of(self, number: int) -> str:
        """What a piece is called."""
        return f"{self.source.name}.{number:03d}"


@dataclass(frozen=True, slots=True)
class Piece:
    """The header of a piece.

    Attributes:
        container_id: Identity of the file of backups, 16 bytes.
        number: Of the piece, from 1.
        count: Of how many.
        offset: Of its content in the file.
        length: Of its content, in bytes.
        total_bytes: Length of the file.
        sha256: Of its content.
    """

    container_id: bytes
    number: int
    count: int
    offset: int
    length: int
    total_bytes: int
    sha256: bytes


def plan_pieces(source: Path, piece_bytes: int) -> PiecePlan:
    """Say how a file of backups is cut into pieces of a size.

    Args:
        source: The file; backups may be added to it later, the pieces are of what it holds now.
        piece_bytes: The most that a piece may take, its header among it.

    Raises:
        PieceSizeError: The pieces would be too small, or too many.
        NoBackupError: There is no finished backup in the file.
        BackupError: It cannot be read, for the reason named by the class.
    """
    if piece_bytes < LEAST_BYTES:
        raise PieceSizeError
    with reading(source) as container:
        offset, _ = container.last_finish()
        plan = PiecePlan(
            source.absolute(),
            container.header.container_id,
            offset + BLOCK_BYTES,
            piece_bytes - BLOCK_BYTES,
        )
    if plan.count > MOST_PIECES:
        raise PieceSizeError
    return plan


def write_piece(plan: PiecePlan, number: int, folder: Path) -> Iterator[int]:
    """Write a piece into a folder, then read it back and compare.

    A piece that is there already is written anew. If the generator is closed early, or anything
    fails, no piece is there.

    Args:
        plan: From `plan_pieces`.
        number: Of the piece, from 1.
        folder: On the stick.

    Yields:
        Bytes written and read back after each MiB, of twice the length of the piece.

    Raises:
        BackupFullError: There is no room on the stick.
        BackupDamagedError: What was read back is not what was written: the stick is broken.
        BackupPlaceError: The file or the stick cannot be read or written.
    """
    target = folder / plan.name_of(number)
    offset = (number - 1) * plan.content_bytes
    length = min(plan.content_bytes, plan.total_bytes - offset)
    is_whole = False
    try:
        digest = yield from _copied(plan.source, offset, length, target)
        piece = Piece(
            plan.container_id, number, plan.count, offset, length, plan.total_bytes, digest
        )
        with named_place_errors(), target.open("rb+") as file:
            file.write(encoded_piece(piece))
            file.flush()
            os.fsync(file.fileno())
            _forget_cached(file.fileno())
        sync_folder(folder)
        yield from _compared(target, piece)
        is_whole = True
    finally:
        if not is_whole:
            with suppress(OSError):
                target.unlink(missing_ok=True)


def piece_at(path: Path) -> Piece:
    """The header of a piece.

    Raises:
        NoBackupError: The file is no piece.
        BackupTooNewError: It has a later format.
        BackupDamagedError: Its header was altered, or it is shorter than it says.
        BackupPlaceError: It cannot be read.
    """
    with named_place_errors(), path.open("rb") as file:
        block = file.read(BLOCK_BYTES)
        size_bytes = os.fstat(file.fileno()).st_size
    if not block.startswith(MAGIC) or len(block) < BLOCK_BYTES:
        raise NoBackupError(
            "This file is no piece of a file of backups.",
            remedy="Choose a piece, such as firm.backup.001.",
        )
    if hashlib.sha256(block[:_SUMMED_BYTES]).digest() != block[_SUMMED_BYTES:]:
        raise BackupDamagedError("The beginning of this piece was altered or damaged.")
    if _START.unpack_from(block)[1] > FORMAT:
        raise BackupTooNewError
    _, _, *values = _HEADER.unpack(block[:_SUMMED_BYTES])
    piece = Piece(*values)
    if size_bytes != BLOCK_BYTES + piece.length:
        raise BackupDamagedError("This piece is shorter or longer than it says: it was cut.")
    return piece


def encoded_piece(piece: Piece) -> bytes:
    """The header of a piece as bytes."""
    summed = _HEADER.pack(
        MAGIC,
        FORMAT,
        piece.container_id,
        piece.number,
        piece.count,
        piece.offset,
        piece.length,
        piece.total_bytes,
        piece.sha256,
    )
    return summed + hashlib.sha256(summed).digest()


class Joining:
    """A file of backups that is put together from its pieces, one by one, in their order.

    Args:
        target: The file that comes of it; not there yet.

    Attributes:
        target: As given.
        last: The piece that was added last; None before the first.
    """

    def __init__(self, target: Path) -> None:
        """Begin with none.

        Raises:
            BackupPlaceError: There is a file of this name.
        """
        if target.exists():
            raise BackupPlaceError(
                "There is a file of this name already.", remedy="Choose another name."
            )
        self.target = target
        self.last: Piece | None = None
        self._begun = target.with_name(f"{target.name}.joining")
        with named_place_errors():
            self._begun.unlink(missing_ok=True)

    @property
    def next_number(self) -> int:
        """The piece that is asked for; 0 where all are there."""
        if self.last is None:
            return 1
        return 0 if self.last.number == self.last.count else self.last.number + 1

    def add(self, path: Path) -> Iterator[int]:
        """Look through a piece and put it behind the others; the last one ends the file.

        If the generator is closed early, or anything fails, the pieces before stay.

        Yields:
            Bytes after each MiB.

        Raises:
            PieceOrderError: It is not the next one, or of another file or state of it.
            BackupDamagedError: It was altered.
            BackupFullError: There is no room for the file.
            BackupError: It cannot be read, for the reason named by the class.
        """
        piece = piece_at(path)
        self._demand_next(piece)
        try:
            digest = yield from _copied(path, BLOCK_BYTES, piece.length, self._begun, piece.offset)
            _demand_whole(piece, digest)
        except BaseException:
            self._cut(piece.offset)
            raise
        self.last = piece
        if not self.next_number:
            with named_place_errors():
                self._begun.rename(self.target)
                sync_folder(self.target.parent)

    def abandon(self) -> None:
        """Take away what was put together, unless all of it is there."""
        with suppress(OSError):
            self._begun.unlink(missing_ok=True)

    def _cut(self, offset: int) -> None:
        with suppress(OSError), self._begun.open("rb+") as file:
            file.truncate(offset)

    def _demand_next(self, piece: Piece) -> None:
        last, expected = self.last, self.next_number
        is_same = last is None or (last.container_id, last.total_bytes, last.count) == (
            piece.container_id,
            piece.total_bytes,
            piece.count,
        )
        is_same = is_same and piece.offset == (0 if last is None else last.offset + last.length)
        if piece.number != expected:
            raise PieceOrderError(
                f"This is piece {piece.number} of {piece.count}; piece {expected} is next."
            )
        if not is_same:
            raise PieceOrderError("This piece is of another file, or of another state of it.")


def _copied(
    source: Path, offset: int, length: int, target: Path, target_offset: int = BLOCK_BYTES
) -> Generator[int, None, bytes]:
    """Copy a part of one file into another and on to the disk; returns the SHA-256 of it."""
    digest, done = hashlib.sha256(), 0
    with named_place_errors():
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        out = os.fdopen(os.open(target, flags, 0o600), "rb+", buffering=0)
    with out:
        with named_place_errors():
            out.truncate(target_offset)
            out.seek(target_offset)
        with named_place_errors(), source.open("rb", buffering=0) as into:
            into.seek(offset)
            while done < length:
                data = into.read(min(READ_BYTES, length - done))
                if not data:
                    raise BackupDamagedError("The file is shorter than it was a moment ago.")
                digest.update(data)
                if out.write(data) != len(data):
                    raise BackupFullError
                done += len(data)
                yield done
            os.fsync(out.fileno())
    return digest.digest()


def _compared(target: Path, piece: Piece) -> Iterator[int]:
    """Read a piece back; yields on from its length."""
    digest, done = hashlib.sha256(), 0
    is_same = piece_at(target) == piece
    with named_place_errors(), target.open("rb", buffering=0) as file:
        file.seek(BLOCK_BYTES)
        while data := file.read(READ_BYTES):
            digest.update(data)
            done += len(data)
            yield piece.length + done
    if not is_same or digest.digest() != piece.sha256:
        raise BackupDamagedError(
            "What was read back from the stick is not what was written.",
            remedy="The stick is broken: take another one.",
        )


def _demand_whole(piece: Piece, digest: bytes) -> None:
    if digest != piece.sha256:
        raise BackupDamagedError("This piece was altered or damaged.")


def _forget_cached(descriptor: int) -> None:
    """Have what follows read from the medium itself, where the system can be asked for that."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
