import math
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.document import DocumentKind
from desktop.domain.errors import WorkerNonsenseError
from desktop.domain.finding import Agreement, Finding, FindingKind, FindingSource, Sensitivity
from desktop.domain.geometry import Box
from desktop.domain.limits import MAX_FINDINGS_PER_PAGE, MAX_TEXT_CHARS_PER_PAGE, MAX_WORDS_PER_PAGE
from desktop.domain.page import PageReading, PageText, ReadMethod, Word, Words
from desktop.domain.vision import Answer, ModelDescription, StopReason, VisionTask
from desktop.wire.checks import (
    MAX_ANSWER_CHARS,
    checked_answer,
    checked_model,
    checked_page,
    checked_piece,
    checked_pixels,
    clean_text,
)
from desktop.wire.messages import AskRegion, PageRead, PixelsRendered

WORD = Word(0, 5, Box(10.0, 10.0, 40.0, 20.0), 1.0)
NEXT = Word(6, 11, Box(45.0, 10.0, 80.0, 20.0), 0.5)
READING = PageReading(
    1, 595.0, 842.0, 0, ReadMethod.OCR, 0.9, PageText("Hello world", Words.of([WORD, NEXT]))
)
FINDING = Finding(
    FindingKind.PERSON,
    "world",
    "world",
    6,
    11,
    (Box(45.0, 10.0, 80.0, 20.0),),
    FindingSource.PATTERN,
    0.9,
    Sensitivity.MODERATE,
)
PAGE = PageRead(READING, (FINDING,), {DocumentKind.LETTER: 1.0})
ASKED = AskRegion(10, 10, VisionTask.FIELDS, ("total", "date"), 100)
ANSWER = Answer("12", {"total": "12"}, 0.5, StopReason.COMPLETE, 2, 1.0, 1.0, "fields/1", "ab" * 32)
MODEL = ModelDescription("Starter", "llama", 7, "ab" * 32, "cd" * 32, "0.3", 2048)


def page_with(**changes):
    return msgspec.structs.replace(PAGE, reading=replace(READING, **changes))


def page_of_words(*words, text="Hello world"):
    return page_with(text=PageText(text, Words.of(words)))


def page_finding(**changes):
    return msgspec.structs.replace(PAGE, findings=(replace(FINDING, **changes),))


def test_a_page_that_is_right_passes_as_it_is():
    assert checked_page(PAGE, 1) == PAGE
    assert checked_page(PAGE, 1).reading is READING


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 2},
        {"width_pt": 0.0},
        {"width_pt": math.nan},
        {"width_pt": math.inf},
        {"width_pt": 2e6},
        {"height_pt": -1.0},
        {"turn_deg": 45},
        {"confidence": 1.5},
        {"confidence": math.nan},
        {"remarks": ("x",) * 17},
        {"remarks": ("x" * 65,)},
    ],
)
def test_a_page_that_cannot_be_is_nonsense(changes):
    with pytest.raises(WorkerNonsenseError):
        checked_page(page_with(**changes), 1)


@pytest.mark.parametrize(
    "word",
    [
        replace(WORD, start=-1),
        replace(WORD, end=0),
        replace(WORD, end=12),
        replace(WORD, confidence=2.0),
        replace(WORD, confidence=math.nan),
        replace(WORD, box=Box(40.0, 10.0, 10.0, 20.0)),
        replace(WORD, box=Box(10.0, 20.0, 40.0, 10.0)),
        replace(WORD, box=Box(-3.0, 10.0, 40.0, 20.0)),
        replace(WORD, box=Box(10.0, 10.0, 598.0, 20.0)),
        replace(WORD, box=Box(10.0, 10.0, 40.0, 845.0)),
        replace(WORD, box=Box(math.nan, 10.0, 40.0, 20.0)),
        replace(WORD, box=Box(10.0, 10.0, math.inf, 20.0)),
    ],
)
def test_a_word_that_stands_nowhere_is_nonsense(word):
    with pytest.raises(WorkerNonsenseError):
        checked_page(page_of_words(word), 1)


def test_words_that_overlap_or_go_backwards_are_nonsense():
    with pytest.raises(WorkerNonsenseError):
        checked_page(page_of_words(NEXT, WORD), 1)


def test_more_words_or_letters_than_a_page_holds_are_nonsense():
    with pytest.raises(WorkerNonsenseError):
        checked_page(page_of_words(*[WORD] * (MAX_WORDS_PER_PAGE + 1)), 1)
    with pytest.raises(WorkerNonsenseError):
        checked_page(page_of_words(text="x" * (MAX_TEXT_CHARS_PER_PAGE + 1)), 1)


def test_boxes_that_stick_out_by_a_hair_are_cut_at_the_edge_of_the_page():
    word = replace(WORD, box=Box(-1.0, -1.5, 596.0, 843.0))
    page = checked_page(page_of_words(word), 1)
    assert page.reading.text.words[0].box == Box(0.0, 0.0, 595.0, 842.0)


def test_what_is_no_text_is_replaced_and_offsets_stay_right():
    page = page_of_words(WORD, NEXT, text="He\x00lo w\x1brld")
    page = msgspec.structs.replace(page, findings=())
    checked = checked_page(page, 1)
    assert checked.reading.text.text == "He\ufffdlo w\ufffdrld"
    assert checked.reading.text.words == Words.of([WORD, NEXT])


def test_remarks_are_cleaned():
    page = msgspec.structs.replace(page_with(remarks=("\x1b[31m",)), findings=())
    assert checked_page(page, 1).reading.remarks == ("\ufffd[31m",)


