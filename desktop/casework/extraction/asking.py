"""Asking the vision model for fields that nothing found or read says.

A general model is shown whole pages, those first that speak of most of what is missing, and asked
for all of it at once. A model with eyes for a few words is shown the lines on which a field is
named, and asked only for what it was trained on. What it says must stand among the words of the
page and have the form of its field; else it is dropped.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.casework.asking.eyes import Eyes
from desktop.casework.asking.page import PAGE_DPI
from desktop.casework.control import Control
from desktop.casework.extraction.amounts import normalised_amount, page_currency
from desktop.casework.extraction.candidates import SURE_ENOUGH, place_bonus, sensitivity_of
from desktop.casework.extraction.layout import Cue, SearchedPage
from desktop.casework.second_look.views import dpi_for
from desktop.domain.asking import View
from desktop.domain.document import Document
from desktop.domain.errors import (
    ReadingError,
    VisionModelError,
    WorkerCancelledError,
    WorkerError,
)
from desktop.domain.extraction import (
    ExtractedField,
    FieldLook,
    FieldSchema,
    FieldSource,
    FieldType,
    FieldValue,
    Schema,
)
from desktop.domain.finding import Decision, StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.limits import MAX_RENDER_PIXELS
from desktop.domain.page import PageText
from desktop.domain.vision import Answer, ModelDescription, StopReason, VisionTask
from desktop.findings.alignment import Place, places_of
from desktop.findings.find import find

MAX_PAGES = 4
"""Shown to a general model for one document: it sees a page in about a minute on a processor."""

MAX_LINES = 3
"""Shown for one field to a model with eyes for a few words."""

TOKENS_A_FIELD = 40
"""An address takes about 30."""

TOKENS_A_VALUE = 96
"""The same for a small model, whose vocabulary can have a token for each letter."""

MAX_TOKENS = 1024
BY_MODEL = 0.9
"""How sure it is that a value belongs to the field because the model says so; times how sure the
model is."""

Tell = Callable[[FieldLook], None]


@dataclass(slots=True)
class _Asked:
    """A field that is asked for, and what came of it."""

    schema: FieldSchema
    field: ExtractedField
    was_asked: bool = False
    value: FieldValue | None = None

    @property
    def result(self) -> ExtractedField:
        """The field with what the model said."""
        values = self.field.values if self.value is None else (self.value,)
        return replace(self.field, values=values, was_asked=self.was_asked)


class ModelAsker:
    """Asks one model about the pages of documents.

    Args:
        eyes: Of the vault; belongs to the calling thread.
        tell: Called before a page is looked at.
    """

    def __init__(self, eyes: Eyes, tell: Tell | None = None) -> None:
        """Load nothing yet."""
        self._eyes = eyes
        self._tell = tell

    def ask(
        self,
        document: Document,
        schema: Schema,
        fields: Sequence[ExtractedField],
        pages: Sequence[SearchedPage],
        control: Control,
    ) -> tuple[tuple[ExtractedField, ...], str]:
        """The fields with what the model added, and its name; "" where nothing was missing.

        Raises:
            VisionModelError: The model cannot be loaded.
            WorkerError: The worker failed at loading it.
        """
        missing = [
            _Asked(each, field)
            for each, field in zip(schema.fields, fields, strict=True)
            if field.is_missing and each.type is not FieldType.ITEMS
        ]
        if not missing:
            return tuple(fields), ""
        self._eyes.begin()
        control.call_on_stop(self._eyes.halt)
        model = self._eyes.model()
        try:
            if model.fields:
                self._ask_line_by_line(document, missing, pages, control, model)
            else:
                self._ask_page_by_page(document, missing, pages, control)
        except WorkerCancelledError:
            if not control.is_stopped:
                raise
        made = {asked.schema.name: asked.result for asked in missing}
        return tuple(made.get(field.name, field) for field in fields), model.name

    def _ask_page_by_page(
        self,
        document: Document,
        missing: Sequence[_Asked],
        pages: Sequence[SearchedPage],
        control: Control,
    ) -> None:
        chosen = pages_to_ask([asked.schema for asked in missing], pages)
        for number, page in enumerate(chosen, 1):
            wanted = {asked.schema.question: asked for asked in missing if asked.value is None}
            if not wanted or not control.may_go_on():
                return
            self._say(page, number, len(chosen))
            view = _whole_page(page)
            tokens = min(MAX_TOKENS, 64 + TOKENS_A_FIELD * len(wanted))
            answer = self._answered(
                document, page, view, VisionTask.FIELDS, tuple(wanted), tokens, page.text.text
            )
            for question, asked in wanted.items():
                asked.was_asked = True
                if answer is not None:
                    asked.value = value_said(page, asked.schema, answer, question)

    def _ask_line_by_line(
        self,
        document: Document,
        missing: Sequence[_Asked],
        pages: Sequence[SearchedPage],
        control: Control,
        model: ModelDescription,
    ) -> None:
        known = [asked for asked in missing if asked.schema.trained in model.fields]
        for number, asked in enumerate(known, 1):
            for page, line, view in lines_to_ask(asked.schema, pages, model):
                if not control.may_go_on():
                    return
                self._say(page, number, len(known))
                asked.was_asked = True
                trained = asked.schema.trained
                answer = self._answered(
                    document, page, view, VisionTask.FIELD, (trained,), TOKENS_A_VALUE, None
                )
                if answer is not None:
                    asked.value = value_said(page, asked.schema, answer, trained, line)
                if asked.value is not None:
                    # A small model's word for what a value means is never taken alone.
                    asked.value = replace(asked.value, needs_person=True)
                    break

    def _answered(
        self,
        document: Document,
        page: SearchedPage,
        view: View,
        task: VisionTask,
        asked: tuple[str, ...],
        max_tokens: int,
        words: str | None,
    ) -> Answer | None:
        """The whole answer; None where it was cut off, or could not be had about this page."""
        try:
            pixels = self._eyes.pixels(document.matter_id, document.document_id, page.number, view)
            answer = self._eyes.ask(pixels, task, asked, max_tokens, None, words)
        except WorkerCancelledError:
            raise
        except (VisionModelError, ReadingError, WorkerError):
            return None
        return answer if answer.stop_reason is StopReason.COMPLETE else None

    def _say(self, page: SearchedPage, number: int, of: int) -> None:
        if self._tell is not None:
            self._tell(FieldLook(page.number, number, of))


def pages_to_ask(
    fields: Sequence[FieldSchema], pages: Sequence[SearchedPage]
) -> tuple[SearchedPage, ...]:
    """The pages to show to a general model, best first.

    A page counts for each field whose cue stands on it, and for each that is looked for there.
    """
    spoken = {
        page.number: sum(
            bool(page.cues_of(field.name)) + place_bonus(page, field, _top_of(page))
            for field in fields
        )
        for page in pages
    }
    ordered = sorted(pages, key=lambda page: (-spoken[page.number], page.number))
    return tuple(ordered[:MAX_PAGES])


def lines_to_ask(
    field: FieldSchema, pages: Sequence[SearchedPage], model: ModelDescription
) -> Iterator[tuple[SearchedPage, Box, View]]:
    """The lines on which a field is named, as far as the model can see them."""
    shown = 0
    for page in pages:
        for cue in page.cues_of(field.name):
            if shown == MAX_LINES:
                return
            box = _line_of(page, cue)
            height_pt = max(cue.box.height_pt, 1.0)
            if box is not None and model.can_see(box.width_pt, box.height_pt, height_pt):
                yield page, box, View(box, dpi_for(model, height_pt), page.turn_deg)
                shown += 1


def value_said(
    page: SearchedPage,
    field: FieldSchema,
    answer: Answer,
    name: str,
    within: Box | None = None,
) -> FieldValue | None:
    """What an answer says for a field, where that stands on the page and has the field's form.

    Args:
        page: That was shown.
        field: That was asked for.
        answer: Complete.
        name: What the field was called in the question.
        within: Only places in this box count.
    """
    said = answer.fields.get(name, "")
    places = [
        (place, boxes)
        for place in places_of(said, page.text.text)
        for boxes in (page.text.boxes_between(place.start, place.end),)
        if boxes and (within is None or boxes[0].overlaps(within))
    ]
    for place, boxes in places:
        mention = " ".join(page.text.text[place.start : place.end].split())
        found = _found_at(page, field, place)
        if found is not None and found.decision is Decision.REJECTED:
            continue
        value = found.finding.value if found is not None else _in_form(page, field, mention)
        if value is None:
            continue
        is_single = len({boxes for _, boxes in places}) == 1
        confidence = BY_MODEL * answer.confidence * (1.0 if is_single else 0.8)
        return FieldValue(
            value=value,
            mention=mention,
            page=page.number,
            boxes=boxes,
            source=FieldSource.MODEL,
            agreement=place.agreement,
            confidence=confidence,
            sensitivity=sensitivity_of(page, field.type, boxes),
            needs_person=confidence < SURE_ENOUGH,
            receipt=answer.kept_receipt,
        )
    return None


def _found_at(page: SearchedPage, field: FieldSchema, place: Place) -> StoredFinding | None:
    """A finding of the field's kind that stands where the model's value does."""
    return next(
        (
            stored
            for stored in page.found
            if stored.finding.kind in field.type.finding_kinds
            and stored.finding.start < place.end
            and place.start < stored.finding.end
        ),
        None,
    )


def _in_form(page: SearchedPage, field: FieldSchema, mention: str) -> str | None:
    """The value that a mention without finding stands for; None where it has another form."""
    kinds = field.type.finding_kinds
    if not kinds or field.type in _FREE_FORMS:
        return mention
    if field.type is FieldType.AMOUNT:
        written = mention.strip("*€$£ ")
        try:
            return normalised_amount(written, page_currency(page))
        except ArithmeticError:
            return None
    found = (each for each in find(PageText(mention)) if each.kind in kinds)
    return next((each.value for each in found), None)


_FREE_FORMS = frozenset(
    {
        FieldType.PARTY,
        FieldType.PERSON,
        FieldType.ORGANISATION,
        FieldType.ADDRESS,
        FieldType.REFERENCE,
    }
)
"""Types whose values no pattern can tell from other words."""


def _line_of(page: SearchedPage, cue: Cue) -> Box | None:
    """The cue and what stands behind it on its row."""
    number = page.row_of(cue)
    if number < 0:
        return None
    box = cue.box
    for word in page.rows[number].words:
        if word.box.left_pt >= cue.box.left_pt:
            box = box.united_with(word.box)
    return box


def _top_of(page: SearchedPage) -> Box:
    return Box(0.0, 0.0, page.width_pt, 0.0)


def _whole_page(page: SearchedPage) -> View:
    """The page, as fine as it may be rendered."""
    finest = 72 * (MAX_RENDER_PIXELS / max(page.width_pt * page.height_pt, 1.0)) ** 0.5
    box = Box(0.0, 0.0, page.width_pt, page.height_pt)
    return View(box, max(18, min(PAGE_DPI, int(finest) - 1)), page.turn_deg)
