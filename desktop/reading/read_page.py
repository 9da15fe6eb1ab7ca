"""The road of one page: its words, and what was found in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from desktop.domain.errors import PageDamagedError
from desktop.domain.identity import PageNumber
from desktop.domain.limits import MAX_FINDINGS_PER_PAGE
from desktop.domain.page import EMPTY_TEXT, PageReading, PageText, ReadMethod
from desktop.findings.find import find
from desktop.findings.kinds import kind_votes
from desktop.reading.choose import Choice, Road, choose, must_look
from desktop.reading.engines import Engines
from desktop.reading.layer import TextLayer
from desktop.reading.marks import marks_of
from desktop.reading.merge import lines_of, merged_lines, turned_lines
from desktop.reading.ocr_page import read_region, read_whole_page
from desktop.reading.page_text import text_of_lines
from desktop.reading.soundness import Soundness, soundness
from desktop.reading.source import TRUNCATED, SourceDocument, SourcePage
from desktop.reading.view import turned_size
from desktop.wire.messages import PageRead, ReadPage


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a page and how they were come by."""

    text: PageText
    method: ReadMethod
    turn_deg: int = 0
    remarks: tuple[str, ...] = ()


def read_page(document: SourceDocument, wanted: ReadPage, engines: Engines) -> PageRead:
    """Read a page of an open document and find what stands in it.

    Raises:
        ReadingError: The page cannot be loaded or drawn, or the engine cannot be used.
    """
    page = document.page(wanted.number)
    try:
        reading = _reading(page, wanted, engines)
    finally:
        page.close()
    return PageRead(
        reading=reading,
        findings=find(reading.text)[:MAX_FINDINGS_PER_PAGE],
        kind_votes=kind_votes(reading.text),
    )


def _reading(page: SourcePage, wanted: ReadPage, engines: Engines) -> PageReading:
    layer = page.text_layer()
    sound = _soundness(layer)
    area = page.width_pt * page.height_pt
    is_looked_at = wanted.is_ocr_forced or must_look(layer, sound, area)
    marks = marks_of(page, layer) if is_looked_at else None
    choice = choose(layer, sound, marks, area, is_ocr_forced=wanted.is_ocr_forced)
    if choice.road is Road.BLANK and TRUNCATED in page.remarks:
        raise PageDamagedError  # what is missing may be all that there was
    words = _words(page, layer, choice, wanted, engines)
    width_pt, height_pt = turned_size(page.width_pt, page.height_pt, words.turn_deg)
    remarks = (*page.remarks, *choice.remarks, *words.remarks)
    is_blank = choice.road is Road.BLANK
    return PageReading(
        number=PageNumber(wanted.number),
        width_pt=width_pt,
        height_pt=height_pt,
        turn_deg=words.turn_deg,
        method=words.method,
        confidence=_confidence(words.text) if choice.road in {Road.OCR, Road.BOTH} else 1.0,
        text=words.text,
        is_blank=is_blank,
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _soundness(layer: TextLayer | None) -> Soundness:
    if layer is None:
        return Soundness.UNDECIDED
    if layer.is_exact:
        return Soundness.SOUND
    return soundness(layer.text.text, layer.unmapped_share)


def _words(
    page: SourcePage, layer: TextLayer | None, choice: Choice, wanted: ReadPage, engines: Engines
) -> _Words:
    text = EMPTY_TEXT if layer is None else layer.text
    if choice.road is Road.BLANK:
        method = ReadMethod.OCR if layer is None else ReadMethod.TEXT_LAYER
        return _Words(EMPTY_TEXT, method)
    if choice.road is Road.TEXT_LAYER:
        return _Words(text, ReadMethod.TEXT_LAYER)
    ocr = engines.named(wanted.engine)
    if choice.road is Road.BOTH and choice.regions:
        seen = [
            line for box in choice.regions for line in read_region(page, box, ocr, wanted.languages)
        ]
        return _merged(text_of_lines(merged_lines(lines_of(text), seen)), text, 0, ())
    read = read_whole_page(page, ocr, wanted.languages)
    remarks = ("image_clamped",) if read.is_coarse else ()
    if choice.road is Road.BOTH:
        lines = turned_lines(lines_of(text), read.turn_deg, page.width_pt, page.height_pt)
        merged = text_of_lines(merged_lines(lines, read.lines))
        return _merged(merged, text, read.turn_deg, remarks)
    if not read.lines:
        return _Words(EMPTY_TEXT, ReadMethod.OCR, read.turn_deg, (*remarks, "no_words_found"))
    return _Words(text_of_lines(read.lines), ReadMethod.OCR, read.turn_deg, remarks)


def _merged(merged: PageText, layer: PageText, turn_deg: int, remarks: Sequence[str]) -> _Words:
    """Named after the reader that gave most of it."""
    is_mostly_layer = 2 * len(layer.text) >= len(merged.text)
    method = ReadMethod.TEXT_LAYER if is_mostly_layer else ReadMethod.OCR
    return _Words(merged, method, turn_deg, tuple(remarks))


def _confidence(text: PageText) -> float:
    """The mean over the words, weighted by their length; 0 where nothing was read."""
    words = text.words
    lengths = [end - start for start, end in zip(words.starts, words.ends, strict=True)]
    if not lengths:
        return 0.0
    sure = sum(map(mul, words.confidences, lengths), start=0.0)
    return min(1.0, sure / sum(lengths))
