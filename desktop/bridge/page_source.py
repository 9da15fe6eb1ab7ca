"""Pictures of pages, rendered on demand by a worker behind a thread of its own.

The page in view comes first, then its neighbours, then thumbnails; a newer request for the view
takes the place of an older one that has not been begun.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, QThread, Signal, Slot

from desktop.bridge.owning_thread import OwningThread
from desktop.bridge.shapes import VaultLike, ViewerLike
from desktop.domain.asking import View
from desktop.domain.errors import InCameraError, NoSuchPageError
from desktop.domain.finding import Sensitivity
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, FindingId, MatterId, PageNumber
from desktop.domain.page import Pixels

log = logging.getLogger(__name__)


class Purpose(IntEnum):
    """What a picture is for; lower is more urgent."""

    VIEW = 0
    NEIGHBOUR = 1
    THUMBNAIL = 2


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One picture asked for."""

    matter_id: MatterId
    document_id: DocumentId
    number: PageNumber
    width_px: int
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class CropRequest:
    """The part of a page on which a finding stands, or which two readers read.

    Attributes:
        finding_id: That is looked at, so that it is none of the others; None for no finding.
        box: The part.
    """

    matter_id: MatterId
    document_id: DocumentId
    number: PageNumber
    finding_id: FindingId | None
    box: Box


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a page.

    Attributes:
        pixels: Of the box that was asked for.
        others: Where other highly sensitive values stand in it, or next to it.
    """

    pixels: Pixels
    others: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Picture:
    """A page that was rendered.

    Attributes:
        pixels: As asked for.
        is_read: Whether the page had been read.
        sensitive: Of a thumbnail: where highly sensitive values stand; None while not known.
    """

    pixels: Pixels
    is_read: bool
    sensitive: tuple[Box, ...] | None


CROP_DPI = 220
"""As fine as the panel is wide for a line of a letter, on a screen of twice the usual density."""


class SiblingViewer:
    """A viewer together with the vault that was opened for its thread alone."""

    def __init__(self, viewer: ViewerLike, vault: VaultLike) -> None:
        """Take both; they are closed together."""
        self._vault = vault
        self._viewer = viewer
        self.start = viewer.start

    def page_pixels(self, request: PageRequest) -> tuple[Pixels, bool]:
        """The page, and whether it has been read.

        One that was read is turned upright as it was then: that is how the boxes of its words lie.
        """
        place = (request.document_id, request.number)
        try:
            turn_deg = self._vault.store_of(request.matter_id).page(*place).turn_deg
        except NoSuchPageError:
            turn_deg, is_read = 0, False
        else:
            is_read = True
        pixels = self._viewer.page_pixels(request.matter_id, *place, request.width_px, turn_deg)
        return pixels, is_read

    def sensitive_boxes(
        self, matter_id: MatterId, document_id: DocumentId, number: PageNumber
    ) -> tuple[Box, ...] | None:
        """Where highly sensitive values stand on a page; None where it has not been read."""
        findings = self._vault.store_of(matter_id).page_findings(document_id, number)
        if findings is None:
            return None
        return tuple(
            box
            for stored in findings
            if stored.finding.sensitivity is Sensitivity.HIGH
            for box in stored.finding.boxes
        )

    def crop(self, request: CropRequest) -> Crop:
        """A part of a page, upright as it was read."""
        place = (request.document_id, request.number)
        store = self._vault.store_of(request.matter_id)
        others = tuple(
            box
            for stored in store.page_findings(*place) or ()
            if stored.finding.sensitivity is Sensitivity.HIGH
            and stored.finding_id != request.finding_id
            for box in stored.finding.boxes
        )
        view = View(request.box, CROP_DPI, store.page(*place).turn_deg)
        pixels = self._viewer.region_pixels(request.matter_id, *place, view)
        return Crop(pixels, others)

    def close(self) -> None:
        """End the viewer's worker, then close its vault."""
        self._viewer.close()
        self._vault.close()


