"""What opens a packed matter: a passphrase, or the vault that it was packed for.

The key record of a packed matter is UTF-8, one JSON object:

    format   1
    ways     list of
        kind        "passphrase"
        costs       of Argon2id (`desktop.vault.slots.stretching`)
        wrapped     the matter key, wrapped, Base64
      or
        kind        "receiver"
        ephemeral   X25519 public key made for this file, 32 bytes, Base64
        wrapped     the matter key, wrapped, Base64

The wrapping key is HKDF(stretched passphrase, "incamera/v1/passphrase/pack-key-encryption-key",
identity of the file), or HKDF(X25519 secret, "incamera/v1/shared-secret/pack-key-encryption-key",
identity of the file || ephemeral public key || receiving public key). The place of the wrapped key
is matter "", table "pack", column "wrapped", row the identity of the file, version 1.

The receiving key of a vault is written as "icr1-" and the Base32 text (RFC 4648, lower case, no
padding) of its 32 bytes and the first 4 bytes of their SHA-256, in groups of four characters.
"""

import hashlib
from base64 import b32decode, b32encode
from typing import Annotated, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desktop.domain.errors import (
    BackupDamagedError,
    BackupTooNewError,
    PackKeyError,
    ReceivingKeyError,
    WrongKeyError,
)
from desktop.vault.backup.keys import ReceivingKey, SharedSecret, derive_for_backup
from desktop.vault.keys import (
    KeyEncryptionKey,
    MatterKey,
    VaultKey,
)
from desktop.vault.labels import Label
from desktop.vault.place import Place
from desktop.vault.slots.stretching import Costs, calibrated, stretched
from desktop.vault.wrapping import (
    unwrap,
    wrap,
)

FORMAT = 1
PUBLIC_BYTES = 32
_CHECK_BYTES = 4
_PREFIX = "icr1"
_GROUP = 4

_Public = Annotated[bytes, msgspec.Meta(min_length=PUBLIC_BYTES, max_length=PUBLIC_BYTES)]


class PassphrasePackWay(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="passphrase"
):
    """Opens with a passphrase that was told by another way than the file."""

    costs: Costs
    wrapped: bytes


class ReceiverPackWay(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="receiver"):
    """Opens in the vault whose receiving key was given."""

    ephemeral: _Public
    wrapped: bytes


class PackKeyRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What opens a packed matter."""

    format: Literal[1] = 1
    ways: tuple[PassphrasePackWay | ReceiverPackWay, ...]


class _AnyFormat(msgspec.Struct):
    format: int


def record_for_passphrase(container_id: bytes, key: MatterKey, passphrase: str) -> bytes:
    """The key record of a matter that is packed for a passphrase; takes about a second."""
    costs = calibrated()
    kek = _passphrase_key(container_id, passphrase, costs)
    way = PassphrasePackWay(costs=costs, wrapped=wrap(kek, key, _place(container_id)))
    return msgspec.json.encode(PackKeyRecord(ways=(way,)))


def record_for_receiver(container_id: bytes, key: MatterKey, receiving_text: str) -> bytes:
    """The key record of a matter that is packed for another vault.

    Raises:
        ReceivingKeyError: The text is no receiving key.
    """
    receiver = receiving_public_of(receiving_text)
    ephemeral = X25519PrivateKey.generate()
    public = _bytes_of(ephemeral.public_key())
    try:
        secret = SharedSecret(ephemeral.exchange(X25519PublicKey.from_public_bytes(receiver)))
    except ValueError:
        raise ReceivingKeyError from None
    kek = _receiver_key(container_id, secret, public, receiver)
    way = ReceiverPackWay(ephemeral=public, wrapped=wrap(kek, key, _place(container_id)))
    return msgspec.json.encode(PackKeyRecord(ways=(way,)))


def matter_key_of(
    record: bytes, container_id: bytes, vault_key: VaultKey, vault_id: str, passphrase: str | None
) -> MatterKey:
    """Open the matter key with this vault, or with the passphrase where one is given.

    Raises:
        PackKeyError: Neither opens it.
        BackupTooNewError: The record has a later format.
        BackupDamagedError: It was altered.
    """
    for way in _decoded(record).ways:
        kek: KeyEncryptionKey | None = None
        if isinstance(way, ReceiverPackWay):
            kek = _own_key(way, container_id, vault_key, vault_id)
        elif passphrase is not None:
            kek = _passphrase_key(container_id, passphrase, way.costs)
        if kek is None:
            continue
        try:
            return unwrap(kek, way.wrapped, _place(container_id), MatterKey)
        except WrongKeyError:
            continue
    raise PackKeyError


def asks_for_passphrase(record: bytes) -> bool:
    """Whether a packed matter opens with a passphrase."""
    return any(isinstance(way, PassphrasePackWay) for way in _decoded(record).ways)


def receiving_text_of(vault_key: VaultKey, vault_id: str) -> str:
    """The receiving key of a vault, to be read out or carried to another workstation."""
    public = _bytes_of(_private(vault_key, vault_id).public_key())
    text = b32encode(public + _check(public)).decode().lower().rstrip("=")
    groups = [text[start : start + _GROUP] for start in range(0, len(text), _GROUP)]
    return "-".join((_PREFIX, *groups))


def receiving_public_of(text: str) -> bytes:
    """The 32 bytes of a receiving key; spaces, hyphens and case make no difference.

    Raises:
        ReceivingKeyError: It is none, or was mistyped.
    """
    plain = "".join(text.split()).replace("-", "").lower()
    if not plain.startswith(_PREFIX):
        raise ReceivingKeyError
    encoded = plain.removeprefix(_PREFIX).upper()
    try:
        raw = b32decode(encoded + "=" * (-len(encoded) % 8))
    except ValueError:
        raise ReceivingKeyError from None
    public, check = raw[:PUBLIC_BYTES], raw[PUBLIC_BYTES:]
    if len(public) != PUBLIC_BYTES or check != _check(public):
        raise ReceivingKeyError
    return public


def _decoded(record: bytes) -> PackKeyRecord:
    try:
        if msgspec.json.decode(record, type=_AnyFormat).format > FORMAT:
            raise BackupTooNewError
        return msgspec.json.decode(record, type=PackKeyRecord)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BackupDamagedError from None


def _own_key(
    way: ReceiverPackWay, container_id: bytes, vault_key: VaultKey, vault_id: str
) -> KeyEncryptionKey | None:
    private = _private(vault_key, vault_id)
    try:
        secret = private.exchange(X25519PublicKey.from_public_bytes(way.ephemeral))
    except ValueError:
        raise BackupDamagedError from None
    own = _bytes_of(private.public_key())
    return _receiver_key(container_id, SharedSecret(secret), way.ephemeral, own)


def _passphrase_key(container_id: bytes, passphrase: str, costs: Costs) -> KeyEncryptionKey:
    return derive_for_backup(stretched(passphrase, costs), Label.PACK_PASSPHRASE_KEK, container_id)


def _receiver_key(
    container_id: bytes, secret: SharedSecret, ephemeral: bytes, receiver: bytes
) -> KeyEncryptionKey:
    context = container_id + ephemeral + receiver
    return derive_for_backup(secret, Label.PACK_RECEIVER_KEK, context)


def _private(vault_key: VaultKey, vault_id: str) -> X25519PrivateKey:
    key: ReceivingKey = derive_for_backup(
        vault_key, Label.VAULT_RECEIVING, vault_id.encode("ascii")
    )
    return X25519PrivateKey.from_private_bytes(key.reveal())


def _bytes_of(public: X25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _check(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:_CHECK_BYTES]


def _place(container_id: bytes) -> Place:
    return Place("", "pack", "wrapped", container_id, 1)
