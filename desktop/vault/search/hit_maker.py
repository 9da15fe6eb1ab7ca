"""Hits as they are shown: some words around them, the marks in these, the boxes on the page."""

from collections.abc import Iterable, Sequence
from itertools import islice

from desktop.domain.document import Document
from desktop.domain.finding import Finding, Sensitivity
from desktop.domain.geometry import Box, boxes_of_lines
from desktop.domain.search import Hit, HitKind
from desktop.vault.documents import Documents
from desktop.vault.findings_store import Findings
from desktop.vault.pages import OpenedPage
from desktop.vault.search.excerpt import Excerpt, excerpt
from desktop.vault.search.query import Span

MAX_MARKED_SPANS = 100
"""Places on a page whose boxes are given; the page itself shows what else there is."""


class HitMaker:
    """Makes the hits of one search; opens each document once."""

    def __init__(self, documents: Documents, findings: Findings) -> None:
        """Take the parts of the matter that name and cover what is shown."""
        self._documents = documents
        self._findings = findings
        self._named: dict[int, Document] = {}

    def document(self, document_row: int) -> Document:
        """The document in a row."""
        if document_row not in self._named:
            self._named[document_row] = self._documents.of_row(document_row)
        return self._named[document_row]

    def of_spans(
        self,
        kind: HitKind,
        page_row: int,
        page: OpenedPage,
        spans: Sequence[Sequence[Span]],
        score: float,
    ) -> Hit:
        """The hit at places of a page's text, given for each part of the query."""
        sensitive = self._findings.sensitive_spans(page_row)
        every = (span for part in spans for span in part)
        words = page.content.words_between(islice(every, MAX_MARKED_SPANS))
        boxes = tuple(box for span_words in words for box in boxes_of_lines(span_words))
        return self._hit(kind, page, excerpt(page.content.text, spans, sensitive), boxes, score)

    def of_findings(
        self, page_row: int, page: OpenedPage, meant: Sequence[Finding], score: float
    ) -> Hit:
        """The hit on a page that holds these findings; its words are around the first of them."""
        spans = sorted((each.start, each.end) for each in meant if each.start < each.end)
        if spans:
            sensitive = self._findings.sensitive_spans(page_row)
            shown = excerpt(page.content.text, [spans], sensitive)
        else:
            text = meant[0].mention
            whole = [(0, len(text))]
            is_high = meant[0].sensitivity is Sensitivity.HIGH
            shown = excerpt(text, [whole], whole if is_high else ())
        boxes = _boxes(meant[:MAX_MARKED_SPANS])
        return self._hit(HitKind.VALUE, page, shown, boxes, score)

    def _hit(
        self, kind: HitKind, page: OpenedPage, shown: Excerpt, boxes: tuple[Box, ...], score: float
    ) -> Hit:
        document = self.document(page.document_row)
        return Hit(
            kind=kind,
            document_id=document.document_id,
            document_name=document.origin.name,
            page=page.number,
            snippet=shown.line,
            marks=shown.marks,
            boxes=boxes,
            score=score,
            sensitive=shown.sensitive,
        )


def _boxes(findings: Iterable[Finding]) -> tuple[Box, ...]:
    return tuple(box for finding in findings for box in finding.boxes)
