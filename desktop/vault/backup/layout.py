r"""The layout of a backup file: a container to which is only ever added.

    header | segments, indexes, catalogue, key record, finish | segments, ... , finish | ...

Each backup adds what is new since the one before and ends with its finish; no byte that is there
is ever written again. If an addition is cut short, the file ends with the finish of the backup
before and something behind it, which the next addition takes away. The last finish is found by
looking backwards for one, at multiples of 512 bytes.

Header, 512 bytes, integers big-endian:

    offset  size  what
    0       16    "InCamera backup\n"
    16      2     format, 1
    18      1     what the file holds: 1 a vault, 2 a packed matter
    19      16    identity of the file, random
    35      445   zeros
    480     32    SHA-256 of bytes 0 to 479

Finish, 512 bytes, at a multiple of 512; zeros fill what is before it:

    0       16    "InCamera finish\n"
    16      2     format, 1
    18      16    identity of the file
    34      8     number of the backup, from 1
    42      8     when it was made, microseconds since 1970 (UTC)
    50      8     offset of the finish before, 0 for none
    58      8     offset of the key record
    66      4     its length
    70      32    SHA-256 of the key record
    102     8     offset of the catalogue
    110     4     its length
    114     366   zeros
    480     32    SHA-256 of bytes 0 to 479

Sealed part (segment, index, catalogue):

    0       12    nonce, random
    12      n     plaintext, AES-256-GCM
    12+n    16    tag

Associated data: label "incamera/v1/backup-part" (2+n), identity of the file (2+16), kind (1: 1
segment, 2 index, 3 catalogue), offset in the file (8); for the catalogue also bytes 0 to 479 of the
finish. So no part can be moved, and a finish holds for its own catalogue only.
"""

import hashlib
import os
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from cryptography.exceptions import InvalidTag

from desktop.domain.errors import BackupDamagedError, BackupTooNewError, NoBackupError
from desktop.vault.keys import DataKey
from desktop.vault.labels import Label
from desktop.vault.place import length_prefixed

FORMAT = 1
BLOCK_BYTES = 512
"""Header and finish are as long as the smallest thing that a disk writes at once."""

NONCE_BYTES = 12
TAG_BYTES = 16
OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES

HEADER_MAGIC = b"InCamera backup\n"
FINISH_MAGIC = b"InCamera finish\n"

_SUMMED_BYTES = 480
_START = struct.Struct(">16sH")
_HEADER = struct.Struct(">16sHB16s445x")
_FINISH = struct.Struct(">16sH16sQQQQI32sQI366x")
_LABEL = length_prefixed(Label.BACKUP_PART.encode("ascii"))
_KIND_AND_OFFSET = struct.Struct(">BQ")


class Contents(IntEnum):
    """What a file holds."""

    VAULT = 1
    MATTER = 2


class PartKind(IntEnum):
    """Kinds of sealed parts."""

    SEGMENT = 1
    INDEX = 2
    CATALOGUE = 3


class Part(NamedTuple):
    """Where a part of the file is.

    Attributes:
        offset: From the beginning of the file.
        length: In bytes, sealed.
    """

    offset: int
    length: int

    @property
    def end(self) -> int:
        """Offset behind it."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Header:
    """The beginning of a file."""

    contents: Contents
    container_id: bytes


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of one backup.

    Attributes:
        container_id: Of the file, 16 bytes.
        number: Of the backup, from 1.
        made_at_us: Microseconds since 1970 (UTC).
        before: Offset of the finish before, 0 for none.
        key_record: Says what opens the backup; not sealed.
        key_record_sha256: Of the key record.
        catalogue: Lists what the backup holds.
    """

    container_id: bytes
    number: int
    made_at_us: int
    before: int
    key_record: Part
    key_record_sha256: bytes
    catalogue: Part

    def summed(self) -> bytes:
        """Bytes 0 to 479, layout above."""
        return _FINISH.pack(
            FINISH_MAGIC,
            FORMAT,
            self.container_id,
            self.number,
            self.made_at_us,
            self.before,
            self.key_record.offset,
            self.key_record.length,
            self.key_record_sha256,
            self.catalogue.offset,
            self.catalogue.length,
        )


