"""Invitations: a code, used once, by which another account gets the vault key.

`invitations.json` beside the slot file, UTF-8, one JSON object, at most 64 KiB; absent where nobody
is invited:

    format       1
    invitations  list of
        invitation_id  32 hexadecimal digits
        wrapped        the vault key, wrapped (`desktop.vault.wrapping`), Base64

The wrapping key is HKDF(200 random bits of the code, "incamera/v1/invitation/key-encryption-key",
vault id); the place of the wrapped key is matter "", table "invitations.json", column "wrapped",
row the invitation, version the epoch of the vault key. The code is written like a recovery sheet:
ten groups that check themselves (`desktop.vault.slots.sheet_code`).

The file holds no secret. What an invitation makes of whoever uses it stands sealed in the registry,
and an invitation without its row there is worth nothing: it was used, withdrawn, or has expired.
Whoever kept a copy of the file and learns the code has the vault key all the same, for as long as
the vault has that key. What has expired leaves the file at the next opening of the vault.
"""

import logging
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import msgspec

from desktop.domain.errors import (
    InvitationError,
    VaultDamagedError,
    VaultError,
    VaultReadOnlyError,
    VaultTooNewError,
    WrongKeyError,
)
from desktop.domain.identity import new_identity
from desktop.domain.member import Invitation
from desktop.vault.inside import VaultInside
from desktop.vault.keys import SheetSecret, VaultKey, new_sheet_secret
from desktop.vault.labels import Label
from desktop.vault.members.keys import derive_for_members
from desktop.vault.members.records import (
    InvitedAs,
    invitation_of,
    invitation_place,
    invitation_record,
)
from desktop.vault.place import Place
from desktop.vault.seal import DAMAGED, open_sealed, seal
from desktop.vault.slots.file import Identity, SlotFile, put_file, read_slots
from desktop.vault.slots.sheet_code import secret_of
from desktop.vault.wrapping import unwrap, wrap

log = logging.getLogger(__name__)

INVITATIONS_FILE = "invitations.json"
VALID_DAYS = 7
MAX_FILE_BYTES = 64 << 10


class InvitationSlot(msgspec.Struct, frozen=True, kw_only=True):
    """The vault key, wrapped by a code."""

    invitation_id: Identity
    wrapped: bytes


