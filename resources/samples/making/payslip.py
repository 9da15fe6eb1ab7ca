"""The German payslip for February 2025, as payroll programs print it."""

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from making import paper, story
from making.check_digits import in_groups

WIDTH, HEIGHT = A4
LEFT, RIGHT = 20 * mm, WIDTH - 15 * mm
NAME = "lohnabrechnung.pdf"

PERSONAL = (
    ("Personal-Nr.", "00417"),
    ("Geburtsdatum", "12.08.1968"),
    ("Eintritt", "01.05.2016"),
    ("Austritt", "28.02.2025"),
    ("Steuer-ID", in_groups(story.BRANDT_TAX_NUMBER, 2, 3)),
    ("SV-Nummer", in_groups(story.BRANDT_INSURANCE_NUMBER, 2, 6, 1, 3)),
    ("Steuerklasse", "1"),
    ("Kinderfreibeträge", "0,0"),
    ("Konfession", "--"),
    ("Krankenkasse", "Rheinkasse Köln"),
    ("Tage StTg/SVTg", "30 / 30"),
)

EARNINGS = (
    ("1000", "Gehalt", "1,00", "5.480,00", "5.480,00"),
    ("1210", "Leitungszulage", "1,00", "330,00", "330,00"),
    ("1910", "VWL-Zuschuss Arbeitgeber", "1,00", "40,00", "40,00"),
)

TAXES = (
    ("Lohnsteuer", "5.850,00", "1.146,33"),
    ("Solidaritätszuschlag", "5.850,00", "0,00"),
    ("Kirchensteuer", "0,00", "0,00"),
)

CONTRIBUTIONS = (
    ("Krankenversicherung 8,55 %", "5.512,50", "471,32"),
    ("Pflegeversicherung 2,40 %", "5.512,50", "132,30"),
    ("Rentenversicherung 9,30 %", "5.850,00", "544,05"),
    ("Arbeitslosenversicherung 1,30 %", "5.850,00", "76,05"),
)


def make() -> bytes:
    """The whole file."""
    return paper.pdf_of(_draw, title="Abrechnung der Brutto/Netto-Bezüge", author=story.GMBH)


def _draw(canvas: Canvas) -> None:
    _head(canvas)
    _personal(canvas)
    y = _earnings(canvas, HEIGHT - 117 * mm)
    y = _deductions(canvas, y - 11 * mm, "Steuerrechtliche Abzüge", TAXES, "1.146,33")
    y = _deductions(
        canvas, y - 11 * mm, "Sozialversicherungsrechtliche Abzüge", CONTRIBUTIONS, "1.223,72"
    )
    _payment(canvas, y - 12 * mm)
    _foot(canvas)


def _text(
    canvas: Canvas, x: float, y: float, text: str, font: str = "Helvetica", *, size: float = 9
) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


def _right(
    canvas: Canvas, x: float, y: float, text: str, font: str = "Helvetica", *, size: float = 9
) -> None:
    canvas.setFont(font, size)
    canvas.drawRightString(x, y, text)


def _rule(canvas: Canvas, y: float, weight: float = 0.4) -> None:
    canvas.setLineWidth(weight)
    canvas.line(LEFT, y, RIGHT, y)


def _band(canvas: Canvas, y: float, height: float) -> None:
    canvas.saveState()
    canvas.setFillGray(0.91)
    canvas.rect(LEFT, y, RIGHT - LEFT, height, stroke=0, fill=1)
    canvas.restoreState()


def _head(canvas: Canvas) -> None:
    _text(canvas, LEFT, HEIGHT - 20 * mm, story.GMBH, "Helvetica-Bold", size=13)
    _text(canvas, LEFT, HEIGHT - 25 * mm, f"{story.GMBH_STREET} · {story.GMBH_TOWN}", size=8.5)
    _right(
        canvas,
        RIGHT,
        HEIGHT - 20 * mm,
        "Abrechnung der Brutto/Netto-Bezüge",
        "Helvetica-Bold",
        size=11,
    )
    _right(canvas, RIGHT, HEIGHT - 25 * mm, "für Februar 2025", size=10)
    _right(canvas, RIGHT, HEIGHT - 30 * mm, "Erstellt am 24.02.2025 · Blatt 1", size=8)
    _rule(canvas, HEIGHT - 33 * mm, 1.1)
    sender = f"{story.GMBH}, {story.GMBH_STREET}, {story.GMBH_TOWN}"
    _text(canvas, LEFT, HEIGHT - 48 * mm, sender, size=6.5)
    lines = (
        "Persönlich/Vertraulich",
        "Herrn",
        "Jörg Brandt",
        story.BRANDT_STREET,
        story.BRANDT_TOWN,
    )
    for number, line in enumerate(lines):
        font = "Helvetica-Oblique" if number == 0 else "Helvetica"
        _text(canvas, LEFT, HEIGHT - (55 + 5.2 * number) * mm, line, font, size=10.5)


