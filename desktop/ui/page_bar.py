"""The tools above a page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget
from typing_extensions import override

from desktop.domain.page import PageState, PageSummary
from desktop.ui import wording
from desktop.ui.page_zoom import Fit
from desktop.ui.plain import IconButton, PlainLabel
from desktop.ui.theme import SPACE_M, SPACE_S, SPACE_XS


class PageBar(QFrame):
    """Turns, zooms and rotates; says how the page was read.

    Signals:
        page_wanted(int): Go to that page.
        step_wanted(int): +1 or -1.
        zoom_in_wanted(), zoom_out_wanted(), actual_size_wanted(), rotate_wanted().
        fit_wanted(object): A Fit.
        thumbnails_toggled(bool), findings_toggled(bool).
        sensitive_toggled(bool): Whether the sensitive values on the page are to be shown.
        frame_toggled(bool): Whether a part of the page is to be framed.
    """

    page_wanted = Signal(int)
    step_wanted = Signal(int)
    zoom_in_wanted = Signal()
    zoom_out_wanted = Signal()
    actual_size_wanted = Signal()
    rotate_wanted = Signal()
    fit_wanted = Signal(object)
    thumbnails_toggled = Signal(bool)
    findings_toggled = Signal(bool)
    sensitive_toggled = Signal(bool)
    frame_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it for no page."""
        super().__init__(parent)
        self.setObjectName("PageBar")
        self.setFixedHeight(44)
        self.thumbnails = IconButton("thumbnails", self.tr("Thumbnails"), self, key="Ctrl+T")
        self.thumbnails.setCheckable(True)
        self.thumbnails.setChecked(True)
        self.previous = IconButton("previous", self.tr("Previous page"), self, key="PgUp")
        self.next = IconButton("next", self.tr("Next page"), self, key="PgDown")
        self.number = QLineEdit(self)
        self.number.setObjectName("PageNumber")
        self.number.setAccessibleName(self.tr("Page number"))
        self.number.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.number.setFixedWidth(48)
        self._validator = QIntValidator(1, 1, self)
        self.number.setValidator(self._validator)
        self._of = PlainLabel("", self, kind="caption")
        self.zoom_out = IconButton("zoom_out", self.tr("Zoom out"), self, key="Ctrl+-")
        self.zoom_in = IconButton("zoom_in", self.tr("Zoom in"), self, key="Ctrl++")
        self.zoom = QToolButton(self)
        self.zoom.setObjectName("Zoom")
        self.zoom.setFixedSize(56, 30)
        self.zoom.setAccessibleName(self.tr("Actual size"))
        self.zoom.setToolTip(self.tr("Actual size  Ctrl+0"))
        self.zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fit_width = IconButton("fit_width", self.tr("Fit width"), self, key="Ctrl+1")
        self.fit_page = IconButton("fit_page", self.tr("Fit page"), self, key="Ctrl+2")
        for button in (self.fit_width, self.fit_page):
            button.setCheckable(True)
        self.rotate = IconButton("rotate", self.tr("Rotate right"), self, key="Ctrl+R")
        self.show_sensitive = IconButton(
            "show", self.tr("Show sensitive values on this page"), self, key="Ctrl+Shift+S"
        )
        self.show_sensitive.setCheckable(True)
        self.frame = IconButton("frame", self.tr("Frame a part to ask about"), self, key="Ctrl+B")
        self.frame.setCheckable(True)
        self._is_masking_on = True
        self._read = PlainLabel("", self, kind="badge")
        self._has_reading = False
        self.findings = IconButton("panel", self.tr("Findings"), self, key="Ctrl+I")
        self.findings.setCheckable(True)
        self.findings.setChecked(True)
        self._controls = QHBoxLayout(self)
        self._lay_out()
        self._connect()
        self.show_place(0, 0)

    def _lay_out(self) -> None:
        layout = self._controls
        layout.setContentsMargins(SPACE_S, 0, SPACE_S, 0)
        layout.setSpacing(2)
        layout.addWidget(self.thumbnails)
        layout.addSpacing(SPACE_S)
        layout.addWidget(self.previous)
        layout.addWidget(self.next)
        layout.addSpacing(SPACE_XS)
        layout.addWidget(self.number)
        layout.addSpacing(SPACE_XS)
        layout.addWidget(self._of)
        layout.addStretch(1)
        layout.addWidget(self._read)
        layout.addSpacing(SPACE_M)
        layout.addWidget(self.zoom_out)
        layout.addWidget(self.zoom)
        layout.addWidget(self.zoom_in)
        layout.addWidget(self.fit_width)
        layout.addWidget(self.fit_page)
        layout.addWidget(self.rotate)
        layout.addSpacing(SPACE_S)
        layout.addWidget(self.frame)
        layout.addWidget(self.show_sensitive)
        layout.addWidget(self.findings)

    def _connect(self) -> None:
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)
        self.number.returnPressed.connect(self._on_number)
        self.zoom_out.clicked.connect(self._on_zoom_out)
        self.zoom_in.clicked.connect(self._on_zoom_in)
        self.zoom.clicked.connect(self._on_actual_size)
        self.fit_width.clicked.connect(self._on_fit_width)
        self.fit_page.clicked.connect(self._on_fit_page)
        self.rotate.clicked.connect(self._on_rotate)
        self.thumbnails.toggled.connect(self.thumbnails_toggled)
        self.findings.toggled.connect(self.findings_toggled)
        self.show_sensitive.toggled.connect(self.sensitive_toggled)
        self.frame.clicked.connect(self.frame_toggled)

    def show_place(self, number: int, total: int) -> None:
        """Say which page of how many is shown; 0 of 0 for none."""
        self._validator.setTop(max(total, 1))
        self.number.setText(str(number) if number else "")
        self._of.setText(self.tr("of {0}").format(total) if total else "")
        if not total:
            self.zoom.setText("")
        self.previous.setEnabled(number > 1)
        self.next.setEnabled(0 < number < total)
        for control in (
            self.number,
            self.zoom_in,
            self.zoom_out,
            self.zoom,
            self.fit_width,
            self.fit_page,
            self.rotate,
            self.frame,
        ):
            control.setEnabled(total > 0)
        self._fit_masking()

    def set_masking(self, *, is_on: bool) -> None:
        """Whether there is anything to show: highly sensitive values are masked until then."""
        self._is_masking_on = is_on
        self._fit_masking()

    def _fit_masking(self) -> None:
        self.show_sensitive.setEnabled(self._is_masking_on and self.number.isEnabled())

    def show_reading(self, page: PageSummary | None) -> None:
        """Say how the page was read and how sure."""
        self._has_reading = page is not None
        if page is not None:
            self._read.setText(wording.page_line(page))
            is_bad = page.state is PageState.FAILED
            self._read.setProperty("kind", "badge-bad" if is_bad else "badge")
            self._read.style().polish(self._read)
        self._fit_room()

    def show_zoom(self, zoom: float, fit: Fit) -> None:
        """Say how large the page is shown."""
        self.zoom.setText(wording.percent(zoom) if self.zoom.isEnabled() else "")
        self.fit_width.setChecked(fit is Fit.WIDTH)
        self.fit_page.setChecked(fit is Fit.PAGE)

    def _fit_room(self) -> None:
        """Where the bar is short of room the zoom in words goes first, then the badge.

        On a small screen some buttons follow; their keys still act.
        """
        self._read.setVisible(self._has_reading)
        for button in (self.zoom, self.rotate, self.fit_page):
            button.setVisible(True)
        for widget in (self.zoom, self._read, self.rotate, self.fit_page):
            if self._controls.minimumSize().width() > self.width():
                widget.hide()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_room()

    def _on_previous(self) -> None:
        self.step_wanted.emit(-1)

    def _on_next(self) -> None:
        self.step_wanted.emit(1)

    def _on_number(self) -> None:
        self.page_wanted.emit(int(self.number.text()))

    def _on_zoom_out(self) -> None:
        self.zoom_out_wanted.emit()

    def _on_zoom_in(self) -> None:
        self.zoom_in_wanted.emit()

    def _on_actual_size(self) -> None:
        self.actual_size_wanted.emit()

    def _on_fit_width(self) -> None:
        self.fit_wanted.emit(Fit.WIDTH)

    def _on_fit_page(self) -> None:
        self.fit_wanted.emit(Fit.PAGE)

    def _on_rotate(self) -> None:
        self.rotate_wanted.emit()
