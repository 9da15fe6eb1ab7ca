"""A region of a page, made into the picture that the model was trained to see."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop.domain.errors import RegionTooLargeError
from desktop.domain.receipts import pixels_sha256
from models.manifest import Overview, Shape, Sight

Grey = NDArray[np.uint8]
Marks = NDArray[np.bool_]

FAINTEST_INK = 28
"""Darker than paper by less than this (of 255), at the darkest hundredth, is a blank region: noise
of scanners and show-through stay below it."""

LEAST_INK_PX = 12
"""Fewer marked pixels are dust."""

MARGIN_PX = 5
"""Around the ink, after scaling; lines were trained with 2 to 40 px on the left."""

LARGEST_BLOW_UP = 4.0
"""Smaller type than a quarter of what the model reads has no letters left to see."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture for the model.

    Attributes:
        is_blank: No ink in it: nothing to ask.
        sha256: Of sides and pixels.
    """

    width_px: int
    height_px: int
    rgb: bytes
    sha256: str
    is_blank: bool = False


def prepare(width_px: int, height_px: int, rgb: bytes, sight: Sight | None) -> Prepared:
    """Make the picture.

    The margins are cut off, the lines are brought to the height that the model was trained on, dark
    paper is turned light, and the rest is filled with the colour of the paper to sides that the
    model takes without scaling. A general model gets the region as it is.

    Args:
        width_px: Of the region.
        height_px: The same.
        rgb: Its pixels, three bytes each.
        sight: What the model can see; None for general ones.

    Raises:
        RegionTooLargeError: Its lines would have to be smaller than the model reads.
    """
    if sight is None:
        return Prepared(width_px, height_px, rgb, pixels_sha256(width_px, height_px, rgb))
    grey, paper = _dark_on_light(_grey_of(width_px, height_px, rgb))
    marks = _ink(grey, paper)
    if marks is None:
        return _blank(sight)
    left, top, right, bottom = _ink_box(marks)
    ink = np.ascontiguousarray(grey[top:bottom, left:right])
    heights = _line_heights(marks[top:bottom, left:right])
    shape = sight.line if len(heights) <= 1 else sight.block
    scale = _scale(ink.shape[1], ink.shape[0], float(np.median(heights)), shape, sight)
    return _padded(_scaled(ink, scale), paper, shape, sight.side_multiple_px)


def prepare_overview(width_px: int, height_px: int, rgb: bytes, overview: Overview) -> Prepared:
    """Make the picture of a whole page in small, by which a model tells what kind it is.

    The page is scaled until it fits, its sides in their proportion, and stands at the top, in the
    middle; the rest is filled with the colour of the paper.

    Args:
        width_px: Of the page.
        height_px: The same.
        rgb: Its pixels, three bytes each.
        overview: The size that the model was trained on.
    """
    grey, paper = _dark_on_light(_grey_of(width_px, height_px, rgb))
    scale = min(overview.width_px / width_px, overview.height_px / height_px)
    small = _scaled(grey, scale)
    height, width = small.shape
    canvas = np.full((overview.height_px, overview.width_px), paper, np.uint8)
    left = (overview.width_px - width) // 2
    canvas[:height, left : left + width] = small
    return _of_grey(canvas, is_blank=_ink(grey, paper) is None)


def _grey_of(width_px: int, height_px: int, rgb: bytes) -> Grey:
    return np.asarray(Image.frombytes("RGB", (width_px, height_px), rgb).convert("L"))


def _ink(grey: Grey, paper: int) -> Marks | None:
    """Where there is ink; None where there is none."""
    darkness = np.clip(int(paper) - grey.astype(np.int16), 0, 255)
    strength = float(np.percentile(darkness, 99))
    marks: Marks = darkness > max(strength, FAINTEST_INK) * 0.45
    return None if darkness.max() < FAINTEST_INK or int(marks.sum()) < LEAST_INK_PX else marks


def _dark_on_light(grey: Grey) -> tuple[Grey, int]:
    paper = int(np.median(grey))
    if paper >= 128:
        return grey, paper
    return np.asarray(255 - grey, dtype=np.uint8), 255 - paper


def _ink_box(marks: Marks) -> tuple[int, int, int, int]:
    rows = np.flatnonzero(marks.any(axis=1))
    columns = np.flatnonzero(marks.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _line_heights(marks: Marks) -> list[int]:
    """Heights of the lines, from the rows that hold ink; rules and dust between them do not count.

    Never empty: where no run of rows is a line, the whole height counts as one.
    """
    inked = np.concatenate(([False], marks.sum(axis=1) >= 2, [False]))
    edges = np.flatnonzero(inked[1:] != inked[:-1])
    heights = [int(end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    tallest = max(heights, default=marks.shape[0])
    lines = [height for height in heights if height >= max(4, 0.4 * tallest)]
    return lines or [marks.shape[0]]


def _scale(
    width_px: int, height_px: int, line_height_px: float, shape: Shape, sight: Sight
) -> float:
    best = min(sight.glyph_height_px / line_height_px, LARGEST_BLOW_UP)
    fitting = min(
        (shape.max_width_px - 2 * MARGIN_PX) / width_px,
        (shape.max_height_px - 2 * MARGIN_PX) / height_px,
    )
    scale = min(best, fitting)
    if scale * line_height_px < min(sight.min_glyph_height_px, best * line_height_px):
        raise RegionTooLargeError
    return scale


def _scaled(ink: Grey, scale: float) -> Grey:
    size = (max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale)))
    image = Image.fromarray(ink)
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS))


def _padded(ink: Grey, paper: int, shape: Shape, multiple_px: int) -> Prepared:
    height, width = ink.shape
    full_width = _side(width + 2 * MARGIN_PX, shape.min_width_px, multiple_px)
    full_height = _side(height + 2 * MARGIN_PX, shape.min_height_px, multiple_px)
    canvas = np.full((full_height, full_width), paper, np.uint8)
    top = (full_height - height) // 2
    canvas[top : top + height, MARGIN_PX : MARGIN_PX + width] = ink
    return _of_grey(canvas)


def _side(needed_px: int, least_px: int, multiple_px: int) -> int:
    return -(-max(needed_px, least_px) // multiple_px) * multiple_px


def _of_grey(grey: Grey, *, is_blank: bool = False) -> Prepared:
    height_px, width_px = grey.shape
    rgb = np.repeat(grey[:, :, None], 3, axis=2).tobytes()
    return Prepared(width_px, height_px, rgb, pixels_sha256(width_px, height_px, rgb), is_blank)


def _blank(sight: Sight) -> Prepared:
    shape = sight.line
    return _of_grey(
        np.full((shape.min_height_px, shape.min_width_px), 255, np.uint8), is_blank=True
    )
