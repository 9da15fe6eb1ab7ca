"""A model is shown the test page, whose answers are known; and timed on it.

Whether a model loads says little: a badly converted one writes fluent text that is not there. One
that sees whole pages is asked for the fields of the page; one made for small regions reads the
values one by one, as it does at work; one that was only trained to read is let read.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from desktop.casework.control import Control
from desktop.casework.second_look.views import dpi_for
from desktop.domain.document import FileKind
from desktop.domain.errors import AnswerUnusableError, RegionTooLargeError
from desktop.domain.geometry import Box
from desktop.domain.imported_model import MeasuredPace
from desktop.domain.page import Pixels
from desktop.domain.vision import ModelDescription, StopReason, VisionTask
from desktop.wire.reading_client import ReadingClient
from desktop.wire.vision_client import VisionClient

PAGE_DPI = 110
"""What a page of 1,536 image tokens has."""

ENOUGH_RIGHT = 3
"""Of the four values: one may be misread by a small model, none comes by chance."""

MARGIN_PT = 1.5

TOKENS_A_VALUE = 64
"""An account number has 27 letters, and a small vocabulary can have a token for each."""

TOKENS_A_PAGE = 512
"""The page has about 60 words; models that write tags around them take twice as many tokens."""

_LETTERS = re.compile(r"[\W_]+")


class _Field(msgspec.Struct):
    name: str
    value: str
    box: tuple[float, float, float, float]


class _Answers(msgspec.Struct):
    field: tuple[_Field, ...]


@dataclass(frozen=True, slots=True)
class ValueRead:
    """What a model made of one value.

    Attributes:
        name: Of the field.
        value: That stands there.
        said: By the model.
        is_right: Letters and digits are the same.
    """

    name: str
    value: str
    said: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class _Shown:
    """A picture of the test page and what is asked about it."""

    pixels: Pixels
    fields: tuple[_Field, ...]


class KnownPage:
    """The page with the known answers.

    Args:
        folder: Of `test-page.pdf` and `test-page.toml`.
        reading: Renders it: the app itself parses nothing.
    """

    def __init__(self, folder: Path, reading: ReadingClient) -> None:
        """Open the page."""
        answers = (folder / "test-page.toml").read_bytes()
        self.fields = msgspec.toml.decode(answers, type=_Answers).field
        self._reading = reading
        reading.open(FileKind.PDF, (folder / "test-page.pdf").read_bytes())

    def shown_to(self, model: ModelDescription, shift_px: int = 0) -> tuple[_Shown, ...]:
        """The pictures that make up the page for a model.

        Args:
            model: That will look.
            shift_px: So many rows are cut off on top, so that no picture is one it has seen.
        """
        if not model.glyph_height_px:
            pixels = self._reading.render_page(1, round(595.28 * PAGE_DPI / 72))
            return (_Shown(_cut(pixels, shift_px), self.fields),)
        return tuple(
            _Shown(_cut(self._value_pixels(field, model), shift_px % 2), (field,))
            for field in self.fields
        )

    def _value_pixels(self, field: _Field, model: ModelDescription) -> Pixels:
        box = Box(*field.box)
        dpi = dpi_for(model, box.height_pt)
        return self._reading.render_region(1, box.grown_by(MARGIN_PT), dpi)


def tested(
    vision: VisionClient, model: ModelDescription, page: KnownPage, control: Control
) -> Iterator[ValueRead]:
    """Ask a loaded model for every value on the page.

    Yields:
        What it made of each; fewer where it was stopped.

    Raises:
        WorkerError: A worker failed at it.
        VisionModelError: The model failed, other than by a poor answer.
    """
    for shown in page.shown_to(model):
        if not control.may_go_on():
            return
        said = _said_about(vision, model, shown)
        for field in shown.fields:
            text = said.get(field.name, "")
            yield ValueRead(field.name, field.value, text, _is_in(field.value, text))


def measured(
    vision: VisionClient,
    model: ModelDescription,
    page: KnownPage,
    control: Control,
    clock: Callable[[], datetime],
    *,
    threads: int,
    rounds: int,
) -> Iterator[int | MeasuredPace]:
    """Time a loaded model on the page, each time a little shifted.

    Yields:
        Rounds done, then the pace; no pace where it was stopped.
    """
    seconds: list[float] = []
    for number in range(rounds + 1):
        pictures = page.shown_to(model, shift_px=number)
        started = time.perf_counter()
        for shown in pictures:
            if not control.may_go_on():
                return
            _said_about(vision, model, shown)
        if number:  # the first round warms up
            seconds.append(time.perf_counter() - started)
        yield number
    yield MeasuredPace(
        seconds_a_page=statistics.median(seconds),
        rounds=rounds,
        is_whole_page=not model.glyph_height_px,
        threads=threads,
        build=model.build,
        measured_at=clock().isoformat(timespec="seconds"),
    )


def has_passed(values: Sequence[ValueRead]) -> bool:
    """Whether a model that gave these can be used."""
    return sum(value.is_right for value in values) >= ENOUGH_RIGHT


def _said_about(vision: VisionClient, model: ModelDescription, shown: _Shown) -> dict[str, str]:
    """What the model says for each field; nothing where its answer cannot be used."""
    names = tuple(field.name for field in shown.fields)
    try:
        if not model.glyph_height_px and not model.can_only_read:
            answer = vision.ask(shown.pixels, VisionTask.FIELDS, names)
            return dict(answer.fields) if answer.stop_reason is StopReason.COMPLETE else {}
        budget = TOKENS_A_VALUE if model.glyph_height_px else TOKENS_A_PAGE
        text = vision.ask(shown.pixels, VisionTask.READ, max_tokens=budget).text
    except (AnswerUnusableError, RegionTooLargeError):
        return {}
    return dict.fromkeys(names, text)


def _is_in(value: str, said: str) -> bool:
    """Whether letters and digits of a value stand in what was said, as one piece."""
    return _LETTERS.sub("", value.casefold()) in _LETTERS.sub("", said.casefold())


def _cut(pixels: Pixels, rows: int) -> Pixels:
    if not 0 < rows < pixels.height_px:
        return pixels
    start = 3 * pixels.width_px * rows
    return Pixels(pixels.width_px, pixels.height_px - rows, pixels.rgb[start:])
