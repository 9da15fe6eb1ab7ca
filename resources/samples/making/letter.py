"""The letter of Meridian's solicitors: one scanned page, no text layer, skewed by one degree."""

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from making import paper, story
from making.check_digits import in_groups

WIDTH, HEIGHT = A4
LEFT, RIGHT = 25 * mm, WIDTH - 22 * mm
NAME = "letter.pdf"

PARAGRAPHS = (
    "We act for Meridian Logistics SAS and Meridian Logistics (UK) Ltd. We write about the "
    "services agreement CPS-2025-0318 of 3 March 2025 between our client and Brandt Conseil SARL.",
    "Article 7 of that agreement requires you to declare in writing any interest in a supplier "
    "before a tender is sent. On 14 October 2025 Halden & Firth Ltd invoiced our client £10,095.00 "
    "(invoice HF-20418) for equipment chosen on your advice. Our client has since learned that "
    "Halden & Firth Ltd paid you €2,750.00 on 18 March 2025. No declaration was made.",
    f"Our client further notes that a meal for three in Lyon on 16 October 2025, at €80.00, was "
    f"charged to its corporate card {in_groups(story.COMPANY_CARD, 4)}, although article 5 "
    f"excludes meals in the department of Rhône. That card was to be returned by 28 February 2025.",
    "Our client therefore requires, by 30 January 2026, a full account of all payments received "
    "from Halden & Firth Ltd, repayment of €2,830.00, and the return of the card. It reserves the "
    "right to terminate under article 12 and to bring proceedings before the commercial court of "
    "Lille Métropole.",
    f"Please confirm receipt to Mrs Margaret Okafor at {story.SOLICITORS_MAIL} or on "
    f"{story.SOLICITORS_PHONE}. You should take independent legal advice.",
)


def make() -> bytes:
    """The whole file."""
    scan = paper.jpeg_of(_scan(), quality=52)
    return paper.pdf_of(
        lambda canvas: paper.image_page(canvas, scan), title="Scan 2026-01-12", author=""
    )


def _scan() -> Image.Image:
    dpi = 170
    flat = paper.rendered(paper.pdf_of(_draw, title="Letter"), 0, dpi)
    scale = dpi / 25.4
    for stroke in _OKAFOR:
        points = [((27 + x) * scale, (218 + y) * scale) for x, y in stroke]
        paper.pen_stroke(flat, points, width_px=2.3)
    received = paper.rendered(paper.pdf_of(_draw_stamp, size=(150, 62), title="Stamp"), 0, dpi)
    paper.press_stamp(flat, received, (int(140 * scale), int(52 * scale)), 4)
    return paper.scanned(flat, turn=1.0, noise=5, seed=109)


def _draw(canvas: Canvas) -> None:
    canvas.setFont("Times-Bold", 20)
    canvas.drawString(LEFT, HEIGHT - 24 * mm, "Ashdown Pryce LLP")
    canvas.setFont("Times-Italic", 11)
    canvas.drawString(LEFT, HEIGHT - 30 * mm, "Solicitors")
    canvas.setFont("Times-Roman", 9.5)
    for place, line in enumerate(
        (
            "14 Saddlers Court",
            "Manchester M2 9ZZ",
            f"Tel. {story.SOLICITORS_PHONE}",
            story.SOLICITORS_MAIL,
        )
    ):
        canvas.drawRightString(RIGHT, HEIGHT - (22 + 4.6 * place) * mm, line)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, HEIGHT - 41 * mm, RIGHT, HEIGHT - 41 * mm)
    canvas.setFont("Times-Roman", 11.5)
    y = HEIGHT - 52 * mm
    for line in (
        "Mr Jörg Brandt",
        "Brandt Conseil SARL",
        story.CONSEIL_STREET,
        f"{story.CONSEIL_TOWN}, France",
        "",
        "9 January 2026",
        "Our ref. MO/4417-12",
        "",
        "By post and by e-mail",
        "",
        "Dear Mr Brandt",
    ):
        canvas.drawString(LEFT, y, line)
        y -= 15
    canvas.setFont("Times-Bold", 11.5)
    canvas.drawString(LEFT, y - 4, "Meridian Logistics: breach of the agreement of 3 March 2025")
    y -= 26
    canvas.setFont("Times-Roman", 11.5)
    for paragraph in PARAGRAPHS:
        for line in simpleSplit(paragraph, "Times-Roman", 11.5, RIGHT - LEFT):
            canvas.drawString(LEFT, y, line)
            y -= 15.2
        y -= 6
    canvas.drawString(LEFT, y - 4, "Yours sincerely")
    canvas.drawString(LEFT, 52 * mm, "Margaret Okafor")
    canvas.drawString(LEFT, 46.8 * mm, "Partner, for Ashdown Pryce LLP")
    canvas.setFont("Times-Roman", 8)
    canvas.drawCentredString(
        WIDTH / 2,
        16 * mm,
        "Ashdown Pryce LLP is a limited liability partnership registered in England and Wales, "
        "no. OC990417.",
    )


def _draw_stamp(canvas: Canvas) -> None:
    canvas.setLineWidth(1.6)
    canvas.rect(2, 2, 146, 58)
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawCentredString(75, 42, "BRANDT CONSEIL")
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawCentredString(75, 24, "REÇU LE")
    canvas.drawCentredString(75, 8, "12 JAN. 2026")


# Pen strokes in millimetres from the top left of the signature.
_OKAFOR = (
    ((0, 14), (3, 2), (6, 11), (10, 1), (12, 13)),
    ((15, 8), (13, 12), (16, 14), (19, 10), (17, 7), (20, 12), (23, 3), (23, 14), (27, 9)),
    ((24, 11), (28, 14), (31, 10), (32, 13), (36, 4), (34, 19), (33, 15), (38, 10)),
    ((38, 10), (41, 13), (45, 10), (48, 12), (60, 9)),
)
