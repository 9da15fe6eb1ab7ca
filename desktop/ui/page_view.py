"""A document in the middle: tools, thumbnails, the page on its desk."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.bridge.page_source import PageRequest, Purpose
from desktop.domain.document import Document
from desktop.domain.errors import InCameraError
from desktop.domain.finding import StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, FindingId, PageNumber
from desktop.domain.page import PageState, PageSummary, Pixels
from desktop.ui.empty_state import EmptyState
from desktop.ui.hit_bar import HitBar
from desktop.ui.page_bar import PageBar
from desktop.ui.page_cache import PageCache, image_of
from desktop.ui.page_canvas import PageCanvas
from desktop.ui.page_framer import PageFramer
from desktop.ui.thumbnails import Thumbnails

MIN_WIDTH_PX = 456


class PageView(QFrame):
    """Shows one page of one document.

    Signals:
        picture_wanted(object): A PageRequest.
        page_shown(int): Another page is shown.
        finding_clicked(str): A box was clicked.
        findings_toggled(bool): The panel beside should be shown or hidden.
        framed(): A frame was drawn around a part of the page, to be asked about.
        frame_changed(object): The Box of the frame on the page; None once there is none.
    """

    picture_wanted = Signal(object)
    page_shown = Signal(int)
    finding_clicked = Signal(str)
    findings_toggled = Signal(bool)
    framed = Signal()
    frame_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no document."""
        super().__init__(parent)
        self.setObjectName("Desk")
        self.setMinimumWidth(MIN_WIDTH_PX)
        self._document: Document | None = None
        self._pages: Sequence[PageSummary] = ()
        self._number = PageNumber(0)
        self._cache = PageCache()
        self.bar = PageBar(self)
        self.canvas = PageCanvas(self)
        self.framer = PageFramer(self.canvas)
        self.hit_bar = HitBar(self.canvas)
        self.thumbnails = Thumbnails(self)
        self.empty = EmptyState(
            "document",
            self.tr("No document open"),
            self.tr("Choose one on the left, or search above."),
            parent=self,
        )
        self.waiting = EmptyState(
            "reading",
            self.tr("Waiting to be read"),
            self.tr("Its pages appear here as soon as it has been opened."),
            parent=self,
        )
        self._pile = QStackedWidget(self)
        body = QWidget(self)
        body_layout = QHBoxLayout(body)
        body_layout.setContentsMargins(0, 0, 0, 0)
        body_layout.setSpacing(0)
        side = QFrame(body)
        side.setObjectName("Panel")
        side_layout = QHBoxLayout(side)
        side_layout.setContentsMargins(0, 0, 0, 0)
        side_layout.addWidget(self.thumbnails)
        rule = QFrame(body)
        rule.setProperty("kind", "upright")
        self._side = (side, rule)
        body_layout.addWidget(side)
        body_layout.addWidget(rule)
        body_layout.addWidget(self.canvas, 1)
        for widget in (body, self.empty, self.waiting):
            self._pile.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._pile, 1)
        self._connect()
        self.show_nothing()

    def _connect(self) -> None:
        bar, canvas = self.bar, self.canvas
        bar.page_wanted.connect(self.go_to)
        bar.step_wanted.connect(self.step)
        bar.zoom_in_wanted.connect(canvas.zoom_in)
        bar.zoom_out_wanted.connect(canvas.zoom_out)
        bar.actual_size_wanted.connect(self.show_actual_size)
        bar.rotate_wanted.connect(canvas.rotate)
        bar.fit_wanted.connect(canvas.set_fit)
        bar.thumbnails_toggled.connect(self._on_thumbnails_toggled)
        bar.findings_toggled.connect(self.findings_toggled)
        bar.sensitive_toggled.connect(self._on_sensitive_toggled)
        canvas.sharp_wanted.connect(self._on_sharp_wanted)
        canvas.zoom_changed.connect(self._on_zoom_changed)
        canvas.finding_clicked.connect(self.finding_clicked)
        canvas.turn_page.connect(self.step)
        canvas.frame_changed.connect(self.frame_changed)
        bar.frame_toggled.connect(self._on_frame_toggled)
        self.framer.framed.connect(self.framed)
        self.framer.toggled.connect(bar.frame.setChecked)
        self.thumbnails.page_chosen.connect(self.go_to)
        self.thumbnails.picture_wanted.connect(self._on_thumbnail_wanted)

    # ------------------------------------------------------------------ what is shown

    def show_nothing(self) -> None:
        """No document."""
        self._document = None
        self._pages = ()
        self._number = PageNumber(0)
        self.bar.show_sensitive.setChecked(False)
        self.framer.put_away()
        self.canvas.show_nothing()
        self.bar.show_place(0, 0)
        self.bar.show_reading(None)
        self._pile.setCurrentWidget(self.empty)

    def show_document(self, document: Document) -> None:
        """Take another document; its pages follow."""
        self.show_nothing()
        self._document = document
        self.thumbnails.show_pages((), is_other_document=True)
        if document.page_count == 0:
            self._pile.setCurrentWidget(self.waiting)

    def show_pages(self, pages: Sequence[PageSummary], at: PageNumber) -> None:
        """Take the pages of the document, and go to one when none is shown yet."""
        is_first = not self._pages
        before, self._pages = self._pages, pages
        self._forget_unread(before)
        self.thumbnails.show_pages(pages, is_other_document=is_first)
        self._show_side()
        if not pages:
            self._pile.setCurrentWidget(self.waiting)
            return
        self._pile.setCurrentIndex(0)
        if is_first:
            self.go_to(at)
        else:
            self._take_size()
            self.bar.show_place(self._number, len(pages))
            self.bar.show_reading(self.page)
            self.bar.show_zoom(self.canvas.zoom, self.canvas.fit)

    def _forget_unread(self, before: Sequence[PageSummary]) -> None:
        """Pictures of pages that were read since may lie another way than what was read there."""
        for was, now in zip(before, self._pages, strict=False):
            if was.state is not now.state and self._document is not None:
                self._cache.forget((self._document.document_id, now.number))
                if now.number == self._number:
                    self.canvas.forget_image()

    def clear_pictures(self) -> None:
        """Forget every picture: the vault was closed."""
        self._cache.clear()
        self.show_nothing()

    @property
    def number(self) -> PageNumber:
        """The page shown; 0 for none."""
        return self._number

    @property
    def page(self) -> PageSummary | None:
        """The page shown."""
        return self._pages[self._number - 1] if 0 < self._number <= len(self._pages) else None

    @property
    def document_id(self) -> DocumentId | None:
        """The document shown."""
        return None if self._document is None else self._document.document_id

    def go_to(self, number: int) -> None:
        """Show a page of the document."""
        if not 0 < number <= len(self._pages) or self._document is None:
            return
        is_other = number != self._number
        self._number = PageNumber(number)
        page = self._pages[number - 1]
        self.bar.show_place(number, len(self._pages))
        self.bar.show_reading(page)
        self.thumbnails.choose(self._number)
        if is_other:
            self.bar.show_sensitive.setChecked(False)
            self.framer.put_away()
            self.canvas.show_page(self._number, page.width_pt, page.height_pt)
            self.bar.show_zoom(self.canvas.zoom, self.canvas.fit)
            self.page_shown.emit(number)

    def step(self, by: int) -> None:
        """Go on or back."""
        self.go_to(self._number + by)

    def show_actual_size(self) -> None:
        """As large as on paper."""
        self.canvas.set_zoom(1.0)

    def show_findings(self, findings: tuple[StoredFinding, ...] | None) -> None:
        """Take the findings of the page shown; None where it has not been read.

        They are taken only with the page's size, which comes with the pages: without it, nobody
        knows where their boxes lie.
        """
        page = self.page
        is_size_known = page is not None and page.state is PageState.READ
        self.canvas.show_findings(findings if is_size_known else None)

    def set_masking(self, *, is_on: bool) -> None:
        """Whether highly sensitive values are masked until shown."""
        self.bar.show_sensitive.setChecked(False)
        self.bar.set_masking(is_on=is_on)
        self.canvas.set_mask(replace(self.canvas.masking, is_on=is_on, shown=frozenset()))
        self.thumbnails.set_masking(is_on=is_on)

    def set_shown(self, shown: frozenset[FindingId]) -> None:
        """Take the findings whose values the analyst had shown."""
        self.canvas.set_mask(replace(self.canvas.masking, shown=shown))

    def show_hits(self, boxes: tuple[Box, ...]) -> None:
        """Mark the boxes of a search hit on the page shown."""
        self.canvas.show_hits(boxes)

    def show_frame(self, box: Box | None) -> None:
        """Draw a frame around a part of the page shown; None: draw none."""
        self.canvas.show_frame(box)

    @property
    def frame(self) -> Box | None:
        """The frame on the page shown."""
        return self.canvas.frame

    # ------------------------------------------------------------------ pictures

    def show_pixels(self, request: PageRequest, pixels: Pixels, is_read: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Take a picture that was asked for, whatever is shown by now.

        A page that was read meanwhile may have been turned: it is asked for again, so that covers
        lie where they belong.
        """
        if not is_read and self._is_read(request):
            self.picture_wanted.emit(request)
            return
        image = image_of(pixels)
        self._cache.put((request.document_id, request.number), image)
        if request.document_id == self.document_id and request.number == self._number:
            self.canvas.show_image(image)

    def _is_read(self, request: PageRequest) -> bool:
        is_here = request.document_id == self.document_id and request.number <= len(self._pages)
        return is_here and self._pages[request.number - 1].state is PageState.READ

    def show_thumbnail(
        self, request: PageRequest, pixels: Pixels, sensitive: tuple[Box, ...] | None
    ) -> None:
        """Take a small picture, and what must not be seen on it; None where that is not known."""
        if request.document_id == self.document_id:
            self.thumbnails.show_picture(request.number, image_of(pixels), sensitive)

    def show_failure(self, request: PageRequest, error: Exception) -> None:
        """Say why a picture could not be made."""
        is_shown = request.document_id == self.document_id and request.number == self._number
        if not is_shown or request.purpose is not Purpose.VIEW:
            return
        known = error if isinstance(error, InCameraError) else InCameraError()
        self.canvas.show_message(f"{known.reason}\n{known.remedy}\n{known.code}")

    def _request(self, number: PageNumber, width_px: int, purpose: Purpose) -> None:
        if self._document is not None:
            self.picture_wanted.emit(
                PageRequest(
                    self._document.matter_id,
                    self._document.document_id,
                    number,
                    width_px,
                    purpose,
                )
            )

    def _on_sharp_wanted(self, width_px: int) -> None:
        if self._document is None:
            return
        key = (self._document.document_id, self._number)
        nearest: QImage | None = self._cache.best(key, width_px)
        if nearest is not None:
            self.canvas.show_image(nearest)
        if not self._cache.has(key, width_px):
            self._request(self._number, width_px, Purpose.VIEW)
        for neighbour in (self._number + 1, self._number - 1):
            if 0 < neighbour <= len(self._pages):
                beside = (self._document.document_id, PageNumber(neighbour))
                if not self._cache.has(beside, width_px):
                    self._request(PageNumber(neighbour), width_px, Purpose.NEIGHBOUR)

    def _on_thumbnail_wanted(self, number: int, width_px: int) -> None:
        self._request(PageNumber(number), width_px, Purpose.THUMBNAIL)

    def _on_zoom_changed(self, zoom: float) -> None:
        self.bar.show_zoom(zoom, self.canvas.fit)

    def _on_sensitive_toggled(self, is_shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.canvas.set_mask(replace(self.canvas.masking, is_page_shown=is_shown))

    def _on_frame_toggled(self, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        if is_on:
            self.framer.take()
        else:
            self.framer.put_away()

    def _take_size(self) -> None:
        """The page in view may have been read since, which tells its size."""
        page = self.page
        if page is not None:
            self.canvas.show_page(page.number, page.width_pt, page.height_pt)

    def _on_thumbnails_toggled(self) -> None:
        self._show_side()

    def _show_side(self) -> None:
        """Thumbnails take no room beside a document of one page."""
        is_shown = self.bar.thumbnails.isChecked() and len(self._pages) > 1
        for widget in self._side:
            widget.setVisible(is_shown)
