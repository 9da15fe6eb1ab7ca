"""Decisions about a finding from several workstations: the latest holds, earlier ones are kept.

Table `verdict_aside`, each row sealed with the values key of the document; place: matter id, table
"verdict_aside", column "record", row id the identity of the row, version 1. The identity is a keyed
tag of finding and record, so that the same decision is never kept twice. Record: MessagePack array
1, number of the decision, decided by, decided at (microseconds since 1970), corrected mention,
corrected value.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from desktop.domain.finding import Decision, StoredFinding
from desktop.domain.identity import DocumentId, FindingId
from desktop.vault.backup.times import microseconds_of, moment_of
from desktop.vault.documents import Documents
from desktop.vault.findings_store import Findings
from desktop.vault.matter_file import MatterFile, identity_bytes
from desktop.vault.records import FORMAT, decoded
from desktop.vault.schema import DECISIONS
from desktop.vault.seal import open_sealed, seal

_Record = tuple[int, int, str, int, str, str]
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(_Record)
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


class Decided(NamedTuple):
    """One person's decision about a finding; sorted, the latest comes last.

    Attributes:
        at_us: When, microseconds since 1970.
        by: Name of the account.
        decision: Its value.
        mention: Given for it, "" where it was not corrected.
        value: The same, normalised.
    """

    at_us: int
    by: str
    decision: str
    mention: str
    value: str

    @property
    def said(self) -> tuple[str, str, str]:
        """What was decided, whoever did and when."""
        return self.decision, self.mention, self.value


class Asides:
    """The decisions about the findings of one matter."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter."""
        self._matter = matter
        self._database = matter.database
        self._documents = Documents(matter)

    def all_of(self, stored: StoredFinding) -> tuple[Decided, ...]:
        """Every decision about a finding, the one that holds last.

        Raises:
            VaultDamagedError: One was altered.
        """
        aside = self.set_aside(stored)
        if stored.decision is Decision.OPEN:
            return aside
        verdict = stored.verdict
        is_corrected = stored.decision is Decision.CORRECTED
        return (
            *aside,
            Decided(
                at_us=microseconds_of(_UNKNOWN if verdict is None else verdict.decided_at),
                by="" if verdict is None else verdict.decided_by,
                decision=stored.decision.value,
                mention=stored.finding.mention if is_corrected else "",
                value=stored.finding.value if is_corrected else "",
            ),
        )

    def all(self) -> tuple[tuple[FindingId, tuple[Decided, ...]], ...]:
        """Every finding on which decisions were set aside, with those.

        Raises:
            VaultDamagedError: One was altered.
        """
        found: dict[FindingId, list[Decided]] = {}
        for finding_id, document_id, row_id, sealed in self._database.rows(
            "SELECT finding_id, document_id, aside_id, verdict_aside.record FROM verdict_aside"
            " JOIN finding USING (finding_row) JOIN page USING (page_row)"
            " JOIN document USING (document_row) ORDER BY aside_row"
        ):
            decided = self._opened(DocumentId(document_id.hex()), row_id, sealed)
            found.setdefault(FindingId(finding_id.hex()), []).append(decided)
        return tuple((each, tuple(sorted(decided))) for each, decided in found.items())

    def set_aside(self, stored: StoredFinding) -> tuple[Decided, ...]:
        """Earlier decisions that a later one from another workstation has set aside.

        Raises:
            VaultDamagedError: One was altered.
        """
        rows = self._database.rows(
            "SELECT aside_id, verdict_aside.record FROM verdict_aside"
            " JOIN finding USING (finding_row) WHERE finding_id = ? ORDER BY aside_row",
            identity_bytes(stored.finding_id),
        )
        return tuple(
            sorted(self._opened(stored.document_id, row_id, sealed) for row_id, sealed in rows)
        )

    def put_all(
        self, findings: Findings, stored: StoredFinding, decided: Iterable[Decided]
    ) -> None:
        """Let the latest of these decisions hold and keep the others, within a transaction."""
        ordered = sorted(set(decided))
        if not ordered:
            return
        *earlier, last = ordered
        findings.decide(
            FindingId(stored.finding_id),
            Decision(last.decision),
            decided_by=last.by,
            decided_at=moment_of(last.at_us),
            correction=(last.mention, last.value) if last.mention else None,
        )
        row_id = identity_bytes(stored.finding_id)
        finding_row = self._database.value(
            "SELECT finding_row FROM finding WHERE finding_id = ?", row_id
        )
        self._database.change("DELETE FROM verdict_aside WHERE finding_row = ?", finding_row)
        for one in earlier:
            self._put(stored, finding_row, one)

    def _put(self, stored: StoredFinding, finding_row: int, decided: Decided) -> None:
        number = DECISIONS.number(Decision(decided.decision))
        plain = _encode((FORMAT, number, decided.by, decided.at_us, decided.mention, decided.value))
        finding_id = identity_bytes(stored.finding_id)
        aside_id = self._matter.full_tag("verdict_aside", "aside_id", finding_id + plain)
        keys = self._matter.document_keys(self._documents.row_of(stored.document_id))
        place = self._matter.place("verdict_aside", "record", aside_id)
        self._database.change(
            "INSERT INTO verdict_aside (aside_id, finding_row, record) VALUES (?, ?, ?)",
            aside_id,
            finding_row,
            seal(keys.values, plain, place),
        )

    def _opened(self, document_id: DocumentId, row_id: bytes, sealed: bytes) -> Decided:
        keys = self._matter.document_keys(self._documents.row_of(document_id))
        place = self._matter.place("verdict_aside", "record", row_id)
        _, number, by, at_us, mention, value = decoded(
            _decoder, open_sealed(keys.values, sealed, place)
        )
        return Decided(at_us, by, DECISIONS.member(number).value, mention, value)
