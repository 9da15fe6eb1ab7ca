"""The members of a vault: listed, invited, joined, confirmed; each change one transaction.

The first member is the account that makes one of itself: it is the administrator. Others join with
the code of an invitation. That only administrators invite and remove is a rule of this program, no
wall: whoever has the vault key could write other rows. What holds against such a person is what
the members inside a wall go by (`desktop.vault.members.walled`), and that each account trusts
another's public key only once a person compared its fingerprint there.
"""

import hmac
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol, TypeVar

from desktop.domain.audit import Act
from desktop.domain.errors import (
    FingerprintError,
    LastMemberError,
    MatterNumberError,
    MemberExistsError,
    MemberUnconfirmedError,
    NoSuchMemberError,
    NotAdministratorError,
    NotMemberError,
)
from desktop.domain.member import DamagedMember, Invitation, Member, MemberId
from desktop.vault.audit.log import AuditLog
from desktop.vault.inside import VaultInside
from desktop.vault.members import invitations
from desktop.vault.members.copies import fingerprint_of, is_fingerprint
from desktop.vault.members.own import (
    OwnMember,
)
from desktop.vault.members.records import (
    Admitted,
    InvitedAs,
    MemberFacts,
    member_of,
    member_place,
    member_record,
)
from desktop.vault.place import Place
from desktop.vault.seal import DAMAGED, open_sealed, seal
from desktop.vault.slots.sheet_code import groups_of

MAX_NAME_CHARACTERS = 100


class OpenVault(Protocol):
    """What the roll needs of an open vault."""

    def inside(self) -> VaultInside:
        """Its keys, registry and files."""

    @property
    def audit(self) -> AuditLog:
        """Its log."""


