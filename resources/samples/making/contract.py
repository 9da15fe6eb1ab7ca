"""The French services contract: four born-digital pages and a scanned page of signatures."""

import io
import re
from xml.sax.saxutils import escape

from PIL import Image
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from making import contract_text, paper

WIDTH, HEIGHT = A4
NAME = "contrat-de-prestation.pdf"
REFERENCE = "CPS-2025-0318"
STAMP_PT = 118

BODY = ParagraphStyle(
    "body",
    fontName="Times-Roman",
    fontSize=11.6,
    leading=16.6,
    alignment=TA_JUSTIFY,
    spaceAfter=7,
    embeddedHyphenation=0,
)
HEADING = ParagraphStyle(
    "heading",
    fontName="Times-Bold",
    fontSize=11.8,
    leading=15,
    spaceBefore=11,
    spaceAfter=4.5,
    keepWithNext=1,
)
TITLE = ParagraphStyle(
    "title", fontName="Times-Bold", fontSize=17, leading=22, alignment=TA_CENTER, spaceAfter=2
)
SUBTITLE = ParagraphStyle(
    "subtitle", fontName="Times-Italic", fontSize=11, leading=14, alignment=TA_CENTER, spaceAfter=14
)


def make() -> bytes:
    """The whole file."""
    signatures = paper.jpeg_of(_signature_scan(), quality=58)

    def scan(canvas: Canvas, _: BaseDocTemplate) -> None:
        paper.image_page(canvas, signatures)

    target = io.BytesIO()
    template = BaseDocTemplate(
        target,
        pagesize=A4,
        title="Contrat de prestation de services",
        author="Meridian Logistics SAS",
        subject=REFERENCE,
        lang="fr-FR",
        invariant=1,
        pageCompression=1,
    )
    frame = Frame(24 * mm, 24 * mm, WIDTH - 48 * mm, HEIGHT - 48 * mm, 0, 0, 0, 0)
    template.addPageTemplates(
        [
            PageTemplate("text", [frame], onPage=_running_lines),
            PageTemplate("scan", [frame], onPage=scan),
        ]
    )
    template.build([*_flow(), NextPageTemplate("scan"), PageBreak(), Spacer(1, 1)])
    return target.getvalue()


def _flow() -> list[Flowable]:
    flow: list[Flowable] = [
        Paragraph("CONTRAT DE PRESTATION DE SERVICES", TITLE),
        Paragraph(f"Référence {REFERENCE} — Document confidentiel", SUBTITLE),
        HRFlowable(width="100%", thickness=0.6, color="#333333", spaceAfter=10),
    ]
    for block in contract_text.BLOCKS:
        style = HEADING if block.startswith(("ARTICLE", "ENTRE", "PRÉAMBULE")) else BODY
        flow.append(Paragraph(_marked_up(block), style))
    flow.append(Paragraph("ANNEXE A – CALENDRIER", HEADING))
    flow.append(_table(contract_text.CALENDAR, (30 * mm, 97 * mm, 35 * mm)))
    flow.append(Paragraph("ANNEXE B – LISTE DES SITES", HEADING))
    flow.append(_table(contract_text.SITES, (30 * mm, 72 * mm, 60 * mm)))
    return flow


def _marked_up(block: str) -> str:
    """Bold marks as tags, and the spaces that French typography never breaks at."""
    text = escape(block).replace("[[", "<b>").replace("]]", "</b>")
    text = re.sub(r"(?<=\d) (?=\d|€|%)|(?<=«) | (?=[»:;])|(?<=n°) |(?<=FR) (?=\d)", "\u00a0", text)
    return text.replace("</b> €", "</b>\u00a0€")


def _table(rows: tuple[tuple[str, ...], ...], widths: tuple[float, ...]) -> Table:
    table = Table(rows, colWidths=widths, rowHeights=16.5, hAlign="LEFT")
    table.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), "Times-Roman", 10.5),
            ("FONT", (0, 0), (-1, 0), "Times-Bold", 10.5),
            ("LINEBELOW", (0, 0), (-1, 0), 0.7, "#333333"),
            ("LINEBELOW", (0, 1), (-1, -1), 0.25, "#aaaaaa"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
    )
    return table


