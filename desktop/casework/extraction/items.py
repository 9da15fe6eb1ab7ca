"""Rows of receipts and invoices: what was bought, how many, and for how much.

A row is an item when its last number with two decimals ends in the column of amounts and words
stand before it, on the row or, as tills print, on the row above. The table ends at the first row
that begins with a cue of the field (*subtotal*, *TVA*), and begins at the first amount.
"""

import re
import statistics
from collections.abc import Iterator, Sequence

from desktop.casework.extraction.amounts import amounts_in, normalised_amount, page_currency
from desktop.casework.extraction.candidates import Candidate, words_candidate
from desktop.casework.extraction.layout import Row, SearchedPage
from desktop.domain.extraction import FieldSchema, FieldType
from desktop.domain.page import Word

MAX_ITEMS = 200

COLUMN_TOLERANCE = 2.5
"""Heights of a line between the right ends of amounts of one column."""

_WHOLE_NUMBER = re.compile(r"[0-9]{1,4}")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_MARKS = re.compile(r"[xX@*=#:.,\-]+|SR|ZR|ZRL|TX|S|Z|EA|PCS?|UNIT")
"""What tills print between the words and numbers of a row: signs, codes of taxes, units."""


def candidates_for_items(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    """The items of a page, in its order."""
    if field.type is not FieldType.ITEMS:
        return
    rows = _table(page, field)
    text = page.text.text
    numbered = [(number, amounts_in(row.words, text)) for number, row in enumerate(rows)]
    ends = [found[-1][0].box for _, found in numbered if found]
    if not ends:
        return
    column_pt = statistics.median(box.right_pt for box in ends)
    currency = page_currency(page)
    made = 0
    for number, found in numbered:
        if not found or made >= MAX_ITEMS:
            continue
        amount, written = found[-1]
        if abs(amount.box.right_pt - column_pt) > COLUMN_TOLERANCE * amount.box.height_pt:
            continue
        words = _words_before(rows, number, numbered, text)
        if not words:
            continue
        own = [word for word in rows[number].words if word.start < amount.start or word in words]
        description = " ".join(text[word.start : word.end] for word in words)
        box = words[0].box
        for word in (*words, *own, amount):
            box = box.united_with(word.box)
        yield words_candidate(
            page,
            field,
            " ".join(text[word.start : word.end] for word in (*words, amount)),
            normalised_amount(written, currency),
            (box,),
            told=0.85,
            rank=1.0,
            start=words[0].start,
            parts=_parts(description, rows[number].words, found, text),
        )
        made += 1


def _table(page: SearchedPage, field: FieldSchema) -> list[Row]:
    """The rows from the first amount, with the one above it, to the first that a cue begins."""
    text = page.text.text
    rows = page.rows
    with_amount = [number for number, row in enumerate(rows) if amounts_in(row.words, text)]
    if not with_amount:
        return []
    first = with_amount[0]
    starts = {cue.start for cue in page.cues_of(field.name)}
    ends = (
        number
        for number in range(first, len(rows))
        if rows[number].segments[0].words[0].start in starts
    )
    return list(rows[max(0, first - 1) : next(ends, len(rows))])


def _words_before(
    rows: Sequence[Row],
    number: int,
    numbered: Sequence[tuple[int, list[tuple[Word, str]]]],
    text: str,
) -> list[Word]:
    """The words that say what an amount is for: on its row, else on the row above."""
    words = _described_by(rows[number].words, text)
    if words or number == 0 or numbered[number - 1][1]:
        return words
    return _described_by(rows[number - 1].words, text)


def _described_by(words: Sequence[Word], text: str) -> list[Word]:
    """The words of a row without its amounts, a number before them, and codes."""
    numbers = {word.start for word, _ in amounts_in(words, text)}
    kept = [
        word
        for word in words
        if word.start not in numbers and not _MARKS.fullmatch(text[word.start : word.end])
    ]
    while kept and _WHOLE_NUMBER.fullmatch(text[kept[0].start : kept[0].end]):
        kept.pop(0)
    while kept and _WHOLE_NUMBER.fullmatch(text[kept[-1].start : kept[-1].end]):
        kept.pop()
    spoken = " ".join(text[word.start : word.end] for word in kept)
    return kept if _LETTERS.search(spoken) else []


def _parts(
    description: str, words: Sequence[Word], found: Sequence[tuple[Word, str]], text: str
) -> dict[str, str]:
    """Description, and quantity and price of one where the row has them."""
    parts = {"description": description}
    numbers = {word.start for word, _ in found}
    whole = [
        text[word.start : word.end]
        for word in words
        if word.start not in numbers and _WHOLE_NUMBER.fullmatch(text[word.start : word.end])
    ]
    if len(found) > 1:
        parts["unit_price"] = found[-2][1]
        if whole:
            parts["quantity"] = (
                whole[0] if words and text[words[0].start : words[0].end] == whole[0] else whole[-1]
            )
    elif whole and text[words[0].start : words[0].end] == whole[0]:
        parts["quantity"] = whole[0]
    return parts
