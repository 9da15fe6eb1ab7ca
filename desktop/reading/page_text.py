"""Words and lines put together to the text of a page."""

from collections.abc import Sequence
from typing import TypeAlias

from desktop.domain.page import EMPTY_TEXT, PageText, Words

PlacedWord: TypeAlias = tuple[str, float, float, float, float, float]
"""A word, its box (left, top, right, bottom) in points, and its confidence. A bare tuple: a page
has hundreds, and building an object for each here would cost more than reading them."""

PlacedLine: TypeAlias = Sequence[PlacedWord]

_SAME_LINE_OVERLAP = 0.5
"""Two pieces stand on one line when they share this share of the lower one's height."""

_BLOCK_GAP = 0.8
"""A gap of this share of the line's height begins a new block."""


def text_of_lines(lines: Sequence[PlacedLine]) -> PageText:
    """Put lines together in the order given.

    Pieces that continue the line before on the same height are joined to it; a gap, or a jump up or
    aside to another column, begins a new block.
    """
    parts: list[str] = []
    placed: list[PlacedWord] = []
    starts: list[int] = []
    ends: list[int] = []
    offset = 0
    left_before, top_before, right_before, bottom_before = 0.0, 0.0, 0.0, 0.0
    for line in lines:
        _, left, top, right, bottom, _ = line[0]
        _, left_of_last, top_of_last, right_of_last, bottom_of_last, _ = line[-1]
        left = min(left, left_of_last)
        top = min(top, top_of_last)
        right = max(right, right_of_last)
        bottom = max(bottom, bottom_of_last)
        if placed:
            height = min(bottom - top, bottom_before - top_before)
            shared = min(bottom, bottom_before) - max(top, top_before)
            continues = shared >= _SAME_LINE_OVERLAP * height and left >= right_before - height
            if continues:
                parts.append(" ")
                offset += 1
                left, top = min(left, left_before), min(top, top_before)
                bottom = max(bottom, bottom_before)
            else:
                is_apart = (
                    top - bottom_before > _BLOCK_GAP * height
                    or top < top_before - height
                    or left > right_before
                    or right < left_before
                )
                parts.append("\n\n" if is_apart else "\n")
                offset += 2 if is_apart else 1
        left_before, top_before, right_before, bottom_before = left, top, right, bottom
        texts = [word[0] for word in line]
        for text in texts:
            starts.append(offset)
            offset += len(text)
            ends.append(offset)
            offset += 1
        offset -= 1
        parts.append(" ".join(texts))
        placed.extend(line)
    if not placed:
        return EMPTY_TEXT
    _, lefts_pt, tops_pt, rights_pt, bottoms_pt, confidences = zip(*placed, strict=True)
    words = Words(tuple(starts), tuple(ends), lefts_pt, tops_pt, rights_pt, bottoms_pt, confidences)
    return PageText("".join(parts), words)
