"""What the model said, taken apart without trust."""

import json
import re
from collections.abc import Iterable

from desktop.domain.errors import AnswerUnusableError
from desktop.domain.vision import VisionTask
from models.prompts import MAX_VALUE_CHARS, Question

_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff]")
"""Controls, marks that turn the direction of writing, halves of letters."""


def fields_in(
    text: str, task: VisionTask, fields: tuple[str, ...], question: Question
) -> dict[str, str]:
    """The values that were asked for, "" where the model says they are not there.

    Text that was read and the answer to a free question have none; the app takes them as they are.

    Args:
        text: A complete answer.
        task: That was given.
        fields: That were asked for; whatever else the answer holds is dropped.
        question: That was put.

    Raises:
        AnswerUnusableError: The answer is not in the form that was asked for.
    """
    if task in (VisionTask.READ, VisionTask.ASK):
        return {}
    said = _members(text) if question.grammar else {fields[0]: text}
    return {name: _value(said.get(name), question.absent) for name in fields}


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


def _value(said: object, absent: str) -> str:
    if said is None:
        return ""
    if not isinstance(said, str) or len(said) > MAX_VALUE_CHARS:
        raise AnswerUnusableError
    value = " ".join(_NOT_TEXT.sub(" ", said).split())
    return "" if absent and value.casefold() == absent.casefold() else value
