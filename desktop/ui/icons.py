"""Icons drawn by us as strokes, tinted with the colour of the place they stand in."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.paths import resources_folder

ICON_PX = 20
PIXEL_RATIOS = (1.0, 2.0)
"""Sharp on ordinary and on dense screens; what lies between is scaled from the larger."""


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size_px: int = ICON_PX, ratio: float = 1.0) -> QPixmap:
    """One icon in one colour.

    Args:
        name: Of a file in `resources/icons`, without its ending.
        colour: Hexadecimal, for the strokes.
        size_px: Side in logical pixels.
        ratio: Device pixels in a logical pixel.
    """
    source = (
        (resources_folder() / "icons" / f"{name}.svg")
        .read_text(encoding="utf-8")
        .replace("#000", colour)
    )
    side = round(size_px * ratio)
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


@lru_cache(maxsize=256)
def icon(name: str, colour: str, disabled: str, checked: str = "") -> QIcon:
    """An icon for a control.

    Args:
        name: Of a file in `resources/icons`.
        colour: When the control can be used.
        disabled: When it cannot.
        checked: When it is switched on; as `colour` where empty.
    """
    result = QIcon()
    for ratio in PIXEL_RATIOS:
        for mode, state, tint in (
            (QIcon.Mode.Normal, QIcon.State.Off, colour),
            (QIcon.Mode.Normal, QIcon.State.On, checked or colour),
            (QIcon.Mode.Disabled, QIcon.State.Off, disabled),
            (QIcon.Mode.Disabled, QIcon.State.On, disabled),
        ):
            result.addPixmap(pixmap(name, tint, ICON_PX, ratio), mode, state)
    return result


def paint(painter: QPainter, name: str, colour: str | QColor, place: QRectF) -> None:
    """Draw an icon, sharp at the painter's own pixel ratio."""
    ratio = float(painter.device().devicePixelRatioF())
    tint = colour.name() if isinstance(colour, QColor) else colour
    image = pixmap(name, tint, round(place.width()), ratio)
    painter.drawPixmap(place.topLeft(), image)
