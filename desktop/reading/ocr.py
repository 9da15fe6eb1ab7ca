"""What every OCR engine offers, whatever it is made of."""

from dataclasses import dataclass
from typing import Protocol

from desktop.reading.view import RgbArray


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word in an image.

    Attributes:
        text: Without spaces, never empty.
        left_px: Edges of its upright box in the turned image.
        confidence: 0 to 1.
    """

    text: str
    left_px: float
    top_px: float
    right_px: float
    bottom_px: float
    confidence: float


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What an engine saw in an image.

    Attributes:
        turn_deg: Clockwise turn (0, 90, 180, 270) that brings the image upright.
        skew_deg: How far the lines of the turned image lean, clockwise, in degrees.
        lines: Pieces of lines in no particular order; each a run of words from left to right.
        is_ordered: Whether the lines are in reading order already.
    """

    turn_deg: int
    skew_deg: float
    lines: tuple[tuple[SeenWord, ...], ...]
    is_ordered: bool = False


class Ocr(Protocol):
    """An engine that reads pixels."""

    def read(self, rgb: RgbArray, languages: tuple[str, ...]) -> SeenPage:
        """Read an image.

        Args:
            rgb: The page as it was rendered, not yet known to be upright.
            languages: Tesseract language codes; an engine that needs none ignores them.

        Raises:
            OcrEngineMissingError: The engine cannot be run here.
            OcrLanguageMissingError: It has no data for a language.
        """
