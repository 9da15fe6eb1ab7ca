"""What this account opens as a member: its private key, and the keys of matters behind walls.

The private key is in the account's keyring under the name `member-<vault id>`; or it is wrapped by
a passphrase of the member's own, and stands so in the registry. An account without one is outside
of every wall. A key that gives way to another in the keyring is set aside there, under
`member-<vault id>-<first 16 digits of its public key>`: the vault may have been restored from a
time without members, and the one that it replaced is kept. Matter keys that were opened are
remembered, so that listing matters costs no X25519 each time; all connections of one opening of the
vault share them, and they go with it.
"""

import hmac
from dataclasses import dataclass, field

from desktop.domain.audit import Act
from desktop.domain.errors import KeyStoreError, VaultDamagedError, WrongKeyError
from desktop.domain.identity import MatterId
from desktop.domain.member import MemberId
from desktop.vault.audit.log import AuditLog
from desktop.vault.database import Database
from desktop.vault.keyring_store import KeyStore
from desktop.vault.keys import DataKey, KeyEncryptionKey, MatterKey, MemberKey
from desktop.vault.labels import Label
from desktop.vault.members.copies import copy_place, opened_copy
from desktop.vault.members.keys import derive_for_members, public_key_of
from desktop.vault.members.records import member_of, member_place, way_of
from desktop.vault.place import Place, length_prefixed
from desktop.vault.seal import DAMAGED, open_sealed
from desktop.vault.slots.stretching import Costs, stretched
from desktop.vault.wrapping import unwrap


@dataclass(frozen=True, slots=True)
class OwnMember:
    """The member that this account is.

    Attributes:
        member_id: Its identity.
        key: Its private key.
    """

    member_id: MemberId
    key: MemberKey

    def trust_mac(self, vault_id: str, other: MemberId, public_key: bytes) -> bytes:
        """What proves that this member compared another's fingerprint, 32 bytes.

        HMAC-SHA256(trust key, vault id || member id || public key), each behind its length.
        """
        context = vault_id.encode("ascii")
        trust = derive_for_members(self.key, Label.MEMBER_TRUST, context)
        plain = length_prefixed(context, bytes.fromhex(other), public_key)
        return hmac.digest(trust.reveal(), plain, "sha256")


@dataclass(slots=True)
class Insider:
    """What one opening of the vault has opened as a member.

    Attributes:
        vault_id: The vault.
        own: The member that this account is; None where it is none.
        opened: Matter keys, by matter and epoch.
        noted: Matters behind a wall whose opening stands in their log already.
    """

    vault_id: str
    own: OwnMember | None = None
    opened: dict[tuple[MatterId, int], MatterKey] = field(default_factory=dict, repr=False)
    noted: set[MatterId] = field(default_factory=set)

    def matter_key(self, registry: Database, matter_id: MatterId, epoch: int) -> MatterKey | None:
        """The key of a matter behind a wall; None to whoever is not admitted.

        Raises:
            VaultDamagedError: The copy of this member was altered.
        """
        known = self.opened.get((matter_id, epoch))
        if known is not None or self.own is None:
            return known
        row = registry.row(
            "SELECT copy FROM member_copy WHERE matter_id = ? AND member_id = ?",
            bytes.fromhex(matter_id),
            bytes.fromhex(self.own.member_id),
        )
        if row is None:
            return None
        place = copy_place(matter_id, self.own.member_id, epoch)
        try:
            key = opened_copy(self.vault_id, self.own.key, row[0], place, MatterKey)
        except WrongKeyError:
            raise VaultDamagedError from None
        self.opened[matter_id, epoch] = key
        return key

    def note_opened(self, matter_id: MatterId, audit: AuditLog) -> None:
        """Write into the log of a matter behind a wall that it was opened, once an opening.

        Raises:
            VaultError: It could not be written; then the matter is not to be opened.
        """
        if matter_id not in self.noted:
            audit.add(Act.MATTER_OPENED)
            self.noted.add(matter_id)


def key_name(vault_id: str) -> str:
    """The name in the keyring of the private key of the account's member."""
    return f"member-{vault_id}"


def put_into_keyring(vault_id: str, key: MemberKey, key_store: KeyStore) -> None:
    """Keep the key of the account's member; one that has its place is set aside, never lost.

    Raises:
        KeyStoreError: The keyring cannot be used.
    """
    name, before = key_name(vault_id), key_store.get(key_name(vault_id))
    if before == key.reveal():
        return
    if before is not None and len(before) == MemberKey.LENGTH_BYTES:
        aside = _name_aside(vault_id, public_key_of(MemberKey(before)))
        if key_store.get(aside) is None:
            key_store.put(aside, before)
    key_store.remove(name)
    key_store.put(name, key.reveal())


