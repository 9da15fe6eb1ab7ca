"""How an account becomes a member: its key pair, where the private half is kept, its row.

step                                                     after a kill
a way into the vault is made (`slots.ways_in`)           the invitation is still there; the way
                                                         is found and used when it is used again
the private key is put into the keyring                  an entry that is no member's: set aside
row, log, and the end of the invitation: one commit      done
"""

from collections.abc import Callable
from datetime import datetime

from desktop.domain.audit import Act
from desktop.domain.errors import MemberExistsError, NotMemberError
from desktop.domain.identity import new_identity
from desktop.domain.member import Member, MemberId
from desktop.vault.keyring_store import KeyStore
from desktop.vault.keys import MemberKey, new_member_key
from desktop.vault.members import invitations
from desktop.vault.members.keys import public_key_of
from desktop.vault.members.own import (
    OwnMember,
    identified,
    passphrase_key,
    private_place,
    put_into_keyring,
)
from desktop.vault.members.records import (
    MemberFacts,
    member_place,
    member_record,
    way_record,
)
from desktop.vault.members.roll import OpenVault, Roll, checked_name, record_place
from desktop.vault.seal import seal
from desktop.vault.slots.stretching import calibrated, demand_strength
from desktop.vault.wrapping import wrap


class Joining:
    """Membership of this account in one open vault; belongs to the thread of the vault.

    Args:
        vault: Open.
        clock: Tells the time, in UTC.
    """

    def __init__(self, vault: OpenVault, clock: Callable[[], datetime]) -> None:
        """Read nothing yet."""
        self._inside = vault.inside()
        self._audit = vault.audit
        self._clock = clock
        self._roll = Roll(vault, clock)

    def begin(self, name: str, key_store: KeyStore | None, passphrase: str | None = None) -> Member:
        """Make the first member, the administrator, of this account.

        Args:
            name: As colleagues know this account.
            key_store: Keeps the private key; None where there is no keyring.
            passphrase: Opens the private key besides, or alone where there is no keyring.

        Raises:
            MemberExistsError: The vault has members already.
            MatterNumberError: The name is empty or too long.
            WeakPassphraseError: The passphrase could be guessed.
            KeyStoreError: The keyring cannot be used.
        """
        self._demand_first()
        facts = MemberFacts(checked_name(name), self._clock(), is_administrator=True)
        return self._enter(facts, key_store, passphrase)

    def join(
        self,
        invitation_id: str,
        way_id: str,
        key_store: KeyStore | None,
        passphrase: str | None = None,
    ) -> Member:
        """Become the member that an invitation says, once this account has a way into the vault.

        Args:
            invitation_id: Of the invitation whose code opened the vault.
            way_id: The way into the vault that was made for this account.
            key_store: Keeps the private key; None where there is no keyring.
            passphrase: Opens the private key besides, or alone where there is no keyring.

        Raises:
            InvitationError: It was used or withdrawn, or has expired.
            MemberExistsError: This account is a member already.
            WeakPassphraseError: The passphrase could be guessed.
            KeyStoreError: The keyring cannot be used.
        """
        invitation = self._roll.demand_open_to(invitation_id)
        facts = MemberFacts(
            invitation.name, self._clock(), invitation.is_administrator, way_id=way_id
        )
        return self._enter(facts, key_store, passphrase, invitation_id)

    def set_passphrase(self, passphrase: str) -> Member:
        """Let a passphrase of its own open this member's key as well, on any computer.

        Raises:
            NotMemberError: This account is no member.
            WeakPassphraseError: It could be guessed.
        """
        own = self._roll.demand_own()
        sealed = self._way(own, passphrase)
        with self._inside.registry.transaction():
            self._inside.registry.change(
                "UPDATE member SET way = ? WHERE member_id = ?",
                sealed,
                bytes.fromhex(own.member_id),
            )
            self._audit.add(Act.KEY_WAY_ADDED, subject=[own.member_id])
        return self._roll.me()

    def keep_here(self, key_store: KeyStore) -> Member:
        """Put this member's key, which its passphrase has opened, into this keyring.

        Raises:
            NotMemberError: This account is no member.
            KeyStoreError: The keyring cannot be used.
        """
        own = self._roll.demand_own()
        put_into_keyring(self._inside.vault_id, own.key, key_store)
        return self._roll.me()

    def _enter(
        self,
        facts: MemberFacts,
        key_store: KeyStore | None,
        passphrase: str | None,
        invitation_id: str = "",
    ) -> Member:
        """Make a key, keep it, and enter its member; a crash in between leaves an unused entry."""
        inside = self._inside
        own = OwnMember(MemberId(new_identity()), new_member_key())
        if key_store is None and passphrase is None:
            raise NotMemberError("A member needs a keyring or a passphrase.")
        way = None if passphrase is None else self._way(own, passphrase)
        if key_store is not None:
            self._keep_first(own.key, key_store)
        with inside.registry.transaction():
            # Somebody else may have been quicker while the keyring was asked.
            if invitation_id:
                self._roll.demand_open_to(invitation_id)
            else:
                self._demand_first()
            inside.registry.change(
                "INSERT INTO member (member_id, public_key, record, way) VALUES (?, ?, ?, ?)",
                bytes.fromhex(own.member_id),
                public_key_of(own.key),
                seal(inside.data_key, member_record(facts), record_place(own.member_id)),
                way,
            )
            if invitation_id:
                invitations.drop(inside, invitation_id)
            self._audit.add(
                Act.MEMBER_ADDED,
                subject=[own.member_id, *([invitation_id] if invitation_id else [])],
                details={"is_administrator": facts.is_administrator},
            )
        inside.insider.own = own
        return self._roll.me()

    def _demand_first(self) -> None:
        # Rows, not members that can be read: who alters all of them does not begin anew by it.
        if self._inside.registry.row("SELECT 1 FROM member LIMIT 1") is not None:
            raise MemberExistsError("The vault has members already.", remedy=NotMemberError.remedy)

    def _keep_first(self, key: MemberKey, key_store: KeyStore) -> None:
        """Put a new key into the keyring.

        Raises:
            MemberExistsError: This keyring holds the key of a member.
        """
        inside = self._inside
        if identified(inside.registry, inside.data_key, inside.vault_id, key_store) is not None:
            raise MemberExistsError(
                "This account is a member already.", remedy="Run `incamera member list`."
            )
        put_into_keyring(inside.vault_id, key, key_store)

    def _way(self, own: OwnMember, passphrase: str) -> bytes:
        """How a passphrase opens a member's key, sealed; takes about a second."""
        demand_strength(passphrase)
        costs = calibrated()
        kek = passphrase_key(self._inside.vault_id, own.member_id, passphrase, costs)
        record = way_record(costs, wrap(kek, own.key, private_place(own.member_id)))
        return seal(self._inside.data_key, record, member_place(own.member_id, "way"))
