"""Receipts: one hash over all that decides an answer."""

import hashlib
import json

import msgspec


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """All that must be equal for an answer to be equal.

    Attributes:
        pixels_sha256: Of the region as it came, with its size.
        seen_sha256: Of the picture that was made of it.
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


def receipt_of(evidence: Evidence) -> str:
    """SHA-256, hexadecimal, of the evidence as JSON with sorted names and no spaces."""
    members = msgspec.to_builtins(evidence)
    text = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def pixels_sha256(width_px: int, height_px: int, rgb: bytes | memoryview) -> str:
    """SHA-256, hexadecimal, of a picture: its sides as 4 bytes each, big-endian, and its RGB."""
    digest = hashlib.sha256(width_px.to_bytes(4, "big") + height_px.to_bytes(4, "big"))
    digest.update(rgb)
    return digest.hexdigest()
