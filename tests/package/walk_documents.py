"""A small document of each kind that a worker reads by other means, with a word to find it by.

What is loaded only when the first of a kind comes in is missed here, if the bundle lacks it.
"""

import io
import shutil
import zipfile
from pathlib import Path

from tests.reading import made, made_locked, made_outlook, office_files

FILES = Path(__file__).parents[1] / "reading" / "files"

_OPEN = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:p>The quay is let to Wanda Okonkwo.</text:p>"
    "</office:text></office:body></office:document-content>"
)
_MAIL = b"""From: Ines Duarte <ines@duarte.example>
To: Bruno Keller <bruno@keller.example>
Subject: The berth
Date: Mon, 02 Mar 2026 12:00:00 +0000
Content-Type: text/plain; charset=utf-8

The berth goes to Fergus Lindqvist.
"""

ARCHIVE_OPENER = "of the archive only"
"""What opens the archive that is locked."""


def lay_out(folder: Path) -> dict[str, str]:
    """Write them; a word of each by its file's name, "" where it shows no words."""
    folder.mkdir()
    for name, content in _documents().items():
        (folder / name).write_bytes(content)
    shutil.copyfile(FILES / "two_sheets.heic", folder / "photograph.heic")
    return {
        "lease.docx": "Harbour",
        "rents.xlsx": "",
        "pitch.pptx": "",
        "quay.odt": "Okonkwo",
        "berth.eml": "Lindqvist",
        "crane.msg": "Abernathy",
        "papers.zip": "Castellanos",
        "note.rtf": "Vermeulen",
        "page.html": "Thorvaldsen",
        "letter.txt": "Grünewald",
        "scan.png": "4711",
        "photograph.heic": "",
    }


def lay_out_locked(folder: Path) -> str:
    """Write an archive that is locked by AES; a word of it."""
    folder.mkdir()
    content = made_locked.archive(
        b"The warehouse belongs to Rasmus Holmgaard.\n", password=ARCHIVE_OPENER
    )
    (folder / "locked.zip").write_bytes(content)
    return "Holmgaard"


def scan_of(line: str) -> bytes:
    """A picture of a page with this line and a total on it."""
    return made.encoded(made.sheet((line, "Total 1,250.00 EUR")), "PNG")


def _documents() -> dict[str, bytes]:
    return {
        "lease.docx": office_files.lease(),
        "rents.xlsx": office_files.rents(),
        "pitch.pptx": office_files.pitch(),
        "quay.odt": _archive(
            {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": _OPEN}
        ),
        "berth.eml": _MAIL,
        "crane.msg": made_outlook.compound(
            made_outlook.message(
                made_outlook.texts(
                    x001A="IPM.Note", x0037="The crane", x1000="Hired by Morag Abernathy.\r\n"
                )
            )
        ),
        "papers.zip": _archive({"inside.txt": "The sheds are sold to Lucia Castellanos.\n"}),
        "note.rtf": rb"{\rtf1\ansi The dock is leased to Joris Vermeulen.\par}",
        "page.html": b"<!doctype html><title>Rents</title><p>Paid by Birgit Thorvaldsen.",
        "letter.txt": "Der Speicher gehört Käthe Grünewald.\n".encode("cp1252"),
        "scan.png": scan_of("Invoice 4711"),
    }


def _archive(parts: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()
