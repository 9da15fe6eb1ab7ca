"""Sealing values: each bound to its key and its place, its length blurred.

Layout of a sealed value:

    offset  size  what
    0       1     version, 1
    1       1     suite, 1: AES-256-GCM, plaintext padded
    2       4     key id
    6       12    nonce, random
    18      n     padded plaintext, encrypted
    18+n    16    tag

Associated data: label "incamera/v1/sealed-value" (2+n), bytes 0 to 5, encoded place
(`desktop.vault.place`).

Padding: one byte 0x80, then zeros up to a class of lengths: 16, 32, 64, 128, 256 and 512 bytes,
beyond that eight equal steps to each next power of two. What is padded grows by an eighth at most;
only the class of a length is seen.

Random nonces: a key that seals 10 million values repeats one with probability 2**-50 (birthday
bound); one document holds far fewer, and each has keys of its own.
"""

import os

from cryptography.exceptions import InvalidTag

from desktop.domain.errors import VaultDamagedError, WrongKeyError
from desktop.vault.keys import DataKey
from desktop.vault.labels import Label
from desktop.vault.place import Place, encoded, length_prefixed

__all__ = ["DAMAGED", "MIN_SEALED_BYTES", "Place", "open_sealed", "padded", "seal", "unpadded"]

VERSION_AND_SUITE = b"\x01\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
SMALLEST_CLASS_BYTES = 16
_LARGEST_POWER_CLASS_BYTES = 512
_STEPS_BITS = 3
_NONCE_START = 6
_CIPHERTEXT_START = _NONCE_START + NONCE_BYTES
MIN_SEALED_BYTES = _CIPHERTEXT_START + SMALLEST_CLASS_BYTES + TAG_BYTES

DAMAGED = (VaultDamagedError, WrongKeyError)
"""What opening a row says whose seal was altered, comes from elsewhere or is another key's: where
rows are listed, one such row takes no other along."""

_LABEL = length_prefixed(Label.SEALED_VALUE.encode("ascii"))


def seal(key: DataKey, plain: bytes, place: Place) -> bytes:
    """Encrypt a value for its place, layout above."""
    header = VERSION_AND_SUITE + key.key_id
    nonce = os.urandom(NONCE_BYTES)
    associated = _LABEL + header + encoded(place)
    return header + nonce + key.aead.encrypt(nonce, padded(plain), associated)


def open_sealed(key: DataKey, sealed: bytes, place: Place) -> bytes:
    """Decrypt a value that was sealed for this place.

    Raises:
        WrongKeyError: It was sealed with another key.
        VaultDamagedError: It was altered, cut, or comes from another place.
    """
    if len(sealed) < MIN_SEALED_BYTES or not sealed.startswith(VERSION_AND_SUITE):
        raise VaultDamagedError
    header = VERSION_AND_SUITE + key.key_id
    if not sealed.startswith(header):
        raise WrongKeyError
    nonce = sealed[_NONCE_START:_CIPHERTEXT_START]
    try:
        plain = key.aead.decrypt(
            nonce, sealed[_CIPHERTEXT_START:], _LABEL + header + encoded(place)
        )
    except InvalidTag:
        raise VaultDamagedError from None
    return unpadded(plain)


def padded(plain: bytes) -> bytes:
    """The value, 0x80, and zeros up to the next class of lengths."""
    length = len(plain) + 1
    if length <= SMALLEST_CLASS_BYTES:
        padded_length = SMALLEST_CLASS_BYTES
    elif length <= _LARGEST_POWER_CLASS_BYTES:
        padded_length = 1 << (length - 1).bit_length()
    else:
        step = 1 << ((length - 1).bit_length() - 1 - _STEPS_BITS)
        padded_length = -(-length // step) * step
    return (plain + b"\x80").ljust(padded_length, b"\x00")


def unpadded(plain: bytes) -> bytes:
    """The value without its padding.

    Raises:
        VaultDamagedError: There is no padding, so this program did not seal it.
    """
    stripped = plain.rstrip(b"\x00")
    if not stripped.endswith(b"\x80"):
        raise VaultDamagedError
    return stripped[:-1]
