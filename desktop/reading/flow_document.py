"""A flow as an open document: its pages, their words and their pictures.

The words are those of the file; the picture is drawn from them. It is there for people and for the
vision model, and can show no more than the words say.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from desktop.domain.errors import NoSuchPageError
from desktop.reading.flow import Flow
from desktop.reading.flow_letters import ASCENT_EM, DESCENT_EM, Face, Letters, is_mark, letters
from desktop.reading.flow_lines import BOLD, DELETED, HIDDEN, INSERTED, LABEL, STRUCK, Look
from desktop.reading.flow_places import spans_of, strips_of
from desktop.reading.flow_setting import PlacedText, SetPage, set_on_pages
from desktop.reading.layer import TextLayer
from desktop.reading.page_text import PlacedWord, text_of_lines
from desktop.reading.source import Part
from desktop.reading.view import RgbArray, View

TRACKED_CHANGES = "tracked_changes"
"""Remark on a page with words that were inserted or deleted."""

HIDDEN_TEXT = "hidden_text"
"""Remark on a page with words that the program which made the file does not show."""

LETTERS_NOT_DRAWN = "letters_not_drawn"
"""Remark on a page whose picture lacks letters; its words have them."""

_BLACK, _GREY, _RED, _GREEN, _BLUE = "#000000", "#5f5f5f", "#a11212", "#0b6b2b", "#3a4a78"
_RULE = "#b4b4b4"
_LINE_EM = 0.06
"""Thickness of the strokes under and through words."""


class FlowDocument:
    """A flow, set on pages when it is opened.

    Args:
        flow: What the file says.
    """

    def __init__(self, flow: Flow) -> None:
        """Set it.

        Raises:
            TooManyPagesError: It needs more pages than MAX_PAGES.
        """
        self.notes = flow.notes
        self.parts: Sequence[Part] = flow.parts
        self._letters = letters()
        self._pages = set_on_pages(flow, self._letters)

    @property
    def page_count(self) -> int:
        """At least 1."""
        return len(self._pages)

    def page(self, number: int) -> "FlowPage":
        """A page, counted from 1.

        Raises:
            NoSuchPageError: There is no page with that number.
        """
        if not 1 <= number <= len(self._pages):
            raise NoSuchPageError
        return FlowPage(self._pages[number - 1], self._letters)

    def close(self) -> None:
        """Forget the pages and the embedded files."""
        self._pages, self.parts = [], ()


class FlowPage:
    """A page of a flow."""

    def __init__(self, page: SetPage, letters: Letters) -> None:
        self._page = page
        self._letters = letters
        self.width_pt, self.height_pt = page.width_pt, page.height_pt
        self.remarks = tuple(_remarks(page, letters))

    def text_layer(self) -> TextLayer:
        """The words of the page, which are the file's own."""
        lines = [list(self._placed(text)) for text in self._page.texts]
        return TextLayer(
            text=text_of_lines(lines),
            unmapped_share=0.0,
            outside_count=0,
            invisible_share=0.0,
            images=(),
            path_count=0,
            is_exact=True,
        )

    def render(self, view: View) -> RgbArray:
        """Draw a view of the page."""
        drawn = _drawn(self._page, self._letters, _unturned(view))
        return np.ascontiguousarray(np.rot90(drawn, -(view.turn_deg // 90)))

    def native_dpi(self) -> None:
        """It is drawn at any resolution."""
        return

    def close(self) -> None:
        """The document keeps its pages."""

    def _placed(self, text: PlacedText) -> Iterator[PlacedWord]:
        size_pt = text.size_pt
        top_pt = round(text.base_pt - ASCENT_EM * size_pt, 2)
        bottom_pt = round(text.base_pt + DESCENT_EM * size_pt, 2)
        for word, left_em, right_em in spans_of(text.line, self._letters):
            left_pt = round(text.left_pt + left_em * size_pt, 2)
            right_pt = round(text.left_pt + right_em * size_pt, 2)
            yield word, left_pt, top_pt, right_pt, bottom_pt, 1.0


def _remarks(page: SetPage, letters: Letters) -> Iterator[str]:
    looks = {look for text in page.texts for _, look in text.line.looks}
    if any(look & (INSERTED | DELETED) for look in looks):
        yield TRACKED_CHANGES
    if any(look & HIDDEN for look in looks):
        yield HIDDEN_TEXT
    characters = set().union(*(text.line.text for text in page.texts))
    if not all(map(letters.is_drawn, characters)):
        yield LETTERS_NOT_DRAWN


def _unturned(view: View) -> View:
    """The part of the page as it stands that a turned view shows."""
    width_px, height_px = view.page_width_px, view.page_height_px
    right_px = width_px - view.left_px - view.width_px
    below_px = height_px - view.top_px - view.height_px
    match view.turn_deg:
        case 90:
            place = height_px, width_px, view.top_px, right_px, view.height_px, view.width_px
        case 180:
            place = width_px, height_px, right_px, below_px, view.width_px, view.height_px
        case 270:
            place = height_px, width_px, below_px, view.left_px, view.height_px, view.width_px
        case _:
            return view
    return View(*place)


def _drawn(page: SetPage, letters: Letters, view: View) -> RgbArray:
    canvas = Image.new("RGB", (view.width_px, view.height_px), "white")
    pen = _Pen(ImageDraw.Draw(canvas), letters, view.page_width_px / page.width_pt, view)
    for rule in page.rules:
        pen.rule(rule.left_pt, rule.top_pt, rule.right_pt, rule.bottom_pt)
    for text in page.texts:
        pen.write(text)
    return np.asarray(canvas, np.uint8)


class _Pen:
    """Draws on the part of a page that a view shows."""

    def __init__(
        self, draw: ImageDraw.ImageDraw, letters: Letters, scale: float, view: View
    ) -> None:
        self._draw = draw
        self._letters = letters
        self._scale = scale
        self._view = view
        self._fonts: dict[tuple[Face, float, bool], ImageFont.FreeTypeFont] = {}

    def rule(self, left_pt: float, top_pt: float, right_pt: float, bottom_pt: float) -> None:
        begin, end = self._point(left_pt, top_pt), self._point(right_pt, bottom_pt)
        self._draw.line((*begin, *end), fill=_RULE, width=max(1, round(0.5 * self._scale)))

    def write(self, text: PlacedText) -> None:
        x_px, base_px = self._point(text.left_pt, text.base_pt)
        size_px = text.size_pt * self._scale
        is_seen = -size_px < base_px < self._view.height_px + size_px
        if not is_seen:
            return
        for left_em, run, look in strips_of(text.line, self._letters):
            self._write_run(run, look, x_px + left_em * size_px, base_px, size_px)

    def _write_run(self, run: str, look: Look, x_px: float, base_px: float, size_px: float) -> None:
        """Draw letter by letter."""
        is_bold = bool(look & BOLD)
        ink = _ink(look)
        begin_px = before_px = x_px
        for character in run:
            font = self._font(character, size_px, is_bold=is_bold)
            at_px = x_px
            if is_mark(character) and self._letters.lends(character):
                left_px, _, right_px, _ = font.getbbox(character, anchor="ls")
                at_px = (before_px + x_px - left_px - right_px) / 2
            self._draw.text((at_px, base_px), character, fill=ink, font=font, anchor="ls")
            width_px = self._letters.width_em(character, is_bold=is_bold) * size_px
            before_px, x_px = (x_px, x_px + width_px) if width_px else (before_px, x_px)
        for height_em in _strokes(look):
            y_px = base_px - height_em * size_px
            thick_px = max(1, round(_LINE_EM * size_px))
            self._draw.line((begin_px, y_px, x_px, y_px), fill=ink, width=thick_px)

    def _font(self, character: str, size_px: float, *, is_bold: bool) -> ImageFont.FreeTypeFont:
        size_px = max(1.0, size_px)
        face = self._letters.face_of(character)
        key = face, round(size_px, 3), is_bold
        if key not in self._fonts:
            self._fonts[key] = face.font(size_px, is_bold=is_bold)
        return self._fonts[key]

    def _point(self, x_pt: float, y_pt: float) -> tuple[float, float]:
        return x_pt * self._scale - self._view.left_px, y_pt * self._scale - self._view.top_px


def _ink(look: Look) -> str:
    if look & LABEL:
        return _BLUE
    if look & DELETED:
        return _RED
    if look & INSERTED:
        return _GREEN
    return _GREY if look & HIDDEN else _BLACK


def _strokes(look: Look) -> Iterator[float]:
    """Heights of the strokes above the line that letters stand on, in ems."""
    if look & (DELETED | STRUCK):
        yield 0.27
    if look & INSERTED:
        yield -0.12
