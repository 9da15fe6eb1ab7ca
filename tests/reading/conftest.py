import numpy as np
import pytest

from desktop.domain.page import OcrEngine
from desktop.paths import reading_worker_command
from desktop.wire.reading_client import ReadingClient


@pytest.fixture(scope="session")
def worker():
    """A reading worker that all tests of reading share: none may leave it unable to go on."""
    with ReadingClient(reading_worker_command()) as client:
        client.start()
        pid = client.pid
        yield client
        assert client.pid == pid, "a test has cost the worker its life"


@pytest.fixture
def read(worker):
    """Open a file and read a page of it, by the built-in engine where it takes one."""

    def read(kind, original, number=1, **how):
        worker.open(kind, original)
        return worker.read_page(number, engine=OcrEngine.RAPIDOCR, **how).reading

    return read


@pytest.fixture(scope="session")
def ink_under_words():
    """How well the words of a page lie on what it shows.

    The share of dark pixels that lie in the box of a word, and the share of boxes with dark pixels.
    """

    def shares(pixels, reading, margin_pt=2.0):
        rows = (pixels.height_px, pixels.width_px, 3)
        dark = np.frombuffer(pixels.rgb, np.uint8).reshape(rows).max(axis=2) < 128
        scale = pixels.width_px / reading.width_pt
        assert pixels.height_px == pytest.approx(reading.height_pt * scale, abs=2)
        covered = np.zeros_like(dark)
        filled = 0
        for word in reading.text.words:
            box = word.box.grown_by(margin_pt)
            rows = slice(max(0, int(box.top_pt * scale)), round(box.bottom_pt * scale))
            columns = slice(max(0, int(box.left_pt * scale)), round(box.right_pt * scale))
            covered[rows, columns] = True
            filled += bool(dark[rows, columns].any())
        return (dark & covered).sum() / dark.sum(), filled / len(reading.text.words)

    return shares
