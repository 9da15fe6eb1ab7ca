"""Keys of the vault: types that cannot leak by accident, and how one comes from another.

    keyring secret, stretched passphrase, both, or sheet -> key-encryption key ~> vault key
    vault key      -> registry database key | registry data key | wrapping key ~> matter keys
                      | audit key | state key
    matter key     -> matter database key | data key | index key | wrapping key ~> document keys
                      | audit key | state key
    document key   -> values key | original key | pages key

`->` derives by HKDF-SHA256, `~>` wraps a random key. A derivation's info is

    size  what
    2+n   label, ASCII
    2+n   context: identity of the vault, matter or document, or names of table, column and kind

with an empty salt; the parents are random or stretched, so that a salt adds nothing.

What wraps keys is in `desktop.vault.wrapping`.

Python cannot wipe memory: a key's bytes live until its last reference goes, and copies in freed
memory until they are overwritten. The threat model says so.
"""

import hmac
import secrets
from collections.abc import Mapping
from typing import ClassVar, Literal, NoReturn, Self, overload

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from typing_extensions import override

from desktop.vault.labels import Label
from desktop.vault.place import length_prefixed

KEY_BYTES = 32
KEY_ID_BYTES = 4
COMMITMENT_BYTES = 32
DATABASE_SALT_BYTES = 16


class Key:
    """A secret key: no repr, no copies, no pickling; equality in constant time within one type."""

    __slots__ = ("_secret",)
    LENGTH_BYTES: ClassVar[int] = KEY_BYTES
    _secret: bytes

    def __init__(self, secret: bytes) -> None:
        """Take the bytes of the key.

        Raises:
            ValueError: They are too few or too many for this type of key.
        """
        if len(secret) != self.LENGTH_BYTES:
            raise ValueError(f"a {type(self).__name__} is {self.LENGTH_BYTES} bytes long")
        self._secret = bytes(secret)

    def reveal(self) -> bytes:
        """The bytes themselves: for the cipher, the keyring and nothing else."""
        return self._secret

    @override
    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Key)
            and type(self) is type(other)
            and hmac.compare_digest(self._secret, other.reveal())
        )

    __hash__ = None  # type: ignore[assignment]  # hashing would compare in variable time

    @override
    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    @override
    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is never pickled")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self


class KeyringSecret(Key):
    """What the keyring of the operating system keeps: one a vault."""

    __slots__ = ()


class StretchedPassphrase(Key):
    """What Argon2id makes of a passphrase."""

    __slots__ = ()


class KeyringAndPassphrase(Key):
    """The keyring's secret, then the stretched passphrase: neither opens anything alone."""

    __slots__ = ()
    LENGTH_BYTES = 2 * KEY_BYTES


class SheetSecret(Key):
    """What a recovery sheet says: 200 bits, ten groups of four characters of five bits."""

    __slots__ = ()
    LENGTH_BYTES = 25


class SealingKey(Key):
    """A key that encrypts with AES-256-GCM.

    Attributes:
        aead: The cipher, set up once; that costs more than sealing a short value.
        key_id: Names the key in every envelope that it sealed.
    """

    __slots__ = ("aead", "key_id")

    def __init__(self, secret: bytes) -> None:
        """Take the bytes of the key and set up the cipher."""
        super().__init__(secret)
        self.aead = AESGCM(self._secret)
        self.key_id = _hkdf(self._secret, Label.KEY_ID, b"", KEY_ID_BYTES)


class KeyEncryptionKey(SealingKey):
    """Wraps the vault key; derived from what a slot gives."""

    __slots__ = ()


class WrappingKey(SealingKey):
    """Wraps matter keys (the vault's) or document keys (a matter's)."""

    __slots__ = ()


class DataKey(SealingKey):
    """Seals values, page records or the chunks of an original."""

    __slots__ = ()


class VaultKey(Key):
    """The random root of a vault."""

    __slots__ = ()


class MatterKey(Key):
    """The random root of one matter in one epoch."""

    __slots__ = ()


class DocumentKey(Key):
    """The random root of one document; destroying it disposes of the document."""

    __slots__ = ()


class MemberKey(Key):
    """A member's private X25519 key (RFC 7748): what is sealed to its public half opens with it."""

    __slots__ = ()


class LastingKey(Key):
    """A key that was derived once and is kept from then on (`desktop.vault.rotation.lasting`)."""

    __slots__ = ()


