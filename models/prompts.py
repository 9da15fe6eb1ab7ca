"""What the model is asked, word for word; each prompt has a name and a version.

A changed word is a new version: receipts and findings name it.
"""

import json
from dataclasses import dataclass, replace

from desktop.domain.document import DocumentKind
from desktop.domain.errors import QuestionUnknownError
from desktop.domain.vision import VisionTask
from models.ask_prompt import GRAMMAR, PROMPT_ID, SKELETON, ask_prompt, is_question
from models.grammars import (
    choice_grammar,
    object_grammar,
    object_skeleton,
    partial_object_grammar,
    partial_object_skeleton,
)
from models.manifest import TrainedPrompts

MAX_FIELDS = 32
MAX_FIELD_NAME_CHARS = 64
MAX_VALUE_CHARS = 400
"""Of one value; the longest addresses and party names on real forms are half as long."""

WORDS_FOR_NOTHING = ("none", "unreadable")
"""What models say, as the only words, where a field is not there or nothing can be read; a
manifest can have others."""


@dataclass(frozen=True, slots=True)
class Question:
    """A task put into words.

    Attributes:
        prompt_id: Name and version.
        text: What the model is asked.
        grammar: That the answer must keep to; "": free text.
        nothing: Words by which the model says that there is no value.
        skeleton: What is fixed in an answer that keeps to the grammar, part by part.
    """

    prompt_id: str
    text: str
    grammar: str = ""
    nothing: tuple[str, ...] = WORDS_FOR_NOTHING
    skeleton: tuple[str, ...] = ()


def question_for(
    task: VisionTask,
    fields: tuple[str, ...],
    trained: TrainedPrompts | None,
    read_prompt: str = "",
) -> Question:
    """Put a task into words.

    Args:
        task: What to do.
        fields: Exactly one for FIELD, at least one for FIELDS, none for READ and KIND; for ASK the
            question alone.
        trained: The sentences of a model that knows no others.
        read_prompt: The sentence that a model was trained to read text by, and can do nothing else.

    Raises:
        QuestionUnknownError: The model does not know these fields, or they do not fit the task.
    """
    _check(task, fields)
    if trained is not None:
        question = _trained_question(task, fields, trained)
        return replace(question, nothing=(trained.absent, trained.unreadable))
    if read_prompt:
        if task is not VisionTask.READ:
            raise QuestionUnknownError
        return Question("family-read/1", read_prompt)
    return _general_question(task, fields)


def _trained_question(
    task: VisionTask, fields: tuple[str, ...], trained: TrainedPrompts
) -> Question:
    if not set(fields) <= set(trained.names):
        raise QuestionUnknownError
    match task:
        case VisionTask.READ:
            return Question("trained-read/1", trained.read)
        case VisionTask.FIELD:
            return Question("trained-field/1", trained.field.replace("{field}", fields[0]))
        case VisionTask.FIELDS:
            return _trained_fields(trained)
        case VisionTask.KIND if trained.kind is not None:
            grammar = choice_grammar(kind.value for kind in DocumentKind)
            return Question("trained-kind/1", trained.kind.question, grammar)
        case VisionTask.KIND | VisionTask.ASK:
            raise QuestionUnknownError


def _trained_fields(trained: TrainedPrompts) -> Question:
    """All fields at once; the one place that knows in which form the model answers."""
    if trained.leaves_out_absent:
        grammar = partial_object_grammar(
            trained.names, max_value_chars=MAX_VALUE_CHARS, refusal=trained.unreadable
        )
        skeleton = partial_object_skeleton(trained.names)
        return Question("trained-fields/2", trained.fields, grammar, skeleton=skeleton)
    grammar = object_grammar(
        trained.names, max_value_chars=MAX_VALUE_CHARS, colon=": ", comma=", ", may_be_null=True
    )
    skeleton = object_skeleton(trained.names, colon=": ", comma=", ")
    return Question("trained-fields/1", trained.fields, grammar, skeleton=skeleton)


def _general_question(task: VisionTask, fields: tuple[str, ...]) -> Question:
    match task:
        case VisionTask.READ:
            return Question(
                "read/1",
                "Read the text in this picture exactly as it is printed, line by line. "
                "Write nothing but the text.",
            )
        case VisionTask.ASK:
            return Question(PROMPT_ID, ask_prompt(fields[0]), GRAMMAR, skeleton=SKELETON)
        case VisionTask.KIND:
            raise QuestionUnknownError
        case VisionTask.FIELD | VisionTask.FIELDS:
            names = ", ".join(json.dumps(name, ensure_ascii=False) for name in fields)
            return Question(
                "field/1" if task is VisionTask.FIELD else "fields/1",
                f"This is a part of a document. Give the values of {names} as one JSON object. "
                'Copy each value exactly as it is printed. Give "" for a value that is not in the'
                " picture.",
                object_grammar(fields, max_value_chars=MAX_VALUE_CHARS),
                skeleton=object_skeleton(fields),
            )


def _check(task: VisionTask, fields: tuple[str, ...]) -> None:
    if task is VisionTask.ASK:
        if not is_question(fields):
            raise QuestionUnknownError
        return
    wanted = {
        VisionTask.READ: not fields,
        VisionTask.KIND: not fields,
        VisionTask.FIELD: len(fields) == 1,
        VisionTask.FIELDS: 1 <= len(fields) <= MAX_FIELDS,
    }
    is_sound = all(
        0 < len(name) <= MAX_FIELD_NAME_CHARS and name.isprintable() for name in fields
    ) and len(set(fields)) == len(fields)
    if not (wanted[task] and is_sound):
        raise QuestionUnknownError
