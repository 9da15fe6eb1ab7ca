"""The draft of a settlement in Word: tracked changes, a comment, and words in white on white.

What a program shows of it is not all that it says: the sum that was offered first, what Meridian's
solicitor thinks of it, and how far their client would go stand in the file as well.
"""

import io
import zipfile
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph

from making import story

NAME = "settlement-draft.docx"
_MADE_AT = datetime(2026, 1, 19, 16, 40, tzinfo=UTC)
_CHANGED_AT = "2026-01-20T09:12:00Z"
_BY = "Margaret Okafor"
_ZIP_DAY = (2026, 1, 20, 9, 12, 0)


def make() -> bytes:
    """The whole file."""
    document = Document()
    document.core_properties.author = document.core_properties.last_modified_by = _BY
    document.core_properties.created = document.core_properties.modified = _MADE_AT
    document.sections[0].header.paragraphs[0].text = "Draft, without prejudice"
    _write(document)
    out = io.BytesIO()
    document.save(out)
    return _with_one_day(out.getvalue())


def _write(document: WordDocument) -> None:
    document.add_heading("Settlement agreement", level=1)
    document.add_paragraph(
        "This agreement is made as of 1 March 2026 between Meridian Logistics SAS, "
        f"{story.MERIDIAN_STREET}, {story.MERIDIAN_TOWN} (VAT {story.MERIDIAN_VAT}) and Brandt "
        f"Conseil SARL, {story.CONSEIL_STREET}, {story.CONSEIL_TOWN} (VAT {story.CONSEIL_VAT})."
    )
    document.add_paragraph("It ends the dispute about the services agreement CPS-2025-0318.")
    payment = document.add_paragraph(style="List Number")
    payment.add_run("Brandt Conseil SARL pays Meridian Logistics SAS ")
    _change(payment, "del", "€2,830.00")
    _change(payment, "ins", "€2,500.00")
    payment.add_run(" by 27 February 2026.")
    comment = document.add_comment(
        payment.runs[0],
        text="Our client wants the meal in Lyon back, not only the commission. Check with Hélène.",
        author=_BY,
        initials="MO",
    )
    comment._comment_elm.set(qn("w:date"), _CHANGED_AT)  # noqa: SLF001 - as below
    card = document.add_paragraph(style="List Number")
    card.add_run("The corporate card is returned on the day of signature.")
    struck = document.add_paragraph(style="List Number").add_run(
        "Each party may say publicly that the other acted in good faith."
    )
    struck.font.strike = True
    unseen = document.add_paragraph().add_run(
        "For us only: our client would settle at €1,900.00. Do not send with this line."
    )
    unseen.font.color.rgb = RGBColor(255, 255, 255)
    document.add_paragraph("It is governed by the laws of France.")


def _change(paragraph: Paragraph, kind: str, text: str) -> None:
    """A tracked change, which the library has no words for."""
    change = OxmlElement(f"w:{kind}")
    for name, value in (("id", "7"), ("author", _BY), ("date", _CHANGED_AT)):
        change.set(qn(f"w:{name}"), value)
    run: BaseOxmlElement = OxmlElement("w:r")
    words = OxmlElement("w:delText" if kind == "del" else "w:t")
    words.text = text
    run.append(words)
    change.append(run)
    paragraph._p.append(change)  # noqa: SLF001 - the library's own way to its XML


def _with_one_day(made: bytes) -> bytes:
    """The same file whenever it is made: archives keep the time at which each part was added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return out.getvalue()
