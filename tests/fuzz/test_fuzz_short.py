"""A moment of fuzzing for each reader, and every input that ever failed; see `make fuzz`."""

import pytest

from tests.fuzz.campaign import fuzz
from tests.fuzz.targets import TARGETS, feed, kept

SECONDS = 0.8


@pytest.mark.parametrize("name", TARGETS)
def test_what_a_reader_was_given_once_it_still_takes_or_refuses(name):
    for data in kept(name):
        feed(TARGETS[name], data)


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_takes_or_refuses_whatever_nearly_fits(name):
    done = fuzz(name, SECONDS)
    assert done.failure == ""
    assert done.inputs >= 100


@pytest.mark.parametrize("name", TARGETS)
def test_a_seed_is_what_the_reader_takes_at_least_once(name):
    """Seeds that are all refused would let nothing but the first check be fuzzed."""
    target = TARGETS[name]
    taken = 0
    for seed in target.seeds():
        try:
            target.run(seed)
        except target.allowed as error:
            taken += isinstance(error, EOFError)  # frames are read until the pipe ends
        else:
            taken += 1
    assert taken
