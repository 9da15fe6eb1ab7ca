"""One text out of two readings of a page: its text layer, and OCR of what the layer leaves out."""

from collections.abc import Sequence

from desktop.domain.page import PageText
from desktop.reading.page_text import PlacedWord

_SAME_WORD = 0.4
"""A word seen by OCR is the layer's when so much of its box lies under words of the layer."""

_CELL_PT = 20.0
"""Words are looked up by squares of this size."""

_Cells = dict[tuple[int, int], list[PlacedWord]]


def lines_of(text: PageText) -> list[list[PlacedWord]]:
    """The lines of a text, word by word."""
    lines: list[list[PlacedWord]] = []
    behind = 0
    for word in text.words:
        if not lines or "\n" in text.text[behind : word.start]:
            lines.append([])
        behind = word.end
        box = word.box
        lines[-1].append(
            (
                text.text[word.start : word.end],
                box.left_pt,
                box.top_pt,
                box.right_pt,
                box.bottom_pt,
                word.confidence,
            )
        )
    return lines


def turned_lines(
    lines: Sequence[Sequence[PlacedWord]], turn_deg: int, width_pt: float, height_pt: float
) -> list[list[PlacedWord]]:
    """The same words on the page turned clockwise; width and height are those before the turn."""
    return [[_turned(word, turn_deg, width_pt, height_pt) for word in line] for line in lines]


def merged_lines(
    layer: Sequence[Sequence[PlacedWord]], seen: Sequence[Sequence[PlacedWord]]
) -> list[list[PlacedWord]]:
    """The lines of the layer, and between them by height what only OCR saw."""
    cells = _cells(layer)
    added = [[word for word in line if not _is_known(word, cells)] for line in seen]
    result: list[list[PlacedWord]] = [list(line) for line in layer]
    position = 0
    for line in added:
        if not line:
            continue
        top = line[0][2]
        while position > 0 and result[position - 1][0][2] > top:
            position -= 1
        while position < len(result) and result[position][0][2] <= top:
            position += 1
        result.insert(position, line)
        position += 1
    return result


def _cells(lines: Sequence[Sequence[PlacedWord]]) -> _Cells:
    cells: _Cells = {}
    for line in lines:
        for word in line:
            for cell in _cells_of(word):
                cells.setdefault(cell, []).append(word)
    return cells


def _cells_of(word: PlacedWord) -> list[tuple[int, int]]:
    _, left, top, right, bottom, _ = word
    columns = range(int(left // _CELL_PT), int(right // _CELL_PT) + 1)
    rows = range(int(top // _CELL_PT), int(bottom // _CELL_PT) + 1)
    return [(column, row) for column in columns for row in rows]


def _is_known(word: PlacedWord, cells: _Cells) -> bool:
    _, left, top, right, bottom, _ = word
    area = max(1e-6, (right - left) * (bottom - top))
    covered = 0.0
    known = {id(other): other for cell in _cells_of(word) for other in cells.get(cell, ())}
    for _, other_left, other_top, other_right, other_bottom, _ in known.values():
        width = min(right, other_right) - max(left, other_left)
        height = min(bottom, other_bottom) - max(top, other_top)
        if width > 0 and height > 0:
            covered += width * height
    return covered >= _SAME_WORD * area


def _turned(word: PlacedWord, turn_deg: int, width_pt: float, height_pt: float) -> PlacedWord:
    text, left, top, right, bottom, confidence = word
    match turn_deg:
        case 90:
            return text, height_pt - bottom, left, height_pt - top, right, confidence
        case 180:
            left, right = width_pt - right, width_pt - left
            return text, left, height_pt - bottom, right, height_pt - top, confidence
        case 270:
            return text, top, width_pt - right, bottom, width_pt - left, confidence
        case _:
            return word