class IndexKey(Key):
    """Makes tags. Whoever holds it can try out a dictionary: as sensitive as a data key.

    Attributes:
        column_keys: Keys derived for single columns, kept here so that they go when it goes.
    """

    __slots__ = ("column_keys",)

    def __init__(self, secret: bytes) -> None:
        """Take the bytes of the key."""
        super().__init__(secret)
        self.column_keys: dict[tuple[str, ...], bytes] = {}


class AuditKey(Key):
    """Authenticates the entries of one log."""

    __slots__ = ()


class StateKey(Key):
    """Authenticates the state of one database file."""

    __slots__ = ()


class DatabaseKey(Key):
    """A raw SQLCipher key and the salt of its file: no passphrase, so nothing to stretch."""

    __slots__ = ()
    LENGTH_BYTES = KEY_BYTES + DATABASE_SALT_BYTES

    def raw_key(self) -> bytes:
        """`x'<64 hex digits of the key><32 of the salt>'`, as `Connection.set_key` takes it."""
        return b"x'" + self._secret.hex().encode("ascii") + b"'"


def new_keyring_secret() -> KeyringSecret:
    """Random, from the operating system."""
    return KeyringSecret(secrets.token_bytes(KEY_BYTES))


def new_sheet_secret() -> SheetSecret:
    """Random, from the operating system."""
    return SheetSecret(secrets.token_bytes(SheetSecret.LENGTH_BYTES))


def new_vault_key() -> VaultKey:
    """Random, from the operating system."""
    return VaultKey(secrets.token_bytes(KEY_BYTES))


def new_matter_key() -> MatterKey:
    """Random, from the operating system."""
    return MatterKey(secrets.token_bytes(KEY_BYTES))


def new_member_key() -> MemberKey:
    """Random, from the operating system."""
    return MemberKey(secrets.token_bytes(KEY_BYTES))


def new_document_key() -> DocumentKey:
    """Random, from the operating system."""
    return DocumentKey(secrets.token_bytes(KEY_BYTES))


_DERIVATIONS: dict[Label, tuple[type[Key], type[Key]]] = {
    Label.KEYRING_KEK: (KeyringSecret, KeyEncryptionKey),
    Label.PASSPHRASE_KEK: (StretchedPassphrase, KeyEncryptionKey),
    Label.KEYRING_AND_PASSPHRASE_KEK: (KeyringAndPassphrase, KeyEncryptionKey),
    Label.SHEET_KEK: (SheetSecret, KeyEncryptionKey),
    Label.REGISTRY_DATABASE: (VaultKey, DatabaseKey),
    Label.REGISTRY_DATA: (VaultKey, DataKey),
    Label.VAULT_WRAPPING: (VaultKey, WrappingKey),
    Label.MATTER_DATABASE: (MatterKey, DatabaseKey),
    Label.MATTER_DATA: (MatterKey, DataKey),
    Label.MATTER_INDEX: (MatterKey, IndexKey),
    Label.MATTER_WRAPPING: (MatterKey, WrappingKey),
    Label.DOCUMENT_VALUES: (DocumentKey, DataKey),
    Label.DOCUMENT_ORIGINAL: (DocumentKey, DataKey),
    Label.DOCUMENT_PAGES: (DocumentKey, DataKey),
    Label.VAULT_AUDIT: (VaultKey, AuditKey),
    Label.VAULT_STATE: (VaultKey, StateKey),
    Label.MATTER_AUDIT: (MatterKey, AuditKey),
    Label.MATTER_STATE: (MatterKey, StateKey),
}
"""Which key comes from which; the overloads of `derive` say the same to the type checker."""


