"""Files made to do harm: small ones that unpack to much, that turn in circles, or that lie.

Each is made by its format's rules as far as its harm allows; none holds anything but filling.
"""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from tests.reading import made_locked, made_locked_office, made_tnef

MIB = 1 << 20
MEMBERS, NESTING, LINES = 20_000, 60, 100_000
NAME_BYTES = 250
"""Of the longest name that a Linux file system takes, five short."""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pixel_bomb() -> bytes:
    """A PNG of 60,000 by 60,000 pixels in some kilobytes."""
    row = zlib.compress(b"\0" * MIB, 9)
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", row) + _chunk(b"IEND", b"")
    )


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to 512 MiB."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    comment = b"Comment\0\0" + zlib.compress(b"\0" * (512 * MIB), 9)
    parts = (
        _chunk(b"IHDR", head),
        _chunk(b"zTXt", comment),
        _chunk(b"IDAT", zlib.compress(b"\0\0")),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + _chunk(b"IEND", b"")


def tiff_in_circles() -> bytes:
    """A TIFF whose first page says that it is followed by itself."""
    return b"II*\0" + struct.pack("<IHI", 8, 0, 8)


def gif_of_many_frames() -> bytes:
    """A GIF of 20,000 frames."""
    frame = b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + frame * MEMBERS + b"\x3b"


def _pdf(*objects: bytes) -> bytes:
    body = b"".join(b"%d 0 obj" % (i + 1) + o + b"endobj\n" for i, o in enumerate(objects))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n"


def deflate_bomb() -> bytes:
    """A PDF page whose content unpacks to 1 GiB, packed twice."""
    once = zlib.compressobj(9)
    packed = b"".join(once.compress(b"q Q " * (MIB // 4)) for _ in range(1024)) + once.flush()
    twice = zlib.compress(packed, 9)
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(twice)
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
        stream + twice + b"\nendstream ",
    )


def pages_in_circles() -> bytes:
    """A PDF whose tree of pages holds itself, and claims a million pages."""
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 1000000/Parent 2 0 R>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]/Contents 3 0 R>>",
    )


def forms_in_circles() -> bytes:
    """A PDF page that draws a form that draws itself twice."""
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        b"/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 6>>stream\n/F Do \nendstream ",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
        b"/Length 12>>stream\n/F Do /F Do \nendstream ",
    )


