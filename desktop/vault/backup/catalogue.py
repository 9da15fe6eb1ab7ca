"""What a backup lists: its files, each cut into segments, and the indexes that name the segments.

A file is cut into segments of 64 KiB; the last may be shorter. An index names up to 4,096 of them
in their order, 24 bytes each:

    offset  size  what
    0       16    sameness of the segment: tells a later backup that it is there already
    16      8     offset of the segment in the file of backups, big-endian

A catalogue is a MessagePack array:

    format, vault id, matter, version of the program, files

In format 2 the sameness is the tag of AES-256-GCM (GMAC, NIST SP 800-38D) over the segment as
associated data, with the sameness key and a nonce of zeros; in format 1, which is still read and
added to, BLAKE2b (RFC 7693) of 16 bytes, keyed with the sameness key. With one nonce GMAC is a
universal hash, no signature: that two segments have the same one is as unlikely as guessing, as
long as nobody sees any, and they stand in sealed indexes alone. It costs a fifteenth of BLAKE2b,
which had been most of the time of a backup; every part is authenticated by its own seal besides.

`matter` is nil in a backup of a vault; in a packed matter an array: matter id, client number,
matter number, name, created at (microseconds since 1970), list of custodians; the last one is
absent in files of earlier versions. `files` is an array of arrays: name below
the vault's folder, size in bytes, indexes as an array of arrays: offset, length.
"""

import hashlib
import re
import struct
from collections.abc import Callable
from typing import Annotated, NamedTuple

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop.domain.errors import BackupDamagedError
from desktop.vault.backup.keys import SamenessKey
from desktop.vault.backup.layout import Part

BLAKE2B_FORMAT, FORMAT = 1, 2
SEGMENT_BYTES = 64 << 10

SEGMENTS_PER_INDEX = 4_096
ENTRY = struct.Struct(">16sQ")
SAMENESS_BYTES = 16
INDEXED_BYTES = SEGMENT_BYTES * SEGMENTS_PER_INDEX
_NONCE = bytes(12)

Sameness = Callable[[bytes | memoryview], bytes]
"""Gives what a segment is known again by."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\.db|matters/[a-z0-9][a-z0-9-]{0,79}\.db")
_Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)]


class FileEntry(NamedTuple):
    """One file of a backup.

    Attributes:
        name: Below the folder of the vault, with "/".
        size_bytes: Of the file.
        indexes: Name its segments.
    """

    name: str
    size_bytes: int
    indexes: tuple[Part, ...]


class PackedMatter(NamedTuple):
    """Which matter a file brings."""

    matter_id: str
    client_number: str
    matter_number: str
    name: str
    created_us: int
    custodians: tuple[str, ...] = ()


class Catalogue(NamedTuple):
    """What a backup holds.

    Attributes:
        format: 1 or 2; one file of backups has one of them throughout, until its keys change.
    """

    vault_id: str
    matter: PackedMatter | None
    program: str
    files: tuple[FileEntry, ...]
    format: int = FORMAT

    @property
    def size_bytes(self) -> int:
        """Of all files."""
        return sum(file.size_bytes for file in self.files)

    def file(self, name: str) -> FileEntry | None:
        """The file of this name, None where there is none."""
        return next((file for file in self.files if file.name == name), None)


_FileRecord = tuple[str, _Count, list[tuple[_Count, _Count]]]
_CatalogueRecord = tuple[int, str, PackedMatter | None, str, list[_FileRecord]]
_decoder = msgspec.msgpack.Decoder(_CatalogueRecord)


def encoded_catalogue(catalogue: Catalogue) -> bytes:
    """The catalogue as bytes."""
    return msgspec.msgpack.encode((catalogue.format, *catalogue[:-1]))


def catalogue_of(plain: bytes) -> Catalogue:
    """Decode a catalogue.

    Raises:
        BackupDamagedError: This program did not write it, or a file's name leads elsewhere.
    """
    try:
        number, vault_id, matter, program, files = _decoder.decode(plain)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        raise BackupDamagedError from None
    if number not in (BLAKE2B_FORMAT, FORMAT) or not all(
        _NAME.fullmatch(name) for name, _, _ in files
    ):
        raise BackupDamagedError
    entries = tuple(
        FileEntry(name, size_bytes, tuple(Part(*index) for index in indexes))
        for name, size_bytes, indexes in files
    )
    if any(len(file.indexes) != -(-file.size_bytes // INDEXED_BYTES) for file in entries):
        raise BackupDamagedError
    return Catalogue(vault_id, matter, program, entries, number)


def sameness_of(number: int, key: SamenessKey) -> Sameness:
    """What gives the 16 bytes by which a segment is known again; without the key they say nothing.

    Args:
        number: Format of the catalogue.
        key: Of the file of backups.
    """
    revealed = key.reveal()
    if number == BLAKE2B_FORMAT:
        return lambda segment: hashlib.blake2b(
            segment, key=revealed, digest_size=SAMENESS_BYTES
        ).digest()
    aead = AESGCM(revealed)
    return lambda segment: aead.encrypt(_NONCE, b"", segment)