def _running_lines(canvas: Canvas, template: BaseDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont("Times-Italic", 8.5)
    canvas.setFillGray(0.35)
    canvas.drawString(
        24 * mm, HEIGHT - 14 * mm, f"Contrat de prestation de services n° {REFERENCE}"
    )
    canvas.drawRightString(WIDTH - 24 * mm, HEIGHT - 14 * mm, "Confidentiel")
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(0.6)
    canvas.line(24 * mm, 17 * mm, WIDTH - 24 * mm, 17 * mm)
    canvas.drawString(24 * mm, 12 * mm, "Paraphes :")
    canvas.drawRightString(WIDTH - 24 * mm, 12 * mm, f"Page {template.page} sur 5")
    canvas.restoreState()


def _draw_signature_page(canvas: Canvas) -> None:
    canvas.setFont("Times-Italic", 8.5)
    canvas.drawString(
        24 * mm, HEIGHT - 14 * mm, f"Contrat de prestation de services n° {REFERENCE}"
    )
    canvas.drawRightString(WIDTH - 24 * mm, HEIGHT - 14 * mm, "Confidentiel")
    canvas.setFont("Times-Bold", 13)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - 42 * mm, "PAGE DE SIGNATURE")
    canvas.setFont("Times-Roman", 11.5)
    y = HEIGHT - 58 * mm
    for line in contract_text.CLOSING:
        canvas.drawString(24 * mm, y, line)
        y -= 16
    for left, lines in (
        (24 * mm, contract_text.CLIENT_BLOCK),
        (112 * mm, contract_text.PROVIDER_BLOCK),
    ):
        y = HEIGHT - 98 * mm
        for number, line in enumerate(lines):
            canvas.setFont("Times-Bold" if number == 0 else "Times-Roman", 11.5)
            canvas.drawString(left, y, line)
            y -= 16
        canvas.setLineWidth(0.5)
        canvas.line(left, HEIGHT - 168 * mm, left + 70 * mm, HEIGHT - 168 * mm)
        canvas.setFont("Times-Italic", 9)
        canvas.drawString(left, HEIGHT - 173 * mm, "Signature précédée de « Lu et approuvé »")
    canvas.setFont("Times-Italic", 8.5)
    canvas.drawString(24 * mm, 12 * mm, "Paraphes :")
    canvas.drawRightString(WIDTH - 24 * mm, 12 * mm, "Page 5 sur 5")


def _signature_scan() -> Image.Image:
    dpi = 150
    flat = paper.rendered(paper.pdf_of(_draw_signature_page, title="Signatures"), 0, dpi)
    scale = dpi / 25.4
    drawn = paper.pdf_of(_draw_stamp, size=(STAMP_PT, STAMP_PT), title="Cachet")
    stamp = paper.rendered(drawn, 0, dpi)
    paper.press_stamp(flat, stamp, (int(62 * scale), int(132 * scale)), 11)
    for left, top, strokes in (
        (27, 140, _VASSEUR),
        (116, 141, _BRANDT),
        (44, 282.5, _INITIALS),
    ):
        for stroke in strokes:
            points = [((left + x) * scale, (top + y) * scale) for x, y in stroke]
            paper.pen_stroke(flat, points, width_px=2.1)
    return paper.scanned(flat, turn=-0.6, noise=4.5, seed=318)


def _draw_stamp(canvas: Canvas) -> None:
    """A company stamp: two rings, the firm around, the office across."""
    centre = STAMP_PT / 2
    canvas.setLineWidth(1.6)
    canvas.circle(centre, centre, centre - 2)
    canvas.setLineWidth(0.9)
    canvas.circle(centre, centre, centre - 20)
    canvas.setFont("Helvetica-Bold", 10.5)
    around = "MERIDIAN LOGISTICS SAS • LILLE • "
    for number, character in enumerate(around):
        canvas.saveState()
        canvas.translate(centre, centre)
        canvas.rotate(-360 * number / len(around))
        canvas.drawCentredString(0, centre - 14.5, character)
        canvas.restoreState()
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawCentredString(centre, centre + 3, "DIRECTION")
    canvas.drawCentredString(centre, centre - 10, "GÉNÉRALE")


# Pen strokes in millimetres from the top left of the signature.
_VASSEUR = (
    ((0, 6), (4, 15), (7, 18), (10, 9), (14, 1), (15, 0)),
    ((13, 13), (16, 11), (17, 14), (19, 15), (21, 11), (23, 14), (25, 11), (27, 14), (29, 12)),
    ((29, 12), (32, 10), (33, 14), (36, 12), (39, 13), (42, 11), (47, 14), (56, 8)),
    ((2, 21), (18, 19), (38, 18), (55, 20)),
)
_BRANDT = (
    ((3, 1), (2, 10), (0, 20)),
    ((1, 2), (9, 0), (11, 5), (4, 9), (12, 11), (11, 17), (1, 19)),
    ((13, 16), (15, 11), (18, 10), (17, 13), (19, 15), (22, 11), (24, 11), (24, 16), (27, 12)),
    ((27, 12), (29, 15), (32, 12), (36, 3), (36, 1), (34, 9), (35, 15), (39, 13), (45, 4)),
    ((45, 4), (44, 12), (46, 15), (53, 11), (62, 12)),
    ((40, 7), (49, 6)),
)
_INITIALS = (
    ((0, 0), (2, 4), (4, 0)),
    ((6, 0), (6, 4), (9, 3), (7, 2), (9, 1), (6, 0)),
)