def identified(
    registry: Database,
    data_key: DataKey,
    vault_id: str,
    key_store: KeyStore,
    passphrase: str | None = None,
) -> OwnMember | None:
    """The member that this account is; None where it is none.

    Args:
        registry: Open.
        data_key: Of the registry.
        vault_id: The vault.
        key_store: The operating system's keyring; not asked where the vault has no members.
        passphrase: Tried where the keyring has no member's key.

    Raises:
        KeyStoreError: The keyring does not answer, and the passphrase opens no member's key.
    """
    if registry.row("SELECT 1 FROM member LIMIT 1") is None:
        return None
    own, silent = None, None
    try:
        own = _by_keyring(registry, data_key, vault_id, key_store)
    except KeyStoreError as error:
        silent = error
    if own is None and passphrase is not None:
        own = _by_passphrase(registry, data_key, vault_id, passphrase)
    if own is None and silent is not None:
        raise silent
    return own


def _by_keyring(
    registry: Database, data_key: DataKey, vault_id: str, key_store: KeyStore
) -> OwnMember | None:
    """The member whose key this keyring holds; None where it holds none that is a member's.

    Raises:
        KeyStoreError: The keyring does not answer.
    """
    key = _kept(key_store, key_name(vault_id))
    if key is None:
        return None
    own = _own(registry, data_key, key)
    if own is not None:
        return own
    for (public_key,) in registry.rows("SELECT public_key FROM member ORDER BY member_row"):
        key = _kept(key_store, _name_aside(vault_id, public_key))
        own = None if key is None else _own(registry, data_key, key)
        if own is not None:
            return own
    return None


def _kept(key_store: KeyStore, name: str) -> MemberKey | None:
    """The key that the keyring holds under a name.

    Raises:
        KeyStoreError: The keyring does not answer, or what it holds is no key.
    """
    secret = key_store.get(name)
    try:
        return None if secret is None else MemberKey(secret)
    except ValueError:
        raise KeyStoreError("The entry in the keyring was altered.") from None


def _name_aside(vault_id: str, public_key: bytes) -> str:
    return f"{key_name(vault_id)}-{public_key.hex()[:16]}"


def _by_passphrase(
    registry: Database, data_key: DataKey, vault_id: str, passphrase: str
) -> OwnMember | None:
    """The member whose key this passphrase opens; takes half a second for each that has one."""
    rows = registry.rows("SELECT member_id, way FROM member WHERE way IS NOT NULL")
    for row_id, sealed in rows:
        member_id = MemberId(row_id.hex())
        try:
            costs, wrapped = way_of(open_sealed(data_key, sealed, member_place(member_id, "way")))
            kek = passphrase_key(vault_id, member_id, passphrase, costs)
            key = unwrap(kek, wrapped, private_place(member_id), MemberKey)
        except DAMAGED:
            continue  # Another's, or one that was altered.
        return _own(registry, data_key, key)
    return None


def is_perhaps_altered(
    registry: Database, data_key: DataKey, vault_id: str, passphrase: str
) -> bool:
    """Whether a passphrase that opens no member may be that of one whose row was altered.

    It is where the key opens by it, and the row is of no use; it may be where what the passphrase
    would be tried on was altered. Takes half a second for each member that has a passphrase.
    """
    rows = registry.rows("SELECT member_id, record, way FROM member WHERE way IS NOT NULL")
    is_one_altered = False
    for row_id, record, sealed in rows:
        member_id = MemberId(row_id.hex())
        try:
            costs, wrapped = way_of(open_sealed(data_key, sealed, member_place(member_id, "way")))
        except DAMAGED:
            is_one_altered = True
            continue
        try:
            kek = passphrase_key(vault_id, member_id, passphrase, costs)
            unwrap(kek, wrapped, private_place(member_id), MemberKey)
        except DAMAGED:
            continue  # Another's.
        try:
            facts = member_of(open_sealed(data_key, record, member_place(member_id, "record")))
        except DAMAGED:
            return True
        return not facts.is_leaving  # Its public key is another one, or its account would be known.
    return is_one_altered


def passphrase_key(
    vault_id: str, member_id: MemberId, passphrase: str, costs: Costs
) -> KeyEncryptionKey:
    """What wraps a member's private key by a passphrase."""
    context = length_prefixed(vault_id.encode("ascii"), bytes.fromhex(member_id))
    return derive_for_members(stretched(passphrase, costs), Label.MEMBER_PASSPHRASE_KEK, context)


def private_place(member_id: MemberId) -> Place:
    """Where a member's wrapped private key lives."""
    return member_place(member_id, "private_key")


def _own(registry: Database, data_key: DataKey, key: MemberKey) -> OwnMember | None:
    """The member of a private key; None where the vault has none, or it is leaving.

    Nor is it one whose row was altered: the account opens what is open to the whole vault.
    """
    row = registry.row(
        "SELECT member_id, record FROM member WHERE public_key = ?", public_key_of(key)
    )
    if row is None:
        return None
    member_id = MemberId(row[0].hex())
    try:
        facts = member_of(open_sealed(data_key, row[1], member_place(member_id, "record")))
    except DAMAGED:
        return None
    return None if facts.is_leaving else OwnMember(member_id, key)
