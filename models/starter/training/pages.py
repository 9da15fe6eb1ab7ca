"""Overviews of whole pages: too small to read, large enough to tell what kind of document it is."""

from dataclasses import dataclass
from itertools import pairwise

from desktop.domain.document import DocumentKind
from models.starter.training.blocks import Setting, put
from models.starter.training.chance import Chance
from models.starter.training.degrade import Way
from models.starter.training.fonts import DOCUMENT_LOOKS, TILL_LOOKS, Face, Fonts
from models.starter.training.parts import Part, Row, Style, whole_page
from models.starter.training.picture import Picture, Treatment, whole
from models.starter.training.sheet import Sheet

FINE = 2.0
"""A page is drawn twice as fine as it is shown: its small print turns grey, as on a scan."""

_NARROW = frozenset({DocumentKind.RECEIPT, DocumentKind.IDENTITY_DOCUMENT})
_KINDS = {
    DocumentKind.INVOICE: 1.0,
    DocumentKind.RECEIPT: 1.0,
    DocumentKind.CONTRACT: 1.0,
    DocumentKind.LETTER: 1.0,
    DocumentKind.PAYSLIP: 0.8,
    DocumentKind.BANK_STATEMENT: 0.8,
    DocumentKind.IDENTITY_DOCUMENT: 0.8,
    DocumentKind.COURT_DOCUMENT: 0.8,
    DocumentKind.OTHER: 0.8,
}


@dataclass(frozen=True, slots=True)
class Overview:
    """A page as drawn."""

    picture: Picture
    kind: DocumentKind


def overview(chance: Chance, fonts: Fonts, sides: tuple[int, int], strength: float) -> Overview:
    """A page of some kind.

    Args:
        chance: To draw from.
        fonts: To draw with.
        sides: Width and height in pixels.
        strength: 0 to 1, of noise.
    """
    kind = chance.weigh(_KINDS)
    width, height = sides
    is_till = kind is DocumentKind.RECEIPT and chance.happens(0.7)
    face = fonts.face(chance, TILL_LOOKS if is_till else DOCUMENT_LOOKS)
    type_px = chance.real(3.6, 5.5) * (1.2 if kind in _NARROW else 1.0)
    pitch = type_px * chance.real(1.2, 1.7)
    made = whole_page(chance, kind, rows=max(3, int((height - 16) / pitch)))
    share = chance.real(0.45, 0.9) if kind in _NARROW else chance.real(0.82, 0.92)
    left = (width - width * share) / 2
    sheet = Sheet(width, height, FINE)
    _draw(sheet, made, Setting(face, type_px, pitch, left, width - left), chance, height)
    way = Way.THERMAL if is_till else chance.pick((Way.CLEAN, Way.SCAN, Way.PHOTO, Way.COPY))
    treatment = Treatment(way, FINE, type_px, strength)
    picture = whole(sheet.printed(), treatment, chance, width, height)
    return Overview(Picture(picture.grey, ()), kind)


def _draw(sheet: Sheet, made: Part, setting: Setting, chance: Chance, height_px: int) -> None:
    baseline = setting.pitch_px * chance.real(1.5, 4)
    has_frame = made.kind is DocumentKind.IDENTITY_DOCUMENT and chance.happens(0.7)
    top = baseline - setting.pitch_px * 1.4
    for row in made.rows:
        if baseline > height_px - 4:
            break
        if row.style is Style.HEADING:
            _head(sheet, row, baseline + setting.type_px, setting, chance)
            baseline += setting.pitch_px * 2
        else:
            put(sheet, row, baseline, setting)
            baseline += setting.pitch_px * chance.weigh({1.0: 0.85, 2.0: 0.15})
    if has_frame:
        _frame(sheet, setting.left_px - 4, top, setting.right_px + 4, baseline)
        _frame(sheet, setting.right_px - 26, top + 8, setting.right_px - 4, top + 36)


def _head(sheet: Sheet, row: Row, baseline_px: float, setting: Setting, chance: Chance) -> None:
    """A title, in larger type."""
    face: Face = setting.face
    text, type_px = row.cells[0], setting.type_px * chance.real(1.5, 2.2)
    room = setting.right_px - setting.left_px
    free = room - sheet.width_of(text, face, type_px)
    sheet.put(
        setting.left_px + max(0.0, free * chance.pick((0, 0.5))), baseline_px, text, face, type_px
    )


def _frame(sheet: Sheet, left: float, top: float, right: float, bottom: float) -> None:
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    for start, end in pairwise(corners):
        sheet.rule(start, end, 0.7)
