"""HMAC-SHA256 of many short texts under one key.

    HMAC(key, text) = H(key ^ outer pad || H(key ^ inner pad || text))

The two blocks that the key fills are hashed once; each text then takes half the time of a call that
begins with the key. Source: RFC 2104, section 4.
"""

import hashlib
from collections.abc import Callable

_BLOCK_BYTES = 64
_INNER_PAD, _OUTER_PAD = 0x36, 0x5C


def keyed_hash(key: bytes) -> Callable[[bytes], bytes]:
    """What makes the HMAC-SHA256 of a text under a key.

    Args:
        key: At most 64 bytes.

    Raises:
        ValueError: The key is longer; it would have to be hashed first.
    """
    if len(key) > _BLOCK_BYTES:
        raise ValueError("the key is longer than a block")
    block = key.ljust(_BLOCK_BYTES, b"\x00")
    inner = hashlib.sha256(bytes(byte ^ _INNER_PAD for byte in block))
    outer = hashlib.sha256(bytes(byte ^ _OUTER_PAD for byte in block))

    def digest(text: bytes) -> bytes:
        within, around = inner.copy(), outer.copy()
        within.update(text)
        around.update(within.digest())
        return around.digest()

    return digest
