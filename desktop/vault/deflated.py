"""Long values are deflated before they are sealed: zlib (RFC 1950), level 1.

Higher levels save little of text that was read, and cost more than sealing it.
"""

import zlib

from desktop.domain.errors import VaultDamagedError

_LEVEL = 1


def deflated(plain: bytes) -> bytes:
    """A value as it is sealed."""
    return zlib.compress(plain, _LEVEL)


def inflated(packed: bytes, max_bytes: int) -> bytes:
    """A value that was deflated.

    Args:
        packed: As it was sealed.
        max_bytes: What is longer was not written by this program.

    Raises:
        VaultDamagedError: This program did not write it.
    """
    inflater = zlib.decompressobj()
    try:
        plain = inflater.decompress(packed, max_bytes)
    except zlib.error:
        raise VaultDamagedError from None
    if not inflater.eof:
        raise VaultDamagedError
    return plain
