"""What happens to print on its way into a computer: tills, scanners, telephones, cameras."""

import io
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from models.starter.training.chance import Chance
from models.starter.training.sheet import Ink

Grey = NDArray[np.uint8]


class Way(StrEnum):
    """How print came into the computer."""

    CLEAN = "clean"
    SCAN = "scan"
    PHOTO = "photo"
    FAX = "fax"
    THERMAL = "thermal"
    COPY = "copy"


WAYS = {
    Way.CLEAN: 0.14,
    Way.SCAN: 0.32,
    Way.PHOTO: 0.18,
    Way.FAX: 0.1,
    Way.THERMAL: 0.16,
    Way.COPY: 0.1,
}


def degraded(ink: Ink, way: Way, chance: Chance, *, strength: float, type_px: float) -> Grey:
    """The picture of this ink after its way.

    Args:
        ink: As printed, on the fine canvas.
        way: Its way.
        chance: To draw from.
        strength: 0: nothing happens to it, 1: as bad as it gets while it can still be read.
        type_px: Size of its type, in pixels of the ink.
    """
    image = Image.fromarray(ink)
    match way:
        case Way.CLEAN:
            return _toned(image, chance, strength * 0.4)
        case Way.SCAN:
            image = _weighed(image, chance, strength, type_px)
            return _noisy(_toned(image, chance, strength), chance, strength * 0.8)
        case Way.PHOTO:
            grey = _noisy(_lit(_toned(image, chance, strength), chance, strength), chance, strength)
            return _packed(grey, chance, strength)
        case Way.FAX:
            image = _weighed(image, chance, strength, type_px)
            return _sent(
                _noisy(_toned(image, chance, strength), chance, strength), chance, strength
            )
        case Way.THERMAL:
            image = _dotted(image, chance, type_px)
            image = _worn(image, chance, strength, type_px)
            grey = _toned(image, chance, strength, faintest=100)
            return _packed(_noisy(grey, chance, strength), chance, strength)
        case Way.COPY:
            image = _worn(_weighed(image, chance, strength, type_px), chance, strength, type_px)
            return _noisy(_toned(image, chance, strength), chance, strength)


def blank(width_px: int, height_px: int, chance: Chance) -> Grey:
    """Paper with nothing on it but what scanners add."""
    nothing = Image.new("L", (width_px, height_px), 0)
    grey = _lit(_toned(nothing, chance, 1.0), chance, 0.7)
    return _noisy(grey, chance, chance.real(0.2, 2.0))


def through(grey: Grey, back: Ink, chance: Chance) -> Grey:
    """The print of the other side, shining through: mirrored, blurred, faint."""
    image = (
        Image.fromarray(back)
        .resize((grey.shape[1], grey.shape[0]))
        .transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    )
    image = image.filter(ImageFilter.GaussianBlur(chance.real(0.7, 2.0)))
    faint = np.asarray(image, np.float32) * chance.real(0.05, 0.16)
    return np.clip(grey - faint, 0, 255).astype(np.uint8)


def _toned(image: Image.Image, chance: Chance, strength: float, faintest: int = 110) -> Grey:
    """Ink and paper get their greys, and edges their softness."""
    paper = 255 if chance.happens(1 - strength * 0.75) else chance.whole(150, 254)
    darkest = 0 if chance.happens(0.4) else chance.whole(0, 60)
    tone = (
        darkest if chance.happens(1 - strength * 0.4) else chance.whole(0, max(1, paper - faintest))
    )
    if chance.happens(0.6 * strength):
        image = image.filter(ImageFilter.GaussianBlur(chance.real(0.3, 1.1)))
    cover = np.asarray(image, np.float32) / 255
    return np.clip(paper - (paper - tone) * cover, 0, 255).astype(np.uint8)


def _weighed(image: Image.Image, chance: Chance, strength: float, type_px: float) -> Image.Image:
    """More or less ink than the font has."""
    how = chance.unit()
    if how < 0.2 * strength:
        return image.filter(ImageFilter.MaxFilter(3)) if type_px > 16 else image
    if how < 0.32 * strength and type_px > 30:
        return image.filter(ImageFilter.MinFilter(3))
    if how < 0.55 * strength:
        edge = chance.real(0.8, 1.6)
        blurred = np.asarray(image.filter(ImageFilter.GaussianBlur(edge)), np.float32)
        level = float(np.percentile(blurred, 99.3)) * chance.real(0.25, 0.55)
        return Image.fromarray(np.clip((blurred - level) * 3 + 128, 0, 255).astype(np.uint8))
    return image


