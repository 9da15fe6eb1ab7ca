"""One page, asked about: what the model is shown, and what of its answer stands on the page."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from desktop.casework.asking.eyes import Eyes
from desktop.casework.asking.fields import Field, fields_named
from desktop.casework.asking.stream import AnswerStream, Given, QuoteGiven
from desktop.casework.asking.support import Support, places_of_quote
from desktop.casework.asking.visible import can_be_seen
from desktop.casework.second_look.views import dpi_for
from desktop.domain.asking import (
    AskEvent,
    Citation,
    Look,
    Outcome,
    Quoted,
    Said,
    Statement,
    View,
    Withdrawn,
)
from desktop.domain.errors import AnswerUnusableError, RegionTooLargeError
from desktop.domain.finding import SENSITIVITY_OF_KIND, Sensitivity
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, MatterId
from desktop.domain.limits import MAX_RENDER_PIXELS
from desktop.domain.page import PageReading, Pixels
from desktop.domain.receipts import KeptReceipt
from desktop.domain.vision import Answer, ModelDescription, StopReason, VisionTask
from desktop.findings.alignment import Place, places_of
from desktop.vault.matter_store import MatterStore

PAGE_DPI = 150
"""For a whole page: what general models make of it by themselves has 50 to 130 dpi."""

REGION_DPI = 200

MAX_TOKENS = 512
"""For quotes and answer: six lines of a page and two sentences take about 300."""

MAX_VALUE_TOKENS = 96
"""A small vocabulary can have a token for each letter, and an address has some 70."""

MAX_VIEWS = 8
"""Lines of a page that a model with eyes for a few words is shown."""

Tell = Callable[[AskEvent], None]
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class AskedPage:
    """A page to look at.

    Attributes:
        region: Only this part of it.
        sensitive: Spans of its text that are highly sensitive.
    """

    matter_id: MatterId
    document_id: DocumentId
    reading: PageReading
    region: Box | None
    sensitive: Spans

    def shown(self, places: Sequence[Place], pixels: Pixels, view: View) -> list[Place]:
        """Those of some places whose words can be seen."""
        text = self.reading.text
        return [
            place
            for place in places
            if all(
                can_be_seen(pixels, view, box) for box in text.boxes_between(place.start, place.end)
            )
        ]

    def citation(self, places: Sequence[Place]) -> Citation:
        """Words of the page that stand at these places, all the same."""
        text = self.reading.text
        first = places[0]
        return Citation(
            self.document_id,
            self.reading.number,
            " ".join(text.text[first.start : first.end].split()),
            tuple(box for place in places for box in text.boxes_between(place.start, place.end)),
            is_sensitive=any(
                place.start < end and start < place.end
                for place in places
                for start, end in self.sensitive
            ),
        )


class PageSaid(NamedTuple):
    """What came of a page."""

    look: Look
    statements: tuple[Statement, ...] = ()


def asked_page(
    store: MatterStore, document_id: DocumentId, reading: PageReading, region: Box | None
) -> AskedPage:
    """A page with what has to be known of it before words of it are shown."""
    found = store.page_findings(document_id, reading.number) or ()
    sensitive = [
        (stored.finding.start, stored.finding.end)
        for stored in found
        if stored.finding.sensitivity is Sensitivity.HIGH and stored.finding.start >= 0
    ]
    return AskedPage(store.matter_id, document_id, reading, region, sensitive)


def ask_page(eyes: Eyes, page: AskedPage, question: str, tell: Tell) -> PageSaid:
    """Ask a general model about a page; its answer is told as it comes, checked word by word.

    As soon as something does not hold the model is stopped.

    Raises:
        VisionModelError: No usable answer.
        ReadingError: The page cannot be rendered.
        WorkerError: A worker failed.
    """
    view = _view_of(page)
    pixels = eyes.pixels(page.matter_id, page.document_id, page.reading.number, view)
    listener = _Listener(page, (pixels, view), tell, eyes.stop)
    words = page.reading.text.text
    answer = eyes.ask(pixels, VisionTask.ASK, (question,), MAX_TOKENS, listener, words)
    statement, outcome = listener.heard(answer)
    look = Look(
        page.document_id, page.reading.number, outcome, *_kept([(answer.kept_receipt, view)])
    )
    return PageSaid(look, () if statement is None else (statement,))


def ask_page_for_fields(
    eyes: Eyes, page: AskedPage, fields: Sequence[Field], model: ModelDescription, tell: Tell
) -> PageSaid:
    """Ask a model with eyes for a few words for fields that it was trained on.

    It is shown the lines on which a field is named; the value it gives must stand on one of them.

    Raises:
        VisionModelError: No usable answer.
        ReadingError: The page cannot be rendered.
        WorkerError: A worker failed.
    """
    statements: list[Statement] = []
    asked: list[tuple[KeptReceipt | None, View]] = []
    has_failed = False
    for field in fields:
        for line in _lines_naming(page, field, model):
            pixels = eyes.pixels(page.matter_id, page.document_id, page.reading.number, line.view)
            try:
                answer = eyes.ask(pixels, VisionTask.FIELD, (field.trained,), MAX_VALUE_TOKENS)
            except RegionTooLargeError:
                continue
            asked.append((answer.kept_receipt, line.view))
            value = answer.fields.get(field.trained, "")
            if answer.stop_reason is not StopReason.COMPLETE or not value:
                continue
            places = [
                place
                for place in places_of(value, page.reading.text.text)
                if line.start <= place.start and place.end <= line.end
            ]
            places = page.shown(places, pixels, line.view)
            if not places:
                has_failed = True
                continue
            citation = page.citation(places)
            if SENSITIVITY_OF_KIND[field.kind] is Sensitivity.HIGH:
                citation = replace(citation, is_sensitive=True)  # whatever was found there
            statements.append(Statement(citation.quote, (citation,), field.name))
            tell(Quoted(citation))
            break
    outcome = Outcome.UNSUPPORTED if has_failed else Outcome.NOT_THERE
    if statements:
        outcome = Outcome.ANSWERED
    look = Look(page.document_id, page.reading.number, outcome, *_kept(asked))
    return PageSaid(look, tuple(statements))


class _Listener:
    """Takes the model's answer as it comes, and lets on only what stands on the page."""

    def __init__(
        self, page: AskedPage, seen: tuple[Pixels, View], tell: Tell, stop: Callable[[], None]
    ) -> None:
        self._page = page
        self._seen = seen
        self._tell = tell
        self._stop = stop
        self._stream = AnswerStream()
        self._citations: list[Citation] = []
        self._support: Support | None = None
        self._words: list[str] = []
        self._is_refused = False

    def __call__(self, piece: str) -> None:
        if self._is_refused:
            return
        try:
            for given in self._stream.feed(piece):
                if not self._takes(given):
                    self._refuse()
                    return
        except AnswerUnusableError:
            self._refuse()

    def heard(self, answer: Answer) -> tuple[Statement | None, Outcome]:
        """What is left of the whole answer, and what became of it."""
        if self._is_refused:
            return None, Outcome.UNSUPPORTED
        text = "".join(self._words).strip()
        if answer.stop_reason is StopReason.STOPPED:
            outcome = Outcome.STOPPED
        elif not answer.text and answer.stop_reason is StopReason.COMPLETE:
            outcome = Outcome.NOT_THERE  # a blank page: the model was not asked
        elif not self._stream.is_whole:
            outcome = Outcome.UNUSABLE
        elif not text:
            outcome = Outcome.NOT_THERE
        elif self._support is None or not self._support.is_grounded:
            outcome = Outcome.UNSUPPORTED
        else:
            return Statement(text, tuple(self._citations)), Outcome.ANSWERED
        self._withdraw()
        return None, outcome

    def _takes(self, given: Given) -> bool:
        """Whether a part of the answer holds; if so, it is told."""
        if isinstance(given, QuoteGiven):
            read = places_of_quote(given.text, self._page.reading.text, self._page.region)
            places = self._page.shown(read, *self._seen)
            if places:
                self._citations.append(self._page.citation(places))
                self._tell(Quoted(self._citations[-1]))
            return bool(places)
        if self._support is None:
            self._support = Support([citation.quote for citation in self._citations])
        if not self._citations or not self._support.holds(given.text):
            return False
        self._words.append(given.text)
        is_sensitive = any(citation.is_sensitive for citation in self._citations)
        self._tell(Said(given.text, is_sensitive))
        return True

    def _refuse(self) -> None:
        self._is_refused = True
        self._stop()
        self._withdraw()

    def _withdraw(self) -> None:
        if self._citations or self._words:
            self._tell(Withdrawn())


