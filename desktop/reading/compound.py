"""Microsoft's compound files: a file system within a file, opened by olefile.

Outlook's messages and encrypted office documents are such. Source: [MS-CFB].
"""

import io
import struct

import olefile

COMPOUND_FAILURES = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
    MemoryError,
    struct.error,
)
"""What olefile raises on what is no container; its own error is an OSError."""


def compound_file(data: bytes) -> "olefile.OleFileIO":
    """Open a container.

    Raises:
        Exception: One of COMPOUND_FAILURES, where it is none.
    """
    return olefile.OleFileIO(io.BytesIO(data))
