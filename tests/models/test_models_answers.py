import json

import pytest

from desktop.domain.errors import AnswerUnusableError, QuestionUnknownError
from desktop.domain.vision import VisionTask
from models.answers import fields_in
from models.engine.loops import LoopGuard
from models.manifest import manifest_beside
from models.prompts import MAX_VALUE_CHARS, question_for

FIELDS = VisionTask.FIELDS
GENERAL = question_for(FIELDS, ("total", "date"), None)


def taken(text, fields=("total", "date"), question=GENERAL):
    return fields_in(text, FIELDS, fields, question)


def test_values_come_by_the_names_asked_for_and_nothing_else_does():
    said = '{"total":" 48.20\\n EUR ","date":null,"vendor":"x"}'
    assert taken(said) == {"total": "48.20 EUR", "date": ""}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no object",
        '{"total":"1"',
        '["total"]',
        '{"total":1,"date":""}',
        '{"total":{"a":"b"},"date":""}',
        '{"total":"1","total":"2","date":""}',
        "[" * 100_000,
        json.dumps({"total": "9" * (MAX_VALUE_CHARS + 1), "date": ""}),
    ],
)
def test_an_answer_in_another_form_is_unusable(text):
    with pytest.raises(AnswerUnusableError):
        taken(text)


def test_what_is_no_text_is_taken_out_of_values():
    said = json.dumps({"total": "48\u202e.20\u0000\u009b x\ud800", "date": "\u200b"})
    assert taken(said) == {"total": "48 .20 x", "date": ""}


def test_the_starters_word_for_absent_is_no_value(starter_files):
    trained = manifest_beside(*starter_files).prompts
    question = question_for(VisionTask.FIELD, ("total",), trained)
    for said in ("none", "None", " none "):
        assert fields_in(said, VisionTask.FIELD, ("total",), question) == {"total": ""}
    assert fields_in("nonesuch", VisionTask.FIELD, ("total",), question) == {"total": "nonesuch"}


@pytest.mark.parametrize(
    ("task", "fields"),
    [
        (VisionTask.READ, ("total",)),
        (VisionTask.FIELD, ()),
        (VisionTask.FIELD, ("a", "b")),
        (FIELDS, ()),
        (FIELDS, ("a", "a")),
        (FIELDS, ("",)),
        (FIELDS, ("a" * 65,)),
        (FIELDS, ("two\nlines",)),
        (FIELDS, tuple(map(str, range(33)))),
    ],
)
def test_fields_that_do_not_fit_the_task_are_refused(task, fields):
    with pytest.raises(QuestionUnknownError):
        question_for(task, fields, None)


def test_a_circle_is_noticed_and_honest_repetition_is_not():
    def is_looping(tokens):
        guard = LoopGuard()
        return any(guard.is_looping_after(token) for token in tokens)

    assert is_looping([1, 2, 3] * 40)
    assert is_looping([7] * 80)
    assert not is_looping([46] * 60)
    assert not is_looping(list(range(48)) * 2)
    assert not is_looping(range(500))
