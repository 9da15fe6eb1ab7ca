"""What every kind of document offers to the reader, whatever its file format."""

from collections.abc import Sequence
from typing import Protocol

from desktop.domain.notes import Note
from desktop.reading.layer import TextLayer
from desktop.reading.view import RgbArray, View

TRUNCATED = "truncated_image"
"""Remark on a page of which the file holds a part only."""


class SourcePage(Protocol):
    """One page of an open document; close it before asking for the next."""

    @property
    def width_pt(self) -> float:
        """Width in points as displayed, the page's own rotation respected."""

    @property
    def height_pt(self) -> float:
        """Height in points as displayed, the page's own rotation respected."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Short codes of what was noticed while opening it, such as "truncated_image"."""

    def render(self, view: View) -> RgbArray:
        """The pixels of a view.

        Raises:
            PageDamagedError: It cannot be drawn.
            PageTooLargeError: It has too many pixels.
        """

    def text_layer(self) -> TextLayer | None:
        """The words the file itself gives and what else is on the page; None for an image."""

    def native_dpi(self) -> float | None:
        """Resolution of the image that fills the page; None when no image does."""

    def close(self) -> None:
        """Free what the page holds."""


class Part(Protocol):
    """A file that is embedded in a document."""

    @property
    def name(self) -> str:
        """As the document calls it, perhaps ""."""

    @property
    def folder(self) -> str:
        """Within the document, perhaps ""."""

    def read(self) -> bytes:
        """Its bytes.

        Raises:
            PartDamagedError: They cannot be taken out.
            PartTooLargeError: They are more than MAX_PART_BYTES, or packed like a bomb.
            PackingUnsupportedError: They are packed in a way that is not read.
            PasswordNeededError: They have a password of their own, which is not among those given.
        """


class SourceDocument(Protocol):
    """An open document."""

    @property
    def page_count(self) -> int:
        """At least 1."""

    @property
    def notes(self) -> Sequence[Note]:
        """What was noticed of the file as a whole, MAX_NOTES at most."""

    @property
    def parts(self) -> Sequence[Part]:
        """The files embedded in it, MAX_PARTS at most."""

    def page(self, number: int) -> SourcePage:
        """Load a page, counted from 1.

        Raises:
            NoSuchPageError: There is no page with that number.
            PageDamagedError: It cannot be loaded.
            PageTooLargeError: It has too many pixels.
        """

    def close(self) -> None:
        """Free what the document holds."""
