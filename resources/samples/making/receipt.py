"""The receipt of a restaurant in Lyon, photographed by hand."""

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from making import paper, story
from making.check_digits import in_groups

NAME = "receipt.jpg"
SIZE = (226, 452)
"""Points: 80 mm paper from a thermal printer."""

LINES = (
    ("c", "AU VIEUX QUAI", 2),
    ("c", "Brasserie lyonnaise", 1),
    ("c", "31 quai des Tisserands", 1),
    ("c", "69002 LYON", 1),
    ("c", f"Tél. {story.BRASSERIE_PHONE}", 1),
    ("c", f"SIRET {in_groups(story.BRASSERIE_SIRET, 3, 3, 3, 5)}", 1),
    ("c", f"TVA {story.BRASSERIE_VAT}", 1),
    ("-", "", 1),
    ("l", "Ticket 004172      16/10/2025 13:42", 1),
    ("l", "Table 14           Couverts 3", 1),
    ("l", "Serveur            Manon", 1),
    ("-", "", 1),
    ("i", "2 Menu du jour      19,50|39,00", 1),
    ("i", "1 Quenelle brochet  17,80|17,80", 1),
    ("i", "1 Eau gazeuse 1 L    4,90|4,90", 1),
    ("i", "2 Café expresso      2,40|4,80", 1),
    ("i", "1 Pot Beaujolais    13,50|13,50", 1),
    ("-", "", 1),
    ("i", "TOTAL TTC|80,00 €", 2),
    ("-", "", 1),
    ("i", "TVA 10 %  HT 60,45|6,05", 1),
    ("i", "TVA 20 %  HT 11,25|2,25", 1),
    ("i", "Total TVA|8,30", 1),
    ("-", "", 1),
    ("l", "CB EMV SANS CONTACT", 1),
    ("i", "**** **** **** 4444|80,00 €", 1),
    ("l", "AUTO 719304   FIN 11/27", 1),
    ("-", "", 1),
    ("c", "MERCI DE VOTRE VISITE", 1),
    ("c", "À bientôt !", 1),
)


def make() -> bytes:
    """The whole file; the picture lies on its side and EXIF says how to turn it."""
    flat = paper.rendered(paper.pdf_of(_draw, size=SIZE, title="Ticket"), 0, 200)
    photo = paper.photographed(
        _faded(flat),
        size=(1200, 1700),
        corners=((236, 118), (938, 90), (1000, 1590), (196, 1622)),
        seed=1610,
    )
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: the first row is the right-hand side.
    exif[0x010F] = "Utopia Optics"
    exif[0x0110] = "UO-7"
    exif[0x0132] = "2025:10:16 13:55:20"
    return paper.jpeg_of(photo.transpose(Image.Transpose.ROTATE_90), quality=74, exif=exif)


def _faded(picture: Image.Image) -> Image.Image:
    """Thermal paper: slightly warm white, print that never gets quite black."""
    grey = picture.convert("L").point(lambda level: 52 + level * 0.76)
    return Image.merge(
        "RGB", (grey, grey.point(lambda x: x * 0.99), grey.point(lambda x: x * 0.96))
    )


def _draw(canvas: Canvas) -> None:
    width, height = SIZE
    y = height - 26.0
    for style, text, size in LINES:
        canvas.setFont("Courier-Bold" if size > 1 else "Courier", 12.5 if size > 1 else 9.2)
        if style == "-":
            canvas.setDash(2, 2)
            canvas.setLineWidth(0.7)
            canvas.line(14, y + 3, width - 14, y + 3)
        elif style == "c":
            canvas.drawCentredString(width / 2, y, text)
        elif style == "i":
            left, right = text.split("|")
            canvas.drawString(14, y, left)
            canvas.drawRightString(width - 14, y, right)
        else:
            canvas.drawString(14, y, text)
        y -= 17 if size > 1 else 13.2
