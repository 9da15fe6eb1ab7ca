"""Accounts of one workstation for tests: one vault folder, a keyring for each."""

from contextlib import contextmanager
from datetime import timedelta

from desktop.domain.disposal import DisposalOrder
from desktop.vault.members.invitations import key_by_code
from desktop.vault.members.joining import Joining
from desktop.vault.members.roll import Roll
from desktop.vault.members.walled import admitted_to
from desktop.vault.members.walls import Walls
from desktop.vault.slots.file import read_slots
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import NOON, KeysInMemory

NAME = "Brandt v. Meridian Logistics"


class Account:
    """One account: its keyring, and the vault as it opens it."""

    def __init__(self, folder, keys=None):
        self.folder = folder
        self.keys = keys or KeysInMemory()
        self.now = NOON

    def clock(self):
        return self.now

    def later(self, days):
        self.now += timedelta(days=days)

    @contextmanager
    def opened(self):
        with Vault.open(self.folder, KeyringWay(self.keys), clock=self.clock) as vault:
            vault.identify(self.keys)
            yield vault

    def join(self, groups):
        """As `casework.members.desk.join` does, with this account's keyring."""
        slot_file = read_slots(self.folder)
        key, invitation_id = key_by_code(self.folder, slot_file, " ".join(groups))
        epoch = slot_file.key_epoch
        with Vault(self.folder, slot_file.vault_id, key, self.clock, key_epoch=epoch) as vault:
            Roll(vault, self.clock).demand_open_to(invitation_id)
            way = vault.ways_in.add_keyring(self.keys)
            return Joining(vault, self.clock).join(invitation_id, way.way_id, self.keys)

    def confirm(self, name):
        with self.opened() as vault:
            roll = Roll(vault, self.clock)
            member = roll.named(name)
            return roll.confirm(member.member_id, member.fingerprint)

    def invited(self, name, **choices):
        with self.opened() as vault:
            choices = {"is_administrator": False} | choices
            return Roll(vault, self.clock).invite(name, **choices)[1]

    def wall(self, reference, *, is_told=False):
        with self.opened() as vault:
            walls = Walls(vault, self.clock)
            return list(walls.wall(vault.matter(reference), is_told=is_told))

    def admit(self, reference, name):
        with self.opened() as vault:
            member = Roll(vault, self.clock).named(name)
            walls = Walls(vault, self.clock)
            return walls.admit(vault.matter(reference).matter_id, member.member_id)

    def dismiss(self, reference, name):
        with self.opened() as vault:
            member = Roll(vault, self.clock).named(name)
            walls = Walls(vault, self.clock)
            return list(walls.dismiss(vault.matter(reference).matter_id, member.member_id))

    def references(self):
        with self.opened() as vault:
            return [matter.reference for matter in vault.matters()]


def founder(folder):
    """The account that made the vault, its first member, with one matter."""
    account = Account(folder)
    with Vault.create(folder, account.keys, clock=account.clock) as vault:
        Joining(vault, account.clock).begin("Anna", account.keys)
        vault.create_matter("1042", "0007", NAME)
    return account


def joined(by, name):
    """A further account, invited by one and confirmed on it."""
    account = Account(by.folder)
    account.join(by.invited(name))
    by.confirm(name)
    return account


def cut_short(account, reference):
    """Begin the end of a matter behind a wall: its key is destroyed, nothing else is done."""
    with account.opened() as vault:
        matter = vault.matter(reference)
        inside = admitted_to(vault.inside(), matter.matter_id)
        order = DisposalOrder("the file is closed", "anna", NOON)
        store = vault.store_of(matter.matter_id)
        list(vault.disposals.begin(matter, store, order, vault.audit, inside))
