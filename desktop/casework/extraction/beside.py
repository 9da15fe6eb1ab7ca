"""Values that no finding is, read from the words beside a cue."""

import re
from collections.abc import Iterator, Sequence

from desktop.casework.extraction.amounts import amounts_in, normalised_amount, page_currency
from desktop.casework.extraction.candidates import (
    BY_CUE,
    Candidate,
    words_candidate,
)
from desktop.casework.extraction.heading import LEADING, can_be_a_name, trimmed
from desktop.casework.extraction.layout import Cue, Row, SearchedPage, Segment, segment_of
from desktop.domain.extraction import FieldSchema, FieldType
from desktop.domain.geometry import Box
from desktop.domain.page import Word
from desktop.vault.normalise import folded_words

MAX_TEXT_CHARS = 160
LEAST_LABEL_CHARS = 5
FLOWING_SHARE = 0.6
"""Of the width of the page: a segment so wide is a line of running text, which goes on below."""

_REFERENCE = re.compile(r"[A-Z0-9](?:[A-Z0-9/.\-_]{0,30}[A-Z0-9])")
_NATIONAL_ID = re.compile(r"[A-Z0-9](?:[A-Z0-9 \-]{4,22}[A-Z0-9])")
_SENTENCE_END = re.compile(r"[.;](?=\s|\Z)|\n\n")
_LETTERS = re.compile(r"[^\W\d_]")


