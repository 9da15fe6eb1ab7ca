"""The custodians of a matter stay with it behind its wall; records from before them open."""

import pytest
from msgspec import msgpack

from desktop.domain.errors import MatterNumberError
from desktop.vault.custodians import set_custodians
from desktop.vault.members.walls import Walls
from desktop.vault.records import matter_of

REFERENCE = "1042-0007"


def test_custodians_stay_with_a_matter_behind_its_wall_and_after_it(anna, bert):
    names = ("Dr. Ada Weiss", "Meridian Logistics")
    with anna.opened() as vault:
        assert vault.matter(REFERENCE).custodians == ()
        matter = set_custodians(vault.inside(), vault.matter(REFERENCE), [*names, names[0]])
        assert vault.matter(REFERENCE) == matter
        with pytest.raises(MatterNumberError):
            set_custodians(vault.inside(), matter, ["two\nlines"])
        list(Walls(vault, anna.clock).wall(matter, is_told=False))
        assert vault.matter(REFERENCE).custodians == names
        set_custodians(vault.inside(), vault.matter(REFERENCE), names[:1])
        list(Walls(vault, anna.clock).take_down(vault.matter(REFERENCE)))
    with bert.opened() as vault:
        assert vault.matter(REFERENCE).custodians == names[:1]


def test_a_record_of_a_matter_from_before_custodians_opens(anna):
    with anna.opened() as vault:
        matter = vault.matter(REFERENCE)
        older = msgpack.encode((1, "1042", "0007", matter.name, 1_772_452_800_000_000))
        assert matter_of(matter.matter_id, older) == matter
