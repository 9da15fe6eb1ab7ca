"""Where a sealed value or a wrapped key lives: what binds a ciphertext to its row and column.

Encoding, integers big-endian; every field carries its length, so that no two places share one:

    size  what
    2+n   matter id, UTF-8 ("" for what belongs to the whole vault)
    2+n   table, UTF-8
    2+n   column, UTF-8
    2+n   row id
    8     version of the row; for a wrapped key its epoch
"""

import struct
from functools import lru_cache
from typing import NamedTuple

_LENGTH = struct.Struct(">H")
_VERSION = struct.Struct(">Q")


class Place(NamedTuple):
    """One cell of the vault.

    A named tuple, because one is made for every value: 0.3 us, a frozen dataclass 0.9 us.

    Attributes:
        matter_id: The matter, or "" for what belongs to the whole vault.
        table: Name of the table or file.
        column: Name of the column.
        row_id: Random identity of the row; row numbers may be used again and will not do.
        version: Counts the row's changes, so that an older value cannot be put back; for a wrapped
            key, its epoch.
    """

    matter_id: str
    table: str
    column: str
    row_id: bytes
    version: int


def encoded(place: Place) -> bytes:
    """The place as bytes, layout above.

    Raises:
        ValueError: A field is longer than 65,535 bytes or the version is not a 64-bit count.
    """
    matter_id, table, column, row_id, version = place
    try:
        return b"".join(
            (
                _encoded_column(matter_id, table, column),
                _LENGTH.pack(len(row_id)),
                row_id,
                _VERSION.pack(version),
            )
        )
    except struct.error as error:
        raise ValueError("a place holds a field that is too long, or no version") from error


@lru_cache(maxsize=512)
def _encoded_column(matter_id: str, table: str, column: str) -> bytes:
    """The part that all rows of a column share; holds no secret, so keeping it does no harm."""
    return length_prefixed(matter_id.encode(), table.encode(), column.encode())


def length_prefixed(*fields: bytes) -> bytes:
    """Fields one after the other, each behind its length in two bytes.

    Raises:
        struct.error: A field is longer than 65,535 bytes.
    """
    return b"".join(_LENGTH.pack(len(field)) + field for field in fields)
