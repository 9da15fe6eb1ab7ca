"""An account joins with a code that works once; what it is trusted with is what was compared."""

import json
import shutil

import pytest

from desktop.domain.audit import Act
from desktop.domain.errors import (
    FingerprintError,
    InvitationError,
    KeyMissingError,
    LastMemberError,
    MatterNumberError,
    MemberExistsError,
    NoSuchMemberError,
    NotAdministratorError,
    NotMemberError,
    SheetMistypedError,
    VaultTooNewError,
)
from desktop.domain.member import MemberId
from desktop.vault.keys import new_member_key, new_sheet_secret
from desktop.vault.members.invitations import INVITATIONS_FILE, clear_away, drop_all
from desktop.vault.members.joining import Joining
from desktop.vault.members.keys import public_key_of
from desktop.vault.members.leaving import remove_member
from desktop.vault.members.own import key_name
from desktop.vault.members.roll import Roll
from desktop.vault.slots.sheet_code import groups_of
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.members.accounts import Account, joined
from tests.vault.vault_pages import KeysInMemory

PASSPHRASE = "seven green lamps burn"  # noqa: S105 - invented


def members(account):
    with account.opened() as vault:
        return Roll(vault, account.clock).all()


def read_file(account):
    """The invitations that the file holds a wrapped key for."""
    content = json.loads((account.folder / INVITATIONS_FILE).read_text())
    return [each["invitation_id"] for each in content["invitations"]]


def test_a_member_has_a_key_of_its_own_and_opens_the_vault_with_its_own_keyring(anna, bert):
    first, second = members(bert)
    assert (first.name, first.is_administrator, first.is_me) == ("Anna", True, False)
    assert (second.name, second.is_administrator, second.is_me) == ("Bert", False, True)
    assert first.fingerprint != second.fingerprint
    assert bert.references() == anna.references() == ["1042-0007"]
    assert set(anna.keys.secrets.values()).isdisjoint(bert.keys.secrets.values())
    with anna.opened() as vault:
        acts = [entry.act for entry in vault.audit.entries()]
    assert acts.count(Act.MEMBER_INVITED) == acts.count(Act.MEMBER_CONFIRMED) == 1
    assert acts.count(Act.MEMBER_ADDED) == 2


def test_a_code_works_once_and_until_its_last_day(anna):
    groups = anna.invited("Bert")
    Account(anna.folder).join(groups)
    assert not (anna.folder / INVITATIONS_FILE).exists()
    with pytest.raises(InvitationError):
        Account(anna.folder).join(groups)
    late = Account(anna.folder)
    groups = anna.invited("Carla")
    late.later(days=8)
    with pytest.raises(InvitationError):
        late.join(groups)
    assert late.keys.secrets == {}
    anna.later(days=8)
    anna.invited("Dora")
    with anna.opened() as vault:
        assert [each.name for each in Roll(vault, anna.clock).invitations()] == ["Dora"]


class SlowKeys(KeysInMemory):
    """A keyring that is asked to wait, while something else is done."""

    def __init__(self, meanwhile):
        super().__init__()
        self._meanwhile = meanwhile

    def put(self, name, secret):
        super().put(name, secret)
        if name.startswith("member-"):
            self._meanwhile()


def test_a_code_makes_one_member_of_two_accounts_that_use_it_at_once(anna):
    groups = anna.invited("Bert")
    slow = Account(anna.folder, SlowKeys(lambda: Account(anna.folder).join(groups)))
    with pytest.raises(InvitationError):
        slow.join(groups)
    assert [each.name for each in members(anna)] == ["Anna", "Bert"]


def test_of_two_accounts_that_begin_at_once_one_is_the_administrator(folder):
    first = Account(folder)
    Vault.create(folder, first.keys, clock=first.clock).close()

    def other():
        with first.opened() as vault:
            Joining(vault, first.clock).begin("Anna", KeysInMemory())

    with first.opened() as vault, pytest.raises(MemberExistsError):
        Joining(vault, first.clock).begin("Bert", SlowKeys(other))
    assert [each.name for each in members(first)] == ["Anna"]


