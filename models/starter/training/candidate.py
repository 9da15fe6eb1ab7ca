"""Makes a candidate for the starter out of a checkpoint, and the table of its card, in one go.

`python -m models.starter.training.candidate FOLDER --documents DOCUMENTS`, in the program's own
environment: the pair is exported (by the environment of training), the height at which it reads
best is found on invented print, and the pair is measured through llama.cpp, on invented print and,
where they are named, on real documents, which decide nothing here. FOLDER gets the pair, its
manifest and `card.md`. One thread; how much is measured, and so how long it takes, is chosen.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from platformdirs import user_cache_path

from models.reader import open_reader
from models.starter.training.chance import Chance
from models.starter.training.evaluate import COUNT, evaluated, lines_of, reading
from models.starter.training.evaluate_documents import on_documents
from models.starter.training.fonts import held_out_fonts
from models.starter.training.lines import line
from models.starter.training.manifest_page import write_manifest
from models.starter.training.table import Row, markdown

WEIGHTS, PROJECTOR = "model-q8_0.gguf", "mmproj-q8_0.gguf"
CARD_NAME = "card.md"
HEIGHTS_PX = range(12, 21)
SEED = 8_2027
"""Of the strips by which the height is chosen; others than those that measure."""


def export(folder: Path, checkpoint: Path | None, python: Path) -> None:
    """Write the mean of recent weights as a pair.

    Args:
        folder: Where to.
        checkpoint: To take; None: where training keeps its own.
        python: Of the environment of training: torch is no part of the program's.
    """
    command = [str(python), "-m", "models.starter.training.export", str(folder)]
    if checkpoint is not None:
        command += ["--checkpoint", str(checkpoint)]
    subprocess.run(command, check=True)  # noqa: S603 - a script beside this one


def errors_by_height(folder: Path, count: int) -> Iterator[tuple[int, float]]:
    """Share of letters misread on the same strips, at each height; the manifest is written anew.

    Args:
        folder: Of the pair.
        count: Strips a height.
    """
    fonts = held_out_fonts()
    for height_px in HEIGHTS_PX:
        write_manifest(folder, WEIGHTS, PROJECTOR, glyph_height_px=height_px)
        reader = open_reader(folder / WEIGHTS, folder / PROJECTOR, threads=1)
        try:
            tally = reading(reader, lines_of(Chance(SEED), fonts, line, count))
        finally:
            reader.close()
        yield height_px, tally.error


def best_height(errors: Mapping[int, float]) -> int:
    """The height with the fewest errors about it: neighbours count half, against chance.

    Of equal ones the smaller: its pictures have fewer tokens.
    """

    def about(height_px: int) -> float:
        own = errors[height_px]
        below, above = (errors.get(height_px + step, own) for step in (-1, 1))
        return 2 * own + below + above

    return min(sorted(errors), key=about)


def measured(folder: Path, count: int, documents: Path | None, most: int) -> Iterator[Row]:
    """Rows of the card.

    Args:
        folder: Of the pair, with its manifest.
        count: Pictures a row.
        documents: With receipts and agreements; None: invented print alone.
        most: Documents of each sort.
    """
    reader = open_reader(folder / WEIGHTS, folder / PROJECTOR, threads=1)
    try:
        yield from evaluated(reader, count)
        if documents is not None:
            yield from on_documents(reader, documents, most)
    finally:
        reader.close()


def card(rows: Sequence[Row], errors: Mapping[int, float], height_px: int) -> str:
    """What is written: the table, and how the height was chosen."""
    heights = "\n".join(f"| {each} | {error:.2%} |" for each, error in errors.items())
    swept = (
        f"\nLines are brought to {height_px} px. Letters misread on the same invented strips, by "
        f"height:\n\n| px | wrong |\n|---|---|\n{heights}\n"
    )
    return markdown(rows) + (swept if errors else "")


def main() -> None:
    """As the command line says."""
    training = user_cache_path("in-camera") / "train-venv" / "bin" / "python"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="gets the pair and its card")
    parser.add_argument("--checkpoint", type=Path, default=None)
    parser.add_argument("--python", type=Path, default=training, help="that has torch")
    parser.add_argument("--sweep", type=int, default=COUNT, help="strips a height; 0: no sweep")
    parser.add_argument("--count", type=int, default=COUNT, help="pictures a row")
    parser.add_argument("--documents", type=Path, default=None)
    parser.add_argument("--most", type=int, default=1000, help="documents of each sort")
    options = parser.parse_args()
    export(options.folder, options.checkpoint, options.python)
    errors: dict[int, float] = {}
    height_px = 0
    if options.sweep:
        errors = dict(errors_by_height(options.folder, options.sweep))
        height_px = best_height(errors)
        write_manifest(options.folder, WEIGHTS, PROJECTOR, glyph_height_px=height_px)
    rows = list(measured(options.folder, options.count, options.documents, options.most))
    text = card(rows, errors, height_px)
    (options.folder / CARD_NAME).write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
