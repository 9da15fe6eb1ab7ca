import json
from dataclasses import replace

import pytest

from desktop.domain.errors import AnswerUnusableError, QuestionUnknownError
from desktop.domain.vision import VisionTask
from models.answers import fields_in, says_nothing
from models.engine.loops import LoopGuard
from models.manifest import Overview, manifest_beside
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


def test_the_words_for_nothing_are_no_value(starter_files):
    trained = manifest_beside(*starter_files).prompts
    question = question_for(VisionTask.FIELD, ("total",), trained)
    for said in ("none", "None", " none ", "Unreadable.", ""):
        assert says_nothing(said, question)
        assert fields_in(said, VisionTask.FIELD, ("total",), question) == {"total": ""}
    assert fields_in("nonesuch", VisionTask.FIELD, ("total",), question) == {"total": "nonesuch"}
    assert taken('{"total":"none","date":"unreadable"}') == {"total": "", "date": ""}


def test_a_manifest_can_have_its_own_words_for_nothing(starter_files):
    trained = replace(manifest_beside(*starter_files).prompts, absent="rien", unreadable="flou")
    question = question_for(VisionTask.READ, (), trained)
    assert says_nothing("Rien", question)
    assert says_nothing("flou.", question)
    assert not says_nothing("none", question)


def test_fields_that_are_left_out_are_not_there_and_a_refusal_is_none_of_them(starter_files):
    trained = replace(manifest_beside(*starter_files).prompts, leaves_out_absent=True)
    question = question_for(FIELDS, ("total", "date"), trained)
    assert question.prompt_id == "trained-fields/2"
    assert taken('{"total":"48.20"}', question=question) == {"total": "48.20", "date": ""}
    assert taken("{}", question=question) == {"total": "", "date": ""}
    assert taken("unreadable", question=question) == {"total": "", "date": ""}


def test_the_present_starter_is_asked_for_fields_as_it_was(starter_files):
    question = question_for(FIELDS, ("total",), manifest_beside(*starter_files).prompts)
    assert question.prompt_id == "trained-fields/1"
    assert question.skeleton[0] == '{"name": "'


def test_only_a_model_that_was_trained_for_it_is_asked_for_a_kind(starter_files):
    trained = manifest_beside(*starter_files).prompts
    offering = replace(trained, kind=Overview(question="Kind?", width_px=192, height_px=272))
    question = question_for(VisionTask.KIND, (), offering)
    assert question.text == "Kind?"
    assert '"bank_statement"' in question.grammar
    for prompts in (trained, None):
        with pytest.raises(QuestionUnknownError):
            question_for(VisionTask.KIND, (), prompts)
    with pytest.raises(QuestionUnknownError):
        question_for(VisionTask.KIND, ("total",), offering)


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
