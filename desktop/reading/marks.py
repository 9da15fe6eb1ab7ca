"""What the pixels show, held against the words of the text layer."""

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.domain.geometry import Box
from desktop.domain.page import EMPTY_TEXT, Words
from desktop.reading.choose import Marks
from desktop.reading.ink import Ink, ink_of
from desktop.reading.layer import TextLayer
from desktop.reading.source import SourcePage
from desktop.reading.view import POINTS_PER_INCH, whole_page

_DPI = 100.0
"""At 100 dpi, 6 point type is 8 pixels high: enough to see that it is there."""

_SCALE = _DPI / POINTS_PER_INCH

_WORD_MARGIN_PT = 2.0
"""Marks this near to a word belong to it: accents, underlines, loose boxes."""

_MIN_TEXT_HEIGHT_PX, _MAX_TEXT_HEIGHT_PX = 4, 70
"""Lines of type from 3 to 50 points."""

_MIN_TEXT_WIDTH_PX = 8
_MIN_FILL, _MAX_FILL = 0.08, 0.85
"""Letters that were run together fill this share of their box; rules and solid blocks fill more."""

_MIN_PIECES = 2
"""Fewer pieces are a signature's flourish or a bullet."""

_REGION_MARGIN_PT = 6.0
_MERGE_GAP_PX = 25


def marks_of(page: SourcePage, layer: TextLayer | None) -> Marks:
    """Render a page coarsely and see what is marked on it beside the words of its layer.

    Raises:
        PageDamagedError: It cannot be drawn.
    """
    view = whole_page(page.width_pt, page.height_pt, _DPI)
    ink = ink_of(page.render(view))
    words = layer.text.words if layer is not None else EMPTY_TEXT.words
    scale_x = view.page_width_px / page.width_pt
    scale_y = view.page_height_px / page.height_pt
    if ink.is_blank:
        return Marks(is_blank=True, unread=(), hidden_share=1.0 if words else 0.0)
    if not words:
        return Marks(is_blank=False, unread=(), hidden_share=0.0)
    hidden = _hidden_share(ink, words, scale_x, scale_y)
    unread = _without_words(ink.mask, words, scale_x, scale_y)
    boxes = tuple(
        Box(
            max(0.0, left / scale_x - _REGION_MARGIN_PT),
            max(0.0, top / scale_y - _REGION_MARGIN_PT),
            min(page.width_pt, right / scale_x + _REGION_MARGIN_PT),
            min(page.height_pt, bottom / scale_y + _REGION_MARGIN_PT),
        )
        for left, top, right, bottom in _text_regions(unread)
    )
    return Marks(is_blank=False, unread=boxes, hidden_share=hidden)


def _hidden_share(ink: Ink, words: Words, scale_x: float, scale_y: float) -> float:
    """Share of words under which nothing is marked."""
    sums = np.asarray(cv2.integral(ink.mask.astype(np.uint8)))
    height, width = ink.mask.shape
    left = _px(words.lefts_pt, scale_x, width)
    top = _px(words.tops_pt, scale_y, height)
    right = np.maximum(left, _px(words.rights_pt, scale_x, width, margin_px=1.5))
    bottom = np.maximum(top, _px(words.bottoms_pt, scale_y, height, margin_px=1.5))
    inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return float(np.count_nonzero(inside == 0)) / len(words)


def _without_words(
    mask: NDArray[np.bool_], words: Words, scale_x: float, scale_y: float
) -> NDArray[np.uint8]:
    unread = mask.astype(np.uint8)
    height, width = mask.shape
    margin_x_px, margin_y_px = _WORD_MARGIN_PT * scale_x, _WORD_MARGIN_PT * scale_y
    sides = np.stack(
        (
            _px(words.lefts_pt, scale_x, width, margin_px=-margin_x_px),
            _px(words.tops_pt, scale_y, height, margin_px=-margin_y_px),
            _px(words.rights_pt, scale_x, width, margin_px=margin_x_px + 0.5),
            _px(words.bottoms_pt, scale_y, height, margin_px=margin_y_px + 0.5),
        ),
        axis=1,
    )
    for left, top, right, bottom in sides.tolist():
        unread[top:bottom, left:right] = 0
    return unread


def _px(
    edges_pt: tuple[float, ...], scale: float, side_px: int, *, margin_px: float = 0.0
) -> NDArray[np.int64]:
    """Edges of words as whole pixels of the picture, moved by a margin and cut to its side."""
    edges_px = np.asarray(edges_pt) * scale + margin_px
    return np.clip(edges_px, 0, side_px).astype(np.int64)


def _text_regions(unread: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """Regions (left, top, right, bottom) with pieces that have the shape of words."""
    joined = cv2.dilate(unread, np.ones((1, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    if count <= 1:
        return []
    left, top, width, height, area = (stats[1:, column] for column in range(5))
    fill = area / np.maximum(1, width * height)
    is_text = (
        (height >= _MIN_TEXT_HEIGHT_PX)
        & (height <= _MAX_TEXT_HEIGHT_PX)
        & (width >= _MIN_TEXT_WIDTH_PX)
        & (width >= 0.8 * height)
        & (fill >= _MIN_FILL)
        & (fill <= _MAX_FILL)
    )
    pieces = np.stack((left, top, left + width, top + height), axis=1)[is_text]
    if len(pieces) < _MIN_PIECES:
        return []
    canvas = np.zeros_like(unread)
    for piece in pieces.tolist():
        cv2.rectangle(canvas, (piece[0], piece[1]), (piece[2], piece[3]), 1, cv2.FILLED)
    grown = cv2.dilate(canvas, np.ones((_MERGE_GAP_PX, 2 * _MERGE_GAP_PX), np.uint8))
    _, labels = cv2.connectedComponents(grown)
    region_of_piece = labels[pieces[:, 1], pieces[:, 0]]
    found = []
    for region in np.unique(region_of_piece).tolist():
        held = pieces[region_of_piece == region]
        if len(held) >= _MIN_PIECES:
            (left_px, top_px), (right_px, bottom_px) = held[:, :2].min(0), held[:, 2:].max(0)
            found.append((int(left_px), int(top_px), int(right_px), int(bottom_px)))
    return found
