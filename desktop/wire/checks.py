"""What a worker says is checked here before anything uses it.

Types, and the bounds named in `messages.py`, were checked while decoding. A worker that was taken
over by a document can still send numbers that do not fit together; whatever cannot be right makes
the worker a nonsense worker, and nothing of its answer is kept.
"""

import re
from dataclasses import replace
from math import isfinite
from operator import le, lt

from desktop.domain.errors import WorkerNonsenseError
from desktop.domain.finding import Agreement, Finding
from desktop.domain.geometry import Box
from desktop.domain.imported_model import PairFacts
from desktop.domain.limits import (
    MAX_FINDINGS_PER_PAGE,
    MAX_RENDER_PIXELS,
    MAX_SIDE_PX,
    MAX_TEXT_CHARS_PER_PAGE,
    MAX_WORDS_PER_PAGE,
)
from desktop.domain.notes import MAX_DETAIL_CHARS
from desktop.domain.page import PageReading, PageText, Pixels
from desktop.domain.receipts import Evidence, receipt_of
from desktop.domain.vision import Answer, ModelDescription
from desktop.wire.messages import (
    PART_CHUNK_BYTES,
    AskRegion,
    DocumentOpened,
    PageRead,
    PartGiven,
    PixelsRendered,
)

MAX_PAGE_SIDE_PT = 1_000_000.0
"""PDF allows pages of 14,400 units of up to 75 inch; anything beyond this is not a page."""

OVERSHOOT_PT = 2.0
"""Boxes of glyphs at the edge stick out by fractions of a point; so much is cut off in silence."""

MAX_REMARKS = 16
MAX_REMARK_CHARS = 64
MAX_ANSWER_CHARS = 65_536
"""4,096 tokens of 16 characters."""

MAX_EVIDENCE_CHARS = 262_144
"""A chat form and the grammar of 256 fields; usual ones take some thousand."""

MAX_NAME_CHARS = 256
MAX_FIELDS = 256

MAX_PARAMETERS = 10**13
"""Ten times the largest open model."""

_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HEX_64 = re.compile(r"[0-9a-f]{64}|")


def clean_text(text: str) -> str:
    """The text with what is no text (controls, lone surrogates) replaced, its length unchanged."""
    if text.isascii() and text.isprintable():
        return text
    return _NOT_TEXT.sub("\ufffd", text)


def checked_opened(untrusted: DocumentOpened) -> DocumentOpened:
    """The answer to `OpenDocument`, fit for use."""
    _demand(all(len(note.detail) <= MAX_DETAIL_CHARS for note in untrusted.notes))
    notes = tuple(replace(note, detail=clean_text(note.detail)) for note in untrusted.notes)
    return DocumentOpened(untrusted.page_count, untrusted.part_count, notes)


def checked_part(untrusted: PartGiven, payload: bytes, *, offset_bytes: int) -> PartGiven:
    """The answer to `GivePart`.

    Args:
        untrusted: As decoded.
        payload: The next bytes of the file.
        offset_bytes: Where they begin.
    """
    left_bytes = untrusted.size_bytes - offset_bytes
    _demand(left_bytes >= 0 and len(payload) == min(left_bytes, PART_CHUNK_BYTES))
    _demand(untrusted.error_code is None or untrusted.size_bytes == 0)
    name, folder = clean_text(untrusted.name), clean_text(untrusted.folder)
    return PartGiven(name, folder, untrusted.size_bytes, untrusted.error_code)


def checked_page(untrusted: PageRead, number: int) -> PageRead:
    """The answer to `ReadPage`, fit for use.

    Args:
        untrusted: As decoded.
        number: Of the page that was asked for.

    Raises:
        WorkerNonsenseError: Something in it cannot be right.
    """
    reading = _checked_reading(untrusted.reading, number)
    if len(untrusted.findings) > MAX_FINDINGS_PER_PAGE:
        raise WorkerNonsenseError
    findings = tuple(_checked_finding(finding, reading) for finding in untrusted.findings)
    for votes in untrusted.kind_votes.values():
        _demand(isfinite(votes) and votes >= 0)
    return PageRead(reading, findings, untrusted.kind_votes)


def checked_pixels(
    untrusted: PixelsRendered, payload: bytes, *, width_px: int | None = None
) -> Pixels:
    """The answer to a request for pixels.

    Args:
        untrusted: As decoded.
        payload: The pixels.
        width_px: The width that was asked for, where one was.
    """
    area_px = untrusted.width_px * untrusted.height_px
    _demand(area_px <= MAX_RENDER_PIXELS and len(payload) == 3 * area_px)
    _demand(width_px is None or untrusted.width_px <= width_px)
    return Pixels(untrusted.width_px, untrusted.height_px, payload)


