"""AES as files that were sent to the analyst use it, and nothing of the vault.

The one door of the reading worker to `cryptography` (decision 27): what is opened here is opened
with a password that a person gave for the file. No key of the vault comes into this process.
"""

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK_BYTES = 16
_CHUNK_BYTES = 1 << 20
_COUNTERS = _CHUNK_BYTES // BLOCK_BYTES


def from_cbc(key: bytes, start: bytes, data: bytes) -> bytes:
    """Decrypt blocks of which each depends on the one before; no padding is taken off.

    Raises:
        ValueError: The key, the start or the data have a length that AES does not know.
    """
    opened = Cipher(algorithms.AES(key), modes.CBC(start)).decryptor()
    return opened.update(data) + opened.finalize()


def from_ecb(key: bytes, data: bytes) -> bytes:
    """Decrypt blocks each by itself, as Office 2007 wrote them.

    Raises:
        ValueError: The key or the data have a length that AES does not know.
    """
    opened = Cipher(algorithms.AES(key), modes.ECB()).decryptor()  # noqa: S305 - the format's own
    return opened.update(data) + opened.finalize()


def from_counter(key: bytes, data: bytes | memoryview) -> bytes:
    """Decrypt what was mixed with counted blocks as WinZip counts: from 1, the lowest byte first.

    The counter of `cryptography` has its highest byte first, so the blocks are made here.

    Raises:
        ValueError: The key has a length that AES does not know.
    """
    blocks = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - counters, not data
    mixed = np.frombuffer(data, np.uint8)
    opened = np.empty_like(mixed)
    counters = np.zeros((_COUNTERS, 2), "<u8")
    for begin in range(0, len(mixed), _CHUNK_BYTES):
        first = begin // BLOCK_BYTES + 1
        counters[:, 0] = np.arange(first, first + _COUNTERS, dtype="<u8")
        stream = np.frombuffer(blocks.update(counters.tobytes()), np.uint8)
        piece = mixed[begin : begin + _CHUNK_BYTES]
        np.bitwise_xor(piece, stream[: len(piece)], out=opened[begin : begin + len(piece)])
    return opened.tobytes()


def load_ciphers() -> None:
    """Use each once: a worker that may open files no more could not load them."""
    block = bytes(BLOCK_BYTES)
    from_cbc(block, block, block)
    from_ecb(block, block)
    from_counter(block, block)
