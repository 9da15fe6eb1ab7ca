"""What is drawn over a page: boxes of findings and of search hits, and a frame."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.domain.finding import Decision, StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.identity import FindingId
from desktop.ui.theme import ON_PAPER, sensitivity_colour

BOX_MARGIN_PT = 1.5
"""Room between a word and the line around it."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything drawn over one page.

    Attributes:
        findings: Of this page.
        hits: Boxes of a search.
        selected: The finding that is selected.
        hovered: The finding under the pointer.
        is_known: Whether the findings of this page are known at all.
        frame: A part of the page that is asked about, or was.
    """

    findings: tuple[StoredFinding, ...] = ()
    hits: tuple[Box, ...] = ()
    selected: FindingId | None = None
    hovered: FindingId | None = None
    is_known: bool = False
    frame: Box | None = None


def paint_marks(painter: QPainter, marks: Marks, scale: float) -> None:
    """Draw the marks of a page.

    Args:
        painter: Its origin is the page's top left corner; a unit is a logical pixel.
        marks: What to draw.
        scale: Logical pixels in a point.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for box in marks.hits:
        colour = QColor(ON_PAPER.hit)
        colour.setAlpha(110)
        painter.setPen(QPen(QColor(ON_PAPER.hit_edge), 1.5))
        painter.setBrush(colour)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.drawRoundedRect(rect_of(box, scale), 2, 2)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    for stored in marks.findings:
        if stored.finding_id != marks.selected:
            _paint_finding(painter, stored, scale, is_hovered=stored.finding_id == marks.hovered)
    for stored in marks.findings:
        if stored.finding_id == marks.selected:
            _paint_selected(painter, stored, scale)
    if marks.frame is not None:
        _paint_frame(painter, marks.frame, scale)


def finding_at(
    findings: Iterable[StoredFinding], place: QPointF, scale: float
) -> StoredFinding | None:
    """The finding whose box lies under a place on the page; the smallest one of several."""
    hits = [
        (rect.width() * rect.height(), stored)
        for stored in findings
        for rect in rects_of(stored.finding.boxes, scale)
        if rect.contains(place)
    ]
    return min(hits, key=lambda hit: hit[0])[1] if hits else None


def rect_of(box: Box, scale: float) -> QRectF:
    """A box in logical pixels, with some room around the words."""
    grown = box.grown_by(BOX_MARGIN_PT)
    return QRectF(
        grown.left_pt * scale, grown.top_pt * scale, grown.width_pt * scale, grown.height_pt * scale
    )


def rects_of(boxes: Sequence[Box], scale: float) -> list[QRectF]:
    """Several boxes in logical pixels."""
    return [rect_of(box, scale) for box in boxes]


def _paint_finding(
    painter: QPainter, stored: StoredFinding, scale: float, *, is_hovered: bool
) -> None:
    colour = sensitivity_colour(ON_PAPER, stored.finding.sensitivity)
    if stored.decision is Decision.REJECTED:
        colour.setAlpha(90)
    back = QColor(colour)
    back.setAlpha(64 if is_hovered else 28)
    style = Qt.PenStyle.DashLine if stored.decision is Decision.REJECTED else Qt.PenStyle.SolidLine
    painter.setPen(QPen(colour, 1.6 if is_hovered else 1.0, style))
    painter.setBrush(back)
    for rect in rects_of(stored.finding.boxes, scale):
        painter.drawRoundedRect(rect, 2, 2)


def _paint_selected(painter: QPainter, stored: StoredFinding, scale: float) -> None:
    colour = sensitivity_colour(ON_PAPER, stored.finding.sensitivity)
    back = QColor(colour)
    back.setAlpha(52)
    for rect in rects_of(stored.finding.boxes, scale):
        halo = QColor(ON_PAPER.selected)
        halo.setAlpha(70)
        painter.setPen(QPen(halo, 6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 3, 3)
        painter.setPen(QPen(QColor(ON_PAPER.selected), 2))
        painter.setBrush(back)
        painter.drawRoundedRect(rect, 3, 3)


def _paint_frame(painter: QPainter, box: Box, scale: float) -> None:
    """A frame as it was drawn: dashes on a light line stand out from print and from paper."""
    place = QRectF(
        box.left_pt * scale, box.top_pt * scale, box.width_pt * scale, box.height_pt * scale
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(ON_PAPER.paper), 3))
    painter.drawRect(place)
    painter.setPen(QPen(QColor(ON_PAPER.selected), 2, Qt.PenStyle.DashLine))
    painter.drawRect(place)
