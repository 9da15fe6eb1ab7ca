"""How a finding is drawn in the panel."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.domain.finding import (
    Agreement,
    Decision,
    Sensitivity,
    StoredFinding,
    needs_decision,
)
from desktop.ui import icons, wording
from desktop.ui.findings_rows import SHOWN_ROLE, Heading, value_on_screen
from desktop.ui.id_rows import ITEM_ROLE, AnyIndex
from desktop.ui.painting import paint_dot, paint_line, paint_row_back
from desktop.ui.theme import (
    CAPTION_PX,
    SPACE_L,
    SPACE_S,
    Colours,
    current,
    sensitivity_colour,
    sized,
)

ROW_HEIGHT_PX = 46
EYE_PX = 16


class FindingDelegate(QStyledItemDelegate):
    """Draws headings and findings at one height."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(200, ROW_HEIGHT_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        item = index.data(ITEM_ROLE)
        painter.save()
        if isinstance(item, Heading):
            _paint_heading(painter, option, item)
        else:
            _paint_finding(painter, option, item, is_shown=bool(index.data(SHOWN_ROLE)))
        painter.restore()


def eye_place(row: QRect) -> QRectF:
    """Where the eye of a masked finding is drawn in its row."""
    return QRectF(row.right() - SPACE_L - EYE_PX, row.top() + 6, EYE_PX, EYE_PX)


def _paint_heading(painter: QPainter, option: QStyleOptionViewItem, heading: Heading) -> None:
    colours = current()
    inner: QRect = option.rect.adjusted(SPACE_L, 16, -SPACE_L, -4)
    icons.paint(
        painter,
        heading.kind.value if heading.kind else "warning",
        colours.muted if heading.kind else colours.moderate,
        QRectF(inner.left() - 1, inner.center().y() - 8, 18, 18),
    )
    font = sized(option.font, CAPTION_PX, QFont.Weight.DemiBold)
    words = inner.adjusted(18 + SPACE_S, 0, 0, 0)
    paint_line(painter, font, colours.text, words, wording.findings_group(heading.kind))
    small = sized(option.font, CAPTION_PX)
    right = Qt.AlignmentFlag.AlignRight
    paint_line(painter, small, colours.muted, words, str(heading.count), alignment=right)


def _paint_finding(
    painter: QPainter, option: QStyleOptionViewItem, stored: StoredFinding, *, is_shown: bool
) -> None:
    colours = current()
    finding = stored.finding
    paint_row_back(painter, option)
    inner: QRect = option.rect.adjusted(SPACE_L, 5, -SPACE_L, -5)
    is_rejected = stored.decision is Decision.REJECTED
    dot = sensitivity_colour(colours, finding.sensitivity)
    paint_dot(painter, dot, QRectF(inner.left() + 4, inner.top() + 6, 8, 8))
    left = inner.left() + 18 + SPACE_S
    right = inner.right()
    small = sized(option.font, CAPTION_PX)
    if finding.sensitivity is Sensitivity.HIGH:
        eye = eye_place(option.rect)
        icons.paint(painter, "hide" if is_shown else "show", colours.muted, eye)
        right = int(eye.left()) - SPACE_S
    if stored.decision is not Decision.OPEN:
        mark = QRectF(right - 16, inner.top() + 1, 16, 16)
        name, tint = ("reject", colours.muted) if is_rejected else ("accept", colours.low)
        icons.paint(painter, name, tint, mark)
        right = int(mark.left()) - SPACE_S
    font = sized(option.font, 13)
    font.setStrikeOut(is_rejected)
    paint_line(
        painter,
        font,
        colours.muted if is_rejected else colours.text,
        QRect(left, inner.top(), right - left, 18),
        value_on_screen(stored, is_shown=is_shown),
    )
    _paint_second_line(painter, small, colours, stored, QRect(left, inner.top() + 18, 0, 17), inner)


def _paint_second_line(
    painter: QPainter,
    font: QFont,
    colours: Colours,
    stored: StoredFinding,
    start: QRect,
    inner: QRect,
) -> None:
    finding = stored.finding
    parts = [f"p. {stored.page}"]
    if finding.role:
        parts.append(wording.role(finding.role))
    elif finding.scheme:
        parts.append(finding.scheme)
    place = QRect(start.left(), start.top(), inner.right() - start.left(), start.height())
    is_doubtful = needs_decision(stored)
    if not is_doubtful:
        confidence = wording.percent(finding.confidence)
        right = Qt.AlignmentFlag.AlignRight
        width = paint_line(painter, font, colours.muted, place, confidence, alignment=right)
        place.setWidth(place.width() - width - SPACE_S)
    elif finding.agreement is Agreement.ONLY_ONE:  # That they differ stands in the heading.
        parts.append(wording.agreement(finding.agreement))
    colour = colours.moderate if is_doubtful else colours.muted
    paint_line(painter, font, colour, place, "  ·  ".join(parts))
