import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import InCameraError, SettingsError, all_error_classes
from desktop.domain.finding import MASK, SENSITIVITY_OF_KIND, FindingKind, masked
from desktop.domain.geometry import Box, boxes_of_lines
from desktop.domain.identity import MatterId, new_identity, short_identity
from desktop.domain.matter import Matter
from desktop.domain.page import PageText, Word, Words
from desktop.domain.vision import ModelDescription

sides = st.floats(0, 1000)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), sides, sides, sides, sides)


def every_error_class():
    pending = [InCameraError]
    while pending:
        error_class = pending.pop()
        pending += error_class.__subclasses__()
        yield error_class


def test_every_error_has_a_code_of_its_own_a_sentence_and_a_remedy():
    classes = list(every_error_class())
    assert len({error_class.code for error_class in classes}) == len(classes)
    assert set(all_error_classes().values()) == set(classes)
    for error_class in classes:
        assert re.fullmatch(r"[A-Z]+-\d\d", error_class.code)
        assert error_class.reason.endswith(".")
        assert error_class.remedy.endswith(".")


def test_an_error_says_what_happened_what_to_do_and_its_code():
    error = SettingsError("Line 3 is not right.", remedy="Correct it.")
    assert str(error) == "Line 3 is not right. Correct it. [SETTINGS-01]"
    assert SettingsError.reason != error.reason


@given(boxes, boxes)
def test_a_united_box_holds_both(one, other):
    united = one.united_with(other)
    for box in (one, other):
        assert united.left_pt <= box.left_pt
        assert united.top_pt <= box.top_pt
        assert united.right_pt >= box.right_pt
        assert united.bottom_pt >= box.bottom_pt
    assert one.overlaps(other) == other.overlaps(one)


def test_boxes_that_only_touch_share_no_area():
    box = Box(0, 0, 10, 10)
    assert not box.overlaps(Box(10, 0, 20, 10))
    assert box.overlaps(Box(10, 0, 20, 10).grown_by(1))


def test_words_of_one_line_share_a_box():
    line = [Box(0, 0, 10, 10), Box(12, 1, 20, 9), Box(0, 12, 30, 22)]
    assert boxes_of_lines(line) == (Box(0, 0, 20, 10), Box(0, 12, 30, 22))
    assert boxes_of_lines([]) == ()


@given(st.lists(st.integers(1, 5), max_size=20), st.integers(0, 100), st.integers(0, 100))
def test_words_between_two_offsets_are_those_that_share_a_letter(lengths, start, end):
    words, at = [], 0
    for length in lengths:
        words.append(Word(at, at + length, Box(at, 0, at + length, 1), 1.0))
        at += length + 1
    text = PageText("x" * at, Words.of(words))
    expected = [word for word in words if word.start < end and start < word.end]
    assert list(text.words_between(start, end)) == (expected if start < end else [])


@given(st.text(max_size=40))
def test_a_mask_shows_four_letters_and_a_third_at_most(text):
    shown = masked(text).removeprefix(MASK).removeprefix(" ")
    assert len(shown) <= min(4, len(text) // 3)
    assert text.endswith(shown)


def test_every_kind_of_finding_has_a_sensitivity():
    assert set(SENSITIVITY_OF_KIND) == set(FindingKind)


def test_identities_are_random_and_short_ones_are_their_beginning():
    one, other = new_identity(), new_identity()
    assert re.fullmatch(r"[0-9a-f]{32}", one)
    assert one != other
    assert short_identity(one) == one[:8]


def test_a_matter_is_cited_by_client_and_number():
    made = datetime(2026, 1, 1, tzinfo=UTC)
    assert Matter(MatterId("a" * 32), "1042", "0007", "X", made).reference == "1042-0007"


@pytest.mark.parametrize(
    ("width", "height", "glyph", "can"),
    [(100, 20, 10, True), (200, 20, 10, False), (200, 20, 20, True), (90, 90, 10, True)],
)
def test_a_model_sees_what_fits_its_sight_at_the_size_it_reads(width, height, glyph, can):
    model = ModelDescription("m", "a", 1, "", "", "", 1, 10, 100, 20, 90, 90, ("total",))
    assert model.can_see(width, height, glyph) is can
    assert model.can_see(10_000, 10_000, 0)
    assert model.knows_fields(["total"])
    assert not model.knows_fields(["total", "tax"])
