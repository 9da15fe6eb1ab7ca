"""Fields of real documents against what people wrote down for them, without any model.

Receipts: 60 scans with vendor, date, total and address (SROIE task 3). A field counts when it
equals the label but for case, spaces and marks; a total by its number, a date by its day. The
labels complete and correct what is printed, so that a misread letter of a long address fails it.

Agreements: 40 that were filed, with parties, effective date, governing law and term; micro-F1 over
(document, key, value) as in Kleister-NDA, for which the paper reports 0.81 for its best model.

How many wrong values are marked for a person is part of the figures: an extraction that is wrong in
silence costs more than one that asks.
"""

import json
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from desktop.casework.extraction.fill import fill
from desktop.casework.extraction.layout import SearchedPage
from desktop.casework.extraction.schemas import load_schemas
from desktop.domain.document import FileKind
from desktop.domain.extraction import ExtractedField, FieldValue, Schema
from desktop.domain.finding import Decision, StoredFinding
from desktop.domain.identity import DocumentId, FindingId
from desktop.domain.page import OcrEngine
from desktop.paths import schemas_folder
from desktop.reading.engines import engines_of
from desktop.reading.reader import Reader
from desktop.wire.messages import DocumentOpened, OpenDocument, PageRead, ReadPage

DOCUMENTS = Path(__file__).parents[3] / "shared" / "documents"
DATE_FORMS = (
    "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d-%m-%y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%Y-%m-%d",
    "%Y/%m/%d", "%d.%m.%Y", "%d.%m.%y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d %b %y",
)  # fmt: skip
RECEIPT_FIELDS = {"vendor": "company", "date": "date", "total": "total", "address": "address"}
AGREEMENT_FIELDS = {
    "parties": "party",
    "effective_date": "effective_date",
    "governing_law": "jurisdiction",
    "term": "term",
}
_NO_ID = "0" * 32


