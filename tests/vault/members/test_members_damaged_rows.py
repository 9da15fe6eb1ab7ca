"""A row of the registry that was altered stops no list: the rest is there, and it is named."""

import pytest

from desktop.casework.control import Control
from desktop.casework.keys.renewing import renew
from desktop.casework.members import desk
from desktop.domain.audit import Act
from desktop.domain.errors import (
    LastMemberError,
    MemberDamagedError,
    MemberExistsError,
    NoSuchMatterError,
    NoSuchMemberError,
    NotMemberError,
    VaultDamagedError,
    WrongMemberPassphraseError,
)
from desktop.domain.identity import short_identity
from desktop.domain.member import DamagedMember
from desktop.vault.keys import new_matter_key
from desktop.vault.members.copies import copy_place, sealed_to
from desktop.vault.members.joining import Joining
from desktop.vault.members.leaving import remove_member
from desktop.vault.members.roll import Roll
from desktop.vault.members.walls import Walls
from tests.vault.members.accounts import joined
from tests.vault.vault_pages import KeysInMemory

OPEN, WALLED = "1042-0007", "2000-0001"


@pytest.fixture
def walled(anna):
    """A second matter, behind a wall that is open to Anna alone; its identity."""
    with anna.opened() as vault:
        matter_id = vault.create_matter("2000", "0001", "Werra").matter_id
    anna.wall(WALLED, is_told=True)
    return matter_id


def altered(by, statement):
    """Change rows of the registry, as every account of the vault can."""
    with by.opened() as vault:
        vault.inside().registry.change(statement)


def forge_copy(by, matter_id):
    """Seal another key to Anna in the place of her own copy."""
    with by.opened() as vault:
        inside = vault.inside()
        ((member_id, public_key),) = inside.registry.rows(
            "SELECT member_id, public_key FROM member JOIN member_copy USING (member_id)"
        )
        place = copy_place(matter_id, member_id.hex(), inside.matter_row(matter_id).key_epoch)
        forged = sealed_to(inside.vault_id, public_key, new_matter_key(), place)
        inside.registry.change("UPDATE member_copy SET copy = ?", forged)


@pytest.mark.parametrize(
    "how",
    [
        "",
        "UPDATE member_copy SET copy = zeroblob(130)",
        "UPDATE matter SET record = zeroblob(200) WHERE wall > 0",
        "UPDATE matter SET key_epoch = 7 WHERE wall > 0",
        "UPDATE matter SET wall = 0 WHERE wall > 0",
    ],
)
def test_a_matter_that_was_altered_in_the_registry_takes_no_other_along(anna, bert, walled, how):
    if how:
        altered(bert, how)
    else:
        forge_copy(bert, walled)
    assert anna.references() == [OPEN]
    with anna.opened() as vault:
        assert vault.damaged_matters() == (walled,)
        assert [each for each in vault.registry_problems() if short_identity(walled) in each]
        with pytest.raises(VaultDamagedError):
            vault.matter(walled)
        with pytest.raises(NoSuchMatterError):
            vault.matter("nothing of the kind")
        assert vault.store_of(vault.matter(OPEN).matter_id).documents() == ()
        vault.create_matter("3000", "0001", "goes on")
        vault.renewals.put_down([walled])
        *_, last = renew(vault, Control())
        assert last.keys_done == 0
    if "wall = 0" not in how:
        with bert.opened() as vault:
            assert vault.damaged_matters() == (), "whoever is outside is told nothing of it"


def test_a_matter_without_a_wall_is_no_other(anna):
    with anna.opened() as vault:
        damaged = vault.matter(OPEN).matter_id
        vault.create_matter("3000", "0001", "whole")
    altered(anna, "UPDATE matter SET record = zeroblob(200) WHERE key_epoch = 1 AND matter_row = 1")
    assert anna.references() == ["3000-0001"]
    with anna.opened() as vault:
        assert vault.damaged_matters() == (damaged,)


@pytest.mark.usefixtures("walled")
def test_a_notice_a_member_and_an_invitation_that_were_altered_hide_no_other(anna, bert):
    with anna.opened() as vault:
        matter_id = vault.create_matter("3000", "0001", "Meridian").matter_id
    anna.wall("3000-0001", is_told=True)
    joined(anna, "Carla")
    anna.invited("Dora")
    anna.invited("Emil")
    for statement in (
        "UPDATE matter SET notice = zeroblob(90) WHERE matter_row = 2",
        "UPDATE member SET record = zeroblob(90) WHERE member_row = 3",
        "UPDATE invitation SET record = zeroblob(90) WHERE invitation_id ="
        " (SELECT max(invitation_id) FROM invitation)",
    ):
        altered(bert, statement)
    with bert.opened() as vault:
        roll = Roll(vault, bert.clock)
        assert [told.matter_id for told in Walls(vault, bert.clock).told()] == [matter_id]
        assert [member.name for member in roll.all()] == ["Anna", "Bert"]
        assert len(roll.invitations()) == 1
        said = list(vault.registry_problems())
    assert len(said) == 3
    for what in ("notice", "member", "invitation"):
        assert sum(what in each for each in said) == 1
    anna.admit("3000-0001", "Bert")
    assert bert.references() == [OPEN, "3000-0001"]


