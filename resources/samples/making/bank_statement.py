"""The German bank statement for January to March 2025: three scanned pages in one TIFF."""

import io
from decimal import Decimal

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from making import paper, story
from making.check_digits import in_groups

WIDTH, HEIGHT = A4
LEFT, RIGHT = 22 * mm, WIDTH - 18 * mm
NAME = "kontoauszug.tiff"
OPENING = Decimal("2418.66")

MONTHS = (
    (
        "Januar",
        (
            ("02.01.", "Dauerauftrag", "Hausverwaltung Lindenhof, Miete Januar", "-1180.00"),
            ("07.01.", "Lastschrift", "Stadtwerke Rheinbogen, Abschlag Strom", "-84.00"),
            ("09.01.", "Kartenzahlung", "Feinkost Adler, Köln", "-46.38"),
            ("15.01.", "Lastschrift", "Bausparkasse Domblick, VWL 00417", "-40.00"),
            ("21.01.", "Kartenzahlung", "Buchhandlung am Ring, Köln", "-32.90"),
            ("30.01.", "Gehalt", f"{story.GMBH}, Lohn 01/2025", "3439.95"),
        ),
    ),
    (
        "Februar",
        (
            ("03.02.", "Dauerauftrag", "Hausverwaltung Lindenhof, Miete Februar", "-1180.00"),
            ("06.02.", "Lastschrift", "Stadtwerke Rheinbogen, Abschlag Strom", "-84.00"),
            ("12.02.", "Überweisung", "Notariat Dr. Ilse Kranz, Rechnung 2025/118", "-412.50"),
            ("17.02.", "Lastschrift", "Bausparkasse Domblick, VWL 00417", "-40.00"),
            ("20.02.", "Kartenzahlung", "Stromtal Fernverkehr, Köln–Lyon", "-189.80"),
            ("27.02.", "Gehalt", f"{story.GMBH}, Lohn 02/2025", "3439.95"),
        ),
    ),
    (
        "März",
        (
            ("03.03.", "Dauerauftrag", "Hausverwaltung Lindenhof, Miete März", "-1180.00"),
            ("05.03.", "Überweisung", "Brandt Conseil SARL, Stammeinlage", "-3500.00"),
            ("11.03.", "Kartenzahlung", "Umzüge Paulsen, Köln", "-890.00"),
            ("18.03.", "Gutschrift", "Halden & Firth Ltd, Beratung März", "2750.00"),
            ("28.03.", "Gutschrift", "Hausverwaltung Lindenhof, Kaution", "1770.00"),
        ),
    ),
)


def make() -> bytes:
    """The whole file, one bit a pixel, compressed as faxes are (Group 4)."""
    drawn = paper.pdf_of(_draw, title="Kontoauszug")
    pages = [
        paper.faxed(paper.rendered(drawn, number, 200), turn=turn, seed=90 + number)
        for number, turn in enumerate((0.7, -0.5, 0.9))
    ]
    target = io.BytesIO()
    pages[0].save(
        target,
        "TIFF",
        compression="group4",
        dpi=(200, 200),
        save_all=True,
        append_images=pages[1:],
    )
    return target.getvalue()


def german(amount: Decimal) -> str:
    """The amount with a dot between thousands and a comma before the cents."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def _draw(canvas: Canvas) -> None:
    balance = OPENING
    for number, (month, bookings) in enumerate(MONTHS, 1):
        _head(canvas, number, month)
        y = _bookings(canvas, HEIGHT - 112 * mm, balance, bookings)
        balance += sum((Decimal(booking[3]) for booking in bookings), Decimal(0))
        _closing(canvas, y, number, balance)
        canvas.showPage()


def _head(canvas: Canvas, number: int, month: str) -> None:
    canvas.setFont("Helvetica-Bold", 17)
    canvas.drawString(LEFT, HEIGHT - 24 * mm, "Kölner Kontorbank eG")
    canvas.setFont("Helvetica", 9.5)
    canvas.drawString(
        LEFT, HEIGHT - 30 * mm, "Domhafen 2 · 50667 Köln · Telefon " + story.BANK_PHONE
    )
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawRightString(RIGHT, HEIGHT - 24 * mm, f"Kontoauszug {number}/2025")
    canvas.setFont("Helvetica", 10.5)
    canvas.drawRightString(RIGHT, HEIGHT - 30 * mm, f"{month} 2025 · Blatt {number} von 3")
    canvas.setLineWidth(1.2)
    canvas.line(LEFT, HEIGHT - 34 * mm, RIGHT, HEIGHT - 34 * mm)
    canvas.setFont("Helvetica", 11)
    lines = ("Herrn", "Jörg Brandt", story.BRANDT_STREET, story.BRANDT_TOWN)
    for place, line in enumerate(lines):
        canvas.drawString(LEFT, HEIGHT - (50 + 5.6 * place) * mm, line)
    details = (
        ("IBAN", in_groups(story.BRANDT_IBAN, 4)),
        ("BIC", "KONTDE37XXX"),
        ("Kontoart", "Privatgirokonto"),
        ("Währung", "EUR"),
    )
    for place, (label, value) in enumerate(details):
        y = HEIGHT - (50 + 5.6 * place) * mm
        canvas.setFont("Helvetica", 10)
        canvas.drawString(108 * mm, y, label)
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(127 * mm, y, value)


def _bookings(
    canvas: Canvas, y: float, balance: Decimal, bookings: tuple[tuple[str, str, str, str], ...]
) -> float:
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(LEFT, y + 22 * mm, "Buchung")
    canvas.drawString(LEFT + 21 * mm, y + 22 * mm, "Vorgang und Verwendungszweck")
    canvas.drawRightString(RIGHT, y + 22 * mm, "Betrag EUR")
    canvas.setLineWidth(0.7)
    canvas.line(LEFT, y + 19.5 * mm, RIGHT, y + 19.5 * mm)
    y += 13 * mm
    canvas.setFont("Helvetica-Oblique", 10.5)
    canvas.drawString(LEFT + 21 * mm, y, "Alter Kontostand")
    canvas.drawRightString(RIGHT, y, f"{german(balance)} {'H' if balance >= 0 else 'S'}")
    for day, what, purpose, amount in bookings:
        y -= 14 * mm
        canvas.setFont("Helvetica", 10.5)
        canvas.drawString(LEFT, y, f"{day}2025")
        canvas.drawString(LEFT + 24 * mm, y, what)
        canvas.drawRightString(RIGHT, y, german(Decimal(amount)))
        canvas.setFont("Helvetica", 9.5)
        canvas.drawString(LEFT + 24 * mm, y - 4.8 * mm, purpose)
    return float(y - 14 * mm)


def _closing(canvas: Canvas, y: float, number: int, balance: Decimal) -> None:
    canvas.setLineWidth(0.7)
    canvas.line(LEFT, y + 5 * mm, RIGHT, y + 5 * mm)
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawString(LEFT + 24 * mm, y - 1 * mm, "Neuer Kontostand")
    canvas.drawRightString(RIGHT, y - 1 * mm, f"{german(balance)} {'H' if balance >= 0 else 'S'}")
    canvas.setFont("Helvetica", 8.5)
    canvas.drawString(
        LEFT,
        22 * mm,
        "Bitte prüfen Sie diesen Auszug. Einwendungen erbitten wir innerhalb von sechs Wochen.",
    )
    canvas.drawString(LEFT, 17.5 * mm, "H = Haben, S = Soll. Guthaben sind als Einlagen geschützt.")
    canvas.drawRightString(RIGHT, 17.5 * mm, f"Blatt {number}")
