"""Fields of documents: filled from what was found and read, then, when asked to, by the model.

Of a long document only the pages that matter are opened: those on which the cues of its fields
stand, by the index, and those at which fields are looked for first. The result is kept, sealed,
until the schema, the pages or a decision change.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from desktop.casework.control import Control
from desktop.casework.extraction.fill import fill
from desktop.casework.extraction.layout import SearchedPage
from desktop.domain.document import Document
from desktop.domain.errors import InCameraError, NoSuchSchemaError, NotReadYetError
from desktop.domain.extraction import (
    ExtractedField,
    Extraction,
    FieldSource,
    FieldValue,
    Schema,
)
from desktop.domain.finding import Decision
from desktop.domain.identity import PageNumber
from desktop.domain.page import PageReading, PageState
from desktop.findings.alignment import places_of
from desktop.vault.matter_store import MatterStore

SHORT_DOCUMENT_PAGES = 24
"""So many pages are all opened, a few milliseconds each."""

CHOSEN_PAGES = 16
"""Of a longer document: chosen by the index, besides its first and last ones."""

FIRST_PAGES, LAST_PAGES = 2, 2


class FieldAsker(Protocol):
    """Asks a model for fields that nothing said."""

    def ask(
        self,
        document: Document,
        schema: Schema,
        fields: Sequence[ExtractedField],
        pages: Sequence[SearchedPage],
        control: Control,
    ) -> tuple[tuple[ExtractedField, ...], str]:
        """The fields with what the model added, and the name of the model."""
        ...


@dataclass(frozen=True, slots=True)
class Extracting:
    """How far extraction has come.

    Attributes:
        document: In hand, or the one that the result is of.
        number: Of so many, from 1.
        of: How many documents will be looked at.
        extraction: Of this document; None while it is in hand.
        error: Why it has none.
        is_kept_one: Whether it was made before and still holds.
    """

    document: Document
    number: int
    of: int
    extraction: Extraction | None = None
    error: InCameraError | None = None
    is_kept_one: bool = False


def extract_all(
    store: MatterStore,
    documents: Sequence[Document],
    schema_of: Callable[[Document], Schema | None],
    control: Control,
    clock: Callable[[], datetime],
    asker: FieldAsker | None = None,
    *,
    is_anew: bool = False,
) -> Iterator[Extracting]:
    """Extract documents one by one; what is done is kept, whenever it is stopped.

    Args:
        store: Of the matter; belongs to the calling thread.
        documents: In this order.
        schema_of: The schema of a document, None where it has none.
        control: Pauses and stops it.
        clock: Tells the time, in UTC.
        asker: Asks the model for what is missing; None: no model is asked.
        is_anew: Extract also what was extracted and still holds.

    Yields:
        Each document twice: when it is taken in hand, and with its result.
    """
    for number, document in enumerate(documents, 1):
        if not control.may_go_on():
            return
        step = Extracting(document, number, len(documents))
        yield step
        schema = schema_of(document)
        if schema is None:
            yield replace(step, error=_no_schema())
            continue
        if not is_anew and asker is None:
            kept = kept_extraction(store, document, schema)
            if kept is not None:
                yield replace(step, extraction=kept, is_kept_one=True)
                continue
        try:
            extraction = extract(store, document, schema, control, clock, asker)
        except NotReadYetError as error:
            yield replace(step, error=error)
            continue
        if control.is_stopped:
            return
        yield replace(step, extraction=extraction)


def kept_extraction(store: MatterStore, document: Document, schema: Schema) -> Extraction | None:
    """What was extracted before, if schema, pages and decisions are still what they were."""
    kept = store.extractions.of(document.document_id, schema.name)
    if kept is None or kept.schema_sha256 != schema.sha256:
        return None
    state = store.extractions.state_of(document.document_id)
    return kept if kept.state_sha256 == state else None


def extract(
    store: MatterStore,
    document: Document,
    schema: Schema,
    control: Control,
    clock: Callable[[], datetime],
    asker: FieldAsker | None = None,
) -> Extraction:
    """Fill the fields of a document and keep the result.

    Args:
        store: Of the matter; belongs to the calling thread.
        document: One of the matter.
        schema: Which fields.
        control: Stops it; then nothing is kept.
        clock: Tells the time, in UTC.
        asker: Asks the model for what is missing; None: no model is asked.

    Raises:
        NotReadYetError: No page of it has been read.
        NoSuchDocumentError: It is not in this matter.
        VisionModelError: The model cannot be loaded.
    """
    document_id = document.document_id
    state = store.extractions.state_of(document_id)
    pages = opened_pages(store, document, schema)
    if not pages:
        raise NotReadYetError
    fields, model = _with_what_the_model_said(store, document, schema, fill(schema, pages))
    if asker is not None:
        fields, asked = asker.ask(document, schema, fields, pages, control)
        model = asked or model
    extraction = Extraction(
        document_id=document_id,
        schema=schema.name,
        schema_sha256=schema.sha256,
        state_sha256=state,
        extracted_at=clock(),
        fields=fields,
        pages=tuple(page.number for page in pages),
        page_count=document.page_count,
        model=model,
    )
    if not control.is_stopped:
        store.extractions.keep(extraction)
    return extraction


def opened_pages(
    store: MatterStore, document: Document, schema: Schema
) -> tuple[SearchedPage, ...]:
    """The pages of a document that matter for a schema, ascending."""
    document_id = document.document_id
    read = [
        page.number
        for page in store.page_summaries(document_id)
        if page.state is PageState.READ and not page.is_blank
    ]
    chosen = set(read)
    if len(read) > SHORT_DOCUMENT_PAGES:
        groups = [field.phrases for field in schema.fields if field.phrases]
        choice = store.page_chooser.choose(groups, (document_id,), limit=CHOSEN_PAGES)
        chosen = {page.page for page in choice.pages} & set(read)
        chosen |= {*read[:FIRST_PAGES], *read[-LAST_PAGES:]}
    return tuple(_searched(store, document, number) for number in sorted(chosen))


def _with_what_the_model_said(
    store: MatterStore, document: Document, schema: Schema, fields: tuple[ExtractedField, ...]
) -> tuple[tuple[ExtractedField, ...], str]:
    """Fields that are missing with what the model said before, as far as it stands there still.

    Asking it takes minutes; a decision about another finding is no reason to ask again.
    """
    before = store.extractions.of(document.document_id, schema.name)
    if before is None or before.schema_sha256 != schema.sha256:
        return fields, ""
    taken = {
        field.name: said
        for field in fields
        for said in (before.of(field.name),)
        if field.is_missing and said is not None and said.values
        if all(_stands_still(store, document, value) for value in said.values)
    }
    return tuple(taken.get(field.name, field) for field in fields), before.model if taken else ""


def _stands_still(store: MatterStore, document: Document, value: FieldValue) -> bool:
    """Whether what the model said stands in its place, and no one has rejected what is there."""
    if value.source is not FieldSource.MODEL:
        return False
    found = store.page_findings(document.document_id, value.page)
    if found is None:
        return False
    text = store.page(document.document_id, value.page).text
    return any(
        text.boxes_between(place.start, place.end) == value.boxes
        for place in places_of(value.mention, text.text)
    ) and not any(
        stored.decision is Decision.REJECTED
        and any(box.overlaps(each) for box in stored.finding.boxes for each in value.boxes)
        for stored in found
    )


def _searched(store: MatterStore, document: Document, number: PageNumber) -> SearchedPage:
    reading: PageReading = store.page(document.document_id, number)
    return SearchedPage(
        number,
        document.page_count,
        reading.width_pt,
        reading.height_pt,
        reading.text,
        store.page_findings(document.document_id, number) or (),
        turn_deg=reading.turn_deg,
    )


def _no_schema() -> InCameraError:
    return NoSuchSchemaError(
        "There is no schema for this kind of document.",
        remedy="Name one with `--schema`; `incamera schema list` lists them.",
    )