def candidates_beside(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    """What stands beside the cues of a field and has the form of its type."""
    for cue in page.cues_of(field.name):
        if field.type is FieldType.TEXT:
            found = _text_beside(page, field, cue)
        elif field.type is FieldType.AMOUNT:
            found = _amount_beside(page, field, cue)
        elif field.type in (FieldType.REFERENCE, FieldType.NATIONAL_ID):
            found = _number_beside(page, field, cue)
        elif field.type in (FieldType.PARTY, FieldType.PERSON, FieldType.ORGANISATION):
            found = None if field.is_repeated else _name_beside(page, field, cue)
        else:
            found = None
        if found is not None:
            yield found


def _text_beside(page: SearchedPage, field: FieldSchema, cue: Cue) -> Candidate | None:
    for segment in _beside(page, cue):
        if field.keeps_cue:
            break
        if segment.words[0].start >= cue.end and _is_flowing(page, segment):
            return _running_text(page, field, cue, cue.end)
        mention = trimmed(segment.text_in(page.text.text))[:MAX_TEXT_CHARS]
        is_label = _is_label(field, mention)
        if (
            _LETTERS.search(mention)
            and not is_label
            and not _is_something_else(page, field, segment)
        ):
            return _by_cue(page, field, mention, mention, (segment.box,), segment.words[0].start)
    return _running_text(page, field, cue, cue.start) if field.keeps_cue else None


def _running_text(page: SearchedPage, field: FieldSchema, cue: Cue, start: int) -> Candidate | None:
    """What stands behind the cue up to the end of its sentence."""
    text = page.text.text
    end = _SENTENCE_END.search(text, max(start, cue.end), start + MAX_TEXT_CHARS)
    limit = end.start() if end is not None else text.rfind(" ", start, start + MAX_TEXT_CHARS)
    if field.keeps_cue:
        stops = (text.find(mark, cue.end) for mark in "\n,")
        limit = min([limit, *(stop for stop in stops if stop >= 0)])
    mention = trimmed(" ".join(text[start:limit].split()))
    if not _LETTERS.search(mention):
        return None
    return _by_cue(page, field, mention, mention, page.text.boxes_between(start, limit), start)


def _amount_beside(page: SearchedPage, field: FieldSchema, cue: Cue) -> Candidate | None:
    number = page.row_of(cue)
    if number < 0:
        return None
    right = [word for word in page.rows[number].words if word.box.left_pt >= cue.box.right_pt - 1]
    found = amounts_in(right, page.text.text)
    if not found and number + 1 < len(page.rows):
        below = [
            word
            for segment in _column_below(page.rows[number + 1], cue.box)
            for word in segment.words
        ]
        found = amounts_in(below, page.text.text)
    if not found:
        return None
    word, written = found[-1]
    value = normalised_amount(written, page_currency(page))
    return _by_cue(page, field, written, value, (word.box,), word.start)


def _number_beside(page: SearchedPage, field: FieldSchema, cue: Cue) -> Candidate | None:
    pattern = _REFERENCE if field.type is FieldType.REFERENCE else _NATIONAL_ID
    least = 2 if field.type is FieldType.REFERENCE else 4
    for segment in _beside(page, cue):
        words = [word for word in segment.words if word.start >= cue.end or word.end <= cue.start]
        text = " ".join(page.text.text[word.start : word.end] for word in words).lstrip(LEADING)
        match = pattern.match(text)
        if match is not None and sum(map(str.isdigit, match[0])) >= least:
            value = match[0] if field.type is FieldType.REFERENCE else match[0].replace(" ", "")
            boxes = _boxes_of(words, page.text.text, match[0])
            return _by_cue(page, field, match[0], value, boxes, words[0].start)
    return None


def _name_beside(page: SearchedPage, field: FieldSchema, cue: Cue) -> Candidate | None:
    for segment in _beside(page, cue):
        mention = trimmed(segment.text_in(page.text.text))
        is_name = can_be_a_name(mention) and not _is_flowing(page, segment)
        if is_name and not _is_something_else(page, field, segment):
            return _by_cue(page, field, mention, mention, (segment.box,), segment.words[0].start)
    return None


def _by_cue(
    page: SearchedPage,
    field: FieldSchema,
    mention: str,
    value: str,
    boxes: tuple[Box, ...],
    start: int,
) -> Candidate:
    return words_candidate(
        page, field, mention, value, boxes, told=BY_CUE - 0.1, rank=1.3, start=start
    )


def _beside(page: SearchedPage, cue: Cue) -> Iterator[Segment]:
    """What can be labelled by a cue: the rest of its row up to a gap, then what stands below.

    Words of other cues are left out: forms in two languages label twice.
    """
    number = page.row_of(cue)
    if number < 0:
        return
    yield from _right_of(page, page.rows[number], cue.box)
    for row in page.rows[number + 1 : number + 3]:
        if row.box.top_pt - cue.box.bottom_pt > 2.5 * max(cue.box.height_pt, 1.0):
            return
        for segment in _column_below(row, cue.box):
            yield from _without_cues(page, segment.words)


def _right_of(page: SearchedPage, row: Row, box: Box) -> Iterator[Segment]:
    """The words of a row behind a box: those of its own segment, else the segment behind it."""
    for segment in row.segments:
        behind = [word for word in segment.words if word.box.left_pt >= box.right_pt - 1]
        for rest in _without_cues(page, behind):
            yield rest
            return


def _without_cues(page: SearchedPage, words: Sequence[Word]) -> Iterator[Segment]:
    """What is left of some words of a row without cues, where that is more than marks."""
    text = page.text.text
    kept = tuple(word for word in words if not page.is_cue(word))
    if any(map(str.isalnum, (char for word in kept for char in text[word.start : word.end]))):
        yield segment_of(kept)


def _column_below(row: Row, box: Box) -> Iterator[Segment]:
    for segment in row.segments:
        shared_pt = min(segment.box.right_pt, box.right_pt) - max(segment.box.left_pt, box.left_pt)
        if shared_pt > 0.3 * min(segment.box.width_pt, box.width_pt):
            yield segment


def _is_label(field: FieldSchema, mention: str) -> bool:
    """Whether it is the beginning of a cue of the field: a label that was cut or half read."""
    folded = " ".join(folded_words(mention))
    return len(folded) >= LEAST_LABEL_CHARS and any(
        " ".join(folded_words(cue)).startswith(folded) for cue in field.phrases
    )


def _is_something_else(page: SearchedPage, field: FieldSchema, segment: Segment) -> bool:
    """Whether something of another kind was found in these words, or close behind them.

    An IBAN is no name, nor is the label before it.
    """
    return any(
        stored.finding.kind not in field.type.finding_kinds
        and stored.finding.start <= word.end + 3
        and word.start < stored.finding.end
        for stored in page.found
        for word in segment.words
    )


def _is_flowing(page: SearchedPage, segment: Segment) -> bool:
    return segment.box.width_pt >= FLOWING_SHARE * page.width_pt and len(segment.words) > 6


def _boxes_of(words: Sequence[Word], page_text: str, mention: str) -> tuple[Box, ...]:
    """The boxes of the words that make up a mention."""
    wanted = set(mention.split())
    inside = [
        word.box for word in words if page_text[word.start : word.end].strip(LEADING) in wanted
    ]
    box = (inside or [words[0].box])[0]
    for other in inside[1:]:
        box = box.united_with(other)
    return (box,)