def zip_of(entries: dict[str, bytes]) -> bytes:
    """A ZIP of some files, packed as tightly as can be."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return made.getvalue()


def zip_bomb() -> bytes:
    """A ZIP of 512 MiB of nothing."""
    return zip_of({"nothing.txt": b"\0" * (512 * MIB)})


def zip_of_many() -> bytes:
    """A ZIP of 20,000 files."""
    return zip_of({f"{number}.txt": b"x" for number in range(MEMBERS)})


def zip_in_zip() -> bytes:
    """A ZIP in a ZIP, sixty deep."""
    inner = b"the end"
    for depth in range(NESTING):
        inner = zip_of({f"{depth}.zip" if depth else "end.txt": inner})
    return inner


def zip_that_climbs() -> bytes:
    """A ZIP whose names lead out of it."""
    return zip_of({"../../../../tmp/incamera-attack": b"x", "/dev/shm/incamera-attack": b"x"})  # noqa: S108


def laughing_document() -> bytes:
    """A DOCX whose XML doubles an entity thirty times."""
    entities = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 31))
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "ha">{entities}'
        '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&e30;&file;</w:t></w:r></w:p></w:body></w:document>"
    )
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    return zip_of({"[Content_Types].xml": types.encode(), "word/document.xml": xml.encode()})


def mail_in_mail() -> bytes:
    """A message in a message, sixty deep."""
    mail = EmailMessage()
    mail["Subject"] = "the innermost"
    mail.set_content("The end.")
    for depth in range(NESTING):
        outer = EmailMessage()
        outer["Subject"], outer["From"] = f"number {depth}", "anna@example.com"
        outer.set_content("See below.")
        outer.add_attachment(mail)
        mail = outer
    return mail.as_bytes()


def deep_page() -> bytes:
    """An HTML page of 100,000 boxes, each in the one before."""
    return b"<!DOCTYPE html><html><body>" + b"<div>" * LINES + b"deep" + b"</div>" * LINES


def deep_rich_text() -> bytes:
    """An RTF file of 100,000 groups, each in the one before."""
    return b"{\\rtf1 " + b"{" * LINES + b"deep" + b"}" * LINES + b"}"


def one_long_line() -> bytes:
    """A text of one line of 8 MiB."""
    return b"name;value\n" + b"abc;" * (2 * MIB)


def wrapped_without_end() -> bytes:
    """A winmail.dat of a million empty attributes, with a last one that is longer than the file."""
    empty = made_tnef.attribute(0x00069999, b"")
    return made_tnef.wrapped(empty * MIB, made_tnef.attribute(0x0002800C, b"x", length=1 << 31))


def mailbox_of_separators() -> bytes:
    """A mailbox of nothing but lines that might begin a message."""
    line = b"From anna@example.com Mon Mar  2 12:00:00 2026\n"
    return line + b"Subject: one\n\n" + line * (3 * LINES)


def slow_lock() -> bytes:
    """A document whose password takes ten million rounds of hashing to try."""
    return made_locked_office.agile(b"nothing", told=10_000_000)


def locked_bomb() -> bytes:
    """A ZIP of 512 MiB of nothing, encrypted with AES."""
    size = 512 * MIB
    return made_locked.archive_of([(b"nothing.txt", made_locked.locked(bytes(size)), size, 0)])


def signature_without_end() -> bytes:
    """A signature in a signature in a signature, each of open length, and none closed."""
    return b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + b"\xa0\x80\x30\x80" * MIB


def both_at_once() -> bytes:
    """A PDF that is a ZIP as well."""
    page = _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    )
    return page + zip_of({"inside.txt": b"hidden"})


MAKERS: dict[str, Callable[[], bytes]] = {
    "pixels.png": pixel_bomb,
    "comment.png": text_bomb,
    "circles.tiff": tiff_in_circles,
    "frames.gif": gif_of_many_frames,
    "deflate.pdf": deflate_bomb,
    "pages.pdf": pages_in_circles,
    "forms.pdf": forms_in_circles,
    "nothing.zip": zip_bomb,
    "many.zip": zip_of_many,
    "nested.zip": zip_in_zip,
    "climbs.zip": zip_that_climbs,
    "laughs.docx": laughing_document,
    "nested.eml": mail_in_mail,
    "deep.html": deep_page,
    "deep.rtf": deep_rich_text,
    "long.csv": one_long_line,
    "winmail.dat": wrapped_without_end,
    "lines.mbox": mailbox_of_separators,
    "slow.docx": slow_lock,
    "locked.zip": locked_bomb,
    "endless.p7m": signature_without_end,
    "both.pdf": both_at_once,
    "empty.pdf": lambda: b"",
    "cut.pdf": lambda: both_at_once()[:90],
    "picture.pdf": pixel_bomb,
    "page.png": both_at_once,
    "garbage.docx": lambda: b"PK\x03\x04" + b"\xff" * 5_000,
    "\u202efdp.exe\u202c.pdf": both_at_once,
    "new\nline\x1b[31m.pdf": both_at_once,
    "x" * (NAME_BYTES - 4) + ".pdf": both_at_once,
}


def lay_out(folder: Path) -> int:
    """Write all of them, and what is no file at all; how many there are."""
    folder.mkdir(parents=True)
    for name, make in MAKERS.items():
        (folder / name).write_bytes(make())
    os.mkfifo(folder / "pipe.pdf")
    (folder / "nowhere.pdf").symlink_to(folder / "gone")
    (folder / "system.pdf").symlink_to("/etc/passwd")
    (folder / "device.pdf").symlink_to("/dev/zero")
    return len(MAKERS) + 4
