"""Long documents to be read: scans of many pages, and many pages with a text layer."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DISTINCT = 40
"""Different pages of a scan; they come again in turn, so that the file stays small. Each is read as
if it had never been seen: a worker keeps nothing of a page."""

WIDTH_PX, HEIGHT_PX = 1240, 1754
NAMES = ("Anna Keller", "Jean Dupont", "Maria Rossi", "Piotr Nowak", "Eva Svensson")


def scan(file: Path, pages: int) -> None:
    """A PDF of pictures without a text layer, each with three lines of print."""
    font = ImageFont.load_default(44)
    sheets = []
    for number in range(min(DISTINCT, pages)):
        sheet = Image.new("L", (WIDTH_PX, HEIGHT_PX), 255)
        draw = ImageDraw.Draw(sheet)
        lines = (f"Sheet {number} of the ledger", NAMES[number % 5], f"Total {number * 17}.50 EUR")
        for line, text in enumerate(lines):
            draw.text((140, 200 + 90 * line), text, fill=0, font=font)
        packed = io.BytesIO()
        sheet.save(packed, "JPEG", quality=80)
        sheets.append(ImageReader(packed))
    canvas = Canvas(str(file), pagesize=(595, 842))
    for number in range(pages):
        canvas.drawImage(sheets[number % len(sheets)], 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()


def printed(file: Path, pages: int, first: int) -> None:
    """A PDF with a text layer, some hundred words a page, each page with a number of its own."""
    canvas = Canvas(str(file), pagesize=(595, 842), pageCompression=1)
    for number in range(first, first + pages):
        text = canvas.beginText(72, 770)
        text.setFont("Helvetica", 10)
        text.textLine(f"Page {number} of the correspondence with {NAMES[number % 5]}")
        text.textLine(f"Reference LM-{number:06d}, total {number % 977}.25 EUR, 2 March 2026")
        for line in range(10):
            text.textLine(f"Clause {line}: the parties agree on what stands on page {number} here.")
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