def test_a_mistyped_code_names_the_group_and_a_code_of_elsewhere_opens_nothing(anna):
    groups = list(anna.invited("Bert"))
    with pytest.raises(InvitationError):
        Account(anna.folder).join(groups_of(new_sheet_secret()))
    groups[3] = groups[3][:-1] + ("0" if groups[3][-1] != "0" else "1")
    with pytest.raises(SheetMistypedError, match="Group 4"):
        Account(anna.folder).join(groups)


def test_an_invitation_that_was_withdrawn_or_whose_vault_key_went_is_worth_nothing(anna):
    for withdraw in (
        lambda vault: Roll(vault, anna.clock).withdraw(
            Roll(vault, anna.clock).invitations()[0].invitation_id
        ),
        lambda vault: drop_all(vault.inside()),
    ):
        groups = anna.invited("Bert")
        kept = (anna.folder / INVITATIONS_FILE).read_bytes()
        with anna.opened() as vault:
            withdraw(vault)
            acts = [entry.act for entry in vault.audit.entries()]
            assert acts.count(Act.INVITATION_WITHDRAWN) == 1
        with pytest.raises(InvitationError):
            Account(anna.folder).join(groups)
        (anna.folder / INVITATIONS_FILE).write_bytes(kept)  # put back by somebody
        with pytest.raises(InvitationError):
            Account(anna.folder).join(groups)


def test_what_has_expired_or_was_cut_short_leaves_the_file_at_the_next_opening(anna):
    anna.invited("Bert")
    with anna.opened() as vault:
        first = read_file(anna)
        anna.later(3)
        anna.invited("Carla")
        (carla,) = set(read_file(anna)) - set(first)
        clear_away(vault.inside(), anna.clock().date())
        assert read_file(anna) == [*first, carla]
        anna.later(5)
        clear_away(vault.inside(), anna.clock().date())
        assert read_file(anna) == [carla]
        assert [each.name for each in Roll(vault, anna.clock).invitations()] == ["Carla"]
        vault.inside().registry.change("DELETE FROM invitation")  # as a new vault key does
        clear_away(vault.inside(), anna.clock().date())
    assert not (anna.folder / INVITATIONS_FILE).exists()


def test_invitations_that_cannot_be_read_do_not_keep_the_vault_shut(anna):
    (anna.folder / INVITATIONS_FILE).write_text("{")
    with anna.opened() as vault:
        clear_away(vault.inside(), anna.clock().date())
    assert (anna.folder / INVITATIONS_FILE).read_text() == "{"


def test_a_file_of_invitations_of_a_newer_version_is_refused(anna):
    anna.invited("Bert")
    (anna.folder / INVITATIONS_FILE).write_text('{"format": 2, "invitations": []}')
    with pytest.raises(VaultTooNewError):
        anna.invited("Carla")


def test_only_administrators_invite_and_names_are_not_taken_twice(anna, bert):
    with pytest.raises(NotAdministratorError):
        bert.invited("Carla")
    for name in ("Bert", "Anna"):
        with pytest.raises(MemberExistsError):
            anna.invited(name)
    with pytest.raises(MatterNumberError):
        anna.invited(" ")
    anna.invited("Carla")
    with pytest.raises(MemberExistsError):
        anna.invited("Carla")


def test_an_account_joins_once(anna, bert):
    groups = anna.invited("Bert the second")
    with pytest.raises(MemberExistsError, match="already"):
        bert.join(groups)
    with anna.opened() as vault, pytest.raises(MemberExistsError):
        Joining(vault, anna.clock).begin("Anna again", anna.keys)


