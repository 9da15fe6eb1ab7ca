"""Batches: pictures of one size with their questions; each follows from its seed and number."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.starter.training import vocabulary
from models.starter.training.chance import Chance
from models.starter.training.fonts import Fonts, training_fonts
from models.starter.training.samples import Sample, block_sample, line_sample, page_sample

CELL_PX = 16
CELL_LETTERS = 3
BEFORE_PICTURE = 2
NO_TARGET = -100
NO_SEGMENT = 99

Sides = tuple[int, int]
Numbers = NDArray[np.int64]

LINES: dict[Sides, float] = {
    (128, 32): 0.14,
    (192, 32): 0.18,
    (256, 32): 0.2,
    (320, 48): 0.1,
    (384, 32): 0.12,
    (384, 48): 0.08,
    (512, 48): 0.1,
    (768, 48): 0.05,
    (1024, 48): 0.03,
}
BLOCKS: dict[Sides, float] = {
    (256, 96): 0.25,
    (320, 112): 0.25,
    (384, 128): 0.2,
    (448, 160): 0.15,
    (512, 208): 0.1,
    (640, 256): 0.05,
}

PAGE: Sides = (192, 272)
"""An overview: 23 dots an inch of a sheet of A4."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the way from easy to hard.

    Attributes:
        until: First batch of the next stage.
        block_share: Of batches.
        page_share: The same.
        strength: Of noise.
        widest_line_px: No wider strips yet.
        largest_block_px: No blocks of more pixels yet.
        tokens: About so many in a batch.
        is_sight_only: Whether only the tower learns, from the letters in the cells: the decoder has
            nothing to learn from a tower that sees nothing yet, and takes two fifths of the time.
    """

    until: int
    block_share: float
    page_share: float
    strength: float
    widest_line_px: int
    largest_block_px: int
    tokens: int
    is_sight_only: bool = False


STAGES = (
    Stage(1400, 0.0, 0.0, 0.3, 256, 0, 1800, is_sight_only=True),
    Stage(2200, 0.0, 0.0, 0.4, 256, 0, 2400),
    Stage(3200, 0.06, 0.0, 0.6, 384, 256 * 96, 2800),
    Stage(6000, 0.22, 0.01, 0.85, 512, 384 * 128, 3400),
    Stage(1 << 62, 0.34, 0.03, 1.0, 1024, 640 * 256, 4800),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step trains on; rows are sequences behind the picture.

    Attributes:
        grey: Bytes: pictures, rows, columns.
        cells: Letters in each cell: pictures, cells, places; 0: none.
        numbers: Tokens of questions and answers, one after the other.
        targets: The token to say behind each, or `NO_TARGET`.
        positions: Of each token; every question stands right behind the picture.
        segments: Which question each token is of, from 1.
        is_sight_only: Whether only the cells are learnt.
    """

    grey: NDArray[np.uint8]
    cells: Numbers
    numbers: Numbers
    targets: Numbers
    positions: Numbers
    segments: Numbers
    is_sight_only: bool = False


def batch(seed: int, number: int, fonts: Fonts | None = None) -> Batch:
    """The batch of this number in the run of this seed.

    Args:
        seed: Of the run.
        number: From 0.
        fonts: To draw with; None: those of training.
    """
    stage = stage_of(number)
    chance = Chance(seed, number)
    fonts = fonts or training_fonts()
    if chance.happens(stage.block_share):
        here = {s: w for s, w in BLOCKS.items() if s[0] * s[1] <= stage.largest_block_px}
        sides, make = chance.weigh(here), block_sample
        per_picture = cells_in(sides) + 130
    elif chance.happens(stage.page_share):
        sides, make = PAGE, page_sample
        per_picture = cells_in(sides) + 40
    else:
        here = {s: w for s, w in LINES.items() if s[0] <= stage.widest_line_px}
        sides, make = chance.weigh(here), line_sample
        per_picture = cells_in(sides) + sides[0] // 8
    count = max(3, stage.tokens // per_picture)
    samples = [make(chance, fonts, sides, stage.strength) for _ in range(count)]
    return replace(packed(samples), is_sight_only=stage.is_sight_only)


def stage_of(number: int) -> Stage:
    """The stage in which this batch is."""
    return next(stage for stage in STAGES if number < stage.until)


def cells_in(sides: Sides) -> int:
    """Cells of a picture."""
    return sides[0] // CELL_PX * (sides[1] // CELL_PX)


def packed(samples: list[Sample]) -> Batch:
    """Samples with pictures of one size, as arrays."""
    grey = np.stack([sample.picture.grey for sample in samples])
    height, width = grey.shape[1:]
    start = BEFORE_PICTURE + height // CELL_PX * (width // CELL_PX + 1)
    rows = [_sequence(sample, start) for sample in samples]
    length = max(len(numbers) for numbers, _, _, _ in rows)
    shape = (len(samples), length)
    made = Batch(
        grey=grey,
        cells=np.stack([_cells(sample, width, height) for sample in samples]),
        numbers=np.full(shape, vocabulary.PAD, np.int64),
        targets=np.full(shape, NO_TARGET, np.int64),
        positions=np.full(shape, start, np.int64),
        segments=np.full(shape, NO_SEGMENT, np.int64),
    )
    for row, (numbers, targets, positions, segments) in enumerate(rows):
        made.numbers[row, : len(numbers)] = numbers
        made.targets[row, : len(numbers)] = targets
        made.positions[row, : len(numbers)] = positions
        made.segments[row, : len(numbers)] = segments
    return made


def _sequence(sample: Sample, start: int) -> tuple[list[int], list[int], list[int], list[int]]:
    """Tokens, targets, positions and segments of all that is asked about a picture."""
    numbers: list[int] = []
    targets: list[int] = []
    positions: list[int] = []
    segments: list[int] = []
    for segment, asked in enumerate(sample.asked, 1):
        question = [*vocabulary.encoded(asked.question), vocabulary.ANSWER]
        answer = [*vocabulary.encoded(asked.answer), vocabulary.END]
        here = question + answer
        numbers += here
        targets += [NO_TARGET] * (len(question) - 1) + answer + [NO_TARGET]
        positions += range(start, start + len(here))
        segments += [segment] * len(here)
    return numbers, targets, positions, segments


def _cells(sample: Sample, width_px: int, height_px: int) -> Numbers:
    """The letters whose middles lie in each cell, from left to right."""
    across, down = width_px // CELL_PX, height_px // CELL_PX
    found: dict[int, list[tuple[float, int]]] = {}
    for centre in sample.picture.centres:
        column, row = int(centre.x_px // CELL_PX), int(centre.y_px // CELL_PX)
        if 0 <= column < across and 0 <= row < down:
            number = vocabulary.letter_number(centre.letter)
            found.setdefault(row * across + column, []).append((centre.x_px, number))
    cells = np.zeros((across * down, CELL_LETTERS), np.int64)
    for cell, letters in found.items():
        for place, (_, number) in enumerate(sorted(letters)[:CELL_LETTERS]):
            cells[cell, place] = number
    return cells
