"""The opened file gives no more than one personal row in fifty to an attacker by frequencies."""

import pytest

from tests.attacks.frequency import attack
from tests.attacks.zipf_corpus import fill

MOST_RECOVERED = 0.02


@pytest.mark.parametrize("names", [60, 1_000])
def test_at_most_two_in_a_hundred_personal_rows_are_recovered_by_frequencies(store, names):
    known = fill(store, 640, names=names)
    outcome = attack(store, known)
    assert outcome.rows > 3_000
    assert outcome.recovered <= MOST_RECOVERED
