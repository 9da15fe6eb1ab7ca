"""The second look: the vision model reads again the values of a scan that matter most.

Only on pages read by OCR. A model with eyes for a few words (the starter) reads each value by
itself, at its own resolution; a general model is asked for them on the whole page. What it says is
looked for among what was found in the words of the page: it makes that surer, or it is not kept.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import msgspec

from desktop.casework.control import Control
from desktop.casework.second_reading import (
    agreed,
    meant_by,
    reads_the_same,
    values_to_read,
    views_of,
)
from desktop.casework.vision_model import model_to_load
from desktop.domain.document import DocumentKind
from desktop.domain.errors import (
    InCameraError,
    ReadingError,
    RegionTooLargeError,
    VisionModelError,
    WorkerCancelledError,
    WorkerError,
)
from desktop.domain.finding import Finding, FindingKind
from desktop.domain.page import PageReading, Pixels, ReadMethod
from desktop.domain.vision import Answer, ModelDescription, StopReason, VisionTask
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.wire.messages import PageRead
from desktop.wire.reading_client import ReadingClient
from desktop.wire.vision_client import VisionClient

ASKED_KINDS = frozenset({DocumentKind.RECEIPT, DocumentKind.INVOICE})
"""Documents whose total and date decide what they are worth."""

UNANSWERED = "vision_unanswered"
"""Remark of a page on which the model could not be asked, or gave nothing usable."""

PAGE_DPI = 150
"""For a whole page: what general models make of it by themselves has 50 to 130 dpi."""

WORDS_A_VALUE = 48
"""Budget of tokens for reading one value; the longest date takes 20."""


@dataclass(frozen=True, slots=True)
class Question:
    """A field a general model is asked for, and what kind of finding its answer makes."""

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
        look = self._read_again if description.glyph_height_px else self._ask_for
        try:
            is_answered = look(client, page.reading, findings, description)
        except WorkerCancelledError:
            raise
        except (VisionModelError, ReadingError, WorkerError):
            is_answered = False
        remarks = reading.remarks if is_answered else (*reading.remarks, UNANSWERED)
        return msgspec.structs.replace(
            page, reading=replace(reading, remarks=remarks), findings=tuple(findings)
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

    def _read_again(
        self,
        client: ReadingClient,
        reading: PageReading,
        findings: list[Finding],
        description: ModelDescription,
    ) -> bool:
        """Let each value be read by itself; what is read the same is surer.

        Returns:
            True: a value that is read otherwise says nothing against it.
        """
        for index in values_to_read(findings):
            finding = findings[index]
            for box, dpi in views_of(finding, description):
                pixels = client.render_region(reading.number, box, dpi, turn_deg=reading.turn_deg)
                try:
                    answer = self._asked(pixels, VisionTask.READ, max_tokens=WORDS_A_VALUE)
                except RegionTooLargeError:
                    continue
                if reads_the_same(finding, answer.text):
                    findings[index] = agreed(finding)
                    break
        return True

    def _ask_for(
        self,
        client: ReadingClient,
        reading: PageReading,
        findings: list[Finding],
        description: ModelDescription,
    ) -> bool:
        """Ask for the values on the whole page.

        Returns:
            Whether the answer could be used.
        """
        questions = [asked for asked in QUESTIONS if description.knows_fields([asked.field])]
        if not questions:
            return True
        width_px = max(1, round(reading.width_pt * PAGE_DPI / 72))
        pixels = client.render_page(reading.number, width_px, turn_deg=reading.turn_deg)
        names = tuple(asked.field for asked in questions)
        answer = self._asked(pixels, VisionTask.FIELDS, names)
        if answer.stop_reason is not StopReason.COMPLETE:
            return False
        for asked in questions:
            value = answer.fields.get(asked.field, "")
            for index in meant_by(value, asked.kind, asked.role, findings):
                findings[index] = replace(agreed(findings[index]), role=asked.role)
        return True

    def _asked(
        self, pixels: Pixels, task: VisionTask, names: tuple[str, ...] = (), max_tokens: int = 256
    ) -> Answer:
        with self._turn:
            return self._vision.ask(pixels, task, names, max_tokens)


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


def _is_asked_about(page: PageRead) -> bool:
    votes = page.kind_votes
    return bool(votes) and max(votes, key=lambda kind: votes[kind]) in ASKED_KINDS
