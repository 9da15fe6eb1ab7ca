"""Draws the page on which models are tested, and notes what stands where: `test-page.toml`.

    python resources/models/make_test_page.py

Everybody on it is invented, and its numbers are on no other page: a model that guesses does not get
them right.
"""

import sys
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from resources.samples.making.paper import pdf_of  # noqa: E402 - found only now

FONT, SIZE = "Helvetica", 12
ASCENT, DESCENT = 0.76, 0.22
"""Of Helvetica, tall letters and descenders, as shares of its size."""

LINES = (
    (72, 770, "Quillbrook Timber & Joinery", 18),
    (72, 748, "7 Saltmarsh Row, Ferrow Bay", 11),
    (72, 690, "INVOICE", 15),
    (72, 600, "Oak boards, planed, 2.4 m", 11),
    (430, 600, "318.25", 11),
    (72, 580, "Ash battens, 40 x 25 mm", 11),
    (430, 580, "96.70", 11),
    (72, 560, "Delivery to the yard gate", 11),
    (430, 560, "61.35", 11),
    (72, 420, "Payable within 21 days of the date of this invoice.", 11),
)

FIELDS = (
    ("number", "Invoice no.", "QT-58304", 660),
    ("date", "Date", "17/09/2025", 640),
    ("tax", "VAT 19 %", "90.50", 510),
    ("total", "Total", "566.80", 486),
)
"""Name, label, value, height of its baseline in points from the bottom."""

LABEL_LEFT, VALUE_LEFT = 72, 430


def draw(canvas: Canvas) -> None:
    """The page."""
    for left, baseline, text, size in LINES:
        canvas.setFont(FONT, size)
        canvas.drawString(left, baseline, text)
    canvas.setFont(FONT, SIZE)
    for _, label, value, baseline in FIELDS:
        canvas.drawString(LABEL_LEFT, baseline, label)
        canvas.drawString(VALUE_LEFT, baseline, value)
    canvas.line(72, 540, 523, 540)


def main() -> None:
    """Write the page and its answers."""
    (HERE / "test-page.pdf").write_bytes(pdf_of(draw, title="Test page"))
    height_pt = A4[1]
    answers = ["# What stands on test-page.pdf; boxes in points from the top left corner.\n"]
    for name, _, value, baseline in FIELDS:
        left, right = VALUE_LEFT, VALUE_LEFT + stringWidth(value, FONT, SIZE)
        top, bottom = height_pt - baseline - ASCENT * SIZE, height_pt - baseline + DESCENT * SIZE
        box = ", ".join(f"{side:.1f}" for side in (left, top, right, bottom))
        answers.append(f'[[field]]\nname = "{name}"\nvalue = "{value}"\nbox = [{box}]\n')
    (HERE / "test-page.toml").write_text("\n".join(answers), encoding="utf-8")


if __name__ == "__main__":
    main()
