"""What the lists' delegates share: backgrounds, lines of text, thin bars."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.ui.theme import ON_PAPER, RADIUS_CONTROL, Colours, current


def paint_row_back(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The background of a row: hovered, selected, and the ring of the keyboard's focus."""
    colours = current()
    state = option.state
    is_selected = bool(state & QStyle.StateFlag.State_Selected)
    is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    place = QRectF(option.rect).adjusted(6, 1, -6, -1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_selected or is_hovered:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.selected if is_selected else colours.hover))
        painter.drawRoundedRect(place, RADIUS_CONTROL, RADIUS_CONTROL)
    has_ring = state & QStyle.StateFlag.State_HasFocus and (
        state & QStyle.StateFlag.State_KeyboardFocusChange
    )
    if has_ring:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.focus), 2))
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), RADIUS_CONTROL, RADIUS_CONTROL)


def paint_line(
    painter: QPainter,
    font: QFont,
    colour: str,
    place: QRect,
    text: str,
    *,
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> int:
    """One line of plain text, shortened to its place; returns the width it took in pixels."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text.replace("\n", " "), mode, max(place.width(), 0))
    painter.setFont(font)
    painter.setPen(QColor(colour))
    flags = alignment | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(place, int(flags) | int(Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)


def paint_bar(painter: QPainter, colours: Colours, place: QRectF, share: float) -> None:
    """A thin bar filled to a share of 0 to 1."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.pressed))
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
    if share > 0:
        filled = QRectF(place)
        filled.setWidth(max(place.height(), place.width() * min(share, 1.0)))
        painter.setBrush(QColor(colours.fill))
        painter.drawRoundedRect(filled, place.height() / 2, place.height() / 2)


def paint_sheet(painter: QPainter, place: QRectF) -> None:
    """Blank paper, a little above the desk."""
    for spread, strength in ((5, 10), (3, 16), (1, 30)):
        shade = QColor(0, 0, 0, strength)
        painter.fillRect(place.adjusted(-spread + 1, -1, spread - 1, spread + 1), shade)
    painter.fillRect(place, QColor(ON_PAPER.paper))


def paint_dot(painter: QPainter, colour: QColor, place: QRectF) -> None:
    """A filled dot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(place)
