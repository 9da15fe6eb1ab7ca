"""Copies of a key, one for each member: sealed to the member's public key, opened by that member.

Layout of a copy, 130 bytes:

    offset  size  what
    0       32    ephemeral X25519 public key, made for this copy
    32      98    the key, wrapped (`desktop.vault.wrapping`)

The wrapping key is HKDF(X25519 secret, "incamera/v1/shared-secret/member-copy-key-encryption-key",
context); the context is

    size  what
    2+n   vault id, 32 hexadecimal digits in ASCII
    2+n   encoded place (`desktop.vault.place`)
    32    ephemeral public key
    32    public key of the member

The place of a copy of a matter key is the matter, table "member_copy", column "copy", row id the
member, version the epoch of the matter key: a copy opens for this member, in this vault, for this
matter in this epoch, and nowhere else. It says nothing about who sealed it: only whoever holds the
matter key can seal it, and that is what its being right proves once the matter's file opens.

Source: RFC 7748 (X25519), RFC 5869 (HKDF). The ephemeral key goes into the context as in HPKE
(RFC 9180, section 4.1), so that no second pair of keys leads to the same wrapping key.
"""

import hashlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desktop.domain.errors import VaultDamagedError
from desktop.domain.identity import MatterId
from desktop.domain.member import MemberId
from desktop.vault.keys import KeyEncryptionKey, MemberKey
from desktop.vault.labels import Label
from desktop.vault.members.keys import (
    PUBLIC_BYTES,
    MemberSharedSecret,
    derive_for_members,
    public_key_of,
)
from desktop.vault.place import Place, encoded, length_prefixed
from desktop.vault.slots.sheet_code import ALPHABET
from desktop.vault.wrapping import WRAPPED_KEY_BYTES, WrappedKey, unwrap, wrap

COPY_BYTES = PUBLIC_BYTES + WRAPPED_KEY_BYTES

_FINGERPRINT_GROUPS, _GROUP_CHARACTERS, _CHARACTER_BITS = 5, 4, 5


def sealed_to(vault_id: str, public_key: bytes, key: WrappedKey, place: Place) -> bytes:
    """Seal a key to a member, layout above.

    Args:
        vault_id: The vault.
        public_key: Of the member, 32 bytes.
        key: To be sealed.
        place: Where the copy lives.

    Raises:
        VaultDamagedError: It is no public key.
    """
    ephemeral = X25519PrivateKey.generate()
    own = ephemeral.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    kek = _kek(ephemeral, public_key, _context(vault_id, place, own, public_key))
    return own + wrap(kek, key, place)


def opened_copy(
    vault_id: str, member_key: MemberKey, copy: bytes, place: Place, key_type: type[WrappedKey]
) -> WrappedKey:
    """Open the copy of a key that was sealed to this member.

    Raises:
        WrongKeyError: It was sealed to another member, or for another place.
        VaultDamagedError: It was altered.
    """
    if len(copy) != COPY_BYTES:
        raise VaultDamagedError
    ephemeral, wrapped = copy[:PUBLIC_BYTES], copy[PUBLIC_BYTES:]
    context = _context(vault_id, place, ephemeral, public_key_of(member_key))
    private = X25519PrivateKey.from_private_bytes(member_key.reveal())
    return unwrap(_kek(private, ephemeral, context), wrapped, place, key_type)


def copy_place(matter_id: MatterId, member_id: MemberId, epoch: int) -> Place:
    """Where a member's copy of a matter key lives."""
    return Place(matter_id, "member_copy", "copy", bytes.fromhex(member_id), epoch)


def fingerprint_of(vault_id: str, public_key: bytes) -> str:
    """What two people compare: 100 bits in five groups of Crockford's Base32.

    SHA-256 of label, vault id and public key, the first two behind their lengths; its first bits.
    """
    label = Label.MEMBER_FINGERPRINT.encode("ascii")
    plain = length_prefixed(label, vault_id.encode("ascii")) + public_key
    number = int.from_bytes(hashlib.sha256(plain).digest(), "big") >> (256 - 100)
    count = _FINGERPRINT_GROUPS * _GROUP_CHARACTERS
    text = "".join(
        ALPHABET[number >> (count - position - 1) * _CHARACTER_BITS & len(ALPHABET) - 1]
        for position in range(count)
    )
    return "-".join(
        text[first : first + _GROUP_CHARACTERS] for first in range(0, count, _GROUP_CHARACTERS)
    )


def is_fingerprint(typed: str, fingerprint: str) -> bool:
    """Whether what was typed is a fingerprint; case and separators make no difference."""
    plain = "".join(character for character in typed.upper() if character.isalnum())
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    return plain == fingerprint.replace("-", "")


def _context(vault_id: str, place: Place, ephemeral: bytes, public_key: bytes) -> bytes:
    return length_prefixed(vault_id.encode("ascii"), encoded(place)) + ephemeral + public_key


def _kek(private: X25519PrivateKey, public: bytes, context: bytes) -> KeyEncryptionKey:
    try:
        secret = private.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        raise VaultDamagedError("The public key of a member was altered.") from None
    return derive_for_members(MemberSharedSecret(secret), Label.MEMBER_COPY_KEK, context)
