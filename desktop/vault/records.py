"""What stands inside sealed values: MessagePack arrays that begin with their format's number.

    record    array
    matter    1, client number, matter number, name, created at (us since 1970, UTC), custodians;
              the last one is absent in records of earlier versions
    origin    1, name, folder, kind, size, SHA-256, MD5, received at (us)
    refusal   1, name, folder, SHA-256, code, reason, remedy, refused at (us)
    finding   1, mention, value, start, end, boxes, role, scheme, confidence
    verdict   1, decided by, decided at (us), corrected mention, corrected value; both "" where the
              finding was not corrected
    summary   1, width, height, turn, method, confidence, is blank, remarks, votes {kind: votes}
    content   1, zlib level 1 of: text, words

Boxes and page sizes are integers of 1/100 pt; a box of a finding is four of them in a row. The
words of a page are seven columns of 32-bit integers, little-endian, one behind the other: starts,
ends, left, top, right, bottom, confidence in thousandths. Columns compress to two thirds of what a
record for each word takes, and cost less to make.

What does not decode to the types below was not written by this program.
"""

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec

from desktop.domain.document import DocumentKind, Origin, Refusal
from desktop.domain.errors import InCameraError, VaultDamagedError
from desktop.domain.finding import Finding, Verdict
from desktop.domain.geometry import Box
from desktop.domain.identity import MatterId, PageNumber
from desktop.domain.matter import Matter
from desktop.domain.page import PageReading, PageText, Words
from desktop.vault import schema
from desktop.vault.deflated import deflated, inflated