@dataclass
class Score:
    """How the values of one field compare with the labels."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    wrong_and_marked: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


@dataclass
class Scores:
    """Scores by field, and the time that filling took."""

    fields: dict[str, Score] = field(default_factory=dict)
    pages: int = 0
    filling_s: float = 0.0

    def of(self, name: str) -> Score:
        """The score of a field."""
        return self.fields.setdefault(name, Score())


def measure() -> list[tuple[str, str, str]]:
    """Rows of (what, figure, target)."""
    if not DOCUMENTS.is_dir():
        return [("fields of real documents", "not measured: no shared documents here", "")]
    schemas = load_schemas(schemas_folder(), schemas_folder() / "none")
    reader = Reader(engines_of(OcrEngine.RAPIDOCR))
    receipts = _receipts(reader, schemas.named("receipt"))
    agreements = _agreements(reader, schemas.named("contract"))
    targets = {"vendor": "0.60", "date": "0.85", "total": "0.85", "address": "none set"}
    rows = [
        (f"60 scanned receipts, {name}: F1", _figure(receipts.of(name)), targets[name])
        for name in RECEIPT_FIELDS
    ]
    rows += [
        (f"40 agreements, {name.replace('_', ' ')}: F1", _figure(agreements.of(name)), "none set")
        for name in AGREEMENT_FIELDS
    ]
    pages = receipts.pages + agreements.pages
    per_page_ms = 1000 * (receipts.filling_s + agreements.filling_s) / pages
    rows += [
        ("40 agreements, all keys: micro-F1", f"{_micro_f1(agreements):.2f}", "0.81 (paper)"),
        ("filling the fields of a page that was read", f"{per_page_ms:.1f} ms", "at most 20 ms"),
    ]
    return rows


def _figure(score: Score) -> str:
    return (
        f"{score.f1:.2f} ({score.right} right, {score.wrong} wrong, {score.wrong_and_marked} of"
        f" these marked for a person, {score.missed} missed)"
    )


def _micro_f1(scores: Scores) -> float:
    every = Score(
        sum(score.right for score in scores.fields.values()),
        sum(score.wrong for score in scores.fields.values()),
        sum(score.missed for score in scores.fields.values()),
    )
    return every.f1


def _receipts(reader: Reader, schema: Schema) -> Scores:
    scores = Scores()
    for file in sorted((DOCUMENTS / "receipts").glob("*.jpg")):
        labels = json.loads(file.with_suffix(".json").read_text("utf-8"))
        fields = _filled(reader, file, FileKind.JPEG, schema, scores)
        for name, key in RECEIPT_FIELDS.items():
            score = scores.of(name)
            value = next(iter(fields[name].values), None)
            if value is not None and _is_labelled(name, value.value, labels[key]):
                score.right += 1
                continue
            score.missed += 1
            if value is not None:
                _note_wrong(score, value)
    return scores


def _agreements(reader: Reader, schema: Schema) -> Scores:
    scores = Scores()
    for line in (DOCUMENTS / "nda" / "expected.tsv").read_text("utf-8").splitlines():
        name, labels = line.split("\t")
        labelled = [label.split("=", 1) for label in labels.split(" ")]
        fields = _filled(reader, DOCUMENTS / "nda" / name, FileKind.PDF, schema, scores)
        for field_name, key in AGREEMENT_FIELDS.items():
            score = scores.of(field_name)
            wanted = {_plain(text.replace("_", " ")) for each, text in labelled if each == key}
            given = {_plain(value.value): value for value in fields[field_name].values}
            score.right += len(wanted & given.keys())
            score.missed += len(wanted - given.keys())
            for text in given.keys() - wanted:
                _note_wrong(score, given[text])
    return scores


def _note_wrong(score: Score, value: FieldValue) -> None:
    score.wrong += 1
    score.wrong_and_marked += value.needs_person


def _filled(
    reader: Reader, file: Path, kind: FileKind, schema: Schema, scores: Scores
) -> dict[str, ExtractedField]:
    pages = list(_pages(reader, file, kind))
    start_s = time.process_time()
    fields = {each.name: each for each in fill(schema, pages)}
    scores.filling_s += time.process_time() - start_s
    scores.pages += len(pages)
    return fields


def _pages(reader: Reader, file: Path, kind: FileKind) -> Iterator[SearchedPage]:
    opened, _ = reader.handle(OpenDocument(kind), file.read_bytes())
    assert isinstance(opened, DocumentOpened)
    for number in range(1, opened.page_count + 1):
        page, _ = reader.handle(ReadPage(number, OcrEngine.RAPIDOCR, ("eng",)), b"")
        assert isinstance(page, PageRead)
        reading = page.reading
        found = tuple(
            StoredFinding(
                FindingId(_NO_ID), DocumentId(_NO_ID), reading.number, each, Decision.OPEN
            )
            for each in page.findings
        )
        yield SearchedPage(
            reading.number,
            opened.page_count,
            reading.width_pt,
            reading.height_pt,
            reading.text,
            found,
        )


def _is_labelled(name: str, value: str, label: str) -> bool:
    if name == "total":
        number = re.search(r"[0-9][0-9,]*\.[0-9]{2}", label)
        return number is not None and float(value.split(maxsplit=1)[0]) == float(
            number[0].replace(",", "")
        )
    if name == "date":
        return value == _day_of(label, DATE_FORMS)
    return _plain(value).replace(" ", "") == _plain(label).replace(" ", "")


def _day_of(label: str, forms: Sequence[str]) -> str:
    for form in forms:
        with suppress(ValueError):
            moment = datetime.strptime(label.strip().title(), form).replace(tzinfo=UTC)
            return moment.date().isoformat()
    return ""


def _plain(text: str) -> str:
    """Capitals and digits only; an ampersand is a word."""
    return " ".join(re.findall(r"[A-Z0-9]+", text.upper().replace("&", " AND ")))


if __name__ == "__main__":
    for row in measure():
        print(" | ".join(row))