@pytest.mark.parametrize(
    "changes",
    [
        {"start": -1},
        {"end": 12},
        {"start": 11, "end": 11},
        {"mention": "other"},
        {"boxes": ()},
        {"boxes": (Box(600.0, 0.0, 700.0, 10.0),)},
        {"boxes": (Box(0.0, math.nan, 1.0, 1.0),)},
        {"confidence": -0.1},
        {"confidence": math.nan},
        {"role": "r" * 65},
        {"scheme": "s" * 65},
        {"value": "v" * 200},
        {"mention": "m" * 1000, "value": ""},
        {"start": -1, "end": -1},
    ],
)
def test_a_finding_that_does_not_fit_its_page_is_nonsense(changes):
    with pytest.raises(WorkerNonsenseError):
        checked_page(page_finding(**changes), 1)


@pytest.mark.parametrize("agreement", sorted(set(Agreement) - {Agreement.NOT_COMPARED}))
def test_a_reader_that_claims_to_have_compared_talks_nonsense(agreement):
    with pytest.raises(WorkerNonsenseError):
        checked_page(page_finding(agreement=agreement), 1)


def test_a_finding_is_cleaned_and_its_boxes_cut():
    page = page_finding(
        boxes=(Box(-1.0, 0.0, 10.0, 10.0),), role="to\x00tal", scheme="\x07", value="w\x1brld"
    )
    (finding,) = checked_page(page, 1).findings
    assert finding.boxes == (Box(0.0, 0.0, 10.0, 10.0),)
    assert (finding.role, finding.scheme, finding.value) == ("to\ufffdtal", "\ufffd", "w\ufffdrld")


def test_more_findings_than_a_page_holds_are_nonsense():
    page = msgspec.structs.replace(PAGE, findings=(FINDING,) * (MAX_FINDINGS_PER_PAGE + 1))
    with pytest.raises(WorkerNonsenseError):
        checked_page(page, 1)


@pytest.mark.parametrize("votes", [-1.0, math.nan, math.inf])
def test_votes_that_count_nothing_are_nonsense(votes):
    page = msgspec.structs.replace(PAGE, kind_votes={DocumentKind.LETTER: votes})
    with pytest.raises(WorkerNonsenseError):
        checked_page(page, 1)


def test_pixels_must_be_as_many_as_their_sides_say():
    pixels = checked_pixels(PixelsRendered(2, 3), bytes(18), width_px=2)
    assert (pixels.width_px, pixels.height_px, len(pixels.rgb)) == (2, 3, 18)
    for message, payload, width_px in (
        (PixelsRendered(2, 3), bytes(17), 2),
        (PixelsRendered(2, 3), bytes(19), None),
        (PixelsRendered(3, 2), bytes(18), 2),
        (PixelsRendered(25_000_000, 2), b"", None),
    ):
        with pytest.raises(WorkerNonsenseError):
            checked_pixels(message, payload, width_px=width_px)


def test_an_answer_that_is_right_passes_and_is_cleaned():
    assert checked_answer(ANSWER, ASKED) == ANSWER
    dirty = replace(ANSWER, text="1\x002", fields={"total": "\x1b"}, prompt_id="\x07")
    cleaned = checked_answer(dirty, ASKED)
    assert (cleaned.text, cleaned.fields, cleaned.prompt_id) == (
        "1\ufffd2",
        {"total": "\ufffd"},
        "\ufffd",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "x" * (MAX_ANSWER_CHARS + 1)},
        {"fields": {"password": "x"}},
        {"fields": {"total": "x" * (MAX_ANSWER_CHARS + 1)}},
        {"confidence": math.nan},
        {"confidence": 1.01},
        {"tokens": 101},
        {"tokens": -1},
        {"encode_ms": math.inf},
        {"answer_ms": math.nan},
        {"prompt_id": "p" * 257},
        {"receipt": "ab"},
        {"receipt": "AB" * 32},
    ],
)
def test_an_answer_to_something_else_is_nonsense(changes):
    with pytest.raises(WorkerNonsenseError):
        checked_answer(replace(ANSWER, **changes), ASKED)


def test_a_piece_is_cleaned_and_bounded():
    assert checked_piece("a\x00") == "a\ufffd"
    with pytest.raises(WorkerNonsenseError):
        checked_piece("x" * (MAX_ANSWER_CHARS + 1))


def test_a_model_is_described_within_bounds():
    assert checked_model(MODEL) == MODEL
    assert checked_model(replace(MODEL, name="\x1b")).name == "\ufffd"
    assert checked_model(replace(MODEL, fields=("to\0tal",))).fields == ("to\ufffdtal",)
    for changes in (
        {"name": "n" * 257},
        {"build": "b" * 257},
        {"architecture": "a" * 257},
        {"weights_sha256": "xyz"},
        {"projector_sha256": "AB" * 32},
        {"parameters": -1},
        {"context_tokens": 0},
        {"glyph_height_px": -1},
        {"max_line_width_px": 30_001},
        {"max_region_height_px": -5},
        {"overview_width_px": -1},
        {"overview_height_px": 1 << 40},
        {"fields": ("f" * 65,)},
        {"fields": ("f",) * 257},
    ):
        with pytest.raises(WorkerNonsenseError):
            checked_model(replace(MODEL, **changes))


@given(st.text(st.characters(), max_size=100))
def test_clean_text_keeps_its_length_and_can_be_stored(text):
    cleaned = clean_text(text)
    assert len(cleaned) == len(text)
    assert clean_text(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned
    assert not set(cleaned) & set(map(chr, {*range(32), *range(127, 160)} - {9, 10}))