def _personal(canvas: Canvas) -> None:
    left, top = 112 * mm, HEIGHT - 42 * mm
    height = 5.4 * mm
    canvas.setLineWidth(0.5)
    canvas.roundRect(
        left,
        top - height * len(PERSONAL) - 3 * mm,
        RIGHT - left,
        height * len(PERSONAL) + 3 * mm,
        4,
    )
    for number, (label, value) in enumerate(PERSONAL):
        y = top - height * (number + 1)
        _text(canvas, left + 3 * mm, y, label, size=8.5)
        _text(canvas, left + 36 * mm, y, value, "Helvetica-Bold", size=9)


def _earnings(canvas: Canvas, y: float) -> float:
    _band(canvas, y - 2 * mm, 6.5 * mm)
    _text(canvas, LEFT + 2, y, "Lohnart", "Helvetica-Bold")
    _text(canvas, LEFT + 20 * mm, y, "Bezeichnung", "Helvetica-Bold")
    for x, label in ((108, "Menge"), (142, "Faktor"), (193, "Betrag EUR")):
        _right(canvas, x * mm, y, label, "Helvetica-Bold")
    for row in EARNINGS:
        y -= 6 * mm
        _text(canvas, LEFT + 2, y, row[0])
        _text(canvas, LEFT + 20 * mm, y, row[1])
        for x, value in zip((108, 142, 193), row[2:], strict=True):
            _right(canvas, x * mm, y, value)
    y -= 3 * mm
    _rule(canvas, y)
    y -= 5 * mm
    _text(canvas, LEFT + 20 * mm, y, "Gesamtbrutto", "Helvetica-Bold", size=9.5)
    _right(canvas, 193 * mm, y, "5.850,00", "Helvetica-Bold", size=9.5)
    return y


def _deductions(
    canvas: Canvas, y: float, title: str, rows: tuple[tuple[str, str, str], ...], total: str
) -> float:
    _band(canvas, y - 2 * mm, 6.5 * mm)
    _text(canvas, LEFT + 2, y, title, "Helvetica-Bold")
    _right(canvas, 142 * mm, y, "Brutto EUR", "Helvetica-Bold")
    _right(canvas, 193 * mm, y, "Abzug EUR", "Helvetica-Bold")
    for label, base, amount in rows:
        y -= 6 * mm
        _text(canvas, LEFT + 20 * mm, y, label)
        _right(canvas, 142 * mm, y, base)
        _right(canvas, 193 * mm, y, amount)
    y -= 3 * mm
    _rule(canvas, y)
    y -= 5 * mm
    _text(canvas, LEFT + 20 * mm, y, "Summe", "Helvetica-Bold")
    _right(canvas, 193 * mm, y, total, "Helvetica-Bold")
    return y


def _payment(canvas: Canvas, y: float) -> None:
    rows = (
        ("Nettoverdienst", "3.479,95", "Helvetica"),
        ("VWL-Überweisung an Bausparkasse", "-40,00", "Helvetica"),
        ("Auszahlungsbetrag", "3.439,95", "Helvetica-Bold"),
    )
    for label, value, font in rows:
        if font == "Helvetica-Bold":
            _band(canvas, y - 2.2 * mm, 7 * mm)
        _text(canvas, LEFT + 20 * mm, y, label, font, size=10)
        _right(canvas, 193 * mm, y, value, font, size=10)
        y -= 6.4 * mm
    y -= 4 * mm
    _text(canvas, LEFT, y, "Überweisung auf Konto:")
    _text(canvas, LEFT + 40 * mm, y, f"IBAN {in_groups(story.BRANDT_IBAN, 4)}", "Helvetica-Bold")
    _text(canvas, LEFT + 40 * mm, y - 5 * mm, "Kölner Kontorbank eG, BIC KONTDE37XXX")
    _text(canvas, LEFT + 40 * mm, y - 10 * mm, "Wertstellung 27.02.2025")


def _foot(canvas: Canvas) -> None:
    _rule(canvas, 22 * mm)
    _text(
        canvas,
        LEFT,
        18 * mm,
        f"{story.GMBH} · USt-IdNr. {story.GMBH_VAT} · Amtsgericht Köln HRB 99417 · "
        "Geschäftsführer: Tobias Rehm",
        size=7.5,
    )
    _text(
        canvas,
        LEFT,
        14 * mm,
        "Diese Abrechnung ist eine Entgeltbescheinigung nach § 108 Absatz 3 der Gewerbeordnung.",
        size=7.5,
    )
    _text(
        canvas,
        LEFT,
        10 * mm,
        "Rückfragen an das Lohnbüro: 0221 4710 240, lohnbuero@meridian-logistik.example",
        size=7.5,
    )
