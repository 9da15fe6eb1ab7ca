"""Where text stands in an image: the PP-OCRv6 detection model and what follows from its map.

The model gives a probability of text for each pixel (differentiable binarisation). Regions above a
threshold become turned rectangles, which are then grown: the model is trained on shrunken ones.

Source: Liao et al., Real-time Scene Text Detection with Differentiable Binarization, 2020.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.reading.view import RgbArray

Run = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""A model: one array in, one array out."""

Quads = NDArray[np.float32]
"""Shape (n, 4, 2): corners of turned rectangles, clockwise from the top left, in pixels."""

_MULTIPLE_PX = 32
"""The network halves its input five times."""

_MIN_SHORT_SIDE_PX = 480
"""Smaller images are enlarged: letters of a cropped line would vanish in the network."""

_TEXT_PROBABILITY = 0.3
_BOX_PROBABILITY = 0.5
_GROWTH = 1.6
_MIN_BOX_SIDE_PX = 3.0
"""The values of the model's authors."""

_MAX_BOXES = 3_000


class TextDetection:
    """Finds lines of text.

    Args:
        run: The detection model.
        max_side_px: The image is scaled down so that its longer side is at most this.
    """

    def __init__(self, run: Run, max_side_px: int) -> None:
        self._run = run
        self._max_side_px = max_side_px

    def find(self, rgb: RgbArray) -> Quads:
        """Rectangles around pieces of lines, in pixels of the image."""
        height_px, width_px = rgb.shape[:2]
        scale = min(1.0, self._max_side_px / max(height_px, width_px))
        scale = max(scale, _MIN_SHORT_SIDE_PX / min(height_px, width_px))
        scale = min(scale, 2.0 * self._max_side_px / max(height_px, width_px))
        map_width_px = _multiple(width_px * scale)
        map_height_px = _multiple(height_px * scale)
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        scaled = cv2.resize(rgb, (map_width_px, map_height_px), interpolation=how)
        planes = cv2.dnn.blobFromImage(
            scaled, scalefactor=1 / 127.5, mean=(127.5, 127.5, 127.5), swapRB=True
        )
        probability = self._run(np.asarray(planes, np.float32))[0, 0]
        quads = _quads_of_map(probability)
        quads[:, :, 0] = np.clip(quads[:, :, 0] * (width_px / map_width_px), 0, width_px - 1)
        quads[:, :, 1] = np.clip(quads[:, :, 1] * (height_px / map_height_px), 0, height_px - 1)
        return quads


def _multiple(length_px: float) -> int:
    return max(_MULTIPLE_PX, round(length_px / _MULTIPLE_PX) * _MULTIPLE_PX)


def _quads_of_map(probability: NDArray[np.float32]) -> Quads:
    above = (probability > _TEXT_PROBABILITY).astype(np.uint8)
    joined = cv2.dilate(above, np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads: list[NDArray[np.float32]] = []
    for contour in contours[:_MAX_BOXES]:
        centre, (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < _MIN_BOX_SIDE_PX:
            continue
        corners = np.asarray(cv2.boxPoints((centre, (width, height), angle)), np.float32)
        if _mean_inside(probability, corners) < _BOX_PROBABILITY:
            continue
        growth = 2 * (width * height * _GROWTH) / (2 * (width + height))
        grown = cv2.boxPoints((centre, (width + growth, height + growth), angle))
        quads.append(_clockwise(np.asarray(grown, np.float32)))
    return np.stack(quads) if quads else np.zeros((0, 4, 2), np.float32)


def _mean_inside(probability: NDArray[np.float32], corners: NDArray[np.float32]) -> float:
    height, width = probability.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    inner = (corners - (left, top)).astype(np.int32).reshape(1, -1, 2)
    cv2.fillPoly(mask, list(inner), 1)
    return float(cv2.mean(probability[top : bottom + 1, left : right + 1], mask)[0])


def _clockwise(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Top left, top right, bottom right, bottom left, for rectangles that lean less than 45 deg."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left = by_x[:2][np.argsort(by_x[:2, 1], kind="stable")]
    right = by_x[2:][np.argsort(by_x[2:, 1], kind="stable")]
    return np.stack((left[0], right[0], right[1], left[1]))