class InvitationFile(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says."""

    format: Annotated[int, msgspec.Meta(ge=1)] = 1
    invitations: tuple[InvitationSlot, ...] = ()


def invite(inside: VaultInside, invited: InvitedAs) -> tuple[Invitation, SheetSecret]:
    """Make a code, within a transaction of the registry.

    Returns:
        The invitation, and what its code says.

    Raises:
        VaultError: The file cannot be written.
    """
    invitation_id, secret = new_identity(), new_sheet_secret()
    kek = derive_for_members(secret, Label.INVITATION_KEK, inside.vault_id.encode("ascii"))
    place = _place(invitation_id, read_slots(inside.folder).key_epoch)
    inside.registry.change(
        "INSERT INTO invitation (invitation_id, record) VALUES (?, ?)",
        bytes.fromhex(invitation_id),
        seal(inside.data_key, invitation_record(invited), invitation_place(invitation_id)),
    )
    slot = InvitationSlot(invitation_id=invitation_id, wrapped=wrap(kek, inside.vault_key, place))
    _write(inside.folder, (*_read(inside.folder).invitations, slot))
    return _invitation(invitation_id, invited), secret


def invitations(inside: VaultInside) -> tuple[Invitation, ...]:
    """Every invitation that was not used; expired ones too, and none that was altered."""
    found = []
    for row_id, record in inside.registry.rows("SELECT invitation_id, record FROM invitation"):
        with suppress(*DAMAGED):
            found.append(_opened(inside, row_id.hex(), record))
    return tuple(sorted(found, key=lambda each: (each.expires_on, each.name)))


def drop(inside: VaultInside, invitation_id: str) -> None:
    """Let an invitation be worth nothing any more, within a transaction of the registry."""
    inside.registry.change(
        "DELETE FROM invitation WHERE invitation_id = ?", bytes.fromhex(invitation_id)
    )
    kept = tuple(
        each for each in _read(inside.folder).invitations if each.invitation_id != invitation_id
    )
    _write(inside.folder, kept)


def drop_all(inside: VaultInside) -> None:
    """Let none be worth anything any more, within a transaction of the registry.

    A rotation of the vault key does so: what is wrapped by a code is the old key.
    """
    inside.registry.change("DELETE FROM invitation")
    _write(inside.folder, ())


def drop_expired(inside: VaultInside, today: date) -> None:
    """Drop what nobody used in time, within a transaction of the registry.

    What stands in the file and not in the registry goes as well: a kill between the two, or before
    a new vault key had taken its invitations away, leaves it.
    """
    valid = set()
    for each in invitations(inside):
        if each.expires_on < today:
            row_id = bytes.fromhex(each.invitation_id)
            inside.registry.change("DELETE FROM invitation WHERE invitation_id = ?", row_id)
        else:
            valid.add(each.invitation_id)
    slots = _read(inside.folder).invitations
    kept = tuple(each for each in slots if each.invitation_id in valid)
    if kept != slots:
        _write(inside.folder, kept)


def clear_away(inside: VaultInside, today: date) -> None:
    """Drop what nobody used in time; where that cannot be now, at a later opening.

    An expired code would open the vault key for as long as its slot stands in the file.
    """
    if not (inside.folder / INVITATIONS_FILE).exists():
        return
    try:
        with inside.registry.transaction():
            drop_expired(inside, today)
    except VaultError as error:
        log.warning("invitations were not cleared away: %s", error.code)


def key_by_code(folder: Path, slot_file: SlotFile, typed: str) -> tuple[VaultKey, str]:
    """The vault key, and the invitation that a code belongs to.

    Args:
        folder: Of the vault.
        slot_file: Of the vault.
        typed: Ten groups.

    Raises:
        SheetMistypedError: A group is not as it was shown; it names the groups.
        InvitationError: It opens none.
    """
    vault_id = slot_file.vault_id.encode("ascii")
    kek = derive_for_members(secret_of(typed), Label.INVITATION_KEK, vault_id)
    for each in _read(folder).invitations:
        place = _place(each.invitation_id, slot_file.key_epoch)
        with suppress(WrongKeyError, VaultDamagedError):
            return unwrap(kek, each.wrapped, place, VaultKey), each.invitation_id
    raise InvitationError


def demanded(inside: VaultInside, invitation_id: str, today: date) -> Invitation:
    """An invitation that can be used.

    Raises:
        InvitationError: It was used or withdrawn, or has expired.
    """
    row = inside.registry.row(
        "SELECT record FROM invitation WHERE invitation_id = ?", bytes.fromhex(invitation_id)
    )
    if row is None:
        raise InvitationError
    found = _opened(inside, invitation_id, row[0])
    if found.expires_on < today:
        raise InvitationError
    return found


def last_day(today: date) -> str:
    """The last day of an invitation that is made today, "YYYY-MM-DD"."""
    return (today + timedelta(days=VALID_DAYS)).isoformat()


def _opened(inside: VaultInside, invitation_id: str, record: bytes) -> Invitation:
    plain = open_sealed(inside.data_key, record, invitation_place(invitation_id))
    return _invitation(invitation_id, invitation_of(plain))


def _invitation(invitation_id: str, invited: InvitedAs) -> Invitation:
    try:
        expires_on = date.fromisoformat(invited.expires_on)
    except ValueError:
        raise VaultDamagedError from None
    return Invitation(invitation_id, invited.name, invited.is_administrator, expires_on)


def _read(folder: Path) -> InvitationFile:
    try:
        with (folder / INVITATIONS_FILE).open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return InvitationFile()
    except OSError:
        raise VaultReadOnlyError("The vault's invitations cannot be read.") from None
    try:
        found = msgspec.json.decode(content, type=InvitationFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise VaultDamagedError("The vault's invitations were altered or damaged.") from None
    if found.format > 1:
        raise VaultTooNewError
    return found


def _write(folder: Path, slots: tuple[InvitationSlot, ...]) -> None:
    """Write the file in one step; without invitations there is none."""
    if not slots:
        (folder / INVITATIONS_FILE).unlink(missing_ok=True)
        return
    content = msgspec.json.encode(InvitationFile(invitations=slots))
    put_file(folder / INVITATIONS_FILE, msgspec.json.format(content, indent=1))


def _place(invitation_id: str, key_epoch: int) -> Place:
    return Place("", INVITATIONS_FILE, "wrapped", bytes.fromhex(invitation_id), key_epoch)
