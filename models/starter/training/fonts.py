"""Fonts for invented print: open families by what they look like, some of them never trained on."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont
from platformdirs import user_cache_path

from models.starter.training.chance import Chance
from models.starter.training.vocabulary import PRINTED

FOLDER_VARIABLE = "IN_CAMERA_TRAINING_FONTS"

HELD_OUT = ("caladea", "cabin", "courier prime", "pt sans", "pt serif", "gillius", "karla", "hack")
"""Families that only evaluation sees: serif, sans, typewriter, narrow and fixed-width ones."""

_UNFIT = (
    "thin hairline extralight ultralight outline smallcap tamil math symbol standardsymbols "
    "d050000l csur upper _jp csur linlibertine_k linbiolinum_k linlibertine_i. linlibertine_dr "
    "initials cmunvi cmunui cmunbtl cmunbto libertinus keyboard emoji ornament dingbat cursor "
    "08- z003 black- heavyitalic displayblack fonta rz[ wght coloremoji"
).split()
_NOTO = ("NotoSans-", "NotoSerif-", "NotoSansMono-", "NotoMono-", "NotoSansDisplay-")
_FIXED = (
    "mono courier typewriter hack inconsolata anonymous agave 3270 tty ocr unifont cmuntt"
).split()
_HAND = ("breip femkeklaver dancing fifthhorseman dkg comic").split()
_SERIF = (
    "serif roman times garamond libertine charis gentium vollkorn caladea cmunrm c059 p052 "
    "bookman standard accanthis cmun"
).split()


class Look(StrEnum):
    """What a family looks like."""

    SANS = "sans"
    SERIF = "serif"
    FIXED = "fixed"
    HAND = "hand"


DOCUMENT_LOOKS = {Look.SANS: 0.5, Look.SERIF: 0.3, Look.FIXED: 0.16, Look.HAND: 0.04}
TILL_LOOKS = {Look.FIXED: 0.7, Look.SANS: 0.3}


@dataclass(frozen=True, slots=True)
class Face:
    """One font file.

    Attributes:
        lacks: Printed letters that it has no drawing for.
    """

    path: str
    family: str
    look: Look
    lacks: frozenset[str]

    def covers(self, text: str) -> bool:
        """Whether it can draw all of a text."""
        return self.lacks.isdisjoint(text)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Families to draw from, by look; each family is as likely as another of its look."""

    families: dict[Look, tuple[tuple[Path, ...], ...]] = field(default_factory=dict)

    def face(self, chance: Chance, looks: dict[Look, float]) -> Face:
        """A font of one of these looks."""
        here = {look: weight for look, weight in looks.items() if self.families.get(look)}
        family = chance.pick(self.families[chance.weigh(here or dict.fromkeys(self.families, 1.0))])
        return _face(str(chance.pick(family)))


@cache
def training_fonts() -> Fonts:
    """What training draws with."""
    return _by_look(path for path in _files() if not _is_held_out(path))


@cache
def held_out_fonts() -> Fonts:
    """What only evaluation draws with."""
    return _by_look(path for path in _files() if _is_held_out(path))


@lru_cache(maxsize=1500)
def sized(path: str, size_px: int) -> ImageFont.FreeTypeFont:
    """A font at a size; basic layout, so that letters stand where their advances say."""
    return ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.BASIC)


def fonts_folder() -> Path:
    """Where `make train` unpacks the fonts, or what the environment names instead."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else user_cache_path("in-camera") / "training" / "fonts"


@cache
def _files() -> tuple[Path, ...]:
    found = [
        path
        for ending in ("*.ttf", "*.otf")
        for path in sorted(fonts_folder().rglob(ending))
        if not any(part in path.name.lower() for part in _UNFIT)
        and (not path.name.startswith("Noto") or path.name.startswith(_NOTO))
    ]
    once = {path.name: path for path in found if _can_be_sized(path)}
    if not once:
        raise FileNotFoundError(f"no fonts in {fonts_folder()}: `make train` unpacks them there")
    return tuple(once.values())


def _can_be_sized(path: Path) -> bool:
    """Whether it is drawn by outlines; fonts of fixed bitmaps are not."""
    try:
        sized(str(path), 20)
    except OSError:
        return False
    return True


def _family(path: Path) -> str:
    name = sized(str(path), 20).getname()[0] or path.stem
    words = name.lower().replace("pro minus", "pro").split()
    return " ".join(words[:2]) if words[0] in ("pt", "courier", "open", "old", "cmu") else words[0]


def _is_held_out(path: Path) -> bool:
    return _family(path).startswith(HELD_OUT)


def _look(path: Path) -> Look:
    text = f"{path.name} {sized(str(path), 20).getname()[0]}".lower()
    for look, marks in ((Look.HAND, _HAND), (Look.FIXED, _FIXED)):
        if any(mark in text for mark in marks):
            return look
    is_serif = any(mark in text for mark in _SERIF) and "sans" not in text
    return Look.SERIF if is_serif else Look.SANS


def _by_look(paths: Iterable[Path]) -> Fonts:
    gathered: dict[Look, dict[str, list[Path]]] = {}
    for path in paths:
        families = gathered.setdefault(_look(path), {})
        families.setdefault(_family(path), []).append(path)
    return Fonts(
        {
            look: tuple(tuple(files) for files in families.values())
            for look, families in gathered.items()
        }
    )


@cache
def _face(path: str) -> Face:
    font = sized(path, 24)
    nothing = bytes(font.getmask("\U0010fffd"))
    lacks = {
        letter
        for letter in PRINTED
        if not (drawn := bytes(font.getmask(letter))) or (drawn == nothing and any(nothing))
    }
    return Face(path, _family(Path(path)), _look(Path(path)), frozenset(lacks))
