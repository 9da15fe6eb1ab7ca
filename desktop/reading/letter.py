"""A message as it is read, whichever program wrote it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.domain.notes import Note
from desktop.reading.source import Part

MAX_PARTS_OF_LETTER = 2_000
"""Pieces of one message; what mail programs write has a few dozen."""


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A file that came with a message."""

    name: str
    _content: Callable[[], bytes]
    folder: str = ""

    def read(self) -> bytes:
        """Its bytes, decoded.

        Raises:
            ReadingError: They cannot be taken out.
        """
        return self._content()


@dataclass(frozen=True, slots=True)
class Letter:
    """A message.

    Attributes:
        fields: Names and decoded values of the header, in the order in which they stand.
        plain: The body as plain text, "" where there is none.
        html: The body as a web page, "" where there is none.
        rich: The body as Rich Text, empty where there is none.
        parts: What came with it.
        notes: What was noticed of it.
    """

    fields: tuple[tuple[str, str], ...]
    plain: str
    html: str = ""
    rich: bytes = b""
    parts: Sequence[Part] = ()
    notes: tuple[Note, ...] = ()

    def field(self, name: str) -> str:
        """The first field of this name, in any case of letters; "" where there is none."""
        return next((value for key, value in self.fields if key.lower() == name), "")