class PageSource(QObject):
    """Asks a viewer for pages and hands the pixels over.

    Signals:
        rendered(object, object, bool): PageRequest and Pixels, of a page in view or beside it, and
            whether it had been read: only then is it turned upright for certain.
        thumbnail_rendered(object, object, object): PageRequest, Pixels, and the Boxes of what is
            highly sensitive on it, None where the page has not been read.
        crop_rendered(object, object): CropRequest and Crop.
        failed(object, object): PageRequest and exception.
    """

    rendered = Signal(object, object, bool)
    thumbnail_rendered = Signal(object, object, object)
    crop_rendered = Signal(object, object)
    failed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing can be asked for before `begin`."""
        super().__init__(parent)
        self._thread: OwningThread[SiblingViewer] | None = None
        self._requests: dict[int, PageRequest] = {}
        self._crops: dict[int, CropRequest] = {}

    def begin(self, open_viewer: Callable[[], SiblingViewer]) -> None:
        """Start the thread.

        Args:
            open_viewer: Called in that thread, which then starts the viewer's worker: the first
                page is not kept waiting for it.
        """
        self._thread = OwningThread(open_viewer, self)
        self._thread.answered.connect(self._on_answered)
        self._thread.refused.connect(self._on_refused)
        self._thread.start()
        self._thread.ask(_started, rank=Purpose.NEIGHBOUR)

    def ask(self, request: PageRequest) -> None:
        """Have a page rendered."""
        if self._thread is None:
            return
        lane = (
            "view"
            if request.purpose is Purpose.VIEW
            else f"{request.purpose.name}:{request.number}:{request.document_id}"
        )
        ticket, dropped = self._thread.ask(
            lambda viewer: _picture(viewer, request),
            lane=lane,
            rank=request.purpose,
        )
        self._forget(dropped)
        self._requests[ticket] = request

    def ask_crop(self, request: CropRequest) -> None:
        """Have a part of a page rendered; a newer one takes the place of one that waits."""
        if self._thread is None:
            return
        ticket, dropped = self._thread.ask(
            lambda viewer: viewer.crop(request), lane="crop", rank=Purpose.VIEW
        )
        self._forget(dropped)
        self._crops[ticket] = request

    def forget_waiting(self) -> None:
        """Drop neighbours and thumbnails that were not begun: another document is in view."""
        if self._thread is not None:
            for purpose in (Purpose.NEIGHBOUR, Purpose.THUMBNAIL):
                self._forget(self._thread.drop(purpose.name))

    def end(self) -> QThread | None:
        """End the viewer after the picture in hand; the thread that is still to end."""
        thread, self._thread = self._thread, None
        self._requests.clear()
        self._crops.clear()
        if thread is not None:
            thread.end()
        return thread

    def _forget(self, tickets: tuple[int, ...]) -> None:
        for ticket in tickets:
            self._requests.pop(ticket, None)
            self._crops.pop(ticket, None)

    @Slot(int, object)
    def _on_answered(self, ticket: int, picture: Crop | _Picture) -> None:
        crop_request = self._crops.pop(ticket, None)
        if isinstance(picture, Crop):
            if crop_request is not None:
                self.crop_rendered.emit(crop_request, picture)
            return
        request = self._requests.pop(ticket, None)
        if request is None:
            return
        if request.purpose is Purpose.THUMBNAIL:
            self.thumbnail_rendered.emit(request, picture.pixels, picture.sensitive)
        else:
            self.rendered.emit(request, picture.pixels, picture.is_read)

    @Slot(int, object)
    def _on_refused(self, ticket: int, error: Exception) -> None:
        if not isinstance(error, InCameraError):
            log.error("Defect while a page was rendered.", exc_info=error)
        self._crops.pop(ticket, None)
        request = self._requests.pop(ticket, None)
        if request is not None:
            self.failed.emit(request, error)


def _started(viewer: SiblingViewer) -> None:
    viewer.start()


def _picture(viewer: SiblingViewer, request: PageRequest) -> _Picture:
    """The page, and for a thumbnail what must not be seen on it."""
    place = (request.matter_id, request.document_id, request.number)
    pixels, is_read = viewer.page_pixels(request)
    is_thumbnail = request.purpose is Purpose.THUMBNAIL
    sensitive = viewer.sensitive_boxes(*place) if is_thumbnail and is_read else None
    return _Picture(pixels, is_read, sensitive)