def test_whose_own_row_was_altered_still_opens_what_is_open_to_all(anna, bert):
    altered(anna, "UPDATE member SET record = zeroblob(90) WHERE member_row = 2")
    assert bert.references() == [OPEN]
    with bert.opened() as vault:
        assert vault.inside().insider.own is None
        assert any("member" in each for each in vault.registry_problems())


def test_whoever_alters_the_rows_of_all_members_does_not_become_the_first_one(bert):
    altered(bert, "UPDATE member SET record = zeroblob(90)")
    with bert.opened() as vault:
        assert Roll(vault, bert.clock).all() == ()
        with pytest.raises(MemberExistsError):
            Joining(vault, bert.clock).begin("Bert", KeysInMemory())


def removed(by, digits):
    """Remove a member, as `casework.members.desk` does."""
    with by.opened() as vault:
        member = Roll(vault, by.clock).whole_or_damaged(digits)
        return list(remove_member(vault, member, by.keys, by.clock))


def test_a_damaged_member_is_removed_and_the_log_says_what_it_was(anna, bert):
    with anna.opened() as vault:
        matter_id = vault.create_matter("3000", "0001", "Meridian").matter_id
        bert_id = Roll(vault, anna.clock).named("Bert").member_id
    anna.wall("3000-0001")
    anna.admit("3000-0001", "Bert")
    altered(anna, "UPDATE member SET record = zeroblob(90) WHERE member_row = 2")
    with anna.opened() as vault:
        roll = Roll(vault, anna.clock)
        assert roll.damaged() == (DamagedMember(bert_id),)
        with pytest.raises(NoSuchMemberError):
            roll.whole_or_damaged("Bert")
        before = vault.inside().matter_row(matter_id).key_epoch
    with bert.opened() as vault, pytest.raises(NotMemberError):
        list(remove_member(vault, DamagedMember(bert_id), bert.keys, bert.clock))
    removed(anna, bert_id[:8])
    with anna.opened() as vault:
        assert Roll(vault, anna.clock).damaged() == ()
        assert not Roll(vault, anna.clock).has(bert_id)
        assert vault.inside().matter_row(matter_id).key_epoch == before + 1
        assert list(vault.registry_problems()) == []
        entry = vault.audit.entries()[-1]
        assert (entry.act, entry.subject) == (Act.MEMBER_REMOVED, (bert_id,))
        assert entry.details["is_damaged"] is True
    bert.keys = KeysInMemory()
    bert.join(anna.invited("Bert"))
    anna.confirm("Bert")
    anna.admit("3000-0001", "Bert")
    assert bert.references() == [OPEN, "3000-0001"]


@pytest.mark.usefixtures("bert")
def test_a_member_that_is_whole_is_not_removed_as_a_damaged_one(anna):
    with anna.opened() as vault:
        member = DamagedMember(Roll(vault, anna.clock).named("Bert").member_id)
        with pytest.raises(NoSuchMemberError):
            list(remove_member(vault, member, anna.keys, anna.clock))
        assert len(Roll(vault, anna.clock).all()) == 2


def test_the_last_copy_of_a_key_does_not_go_with_a_damaged_member(anna, bert):
    with bert.opened() as vault:
        vault.create_matter("3000", "0001", "Meridian")
        bert_id = Roll(vault, bert.clock).named("Bert").member_id
    bert.wall("3000-0001")
    altered(anna, "UPDATE member SET record = zeroblob(90) WHERE member_row = 2")
    with pytest.raises(LastMemberError, match="damaged member alone") as refused:
        removed(anna, bert_id)
    assert "backup" in refused.value.remedy
    with anna.opened() as vault:
        assert vault.inside().registry.value("SELECT count(*) FROM member_copy") == 1


@pytest.mark.parametrize(
    "how",
    [
        "UPDATE member SET record = zeroblob(90) WHERE member_row = 2",
        "UPDATE member SET way = zeroblob(90) WHERE member_row = 2",
        "UPDATE member SET public_key = zeroblob(32) WHERE member_row = 2",
    ],
)
def test_whose_row_was_altered_is_not_told_that_the_passphrase_is_wrong(
    anna, bert, how, monkeypatch
):
    words = "lantern orchard copper window"
    with bert.opened() as vault:
        Joining(vault, bert.clock).set_passphrase(words)
    monkeypatch.setattr(desk, "open_keyring", KeysInMemory)
    with anna.opened() as vault, pytest.raises(WrongMemberPassphraseError):
        desk.recover(vault, anna.clock, "another passphrase altogether")
    altered(anna, how)
    with anna.opened() as vault, pytest.raises(MemberDamagedError, match="altered"):
        desk.recover(vault, anna.clock, words)
