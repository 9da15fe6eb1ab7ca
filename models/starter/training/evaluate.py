"""Measures an exported pair through llama.cpp and the app's own reader, on invented print.

`python -m models.starter.training.evaluate FOLDER` prints rows of the model card. Fonts are those
that training never saw, noise is of full strength, and all pictures go the app's way: cut at the
ink, scaled, padded; pages shrunk.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from desktop.domain.errors import AnswerUnusableError, RegionTooLargeError
from desktop.domain.vision import Answer, StopReason, VisionTask
from models.reader import Reader, Region, open_reader
from models.starter.training.batches import PAGE
from models.starter.training.blocks import Block, block
from models.starter.training.chance import Chance
from models.starter.training.fonts import Fonts, held_out_fonts, training_fonts
from models.starter.training.lines import Line, Trouble, line, random_line, unreadable
from models.starter.training.pages import overview
from models.starter.training.picture import Picture
from models.starter.training.scores import Tally
from models.starter.training.table import Row, at_least, at_most, markdown

SEED = 7_2027
COUNT = 200
LINE_SIDES = ((256, 48), (384, 48), (512, 48))
BLOCK_SIDES = ((320, 112), (448, 160))
MOST_TOKENS = 900
"""A token a letter; the fullest blocks have some 800."""
SURE_OF_KIND = 0.7
"""Below it the app does not take the model's word (`SURE_ENOUGH` in casework/second_look/kind)."""

REFUSED_BY_PROMISE = (Trouble.BLANK, Trouble.THROUGH)

NO_ANSWER = "?"
"""Of an answer that is no use: neither a value nor a word for none."""


def evaluated(reader: Reader, count: int) -> Iterator[Row]:
    """Rows of the card, as they are measured.

    Args:
        reader: Of the pair.
        count: Pictures a row.
    """
    held, known = held_out_fonts(), training_fonts()
    tally = reading(reader, lines_of(Chance(SEED, 1), held, line, count))
    yield at_most("lines, held-out fonts", _figure(tally), tally.error, 0.01)
    tally = reading(reader, lines_of(Chance(SEED, 2), known, line, count))
    yield Row("lines, fonts of training", _figure(tally))
    tally = reading(reader, lines_of(Chance(SEED, 3), held, random_line, count))
    yield at_most("lines of random letters and digits", _figure(tally), tally.error, 0.02)
    tally = reading(reader, _blocks(Chance(SEED, 4), held, count))
    yield Row("blocks read", _figure(tally))
    there, absent, whole = _fields(reader, Chance(SEED, 5), held, count)
    yield at_least("fields that are there: right to the letter", _share(there), there.right, 0.95)
    yield at_least("fields that are not there: said so", _share(absent), absent.right, 0.95)
    yield Row("all fields as JSON: every one right, none invented", _share(whole))
    yield from _refusals(reader, held, count)
    if reader.description.overview_width_px:
        yield from _kinds(reader, held, count)


def lines_of(
    chance: Chance,
    fonts: Fonts,
    make: Callable[[Chance, Fonts, tuple[int, int], float], Line],
    count: int,
) -> Iterator[tuple[Picture, str]]:
    """Strips with what stands on them."""
    for _ in range(count):
        drawn = make(chance, fonts, chance.pick(LINE_SIDES), 1.0)
        yield drawn.picture, drawn.text


def reading(reader: Reader, pictures: Iterator[tuple[Picture, str]]) -> Tally:
    """How well they are read."""
    tally = Tally()
    for picture, wanted in pictures:
        answer = _asked(reader, picture, VisionTask.READ)
        if answer is None:
            tally.refuse()
        else:
            tally.add(wanted, _read(answer))
    return tally


def _blocks(chance: Chance, fonts: Fonts, count: int) -> Iterator[tuple[Picture, str]]:
    for _ in range(count):
        drawn = block(chance, fonts, chance.pick(BLOCK_SIDES), 1.0)
        yield drawn.picture, drawn.text


