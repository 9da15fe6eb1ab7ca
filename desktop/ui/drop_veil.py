"""Drag and drop of files on the window: a veil while they hover, paths when they fall."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.plain import IconLabel, PlainLabel
from desktop.ui.theme import SPACE_L, SPACE_S, current


class DropVeil(QFrame):
    """Covers the window while files are held over it."""

    def __init__(self, parent: QWidget) -> None:
        """Hidden until files hover."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        picture = IconLabel("drop", 56, self)
        picture.show_icon("drop", "accent")
        self._title = PlainLabel("", self, kind="title")
        self._sentence = PlainLabel(
            self.tr("They are sealed first, then read. The files themselves stay where they are."),
            self,
            kind="caption",
        )
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE_S)
        layout.addStretch(1)
        for widget in (picture, self._title, self._sentence):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.hide()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = current()
        back = QColor(colours.surface)
        back.setAlpha(244)
        painter.setBrush(back)
        painter.setPen(QPen(QColor(colours.accent), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 12, 12)

    def enter(self, event: QDragEnterEvent, matter_name: str | None) -> None:
        """Files come over the parent: take them, where there is a matter to add them to."""
        if matter_name is not None and paths_in(event.mimeData()):
            take(event)
            self.show_over(matter_name)

    def let_fall(self, event: QDropEvent) -> tuple[Path, ...]:
        """The files that were let go over the parent."""
        self.hide()
        take(event)
        return paths_in(event.mimeData())

    def forget(self) -> None:
        """Hide, and keep no name: the window is locked."""
        self.hide()
        self._title.setText("")

    def show_over(self, matter_name: str) -> None:
        """Cover the parent and say where the files would go."""
        self._title.setText(self.tr("Drop to add to {0}").format(matter_name))
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect().adjusted(SPACE_L, SPACE_L, -SPACE_L, -SPACE_L))
        self.raise_()
        self.show()


def take(event: QDropEvent) -> None:
    """Take what is dragged as a copy: the files stay where they are."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def paths_in(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of this computer in what is dragged; nothing that is elsewhere."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
