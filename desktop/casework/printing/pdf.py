"""A PDF of text, lines and squares, made in memory: nothing else is needed of paper.

No library does this here. Those that write PDFs bring an image decoder and a network client into
the process that holds the keys, and one of them runs code from a file in the home folder; decision
record 0042. The file is PDF 1.4 with three of the fonts that every viewer has; it names no program,
no account and no machine, and is the same for the same pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.casework.printing.fonts import ENCODING, Font, printable

PAGE_WIDTH_PT, PAGE_HEIGHT_PT = 595.28, 841.89
"""A4."""

_FONT_NAMES = {font: f"F{number}" for number, font in enumerate(Font, start=1)}
_FIRST_FONT_OBJECT = 3
_FIRST_PAGE_OBJECT = _FIRST_FONT_OBJECT + len(Font)
_HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
"""The second line tells programs that copy files that this one is not text."""


@dataclass(slots=True)
class Page:
    """One page; positions are in points from its top left corner."""

    _content: list[bytes] = field(default_factory=list)

    def text(
        self, left_pt: float, baseline_pt: float, text: str, font: Font, size_pt: float
    ) -> None:
        """Write one line."""
        escaped = printable(text).encode(ENCODING)
        for sign in (b"\\", b"(", b")"):
            escaped = escaped.replace(sign, b"\\" + sign)
        self._content.append(
            b"BT /%s %.2f Tf %.2f %.2f Td (%s) Tj ET"
            % (
                _FONT_NAMES[font].encode("ascii"),
                size_pt,
                left_pt,
                PAGE_HEIGHT_PT - baseline_pt,
                escaped,
            )
        )

    def line(
        self, left_pt: float, top_pt: float, right_pt: float, *, thick_pt: float = 0.5
    ) -> None:
        """Draw a line from left to right."""
        y_pt = PAGE_HEIGHT_PT - top_pt
        self._content.append(
            b"%.2f w %.2f %.2f m %.2f %.2f l S" % (thick_pt, left_pt, y_pt, right_pt, y_pt)
        )

    def frame(self, left_pt: float, top_pt: float, width_pt: float, height_pt: float) -> None:
        """Draw a box around something."""
        self._content.append(
            b"0.5 w %.2f %.2f %.2f %.2f re S"
            % (left_pt, PAGE_HEIGHT_PT - top_pt - height_pt, width_pt, height_pt)
        )

    def squares(
        self, left_pt: float, top_pt: float, side_pt: float, rows: Sequence[Sequence[int]]
    ) -> None:
        """Fill squares: a QR code, row by row, dark where not 0.

        Neighbours in a row are drawn as one, so that no hair line shows between them.
        """
        for row_number, row in enumerate(rows):
            y_pt = PAGE_HEIGHT_PT - top_pt - (row_number + 1) * side_pt
            start: int | None = None
            for column, value in enumerate((*row, 0)):
                if value and start is None:
                    start = column
                elif not value and start is not None:
                    self._content.append(
                        b"%.3f %.3f %.3f %.3f re f"
                        % (left_pt + start * side_pt, y_pt, (column - start) * side_pt, side_pt)
                    )
                    start = None

    def content(self) -> bytes:
        """What PDF calls the page's content stream."""
        return b"\n".join(self._content)


def pdf_of(pages: Sequence[Page], title: str) -> bytes:
    """The file.

    Args:
        pages: In their order.
        title: Shown by viewers in their title bar.
    """
    numbers = [_FIRST_PAGE_OBJECT + 2 * index for index in range(len(pages))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    fonts = b" ".join(
        b"/%s %d 0 R" % (_FONT_NAMES[font].encode("ascii"), _FIRST_FONT_OBJECT + index)
        for index, font in enumerate(Font)
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 %.2f %.2f]"
        b" /Resources << /Font << %s >> >> >>"
        % (kids, len(pages), PAGE_WIDTH_PT, PAGE_HEIGHT_PT, fonts),
        *(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
            % font.value.encode("ascii")
            for font in Font
        ),
    ]
    for number, page in zip(numbers, pages, strict=True):
        content = page.content()
        objects.append(b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (number + 1))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects.append(b"<< /Title <%s> >>" % _text_string(title))
    return _file_of(objects)


def _file_of(objects: Sequence[bytes]) -> bytes:
    body = bytearray(_HEADER)
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        body += b"%010d 00000 n \n" % place
    body += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        table,
    )
    return bytes(body)


def _text_string(text: str) -> bytes:
    """UTF-16 with its mark, as hexadecimal digits: any language."""
    return ("\ufeff" + text).encode("utf-16-be", "replace").hex().encode("ascii")
