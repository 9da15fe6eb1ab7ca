"""No forged row and no unlucky moment lets a key in, keeps one, or loses a matter."""

import pytest

from desktop.domain.errors import (
    LastMemberError,
    MemberUnconfirmedError,
    NotMemberError,
)
from desktop.domain.rotation import RotationPhase
from desktop.vault.keys import new_member_key
from desktop.vault.members.keys import public_key_of
from desktop.vault.members.roll import Roll
from desktop.vault.members.walled import NewFile, opened_walled, put_walled
from desktop.vault.members.walls import Walls
from tests.vault.members.accounts import joined

REFERENCE = "1042-0007"


def begin_leaving(by, name):
    """The first step of a removal, after which it was killed."""
    with by.opened() as vault:
        roll = Roll(vault, by.clock)
        member_id = roll.named(name).member_id
        roll.put_facts(member_id, roll.facts(member_id)._replace(is_leaving=True))


def test_a_compared_member_who_is_given_another_s_identity_for_a_name_vouches_for_nobody(
    anna, bert
):
    """Any account can write names and public keys; only a comparison lets a key in."""
    joined(anna, "Carla")
    anna.wall(REFERENCE)
    with bert.opened() as vault:
        roll = Roll(vault, bert.clock)
        carla = roll.named("Carla").member_id
        own = vault.inside().insider.own.member_id
        vault.inside().registry.change(
            "UPDATE member SET public_key = ? WHERE member_id = ?",
            public_key_of(new_member_key()),
            bytes.fromhex(carla),
        )
        roll.put_facts(own, roll.facts(own)._replace(name=carla))
    with anna.opened() as vault:
        matter_id = vault.matter(REFERENCE).matter_id
        with pytest.raises(MemberUnconfirmedError):
            Walls(vault, anna.clock).admit(matter_id, carla)
        assert Roll(vault, anna.clock).of(carla).name == "Carla"


def test_whoever_is_about_to_leave_closes_no_matter(anna, bert):
    """Its account would be the only one inside, and is let in nowhere any more."""
    with bert.opened() as vault:
        walls, matter = Walls(vault, bert.clock), vault.matter(REFERENCE)
        begin_leaving(anna, "Bert")
        with pytest.raises(NotMemberError):
            list(walls.wall(matter, is_told=False))
    assert anna.references() == [REFERENCE]


def test_a_removal_that_begins_while_a_wall_is_made_is_noticed_before_it_stands(anna, bert):
    with bert.opened() as vault:
        phases = Walls(vault, bert.clock).wall(vault.matter(REFERENCE), is_told=False)
        roll = Roll(vault, bert.clock)
        own = vault.inside().insider.own.member_id
        assert next(phases) is RotationPhase.BEGUN
        roll.put_facts(own, roll.facts(own)._replace(is_leaving=True))
        with pytest.raises(NotMemberError):
            list(phases)
    assert anna.references() == [REFERENCE]


def test_a_new_key_is_never_sealed_to_nobody(anna):
    anna.wall(REFERENCE)
    with anna.opened() as vault:
        inside = vault.inside()
        row = inside.matter_row(vault.matter(REFERENCE).matter_id)
        walled, key = opened_walled(inside, row), inside.matter_key(row)
        with pytest.raises(LastMemberError), inside.registry.transaction():
            put_walled(inside, walled._replace(admitted=()), NewFile("a.db", 3, key))
    assert anna.references() == [REFERENCE]
