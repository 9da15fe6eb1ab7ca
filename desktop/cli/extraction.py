"""`incamera extract`: the fields of documents, with their places."""

import argparse
from collections.abc import Mapping, Sequence
from functools import partial

from desktop.casework.asking.eyes import Eyes
from desktop.casework.auditing.shown import note_mask_lifted
from desktop.casework.control import Control
from desktop.casework.extraction.asking import ModelAsker
from desktop.casework.extraction.extract import Extracting, extract_all
from desktop.casework.extraction.schemas import Schemas, load_schemas
from desktop.casework.models.vision_model import model_to_load
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.output import Output
from desktop.cli.session import Session, document_named, matter_named
from desktop.domain.document import Document
from desktop.domain.extraction import ExtractedField, Extraction, FieldLook, FieldValue, Schema
from desktop.domain.finding import Sensitivity, masked
from desktop.paths import own_schemas_folder, schemas_folder
from desktop.vault.matter_store import MatterStore


def extract(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Extract the fields of some documents, or of all of a matter."""
    schemas = load_schemas(schemas_folder(), own_schemas_folder())
    named = None if arguments.schema is None else schemas.named(arguments.schema)
    control = Control()
    shower = _Shower(session.output, schemas, is_high_shown=arguments.show_high)
    with session.vault() as vault, stopped_by_interrupt(control):
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        documents = _documents(store, arguments.documents, schemas, named)
        if arguments.show_high:
            shown = (document.document_id for document in documents)
            note_mask_lifted(store, shown, "incamera extract")
        eyes = Eyes(vault, partial(model_to_load, session.settings)) if arguments.model else None
        try:
            for step in extract_all(
                store,
                documents,
                lambda document: named or schemas.of_document(document),
                control,
                session.clock,
                None if eyes is None else ModelAsker(eyes, shower.looks_at),
                is_anew=arguments.anew,
            ):
                shower.show(step)
        finally:
            if eyes is not None:
                eyes.close()
    return shower.end(is_stopped=control.is_stopped)


def _documents(
    store: MatterStore, names: Sequence[str], schemas: Schemas, named: Schema | None
) -> tuple[Document, ...]:
    """The documents that are named; of all, those for which there is a schema and a page."""
    if names:
        return tuple(document_named(store, name) for name in names)
    return tuple(
        document
        for document in store.documents()
        if document.pages_read and (named or schemas.of_document(document))
    )


class _Shower:
    """Shows each extraction as it comes; as JSON all of them at the end."""

    def __init__(self, output: Output, schemas: Schemas, *, is_high_shown: bool) -> None:
        self._output = output
        self._schemas = schemas
        self._is_high_shown = is_high_shown
        self._rows: list[dict[str, object]] = []
        self._current: Extracting | None = None
        self._has_failed = False

    def show(self, step: Extracting) -> None:
        """Show one step."""
        self._current = step
        name = step.document.origin.name
        if step.error is not None:
            self._output.end_progress()
            self._has_failed = True
            error = step.error
            self._output.line(f"{name}: {error.reason} {error.remedy} [{error.code}]")
            self._rows.append(
                {
                    **_document_row(step.document),
                    "error": {"code": error.code, "reason": error.reason, "remedy": error.remedy},
                }
            )
        elif step.extraction is None:
            self._output.status(f"Extracting  {step.number} of {step.of}  {name}")
        else:
            self._output.end_progress()
            self._rows.append(self._row(step.document, step.extraction))
            self._table(name, step.extraction)

    def looks_at(self, look: FieldLook) -> None:
        """Say which page the model is shown."""
        step = self._current
        if step is not None:
            self._output.status(
                f"Extracting  {step.number} of {step.of}  {step.document.origin.name}"
                f"  the model looks at page {look.page}, {look.number} of {look.of}"
            )

    def end(self, *, is_stopped: bool) -> ExitCode:
        """Print what is printed at the end."""
        self._output.end_progress()
        if self._output.is_json:
            self._output.document(self._rows)
        elif not self._rows and not is_stopped:
            self._output.line("There is no document of a kind that has a schema.")
        if is_stopped:
            return ExitCode.STOPPED
        return ExitCode.PARTLY if self._has_failed else ExitCode.DONE

    def _table(self, name: str, extraction: Extraction) -> None:
        output = self._output
        if output.is_json:
            return
        output.line(f"{name}  {extraction.schema}")
        labels = _labels(self._schemas, extraction)
        rows = [row for field in extraction.fields for row in self._field_rows(field, labels)]
        output.table(rows, ("field", "value", "page", "by", "confidence", "note"))
        looked = len(extraction.pages)
        by = f", {extraction.model} was asked" if extraction.model else ""
        output.line(f"{looked} of {extraction.page_count} pages looked at{by}.")
        output.line("")

    def _field_rows(
        self, field: ExtractedField, labels: Mapping[str, str]
    ) -> list[dict[str, object]]:
        label = labels.get(field.name, field.name)
        if field.is_missing:
            note = "missing; a person should look" if field.is_required else "missing"
            return [_table_row(label, note=note)]
        return [
            _table_row(
                label,
                value=self._shown(value, self._with_parts(value)),
                page=value.page,
                by=value.source.value,
                confidence=f"{value.confidence:.2f}",
                note="a person should look" if value.needs_person else "",
            )
            for value in field.values
        ]

    def _with_parts(self, value: FieldValue) -> str:
        description = value.parts.get("description")
        return value.value if description is None else f"{value.value}  {description}"

    def _row(self, document: Document, extraction: Extraction) -> dict[str, object]:
        return {
            **_document_row(document),
            "schema": extraction.schema,
            "schema_sha256": extraction.schema_sha256,
            "extracted_at": extraction.extracted_at.isoformat(),
            "model": extraction.model,
            "pages": list(extraction.pages),
            "page_count": extraction.page_count,
            "fields": [
                {
                    "name": field.name,
                    "is_missing": field.is_missing,
                    "is_required": field.is_required,
                    "was_asked": field.was_asked,
                    "needs_person": field.needs_person,
                    "values": [self._value_row(value) for value in field.values],
                }
                for field in extraction.fields
            ],
        }

    def _value_row(self, value: FieldValue) -> dict[str, object]:
        return {
            "value": self._shown(value, value.value),
            "mention": self._shown(value, value.mention),
            "page": value.page,
            "source": value.source.value,
            "agreement": value.agreement.value,
            "confidence": round(value.confidence, 3),
            "sensitivity": value.sensitivity.value,
            "needs_person": value.needs_person,
            "parts": {name: self._shown(value, part) for name, part in value.parts.items()},
            "boxes_pt": [
                [round(side, 2) for side in (box.left_pt, box.top_pt, box.right_pt, box.bottom_pt)]
                for box in value.boxes
            ],
        }

    def _shown(self, value: FieldValue, text: str) -> str:
        is_hidden = value.sensitivity is Sensitivity.HIGH and not self._is_high_shown
        return masked(text) if is_hidden else text


def _labels(schemas: Schemas, extraction: Extraction) -> dict[str, str]:
    schema = schemas.named(extraction.schema)
    return {field.name: field.label_in("en") for field in schema.fields}


def _document_row(document: Document) -> dict[str, object]:
    return {"document": document.origin.name, "document_id": document.document_id}


def _table_row(label: str, **cells: object) -> dict[str, object]:
    empty = dict.fromkeys(("value", "page", "by", "confidence", "note"), "")
    return {"field": label, **empty, **cells}
