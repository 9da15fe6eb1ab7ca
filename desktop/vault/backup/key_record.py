"""The part of a backup of a vault that says how it is opened: the key slots of that time.

UTF-8, one JSON object:

    format     1
    vault_id   32 hexadecimal digits
    key_id     of the data key, 8 hexadecimal digits: tells whether the vault key is still the same
    slots      `slots.json` of the vault, byte for byte, Base64

It holds no secret: like the slot file, it opens nothing by itself. Since all slots are in it, the
recovery sheet alone opens a backup on a new computer.
"""

from typing import Annotated, Literal

import msgspec

from desktop.domain.errors import BackupDamagedError, BackupTooNewError
from desktop.vault.slots.file import SlotFile, slot_file_of

FORMAT = 1
MAX_BYTES = 128 << 10


class KeyRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What opens a backup.

    Attributes:
        format: Version of this layout.
        vault_id: The vault.
        key_id: Of the data key of the backup.
        slots: The slot file, byte for byte.
    """

    format: Literal[1] = 1
    vault_id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    key_id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}$")]
    slots: bytes

    def slot_file(self) -> SlotFile:
        """The ways to open the vault key.

        Raises:
            VaultDamagedError: It is not what this program writes.
            VaultTooNewError: It has a later format.
        """
        return slot_file_of(self.slots)


class _AnyFormat(msgspec.Struct):
    format: int


def encoded_key_record(record: KeyRecord) -> bytes:
    """The record as bytes."""
    return msgspec.json.encode(record)


def key_record_of(content: bytes) -> KeyRecord:
    """Decode a record.

    Raises:
        BackupTooNewError: It has a later format.
        BackupDamagedError: This program did not write it.
    """
    try:
        if msgspec.json.decode(content, type=_AnyFormat).format > FORMAT:
            raise BackupTooNewError
        return msgspec.json.decode(content, type=KeyRecord)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BackupDamagedError from None
