"""Keys of backups and of packed matters.

    vault key   -> backup key of one file of backups      context: identity of the file, 16 bytes
                -> receiving key (X25519)                  context: vault id, 32 digits
    matter key  -> backup key of one packed matter         context: identity of the file
    backup key  -> data key | sameness key                 context: identity of the file

    stretched passphrase | X25519 secret  -> key-encryption key ~> matter key of a packed matter

Derivations are those of `desktop.vault.keys`: HKDF-SHA256, empty salt, info the label and the
context, each behind its length. A backup needs no key of its own in the keyring: whatever opens the
vault key opens it.
"""

from typing import Literal, overload

from desktop.vault.keys import (
    DataKey,
    Key,
    KeyEncryptionKey,
    MatterKey,
    StretchedPassphrase,
    VaultKey,
    derived_by,
)
from desktop.vault.labels import Label


class BackupKey(Key):
    """The root of one file of backups, or of one packed matter."""

    __slots__ = ()


class SamenessKey(Key):
    """Tells segments that are there already (`desktop.vault.backup.catalogue`)."""

    __slots__ = ()


class ReceivingKey(Key):
    """Private X25519 key (RFC 7748): what is packed for its public half opens in this vault."""

    __slots__ = ()


class SharedSecret(Key):
    """What X25519 gives to both sides of a packed matter."""

    __slots__ = ()


_DERIVATIONS: dict[Label, tuple[type[Key], type[Key]]] = {
    Label.VAULT_BACKUP: (VaultKey, BackupKey),
    Label.VAULT_RECEIVING: (VaultKey, ReceivingKey),
    Label.MATTER_PACK: (MatterKey, BackupKey),
    Label.BACKUP_DATA: (BackupKey, DataKey),
    Label.BACKUP_SAMENESS: (BackupKey, SamenessKey),
    Label.PACK_PASSPHRASE_KEK: (StretchedPassphrase, KeyEncryptionKey),
    Label.PACK_RECEIVER_KEK: (SharedSecret, KeyEncryptionKey),
}


@overload
def derive_for_backup(
    parent: VaultKey, label: Literal[Label.VAULT_BACKUP], context: bytes
) -> BackupKey: ...
@overload
def derive_for_backup(
    parent: VaultKey, label: Literal[Label.VAULT_RECEIVING], context: bytes
) -> ReceivingKey: ...
@overload
def derive_for_backup(
    parent: MatterKey, label: Literal[Label.MATTER_PACK], context: bytes
) -> BackupKey: ...
@overload
def derive_for_backup(
    parent: BackupKey, label: Literal[Label.BACKUP_DATA], context: bytes
) -> DataKey: ...
@overload
def derive_for_backup(
    parent: BackupKey, label: Literal[Label.BACKUP_SAMENESS], context: bytes
) -> SamenessKey: ...
@overload
def derive_for_backup(
    parent: StretchedPassphrase, label: Literal[Label.PACK_PASSPHRASE_KEK], context: bytes
) -> KeyEncryptionKey: ...
@overload
def derive_for_backup(
    parent: SharedSecret, label: Literal[Label.PACK_RECEIVER_KEK], context: bytes
) -> KeyEncryptionKey: ...
def derive_for_backup(parent: Key, label: Label, context: bytes) -> Key:
    """Derive the key that a label stands for.

    Raises:
        TypeError: This label is not derived from this type of key.
    """
    return derived_by(_DERIVATIONS, parent, label, context)