def encoded_header(header: Header) -> bytes:
    """The header as bytes."""
    return _with_sum(_HEADER.pack(HEADER_MAGIC, FORMAT, header.contents, header.container_id))


def header_of(block: bytes) -> Header:
    """Read a header.

    Raises:
        NoBackupError: The file is none of ours.
        BackupTooNewError: It has a later format.
        BackupDamagedError: It was altered.
    """
    if not block.startswith(HEADER_MAGIC) or len(block) < BLOCK_BYTES:
        raise NoBackupError
    _demand_sound(block)
    _, _, contents, container_id = _HEADER.unpack(block[:_SUMMED_BYTES])
    if contents not in set(Contents) or _HEADER.pack(
        HEADER_MAGIC, FORMAT, contents, container_id
    ) != bytes(block[:_SUMMED_BYTES]):
        raise BackupDamagedError
    return Header(Contents(contents), container_id)


def encoded_finish(finish: Finish) -> bytes:
    """The finish as bytes."""
    return _with_sum(finish.summed())


def finish_of(block: bytes) -> Finish:
    """Read a finish.

    Raises:
        BackupTooNewError: It has a later format.
        BackupDamagedError: It was altered, or there is none.
    """
    if not block.startswith(FINISH_MAGIC) or len(block) < BLOCK_BYTES:
        raise BackupDamagedError
    _demand_sound(block)
    _, _, container_id, number, made_at_us, before, *parts = _FINISH.unpack(block[:_SUMMED_BYTES])
    key_offset, key_length, key_sha256, catalogue_offset, catalogue_length = parts
    finish = Finish(
        container_id=container_id,
        number=number,
        made_at_us=made_at_us,
        before=before,
        key_record=Part(key_offset, key_length),
        key_record_sha256=key_sha256,
        catalogue=Part(catalogue_offset, catalogue_length),
    )
    if finish.summed() != bytes(block[:_SUMMED_BYTES]):
        raise BackupDamagedError
    return finish


def sealed_part(key: DataKey, plain: bytes | memoryview, associated: bytes) -> tuple[bytes, bytes]:
    """Seal a part; nonce, and ciphertext with tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce, key.aead.encrypt(nonce, plain, associated)


def opened_part(key: DataKey, sealed: bytes, associated: bytes) -> bytes:
    """Open a part.

    Raises:
        BackupDamagedError: It was altered, moved, or sealed with another key.
    """
    if len(sealed) < OVERHEAD_BYTES:
        raise BackupDamagedError
    view = memoryview(sealed)
    try:
        return key.aead.decrypt(sealed[:NONCE_BYTES], view[NONCE_BYTES:], associated)
    except InvalidTag:
        raise BackupDamagedError from None


def associated_data(
    container_id: bytes, kind: PartKind, offset: int, finish: Finish | None = None
) -> bytes:
    """What a part is bound to, layout above."""
    place = _KIND_AND_OFFSET.pack(kind, offset)
    behind = b"" if finish is None else finish.summed()
    return _LABEL + length_prefixed(container_id) + place + behind


def _with_sum(summed: bytes) -> bytes:
    return summed + hashlib.sha256(summed).digest()


def _demand_sound(block: bytes) -> None:
    """Refuse a header or finish that was altered or is of a later format.

    Raises:
        BackupTooNewError: It has a later format.
        BackupDamagedError: It was altered.
    """
    if hashlib.sha256(block[:_SUMMED_BYTES]).digest() != block[_SUMMED_BYTES:BLOCK_BYTES]:
        raise BackupDamagedError
    _, number = _START.unpack_from(block)
    if number > FORMAT:
        raise BackupTooNewError
    if number != FORMAT:
        raise BackupDamagedError
