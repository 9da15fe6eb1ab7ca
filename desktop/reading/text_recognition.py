"""What a piece of a line says: the PP-OCRv6 recognition model and the reading of its output.

The model looks at a strip 48 pixels high and gives, for each eighth pixel, the probability of every
character or of none; repeated characters are one (connectionist temporal classification). The
column at which a character appears gives its place, hence the boxes of words.

Source: Graves et al., Connectionist Temporal Classification, 2006.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.reading.text_detection import Run
from desktop.reading.view import RgbArray

STRIP_HEIGHT_PX = 48

_MIN_STRIP_WIDTH_PX = 64
_MAX_STRIP_WIDTH_PX = 3200
"""A line of 250 letters; longer ones are squeezed."""

_WIDTH_STEP_PX = 32
_MAX_WASTE = 1.15
"""Strips share a batch while the widest is at most this much wider than the narrowest."""

_MAX_BATCH = 8
_MAX_BATCH_WIDTH_PX = 4800
"""Output grows with the width: 18,710 numbers a column; this keeps it under 50 MB."""


@dataclass(frozen=True, slots=True)
class ReadStrip:
    """What a strip says.

    Attributes:
        text: With spaces, possibly empty.
        confidence: Mean probability of its characters.
        places: For each character, its middle as a share of the strip's width.
        confidences: For each character, its probability.
    """

    text: str
    confidence: float
    places: tuple[float, ...]
    confidences: tuple[float, ...]


NOTHING_READ = ReadStrip("", 0.0, (), ())


class TextRecognition:
    """Reads strips.

    Args:
        run: The recognition model.
        characters: Its characters by class; class 0 is "no character".
    """

    def __init__(self, run: Run, characters: Sequence[str]) -> None:
        self._run = run
        self._characters = np.array(characters, dtype=object)

    def read(self, strips: Sequence[RgbArray]) -> list[ReadStrip]:
        """Read strips that are STRIP_HEIGHT_PX high, in batches of like width."""
        read: list[ReadStrip] = [NOTHING_READ] * len(strips)
        widths = [strip.shape[1] for strip in strips]
        order = sorted(range(len(strips)), key=widths.__getitem__)
        begin = 0
        while begin < len(order):
            end = begin + 1
            narrowest = max(widths[order[begin]], _MIN_STRIP_WIDTH_PX)
            while (
                end < len(order)
                and end - begin < _MAX_BATCH
                and widths[order[end]] <= narrowest * _MAX_WASTE
                and widths[order[end]] * (end - begin + 1) <= _MAX_BATCH_WIDTH_PX
            ):
                end += 1
            batch = order[begin:end]
            for index, strip in zip(batch, self._batch([strips[i] for i in batch]), strict=True):
                read[index] = strip
            begin = end
        return read

    def _batch(self, strips: Sequence[RgbArray]) -> list[ReadStrip]:
        widest = max(_MIN_STRIP_WIDTH_PX, *(strip.shape[1] for strip in strips))
        width = -(-widest // _WIDTH_STEP_PX) * _WIDTH_STEP_PX
        planes = np.zeros((len(strips), 3, STRIP_HEIGHT_PX, width), np.float32)
        for row, strip in enumerate(strips):
            levels = cv2.dnn.blobFromImage(
                strip, scalefactor=1 / 127.5, mean=(127.5, 127.5, 127.5), swapRB=True
            )
            planes[row, :, :, : strip.shape[1]] = levels[0]
        probabilities = self._run(planes)
        classes = probabilities.argmax(axis=2)
        certain = np.take_along_axis(probabilities, classes[:, :, None], axis=2)[:, :, 0]
        columns = classes.shape[1]
        return [
            self._strip(classes[row], certain[row], columns * strips[row].shape[1] / width)
            for row in range(len(strips))
        ]

    def _strip(
        self, classes: NDArray[np.int64], certain: NDArray[np.float32], columns: float
    ) -> ReadStrip:
        is_kept = classes != 0
        is_kept[1:] &= classes[1:] != classes[:-1]
        where = np.flatnonzero(is_kept)
        if not len(where):
            return NOTHING_READ
        text = "".join(self._characters[classes[where]])
        confidences = certain[where]
        places = np.minimum((where + 0.5) / columns, 1.0)
        return ReadStrip(
            text,
            float(confidences.mean()),
            tuple(places.tolist()),
            tuple(confidences.tolist()),
        )


def strip_of(rgb: RgbArray, quad: NDArray[np.float32]) -> RgbArray:
    """Cut a turned rectangle out of an image and bring it to the height of a strip.

    A rectangle that stands (at least 1.5 times as high as wide) is laid down counter-clockwise.
    """
    top_left, top_right, bottom_right, bottom_left = quad
    width = max(_length(top_right - top_left), _length(bottom_right - bottom_left), 1.0)
    height = max(_length(bottom_left - top_left), _length(bottom_right - top_right), 1.0)
    corners = quad
    if height >= 1.5 * width:
        corners = np.stack((top_right, bottom_right, bottom_left, top_left))
        width, height = height, width
    strip_width = round(width * STRIP_HEIGHT_PX / height)
    strip_width = min(max(strip_width, 8), _MAX_STRIP_WIDTH_PX)
    shrink = height / STRIP_HEIGHT_PX
    steps = 2 if shrink > 1.5 else 1
    target = np.array(
        [
            [0, 0],
            [strip_width * steps, 0],
            [strip_width * steps, STRIP_HEIGHT_PX * steps],
        ],
        np.float32,
    )
    matrix = cv2.getAffineTransform(np.ascontiguousarray(corners[:3]), target)
    strip = cv2.warpAffine(
        rgb,
        matrix,
        (strip_width * steps, STRIP_HEIGHT_PX * steps),
        flags=cv2.INTER_CUBIC if shrink < 1 else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if steps > 1:
        size = (strip_width, STRIP_HEIGHT_PX)
        strip = cv2.resize(strip, size, interpolation=cv2.INTER_AREA)
    return np.asarray(strip, np.uint8)


def _length(vector: NDArray[np.float32]) -> float:
    return float(np.hypot(vector[0], vector[1]))
