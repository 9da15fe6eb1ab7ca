"""What of a web page or message a person would not see: by attributes, styles and colours.

Only plain rules are followed: those of an element's own style, and those of style sheets that name
an element, a class or an identity alone. What holds in some media only is left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.reading.visibility import WHITE, colour_of, is_near

_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?([.#][\w-]+)?", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+")
_WHITES = frozenset({"white", "#fff", "rgb(255,255,255)"})
"""Beside what is written in six digits."""

_MAX_STYLE_CHARS = 1 << 20
_NOTHING = 1.0
"""Letters of at most this size, in whatever unit, are a line of dust."""

_FAR = -500.0
"""Text moved so far aside is off the page, in whatever unit."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How an element is seen, for those within it.

    Attributes:
        is_hidden: Nothing within it is seen.
        is_white: Letters are white.
        is_on_colour: They stand on a ground that someone chose.
    """

    is_hidden: bool = False
    is_white: bool = False
    is_on_colour: bool = False

    @property
    def is_unseen(self) -> bool:
        """Whether text here is not seen."""
        return self.is_hidden or (self.is_white and not self.is_on_colour)


NOT_HIDDEN = Seen()


class StyleSheets:
    """The rules of a page that hide something."""

    def __init__(self) -> None:
        self._rules: dict[str, dict[str, str]] = {}

    def add(self, text: str) -> None:
        """Take the rules of a style sheet."""
        plain = _without_media(_without_comments(text[:_MAX_STYLE_CHARS]))
        for rule in plain.split("}"):
            names, _, body = rule.partition("{")
            said = _declarations(body)
            for name in names.split(","):
                match = _SIMPLE.fullmatch(name.strip())
                if match and match[0]:
                    self._rules.setdefault(match[0].lower(), {}).update(said)

    def seen(self, above: Seen, tag: str, attributes: Mapping[str, str]) -> Seen:
        """How an element is seen.

        Args:
            above: How the element around it is seen.
            tag: Its name.
            attributes: Its own.
        """
        said: dict[str, str] = {}
        for name in _names(tag, attributes):
            said |= self._rules.get(name, {})
        said |= _declarations(attributes.get("style", ""))
        colour = said.get("color", attributes.get("color", "")).replace(" ", "")
        ground = said.get("background-color", said.get("background", "")) or attributes.get(
            "bgcolor", attributes.get("background", "")
        )
        is_coloured = bool(ground) and not any(
            sign in ground for sign in ("transparent", "inherit", "none")
        )
        return Seen(
            above.is_hidden or "hidden" in attributes or _hides(said),
            _is_white(colour) if colour else above.is_white,
            above.is_on_colour or (is_coloured and not _is_white(ground.replace(" ", ""))),
        )


def _is_white(colour: str) -> bool:
    return colour in _WHITES or is_near(colour_of(colour), WHITE)


def _names(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    yield tag
    identity = attributes.get("id", "").lower()
    for one in (
        *(f".{name}" for name in attributes.get("class", "").lower().split()[:20]),
        *([f"#{identity}"] if identity else []),
    ):
        yield one
        yield tag + one


def _declarations(body: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in body[:_MAX_STYLE_CHARS].lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value
    }


def _hides(said: Mapping[str, str]) -> bool:
    if said.get("display") == "none" or said.get("visibility") in {"hidden", "collapse"}:
        return True
    if said.get("mso-hide") == "all":
        return True
    if any(_is_at_most(said.get(name), _NOTHING) for name in ("font-size", "line-height")):
        return "font-size" in said and _is_at_most(said.get("font-size"), _NOTHING)
    if _is_at_most(said.get("opacity"), 0.0):
        return True
    if said.get("overflow") == "hidden" and any(
        _is_at_most(said.get(name), _NOTHING)
        for name in ("height", "max-height", "width", "max-width")
    ):
        return True
    return any(_is_at_most(said.get(name), _FAR) for name in ("text-indent", "left", "top"))


def _is_at_most(value: str | None, most: float) -> bool:
    match = None if value is None or value.endswith(("%", "em")) else _NUMBER.match(value)
    return match is not None and float(match[0]) <= most


def _without_comments(text: str) -> str:
    kept: list[str] = []
    begin = 0
    while (opened := text.find("/*", begin)) >= 0:
        kept.append(text[begin:opened])
        closed = text.find("*/", opened + 2)
        if closed < 0:
            return "".join(kept)
        begin = closed + 2
    return "".join((*kept, text[begin:]))


def _without_media(text: str) -> str:
    """The rules outside of blocks such as "@media print { ... }"."""
    kept: list[str] = []
    depth = begin = 0
    skipped_from: int | None = None
    for match in re.finditer(r"[@{}]", text):
        sign = match[0]
        if sign == "@" and depth == 0 and skipped_from is None:
            kept.append(text[begin : match.start()])
            skipped_from = match.start()
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
            if depth == 0 and skipped_from is not None:
                begin, skipped_from = match.end(), None
    if skipped_from is None:
        kept.append(text[begin:])
    return "".join(kept)
