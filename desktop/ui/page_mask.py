"""What of a page may not be seen yet: highly sensitive values, covered until they are shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.domain.finding import Sensitivity, StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.identity import FindingId
from desktop.ui import wording
from desktop.ui.theme import ON_PAPER, interface_font

MARGIN_PT = 1.5
MARGIN_OF_HEIGHT = 0.15
"""A box around words may cut their ascenders and descenders; the cover may not."""

MIN_LABEL_PX = 7
MAX_LABEL_PX = 13


@dataclass(frozen=True, slots=True)
class Mask:
    """Which findings are covered on the page in view.

    Attributes:
        is_on: Whether highly sensitive values are masked until shown.
        is_page_shown: Whether the analyst had everything on this page shown.
        shown: Findings whose values the analyst had shown.
    """

    is_on: bool = True
    is_page_shown: bool = False
    shown: frozenset[FindingId] = frozenset()

    def hides(self, stored: StoredFinding) -> bool:
        """Whether a finding is covered."""
        return (
            self.is_on
            and not self.is_page_shown
            and stored.finding.sensitivity is Sensitivity.HIGH
            and stored.finding_id not in self.shown
        )

    def may_show_page(self, *, are_findings_known: bool) -> bool:
        """Whether the page's picture may be painted: not before it is known what to cover."""
        return are_findings_known or not self.is_on or self.is_page_shown


def cover_of(box: Box, scale_x: float, scale_y: float) -> QRectF:
    """What is painted over a box, in logical pixels; the scales are logical pixels in a point."""
    grown = box.grown_by(MARGIN_PT + MARGIN_OF_HEIGHT * box.height_pt)
    return QRectF(
        grown.left_pt * scale_x,
        grown.top_pt * scale_y,
        grown.width_pt * scale_x,
        grown.height_pt * scale_y,
    )


def paint_covers(painter: QPainter, findings: Iterable[StoredFinding], scale: float) -> None:
    """Cover findings, and say of which kind they are.

    Args:
        painter: Its origin is the page's top left corner; a unit is a logical pixel.
        findings: Those that are hidden.
        scale: Logical pixels in a point.
    """
    painter.save()
    font = interface_font()
    for stored in findings:
        words = wording.cover(stored.finding.kind)
        for box in stored.finding.boxes:
            place = cover_of(box, scale, scale)
            paint_cover(painter, place)
            label_px = min(int(place.height() * 0.7), MAX_LABEL_PX)
            if label_px < MIN_LABEL_PX:
                continue
            font.setPixelSize(label_px)
            painter.setFont(font)
            painter.setPen(QColor(ON_PAPER.on_cover))
            room = place.adjusted(4, 0, -4, 0)
            shown = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, int(room.width())
            )
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, int(flags) | int(Qt.TextFlag.TextSingleLine), shown)
    painter.restore()


def paint_cover(painter: QPainter, place: QRectF) -> None:
    """An opaque patch; its edges lie on whole pixels, so that nothing shines through them."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.fillRect(QRectF(place.toAlignedRect()), QColor(ON_PAPER.cover))
    painter.restore()
