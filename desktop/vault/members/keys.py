"""Keys of members, and of what lies behind a wall.

    stretched passphrase  -> key-encryption key ~> member's key   context: vault id, member id
    code of an invitation -> key-encryption key ~> vault key      context: vault id
    member's key          -> trust key                            context: vault id
    X25519 secret         -> key-encryption key ~> matter key     context: see `copies`
    matter key            -> record key                           context: matter id

Derivations are those of `desktop.vault.keys`: HKDF-SHA256, empty salt, info the label and the
context, each behind its length. The vault id is 32 hexadecimal digits in ASCII, the other
identities are 16 bytes.
"""

from typing import Literal, overload

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desktop.vault.keys import (
    DataKey,
    Key,
    KeyEncryptionKey,
    MatterKey,
    MemberKey,
    SheetSecret,
    StretchedPassphrase,
    derived_by,
)
from desktop.vault.labels import Label

PUBLIC_BYTES = 32


class TrustKey(Key):
    """Authenticates, for one member, the public keys whose fingerprints that member compared."""

    __slots__ = ()


class MemberSharedSecret(Key):
    """What X25519 gives to the member who seals a key and to the one who opens it."""

    __slots__ = ()


_DERIVATIONS: dict[Label, tuple[type[Key], type[Key]]] = {
    Label.MEMBER_COPY_KEK: (MemberSharedSecret, KeyEncryptionKey),
    Label.MEMBER_PASSPHRASE_KEK: (StretchedPassphrase, KeyEncryptionKey),
    Label.MEMBER_TRUST: (MemberKey, TrustKey),
    Label.INVITATION_KEK: (SheetSecret, KeyEncryptionKey),
    Label.MATTER_RECORD: (MatterKey, DataKey),
}


def public_key_of(key: MemberKey) -> bytes:
    """The public half of a member's key, 32 bytes."""
    public = X25519PrivateKey.from_private_bytes(key.reveal()).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


@overload
def derive_for_members(
    parent: MemberSharedSecret, label: Literal[Label.MEMBER_COPY_KEK], context: bytes
) -> KeyEncryptionKey: ...
@overload
def derive_for_members(
    parent: StretchedPassphrase, label: Literal[Label.MEMBER_PASSPHRASE_KEK], context: bytes
) -> KeyEncryptionKey: ...
@overload
def derive_for_members(
    parent: MemberKey, label: Literal[Label.MEMBER_TRUST], context: bytes
) -> TrustKey: ...
@overload
def derive_for_members(
    parent: SheetSecret, label: Literal[Label.INVITATION_KEK], context: bytes
) -> KeyEncryptionKey: ...
@overload
def derive_for_members(
    parent: MatterKey, label: Literal[Label.MATTER_RECORD], context: bytes
) -> DataKey: ...
def derive_for_members(parent: Key, label: Label, context: bytes) -> Key:
    """Derive the key that a label stands for.

    Raises:
        TypeError: This label is not derived from this type of key.
    """
    return derived_by(_DERIVATIONS, parent, label, context)
