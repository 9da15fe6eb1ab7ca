"""A specimen identity card of Utopia, the country that ICAO uses in its own specimens."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from making import paper, story

NAME = "identity-card.png"
WIDTH, HEIGHT = 85.6 * mm, 53.98 * mm
"""ID-1 card, ISO/IEC 7810."""
GAP = 6 * mm
SIZE = (WIDTH + 2 * GAP, 2 * HEIGHT + 3 * GAP)
NAVY = HexColor("#20365c")

FIELDS = (
    (31, 37.5, "SURNAME / NOM", "BRANDT"),
    (31, 30.5, "GIVEN NAMES / PRÉNOMS", "JÖRG"),
    (31, 23.5, "NATIONALITY / NATIONALITÉ", "UTOPIAN"),
    (60, 23.5, "SEX / SEXE", "M"),
    (31, 16.5, "DATE OF BIRTH / NÉ LE", "12.08.1968"),
    (60, 16.5, "EXPIRY / EXPIRE LE", "14.03.2031"),
    (31, 9.5, "PERSONAL NO. / NO. PERSONNEL", story.CARD_PERSONAL_NUMBER),
)

BACK_FIELDS = (
    (5, 44, "ADDRESS / ADRESSE", "27 QUAI DES TISSERANDS, 69002 LYON"),
    (5, 37, "PLACE OF BIRTH / LIEU DE NAISSANCE", "AMAUROTE"),
    (5, 30, "AUTHORITY / AUTORITÉ", "CIVIL REGISTRY OF UTOPIA"),
    (52, 30, "DATE OF ISSUE / DÉLIVRÉE LE", "15.03.2021"),
)


def make() -> bytes:
    """The whole file: both sides on one picture, as an office copier gives them."""
    drawn = paper.pdf_of(_draw, size=SIZE, title="Specimen")
    picture = paper.rendered(drawn, 0, 240)
    generator = np.random.default_rng(2021)
    levels = np.array(picture.filter(ImageFilter.GaussianBlur(0.5)), dtype=np.float32)
    levels += generator.normal(0, 1.0, levels.shape[:2])[:, :, None]
    coarse = np.clip(np.round(levels / 6) * 6, 0, 255).astype(np.uint8)
    target = io.BytesIO()
    Image.fromarray(coarse, "RGB").quantize(96, dither=Image.Dither.NONE).save(
        target, "PNG", optimize=True, dpi=(240, 240)
    )
    return target.getvalue()


def _draw(canvas: Canvas) -> None:
    canvas.setFillGray(0.97)
    canvas.rect(0, 0, *SIZE, stroke=0, fill=1)
    canvas.translate(GAP, 2 * GAP + HEIGHT)
    _front(canvas)
    canvas.translate(0, -GAP - HEIGHT)
    _back(canvas)


def _body(canvas: Canvas, tint: str) -> None:
    canvas.setFillColor(HexColor(tint))
    canvas.setStrokeGray(0.6)
    canvas.setLineWidth(0.5)
    canvas.roundRect(0, 0, WIDTH, HEIGHT, 3.2 * mm, stroke=1, fill=1)
    canvas.saveState()
    edge = canvas.beginPath()
    edge.roundRect(0, 0, WIDTH, HEIGHT, 3.2 * mm)
    canvas.clipPath(edge, stroke=0)
    canvas.setStrokeColor(Color(0.25, 0.42, 0.6, 0.22))
    canvas.setLineWidth(0.35)
    for number in range(34):
        points = canvas.beginPath()
        for step in range(81):
            x = WIDTH * step / 80
            y = HEIGHT * (number - 3) / 28 + 5 * np.sin(step / 7 + number / 3.1)
            if step:
                points.lineTo(x, y)
            else:
                points.moveTo(x, y)
        canvas.drawPath(points)
    canvas.restoreState()


def _specimen(canvas: Canvas, place: tuple[float, float], size: float) -> None:
    canvas.saveState()
    canvas.translate(*place)
    canvas.rotate(18)
    canvas.setFillColor(Color(0.78, 0.1, 0.16, 0.42))
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawCentredString(0, 0, "SPECIMEN")
    canvas.restoreState()


def _fields(canvas: Canvas, fields: tuple[tuple[float, float, str, str], ...]) -> None:
    for x, y, label, value in fields:
        canvas.setFillColor(NAVY)
        canvas.setFont("Helvetica", 4.6)
        canvas.drawString(x * mm, y * mm + 6.6, label)
        canvas.setFillGray(0.05)
        canvas.setFont("Helvetica-Bold", 7.8)
        canvas.drawString(x * mm, y * mm - 0.6, value)


def _front(canvas: Canvas) -> None:
    _body(canvas, "#e4edf3")
    canvas.setFillColor(NAVY)
    canvas.setFont("Helvetica-Bold", 9.5)
    canvas.drawString(5 * mm, HEIGHT - 6.4 * mm, "UTOPIA")
    canvas.setFont("Helvetica", 6.4)
    canvas.drawString(20 * mm, HEIGHT - 6.2 * mm, "IDENTITY CARD / CARTE D’IDENTITÉ")
    canvas.setFont("Helvetica-Bold", 8)
    canvas.drawRightString(WIDTH - 5 * mm, HEIGHT - 6.3 * mm, story.CARD_NUMBER)
    canvas.setLineWidth(0.6)
    canvas.setStrokeColor(NAVY)
    canvas.line(5 * mm, HEIGHT - 8.2 * mm, WIDTH - 5 * mm, HEIGHT - 8.2 * mm)
    canvas.drawImage(ImageReader(_portrait()), 5 * mm, 10.5 * mm, 23 * mm, 31 * mm)
    _fields(canvas, FIELDS)
    canvas.setStrokeGray(0.15)
    canvas.setLineWidth(0.8)
    pen = canvas.beginPath()
    pen.moveTo(7 * mm, 5 * mm)
    pen.curveTo(9 * mm, 11 * mm, 10 * mm, 3 * mm, 13 * mm, 6 * mm)
    pen.curveTo(16 * mm, 9 * mm, 17 * mm, 3.5 * mm, 27 * mm, 6.4 * mm)
    canvas.drawPath(pen)
    _specimen(canvas, (50 * mm, 19 * mm), 30)


def _back(canvas: Canvas) -> None:
    _body(canvas, "#eaeee2")
    _fields(canvas, BACK_FIELDS)
    canvas.setFillColor(NAVY)
    canvas.setFont("Helvetica", 4.6)
    canvas.drawRightString(WIDTH - 5 * mm, HEIGHT - 5 * mm, "SPECIMEN, NOT A TRAVEL DOCUMENT")
    canvas.setFillGray(1)
    canvas.rect(0.4, 3.4 * mm, WIDTH - 0.8, 19 * mm, stroke=0, fill=1)
    canvas.setFillGray(0.05)
    for number, line in enumerate(story.machine_readable_zone()):
        text = canvas.beginText(4.6 * mm, 16.4 * mm - number * 5.4 * mm)
        text.setFont("Courier-Bold", 11.6)
        text.setCharSpace(0.22)
        text.textLine(line)
        canvas.drawText(text)
    _specimen(canvas, (58 * mm, 26 * mm), 20)


def _portrait() -> Image.Image:
    """A shape of a head and shoulders that is nobody."""
    width, height = 276, 372
    picture = Image.new("L", (width, height), 206)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((14, 268, width - 14, 520), fill=92)
    pen.rectangle((112, 222, 164, 300), fill=150)
    pen.polygon([(112, 276), (164, 276), (138, 330)], fill=226)
    pen.ellipse((74, 70, 202, 252), fill=164)
    pen.pieslice((66, 52, 210, 206), 178, 362, fill=74)
    pen.ellipse((82, 112, 194, 246), fill=164)
    soft = picture.filter(ImageFilter.GaussianBlur(5))
    return soft.convert("RGB")