def _dotted(image: Image.Image, chance: Chance, type_px: float) -> Image.Image:
    """The letters of a till: few dots high, or a thermal head's rows."""
    if chance.happens(0.35):
        return image
    dots = chance.real(13, 24)
    factor = dots / type_px
    if factor >= 1:
        return image
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    small = image.resize(size, Image.Resampling.BOX)
    if chance.happens(0.7):
        level = chance.whole(75, 140)
        small = small.point(lambda value: 255 if value > level else 0)
    how = Image.Resampling.NEAREST if chance.happens(0.4) else Image.Resampling.BILINEAR
    large = small.resize(image.size, how)
    return large.filter(ImageFilter.GaussianBlur(chance.real(0.3, 0.5) / factor * 0.6))


def _worn(image: Image.Image, chance: Chance, strength: float, type_px: float) -> Image.Image:
    """Ink missing in spots and in streaks."""
    cover = np.asarray(image, np.float32)
    height, width = cover.shape
    if chance.happens(0.5 * strength):
        grain = max(1.5, type_px * chance.real(0.05, 0.15))
        spots = _cloud(chance, width, height, grain)
        cover = cover * np.clip(0.55 + spots * chance.real(0.15, 0.45), 0, 1)
    if chance.happens(0.25 * strength):
        rows = chance.numbers.random((height, 1), np.float32)
        cover = cover * np.where(rows < chance.real(0.02, 0.12), chance.real(0.1, 0.7), 1.0)
    return Image.fromarray(np.clip(cover, 0, 255).astype(np.uint8))


def _lit(grey: Grey, chance: Chance, strength: float) -> Grey:
    """Light that falls unevenly, and soft shadows."""
    height, width = grey.shape
    light = np.ones((height, width), np.float32)
    if chance.happens(0.7 * strength):
        across = np.linspace(chance.real(0.7, 1.0), chance.real(0.7, 1.0), width, dtype=np.float32)
        down = np.linspace(chance.real(0.85, 1.0), chance.real(0.85, 1.0), height, dtype=np.float32)
        light *= across[None] * down[:, None]
    if chance.happens(0.4 * strength):
        light *= 1 + _cloud(chance, width, height, chance.real(20, 80)) * chance.real(0.02, 0.06)
    return np.clip(grey * light, 0, 255).astype(np.uint8)


def _noisy(grey: Grey, chance: Chance, strength: float) -> Grey:
    """Grain of sensors and of paper."""
    height, width = grey.shape
    made = grey.astype(np.float32)
    if chance.happens(0.6):
        made += chance.numbers.standard_normal((height, width), np.float32) * (
            chance.real(1, 14) * strength
        )
    if chance.happens(0.3):
        made += _cloud(chance, width, height, chance.real(2, 6)) * (chance.real(1, 7) * strength)
    return np.clip(made, 0, 255).astype(np.uint8)


def _sent(grey: Grey, chance: Chance, strength: float) -> Grey:
    """Black and white only, in rows of a fax, with rows lost and specks."""
    height, width = grey.shape
    light, dark = float(np.percentile(grey, 90)), float(np.percentile(grey, 0.5))
    level = dark + (light - dark) * chance.real(0.5, 0.8)
    made = np.where(grey > level, 255, 0).astype(np.uint8)
    if chance.happens(0.5 * strength):
        specks = chance.numbers.random((height, width), np.float32)
        share = chance.real(0.0005, 0.01)
        made = np.where(specks < share, 0, np.where(specks > 1 - share, 255, made))
    if chance.happens(0.3):
        made = made[(np.arange(height) // 2) * 2]
    return np.asarray(made, np.uint8)


def _packed(grey: Grey, chance: Chance, strength: float) -> Grey:
    """Through JPEG at some quality."""
    if not chance.happens(0.7):
        return grey
    packed = io.BytesIO()
    quality = chance.whole(int(92 - 55 * strength), 92)
    Image.fromarray(grey).save(packed, "JPEG", quality=quality)
    return np.asarray(Image.open(packed).convert("L"))


def _cloud(chance: Chance, width_px: int, height_px: int, grain_px: float) -> NDArray[np.float32]:
    """Soft noise about zero, its spots of this size."""
    size = (max(2, round(width_px / grain_px)), max(2, round(height_px / grain_px)))
    coarse = chance.numbers.standard_normal((size[1], size[0]), np.float32)
    image = Image.fromarray(coarse).resize((width_px, height_px), Image.Resampling.BILINEAR)
    return np.asarray(image, np.float32)
