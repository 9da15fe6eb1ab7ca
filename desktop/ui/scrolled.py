"""A page that scrolls where the window is lower or narrower than what stands on it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from desktop.ui.theme import SPACE_S

LEAST = QSize(360, 240)


class Scrolled(QScrollArea):
    """Shows a page whole where there is room, and lets what has the keyboard come into view.

    Text that goes on in the next line makes a narrow page higher: it is never shown lower than
    its words need, which a scroll area by itself does not ask for.
    """

    def __init__(self, page: QWidget, parent: QWidget) -> None:
        """Take the page."""
        super().__init__(parent)
        self._page = page
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(page)
        page.setAutoFillBackground(False)
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return LEAST

    @override
    def sizeHint(self) -> QSize:
        return self._page.sizeHint() + QSize(SPACE_S, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        layout = self._page.layout()
        if layout is not None:
            least = layout.minimumSize()
            width = max(self.viewport().width(), least.width())
            needed = layout.minimumHeightForWidth(width) if layout.hasHeightForWidth() else 0
            self._page.setMinimumHeight(max(least.height(), needed))
