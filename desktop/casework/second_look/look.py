"""The second look: the vision model reads again, on pages read by OCR, what must not be misread.

It is shown one line at a time (`views`), what it reads is laid beside what OCR saw, word by word
(`words`), and every finding takes the class of the words it consists of. It adds nothing and
changes no value: where the two differ, a person decides.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import msgspec

from desktop.casework.control import Control
from desktop.casework.models.shared_model import Loan, Rank, SharedModel
from desktop.casework.models.vision_model import model_to_load, tells_kinds
from desktop.casework.second_look.kind import (
    TOKENS_A_KIND,
    is_kind_unsure,
    overview_width_px,
    with_vote_of,
)
from desktop.casework.second_look.views import (
    View,
    agreement_with,
    compared,
    may_be_shown,
    view_alone,
    views_of,
)
from desktop.casework.second_look.words import of_all, side_by_side
from desktop.domain.errors import (
    InCameraError,
    ReadingError,
    RegionTooLargeError,
    VisionModelError,
    WorkerCancelledError,
    WorkerError,
)
from desktop.domain.finding import AGREED, DISPUTED
from desktop.domain.ledger import Comparison, Ledger
from desktop.domain.page import PageReading, Pixels, ReadMethod
from desktop.domain.receipts import pixels_sha256
from desktop.domain.vision import Answer, ModelDescription, StopReason, VisionTask
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.wire.messages import PageRead
from desktop.wire.reading_client import ReadingClient

UNANSWERED = "vision_unanswered"
"""Remark of a page on which the model could not be asked, or not to the end."""

TOKENS_A_LINE = 192
"""Budget for one line: the longest that a small model can see (1024 px of type of 14) has some 150
letters, and a small vocabulary has a token for each."""


@dataclass(frozen=True, slots=True)
class SeenTwice:
    """A page after the second look.

    Attributes:
        page: With its findings compared.
        ledger: What was compared; None where nothing was.
    """

    page: PageRead
    ledger: Ledger | None = None


class SecondLook:
    """Asks a model, for all readers in turn; it is loaded when a page first needs it.

    Args:
        vision: A share in the model; `halt` ends what is asked here.
        settings: Name the model and the first reader.

    Attributes:
        error: Why pages are read without the model, None while nothing stands in the way.
    """

    def __init__(self, vision: Loan, settings: Settings) -> None:
        """Ask nothing yet."""
        self._vision = vision
        self._settings = settings
        self._description: ModelDescription | None = None
        self._turn = threading.Lock()
        self.error: InCameraError | None = None

    def __call__(self, client: ReadingClient, page: PageRead) -> SeenTwice:
        """The page with its findings compared; as it was where nothing is to be shown.

        Args:
            client: Has the document open.
            page: Just read.
        """
        page = self._with_kind(client, page)
        reading = page.reading
        if reading.method is not ReadMethod.OCR or not may_be_shown(reading.text, page.findings):
            return SeenTwice(page)
        description = self._loaded()
        if description is None:
            return SeenTwice(page)
        ledger = Ledger(
            self._settings.ocr_engine.value,
            description.name,
            description.weights_sha256,
            description.projector_sha256,
            description.build,
        )
        remarks = reading.remarks
        try:
            for view in views_of(reading.text, page.findings, description):
                ledger = self._with_line(ledger, client, page, view, description)
        except WorkerCancelledError:
            raise
        except (VisionModelError, ReadingError, WorkerError):
            remarks = (*remarks, UNANSWERED)
        seen = msgspec.structs.replace(
            page,
            reading=replace(reading, remarks=remarks),
            findings=tuple(compared(finding, ledger) for finding in page.findings),
        )
        return SeenTwice(seen, ledger if ledger.comparisons else None)

    def _with_kind(self, client: ReadingClient, page: PageRead) -> PageRead:
        """The page with the model's vote for a kind of document, where its words do not tell it."""
        if not is_kind_unsure(page) or not self._tells_kinds():
            return page
        description = self._loaded()
        if description is None or not description.overview_width_px:
            return page
        reading = page.reading
        width_px = overview_width_px(reading, description)
        try:
            pixels = client.render_page(reading.number, width_px, turn_deg=reading.turn_deg)
            return with_vote_of(self._asked(pixels, VisionTask.KIND, TOKENS_A_KIND), page)
        except WorkerCancelledError:
            raise
        except (VisionModelError, ReadingError, WorkerError):
            return page

    def _tells_kinds(self) -> bool:
        try:
            return tells_kinds(self._settings)
        except VisionModelError:  # said with the first page that needs the model anyway
            return False

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

    def _with_line(
        self,
        ledger: Ledger,
        client: ReadingClient,
        page: PageRead,
        view: View,
        description: ModelDescription,
    ) -> Ledger:
        """The ledger with a line, and a closer look at each value that this does not confirm."""
        ledger = self._with_view(ledger, client, page.reading, view, description)
        for finding in page.findings:
            if agreement_with(finding, ledger) in DISPUTED:
                alone = view_alone(page.reading.text, finding, view)
                if alone is not None:
                    closer = self._with_view(ledger, client, page.reading, alone, description)
                    if agreement_with(finding, closer) in AGREED:
                        ledger = closer
        return ledger

    def _with_view(
        self,
        ledger: Ledger,
        client: ReadingClient,
        reading: PageReading,
        view: View,
        description: ModelDescription,
    ) -> Ledger:
        """The ledger with one view added, if the model can see it.

        Of two attempts the one counts in which more is read as it was by the first reader.
        """
        best: Comparison | None = None
        first = reading.text.text[view.start : view.end]
        for box, dpi in view.attempts(description):
            pixels = client.render_region(reading.number, box, dpi, turn_deg=reading.turn_deg)
            try:
                answer = self._asked(pixels, VisionTask.READ, TOKENS_A_LINE)
            except RegionTooLargeError:
                continue
            stretches = side_by_side(first, said_in(answer), view.start)
            tried = Comparison(
                start=view.start,
                end=view.end,
                box=box,
                dpi=dpi,
                crop_sha256=pixels_sha256(pixels.width_px, pixels.height_px, pixels.rgb),
                second=said_in(answer),
                agreement=of_all(stretches),
                confidence=answer.confidence,
                prompt_id=answer.prompt_id,
                receipt=answer.receipt,
                stretches=stretches,
            )
            if best is None or _agreed_letters(tried) > _agreed_letters(best):
                best = tried
            if best.agreement in AGREED:
                break
        return ledger if best is None else replace(ledger, comparisons=(*ledger.comparisons, best))

    def _asked(self, pixels: Pixels, task: VisionTask, max_tokens: int) -> Answer:
        """What the model says; it is not told what the first reader saw, not even for drafts."""
        with self._turn:
            answer = self._vision.ask(pixels, task, max_tokens=max_tokens)
        if answer.stop_reason is StopReason.STOPPED:
            raise WorkerCancelledError  # half a reading would be taken for a dispute
        return answer


def said_in(answer: Answer) -> str:
    """What the model saw, single spaces; "" where it saw nothing or gave no usable answer.

    An answer that was cut off, or goes round in circles, is not what stands on the page.
    """
    if answer.stop_reason is not StopReason.COMPLETE or answer.says_nothing:
        return ""
    return " ".join(answer.text.split())


@contextmanager
def second_look_of(
    settings: Settings, control: Control, shared: SharedModel | None = None
) -> Iterator[SecondLook | None]:
    """The second look that the settings ask for; its share in the model is given back afterwards.

    Args:
        settings: Name the model.
        control: Stops what is asked.
        shared: The model that others use too; None: one for this work alone.

    Yields:
        None where the settings do without.
    """
    if not settings.is_vision_used:
        yield None
        return
    model = shared or SharedModel(vision_worker_command())
    with model.lend(Rank.BACKGROUND) as loan:
        control.call_on_stop(loan.halt)
        yield SecondLook(loan, settings)


def _agreed_letters(comparison: Comparison) -> int:
    return sum(
        len(stretch.first) for stretch in comparison.stretches if stretch.agreement in AGREED
    )
