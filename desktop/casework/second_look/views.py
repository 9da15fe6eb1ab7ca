"""Which parts of a page the second reader is shown, how, and what that says about its values.

Shown are the lines that hold figures which count (amounts, dates, accounts, identifiers, telephone
numbers, references), and those on which OCR was unsure of a word; whatever else is found on them is
compared too. Decision record 0070 has the measurements.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from desktop.domain.finding import AGREED, DISPUTED, Agreement, Finding, FindingKind
from desktop.domain.geometry import Box
from desktop.domain.ledger import Ledger
from desktop.domain.page import PageText, Word, Words
from desktop.domain.vision import ModelDescription
from desktop.findings.alignment import agreement_of, places_of

KINDS_WITH_FIGURES = frozenset(
    {
        FindingKind.AMOUNT,
        FindingKind.DATE,
        FindingKind.IBAN,
        FindingKind.PAYMENT_CARD,
        FindingKind.VAT_ID,
        FindingKind.NATIONAL_ID,
        FindingKind.PHONE,
        FindingKind.REFERENCE,
    }
)
"""A figure that was misread makes another value of them, and no word around it tells."""

UNSURE_BELOW = 0.8
"""Words that OCR gives less than this are looked at once more."""

MAX_VIEWS_A_PAGE = 48
"""Parts of a page that are shown: a table of 48 amounts. At 0.1 s each that is what OCR takes for
such a page; the values come first, unsure words while there is room."""

WIDEST_GAP = 1.5
"""Between two words of one view, in heights of the line: the model was trained on running text, and
what stands in another column is another view."""

TRUST_IN_AGREEMENT = 0.95
"""How much of the doubt in a value a second reading takes away: of 384 agreed values one was wrong,
so up to 1 in 69 could be (95 %), and other scanners may be worse."""

MARGINS = (0.0, 0.2)
"""White kept around a view, as a share of its height: tight first, since a wider one can hold
parts of the next line; some boxes of OCR are too tight, and are read in the second attempt."""

OVERSAMPLING = 2.0
"""Views are rendered at twice the model's resolution and scaled down by it: smoother letters."""

SMALLEST_DPI, LARGEST_DPI = 72, 600
"""Between a screen and the finest scanner."""

GENERAL_DPI = 200
"""For a model that reads any height: 10 point print is 28 px high."""

_DIGIT = re.compile(r"[0-9]")
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class View:
    """Words of one line that the second reader is shown together.

    Attributes:
        start: Offset of the first word in the text of the page.
        end: Offset behind the last one.
        box: That holds them.
        height_pt: Of their line.
    """

    start: int
    end: int
    box: Box
    height_pt: float

    def attempts(self, description: ModelDescription) -> Iterator[tuple[Box, int]]:
        """What to render, and at how many dots per inch; only what the model can see."""
        for margin in MARGINS:
            around = _in_hundredths(self.box.grown_by(margin * self.height_pt))
            if description.can_see(around.width_pt, around.height_pt, self.height_pt):
                yield around, dpi_for(description, self.height_pt)


def may_be_shown(text: PageText, findings: Sequence[Finding]) -> bool:
    """Whether there is anything on a page that a second reader would be shown."""
    return any(finding.kind in KINDS_WITH_FIGURES for finding in findings) or any(
        confidence < UNSURE_BELOW for confidence in text.words.confidences
    )


def views_of(
    text: PageText, findings: Sequence[Finding], description: ModelDescription
) -> tuple[View, ...]:
    """The parts of a page to show, in the order of its text; no two share a word.

    Args:
        text: As the first reader saw it.
        findings: Made in it.
        description: Of the second reader: what it can see at once.
    """
    values = [
        (finding.start, finding.end) for finding in findings if finding.kind in KINDS_WITH_FIGURES
    ]
    unsure = [(word.start, word.end) for word in text.words if word.confidence < UNSURE_BELOW]
    chosen: dict[int, View] = {}
    for wanted in (values, unsure):
        for view in _views(text, wanted, description):
            if len(chosen) < MAX_VIEWS_A_PAGE and not _is_shown(view, chosen):
                chosen[view.start] = view
    return tuple(chosen[start] for start in sorted(chosen))