def checked_answer(untrusted: Answer, asked: AskRegion, *, pixels_sha256: str = "") -> Answer:
    """An answer of the vision model to `asked`.

    Args:
        untrusted: As decoded.
        asked: The request.
        pixels_sha256: Of the pixels that went with it; "" where nobody computed it.
    """
    _demand(len(untrusted.text) <= MAX_ANSWER_CHARS)
    _demand(untrusted.fields.keys() <= set(asked.fields))
    _demand(all(len(value) <= MAX_ANSWER_CHARS for value in untrusted.fields.values()))
    _demand(0 <= untrusted.confidence <= 1)
    _demand(0 <= untrusted.tokens <= asked.max_tokens)
    _demand(isfinite(untrusted.encode_ms) and isfinite(untrusted.answer_ms))
    _demand(len(untrusted.prompt_id) <= MAX_NAME_CHARS)
    _demand(_HEX_64.fullmatch(untrusted.receipt) is not None)
    if untrusted.evidence is not None:
        _demand(receipt_of(untrusted.evidence) == untrusted.receipt)
        _check_evidence(untrusted.evidence, asked, pixels_sha256)
    return replace(
        untrusted,
        text=clean_text(untrusted.text),
        fields={name: clean_text(value) for name, value in untrusted.fields.items()},
        prompt_id=clean_text(untrusted.prompt_id),
    )


def _check_evidence(untrusted: Evidence, asked: AskRegion, pixels_sha256: str) -> None:
    """A worker names its own files and settings; what the app asked, the app knows."""
    _demand(untrusted.task == asked.task and untrusted.fields == asked.fields)
    _demand(untrusted.max_tokens == asked.max_tokens)
    _demand(not pixels_sha256 or untrusted.pixels_sha256 == pixels_sha256)
    for sha256 in (untrusted.weights_sha256, untrusted.projector_sha256, untrusted.seen_sha256):
        _demand(_HEX_64.fullmatch(sha256) is not None)
    texts = (untrusted.build, untrusted.prompt_id, untrusted.question, untrusted.grammar)
    _demand(sum(map(len, (*texts, *untrusted.chat_form))) <= MAX_EVIDENCE_CHARS)


def checked_piece(untrusted: str) -> str:
    """A piece of an answer."""
    _demand(len(untrusted) <= MAX_ANSWER_CHARS)
    return clean_text(untrusted)


def checked_model(untrusted: ModelDescription) -> ModelDescription:
    """What the vision worker says about the model it loaded."""
    for name in (untrusted.name, untrusted.architecture, untrusted.build):
        _demand(len(name) <= MAX_NAME_CHARS)
    for sha256 in (untrusted.weights_sha256, untrusted.projector_sha256):
        _demand(_HEX_64.fullmatch(sha256) is not None)
    _demand(untrusted.parameters >= 0 and untrusted.context_tokens > 0)
    for side_px in (
        untrusted.glyph_height_px,
        untrusted.max_line_width_px,
        untrusted.max_line_height_px,
        untrusted.max_region_width_px,
        untrusted.max_region_height_px,
        untrusted.overview_width_px,
        untrusted.overview_height_px,
    ):
        _demand(0 <= side_px <= MAX_SIDE_PX)
    _demand(len(untrusted.fields) <= MAX_FIELDS)
    _demand(all(len(field) <= MAX_REMARK_CHARS for field in untrusted.fields))
    return replace(
        untrusted,
        fields=tuple(clean_text(field) for field in untrusted.fields),
        name=clean_text(untrusted.name),
        architecture=clean_text(untrusted.architecture),
        build=clean_text(untrusted.build),
    )


def checked_facts(untrusted: PairFacts) -> PairFacts:
    """What the vision worker says about two files that it has not loaded."""
    texts = (untrusted.name, untrusted.architecture, untrusted.projector, untrusted.licence)
    _demand(all(len(text) <= MAX_NAME_CHARS for text in (*texts, untrusted.family)))
    _demand(0 <= untrusted.parameters <= MAX_PARAMETERS and 0 < untrusted.context_tokens < 1 << 32)
    _demand(0 <= untrusted.bytes_needed < 1 << 50)
    return replace(
        untrusted,
        name=clean_text(untrusted.name),
        architecture=clean_text(untrusted.architecture),
        projector=clean_text(untrusted.projector),
        licence=clean_text(untrusted.licence),
        family=clean_text(untrusted.family),
    )


