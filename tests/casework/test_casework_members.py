"""The desk of members: what is stopped is as it was, what is done is told step by step."""

import pytest

from desktop.casework.control import Control
from desktop.casework.members import desk as members_desk
from desktop.casework.members.member_desk import MemberDesk
from desktop.domain.errors import InvitationError
from desktop.domain.rotation import RotationPhase
from desktop.vault.slots.file import read_slots, slot_id_of
from tests.vault.members.accounts import NAME, founder, joined


@pytest.fixture
def anna(tmp_path):
    return founder(tmp_path / "vault")


def test_a_wall_that_is_stopped_is_none_and_one_that_is_not_stands(anna):
    told, stopped = [], Control()
    stopped.stop()
    with anna.opened() as vault:
        desk = MemberDesk(vault, anna.clock)
        matter_id = vault.matters()[0].matter_id
        assert not desk.wall(matter_id, False, stopped, told.append)
        assert [step.phase for step in told] == [RotationPhase.BEGUN]
        assert desk.look().matters[0].wall is None
        assert desk.wall(matter_id, False, Control(), told.append)
        assert [step.phase for step in told[1:]] == list(RotationPhase)
        assert desk.look().matters[0].wall is not None
        assert not desk.take_down(matter_id, stopped, told.append)
        assert desk.take_down(matter_id, Control(), told.append)


def test_a_page_sees_who_is_inside_and_what_it_is_told_of(anna):
    bert = joined(anna, "Bert")
    with anna.opened() as vault:
        desk = MemberDesk(vault, anna.clock)
        (matter,) = desk.look().matters
        assert desk.wall(matter.matter.matter_id, True, Control(), lambda _: None)
        desk.admit(matter.matter.matter_id, desk.look().members[1].member_id)
        (matter,) = desk.look().matters
        assert [member.name for member in matter.wall.inside] == ["Anna", "Bert"]
        member_id = matter.wall.inside[1].member_id
        assert desk.dismiss(matter.matter.matter_id, member_id, Control(), lambda _: None)
    with bert.opened() as vault:
        found = MemberDesk(vault, bert.clock).look()
        assert (found.matters, [told.ask for told in found.told]) == ((), ["Anna"])
        assert found.me.name == "Bert"
        assert NAME not in repr(found)


def test_whoever_does_not_become_a_member_keeps_no_way_into_the_vault(anna, key_store):
    """The code was withdrawn, or used by somebody else, while the keyring was asked."""
    groups = anna.invited("Bert")
    ways = read_slots(anna.folder).slots

    def clock():
        slots = read_slots(anna.folder).slots
        if len(slots) > len(ways):
            made.update(map(slot_id_of, slots))
            anna.later(9)  # The last day of the code goes by.
        return anna.clock()

    made = set()
    with pytest.raises(InvitationError):
        members_desk.join(anna.folder, clock, "-".join(groups))
    (way_id,) = made - set(map(slot_id_of, ways))
    assert read_slots(anna.folder).slots == ways
    assert key_store.get(f"vault-{way_id}") is None
    with anna.opened() as vault:
        assert vault.ways_in.all(anna.keys)[0].is_here
        assert list(vault.registry_problems()) == []
