"""The second look: the vision model is asked about the values of a scan that matter most.

Only for pages read by OCR, and only for what the loaded model can see at its own resolution and was
made to answer. A value it gives is looked for among the words of the page: it gets its boxes from
there, or it is not kept.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import msgspec

from desktop.casework.control import Control
from desktop.casework.vision_model import model_to_load
from desktop.domain.document import DocumentKind
from desktop.domain.errors import (
    InCameraError,
    VisionModelError,
    WorkerCancelledError,
    WorkerError,
)
from desktop.domain.finding import Agreement, Finding, FindingKind, FindingSource
from desktop.domain.geometry import Box
from desktop.domain.page import PageReading, PageText, ReadMethod
from desktop.domain.vision import Answer, ModelDescription, StopReason, VisionTask
from desktop.findings.check import check_value
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.wire.messages import PageRead
from desktop.wire.reading_client import ReadingClient
from desktop.wire.vision_client import VisionClient

ASKED_KINDS = frozenset({DocumentKind.RECEIPT, DocumentKind.INVOICE})
"""Documents whose fields the starter model knows."""

UNANSWERED = "vision_unanswered"
"""Remark of a page on which the model could not be asked, or gave nothing usable."""

SMALLEST_DPI, LARGEST_DPI = 72, 600
"""Between a screen and the finest scanner."""

OVERSAMPLING = 2.0
"""Regions are rendered at twice the model's resolution and scaled down by it: smoother letters."""

MARGIN_OF_LINE = 0.35
"""White kept around a region, as a share of the height of a line."""


@dataclass(frozen=True, slots=True)
class Question:
    """A field the model can be asked for, and what kind of finding its answer makes."""

    field: str
    kind: FindingKind
    role: str


QUESTIONS = (
    Question("total", FindingKind.AMOUNT, "total"),
    Question("date", FindingKind.DATE, "issue_date"),
)


class SecondLook:
    """Asks one vision worker, for all readers in turn; it is started when a page first needs it.

    Args:
        vision: Started by the first question.
        settings: Name the model.

    Attributes:
        error: Why pages are read without the model, None while nothing stands in the way.
    """

    def __init__(self, vision: VisionClient, settings: Settings) -> None:
        """Ask nothing yet."""
        self._vision = vision
        self._settings = settings
        self._description: ModelDescription | None = None
        self._turn = threading.Lock()
        self.error: InCameraError | None = None

    def __call__(self, client: ReadingClient, page: PageRead) -> PageRead:
        """The page with what the model confirmed or added; the page itself where it was not asked.

        Args:
            client: Has the document open.
            page: Just read.
        """
        reading = page.reading
        if reading.method is not ReadMethod.OCR or not _is_asked_about(page):
            return page
        description = self._loaded()
        if description is None:
            return page
        findings = list(page.findings)
        remarks: set[str] = set()
        for question in QUESTIONS:
            if not description.knows_fields([question.field]):
                continue
            for region in _regions(question, page):
                value = self._ask(client, reading, region, question, description)
                if value is None:
                    remarks.add(UNANSWERED)
                elif value:
                    found = check_value(question.kind, question.role, value, reading.text)
                    _merge(findings, found)
        return msgspec.structs.replace(
            page,
            reading=replace(reading, remarks=(*reading.remarks, *sorted(remarks))),
            findings=tuple(findings),
        )

    def _loaded(self) -> ModelDescription | None:
        """The model's description, loaded by whoever asks first; None where it cannot be loaded."""
        with self._turn:
            if self._description is None and self.error is None:
                try:
                    self._description = self._vision.load(model_to_load(self._settings))
                except WorkerCancelledError:
                    raise
                except (VisionModelError, WorkerError) as error:
                    self.error = error
            return self._description

    def _ask(
        self,
        client: ReadingClient,
        reading: PageReading,
        region: "Region",
        question: Question,
        description: ModelDescription,
    ) -> str | None:
        """The value given for the field: "" where the model sees none, None where it failed."""
        box = region.box
        if not description.can_see(box.width_pt, box.height_pt, region.line_height_pt):
            return ""
        dpi = _dpi_for(description, region.line_height_pt)
        try:
            pixels = client.render_region(reading.number, box, dpi, turn_deg=reading.turn_deg)
            with self._turn:
                answer = self._vision.ask(pixels, VisionTask.FIELD, (question.field,))
        except WorkerCancelledError:
            raise
        except (VisionModelError, WorkerError):
            return None
        return _usable_value(answer, question.field)


@contextmanager
def second_look_of(settings: Settings, control: Control) -> Iterator[SecondLook | None]:
    """The second look that the settings ask for, its worker ended afterwards.

    Yields:
        None where the settings do without.
    """
    if not settings.is_vision_used:
        yield None
        return
    with VisionClient(vision_worker_command()) as vision:
        control.call_on_stop(vision.kill)
        yield SecondLook(vision, settings)


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page to ask about."""

    box: Box
    line_height_pt: float


def _is_asked_about(page: PageRead) -> bool:
    votes = page.kind_votes
    return bool(votes) and max(votes, key=lambda kind: votes[kind]) in ASKED_KINDS


def _regions(question: Question, page: PageRead) -> Iterator[Region]:
    """The lines on which a finding of the kind and role asked for was seen."""
    seen: list[Box] = []
    for finding in page.findings:
        if finding.kind is not question.kind or finding.role != question.role or not finding.boxes:
            continue
        line = _line_around(finding.boxes[0], page.reading.text)
        if line not in seen:
            seen.append(line)
            height_pt = finding.boxes[0].height_pt
            yield Region(line.grown_by(MARGIN_OF_LINE * height_pt), height_pt)


def _line_around(box: Box, text: PageText) -> Box:
    """The box of all words on the same line."""
    middle_pt = (box.top_pt + box.bottom_pt) / 2
    line = box
    for word in text.words:
        if word.box.top_pt <= middle_pt <= word.box.bottom_pt:
            line = line.united_with(word.box)
    return line


def _dpi_for(description: ModelDescription, line_height_pt: float) -> int:
    wanted_px = description.glyph_height_px or 32
    dpi = OVERSAMPLING * wanted_px * 72 / max(line_height_pt, 1.0)
    return int(min(max(dpi, SMALLEST_DPI), LARGEST_DPI))


def _usable_value(answer: Answer, field: str) -> str | None:
    if answer.stop_reason is not StopReason.COMPLETE:
        return None
    return answer.fields.get(field, "").strip()


def _merge(findings: list[Finding], found: Finding) -> None:
    """Take in a value of the model: confirm what stands there already, or add it with its boxes.

    A value without support among the words of the page is not kept.
    """
    if found.agreement not in {Agreement.SAME, Agreement.NEAR}:
        return
    for index, other in enumerate(findings):
        if other.kind is found.kind and other.start < found.end and found.start < other.end:
            both = 1 - (1 - other.confidence) * (1 - found.confidence)
            findings[index] = replace(other, confidence=both, role=other.role or found.role)
            return
    findings.append(replace(found, source=FindingSource.VISION))
