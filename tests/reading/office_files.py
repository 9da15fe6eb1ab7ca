"""Office documents for tests, made by the libraries that write them; what they say is invented."""

import io
import zipfile
from datetime import UTC, datetime

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

W = nsdecls("w")


def saved(document):
    """What a library's save writes."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_parts(original, parts, *, dropped=()):
    """An office document with some parts replaced, added or left out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(original)) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            if entry.filename not in parts and entry.filename not in dropped:
                after.writestr(entry, before.read(entry))
        for name, content in parts.items():
            after.writestr(name, content)
    return target.getvalue()


def part_of(original, name):
    """The bytes of a part."""
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        return archive.read(name)


def lease():
    """A lease in Word: headings, list, table, header, footer, comment, changes, hidden words."""
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Draft of 4 March 2026"
    section.footer.paragraphs[0].text = "Harbour Trust, confidential"
    document.add_heading("Lease agreement", level=1)
    rent = document.add_paragraph("The rent is EUR ")
    rent._p.append(change("del", "1,250.00"))
    rent._p.append(change("ins", "1,400.00"))
    rent.add_run(" a month.")
    hidden = document.add_paragraph("Notices go by post.").add_run(" Orla must not know.")
    hidden.font.hidden = True
    document.styles.add_style("Aside", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    document.add_paragraph("Keys: ").add_run("two spare ones", style="Aside")
    for clause in ("Rent", "Notices"):
        document.add_paragraph(clause, style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        ("Tenant", "Deposit", "Orla Fennimore", "2,800.00"),
        strict=True,
    ):
        cell.text = text
    document.add_comment(rent.runs, text="Is this agreed?", author="A. Brandt", initials="AB")
    document.core_properties.created = datetime(2026, 3, 4, tzinfo=UTC)
    return saved(document)


def change(kind, text, author="A. Brandt"):
    """A tracked change of some words."""
    word = "delText" if kind in {"del", "moveFrom"} else "t"
    return parse_xml(
        f'<w:{kind} {W} w:id="9" w:author="{author}" w:date="2026-03-05T10:00:00Z">'
        f"<w:r><w:{word} xml:space='preserve'>{text}</w:{word}></w:r></w:{kind}>"
    )


def rents():
    """A workbook: formats, formulas, a hidden row and column, a hidden sheet, a comment."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Rents"
    sheet.append(["Tenant", "Rent", "Due", "Share", "Margin"])
    sheet.append(["Orla Fennimore", 1250, datetime(2026, 5, 1), 0.125, 70])  # noqa: DTZ001
    sheet.append(["Harbour Trust", 980.5, datetime(2026, 5, 1, 14, 30), 1, 80])  # noqa: DTZ001
    sheet.append(["Total", "=SUM(B2:B3)"])
    for row in (2, 3):
        sheet.cell(row, 2).number_format = '#,##0.00\\ "EUR"'
        sheet.cell(row, 4).number_format = "0.0%"
    sheet["A2"].comment = Comment("Pays late.", "A. Brandt")
    sheet.column_dimensions["E"].hidden = True
    sheet.row_dimensions[3].hidden = True
    margins = workbook.create_sheet("Margins")
    margins.append(["Secret margin", 12])
    margins.sheet_state = "veryHidden"
    return saved(workbook)


def pitch():
    """A presentation: title, list, table, picture, speaker's notes, a hidden slide."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Harbour rents"
    body = slide.placeholders[1].text_frame
    body.text = "Up by 12 %"
    deeper = body.add_paragraph()
    deeper.text = "in May"
    deeper.level = 1
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(4), Inches(1)).table
    for cell, text in zip(
        table.iter_cells(), ("Tenant", "Rent", "Fennimore", "1,400.00"), strict=True
    ):
        cell.text = text
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    slide.shapes.add_picture(picture, Inches(1), Inches(5))
    slide.notes_slide.notes_text_frame.text = "Do not show the margin."
    hidden = presentation.slides.add_slide(presentation.slide_layouts[5])
    hidden.shapes.title.text = "Margins"
    hidden._element.set("show", "0")
    return saved(presentation)
