"""What stands inside the sealed records of members, invitations and walls.

MessagePack arrays that begin with the format's number, 1; times in microseconds since 1970, UTC.

    record      sealed under         array
    member      registry data key    1, name, joined at, is administrator, is leaving, way id
    way         registry data key    1, costs of Argon2id as in a key slot, wrapped private key
    invitation  registry data key    1, name, is administrator, last day "YYYY-MM-DD"
    notice      registry data key    1, client and matter number, name of the member to ask
    walled      record key           1, record of the matter, walled at, members [[id, public key]]

`way id` names the member's way into the vault among its key slots, "" where there is none. The list
of members inside the walled record is what a rotation goes by: it can be written by those inside
alone, while rows of the registry can be written by every account of the vault.
"""

from datetime import datetime
from typing import NamedTuple

import msgspec

from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter
from desktop.domain.member import MemberId
from desktop.vault.backup.times import microseconds_of, moment_of
from desktop.vault.place import Place
from desktop.vault.records import FORMAT, decoded, matter_of, matter_record
from desktop.vault.slots.stretching import Costs

_encode = msgspec.msgpack.Encoder().encode

_MemberRecord = tuple[int, str, int, bool, bool, str]
_WayRecord = tuple[int, Costs, bytes]
_InvitationRecord = tuple[int, str, bool, str]
_NoticeRecord = tuple[int, str, str]
_WalledRecord = tuple[int, bytes, int, list[tuple[bytes, bytes]]]

_member_decoder = msgspec.msgpack.Decoder(_MemberRecord)
_way_decoder = msgspec.msgpack.Decoder(_WayRecord)
_invitation_decoder = msgspec.msgpack.Decoder(_InvitationRecord)
_notice_decoder = msgspec.msgpack.Decoder(_NoticeRecord)
_walled_decoder = msgspec.msgpack.Decoder(_WalledRecord)


class MemberFacts(NamedTuple):
    """What the registry says of a member.

    Attributes:
        name: As the administrator wrote it.
        joined_at: UTC.
        is_administrator: Whether it invites and removes members.
        is_leaving: Whether its removal was begun.
        way_id: Its way into the vault, "" where there is none.
    """

    name: str
    joined_at: datetime
    is_administrator: bool
    is_leaving: bool = False
    way_id: str = ""


class Admitted(NamedTuple):
    """A member inside a wall, and the public key by which it was admitted."""

    member_id: MemberId
    public_key: bytes


class Walled(NamedTuple):
    """What is known of a matter behind a wall, to those inside.

    Attributes:
        matter: The matter.
        walled_at: UTC.
        admitted: Who is inside, the earliest first.
    """

    matter: Matter
    walled_at: datetime
    admitted: tuple[Admitted, ...]


class InvitedAs(NamedTuple):
    """What an invitation makes of whoever uses it."""

    name: str
    is_administrator: bool
    expires_on: str


def member_record(facts: MemberFacts) -> bytes:
    """Encode what the registry says of a member."""
    name, joined_at, is_administrator, is_leaving, way_id = facts
    return _encode((FORMAT, name, microseconds_of(joined_at), is_administrator, is_leaving, way_id))


def member_of(plain: bytes) -> MemberFacts:
    """Decode what the registry says of a member."""
    _, name, joined_us, is_administrator, is_leaving, way_id = decoded(_member_decoder, plain)
    return MemberFacts(name, moment_of(joined_us), is_administrator, is_leaving, way_id)


def way_record(costs: Costs, wrapped: bytes) -> bytes:
    """Encode how a passphrase opens a member's key."""
    return _encode((FORMAT, costs, wrapped))


def way_of(plain: bytes) -> tuple[Costs, bytes]:
    """Decode how a passphrase opens a member's key."""
    _, costs, wrapped = decoded(_way_decoder, plain)
    return costs, wrapped


def invitation_record(invited: InvitedAs) -> bytes:
    """Encode an invitation."""
    return _encode((FORMAT, *invited))


def invitation_of(plain: bytes) -> InvitedAs:
    """Decode an invitation."""
    _, name, is_administrator, expires_on = decoded(_invitation_decoder, plain)
    return InvitedAs(name, is_administrator, expires_on)


def notice_record(reference: str, ask: str) -> bytes:
    """Encode what those outside are told."""
    return _encode((FORMAT, reference, ask))


def notice_of(plain: bytes) -> tuple[str, str]:
    """Decode what those outside are told: client and matter number, and whom to ask."""
    _, reference, ask = decoded(_notice_decoder, plain)
    return reference, ask


def walled_record(walled: Walled) -> bytes:
    """Encode what is known of a matter behind a wall."""
    admitted = [(bytes.fromhex(each.member_id), each.public_key) for each in walled.admitted]
    return _encode(
        (FORMAT, matter_record(walled.matter), microseconds_of(walled.walled_at), admitted)
    )


def walled_of(matter_id: MatterId, plain: bytes) -> Walled:
    """Decode what is known of a matter behind a wall."""
    _, record, walled_us, admitted = decoded(_walled_decoder, plain)
    return Walled(
        matter_of(matter_id, record),
        moment_of(walled_us),
        tuple(Admitted(MemberId(row_id.hex()), public_key) for row_id, public_key in admitted),
    )


def member_place(member_id: MemberId, column: str) -> Place:
    """Where what is known of a member lives."""
    return Place("", "member", column, bytes.fromhex(member_id), 1)


def invitation_place(invitation_id: str) -> Place:
    """Where what an invitation makes of whoever uses it lives."""
    return Place("", "invitation", "record", bytes.fromhex(invitation_id), 1)


def notice_place(matter_id: MatterId) -> Place:
    """Where what those outside are told lives."""
    return Place(matter_id, "matter", "notice", bytes.fromhex(matter_id), 1)


def walled_place(matter_id: MatterId, epoch: int) -> Place:
    """Where what is known of a matter behind a wall lives."""
    return Place(matter_id, "matter", "record", bytes.fromhex(matter_id), epoch)
