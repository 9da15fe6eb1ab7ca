"""Receipts of answers: all that decides an answer, named, and one hash over it.

A receipt is kept with an answer. Asked again with equal inputs, the model answers equally; a
receipt that is run again says whether it did, and where not, which inputs are no longer the same.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that must be equal for an answer to be equal.

    Attributes:
        weights_sha256: Hexadecimal, of the language part's file.
        projector_sha256: The same of the seeing part's.
        build: Which build of llama.cpp answered, on which instructions.
        chat_form: What the model's own template puts before the picture, between picture and
            question, and behind the question.
        task: What the model was given to do.
        fields: Names of the fields that were asked for.
        prompt_id: Name and version of the prompt.
        question: The prompt, word for word.
        grammar: That the answer had to keep to; "": none.
        pixels_sha256: Of the region as it came, with its size.
        seen_sha256: Of the picture that was made of it.
        context_tokens: How many tokens fitted at once.
        image_max_tokens: Limit for the picture; -1: the projector's own.
        threads: That computed.
        max_tokens: The answer was cut off behind so many.
    """

    weights_sha256: str
    projector_sha256: str
    build: str
    chat_form: tuple[str, str, str]
    task: str
    fields: tuple[str, ...]
    prompt_id: str
    question: str
    grammar: str
    pixels_sha256: str
    seen_sha256: str
    context_tokens: int
    image_max_tokens: int
    threads: int
    max_tokens: int


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """What is kept of an answer so that it can be run again.

    Attributes:
        evidence: All that decided it.
        answer_sha256: Of what was said; see `answer_sha256`.
    """

    evidence: Evidence
    answer_sha256: str


def receipt_of(evidence: Evidence) -> str:
    """SHA-256, hexadecimal, of the evidence as JSON with sorted names and no spaces."""
    return _sha256_of_json(asdict(evidence))


def answer_sha256(text: str, values: Mapping[str, str], stop_reason: str) -> str:
    """SHA-256, hexadecimal, of an answer: its text, its values by field, and why it ended.

    How sure the model was is left out: it is a measure of the answer, not what was said.
    """
    return _sha256_of_json({"text": text, "fields": dict(values), "stop_reason": stop_reason})


def pixels_sha256(width_px: int, height_px: int, rgb: bytes | memoryview) -> str:
    """SHA-256, hexadecimal, of a picture: its sides as 4 bytes each, big-endian, and its RGB."""
    digest = hashlib.sha256(width_px.to_bytes(4, "big") + height_px.to_bytes(4, "big"))
    digest.update(rgb)
    return digest.hexdigest()


def differing_inputs(kept: Evidence, now: Evidence) -> tuple[str, ...]:
    """Names of the inputs that are not the same, in the order of `Evidence`."""
    return tuple(
        field.name
        for field in fields(Evidence)
        if getattr(kept, field.name) != getattr(now, field.name)
    )


def _sha256_of_json(members: Mapping[str, object]) -> str:
    text = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