def test_whoever_opens_the_vault_without_a_member_s_key_is_no_member(anna, bert):
    del bert.keys.secrets[key_name(_vault_id(anna))]
    with bert.opened() as vault, pytest.raises(NotMemberError):
        Roll(vault, bert.clock).me()
    with pytest.raises(KeyMissingError):
        Vault.open(anna.folder, KeyringWay(Account(anna.folder).keys), clock=anna.clock)


def test_a_passphrase_of_its_own_opens_a_member_s_key_after_the_keyring_was_lost(anna, bert):
    with bert.opened() as vault:
        assert Joining(vault, bert.clock).set_passphrase(PASSPHRASE).has_passphrase
    secret = bert.keys.secrets.pop(key_name(_vault_id(anna)))
    with bert.opened() as vault:
        vault.identify(bert.keys, "another one altogether")
        assert Roll(vault, bert.clock).own is None
        vault.identify(bert.keys, PASSPHRASE)
        assert Joining(vault, bert.clock).keep_here(bert.keys).name == "Bert"
    assert bert.keys.secrets[key_name(_vault_id(anna))] == secret


def test_a_copy_of_the_vault_without_members_costs_nobody_the_key_of_a_member(folder, tmp_path):
    """As after the restore of an older backup, while the vault that it replaced is kept."""
    anna = Account(folder)
    Vault.create(folder, anna.keys, clock=anna.clock).close()
    older = Account(tmp_path / "older", anna.keys)
    shutil.copytree(folder, older.folder)
    for account in (anna, older):
        with account.opened() as vault:
            vault.create_matter("1042", "0007", "Brandt")
            Joining(vault, account.clock).begin("Anna", account.keys)
        account.wall("1042-0007")
    assert (anna.references(), older.references()) == (["1042-0007"], ["1042-0007"])
    with anna.opened() as vault:
        Joining(vault, anna.clock).keep_here(anna.keys)
    assert (anna.references(), older.references()) == (["1042-0007"], ["1042-0007"])


def test_a_fingerprint_is_confirmed_for_one_account_and_one_key(anna, bert):
    carla = joined(anna, "Carla")
    assert [each.is_confirmed for each in members(anna)] == [True, True, True]
    assert [each.is_confirmed for each in members(bert)] == [False, True, False]
    with carla.opened() as vault:
        roll = Roll(vault, carla.clock)
        member = roll.named("Bert")
        with pytest.raises(FingerprintError):
            roll.confirm(member.member_id, roll.me().fingerprint)
        assert roll.confirm(member.member_id, member.fingerprint.lower()).is_confirmed
        with pytest.raises(NoSuchMemberError):
            roll.confirm(MemberId("0" * 32), member.fingerprint)


def test_a_key_put_in_the_place_of_a_member_s_is_trusted_by_nobody(anna, bert):
    other = public_key_of(new_member_key())
    with bert.opened() as vault:  # whoever has the vault key can write the registry
        vault.inside().registry.change(
            "UPDATE member SET public_key = ? WHERE public_key = ?",
            other,
            public_key_of(vault.inside().insider.own.key),
        )
    assert [each.is_confirmed for each in members(anna)] == [True, False]


def test_an_administrator_removes_a_member_but_never_the_last_administrator(anna, bert):
    with bert.opened() as vault, pytest.raises(NotAdministratorError):
        list(remove_member(vault, Roll(vault, bert.clock).named("Anna"), bert.keys, bert.clock))
    with anna.opened() as vault:
        roll = Roll(vault, anna.clock)
        with pytest.raises(LastMemberError):
            list(remove_member(vault, roll.named("Anna"), anna.keys, anna.clock))
        list(remove_member(vault, roll.named("Bert"), anna.keys, anna.clock))
        assert [each.name for each in roll.all()] == ["Anna"]
        assert vault.audit.entries()[-1].act is Act.MEMBER_REMOVED
        assert list(vault.registry_problems()) == []
    with pytest.raises(KeyMissingError):
        bert.references()


def _vault_id(account):
    with account.opened() as vault:
        return vault.vault_id
