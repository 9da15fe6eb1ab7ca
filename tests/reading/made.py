"""Small documents for the tests of reading; their text is invented."""

import io

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

LINES = (
    "Agreement between Orla Fennimore and the Harbour Trust",
    "Signed in Galway on 4 March 2026 by both parties",
    "The rent of 1,250.00 is due on the first of each month",
    "Notices are sent by registered letter to the office",
)
VISIBLE_MODE, INVISIBLE_MODE = 0, 3
UPRIGHT, MIRRORED, HALF_TURN, QUARTER_LEFT, QUARTER_RIGHT = 1, 2, 3, 6, 8
"""Values of EXIF's Orientation: what must be done to the samples to see them upright."""


def written(canvas, lines=LINES, *, top=780.0, size=14, mode=VISIBLE_MODE):
    """Write lines from the top of the page."""
    text = canvas.beginText(60, top)
    text.setFont("Helvetica", size)
    text.setLeading(2 * size)
    text.setTextRenderMode(mode)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def pdf(*pages, size=A4):
    """A PDF with one page for each function that draws on a canvas."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def changed(original, change, **save):
    """The PDF after `change(pikepdf document)`."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(original)) as document:
        change(document)
        document.save(target, **save)
    return target.getvalue()


def turned_by_entry(original, degrees):
    """Every page with a rotation entry."""

    def turn(document):
        for page in document.pages:
            page.Rotate = degrees

    return changed(original, turn)


def sheet(lines=LINES, *, size_px=(1240, 700), letter_px=34, ink="black", paper="white"):
    """Lines of type as a picture: 34 px are 12 points at 200 dpi."""
    picture = Image.new("RGB", size_px, paper)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(letter_px)
    for row, line in enumerate(lines):
        pen.text((90, 80 + row * 2.4 * letter_px), line, fill=ink, font=font)
    return picture


def noisy(picture, seed=1):
    """The picture as a scanner sees it."""
    levels = np.asarray(picture.convert("L"), np.float32)
    noise = np.random.default_rng(seed).normal(0, 8, levels.shape)
    return Image.fromarray(np.clip(levels * 0.9 + 12 + noise, 0, 255).astype(np.uint8))


def encoded(picture, form, **options):
    """The picture as a file."""
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def filling_image(picture):
    """A page that shows the picture from edge to edge."""

    def draw(canvas):
        width, height = canvas._pagesize
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)

    return draw


def scanned_pdf(picture, *, dpi=200, layer=()):
    """A PDF whose page is the picture, with the lines of a text layer that is not drawn."""
    size = picture.width / dpi * 72, picture.height / dpi * 72

    def draw(canvas):
        filling_image(picture)(canvas)
        written(canvas, layer, top=size[1] - 40, mode=INVISIBLE_MODE)

    return pdf(draw, size=size)
