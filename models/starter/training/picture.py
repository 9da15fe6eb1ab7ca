"""From a printed sheet to the picture the network sees: the way it came, the crop, the padding."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from models.starter.training.chance import Chance
from models.starter.training.degrade import Grey, Way, degraded, through
from models.starter.training.sheet import Centre, Ink, Printed, placed, turned

MARGIN_PX = 5
"""Of white round the ink: as the reader of the app leaves it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey pixels and the centres of the letters in them."""

    grey: Grey
    centres: tuple[Centre, ...]


@dataclass(frozen=True, slots=True)
class Treatment:
    """How a sheet is treated.

    Attributes:
        scale: Pixels of the sheet for one of the picture.
        type_px: Size of its type, in pixels of the picture.
        strength: 0 to 1, of what is done to it.
        back: Ink of the other side that shines through; None: nothing does.
    """

    way: Way
    scale: float
    type_px: float
    strength: float
    back: Ink | None = None


def taken(printed: Printed, treatment: Treatment, chance: Chance) -> tuple[Grey, Printed]:
    """The sheet after its way, still fine, and its ink as it lies there."""
    strength = treatment.strength
    if chance.happens(0.5 * strength):
        askew = turned(
            printed,
            chance.bell(1.4) * strength,
            chance.bell(0.08) * strength,
            1 + chance.bell(0.12) * strength,
        )
        if askew.holds_all(treatment.type_px * treatment.scale * 0.45):
            printed = askew
    grey = degraded(
        printed.ink,
        treatment.way,
        chance,
        strength=strength,
        type_px=treatment.type_px * treatment.scale,
    )
    if treatment.back is not None:
        grey = through(grey, treatment.back, chance)
    return grey, printed


def whole(
    printed: Printed, treatment: Treatment, chance: Chance, width_px: int, height_px: int
) -> Picture:
    """The whole sheet, shrunk to the picture's size."""
    grey, printed = taken(printed, treatment, chance)
    image = Image.fromarray(grey).resize((width_px, height_px), _filter(chance))
    factor = width_px / printed.size[0]
    centres = placed(printed.centres, left_px=0, top_px=0, scale=factor)
    return Picture(_finished(np.asarray(image), chance), centres)


def cropped(
    printed: Printed,
    treatment: Treatment,
    chance: Chance,
    sides: tuple[int, int],
    height_px: float,
) -> Picture | None:
    """The ink alone, scaled so that it has this height, in a field of plain paper.

    That is how the app shows a line to the model: cut at the ink, five pixels from the left, midway
    down.

    Args:
        printed: One line.
        treatment: Of it.
        chance: To draw from.
        sides: Width and height of the picture in pixels.
        height_px: Of the ink; less where it would not fit.

    Returns:
        None where there is no ink left.
    """
    grey, printed = taken(printed, treatment, chance)
    box = _ink_box(printed.ink, chance)
    if box is None:
        return None
    left, top, right, bottom = box
    width, height = sides
    scale = min(
        height_px / (bottom - top),
        (width - 2 * MARGIN_PX) / (right - left),
        (height - 4) / (bottom - top),
    )
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    part = Image.fromarray(grey[top:bottom, left:right]).resize(size, _filter(chance))
    canvas = np.full((height, width), int(np.median(grey)), np.uint8)
    down = (height - size[1]) // 2
    canvas[down : down + size[1], MARGIN_PX : MARGIN_PX + size[0]] = np.asarray(part)
    centres = placed(
        printed.centres,
        left_px=MARGIN_PX - left * scale,
        top_px=down - top * scale,
        scale=scale,
    )
    return Picture(_finished(canvas, chance), centres)


def _ink_box(ink: Ink, chance: Chance) -> tuple[int, int, int, int] | None:
    marks = ink > 110
    rows, columns = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    if not len(rows):
        return None
    height, width = ink.shape
    spare = chance.weigh({0: 0.5, 1: 0.3, 2: 0.2})
    return (
        max(0, int(columns[0]) - spare),
        max(0, int(rows[0]) - spare),
        min(width, int(columns[-1]) + 1 + spare),
        min(height, int(rows[-1]) + 1 + spare),
    )


def _filter(chance: Chance) -> Image.Resampling:
    return chance.weigh(
        {
            Image.Resampling.LANCZOS: 0.6,
            Image.Resampling.BICUBIC: 0.15,
            Image.Resampling.BOX: 0.15,
            Image.Resampling.BILINEAR: 0.1,
        }
    )


def _finished(grey: Grey, chance: Chance) -> Grey:
    """A little of what screens and settings add; seldom white on black."""
    if chance.happens(0.02):
        return np.asarray(255 - grey, np.uint8)
    return np.ascontiguousarray(grey)
