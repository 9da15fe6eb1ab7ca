"""Whether letters can be seen: their colour against the ground they stand on, and their size.

White words on white paper and letters of one point are the oldest ways to keep words in a document
and out of sight. Where the ground is not known nothing is said of the letters: white ones in a dark
table are a matter of taste.
"""

import re

WHITE = "ffffff"
"""The ground of paper; colours are written as six hexadecimal digits in small letters."""

UNKNOWN = ""
"""A ground, or a colour, of which nothing can be said: a picture, a pattern, a theme."""

LEAST_SIZE_PT = 1.0
"""Letters of at most this size are a line of dust on paper."""

_NEAR = 24
"""Of 255: what differs by no more in red, green and blue is not told apart on paper. Grey of an
eighth, as forms use it for hints, differs by 32."""

_COLOUR = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)


def colour_of(text: str) -> str:
    """A colour as six hexadecimal digits, UNKNOWN where it is written in another way."""
    match = _COLOUR.fullmatch(text.strip())
    return match[1].lower() if match else UNKNOWN


def is_near(colour: str, ground: str) -> bool:
    """Whether letters of a colour cannot be told from their ground."""
    if UNKNOWN in (colour, ground):
        return False
    pairs = zip(bytes.fromhex(colour), bytes.fromhex(ground), strict=True)
    return all(abs(ink - paper) <= _NEAR for ink, paper in pairs)
