"""What the model said, taken apart without trust."""

import json
import re
from collections.abc import Iterable

from desktop.domain.errors import AnswerUnusableError
from desktop.domain.vision import VisionTask
from models.prompts import MAX_VALUE_CHARS, Question

_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff]")
"""Controls, marks that turn the direction of writing, halves of letters."""


def says_nothing(said: str, question: Question) -> bool:
    """Whether an answer, or a value in one, says that there is no value.

    It is empty, or one of the model's words for nothing and not more. The app is told the outcome
    with each answer, so that nothing else has to know these words.
    """
    plain = " ".join(said.split()).removesuffix(".").casefold()
    return not plain or plain in {word.casefold() for word in question.nothing}


def fields_in(
    text: str, task: VisionTask, fields: tuple[str, ...], question: Question
) -> dict[str, str]:
    """The values that were asked for, "" where the model says they are not there.

    Text that was read, a kind and the answer to a free question have none; the app takes them as
    they are.

    Args:
        text: A complete answer.
        task: That was given.
        fields: That were asked for; whatever else the answer holds is dropped.
        question: That was put.

    Raises:
        AnswerUnusableError: The answer is not in the form that was asked for.
    """
    if task not in (VisionTask.FIELD, VisionTask.FIELDS):
        return {}
    if not question.grammar:
        return {fields[0]: _value(text, question)}
    if text and says_nothing(text, question):
        return dict.fromkeys(fields, "")
    said = _members(text)
    return {name: _value(said.get(name), question) for name in fields}


def _members(text: str) -> dict[str, object]:
    try:
        said = json.loads(text, object_pairs_hook=_distinct)
    except (ValueError, RecursionError):
        raise AnswerUnusableError from None
    if not isinstance(said, dict):
        raise AnswerUnusableError
    return said


def _distinct(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    members: dict[str, object] = {}
    for name, value in pairs:
        if name in members:
            raise AnswerUnusableError
        members[name] = value
    return members


def _value(said: object, question: Question) -> str:
    if said is None:
        return ""
    if not isinstance(said, str) or len(said) > MAX_VALUE_CHARS:
        raise AnswerUnusableError
    value = " ".join(_NOT_TEXT.sub(" ", said).split())
    return "" if says_nothing(value, question) else value
