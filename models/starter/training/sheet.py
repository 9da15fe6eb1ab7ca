"""A sheet that is printed on, and where the middles of its letters stand."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from models.starter.training.fonts import Face, sized

Ink = NDArray[np.uint8]
"""0: paper, 255: full ink; rows by columns."""


@dataclass(frozen=True, slots=True)
class Centre:
    """Where the middle of a printed letter stands, in pixels of the sheet."""

    x_px: float
    y_px: float
    letter: str


@dataclass(frozen=True, slots=True)
class Printed:
    """Ink and where its letters are."""

    ink: Ink
    centres: tuple[Centre, ...] = field(default=())

    def holds_all(self, margin_px: float) -> bool:
        """Whether every letter stands at least so far within the edges."""
        width, height = self.size
        return all(
            margin_px <= centre.x_px <= width - margin_px
            and margin_px <= centre.y_px <= height - margin_px
            for centre in self.centres
        )

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.ink.shape[1], self.ink.shape[0]


class Sheet:
    """Draws in pixels of the finished picture onto a canvas that is `scale` times as fine.

    Args:
        width_px: Of the finished picture.
        height_px: The same.
        scale: Print is drawn finer and shrunk later, as a scan is.
    """

    def __init__(self, width_px: float, height_px: float, scale: float) -> None:
        self._scale = scale
        size = (max(1, round(width_px * scale)), max(1, round(height_px * scale)))
        self._image = Image.new("L", size, 0)
        self._draw = ImageDraw.Draw(self._image)
        self._centres: list[Centre] = []

    def width_of(self, text: str, face: Face, type_px: float, spacing_px: float = 0.0) -> float:
        """How wide a text will be, in finished pixels."""
        size = max(4, round(type_px * self._scale))
        long_px = sum(_advance(face.path, size, letter) for letter in text)
        return long_px / self._scale + spacing_px * max(0, len(text) - 1)

    def put(
        self,
        x_px: float,
        baseline_px: float,
        text: str,
        face: Face,
        type_px: float,
        *,
        spacing_px: float = 0.0,
        is_target: bool = True,
    ) -> float:
        """Print a text from a point on its baseline.

        Args:
            x_px: Left end.
            baseline_px: From the top.
            text: One line.
            face: Font.
            type_px: Size of type, in finished pixels.
            spacing_px: Added behind each letter.
            is_target: Whether its letters are to be read; neighbours that intrude are not.

        Returns:
            The right end.
        """
        scale = self._scale
        size = max(4, round(type_px * scale))
        font = sized(face.path, size)
        middle = (baseline_px - type_px * 0.27) * scale
        left = x_px * scale
        advances = (_advance(face.path, size, letter) + spacing_px * scale for letter in text)
        lefts = list(accumulate(advances, initial=left))
        if spacing_px:
            for letter, at in zip(text, lefts, strict=False):
                self._draw.text((at, baseline_px * scale), letter, 255, font, anchor="ls")
        else:
            self._draw.text((left, baseline_px * scale), text, 255, font, anchor="ls")
        if is_target:
            self._centres.extend(
                Centre((start + end) / 2, middle, letter)
                for letter, start, end in zip(text, lefts, lefts[1:], strict=False)
                if letter != " "
            )
        return lefts[-1] / scale

    def rule(
        self, start: tuple[float, float], end: tuple[float, float], thick_px: float = 1.0
    ) -> None:
        """A straight line between two points, in finished pixels."""
        points = [(x_px * self._scale, y_px * self._scale) for x_px, y_px in (start, end)]
        self._draw.line(points, 255, max(1, round(thick_px * self._scale)))

    def printed(self) -> Printed:
        """What was printed, on the fine canvas."""
        return Printed(np.asarray(self._image), tuple(self._centres))


@lru_cache(maxsize=100_000)
def _advance(path: str, size_px: int, letter: str) -> float:
    """Width of a letter without kerning: near enough to tell which letter stands where."""
    return sized(path, size_px).getlength(letter)


def turned(printed: Printed, angle_deg: float, shear: float, stretch: float) -> Printed:
    """The sheet turned, sheared and stretched about its middle, as one laid down askew.

    Args:
        printed: What to turn.
        angle_deg: Anticlockwise as seen.
        shear: Pixels sideways for each pixel down.
        stretch: Of its width; 1: none.
    """
    width, height = printed.size
    middle = np.array([width / 2, height / 2])
    cosine, sine = np.cos(np.deg2rad(angle_deg)), np.sin(np.deg2rad(angle_deg))
    forward = np.array([[cosine * stretch, sine + shear], [-sine, cosine]])
    back = np.linalg.inv(forward)
    offset = middle - back @ middle
    image = Image.fromarray(printed.ink).transform(
        (width, height),
        Image.Transform.AFFINE,
        (back[0, 0], back[0, 1], offset[0], back[1, 0], back[1, 1], offset[1]),
        resample=Image.Resampling.BILINEAR,
    )
    moved = _moved(printed.centres, forward, middle - forward @ middle)
    return Printed(np.asarray(image), moved)


def placed(
    centres: tuple[Centre, ...], *, left_px: float, top_px: float, scale: float
) -> tuple[Centre, ...]:
    """Centres after what they stand on was scaled and then put at a place."""
    return _moved(centres, np.eye(2) * scale, np.array([left_px, top_px]))


def _moved(
    centres: tuple[Centre, ...], matrix: NDArray[np.float64], offset: NDArray[np.float64]
) -> tuple[Centre, ...]:
    if not centres:
        return centres
    points = np.array([[centre.x_px, centre.y_px] for centre in centres]) @ matrix.T + offset
    return tuple(
        replace(centre, x_px=float(x_px), y_px=float(y_px))
        for centre, (x_px, y_px) in zip(centres, points, strict=True)
    )
