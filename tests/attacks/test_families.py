"""Files within files that were made to do harm are taken out within bounds, or refused."""

import pytest

from tests.attacks.families import ATTACKS, attack_by_families

pytestmark = pytest.mark.process

LONG = frozenset({"grow.zip", "list.zip", "many.zip", "all.eml"})
"""What takes seconds to make or to read; `make attack` has them all."""


def test_every_part_of_a_hostile_family_is_accounted_for_and_nothing_is_written():
    rows = list(attack_by_families([each for each in ATTACKS if each.name not in LONG]))
    assert {row.attack: row.result for row in rows} == {row.attack: row.expected for row in rows}
