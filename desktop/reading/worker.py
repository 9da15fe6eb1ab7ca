"""The reading worker: `python -m desktop.reading.worker [rapidocr|tesseract|--view]`.

Gets documents over its pipe and gives back words, findings and pixels. It holds no key, opens no
file and reaches no network once it is ready. Told to use Tesseract, it first starts a helper
process, which alone may run that program. Told to `--view`, it draws pages and reads none: it is
there in a third of the time and takes a quarter of the memory.
"""

import argparse
import gc
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop.domain.errors import OcrEngineMissingError
from desktop.domain.page import OcrEngine
from desktop.reading.confine import confine
from desktop.reading.tesseract_helper import HELPER_FLAG, help_worker
from desktop.walls.confine import leave_network
from desktop.wire.messages import ReadPage, RenderPage
from desktop.wire.worker_loop import serve, take_pipes

if TYPE_CHECKING:
    from desktop.reading.page_renderer import PageRenderer

PROGRAM = "reading"
VIEW_FLAG = "--view"
_DEFECT_CODE = "READING-00"

_COLLECT_AFTER = 100_000
"""Objects made between two collections. A page makes some thousand, none of them in cycles; with
Python's 700 a quarter of the time goes into looking for some."""


def main(arguments: list[str]) -> int:
    """Take the pipes, load everything, lock the door, serve."""
    options = _options(arguments)
    pipes = take_pipes()
    if options.tesseract_helper:
        help_worker(pipes.requests, pipes.answers)
        return 0
    walls = leave_network(may_start_programs=options.engine is OcrEngine.TESSERACT)
    # Imported only now: a library that prints while it loads must not reach the pipe, and one that
    # asks for the network must not get it.
    import cv2  # noqa: PLC0415

    cv2.setNumThreads(1)  # there is a worker a core; and Landlock binds one thread at a time
    renderer = _warm_renderer() if options.view else _warm_reader(options.engine)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
    walls += confine()
    serve(pipes, renderer.handle, program=PROGRAM, confinement=walls, defect_code=_DEFECT_CODE)
    renderer.close()
    return 0


def _warm_renderer() -> "PageRenderer":
    from desktop.reading.page_renderer import PageRenderer  # noqa: PLC0415
    from desktop.reading.warm_up import warm_up  # noqa: PLC0415

    renderer = PageRenderer()
    warm_up(renderer, (RenderPage(number=1, width_px=64),))
    return renderer


def _warm_reader(engine: OcrEngine) -> "PageRenderer":
    from desktop.reading.engines import engines_of  # noqa: PLC0415
    from desktop.reading.reader import Reader  # noqa: PLC0415
    from desktop.reading.warm_up import warm_up, warm_up_ocr  # noqa: PLC0415

    engines = engines_of(engine)
    reader = Reader(engines)
    warm_up(reader, (RenderPage(number=1, width_px=64), ReadPage(number=1, engine=engine)))
    with suppress(OcrEngineMissingError):
        warm_up_ocr(engines.named(engine))
    return reader


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="reading-worker", allow_abbrev=False)
    parser.add_argument(
        "engine", type=OcrEngine, nargs="?", choices=list(OcrEngine), default=OcrEngine.RAPIDOCR
    )
    parser.add_argument(VIEW_FLAG, action="store_true", help="draw pages, read none")
    parser.add_argument(HELPER_FLAG, action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
