"""Labels and buttons that can show any text safely.

Qt takes a text that looks like HTML for HTML and opens the files that it names. `PlainLabel` never
does; it is the only label in the window, which a test holds. Tips for controls are our own words;
what comes from a document is shown by `HoverCard`.
"""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.ui import icons
from desktop.ui.theme import CONTROL_PX, SPACE_M, SPACE_S, SPACE_XS, current
from desktop.ui.tinted import Tinted

HOVER_CARD_MAX_PX = 360

PILLS = ("badge", "key")
"""Kinds of label with a background of their own, no higher than their text."""


class PlainLabel(QLabel):
    """A label that shows its text as it is, letter by letter."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        kind: str = "",
        is_wrapped: bool = False,
    ) -> None:
        """Make it.

        Args:
            text: Shown as it is.
            parent: Owner.
            kind: How the style sheet knows it: "caption", "title", "display", "section",
                "strong", "badge", "key" or "".
            is_wrapped: Whether long text goes on in the next line.
        """
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(is_wrapped)
        if kind:
            self.setProperty("kind", kind)
        if kind in PILLS:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)


class ElidedLabel(PlainLabel):
    """A label of one line that shortens what does not fit."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        kind: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """Make it; `mode` says where the dots stand."""
        super().__init__(text, parent, kind=kind)
        self._mode = mode
        self.setMinimumWidth(40)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = QFontMetrics(self.font()).elidedText(self.text(), self._mode, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()) | Qt.TextFlag.TextSingleLine, shown)


class IconButton(Tinted, QToolButton):
    """A small button with an icon, a name for screen readers and a tip with its key."""

    def __init__(
        self, icon_name: str, name: str, parent: QWidget | None = None, *, key: str = ""
    ) -> None:
        """Make it.

        Args:
            icon_name: Of a file in `resources/icons`.
            name: What it does, in our own words.
            parent: Owner.
            key: Its shortcut, shown in the tip.
        """
        super().__init__(parent)
        self._icon_name = icon_name
        self._key = key
        self.setFixedSize(CONTROL_PX, CONTROL_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(icons.ICON_PX, icons.ICON_PX))
        self.setAutoRaise(True)
        self.rename(name)
        self.tint()

    def rename(self, name: str) -> None:
        """Say what it does now."""
        self.setAccessibleName(name)
        shown_key = QKeySequence(self._key).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{name}  {shown_key}" if shown_key else name)

    def show_icon(self, icon_name: str) -> None:
        """Take another icon."""
        self._icon_name = icon_name
        self.tint()

    @override
    def tint(self) -> None:
        colours = current()
        self.setIcon(icons.icon(self._icon_name, colours.muted, colours.edge, colours.accent))


class TextButton(Tinted, QPushButton):
    """A button with words; `is_main` marks the one thing to do next."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        is_main: bool = False,
        icon_name: str = "",
    ) -> None:
        """Make it; its words are its name."""
        super().__init__(parent)
        self._icon_name = icon_name
        self.setText(text)
        self._is_main = is_main
        self.setAccessibleName(text.replace("&", ""))
        self.setProperty("kind", "main" if is_main else "plain")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.tint()

    @override
    def setText(self, text: str) -> None:
        """Take other words; a thin space keeps them off the icon, for which Qt has no setting."""
        super().setText(f"\u2009{text}" if self._icon_name else text)

    def show_key(self, key: str) -> None:
        """Say in its tip by which key it acts."""
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{self.text().strip()}  {shown}")

    @override
    def tint(self) -> None:
        if self._icon_name:
            colours = current()
            colour = colours.on_fill if self._is_main else colours.muted
            self.setIcon(icons.icon(self._icon_name, colour, colours.edge))


class IconLabel(QWidget):
    """A picture without a meaning of its own, larger than a control's icon."""

    def __init__(self, icon_name: str, size_px: int, parent: QWidget | None = None) -> None:
        """Make it `size_px` wide and high."""
        super().__init__(parent)
        self._icon_name = icon_name
        self._role = "muted"
        self.setFixedSize(size_px, size_px)

    def show_icon(self, icon_name: str, role: str = "muted") -> None:
        """Take another icon, in the colour that plays `role` in the theme."""
        self._icon_name = icon_name
        self._role = role
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = str(getattr(current(), self._role))
        icons.paint(painter, self._icon_name, colour, self.rect().toRectF())


class HoverCard(QFrame):
    """A small card beside the pointer with plain lines; takes no focus and no clicks."""

    def __init__(self, parent: QWidget) -> None:
        """Hidden until `show_at`."""
        super().__init__(parent)
        self._room = parent
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = PlainLabel("", self, is_wrapped=True)
        self._detail = PlainLabel("", self, kind="caption", is_wrapped=True)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        self._lines.setSpacing(SPACE_XS)
        self._lines.addWidget(self._title)
        self._lines.addWidget(self._detail)
        self.hide()

    def show_at(self, place: QPoint, title: str, detail: str) -> None:
        """Show two texts near a point of the parent, kept inside it."""
        self._title.setText(title)
        self._detail.setText(detail)
        widest = max(
            QFontMetrics(label.font()).horizontalAdvance(label.text())
            for label in (self._title, self._detail)
        )
        width = min(widest + 2 * SPACE_M + 6, HOVER_CARD_MAX_PX)
        self.setFixedSize(width, self._lines.heightForWidth(width))
        room = self._room.rect()
        left = min(place.x() + SPACE_M, room.right() - self.width() - SPACE_S)
        top = place.y() + SPACE_M
        if top + self.height() > room.bottom() - SPACE_S:
            top = place.y() - self.height() - SPACE_S
        self.move(max(left, SPACE_S), max(top, SPACE_S))
        self.raise_()
        self.show()
