"""A small file of each kind without pages, read once before a worker may open files no more."""

import io
import zipfile

from desktop.domain.document import FileKind


def _small_archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("invoice.txt", "Total 12.00 EUR")
    return made.getvalue()


_MESSAGE = b"""From: =?utf-8?q?Anna_M=C3=BCller?= <anna@example.com>
Subject: =?iso-8859-1?b?xGg=?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: multipart/alternative; boundary=y

--y
Content-Type: text/plain; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

Total 12=2E00 EUR
--y
Content-Type: text/html; charset=utf-8

<p style="color: red">Total <b>12.00</b> EUR</p>
--y--
--x
Content-Type: application/octet-stream
Content-Disposition: attachment; filename*=utf-8''r%C3%A9ception.pdf
Content-Transfer-Encoding: base64

JVBERg==
--x--
"""

SMALL_FLOWS: tuple[tuple[FileKind, bytes], ...] = (
    (FileKind.TEXT, b"Invoice of 1 May 2026\n\nTotal 12.00 EUR\n"),
    (FileKind.ZIP, _small_archive()),
    (FileKind.EML, _MESSAGE),
    (FileKind.MBOX, b"From a@b Mon Mar  2 12:00:00 2026\nSubject: a\n\nTotal 12.00 EUR\n"),
    (FileKind.HTML, b"<!doctype html><title>a</title><p>Total 12.00 EUR<br>Paid"),
    (FileKind.TEXT, b"a;b;c\n" * 4),
)
