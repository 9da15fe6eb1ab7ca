"""Measures an exported pair through llama.cpp and the app's own reader, on invented print.

`python -m models.starter.training.evaluate FOLDER` prints the tables of the model card. Fonts are
those that training never saw, noise is of full strength, and all pictures go the app's way: cut at
the ink, scaled, padded.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from desktop.domain.errors import AnswerUnusableError, RegionTooLargeError
from desktop.domain.vision import VisionTask
from models.reader import Reader, Region, open_reader
from models.starter.training import prompts
from models.starter.training.blocks import block
from models.starter.training.chance import Chance
from models.starter.training.fonts import Fonts, held_out_fonts, training_fonts
from models.starter.training.lines import Line, line, random_line, unreadable
from models.starter.training.picture import Picture
from models.starter.training.scores import Tally

SEED = 7_2027
COUNT = 200
LINE_SIDES = ((256, 48), (384, 48), (512, 48))
BLOCK_SIDES = ((320, 112), (448, 160))
MOST_TOKENS = 400

Row = tuple[str, str]


def evaluated(reader: Reader, count: int) -> Iterator[Row]:
    """Rows of the card: what, figure.

    Args:
        reader: Of the pair.
        count: Pictures a row.
    """
    held, known = held_out_fonts(), training_fonts()
    yield "lines, held-out fonts", _reading(reader, _lines(Chance(SEED, 1), held, line, count))
    yield "lines, fonts of training", _reading(reader, _lines(Chance(SEED, 2), known, line, count))
    yield (
        "lines of random letters and digits, held-out fonts",
        _reading(reader, _lines(Chance(SEED, 3), held, random_line, count)),
    )
    yield "blocks read, held-out fonts", _reading(reader, _blocks(Chance(SEED, 4), held, count))
    there, absent = _questions(reader, Chance(SEED, 5), held, count)
    yield "fields that are there: right to the letter", f"{there.right:.1%} of {there.asked}"
    yield "fields that are not there: said so", f"{absent.right:.1%} of {absent.asked}"
    yield "blank, shining through, faint, too small: refused", _refusing(reader, held, count)


def _lines(
    chance: Chance,
    fonts: Fonts,
    make: Callable[[Chance, Fonts, tuple[int, int], float], Line],
    count: int,
) -> Iterator[tuple[Picture, str]]:
    for _ in range(count):
        drawn = make(chance, fonts, chance.pick(LINE_SIDES), 1.0)
        yield drawn.picture, drawn.text


def _blocks(chance: Chance, fonts: Fonts, count: int) -> Iterator[tuple[Picture, str]]:
    for _ in range(count):
        drawn = block(chance, fonts, chance.pick(BLOCK_SIDES), 1.0)
        yield drawn.picture, drawn.text


def _reading(reader: Reader, pictures: Iterator[tuple[Picture, str]]) -> str:
    tally = Tally()
    for picture, wanted in pictures:
        said = _asked(reader, picture, VisionTask.READ)
        if said is None:
            tally.refuse()
        else:
            tally.add(wanted, said)
    return (
        f"{tally.error:.2%} of letters wrong, {tally.right:.0%} without any error, "
        f"{tally.refused} not put to the model, of {tally.asked + tally.refused}"
    )


def _questions(reader: Reader, chance: Chance, fonts: Fonts, count: int) -> tuple[Tally, Tally]:
    """Fields that are there, and fields that are not."""
    there, absent = Tally(), Tally()
    for _ in range(count):
        drawn = block(chance, fonts, chance.pick(BLOCK_SIDES), 1.0)
        missing = [name for name in prompts.FIELD_NAMES if name not in drawn.fields]
        said = _asked(reader, drawn.picture, VisionTask.FIELD, chance.pick(missing))
        if said is not None:
            absent.add("", said)
        for name, wanted in drawn.fields.items():
            said = _asked(reader, drawn.picture, VisionTask.FIELD, name)
            if said is not None:
                there.add(wanted, said)
    return there, absent


def _refusing(reader: Reader, fonts: Fonts, count: int) -> str:
    chance = Chance(SEED, 6)
    refused = 0
    for _ in range(count):
        drawn = unreadable(chance, fonts, chance.pick(LINE_SIDES))
        said = _asked(reader, drawn.picture, VisionTask.READ)
        refused += said in (None, "", prompts.UNREADABLE)
    return f"{refused / count:.1%} of {count}"


def _asked(reader: Reader, picture: Picture, task: VisionTask, *names: str) -> str | None:
    """What it says; for a field the value, "" where it says that it is not there."""
    grey = np.ascontiguousarray(picture.grey)
    rgb = np.repeat(grey[:, :, None], 3, axis=2).tobytes()
    region = Region(grey.shape[1], grey.shape[0], rgb)
    try:
        answer = reader.ask(region, task, names, max_tokens=MOST_TOKENS)
    except RegionTooLargeError:
        return None
    except AnswerUnusableError:
        return prompts.UNREADABLE
    return answer.fields.get(names[0], answer.text) if names else answer.text


def main() -> None:
    """As the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    weights, projector = options.folder / "model-q8_0.gguf", options.folder / "mmproj-q8_0.gguf"
    reader = open_reader(weights, projector, threads=options.threads)
    for what, figure in evaluated(reader, options.count):
        sys.stdout.write(f"| {what} | {figure} |\n")
        sys.stdout.flush()
    reader.close()


if __name__ == "__main__":
    main()