def _fields(reader: Reader, chance: Chance, fonts: Fonts, count: int) -> tuple[Tally, Tally, Tally]:
    """Fields that are there, fields that are not, and all of a block at once."""
    there, absent, whole = Tally(), Tally(), Tally()
    for _ in range(count):
        drawn = block(chance, fonts, chance.pick(BLOCK_SIDES), 1.0)
        known = reader.description.fields
        missing = [name for name in known if name not in drawn.fields]
        asked = {name: _plain(value) for name, value in drawn.fields.items() if name in known}
        if missing:
            asked[chance.pick(missing)] = ""
        for name, wanted in asked.items():
            answer = _asked(reader, drawn.picture, VisionTask.FIELD, name)
            if answer is not None:
                tally = there if wanted else absent
                tally.add(wanted, answer.fields.get(name, NO_ANSWER))
        _add_whole(reader, drawn, known, whole)
    return there, absent, whole


def _add_whole(reader: Reader, drawn: Block, known: tuple[str, ...], whole: Tally) -> None:
    answer = _asked(reader, drawn.picture, VisionTask.FIELDS, *known)
    if answer is not None:
        wanted = {name: _plain(drawn.fields.get(name, "")) for name in known}
        whole.add("object", "object" if answer.fields == wanted else "")


def _refusals(reader: Reader, fonts: Fonts, count: int) -> Iterator[Row]:
    """A row for each sort of strip on which nothing can be read."""
    for number, trouble in enumerate(Trouble):
        chance = Chance(SEED, 6, number)
        refused = 0
        for _ in range(count):
            drawn = unreadable(chance, fonts, chance.pick(LINE_SIDES), trouble)
            answer = _asked(reader, drawn.picture, VisionTask.READ)
            refused += answer is None or answer.says_nothing
        what, share = f"{trouble}: refused", refused / count
        figure = f"{share:.1%} of {count}"
        if trouble in REFUSED_BY_PROMISE:
            yield at_least(what, figure, share, 0.95)
        else:
            yield Row(what, figure)


def _kinds(reader: Reader, fonts: Fonts, count: int) -> Iterator[Row]:
    """How often the kind is right, and how often where the app would take it."""
    chance = Chance(SEED, 7)
    right = sure = right_and_sure = 0
    for _ in range(count):
        drawn = overview(chance, fonts, PAGE, 1.0)
        answer = _asked(reader, drawn.picture, VisionTask.KIND)
        is_right = answer is not None and answer.text == drawn.kind.value
        is_sure = answer is not None and answer.confidence >= SURE_OF_KIND
        right, sure = right + is_right, sure + is_sure
        right_and_sure += is_right and is_sure
    yield Row("kind of document from a page in small", f"{right / count:.1%} of {count}")
    yield Row(
        f"the same where it is surer than {SURE_OF_KIND}",
        f"{right_and_sure / max(1, sure):.1%} of {sure}",
    )


def _asked(reader: Reader, picture: Picture, task: VisionTask, *names: str) -> Answer | None:
    """What it says, perhaps nothing of use; None where the picture is not put to it."""
    grey = np.ascontiguousarray(picture.grey)
    rgb = np.repeat(grey[:, :, None], 3, axis=2).tobytes()
    region = Region(grey.shape[1], grey.shape[0], rgb)
    try:
        return reader.ask(region, task, names, max_tokens=MOST_TOKENS)
    except RegionTooLargeError:
        return None
    except AnswerUnusableError:
        return Answer("", {}, 0.0, StopReason.OUT_OF_TOKENS, 0, 0.0, 0.0, "", "")


def _read(answer: Answer) -> str:
    return "" if answer.says_nothing else answer.text


def _plain(value: str) -> str:
    return " ".join(value.split())


def _figure(tally: Tally) -> str:
    return (
        f"{tally.error:.2%} of letters wrong, {tally.right:.0%} without any error, "
        f"{tally.refused} not put to the model, of {tally.asked + tally.refused}"
    )


def _share(tally: Tally) -> str:
    return f"{tally.right:.1%} of {tally.asked}"


def main() -> None:
    """As the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    weights, projector = options.folder / "model-q8_0.gguf", options.folder / "mmproj-q8_0.gguf"
    reader = open_reader(weights, projector, threads=options.threads)
    rows = list(evaluated(reader, options.count))
    reader.close()
    sys.stdout.write(markdown(rows))


if __name__ == "__main__":
    main()