class Roll:
    """The members of one open vault; belongs to the thread of the vault.

    Args:
        vault: Open.
        clock: Tells the time, in UTC.
    """

    def __init__(self, vault: OpenVault, clock: Callable[[], datetime]) -> None:
        """Read nothing yet."""
        self._inside = vault.inside()
        self._audit = vault.audit
        self._clock = clock

    @property
    def own(self) -> OwnMember | None:
        """The member that this account is."""
        return self._inside.insider.own

    def all(self) -> tuple[Member, ...]:
        """Every member, in the order in which they joined; without those whose row was altered."""
        found = []
        for row_id, public_key, record, has_way in self._inside.registry.rows(
            "SELECT member_id, public_key, record, way IS NOT NULL FROM member ORDER BY member_row"
        ):
            member_id = MemberId(row_id.hex())
            with suppress(*DAMAGED):
                found.append(self._member(member_id, public_key, record, has_way=bool(has_way)))
        return tuple(found)

    def damaged(self) -> tuple[DamagedMember, ...]:
        """Members whose row was altered: who they are nobody can tell."""
        found = []
        for row_id, record in self._inside.registry.rows(
            "SELECT member_id, record FROM member ORDER BY member_row"
        ):
            member_id = MemberId(row_id.hex())
            try:
                member_of(open_sealed(self._inside.data_key, record, record_place(member_id)))
            except DAMAGED:
                found.append(DamagedMember(member_id))
        return tuple(found)

    def demand_damaged(self, member_id: MemberId) -> None:
        """Refuse a member whose row is not altered.

        Raises:
            NoSuchMemberError: It is whole, or there is none.
        """
        if DamagedMember(member_id) not in self.damaged():
            raise NoSuchMemberError

    def named(self, name_or_id: str) -> Member:
        """A member by its name, or by the first digits of its identity.

        Raises:
            NoSuchMemberError: There is none, or several.
        """
        return _fitting(name_or_id, self.all())

    def whole_or_damaged(self, name_or_id: str) -> Member | DamagedMember:
        """Likewise; one whose row was altered has no name, and is found by the digits alone.

        Raises:
            NoSuchMemberError: There is none, or several.
        """
        every: tuple[Member | DamagedMember, ...] = (*self.all(), *self.damaged())
        return _fitting(name_or_id, every)

    def has(self, member_id: MemberId) -> bool:
        """Whether there is this member, its row whole or altered."""
        row_id = bytes.fromhex(member_id)
        found = self._inside.registry.row("SELECT 1 FROM member WHERE member_id = ?", row_id)
        return found is not None

    def of(self, member_id: MemberId) -> Member:
        """A member by its whole identity; unlike a name, no account can give it to another.

        Raises:
            NoSuchMemberError: There is none.
        """
        for each in self.all():
            if each.member_id == member_id:
                return each
        raise NoSuchMemberError

    def me(self) -> Member:
        """The member that this account is.

        Raises:
            NotMemberError: It is none.
        """
        for each in self.all():
            if each.is_me:
                return each
        raise NotMemberError

    def invite(self, name: str, *, is_administrator: bool) -> tuple[Invitation, tuple[str, ...]]:
        """Make the code by which another account joins; what expired goes.

        Returns:
            The invitation, and the groups of its code, which stand nowhere else.

        Raises:
            NotAdministratorError: This account is no administrator.
            MemberExistsError: There is a member, or an invitation, of this name.
        """
        self.demand_administrator()
        name, today = checked_name(name), self._clock().date()
        with self._inside.registry.transaction():
            invitations.drop_expired(self._inside, today)
            self._demand_free(name)
            if any(name == each.name for each in self.invitations()):
                raise MemberExistsError("Somebody of this name is invited already.")
            invited = InvitedAs(name, is_administrator, invitations.last_day(today))
            invitation, secret = invitations.invite(self._inside, invited)
            self._audit.add(Act.MEMBER_INVITED, subject=[invitation.invitation_id])
        return invitation, groups_of(secret)

    def invitations(self) -> tuple[Invitation, ...]:
        """What was given out and not used."""
        return invitations.invitations(self._inside)

    def withdraw(self, invitation_id: str) -> None:
        """Let an invitation be worth nothing any more.

        Raises:
            NotAdministratorError: This account is no administrator.
        """
        self.demand_administrator()
        with self._inside.registry.transaction():
            invitations.drop(self._inside, invitation_id)
            self._audit.add(Act.INVITATION_WITHDRAWN, subject=[invitation_id])

    def demand_open_to(self, invitation_id: str) -> Invitation:
        """An invitation that can be used, by a name that is free.

        Raises:
            InvitationError: It was used or withdrawn, or has expired.
            MemberExistsError: There is a member of this name.
        """
        invitation = invitations.demanded(self._inside, invitation_id, self._clock().date())
        self._demand_free(invitation.name)
        return invitation

    def confirm(self, member_id: MemberId, typed: str) -> Member:
        """Note for this account that it compared the fingerprint of another.

        Raises:
            NotMemberError: This account is no member.
            FingerprintError: What was typed is another fingerprint.
            NoSuchMemberError: There is no such member.
        """
        own, public_key = self.demand_own(), self._public_key(member_id)
        vault_id = self._inside.vault_id
        if not is_fingerprint(typed, fingerprint_of(vault_id, public_key)):
            raise FingerprintError
        with self._inside.registry.transaction():
            self._inside.registry.change(
                "INSERT OR REPLACE INTO member_trust (member_id, trusted_id, mac) VALUES (?, ?, ?)",
                bytes.fromhex(own.member_id),
                bytes.fromhex(member_id),
                own.trust_mac(vault_id, member_id, public_key),
            )
            self._audit.add(Act.MEMBER_CONFIRMED, subject=[own.member_id, member_id])
        return self.of(member_id)

    def admitted(self, member_id: MemberId) -> Admitted:
        """A member as it is admitted into a wall: with the public key that this account compared.

        Raises:
            NotMemberError: This account is no member.
            NoSuchMemberError: There is no such member, or it is leaving.
            MemberUnconfirmedError: Its fingerprint was not compared.
        """
        self.demand_own()
        member = self.of(member_id)
        if member.is_leaving:
            raise NoSuchMemberError
        if not member.is_confirmed:
            raise MemberUnconfirmedError
        return Admitted(member_id, self._public_key(member_id))

    def demand_administrator(self) -> Member:
        """The member that this account is, an administrator.

        Raises:
            NotMemberError: It is no member.
            NotAdministratorError: It is no administrator.
        """
        me = self.me()
        if not me.is_administrator:
            raise NotAdministratorError
        return me

    def demand_other_administrator(self, member: Member) -> None:
        """Refuse to remove the last one who can invite.

        Raises:
            LastMemberError: There is no other administrator.
        """
        others = [
            each
            for each in self.all()
            if each.is_administrator and not each.is_leaving and each.member_id != member.member_id
        ]
        if not others:
            raise LastMemberError("No other administrator would be left.")

    def facts(self, member_id: MemberId) -> MemberFacts:
        """What the registry says of a member.

        Raises:
            NoSuchMemberError: There is no such member.
        """
        row = self._inside.registry.row(
            "SELECT record FROM member WHERE member_id = ?", bytes.fromhex(member_id)
        )
        if row is None:
            raise NoSuchMemberError
        return member_of(open_sealed(self._inside.data_key, row[0], record_place(member_id)))

    def put_facts(self, member_id: MemberId, facts: MemberFacts) -> None:
        """Change what the registry says of a member, within the caller's transaction."""
        self._inside.registry.change(
            "UPDATE member SET record = ? WHERE member_id = ?",
            seal(self._inside.data_key, member_record(facts), record_place(member_id)),
            bytes.fromhex(member_id),
        )

    def demand_own(self) -> OwnMember:
        """The member that this account is, with its private key.

        Raises:
            NotMemberError: It is none.
        """
        if self.own is None:
            raise NotMemberError
        return self.own

    def _demand_free(self, name: str) -> None:
        if any(name == each.name for each in self.all()):
            raise MemberExistsError

    def _public_key(self, member_id: MemberId) -> bytes:
        row = self._inside.registry.row(
            "SELECT public_key FROM member WHERE member_id = ?", bytes.fromhex(member_id)
        )
        if row is None:
            raise NoSuchMemberError
        public_key: bytes = row[0]
        return public_key

    def _member(
        self, member_id: MemberId, public_key: bytes, record: bytes, *, has_way: bool
    ) -> Member:
        facts = member_of(open_sealed(self._inside.data_key, record, record_place(member_id)))
        is_me = self.own is not None and self.own.member_id == member_id
        return Member(
            member_id=member_id,
            name=facts.name,
            fingerprint=fingerprint_of(self._inside.vault_id, public_key),
            joined_on=facts.joined_at.date(),
            is_administrator=facts.is_administrator,
            is_me=is_me,
            is_confirmed=is_me or self._is_trusted(member_id, public_key),
            is_leaving=facts.is_leaving,
            has_passphrase=has_way,
        )

    def _is_trusted(self, member_id: MemberId, public_key: bytes) -> bool:
        """Whether this account compared the fingerprint of this very key."""
        if self.own is None:
            return False
        row = self._inside.registry.row(
            "SELECT mac FROM member_trust WHERE member_id = ? AND trusted_id = ?",
            bytes.fromhex(self.own.member_id),
            bytes.fromhex(member_id),
        )
        wanted = self.own.trust_mac(self._inside.vault_id, member_id, public_key)
        return row is not None and hmac.compare_digest(row[0], wanted)


_AnyMember = TypeVar("_AnyMember", bound=Member | DamagedMember)


def _fitting(name_or_id: str, members: Sequence[_AnyMember]) -> _AnyMember:
    """The one of this name, or whose identity begins with these digits.

    Raises:
        NoSuchMemberError: There is none, or several.
    """
    fitting = [each for each in members if _is_named(each, name_or_id)] or [
        each for each in members if name_or_id and each.member_id.startswith(name_or_id)
    ]
    if len(fitting) != 1:
        raise NoSuchMemberError
    return fitting[0]


def _is_named(member: Member | DamagedMember, name: str) -> bool:
    return isinstance(member, Member) and member.name == name


def checked_name(name: str) -> str:
    """The name of a member as it is kept.

    Raises:
        MatterNumberError: It is empty, too long, or holds control characters.
    """
    plain = name.strip()
    if not plain or len(plain) > MAX_NAME_CHARACTERS or not plain.isprintable():
        raise MatterNumberError(
            "A member needs a name.",
            remedy=f"Give one on one line of at most {MAX_NAME_CHARACTERS} characters.",
        )
    return plain


def record_place(member_id: MemberId) -> Place:
    """Where what the registry says of a member lives."""
    return member_place(member_id, "record")
