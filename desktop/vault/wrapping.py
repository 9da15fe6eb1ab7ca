"""Wrapping keys: encrypted by another key, bound to where they live.

Layout of a wrapped key, 98 bytes:

    offset  size  what
    0       1     version, 1
    1       1     suite, 1: AES-256-GCM with key commitment
    2       4     key id of the wrapping key
    6       32    commitment of the wrapping key
    38      12    nonce, random
    50      32    the key, encrypted
    82      16    tag

Associated data: label "incamera/v1/wrapped-key" (2+n), bytes 0 to 37, kind of the key (2+n:
"vault-key", "matter-key", "document-key", "lasting-key", "member-key"), encoded place
(`desktop.vault.place`). The place's version is the epoch of the wrapped key.
"""

import hmac
import secrets
from typing import TypeVar

from cryptography.exceptions import InvalidTag

from desktop.domain.errors import VaultDamagedError, WrongKeyError
from desktop.vault.keys import (
    COMMITMENT_BYTES,
    KEY_BYTES,
    KEY_ID_BYTES,
    DocumentKey,
    Key,
    KeyEncryptionKey,
    LastingKey,
    MatterKey,
    MemberKey,
    VaultKey,
    WrappingKey,
    commitment,
)
from desktop.vault.labels import Label
from desktop.vault.place import Place, encoded, length_prefixed

_VERSION_AND_SUITE = b"\x01\x01"
_NONCE_BYTES = 12
_TAG_BYTES = 16
_HEADER_BYTES = len(_VERSION_AND_SUITE) + KEY_ID_BYTES + COMMITMENT_BYTES
WRAPPED_KEY_BYTES = _HEADER_BYTES + _NONCE_BYTES + KEY_BYTES + _TAG_BYTES

WrappedKey = TypeVar("WrappedKey", VaultKey, MatterKey, DocumentKey, LastingKey, MemberKey)

_WRAPPED_KINDS: dict[type[Key], bytes] = {
    VaultKey: b"vault-key",
    MatterKey: b"matter-key",
    DocumentKey: b"document-key",
    LastingKey: b"lasting-key",
    MemberKey: b"member-key",
}


def wrap(
    wrapping_key: KeyEncryptionKey | WrappingKey,
    key: VaultKey | MatterKey | DocumentKey | LastingKey | MemberKey,
    place: Place,
) -> bytes:
    """Encrypt a key for its place, layout above."""
    header = _header(wrapping_key)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    associated = _associated(header, type(key), place)
    ciphertext: bytes = wrapping_key.aead.encrypt(nonce, key.reveal(), associated)
    return header + nonce + ciphertext


def unwrap(
    wrapping_key: KeyEncryptionKey | WrappingKey,
    wrapped: bytes,
    place: Place,
    key_type: type[WrappedKey],
) -> WrappedKey:
    """Decrypt a key that was wrapped for this place.

    Raises:
        WrongKeyError: It was wrapped by another key.
        VaultDamagedError: It was altered, cut, or comes from another place.
    """
    if len(wrapped) != WRAPPED_KEY_BYTES or not wrapped.startswith(_VERSION_AND_SUITE):
        raise VaultDamagedError
    header = _header(wrapping_key)
    if not hmac.compare_digest(wrapped[:_HEADER_BYTES], header):
        raise WrongKeyError
    nonce = wrapped[_HEADER_BYTES : _HEADER_BYTES + _NONCE_BYTES]
    ciphertext = wrapped[_HEADER_BYTES + _NONCE_BYTES :]
    try:
        secret = wrapping_key.aead.decrypt(nonce, ciphertext, _associated(header, key_type, place))
    except InvalidTag:
        raise VaultDamagedError from None
    return key_type(secret)


def _header(wrapping_key: KeyEncryptionKey | WrappingKey) -> bytes:
    return _VERSION_AND_SUITE + wrapping_key.key_id + commitment(wrapping_key)


def _associated(
    header: bytes,
    key_type: type[VaultKey | MatterKey | DocumentKey | LastingKey | MemberKey],
    place: Place,
) -> bytes:
    label = length_prefixed(Label.WRAPPED_KEY.encode("ascii"))
    return label + header + length_prefixed(_WRAPPED_KINDS[key_type]) + encoded(place)