FORMAT = 1
HUNDREDTHS = 100
THOUSANDTHS = 1000
COLUMNS_PER_WORD = 7
MAX_CONTENT_BYTES = 64 << 20
"""More than the largest page that the domain's limits let in: a bound for the decompressor."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encode = msgspec.msgpack.Encoder().encode
_OriginRecord = tuple[int, str, str, int, int, str, str, int]
_RefusalRecord = tuple[int, str, str, str, str, str, str, int]
_FindingRecord = tuple[int, str, str, int, int, list[int], str, str, float]
_VerdictRecord = tuple[int, str, int, str, str]
_SummaryRecord = tuple[int, int, int, int, int, float, bool, list[str], dict[int, float]]
_ContentRecord = tuple[int, bytes]
_TextAndWords = tuple[str, bytes]

Record = TypeVar("Record")


class PageFacts(msgspec.Struct, frozen=True):
    """Everything about a page but its words."""

    width_pt: float
    height_pt: float
    turn_deg: int
    method_code: int
    confidence: float
    is_blank: bool
    remarks: tuple[str, ...]
    votes: dict[DocumentKind, float]


class _MatterRecord(msgspec.Struct, array_like=True):
    format: int
    client_number: str
    matter_number: str
    name: str
    created_us: int
    custodians: tuple[str, ...] = ()


_matter_decoder = msgspec.msgpack.Decoder(_MatterRecord)
_origin_decoder = msgspec.msgpack.Decoder(_OriginRecord)
_refusal_decoder = msgspec.msgpack.Decoder(_RefusalRecord)
_finding_decoder = msgspec.msgpack.Decoder(_FindingRecord)
_verdict_decoder = msgspec.msgpack.Decoder(_VerdictRecord)
_summary_decoder = msgspec.msgpack.Decoder(_SummaryRecord)
_content_decoder = msgspec.msgpack.Decoder(_ContentRecord)
_text_decoder = msgspec.msgpack.Decoder(_TextAndWords)


def decoded(decoder: msgspec.msgpack.Decoder[Record], plain: bytes) -> Record:
    """Decode a record, which is a tuple that begins with its format.

    Raises:
        VaultDamagedError: This program did not write it.
    """
    record = plainly_decoded(decoder, plain)
    number = record.format if isinstance(record, _MatterRecord) else record[0]  # type: ignore[index]  # every other record is a tuple
    if number != FORMAT:
        raise VaultDamagedError
    return record


def plainly_decoded(decoder: msgspec.msgpack.Decoder[Record], plain: bytes) -> Record:
    """Decode what stands inside a record, without a format of its own.

    Raises:
        VaultDamagedError: This program did not write it.
    """
    try:
        return decoder.decode(plain)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        raise VaultDamagedError from None


def matter_record(matter: Matter) -> bytes:
    """Encode a matter."""
    return _encode(
        _MatterRecord(
            FORMAT,
            matter.client_number,
            matter.matter_number,
            matter.name,
            _us(matter.created_at),
            matter.custodians,
        )
    )


def matter_of(matter_id: MatterId, plain: bytes) -> Matter:
    """Decode a matter."""
    record = decoded(_matter_decoder, plain)
    return Matter(
        matter_id,
        record.client_number,
        record.matter_number,
        record.name,
        _moment(record.created_us),
        custodians=record.custodians,
    )


def origin_record(origin: Origin) -> bytes:
    """Encode where a document came from."""
    kind = schema.FILE_KINDS.number(origin.kind)
    return _encode(
        (
            FORMAT,
            origin.name,
            origin.folder,
            kind,
            origin.size_bytes,
            origin.sha256,
            origin.md5,
            _us(origin.received_at),
        )
    )


def origin_of(plain: bytes) -> Origin:
    """Decode where a document came from."""
    _, name, folder, kind, size_bytes, sha256, md5, received_us = decoded(_origin_decoder, plain)
    return Origin(
        name=name,
        folder=folder,
        kind=schema.FILE_KINDS.member(kind),
        size_bytes=size_bytes,
        sha256=sha256,
        md5=md5,
        received_at=_moment(received_us),
    )


def refusal_record(
    name: str, folder: str, sha256: str, error: InCameraError, refused_at: datetime
) -> bytes:
    """Encode why a file was refused."""
    return _encode(
        (FORMAT, name, folder, sha256, error.code, error.reason, error.remedy, _us(refused_at))
    )


def refusal_of(refusal_row: int, plain: bytes) -> Refusal:
    """Decode why a file was refused."""
    _, name, folder, sha256, code, reason, remedy, refused_us = decoded(_refusal_decoder, plain)
    return Refusal(refusal_row, name, folder, sha256, code, reason, remedy, _moment(refused_us))


def finding_record(finding: Finding) -> bytes:
    """Encode what is sealed of a finding; its kind and decision stand in columns."""
    boxes = [
        round(side * HUNDREDTHS)
        for box in finding.boxes
        for side in (box.left_pt, box.top_pt, box.right_pt, box.bottom_pt)
    ]
    return _encode(
        (
            FORMAT,
            finding.mention,
            finding.value,
            finding.start,
            finding.end,
            boxes,
            finding.role,
            finding.scheme,
            float(finding.confidence),
        )
    )


def finding_of(plain: bytes, kind: int, sensitivity: int, source: int, agreement: int) -> Finding:
    """Decode a finding from its sealed record and the numbers in its columns."""
    _, mention, value, start, end, sides, role, scheme, confidence = decoded(
        _finding_decoder, plain
    )
    return Finding(
        kind=schema.FINDING_KINDS.member(kind),
        mention=mention,
        value=value,
        start=start,
        end=end,
        boxes=_boxes(sides),
        source=schema.FINDING_SOURCES.member(source),
        confidence=confidence,
        sensitivity=schema.SENSITIVITIES.member(sensitivity),
        agreement=schema.AGREEMENTS.member(agreement),
        role=role,
        scheme=scheme,
    )


def verdict_record(
    decided_by: str, decided_at: datetime, correction: tuple[str, str] | None
) -> bytes:
    """Encode who decided about a finding, and the mention and value that were given for it."""
    return _encode((FORMAT, decided_by, _us(decided_at), *(correction or ("", ""))))


def verdict_of(plain: bytes, finding: Finding) -> tuple[Finding, Verdict]:
    """Decode a verdict; the finding is corrected where the verdict does so."""
    _, decided_by, decided_us, mention, value = decoded(_verdict_decoder, plain)
    verdict = Verdict(decided_by, _moment(decided_us), finding.mention, finding.value)
    return replace(finding, mention=mention, value=value) if mention else finding, verdict


def summary_record(reading: PageReading, votes: Mapping[DocumentKind, float]) -> bytes:
    """Encode everything about a page but its words."""
    return _encode(
        (
            FORMAT,
            round(reading.width_pt * HUNDREDTHS),
            round(reading.height_pt * HUNDREDTHS),
            reading.turn_deg,
            schema.READ_METHODS.number(reading.method),
            float(reading.confidence),
            reading.is_blank,
            reading.remarks,
            {schema.DOCUMENT_KINDS.number(kind): float(vote) for kind, vote in votes.items()},
        )
    )


def facts_of(plain: bytes) -> PageFacts:
    """Decode everything about a page but its words."""
    _, width, height, turn_deg, method, confidence, is_blank, remarks, votes = decoded(
        _summary_decoder, plain
    )
    return PageFacts(
        width_pt=width / HUNDREDTHS,
        height_pt=height / HUNDREDTHS,
        turn_deg=turn_deg,
        method_code=method,
        confidence=confidence,
        is_blank=is_blank,
        remarks=tuple(remarks),
        votes={schema.DOCUMENT_KINDS.member(kind): vote for kind, vote in votes.items()},
    )


def content_record(page_text: PageText) -> bytes:
    """Encode the text of a page and the places of its words."""
    words = _word_columns(page_text.words)
    return _encode((FORMAT, deflated(_encode((page_text.text, words)))))


class PageContent:
    """The text of a page, its words decoded only when asked for.

    Attributes:
        text: As it was read.
    """

    def __init__(self, plain: bytes) -> None:
        """Decode the text.

        Raises:
            VaultDamagedError: This program did not write it.
        """
        _, packed = decoded(_content_decoder, plain)
        self.text, self._words = plainly_decoded(_text_decoder, inflated(packed, MAX_CONTENT_BYTES))
        if len(self._words) % (4 * COLUMNS_PER_WORD):
            raise VaultDamagedError

    def page_text(self) -> PageText:
        """The text with all its words."""
        columns = self._columns().tolist()
        count = len(columns) // COLUMNS_PER_WORD
        points = [side / HUNDREDTHS for side in columns[2 * count : 6 * count]]
        words = Words(
            tuple(columns[:count]),
            tuple(columns[count : 2 * count]),
            tuple(points[:count]),
            tuple(points[count : 2 * count]),
            tuple(points[2 * count : 3 * count]),
            tuple(points[3 * count :]),
            tuple([thousandths / THOUSANDTHS for thousandths in columns[6 * count :]]),
        )
        return PageText(self.text, words)

    def words_between(self, spans: Iterable[tuple[int, int]]) -> list[list[Box]]:
        """The boxes of the words that share a character with each span [start, end) of the text."""
        columns = self._columns()
        count = len(columns) // COLUMNS_PER_WORD
        found: list[list[Box]] = []
        for start, end in spans:
            first = bisect_right(columns, start, count, 2 * count) - count
            behind = bisect_left(columns, end, 0, count)
            found.append(
                [
                    Box(*(columns[number + count * side] / HUNDREDTHS for side in range(2, 6)))
                    for number in range(first, behind)
                ]
            )
        return found

    def _columns(self) -> "array[int]":
        columns = array("i")
        columns.frombytes(self._words)
        if sys.byteorder == "big":
            columns.byteswap()
        return columns


def _word_columns(words: Words) -> bytes:
    columns = array("i", words.starts)
    columns.extend(words.ends)
    for side in (words.lefts_pt, words.tops_pt, words.rights_pt, words.bottoms_pt):
        # Half of what `round` takes; a page has thousands of these numbers.
        columns.extend([int(value * 100.0 + 0.5) for value in side])
    columns.extend([int(confidence * 1000.0 + 0.5) for confidence in words.confidences])
    if sys.byteorder == "big":
        columns.byteswap()
    return columns.tobytes()


def _boxes(sides: list[int]) -> tuple[Box, ...]:
    if len(sides) % 4:
        raise VaultDamagedError
    points = [side / HUNDREDTHS for side in sides]
    return tuple(Box(*points[first : first + 4]) for first in range(0, len(points), 4))


def page_reading(number: PageNumber, facts: PageFacts, page_text: PageText) -> PageReading:
    """Put a page together from its two records."""
    return PageReading(
        number=number,
        width_pt=facts.width_pt,
        height_pt=facts.height_pt,
        turn_deg=facts.turn_deg,
        method=schema.READ_METHODS.member(facts.method_code),
        confidence=facts.confidence,
        text=page_text,
        is_blank=facts.is_blank,
        remarks=facts.remarks,
    )


def _us(moment: datetime) -> int:
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
