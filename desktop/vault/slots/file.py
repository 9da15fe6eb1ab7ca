"""The slot file: each slot opens the vault key in its own way.

`slots.json` beside the registry, UTF-8, one JSON object, at most 64 KiB:

    format     2, and 3 once the vault key was rotated; 1 is read as well: keyring slots only,
               without `made_on`, and no `key_epoch`
    vault_id   32 hexadecimal digits of a random UUID
    key_epoch  epoch of the vault key: 1, and one more at each rotation
    slots      list, of these kinds
        kind       "keyring", "keyring-and-passphrase", "passphrase" or "sheet"
        key_name   name of the secret in the keyring; in the two kinds that use one
        slot_id    32 hexadecimal digits; in the other two
        costs      of Argon2id (`stretching`): salt, memory_kib, iterations, lanes; in the two kinds
                   with a passphrase
        is_proven  whether the sheet was typed back; of sheets
        made_on    the day, "YYYY-MM-DD"
        wrapped    the vault key, wrapped (`desktop.vault.wrapping`), Base64
        public     X25519 public key to which a new vault key is sealed, Base64; with its `proof`
        ephemeral  that to which `wrapped` was sealed, Base64; "" where it is wrapped as made

The wrapping key is HKDF(what the slot asks for, "incamera/v1/<kind>/key-encryption-key", vault id),
or after a rotation what `desktop.vault.slots.receiving` says; its commitment stands in the wrapped
key. The place of the wrapped key is matter "", table "slots.json", column "wrapped", row the vault
id, version the epoch of the vault key.

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
    VaultAbsentError,
    VaultDamagedError,
    VaultReadOnlyError,
    VaultTooNewError,
)
from desktop.vault.files import OWNER_ALONE, mode_of_files
from desktop.vault.place import Place
from desktop.vault.slots.stretching import Costs

SLOTS_FILE = "slots.json"
FORMAT = 3
MAX_FILE_BYTES = 64 << 10
"""A slot takes about 400 bytes."""

KEY_NAME_PREFIX = "vault-"


KeyName = Annotated[str, msgspec.Meta(pattern="^[a-z0-9-]{1,64}$")]
Identity = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
Day = Annotated[str, msgspec.Meta(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")]


class _AnySlot(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What all slots have.

    Attributes:
        wrapped: The vault key, wrapped.
        made_on: The day, "" where it is not known.
        public: What a new vault key is sealed to (`desktop.vault.slots.receiving`); empty in slots
            from before there was any.
        proof: That whoever put it there had the vault key.
        ephemeral: Empty where `wrapped` stands under what the slot asks for; else the public key
            with which it was sealed to `public`.
    """

    wrapped: bytes = b""
    made_on: Day = ""
    public: bytes = b""
    proof: bytes = b""
    ephemeral: bytes = b""


class KeyringSlot(_AnySlot, frozen=True, kw_only=True, tag="keyring"):
    """Opens with a secret from the keyring of the operating system.

    Attributes:
        key_name: Name of the secret in the keyring.
    """

    key_name: KeyName


class KeyringAndPassphraseSlot(_AnySlot, frozen=True, kw_only=True, tag="keyring-and-passphrase"):
    """Opens with a secret from the keyring and a passphrase together."""

    key_name: KeyName
    costs: Costs


class PassphraseSlot(_AnySlot, frozen=True, kw_only=True, tag="passphrase"):
    """Opens with a passphrase alone."""

    slot_id: Identity
    costs: Costs


class SheetSlot(_AnySlot, frozen=True, kw_only=True, tag="sheet"):
    """Opens with a recovery sheet.

    Attributes:
        slot_id: Random identity; its first digits stand on the sheet.
        is_proven: Whether the sheet was typed back.
    """

    slot_id: Identity
    is_proven: bool = False


Slot = KeyringSlot | KeyringAndPassphraseSlot | PassphraseSlot | SheetSlot


class SlotFile(msgspec.Struct, frozen=True, kw_only=True):
    """What the slot file says.

    Attributes:
        format: Version of this layout.
        vault_id: Random identity of the vault, 32 hexadecimal digits.
        key_epoch: Epoch of the vault key.
        slots: The ways to open the vault.
    """

    format: Literal[1, 2, 3] = 2
    vault_id: Identity
    key_epoch: Annotated[int, msgspec.Meta(ge=1, lt=1 << 31)] = 1
    slots: tuple[Slot, ...]


class _AnyFormat(msgspec.Struct):
    format: int


def slot_id_of(slot: Slot) -> str:
    """The identity of a slot: its own, or the random part of its name in the keyring."""
    if isinstance(slot, (KeyringSlot, KeyringAndPassphraseSlot)):
        return slot.key_name.removeprefix(KEY_NAME_PREFIX)
    return slot.slot_id


def place_in(vault_id: str, key_epoch: int) -> Place:
    """Where the wrapped key of each slot lives."""
    return Place(
        matter_id="",
        table=SLOTS_FILE,
        column="wrapped",
        row_id=bytes.fromhex(vault_id),
        version=key_epoch,
    )


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
    return slot_file_of(content)


def slot_file_of(content: bytes) -> SlotFile:
    """Decode a slot file.

    Raises:
        VaultDamagedError: It is not what this program writes.
        VaultTooNewError: It has a later format.
    """
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
    put_file(folder / SLOTS_FILE, msgspec.json.format(msgspec.json.encode(slot_file), indent=1))


def put_file(target: Path, content: bytes) -> None:
    """Write a small file of the vault's folder in one step; when this returns it is on the disk.

    What lies in the way of the unfinished file is deleted, not written through: in a folder that
    several accounts share, one could have put a link there to a file of another's.

    Raises:
        DiskFullError: There is no room; what was there before is unchanged.
        VaultReadOnlyError: The folder cannot be written; likewise.
    """
    folder, unfinished = target.parent, target.with_name(f"{target.name}.new")
    try:
        mode = mode_of_files(folder)
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode != OWNER_ALONE:
            unfinished.chmod(mode)
        unfinished.replace(target)
        sync_folder(folder)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError from None
        raise VaultReadOnlyError from None


def sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; Windows does so by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