def view_alone(text: PageText, finding: Finding, view: View) -> View | None:
    """The part of a value that stands in a view, by itself; None where that is the whole view."""
    start, end = max(finding.start, view.start), min(finding.end, view.end)
    words = list(text.words_between(start, end))
    if not words or (words[0].start, words[-1].end) == (view.start, view.end):
        return None
    return _view(words)


def compared(finding: Finding, ledger: Ledger) -> Finding:
    """The finding, with what a second reader says about it."""
    agreement = agreement_with(finding, ledger)
    if agreement is Agreement.NOT_COMPARED:
        return finding
    if agreement in AGREED:
        doubt_left = (1 - finding.confidence) * (1 - TRUST_IN_AGREEMENT)
        return replace(finding, agreement=agreement, confidence=1 - doubt_left)
    return replace(finding, agreement=agreement)


def agreement_with(finding: Finding, ledger: Ledger) -> Agreement:
    """How a second reader saw a value: its own figures and words, not the whole line.

    Where the readers divide the line into other words, the value must stand in what the second one
    saw as a value by itself, and without a figure more or less beside it.
    """
    shown = ledger.stretches(finding.start, finding.end)
    if not shown:
        return Agreement.NOT_COMPARED
    first = " ".join(stretch.first for stretch in shown)
    second = " ".join(stretch.second for stretch in shown if stretch.second)
    if _joined(finding.mention) not in _joined(first):  # part of it stands where nobody was shown
        part = agreement_of(first, second)
        return part if part in DISPUTED else Agreement.NOT_COMPARED
    whole = agreement_of(finding.mention, second)
    if whole is not Agreement.DIFFERENT or _DIGIT.findall(first) != _DIGIT.findall(second):
        return whole
    places = places_of(finding.mention, second)
    return places[0].agreement if places else Agreement.DIFFERENT


def _views(
    text: PageText, wanted: Sequence[tuple[int, int]], description: ModelDescription
) -> Iterator[View]:
    """Runs of words that hold what is wanted, or where the model cannot see so much, that alone."""
    for line in _LINE.finditer(text.text):
        here = [span for span in wanted if span[0] < line.end() and line.start() < span[1]]
        if not here:
            continue
        for run in _runs(text.words_between(*line.span())):
            sought = [span for span in here if span[0] < run[-1].end and run[0].start < span[1]]
            if not sought:
                continue
            view = _view(run)
            if any(view.attempts(description)):
                yield view
                continue
            for start, end in sought:
                alone = [word for word in run if word.start < end and start < word.end]
                if alone and any((view := _view(alone)).attempts(description)):
                    yield view


def _runs(words: Words) -> Iterator[list[Word]]:
    """The words of a line, cut where a gap is too wide for running text."""
    run: list[Word] = []
    for word in words:
        if run:
            widest_pt = WIDEST_GAP * max(run[-1].box.height_pt, word.box.height_pt)
            if abs(word.box.left_pt - run[-1].box.right_pt) > widest_pt:
                yield run
                run = []
        run.append(word)
    if run:
        yield run


def _view(words: Sequence[Word]) -> View:
    box = words[0].box
    for word in words[1:]:
        box = box.united_with(word.box)
    height_pt = median(word.box.height_pt for word in words)
    return View(words[0].start, words[-1].end, box, height_pt)


def _is_shown(view: View, chosen: Mapping[int, View]) -> bool:
    return any(view.start < other.end and other.start < view.end for other in chosen.values())


def _in_hundredths(box: Box) -> Box:
    """The box as the vault keeps it, so that the same pixels can be rendered again from there."""
    sides = (box.left_pt, box.top_pt, box.right_pt, box.bottom_pt)
    return Box(*(round(side, 2) for side in sides))


def _joined(text: str) -> str:
    return "".join(text.split())


def dpi_for(description: ModelDescription, line_height_pt: float) -> int:
    """Dots per inch at which a line of this height is rendered for a model to read."""
    if not description.glyph_height_px:
        return GENERAL_DPI
    dpi = OVERSAMPLING * description.glyph_height_px * 72 / max(line_height_pt, 1.0)
    return int(min(max(dpi, SMALLEST_DPI), LARGEST_DPI))
