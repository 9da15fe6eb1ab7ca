"""From drawn pages to paper: rendering, pen strokes, stamps, scanning and photographing.

Everything is repeatable: the noise comes from generators with fixed seeds.
"""

import io
from collections.abc import Callable, Sequence

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

rl_config.useA85 = 0

INK = (28, 38, 96)
STAMP_INK = (150, 32, 44)


def pdf_of(
    draw: Callable[[Canvas], None], *, size: tuple[float, float] = A4, title: str, author: str = ""
) -> bytes:
    """A PDF file that is the same, byte for byte, whenever it is drawn."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    draw(canvas)
    canvas.save()
    return target.getvalue()


def rendered(pdf: bytes, page: int, dpi: int) -> Image.Image:
    """A page (counted from 0) as an RGB picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[page].render(scale=dpi / 72).to_pil()
        return picture.convert("RGB")
    finally:
        document.close()


def jpeg_of(picture: Image.Image, quality: int, **options: object) -> bytes:
    """The picture as a JPEG file."""
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=quality, optimize=True, **options)
    return target.getvalue()


def image_page(canvas: Canvas, jpeg: bytes) -> None:
    """Fill the whole page with a JPEG, kept as it is."""
    width, height = canvas._pagesize  # noqa: SLF001  (reportlab offers no public name)
    canvas.drawImage(ImageReader(io.BytesIO(jpeg)), 0, 0, width, height)


def pen_stroke(
    picture: Image.Image,
    points: Sequence[tuple[float, float]],
    *,
    width_px: float,
    ink: tuple[int, int, int] = INK,
) -> None:
    """Draw a pen line through the points (px): a smooth curve whose width follows the speed."""
    knots = np.array([points[0], *points, points[-1]], dtype=float)
    layer = Image.new("L", (picture.width * 2, picture.height * 2), 0)
    pen = ImageDraw.Draw(layer)
    for before, start, end, after in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        steps = max(8, int(np.hypot(*(end - start)) * 1.5))
        for t in np.linspace(0, 1, steps):
            spot = 0.5 * (
                2 * start
                + (end - before) * t
                + (2 * before - 5 * start + 4 * end - after) * t**2
                + (3 * start - before - 3 * end + after) * t**3
            )
            pressure = 1.15 - min(0.6, np.hypot(*(end - start)) / (70 * width_px))
            radius = width_px * pressure
            x, y = spot * 2
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=225)
    mask = layer.resize(picture.size, Image.Resampling.LANCZOS)
    picture.paste(Image.new("RGB", picture.size, ink), mask=mask)


def press_stamp(
    picture: Image.Image, stamp: Image.Image, place: tuple[int, int], turn: float
) -> None:
    """Press a stamp (dark on white) onto the picture, unevenly inked, turned by `turn` degrees."""
    generator = np.random.default_rng(4711)
    turned = stamp.convert("L").rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    cloud = Image.fromarray(generator.integers(90, 256, (14, 14), dtype=np.uint8), "L")
    wear = cloud.resize(turned.size, Image.Resampling.BICUBIC)
    inked = ImageChops.multiply(ImageChops.invert(turned), wear)
    picture.paste(Image.new("RGB", turned.size, STAMP_INK), place, mask=inked)


def scanned(picture: Image.Image, *, turn: float, noise: float, seed: int) -> Image.Image:
    """The page as a flat-bed scanner sees it: grey, skewed by `turn` degrees, soft, noisy."""
    generator = np.random.default_rng(seed)
    grey = picture.convert("L").rotate(turn, Image.Resampling.BICUBIC, fillcolor=250)
    grey = grey.filter(ImageFilter.GaussianBlur(0.55))
    levels = np.asarray(grey, dtype=np.float32) * (238 / 255) + 10
    height, width = levels.shape
    gutter = 26 * np.exp(-np.arange(width, dtype=np.float32) / (0.02 * width))
    levels = levels - gutter[None, :] + generator.normal(0, noise, levels.shape)
    for _ in range(26):
        x, y = generator.integers(4, width - 4), generator.integers(4, height - 4)
        size = int(generator.integers(1, 3))
        levels[y : y + size, x : x + size] -= generator.integers(40, 120)
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8), "L")


def faxed(picture: Image.Image, *, turn: float, seed: int) -> Image.Image:
    """The page as a cheap black-and-white scanner stores it: one bit a pixel, skewed, speckled."""
    grey = np.asarray(scanned(picture, turn=turn, noise=9, seed=seed), dtype=np.float32)
    generator = np.random.default_rng(seed + 1)
    black = grey < 148
    specks = generator.random(black.shape) < 0.00025
    holes = generator.random(black.shape) < 0.004
    return Image.fromarray(~((black & ~holes) | specks))


def photographed(
    picture: Image.Image,
    *,
    size: tuple[int, int],
    corners: Sequence[tuple[float, float]],
    seed: int,
) -> Image.Image:
    """The paper photographed by hand on a wooden table: perspective, shade, grain.

    Args:
        picture: The flat paper.
        size: Width and height of the photograph in pixels.
        corners: Where the top left, top right, bottom right and bottom left corner come to lie.
        seed: Of the grain.
    """
    generator = np.random.default_rng(seed)
    width, height = size
    matrix: list[list[float]] = []
    targets: list[float] = []
    paper = ((0, 0), (picture.width, 0), (picture.width, picture.height), (0, picture.height))
    for (x, y), (u, v) in zip(corners, paper, strict=True):
        matrix.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        matrix.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        targets.extend((u, v))
    numbers = np.linalg.solve(np.array(matrix), np.array(targets))
    mask = Image.new("L", picture.size, 255)
    how = (Image.Transform.PERSPECTIVE, tuple(float(number) for number in numbers))
    lying = picture.transform(size, *how, resample=Image.Resampling.BICUBIC)
    mask = mask.transform(size, *how, resample=Image.Resampling.BICUBIC)
    photo = _table(size, generator)
    shadow = ImageChops.offset(mask, 14, 20).filter(ImageFilter.GaussianBlur(14))
    photo.paste(Image.new("RGB", size, (22, 15, 10)), mask=shadow.point(lambda level: level * 0.6))
    photo.paste(lying, mask=mask.filter(ImageFilter.GaussianBlur(0.8)))
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    light = 1.04 - 0.30 * (across / width) ** 1.6 - 0.16 * (down / height)
    light -= 0.20 * np.exp(-(((across - 0.86 * width) / (0.22 * width)) ** 2))
    levels = np.asarray(photo.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float32)
    levels = levels * light[:, :, None] * np.array([1.0, 0.985, 0.94], dtype=np.float32)
    levels += generator.normal(0, 5, levels.shape)
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8), "RGB")


def _table(size: tuple[int, int], generator: np.random.Generator) -> Image.Image:
    """A dark wooden table top: grain along the width, three boards."""
    height = size[1]
    grain = generator.normal(0, 1, (height, 24)).cumsum(axis=0) * 1.4
    grain -= grain.mean(axis=0)
    rows = Image.fromarray(np.clip(grain + 128, 0, 255).astype(np.uint8), "L")
    wood = np.asarray(rows.resize(size, Image.Resampling.BICUBIC), dtype=np.float32) - 128
    wood += generator.normal(0, 6, (height, 1))
    base = np.array([104, 72, 48], dtype=np.float32)
    levels = base[None, None, :] + wood[:, :, None] * np.array([0.5, 0.42, 0.34])
    for joint in (height // 3, 2 * height // 3 + 40):
        levels[joint : joint + 4] *= 0.45
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8), "RGB")
