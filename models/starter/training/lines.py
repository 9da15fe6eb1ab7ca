"""Single lines: text to read, drawn on a strip."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.starter.training import invented
from models.starter.training.chance import Chance
from models.starter.training.degrade import WAYS, Way, blank, through
from models.starter.training.fonts import DOCUMENT_LOOKS, TILL_LOOKS, Face, Fonts
from models.starter.training.phrases import Writer
from models.starter.training.picture import Picture, Treatment, cropped, whole
from models.starter.training.sheet import Ink, Sheet

SMALLEST_TYPE_PX = 10.0
NOISE_OF_WORDS = 0.4


@dataclass(frozen=True, slots=True)
class Line:
    """A line as drawn.

    Attributes:
        text: What stands there; "" where it cannot be read.
        fields: Values by field name, where the line is a label with its value.
    """

    picture: Picture
    text: str
    fields: dict[str, str]


def line(chance: Chance, fonts: Fonts, sides: tuple[int, int], strength: float) -> Line:
    """A strip with one line of text.

    Args:
        chance: To draw from.
        fonts: To draw with.
        sides: Width and height in pixels.
        strength: 0 to 1, of noise.
    """
    return _line(chance, fonts, sides, strength, _text)


def random_line(chance: Chance, fonts: Fonts, sides: tuple[int, int], strength: float) -> Line:
    """A strip with letters and digits that no word, date or sum explains; see `line`."""
    return _line(chance, fonts, sides, strength, _random_text)


def _line(
    chance: Chance,
    fonts: Fonts,
    sides: tuple[int, int],
    strength: float,
    write: Callable[[Chance, Face, float, float], tuple[str, dict[str, str]]],
) -> Line:
    width, height = sides
    way = chance.weigh(WAYS)
    face = fonts.face(chance, TILL_LOOKS if way is Way.THERMAL else DOCUMENT_LOOKS)
    type_px = chance.real(12, min(26, height * 0.7))
    scale = chance.weigh({1.0: 0.2, 1.5: 0.3, 2.0: 0.35, 3.0: 0.15})
    measure = Sheet(1, 1, scale)
    spacing = type_px * chance.real(-0.03, 0.12) if chance.happens(0.15) else 0.0
    text, fields = write(chance, face, width * chance.real(0.3, 1.0), type_px)
    while measure.width_of(text, face, type_px, spacing) > width - 2 * 4:
        if type_px > SMALLEST_TYPE_PX + 2 and chance.happens(0.5):
            type_px -= 2
        else:
            text, fields = _shorter(text), {}
    treatment = Treatment(way, scale, type_px, strength, _back(chance, fonts, sides, type_px))
    if chance.happens(0.55):
        drawn = _tight(chance, face, text, treatment, spacing, sides)
        if drawn is not None:
            return Line(drawn, " ".join(text.split()), fields)
    drawn = _loose(chance, face, text, treatment, spacing, sides)
    return Line(drawn, " ".join(text.split()), fields)


class Trouble(StrEnum):
    """Why nothing can be read on a strip."""

    BLANK = "blank"
    THROUGH = "shining through"
    FAINT = "too faint"
    SMALL = "too small"


def unreadable(
    chance: Chance, fonts: Fonts, sides: tuple[int, int], trouble: Trouble | None = None
) -> Line:
    """A strip on which nothing can be read.

    Args:
        chance: To draw from.
        fonts: To draw with.
        sides: Width and height in pixels.
        trouble: Why; None: any.
    """
    width, height = sides
    paper = blank(width, height, chance)
    match trouble or chance.weigh(_TROUBLES):
        case Trouble.BLANK:
            grey = paper
        case Trouble.THROUGH:
            grey = through(paper, _print(chance, fonts, sides, chance.real(12, 24)), chance)
        case Trouble.FAINT:
            faint = _print(chance, fonts, sides, chance.real(12, 22)).astype(np.float32)
            shade = chance.real(0.008, 0.03)
            noise = chance.numbers.standard_normal((height, width), np.float32) * chance.real(4, 9)
            grey = np.clip(paper - faint * shade + noise, 0, 255).astype(np.uint8)
        case Trouble.SMALL:
            small = _print(chance, fonts, sides, chance.real(3, 5)).astype(np.float32)
            grey = np.clip(paper - small * chance.real(0.4, 0.9), 0, 255).astype(np.uint8)
    return Line(Picture(grey, ()), "", {})


_TROUBLES = {Trouble.BLANK: 0.3, Trouble.THROUGH: 0.3, Trouble.FAINT: 0.2, Trouble.SMALL: 0.2}


def _text(
    chance: Chance, face: Face, wanted_px: float, type_px: float
) -> tuple[str, dict[str, str]]:
    """A text about as wide as wanted, in letters that the font has."""
    for _ in range(6):
        writer = Writer(chance, NOISE_OF_WORDS)
        fields: dict[str, str] = {}
        if chance.happens(0.14):
            field = chance.pick(tuple(writer.language.labels))
            value = writer.value(field)
            text = f"{writer.label(field)}{chance.pick((': ', ' ', ':'))}{value}"
            if field != "other":
                fields = {field: value}
        else:
            text = invented.line(chance) if chance.happens(0.45) else writer.line()
            while len(text) * type_px * 0.5 < wanted_px * 0.75 and chance.happens(0.85):
                more = invented.line(chance) if chance.happens(0.45) else writer.line()
                text = f"{text}{chance.pick((' ', ' ', '  ', '   '))}{more}"
        if face.covers(text.replace(" ", "")):
            return text, fields
    return "".join(chance.pick("0123456789.,/-:") for _ in range(chance.whole(2, 12))), {}


def _random_text(
    chance: Chance, face: Face, wanted_px: float, type_px: float
) -> tuple[str, dict[str, str]]:
    """Words of even chance, about as wide together as wanted; all fonts have their letters."""
    shapes = ("xxxxxx", "XXXXXX", "99999999", "xxxxxxxxxx", "XX99XX99", "xxxx-xxxx")
    words: list[str] = []
    while not words or len(" ".join(words)) * type_px * 0.55 < wanted_px * 0.6:
        words.append(invented.filled(chance.pick(shapes), chance))
    text = " ".join(words)
    return (text if face.covers(text.replace(" ", "")) else "8"), {}


def _shorter(text: str) -> str:
    """Without its last word, or its last letter where it is one word."""
    cut = text.rstrip().rfind(" ")
    return text[:cut].rstrip() if cut > 0 else text[:-1]


def _tight(
    chance: Chance,
    face: Face,
    text: str,
    treatment: Treatment,
    spacing_px: float,
    sides: tuple[int, int],
) -> Picture | None:
    """Cut at its ink, as the app does."""
    type_px = treatment.type_px
    sheet = Sheet(sides[0] + 2 * type_px, type_px * 2.4, treatment.scale)
    sheet.put(type_px, type_px * 1.5, text, face, type_px, spacing_px=spacing_px)
    return cropped(sheet.printed(), treatment, chance, sides, chance.real(10.5, 21))


def _loose(
    chance: Chance,
    face: Face,
    text: str,
    treatment: Treatment,
    spacing_px: float,
    sides: tuple[int, int],
) -> Picture:
    """Anywhere on the strip, with what stands round it on a page."""
    width, height = sides
    type_px = treatment.type_px
    sheet = Sheet(width, height, treatment.scale)
    long_px = sheet.width_of(text, face, type_px, spacing_px)
    left = chance.real(2, max(2.1, width - long_px - 3))
    if chance.happens(0.7):
        left = min(left, 30.0)
    baseline = chance.real(min(type_px, height - type_px * 0.3), height - type_px * 0.3)
    sheet.put(left, baseline, text, face, type_px, spacing_px=spacing_px)
    if chance.happens(0.12):
        below = baseline + type_px * chance.real(0.25, 0.5)
        sheet.rule((left - 3, below), (left + long_px + 3, below), chance.real(0.5, 1.5))
    if chance.happens(0.06):
        side = chance.pick((left - 4, left + long_px + 4))
        sheet.rule((side, 0), (side, height), chance.real(0.5, 1.5))
    if chance.happens(0.15):
        neighbour = baseline + chance.pick((-1, 1)) * max(
            type_px * 1.25, height * chance.real(0.6, 0.9)
        )
        other = invented.line(chance)[:40]
        if face.covers(other.replace(" ", "")):
            sheet.put(left, neighbour, other, face, type_px, is_target=False)
    return whole(sheet.printed(), treatment, chance, width, height)


def _back(chance: Chance, fonts: Fonts, sides: tuple[int, int], type_px: float) -> Ink | None:
    return _print(chance, fonts, sides, type_px) if chance.happens(0.05) else None


def _print(chance: Chance, fonts: Fonts, sides: tuple[int, int], type_px: float) -> Ink:
    """Lines of any text all over."""
    face = fonts.face(chance, DOCUMENT_LOOKS)
    sheet = Sheet(*sides, 1.0)
    baseline = type_px * chance.real(0.4, 1.2)
    while baseline < sides[1] + type_px * 0.5:
        text = " ".join(invented.line(chance) for _ in range(3))
        sheet.put(chance.real(-20, 20), baseline, text, face, type_px, is_target=False)
        baseline += type_px * 1.3
    return sheet.printed().ink