@overload
def derive(
    parent: KeyringSecret, label: Literal[Label.KEYRING_KEK], context: bytes
) -> KeyEncryptionKey: ...
@overload
def derive(
    parent: StretchedPassphrase, label: Literal[Label.PASSPHRASE_KEK], context: bytes
) -> KeyEncryptionKey: ...
@overload
def derive(
    parent: KeyringAndPassphrase, label: Literal[Label.KEYRING_AND_PASSPHRASE_KEK], context: bytes
) -> KeyEncryptionKey: ...
@overload
def derive(
    parent: SheetSecret, label: Literal[Label.SHEET_KEK], context: bytes
) -> KeyEncryptionKey: ...
@overload
def derive(
    parent: VaultKey, label: Literal[Label.REGISTRY_DATABASE], context: bytes
) -> DatabaseKey: ...
@overload
def derive(parent: VaultKey, label: Literal[Label.REGISTRY_DATA], context: bytes) -> DataKey: ...
@overload
def derive(
    parent: VaultKey, label: Literal[Label.VAULT_WRAPPING], context: bytes
) -> WrappingKey: ...
@overload
def derive(
    parent: MatterKey, label: Literal[Label.MATTER_DATABASE], context: bytes
) -> DatabaseKey: ...
@overload
def derive(parent: MatterKey, label: Literal[Label.MATTER_DATA], context: bytes) -> DataKey: ...
@overload
def derive(parent: MatterKey, label: Literal[Label.MATTER_INDEX], context: bytes) -> IndexKey: ...
@overload
def derive(
    parent: MatterKey, label: Literal[Label.MATTER_WRAPPING], context: bytes
) -> WrappingKey: ...
@overload
def derive(parent: VaultKey, label: Literal[Label.VAULT_AUDIT], context: bytes) -> AuditKey: ...
@overload
def derive(parent: VaultKey, label: Literal[Label.VAULT_STATE], context: bytes) -> StateKey: ...
@overload
def derive(parent: MatterKey, label: Literal[Label.MATTER_AUDIT], context: bytes) -> AuditKey: ...
@overload
def derive(parent: MatterKey, label: Literal[Label.MATTER_STATE], context: bytes) -> StateKey: ...
@overload
def derive(
    parent: DocumentKey,
    label: Literal[Label.DOCUMENT_VALUES, Label.DOCUMENT_ORIGINAL, Label.DOCUMENT_PAGES],
    context: bytes,
) -> DataKey: ...
def derive(parent: Key, label: Label, context: bytes) -> Key:
    """Derive the key that a label stands for.

    Args:
        parent: The key above it.
        label: What the new key is for.
        context: Identity of the vault, matter or document.

    Raises:
        TypeError: This label is not derived from this type of key.
    """
    return derive_any(parent, label, context)


def derivations_of(parent_type: type[Key]) -> dict[Label, type[Key]]:
    """What is derived from a type of key: labels, and the types of key that they give."""
    return {
        label: child for label, (parent, child) in _DERIVATIONS.items() if parent is parent_type
    }


def derive_any(parent: Key, label: Label, context: bytes) -> Key:
    """`derive`, for a label that is not known before the program runs.

    Raises:
        TypeError: This label is not derived from this type of key.
    """
    return derived_by(_DERIVATIONS, parent, label, context)


def derived_by(
    derivations: Mapping[Label, tuple[type[Key], type[Key]]],
    parent: Key,
    label: Label,
    context: bytes,
) -> Key:
    """The key that a label stands for in a table of labels: type of the parent, type of the child.

    Raises:
        TypeError: This label is not derived from this type of key.
    """
    parent_type, child_type = derivations.get(label, (None, Key))
    if type(parent) is not parent_type:
        raise TypeError(f"{label} is not derived from a {type(parent).__name__}")
    return child_type(_hkdf(parent.reveal(), label, context, child_type.LENGTH_BYTES))


def derive_index_bytes(index_key: IndexKey, label: Label, *names: str) -> bytes:
    """The 32-byte HMAC key of one column and index kind, made once and kept with the index key.

    Args:
        index_key: The matter's index key.
        label: One of the INDEX_ labels.
        names: Table, column and kind, as far as the label needs them.
    """
    place = (label, *names)
    found = index_key.column_keys.get(place)
    if found is None:
        context = length_prefixed(*(name.encode() for name in names))
        found = _hkdf(index_key.reveal(), label, context, KEY_BYTES)
        index_key.column_keys[place] = found
    return found


def commitment(key: Key) -> bytes:
    """32 bytes that only this key gives: AES-GCM alone lets one ciphertext open under two keys."""
    return _hkdf(key.reveal(), Label.KEY_COMMITMENT, b"", COMMITMENT_BYTES)


def _hkdf(secret: bytes, label: Label, context: bytes, length_bytes: int) -> bytes:
    info = length_prefixed(label.encode("ascii"), context)
    return HKDF(algorithm=SHA256(), length=length_bytes, salt=None, info=info).derive(secret)
