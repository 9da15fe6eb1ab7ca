"""The slot file: each slot opens the vault key in its own way.

`slots.json` beside `registry.db`, UTF-8, one JSON object, at most 64 KiB:

    format     1
    vault_id   32 hexadecimal digits of a random UUID
    slots      list of
        kind       "keyring"
        key_name   name of the secret in the keyring
        wrapped    the vault key, wrapped (`desktop.vault.keys`), Base64

The wrapping key is HKDF(secret, "incamera/v1/keyring-secret/key-encryption-key", vault id); its
commitment stands in the wrapped key. The place of the wrapped key is matter "", table "slots.json",
column "wrapped", row the vault id, version 1.

The file holds no secret: without what a slot asks for, it opens nothing. It is replaced in one
step, so a crash leaves the old file or the new one.
"""

import errno
import os
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from desktop.domain.errors import (
    DiskFullError,
    KeyMissingError,
    VaultAbsentError,
    VaultDamagedError,
    VaultReadOnlyError,
    VaultTooNewError,
)
from desktop.domain.identity import new_identity
from desktop.vault.keyring_store import KeyStore
from desktop.vault.keys import KeyringSecret, VaultKey, derive, new_keyring_secret, unwrap, wrap
from desktop.vault.labels import Label
from desktop.vault.place import Place

SLOTS_FILE = "slots.json"
FORMAT = 1
MAX_FILE_BYTES = 64 << 10
"""A slot takes about 300 bytes."""

_UNFINISHED_FILE = "slots.json.new"


class KeyringSlot(msgspec.Struct, frozen=True, tag_field="kind", tag="keyring"):
    """Opens with a secret from the keyring of the operating system.

    Attributes:
        key_name: Name of the secret in the keyring.
        wrapped: The vault key, wrapped.
    """

    key_name: Annotated[str, msgspec.Meta(pattern="^[a-z0-9-]{1,64}$")]
    wrapped: bytes


class SlotFile(msgspec.Struct, frozen=True, kw_only=True):
    """What the slot file says.

    Attributes:
        format: Version of this layout.
        vault_id: Random identity of the vault, 32 hexadecimal digits.
        slots: The ways to open the vault.
    """

    format: Literal[1] = 1
    vault_id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    slots: tuple[KeyringSlot, ...]


class _AnyFormat(msgspec.Struct):
    format: int


def new_keyring_slot(vault_id: str, vault_key: VaultKey, key_store: KeyStore) -> KeyringSlot:
    """Put a fresh secret under a fresh name into the keyring and wrap the vault key by it.

    Raises:
        KeyStoreError: The keyring cannot be used, or would not keep the secret safe.
    """
    key_name = f"vault-{new_identity()}"
    secret = new_keyring_secret()
    key_store.put(key_name, secret.reveal())
    kek = derive(secret, Label.KEYRING_KEK, vault_id.encode("ascii"))
    return KeyringSlot(key_name=key_name, wrapped=wrap(kek, vault_key, _place(vault_id)))


def vault_key_of(slot_file: SlotFile, key_store: KeyStore) -> VaultKey:
    """Open the vault key with the first slot whose secret is in the keyring.

    Raises:
        KeyMissingError: The keyring holds the secret of no slot.
        WrongKeyError: The secret in the keyring does not belong to the slot.
        VaultDamagedError: The slot was altered, or what the keyring holds is no secret of ours.
        KeyStoreError: The keyring cannot be used.
    """
    for slot in slot_file.slots:
        secret = key_store.get(slot.key_name)
        if secret is None:
            continue
        try:
            keyring_secret = KeyringSecret(secret)
        except ValueError:
            raise VaultDamagedError("The key in the keyring was altered.") from None
        vault_id = slot_file.vault_id
        kek = derive(keyring_secret, Label.KEYRING_KEK, vault_id.encode("ascii"))
        return unwrap(kek, slot.wrapped, _place(vault_id), VaultKey)
    raise KeyMissingError


def read_slots(folder: Path) -> SlotFile:
    """Read the slot file: absent, damaged or fine.

    Raises:
        VaultAbsentError: There is none.
        VaultDamagedError: It is not what this program writes.
        VaultTooNewError: It has a later format.
        VaultReadOnlyError: The system does not let us read it.
    """
    try:
        with (folder / SLOTS_FILE).open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise VaultAbsentError from None
    except OSError:
        raise VaultReadOnlyError("The vault's key slots cannot be read.") from None
    if len(content) > MAX_FILE_BYTES:
        raise VaultDamagedError("The vault's key slots were altered or damaged.")
    try:
        if msgspec.json.decode(content, type=_AnyFormat).format > FORMAT:
            raise VaultTooNewError
        return msgspec.json.decode(content, type=SlotFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise VaultDamagedError("The vault's key slots were altered or damaged.") from None


def write_slots(folder: Path, slot_file: SlotFile) -> None:
    """Write the slot file in one step; when this returns it is on the disk.

    Raises:
        DiskFullError: There is no room; what was there before is unchanged.
        VaultReadOnlyError: The folder cannot be written; likewise.
    """
    unfinished = folder / _UNFINISHED_FILE
    content = msgspec.json.format(msgspec.json.encode(slot_file), indent=1)
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / SLOTS_FILE)
        _sync_folder(folder)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError from None
        raise VaultReadOnlyError from None


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; Windows does so by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _place(vault_id: str) -> Place:
    return Place(
        matter_id="",
        table=SLOTS_FILE,
        column="wrapped",
        row_id=bytes.fromhex(vault_id),
        version=1,
    )
