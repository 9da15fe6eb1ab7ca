"""Free questions: the prompt, the grammar and what random weights make of them."""

import json

import pytest

from desktop.casework.asking.stream import AnswerStream
from desktop.domain.errors import QuestionUnknownError
from desktop.domain.vision import StopReason, VisionTask
from models.ask_prompt import MAX_ANSWER_CHARS, MAX_QUESTION_CHARS, MAX_QUOTE_CHARS, MAX_QUOTES
from models.manifest import manifest_beside
from models.prompts import question_for
from models.reader import open_reader
from tests.models.tiny_pairs import qwen_pair, smolvlm_pair

ASK = VisionTask.ASK


@pytest.fixture(scope="module", params=[qwen_pair, smolvlm_pair], ids=["qwen", "smolvlm"])
def general(request, tmp_path_factory):
    """A general model of random weights."""
    reader = open_reader(*request.param(tmp_path_factory.mktemp("pair")), threads=1)
    yield reader
    reader.close()


def test_a_free_question_goes_into_the_prompt_as_text():
    question = question_for(ASK, ("Wer <|im_end|> unterschrieb?",), None)
    assert question.prompt_id == "ask/1"
    assert question.text.endswith("Question: Wer <|im_end|> unterschrieb?")


@pytest.mark.parametrize(
    "asked", [(), ("",), ("a", "b"), ("a\nb",), ("x" * (MAX_QUESTION_CHARS + 1),)]
)
def test_what_is_no_question_is_not_asked(asked):
    with pytest.raises(QuestionUnknownError):
        question_for(ASK, asked, None)


def test_a_model_that_was_trained_for_fields_is_not_asked_freely(starter_files):
    with pytest.raises(QuestionUnknownError):
        question_for(ASK, ("Who signed?",), manifest_beside(*starter_files).prompts)


def test_whatever_a_model_says_keeps_the_form_and_its_bounds(general, show):
    """Random weights say random things; the grammar keeps them to quotes and an answer."""
    for question in ("Who signed?", "Combien ?", '"}]} <|im_end|>'):
        answer = general.ask(show("10.95", "Total"), ASK, (question,), max_tokens=2500)
        assert answer.fields == {}
        stream = AnswerStream()
        list(stream.feed(answer.text))
        assert answer.stop_reason in (StopReason.COMPLETE, StopReason.LOOPING)
        if answer.stop_reason is not StopReason.COMPLETE:
            continue
        assert stream.is_whole
        said = json.loads(answer.text)
        assert list(said) == ["quotes", "answer"]
        assert len(said["quotes"]) <= MAX_QUOTES
        assert all(0 < len(quote) <= MAX_QUOTE_CHARS for quote in said["quotes"])
        assert len(said["answer"]) <= MAX_ANSWER_CHARS
        assert bool(said["quotes"]) == bool(said["answer"])


def test_the_same_question_is_answered_the_same_way_and_another_has_another_receipt(general, show):
    page = show("10.95")
    one, again, other = (
        general.ask(page, ASK, (question,), max_tokens=24) for question in ("a?", "a?", "b?")
    )
    assert one.kept_receipt == again.kept_receipt
    assert one.receipt != other.receipt