def _checked_reading(untrusted: PageReading, number: int) -> PageReading:
    _demand(untrusted.number == number)
    _demand(0 < untrusted.width_pt <= MAX_PAGE_SIDE_PT)
    _demand(0 < untrusted.height_pt <= MAX_PAGE_SIDE_PT)
    _demand(untrusted.turn_deg in (0, 90, 180, 270))
    _demand(0 <= untrusted.confidence <= 1)
    _demand(len(untrusted.remarks) <= MAX_REMARKS)
    _demand(all(len(remark) <= MAX_REMARK_CHARS for remark in untrusted.remarks))
    text = _checked_text(untrusted.text, untrusted.width_pt, untrusted.height_pt)
    remarks = tuple(clean_text(remark) for remark in untrusted.remarks)
    if text is untrusted.text and remarks == untrusted.remarks:
        return untrusted
    return replace(untrusted, text=text, remarks=remarks)


def _checked_text(untrusted: PageText, width_pt: float, height_pt: float) -> PageText:
    _demand(len(untrusted.text) <= MAX_TEXT_CHARS_PER_PAGE)
    _demand(len(untrusted.words) <= MAX_WORDS_PER_PAGE)
    words = untrusted.words
    _demand(all(len(column) == len(words) for column in words.columns))
    if not words:
        return PageText(clean_text(untrusted.text), words)
    _demand(words.starts[0] >= 0 and words.ends[-1] <= len(untrusted.text))
    _demand(all(map(lt, words.starts, words.ends)))
    _demand(all(map(le, words.ends, words.starts[1:])))
    _demand(all(0.0 <= confidence <= 1.0 for confidence in words.confidences))
    is_across_within = _is_within(words.lefts_pt, words.rights_pt, width_pt)
    is_down_within = _is_within(words.tops_pt, words.bottoms_pt, height_pt)
    text = clean_text(untrusted.text)
    if is_across_within and is_down_within:
        return untrusted if text is untrusted.text else PageText(text, words)
    cut = replace(
        words,
        lefts_pt=_cut_to(words.lefts_pt, width_pt),
        tops_pt=_cut_to(words.tops_pt, height_pt),
        rights_pt=_cut_to(words.rights_pt, width_pt),
        bottoms_pt=_cut_to(words.bottoms_pt, height_pt),
    )
    return PageText(text, cut)


def _is_within(near: tuple[float, ...], far: tuple[float, ...], side_pt: float) -> bool:
    """Whether edges lie on the page; a little beside it they may lie, farther they are nonsense."""
    _demand(all(map(le, near, far)))  # false for NaN too, so that `min` and `max` speak for all
    first, last = min(near), max(far)
    _demand(first >= -OVERSHOOT_PT and last <= side_pt + OVERSHOOT_PT)
    return first >= 0.0 and last <= side_pt


def _cut_to(edges: tuple[float, ...], side_pt: float) -> tuple[float, ...]:
    return tuple([min(max(edge, 0.0), side_pt) for edge in edges])


def _checked_finding(untrusted: Finding, reading: PageReading) -> Finding:
    text = reading.text.text
    mention = clean_text(untrusted.mention)
    value = clean_text(untrusted.value)
    _demand(len(mention) <= len(text) + MAX_NAME_CHARS and len(value) <= 2 * len(mention) + 64)
    _demand(0 <= untrusted.confidence <= 1)
    _demand(len(untrusted.role) <= MAX_REMARK_CHARS and len(untrusted.scheme) <= MAX_REMARK_CHARS)
    _demand(untrusted.agreement is Agreement.NOT_COMPARED)  # one reader alone compares nothing
    _demand(0 <= untrusted.start < untrusted.end <= len(text))
    _demand(text[untrusted.start : untrusted.end] == mention)
    _demand(len(untrusted.boxes) > 0)
    boxes = tuple(_checked_box(box, reading.width_pt, reading.height_pt) for box in untrusted.boxes)
    return replace(
        untrusted,
        mention=mention,
        value=value,
        boxes=boxes,
        role=clean_text(untrusted.role),
        scheme=clean_text(untrusted.scheme),
    )


def _checked_box(untrusted: Box, width_pt: float, height_pt: float) -> Box:
    _demand(
        -OVERSHOOT_PT <= untrusted.left_pt <= untrusted.right_pt <= width_pt + OVERSHOOT_PT
        and -OVERSHOOT_PT <= untrusted.top_pt <= untrusted.bottom_pt <= height_pt + OVERSHOOT_PT
    )
    return _cut(untrusted, width_pt, height_pt)


def _cut(box: Box, width_pt: float, height_pt: float) -> Box:
    return Box(
        min(max(box.left_pt, 0.0), width_pt),
        min(max(box.top_pt, 0.0), height_pt),
        min(max(box.right_pt, 0.0), width_pt),
        min(max(box.bottom_pt, 0.0), height_pt),
    )


def _demand(is_right: bool) -> None:  # noqa: FBT001 - reads as a sentence where it is used
    if not is_right:
        raise WorkerNonsenseError
