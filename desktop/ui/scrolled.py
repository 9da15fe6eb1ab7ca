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
    its words need. A scroll area by itself would ask for the height that the lists on it would
    like to have, and scroll although they can be lower.
    """

    def __init__(self, page: QWidget, parent: QWidget) -> None:
        """Take the page."""
        super().__init__(parent)
        self._page = page
        self._held = _Held(page)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(self._held)
        self._held.setAutoFillBackground(False)
        page.installEventFilter(self)
        self._fit()

    @property
    def page(self) -> QWidget:
        """What is shown."""
        return self._page

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
            self._held.setMinimumSize(least.width(), max(least.height(), needed))


class _Held(QWidget):
    """Holds a page without a layout, which would say how high the page would like to be."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        page.setParent(self)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._page.setGeometry(self.rect())
