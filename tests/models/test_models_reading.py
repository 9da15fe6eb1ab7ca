import json

import pytest

from desktop.domain.errors import QuestionUnknownError, RegionTooLargeError
from desktop.domain.vision import StopReason, VisionTask
from models.reader import Region, open_reader

READ, FIELD, FIELDS = VisionTask.READ, VisionTask.FIELD, VisionTask.FIELDS
RECEIPT = ("Northwind Tools", "Receipt # 44117", "Date: 12/03/2024", "Total: 48.20 EUR")


@pytest.mark.parametrize("line", ["Total: 48.20", "22/12/2017", "RM 71.90", "10.95"])
def test_print_is_read_as_it_stands(reader, show, line):
    answer = reader.ask(show(line), READ)
    assert answer.text == line
    assert answer.stop_reason is StopReason.COMPLETE
    assert answer.confidence > 0.9
    assert answer.prompt_id == "trained-read/1"


@pytest.mark.parametrize("size_px", [12, 24, 40, 64])
def test_print_of_any_size_is_brought_to_the_height_that_the_model_reads(reader, show, size_px):
    assert reader.ask(show("48.20", size_px=size_px), READ).text == "48.20"


def test_light_print_on_dark_paper_is_turned(reader, show):
    assert reader.ask(show("Total: 48.20", paper=15, ink=240), READ).text == "Total: 48.20"


def test_a_field_is_answered_with_what_stands_there(reader, show):
    assert reader.ask(show(*RECEIPT), FIELD, ("total",)).fields == {"total": "48.20 EUR"}
    assert reader.ask(show(*RECEIPT), FIELD, ("date",)).fields == {"date": "12/03/2024"}


def test_fields_come_as_one_json_object_and_only_those_asked_for_are_kept(reader, show):
    answer = reader.ask(show(*RECEIPT), FIELDS, ("total", "date"))
    assert json.loads(answer.text).keys() == {"name", "number", "date", "total"}
    assert answer.fields == {"total": "48.20 EUR", "date": "12/03/2024"}


def test_a_blank_region_is_never_shown_to_the_model(reader):
    tiles = reader.engine.tiles_seen
    answer = reader.ask(Region(200, 60, b"\xf8" * (200 * 60 * 3)), FIELD, ("total",))
    assert (answer.text, answer.fields, answer.tokens) == ("", {"total": ""}, 0)
    assert reader.engine.tiles_seen == tiles


def test_a_region_that_would_have_to_be_shrunk_is_refused(reader, show):
    page = show(*["A line of a page, as long as lines of pages are"] * 30)
    with pytest.raises(RegionTooLargeError):
        reader.ask(page, READ)
    long_line = show("A line that is much longer than any that this model was ever shown, by far")
    with pytest.raises(RegionTooLargeError):
        reader.ask(long_line, READ)


@pytest.mark.parametrize("fields", [("vendor",), (), ("total", "date")])
def test_a_question_that_the_model_was_not_made_for_is_refused(reader, show, fields):
    with pytest.raises(QuestionUnknownError):
        reader.ask(show("Total: 48.20"), FIELD, fields)


def test_pieces_add_up_to_the_answer(reader, show):
    *pieces, answer = reader.asking(show(*RECEIPT), READ)
    assert len(pieces) > 20
    assert "".join(pieces) == answer.text


def test_an_answer_is_cut_off_at_its_budget_and_says_so(reader, show):
    answer = reader.ask(show(*RECEIPT), FIELDS, ("total",), max_tokens=9)
    assert answer.stop_reason is StopReason.OUT_OF_TOKENS
    assert (answer.tokens, answer.fields) == (9, {})


def test_the_same_question_has_the_same_answer_and_the_same_receipt(reader, starter_files, show):
    first = reader.ask(show(*RECEIPT), READ)
    reader.ask(show("Something else"), READ)
    again = reader.ask(show(*RECEIPT), READ)
    other = open_reader(*starter_files, threads=1)
    elsewhere = other.ask(show(*RECEIPT), READ)
    other.close()
    assert first.text == again.text == elsewhere.text
    assert first.confidence == again.confidence == elsewhere.confidence
    assert first.receipt == again.receipt == elsewhere.receipt


def test_a_receipt_tells_questions_and_pixels_apart(reader, show):
    answers = [
        reader.ask(show("Total: 48.20"), READ),
        reader.ask(show("Total: 48.21"), READ),
        reader.ask(show("Total: 48.20"), READ, max_tokens=100),
        reader.ask(show("Total: 48.20"), FIELD, ("total",)),
        reader.ask(show("Total: 48.20"), FIELD, ("date",)),
    ]
    assert len({answer.receipt for answer in answers}) == len(answers)


def test_a_second_question_costs_no_second_look(reader, show):
    region = show(*RECEIPT)
    fresh = reader.ask(region, FIELD, ("number",))
    tiles, images = reader.engine.tiles_seen, reader.engine.work.images_taken_in
    second = reader.ask(region, FIELD, ("total",))
    assert (reader.engine.tiles_seen, reader.engine.work.images_taken_in) == (tiles, images)
    assert second.encode_ms < 0.1 * max(fresh.encode_ms, 10)
    reader.ask(show("Between the two"), READ)
    tiles, images = reader.engine.tiles_seen, reader.engine.work.images_taken_in
    assert reader.ask(region, FIELD, ("total",)).text == second.text
    assert reader.engine.tiles_seen == tiles
    assert reader.engine.work.images_taken_in == images + 1


def test_a_kept_picture_answers_as_a_fresh_one(reader, starter_files, show):
    region = show(*RECEIPT)
    reader.ask(region, READ)
    kept = reader.ask(region, FIELD, ("total",))
    other = open_reader(*starter_files, threads=1)
    fresh = other.ask(region, FIELD, ("total",))
    other.close()
    assert (kept.text, kept.confidence) == (fresh.text, pytest.approx(fresh.confidence))


def test_a_stop_ends_the_answer_at_the_next_token_and_the_model_stays(reader, show):
    asked = reader.asking(show(*RECEIPT), READ)
    said = [next(asked), next(asked)]
    reader.stop()
    *rest, answer = asked
    assert len(rest) == 0
    assert answer.stop_reason is StopReason.STOPPED
    assert answer.text == "".join(said)
    assert answer.fields == {}
    assert reader.ask(show("10.95"), READ).text == "10.95"


def test_a_stop_before_the_first_token_counts_and_one_before_the_question_does_not(reader, show):
    asked = reader.asking(show("10.95"), READ)
    reader.stop()
    (answer,) = asked
    assert (answer.stop_reason, answer.text) == (StopReason.STOPPED, "")
    reader.stop()
    assert reader.ask(show("10.95"), READ).text == "10.95"


def test_an_answer_that_nobody_waits_for_leaves_no_trace(reader, show):
    asked = reader.asking(show(*RECEIPT), FIELDS, ("total",))
    next(asked)
    asked.close()
    assert reader.ask(show("10.95"), READ).text == "10.95"
