"""Findings of a matter: sealed records, a few clear columns, and their tags."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from desktop.domain.errors import NoSuchFindingError
from desktop.domain.finding import Decision, Finding, FindingKind, Sensitivity, StoredFinding
from desktop.domain.identity import DocumentId, FindingId, PageNumber, new_identity
from desktop.vault import records, schema
from desktop.vault.finding_index import FindingIndex
from desktop.vault.matter_file import DocumentKeys, MatterFile, identity_bytes
from desktop.vault.seal import open_sealed, seal
from desktop.vault.search.query import Span

_SELECT = (
    "SELECT finding.finding_row, finding_id, finding.page_row, document_row, number, kind,"
    " sensitivity, source, agreement, decision, finding.record, verdict.record"
    " FROM page CROSS JOIN finding USING (page_row) LEFT JOIN verdict USING (finding_row)"
)
"""CROSS: pages in their order outside, their findings inside. So a list of the first 200 of a
million is read from its beginning, 3 ms; SQLite's own choice sorts all of them first, 1.1 s."""

_IS_UNDECIDED = "agreement IN (3, 4) AND decision = 1"
"""`domain.finding.needs_decision`, word for word as in the index `finding_disputed`."""

_IS_HIGH = f"sensitivity = {schema.SENSITIVITIES.number(Sensitivity.HIGH)}"
"""As in the index `finding_sensitive`."""


class Findings:
    """The findings of one matter."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter."""
        self._matter = matter
        self._database = matter.database
        self.index = FindingIndex(matter)

    def add(self, pages: Iterable[tuple[int, DocumentKeys, Sequence[Finding]]]) -> int:
        """Seal and index the findings of pages, within the caller's transaction.

        Args:
            pages: For each page the number of its row, the keys of its document, its findings.

        Returns:
            How many there were.
        """
        rows: list[tuple[Any, ...]] = []
        pages = list(pages)
        for page_row, keys, findings in pages:
            for finding in findings:
                row_id = bytes.fromhex(new_identity())
                place = self._matter.place("finding", "record", row_id)
                rows.append(
                    (
                        row_id,
                        page_row,
                        schema.FINDING_KINDS.number(finding.kind),
                        schema.SENSITIVITIES.number(finding.sensitivity),
                        schema.FINDING_SOURCES.number(finding.source),
                        schema.AGREEMENTS.number(finding.agreement),
                        schema.DECISIONS.number(Decision.OPEN),
                        round(finding.confidence * 10),
                        seal(keys.values, records.finding_record(finding), place),
                    )
                )
        self._database.change_many("INSERT INTO finding VALUES (NULL,?,?,?,?,?,?,?,?,?)", rows)
        self.index.add((page_row, findings) for page_row, _, findings in pages)
        return len(rows)

    def find(
        self,
        *,
        document_row: int | None = None,
        page: PageNumber | None = None,
        kind: FindingKind | None = None,
        is_undecided: bool = False,
        limit: int | None = None,
    ) -> tuple[StoredFinding, ...]:
        """Findings in the order of documents, pages and places on the page; None asks for all.

        Those alone that need a person's decision where `is_undecided`.
        """
        conditions = {
            "document_row = ?": document_row,
            "number = ?": page,
            "kind = ?": None if kind is None else schema.FINDING_KINDS.number(kind),
        }
        asked = {text: value for text, value in conditions.items() if value is not None}
        clauses = [*asked, _IS_UNDECIDED] if is_undecided else list(asked)
        where = f" WHERE {' AND '.join(clauses)}" if clauses else ""
        rows = self._database.rows(
            f"{_SELECT}{where} ORDER BY document_row, number, finding.finding_row LIMIT ?",
            *asked.values(),
            -1 if limit is None else limit,
        )
        return tuple(map(self._stored, rows))

    def counts(self) -> dict[FindingKind, int]:
        """How many findings there are of each kind; kinds of which there is none are left out."""
        rows = self._database.rows("SELECT kind, count(*) FROM finding GROUP BY kind")
        return {schema.FINDING_KINDS.member(kind): count for kind, count in rows}

    def of_page(self, page_row: int) -> tuple[StoredFinding, ...]:
        """The findings of one page, by the number of its row."""
        rows = self._database.rows(
            f"{_SELECT} WHERE finding.page_row = ? ORDER BY finding.finding_row", page_row
        )
        return tuple(map(self._stored, rows))

    def sensitive_spans(self, page_row: int) -> tuple[Span, ...]:
        """Where highly sensitive values stand in the text of a page."""
        rows = self._database.rows(f"{_SELECT} WHERE finding.page_row = ? AND {_IS_HIGH}", page_row)
        found = (self._stored(row).finding for row in rows)
        return tuple((finding.start, finding.end) for finding in found if finding.start >= 0)

    def decide(
        self,
        finding_id: FindingId,
        decision: Decision,
        *,
        decided_by: str,
        decided_at: datetime,
        correction: tuple[str, str] | None,
    ) -> None:
        """Note what a person made of a finding, within the caller's transaction.

        Args:
            finding_id: The finding.
            decision: OPEN takes back what was decided before.
            decided_by: Name of the account.
            decided_at: In UTC.
            correction: Mention and value that the person gives, for CORRECTED alone.

        Raises:
            NoSuchFindingError: It is no longer in this matter.
        """
        row_id = identity_bytes(finding_id)
        row = self._database.row(f"{_SELECT} WHERE finding_id = ?", row_id)
        if row is None:
            raise NoSuchFindingError
        finding_row, _, page_row, document_row, *_ = row
        self._database.change(
            "UPDATE finding SET decision = ? WHERE finding_row = ?",
            schema.DECISIONS.number(decision),
            finding_row,
        )
        self._database.change("DELETE FROM verdict WHERE finding_row = ?", finding_row)
        if decision is Decision.OPEN:
            return
        plain = records.verdict_record(decided_by, decided_at, correction)
        place = self._matter.place("verdict", "record", row_id)
        keys = self._matter.document_keys(document_row)
        self._database.change(
            "INSERT INTO verdict VALUES (?, ?)", finding_row, seal(keys.values, plain, place)
        )
        if correction is not None:
            self.index.add([(page_row, [self.named(finding_id).finding])])

    def named(self, start: str) -> StoredFinding:
        """The finding whose identity begins with these digits.

        Raises:
            NoSuchFindingError: None in this matter does, or more than one.
        """
        first, last = identity_bytes(start.ljust(32, "0")), identity_bytes(start.ljust(32, "f"))
        rows = self._database.rows(
            f"{_SELECT} WHERE finding_id BETWEEN ? AND ? LIMIT 2", first, last
        )
        if len(rows) != 1 or not start:
            raise NoSuchFindingError
        return self._stored(rows[0])

    def _stored(self, row: tuple[Any, ...]) -> StoredFinding:
        _, row_id, _, document_row, number, kind, sensitivity, source, agreement, *rest = row
        decision, sealed, sealed_verdict = rest
        keys = self._matter.document_keys(document_row)
        plain = open_sealed(keys.values, sealed, self._matter.place("finding", "record", row_id))
        finding = records.finding_of(plain, kind, sensitivity, source, agreement)
        verdict = None
        if sealed_verdict is not None:
            place = self._matter.place("verdict", "record", row_id)
            finding, verdict = records.verdict_of(
                open_sealed(keys.values, sealed_verdict, place), finding
            )
        return StoredFinding(
            finding_id=FindingId(row_id.hex()),
            document_id=DocumentId(keys.document_id),
            page=PageNumber(number),
            finding=finding,
            decision=schema.DECISIONS.member(decision),
            verdict=verdict,
        )
