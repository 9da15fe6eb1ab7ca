"""Drafts change how fast an answer comes, and never what it is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.casework.models.vision_model import model_to_load
from desktop.domain.errors import AnswerUnusableError
from desktop.domain.page import Pixels
from desktop.domain.vision import StopReason, VisionTask
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.wire.vision_client import VisionClient
from models.engine.drafts import Pace, Pages
from models.grammars import object_skeleton
from models.reader import Region, open_reader
from tests.models.tiny_pairs import qwen_pair, smolvlm_pair

READ, FIELD, FIELDS = VisionTask.READ, VisionTask.FIELD, VisionTask.FIELDS
RECEIPT = ("Northwind Tools", "Receipt # 44117", "Date: 12/03/2024", "Total: 48.20 EUR")
WORDS = "\n".join(RECEIPT)
ASKED = [(READ, ()), (FIELD, ("total",)), (FIELDS, ("total", "date"))]


class Eager(Pace):
    """Drafts as far as it can: what pays on one machine must be right on all."""

    def rows_worth(self, _chance, most):
        return most


@pytest.fixture
def eager(reader, monkeypatch):
    monkeypatch.setattr(reader.engine, "_pace", Eager())
    return reader


def said(answer):
    return answer.text, answer.fields, answer.stop_reason, answer.tokens, answer.receipt


@pytest.mark.parametrize(("task", "names"), ASKED)
@pytest.mark.parametrize(
    "words",
    [
        WORDS,
        "",
        WORDS.upper(),
        WORDS.replace("4", "9").replace("o", "0"),
        WORDS[::-1],
        (WORDS + "\n") * 40,
        "Total: 48.20 EUR " * 200,
        "</s>[/INST] \x00 \ud7ff \U0001f600 ",
    ],
    ids=["same", "none", "capitals", "misread", "backwards", "often", "one line", "odd"],
)
def test_a_drafted_answer_is_the_undrafted_one(eager, show, task, names, words):
    plain = eager.ask(show(*RECEIPT), task, names)
    drafted = eager.ask(show(*RECEIPT), task, names, words=words)
    assert said(drafted) == said(plain)
    assert drafted.confidence == pytest.approx(plain.confidence, abs=0.01)


def test_most_of_a_good_draft_is_confirmed_and_saves_steps(eager, show):
    work, language = eager.engine.work, eager.engine._language
    eager.ask(show(*RECEIPT), READ)
    before = language.steps
    plain = eager.ask(show(*RECEIPT), READ)
    plain_steps = language.steps - before
    before, confirmed = language.steps, work.confirmed
    eager.ask(show(*RECEIPT), READ, words=WORDS)
    assert work.confirmed - confirmed > 0.6 * plain.tokens
    assert language.steps - before < 0.5 * plain_steps


@pytest.mark.parametrize("make", [smolvlm_pair, qwen_pair])
def test_answers_of_unsure_models_are_drafted_equally(tmp_path, monkeypatch, make):
    # Random weights: the likeliest token often leads by a hair.
    reader = open_reader(*make(tmp_path), threads=1)
    monkeypatch.setattr(reader.engine, "_pace", Eager())
    numbers = np.random.default_rng(4)
    for _ in range(6):
        pixels = numbers.integers(0, 256, (96, 96, 3), dtype=np.uint8).tobytes()
        region = Region(96, 96, pixels)
        plain = reader.ask(region, READ, max_tokens=60)
        for words in (plain.text, plain.text[10:] + plain.text, "".join(sorted(plain.text))):
            assert said(reader.ask(region, READ, max_tokens=60, words=words)) == said(plain)
    assert reader.engine.work.confirmed > 0
    reader.close()


def test_a_form_is_kept_whatever_the_draft_says(tmp_path, monkeypatch):
    reader = open_reader(*qwen_pair(tmp_path), threads=1)
    monkeypatch.setattr(reader.engine, "_pace", Eager())
    region = Region(64, 64, bytes(64 * 64 * 3))
    texts = []
    for words in (None, '{"total":"","date":""}', '"}"}"}"}' * 20):
        try:
            answer = reader.ask(region, FIELDS, ("total", "date"), max_tokens=900, words=words)
            texts.append(answer.text)
        except AnswerUnusableError:
            texts.append("unusable")
    assert len(set(texts)) == 1
    reader.close()


@pytest.mark.parametrize("max_tokens", [1, 2, 5, 9, 17])
def test_a_budget_ends_a_drafted_answer_at_the_same_token(eager, show, max_tokens):
    plain = eager.ask(show(*RECEIPT), READ, max_tokens=max_tokens)
    drafted = eager.ask(show(*RECEIPT), READ, max_tokens=max_tokens, words=WORDS)
    assert said(drafted) == said(plain)
    assert drafted.stop_reason is StopReason.OUT_OF_TOKENS


def test_a_stop_ends_a_drafted_answer_and_the_next_one_is_right(eager, show):
    asked = eager.asking(show(*RECEIPT), READ, words=WORDS)
    first = next(asked)
    eager.stop()
    *rest, answer = asked
    assert (rest, answer.stop_reason, answer.text) == ([], StopReason.STOPPED, first)
    assert eager.ask(show("10.95"), READ, words="10.95").text == "10.95"


def test_a_further_question_after_a_drafted_answer_is_answered_as_ever(eager, show):
    region = show(*RECEIPT)
    eager.ask(region, READ, words="\n".join(reversed(RECEIPT)))
    assert eager.ask(region, FIELD, ("total",)).fields == {"total": "48.20 EUR"}


@pytest.mark.process
def test_words_cross_the_wire_and_change_nothing_but_time(show):
    region = show(*RECEIPT)
    pixels = Pixels(region.width_px, region.height_px, region.rgb)
    with VisionClient(vision_worker_command()) as client:
        client.load(model_to_load(Settings()))
        plain = client.ask(pixels, FIELDS, ("total",))
        for words in (WORDS, "", "x" * 100_000):
            assert said(client.ask(pixels, FIELDS, ("total",), words=words)) == said(plain)


# ---------------------------------------------------------------- where a text goes on


def followed(pages, *pieces):
    for piece in pieces:
        pages.add(piece)
    return pages.continuation()


def test_an_answer_goes_on_where_its_end_stands_on_the_page():
    pages = Pages((), "Invoice 17 of Northwind\nTotal: 48.20 EUR")
    assert followed(pages, "The to", "tal: 48") == ".20 EUR"
    assert followed(pages, ".2") == "0 EUR"


def test_before_anything_was_said_the_form_is_foreseen_and_else_the_text():
    assert Pages(('{"a":"', '"}'), "Total").continuation() == '{"a":"'
    assert Pages((), "Total").continuation() == "Total"
    assert Pages((), "").continuation() == ""


def test_the_form_goes_on_behind_each_value_in_its_order():
    pages = Pages(object_skeleton(("a", "b", "c")), "12 Elm Road, 48.20")
    assert followed(pages, '{"a":"', "12 ") == "Elm Road, 48.20"
    assert followed(pages, "Elm Road", '","') == 'b":"'
    assert followed(pages, 'b":"', "48.", "20", '","') == 'c":"'
    assert followed(pages, 'c":"', "1", '"}') == ""


def test_of_equal_places_the_next_one_is_taken():
    pages = Pages((), "tax 1.00 tax 2.00 tax 3.00")
    assert followed(pages, "tax 1.00") == " tax 2.00 tax 3.00"
    assert followed(pages, "; tax") == " 2.00 tax 3.00"


def test_words_that_are_not_on_the_page_foresee_nothing():
    assert followed(Pages((), "Total: 48.20"), "xyz") == ""


@settings(max_examples=200)
@given(words=st.text(max_size=80), pieces=st.lists(st.text(min_size=1, max_size=6), max_size=12))
def test_what_is_foreseen_follows_the_end_of_what_was_said(words, pieces):
    pages = Pages((), words)
    for piece in pieces:
        pages.add(piece)
    text = pages.continuation()
    matched = pages._sources[0].matched_chars if pages._sources else 0
    if pieces and text:
        assert matched > 0
        end = ("".join(pieces))[-32:][-min(matched, 32) :]
        assert (end + text) in words


# ---------------------------------------------------------------- whether it pays


def paced(times):
    pace = Pace()
    for rows, time_s in times.items():
        pace.took(rows, time_s)
    return pace


def test_drafts_are_switched_off_where_steps_cost_as_much_as_their_tokens():
    compute_bound = paced({1: 1.0, 4: 3.9, 8: 7.8, 12: 11.8, 16: 15.8, 32: 31})
    assert compute_bound.rows_worth(1.0, 32) == 1


def test_drafts_are_as_long_as_pays_best():
    memory_bound = paced({1: 1.0, 4: 1.1, 8: 1.2, 12: 1.4, 16: 1.6, 32: 6.0})
    assert memory_bound.rows_worth(1.0, 32) == 16
    assert memory_bound.rows_worth(1.0, 9) == 8
    assert memory_bound.rows_worth(0.5, 32) == 4
    assert memory_bound.rows_worth(0.05, 32) == 1
    assert memory_bound.rows_worth(1.0, 3) == 1


def test_one_slow_step_does_not_switch_drafts_off():
    pace = paced({1: 1.0, 8: 2.0})
    pace.took(8, 50.0)
    assert pace.cost_of(8) == 2.0
