"""The English invoice of October 2025."""

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from making import paper, story
from making.check_digits import in_groups

WIDTH, HEIGHT = A4
LEFT, RIGHT = 20 * mm, WIDTH - 20 * mm
ACCENT = HexColor("#1f4e5f")
NAME = "invoice.pdf"

ITEMS = (
    ("Telematics gateway TG-200, serial nos. 24810 to 24821", "12", "418.00", "5,016.00"),
    ("Installation and commissioning, Manchester site (days)", "3", "720.00", "2,160.00"),
    ("Data licence TG-200, 12 months, per gateway", "12", "96.00", "1,152.00"),
    ("Carriage and insurance", "1", "84.50", "84.50"),
)

TOTALS = (
    ("Subtotal", "£8,412.50", False),
    ("VAT 20%", "£1,682.50", False),
    ("Total due", "£10,095.00", True),
)

DETAILS = (
    ("Invoice number", "HF-20418"),
    ("Invoice date", "14 October 2025"),
    ("Due date", "13 November 2025"),
    ("Your reference", "PO 4500-7731"),
    ("Your contact", "Jörg Brandt"),
)


def make() -> bytes:
    """The whole file."""
    return paper.pdf_of(_draw, title="Invoice HF-20418", author="Halden & Firth Ltd")


def _draw(canvas: Canvas) -> None:
    _head(canvas)
    y = _items(canvas, HEIGHT - 122 * mm)
    y = _totals(canvas, y - 8 * mm)
    _payment(canvas, y - 16 * mm)
    _foot(canvas)


def _lines(canvas: Canvas, x: float, y: float, lines: tuple[str, ...], size: float = 9.5) -> None:
    canvas.setFont("Helvetica", size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= size * 1.42


def _label(canvas: Canvas, x: float, y: float, text: str) -> None:
    canvas.setFillColor(ACCENT)
    canvas.setFont("Helvetica-Bold", 8.5)
    canvas.drawString(x, y, text)
    canvas.setFillGray(0)


def _head(canvas: Canvas) -> None:
    canvas.setFillColor(ACCENT)
    canvas.rect(0, HEIGHT - 6 * mm, WIDTH, 6 * mm, stroke=0, fill=1)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(LEFT, HEIGHT - 26 * mm, "Halden & Firth")
    canvas.setFont("Helvetica", 9)
    canvas.drawString(LEFT, HEIGHT - 31.5 * mm, "Freight telematics and warehouse control")
    canvas.setFont("Helvetica", 24)
    canvas.drawRightString(RIGHT, HEIGHT - 27 * mm, "INVOICE")
    canvas.setFillGray(0)
    _lines(
        canvas,
        LEFT,
        HEIGHT - 42 * mm,
        (
            "Halden & Firth Ltd",
            "8 Saltery Yard, London SE1 9ZZ",
            f"Tel. {story.HALDEN_PHONE}",
            story.HALDEN_MAIL,
            f"VAT registration no. GB {in_groups(story.HALDEN_VAT[2:], 3, 4, 2)}",
        ),
    )
    y = HEIGHT - 42 * mm
    for label, value in DETAILS:
        canvas.setFont("Helvetica", 9.5)
        canvas.drawString(118 * mm, y, label)
        canvas.setFont("Helvetica-Bold", 9.5)
        canvas.drawString(150 * mm, y, value)
        y -= 13.5
    _label(canvas, LEFT, HEIGHT - 74 * mm, "BILL TO")
    _lines(
        canvas,
        LEFT,
        HEIGHT - 80 * mm,
        (
            "Meridian Logistics (UK) Ltd",
            "Attn. Ms Priya Raman, Accounts Payable",
            story.UK_STREET,
            story.UK_TOWN,
        ),
        10,
    )


def _items(canvas: Canvas, y: float) -> float:
    canvas.setFillColor(ACCENT)
    canvas.rect(LEFT, y - 3 * mm, RIGHT - LEFT, 9 * mm, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont("Helvetica-Bold", 9.5)
    canvas.drawString(LEFT + 3 * mm, y, "Description")
    for x, title in ((128, "Qty"), (157, "Unit price £"), (187, "Amount £")):
        canvas.drawRightString(x * mm, y, title)
    canvas.setFillGray(0)
    for description, *numbers in ITEMS:
        y -= 10 * mm
        canvas.setFont("Helvetica", 9.5)
        canvas.drawString(LEFT + 3 * mm, y, description)
        for x, number in zip((128, 157, 187), numbers, strict=True):
            canvas.drawRightString(x * mm, y, number)
        canvas.setStrokeGray(0.8)
        canvas.setLineWidth(0.4)
        canvas.line(LEFT, y - 3.4 * mm, RIGHT, y - 3.4 * mm)
    return float(y - 4 * mm)


def _totals(canvas: Canvas, y: float) -> float:
    for label, value, is_total in TOTALS:
        font = "Helvetica-Bold" if is_total else "Helvetica"
        size = 12 if is_total else 10
        if is_total:
            canvas.setStrokeColor(ACCENT)
            canvas.setLineWidth(1.2)
            canvas.line(128 * mm, y + 5.4 * mm, RIGHT, y + 5.4 * mm)
        canvas.setFont(font, size)
        canvas.drawString(130 * mm, y, label)
        canvas.drawRightString(187 * mm, y, value)
        y -= 7.4 * mm
    return y


def _payment(canvas: Canvas, y: float) -> None:
    _label(canvas, LEFT, y, "HOW TO PAY")
    _lines(
        canvas,
        LEFT,
        y - 6 * mm,
        (
            "By bank transfer within 30 days of the invoice date, quoting HF-20418.",
            "Account name: Halden & Firth Ltd, Thamesgate Bank plc",
            "Sort code 99-00-60, account number 31926819, BIC THGBGB2LXXX",
            f"IBAN {in_groups(story.HALDEN_IBAN, 4)}",
        ),
    )
    _label(canvas, LEFT, y - 32 * mm, "TERMS")
    _lines(
        canvas,
        LEFT,
        y - 38 * mm,
        (
            "Goods remain the property of Halden & Firth Ltd until paid in full. Interest on late",
            "payment is charged at 8% above base rate under the Late Payment of Commercial Debts",
            "(Interest) Act 1998. Queries: Daniel Firth, Credit Control, at the number above.",
        ),
        8.5,
    )


def _foot(canvas: Canvas) -> None:
    canvas.setStrokeGray(0.7)
    canvas.setLineWidth(0.4)
    canvas.line(LEFT, 22 * mm, RIGHT, 22 * mm)
    canvas.setFillGray(0.35)
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(
        WIDTH / 2,
        17 * mm,
        "Halden & Firth Ltd. Registered in England and Wales no. 99041827. "
        "Registered office: 8 Saltery Yard, London SE1 9ZZ",
    )
    canvas.setFillGray(0)
