"""Tesseract as an OCR engine: its own program, run by a helper process.

See `tesseract_helper.py` for why it takes a helper.
"""

import re
import subprocess
import sys
from collections.abc import Sequence

import cv2
import numpy as np

from desktop.domain.errors import (
    OcrEngineMissingError,
    OcrLanguageMissingError,
    PageDamagedError,
)
from desktop.reading.ocr import SeenPage, SeenWord
from desktop.reading.tesseract_helper import ANSWER, HELLO, HELPER_FLAG, MAX_OUTPUT_BYTES, REQUEST
from desktop.reading.view import RgbArray

_DEFAULT_LANGUAGE = "eng"

_READ_MODE = 3
"""Page segmentation mode: automatic, the page taken for upright."""

_ORIENTATION_MODE = 0
"""Page segmentation mode: which way up, nothing else."""

_DOUBTFUL_CONFIDENCE = 0.7
"""Below this mean the page may lie on its side: Tesseract is asked which way up it is."""

_WORD_LEVEL = b"5"
_COLUMNS = 12

_MAX_HELLO_BYTES = 1 << 16


class Tesseract:
    """Asks the helper; knows from its start which languages there are."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """Start the helper, before the worker is confined.

        Args:
            command: What starts it; the worker's own program by default.

        Raises:
            OcrEngineMissingError: The program is not on this machine.
        """
        self._helper = subprocess.Popen(  # noqa: S603 - our own program
            [*(command or sys.orig_argv), HELPER_FLAG],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        (length,) = HELLO.unpack(self._received(HELLO.size))
        if not 0 < length <= _MAX_HELLO_BYTES:
            self.close()
            raise OcrEngineMissingError
        self._languages = frozenset(self._received(length).decode("ascii").split())

    def read(self, rgb: RgbArray, languages: tuple[str, ...]) -> SeenPage:
        """Read an image.

        Raises:
            OcrLanguageMissingError: There are no data for one of the languages.
            PageDamagedError: Tesseract gave up on the image.
            OcrEngineMissingError: The helper has died.
        """
        wanted = languages or (_DEFAULT_LANGUAGE,)
        if not self._languages.issuperset(wanted):
            raise OcrLanguageMissingError
        grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
        seen = _seen(self._asked(grey, _READ_MODE, wanted), 0)
        if _mean_confidence(seen) >= _DOUBTFUL_CONFIDENCE:
            return seen
        turn_deg = self._turn(grey)
        if not turn_deg:
            return seen
        turned = np.ascontiguousarray(np.rot90(grey, -(turn_deg // 90)))
        upright = _seen(self._asked(turned, _READ_MODE, wanted), turn_deg)
        return max(seen, upright, key=_mean_confidence)

    def close(self) -> None:
        """End the helper."""
        for pipe in (self._helper.stdin, self._helper.stdout):
            if pipe is not None:
                pipe.close()
        self._helper.wait()

    def _turn(self, grey: RgbArray) -> int:
        """The clockwise turn that Tesseract proposes; 0 where it cannot tell."""
        try:
            told = self._asked(grey, _ORIENTATION_MODE, ("osd",))
        except PageDamagedError:
            return 0
        found = re.search(rb"^Rotate: (90|180|270)\s*$", told, re.MULTILINE)
        return int(found.group(1)) if found else 0

    def _asked(self, grey: RgbArray, mode: int, languages: Sequence[str]) -> bytes:
        height, width = grey.shape
        named = "+".join(languages).encode("ascii")
        pipe = self._helper.stdin
        if pipe is None:
            raise OcrEngineMissingError
        try:
            pipe.write(REQUEST.pack(width, height, mode, len(named)) + named)
            pipe.write(grey.tobytes())
            pipe.flush()
        except BrokenPipeError:
            raise OcrEngineMissingError from None
        has_failed, length = ANSWER.unpack(self._received(ANSWER.size))
        if length > MAX_OUTPUT_BYTES:
            raise OcrEngineMissingError
        printed = self._received(length)
        if has_failed:
            raise PageDamagedError
        return printed

    def _received(self, length: int) -> bytes:
        pipe = self._helper.stdout
        data = b"" if pipe is None else pipe.read(length)
        if len(data) < length:
            raise OcrEngineMissingError
        return data


def _seen(table: bytes, turn_deg: int) -> SeenPage:
    """The words of a TSV table, in Tesseract's own reading order."""
    lines: dict[tuple[bytes, ...], list[SeenWord]] = {}
    for row in table.split(b"\n"):
        cells = row.rstrip(b"\r").split(b"\t", _COLUMNS - 1)
        if len(cells) != _COLUMNS or cells[0] != _WORD_LEVEL:
            continue
        text = cells[11].decode("utf-8", "replace").strip()
        left, top, width, height = (float(cell) for cell in cells[6:10])
        confidence = min(1.0, max(0.0, float(cells[10]) / 100))
        for part in text.split():
            word = SeenWord(part, left, top, left + width, top + height, confidence)
            lines.setdefault(tuple(cells[2:5]), []).append(word)
    return SeenPage(turn_deg, 0.0, tuple(map(tuple, lines.values())), is_ordered=True)


def _mean_confidence(seen: SeenPage) -> float:
    weights = [(word.confidence, len(word.text)) for line in seen.lines for word in line]
    letters = sum(length for _, length in weights)
    return sum(confidence * length for confidence, length in weights) / letters if letters else 0.0
