"""Blocks of several rows: parts of documents drawn as they are printed."""

from dataclasses import dataclass

from models.starter.training.chance import Chance
from models.starter.training.degrade import WAYS, Way
from models.starter.training.fonts import DOCUMENT_LOOKS, TILL_LOOKS, Face, Fonts, Look
from models.starter.training.parts import Part, Row, Style, part
from models.starter.training.picture import Picture, Treatment, whole
from models.starter.training.sheet import Sheet

NOISE = 0.5
TRIES = 8
EDGE_PX = 4


@dataclass(frozen=True, slots=True)
class Block:
    """A block as drawn.

    Attributes:
        text: Its rows, from top to bottom.
        fields: Values by field name, those that stand in it.
    """

    picture: Picture
    text: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """How rows are set: font, size, distance of baselines, left and right edge, in pixels."""

    face: Face
    type_px: float
    pitch_px: float
    left_px: float
    right_px: float


def block(chance: Chance, fonts: Fonts, sides: tuple[int, int], strength: float) -> Block:
    """A block that fits a picture of these sides.

    Args:
        chance: To draw from.
        fonts: To draw with.
        sides: Width and height in pixels.
        strength: 0 to 1, of noise.
    """
    width, height = sides
    way = chance.weigh(WAYS)
    looks = TILL_LOOKS if way is Way.THERMAL else DOCUMENT_LOOKS
    type_px = chance.real(11.5, 19)
    pitch = type_px * chance.real(1.12, 1.6)
    most = max(2, int((height - 4) / pitch))
    made, setting = _fitting(chance, fonts, looks, width, type_px, pitch, most)
    scale = chance.weigh({1.0: 0.3, 1.5: 0.4, 2.0: 0.3})
    sheet = Sheet(width, height, scale)
    spare = max(0.0, height - 2 - pitch * len(made.rows))
    baseline = type_px + chance.real(0, spare)
    has_rules = chance.happens(0.25)
    for row in made.rows:
        put(sheet, row, baseline, setting)
        if row.style is Style.TABLE and has_rules:
            below = baseline + pitch * 0.3
            sheet.rule((setting.left_px, below), (setting.right_px, below), 0.7)
        baseline += pitch
    treatment = Treatment(way, scale, type_px, strength)
    text = "\n".join(" ".join(" ".join(row.cells).split()) for row in made.rows)
    return Block(whole(sheet.printed(), treatment, chance, width, height), text, made.fields)


def _fitting(
    chance: Chance,
    fonts: Fonts,
    looks: dict[Look, float],
    width_px: int,
    type_px: float,
    pitch_px: float,
    most: int,
) -> tuple[Part, Setting]:
    """A part and a font that has its letters; rows that are too wide are left out."""
    left = chance.real(EDGE_PX, 12)
    right = width_px - chance.real(EDGE_PX, 10)
    measure = Sheet(1, 1, 1.0)
    for _ in range(TRIES):
        face = fonts.face(chance, looks)
        made = part(chance, NOISE, rows=chance.whole(max(2, round(most * 0.6)), most))
        if not all(face.covers("".join(row.cells).replace(" ", "")) for row in made.rows):
            continue
        setting = Setting(face, type_px, pitch_px, left, right)
        made.rows = [row for row in made.rows if _fits(measure, row, setting)]
        made.keep(most)
        if made.rows:
            return made, setting
    digits = "".join(chance.pick("0123456789") for _ in range(8))
    made = part(chance, 0.0, rows=1)
    made.rows, made.fields = [Row(Style.PLAIN, (digits,))], {}
    return made, Setting(face, type_px, pitch_px, left, right)


def _fits(measure: Sheet, row: Row, setting: Setting) -> bool:
    room = setting.right_px - setting.left_px
    widths = [measure.width_of(cell, setting.face, setting.type_px) for cell in row.cells]
    if row.style is Style.TABLE:
        share = room / (len(row.cells) + 0.7)
        return max(widths[0] / 1.6, *widths[1:], 0.0) < share - 6
    return sum(widths) + 6 * len(widths) < room


def put(sheet: Sheet, row: Row, baseline_px: float, setting: Setting) -> None:
    """Print a row as its style says."""
    face, type_px = setting.face, setting.type_px
    room = setting.right_px - setting.left_px

    def at_x(x_px: float, text: str) -> float:
        return sheet.put(x_px, baseline_px, text, face, type_px)

    match row.style:
        case Style.CENTRED | Style.HEADING:
            text = " ".join(row.cells)
            at_x(setting.left_px + (room - sheet.width_of(text, face, type_px)) / 2, text)
        case Style.SPREAD:
            at_x(setting.left_px, row.cells[0])
            last = row.cells[-1]
            at_x(setting.right_px - sheet.width_of(last, face, type_px), last)
        case Style.TABLE:
            step = room / (len(row.cells) + 0.7)
            at = setting.left_px
            for number, cell in enumerate(row.cells):
                at_x(at, cell)
                at += step * (1.7 if number == 0 else 1.0)
        case Style.PLAIN | Style.PAIR:
            at = setting.left_px
            for cell in row.cells:
                at = at_x(at, cell) + type_px * 0.32