class _Line(NamedTuple):
    """A line of a page, where it stands in the text, and how it is shown."""

    start: int
    end: int
    view: View


def _lines_naming(page: AskedPage, field: Field, model: ModelDescription) -> Iterator[_Line]:
    """Lines on which a field is named, as far as the model can see them."""
    text = page.reading.text
    shown = 0
    for match in re.finditer(r"[^\n]+", text.text):
        if field not in fields_named(match[0]):
            continue
        boxes = text.boxes_between(*match.span())
        if len(boxes) != 1 or (page.region is not None and not boxes[0].overlaps(page.region)):
            continue
        box, height_pt = boxes[0], boxes[0].height_pt
        if model.can_see(box.width_pt, height_pt, height_pt):
            view = View(box, dpi_for(model, height_pt), page.reading.turn_deg)
            yield _Line(*match.span(), view)
            shown += 1
            if shown == MAX_VIEWS:
                return


def _view_of(page: AskedPage) -> View:
    """The region, or the whole page, as fine as it may be rendered."""
    whole = Box(0.0, 0.0, page.reading.width_pt, page.reading.height_pt)
    box = whole if page.region is None else page.region
    finest = 72 * (MAX_RENDER_PIXELS / max(box.width_pt * box.height_pt, 1.0)) ** 0.5
    wanted = PAGE_DPI if page.region is None else REGION_DPI
    return View(box, max(18, min(wanted, int(finest) - 1)), page.reading.turn_deg)


def _kept(
    asked: Sequence[tuple[KeptReceipt | None, View]],
) -> tuple[tuple[KeptReceipt, ...], tuple[View, ...]]:
    """Receipts with their views, of what was asked at all."""
    kept = [(receipt, view) for receipt, view in asked if receipt is not None]
    return tuple(receipt for receipt, _ in kept), tuple(view for _, view in kept)
