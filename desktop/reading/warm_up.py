"""Everything that loads code or opens files when it is first used, used once before the lock-down.

After it a worker can open nothing: a decoder that is imported at the first TIFF would fail there.
"""

import base64
import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageOps, MpoImagePlugin

from desktop.domain.document import FileKind
from desktop.domain.errors import DocumentDamagedError
from desktop.reading.ciphers import load_ciphers
from desktop.reading.encodings import load_encodings
from desktop.reading.ocr import Ocr
from desktop.reading.page_renderer import PageRenderer
from desktop.reading.rtf_encodings import CODE_PAGES
from desktop.reading.small_flows import SMALL_FLOWS
from desktop.wire.messages import AnyMessage, OpenDocument, RenderPage

_ONE_PAGE_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<<
/F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>
/F2<</Type/Font/Subtype/Type1/BaseFont/Times-Bold>>
/F3<</Type/Font/Subtype/Type1/BaseFont/Courier>>
/F4<</Type/Font/Subtype/TrueType/BaseFont/ArialUnknown>>>>>>>>endobj
4 0 obj<</Length 140>>stream
BT /F1 12 Tf 10 70 Td (Invoice of 1 May 2026) Tj /F2 12 Tf 0 -16 Td (Total) Tj
/F3 12 Tf 0 -16 Td (12.00 EUR) Tj /F4 12 Tf 0 -16 Td (Paid) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
"""
"""Without a cross-reference table: pdfium's repair of damaged files is loaded too."""

_TIFF_COMPRESSIONS = (
    "raw",
    "group3",
    "group4",
    "tiff_lzw",
    "tiff_adobe_deflate",
    "jpeg",
    "packbits",
)


_BLANK_HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABegABAAAAAAAAABMAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34"
    "+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmu"
    "bgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAA"
    "QAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAABttZGF0AAAADygBr1j4gZJfF/rdC4D6"
    "PA=="
)
"""64 by 64 white pixels: what is shipped can read this format but not write it."""


def warm_up(renderer: PageRenderer, requests: Sequence[AnyMessage]) -> None:
    """Open a document of every kind and ask for its first page.

    Pictures are decoded differently and read alike: one of them is read, the others are drawn.

    Args:
        renderer: Has no document open.
        requests: What will be asked of pages later.
    """
    Image.init()
    load_encodings(CODE_PAGES)
    load_ciphers()
    picture, *others = _small_images()
    for kind, data in ((FileKind.PDF, _ONE_PAGE_PDF), picture, *SMALL_FLOWS):
        _visit(renderer, kind, data, requests)
    drawings = [request for request in requests if isinstance(request, RenderPage)]
    for kind, data in others:
        _visit(renderer, kind, data, drawings)
    try:
        renderer.handle(OpenDocument(kind=FileKind.PNG), b"no image")
    except DocumentDamagedError:
        renderer.close()
    np.median([0.0, 1.0])  # numpy loads its masked arrays when it is first used


def warm_up_ocr(ocr: Ocr) -> None:
    """Read a few letters; images are blank otherwise, so that OCR is not started by them."""
    ocr.read(np.asarray(_sheet("RGB"), np.uint8), ())


def _visit(
    renderer: PageRenderer, kind: FileKind, data: bytes, requests: Sequence[AnyMessage]
) -> None:
    renderer.handle(OpenDocument(kind=kind), data)
    for request in requests:
        renderer.handle(request, b"")
    renderer.close()


def _small_images() -> list[tuple[FileKind, bytes]]:
    """Blank images in each encoding that can come in."""
    made: list[tuple[FileKind, bytes]] = []
    for compression in _TIFF_COMPRESSIONS:
        mode = "1" if compression.startswith("group") else "RGB"
        made.append((FileKind.TIFF, _encoded(_blank(mode), "TIFF", compression=compression)))
    made += [(FileKind.JPEG, _encoded(_blank(mode), "JPEG")) for mode in ("L", "RGB", "CMYK")]
    modes = ("1", "L", "P", "LA", "RGBA", "I;16")
    made += [(FileKind.PNG, _encoded(_blank(mode), "PNG")) for mode in modes]
    made.append((FileKind.HEIC, _BLANK_HEIC))
    made += [(FileKind.WEBP, _encoded(_blank("RGBA"), "WEBP", lossless=each)) for each in (0, 1)]
    made.append((FileKind.GIF, _encoded(_blank("P"), "GIF")))
    made += [(FileKind.BMP, _encoded(_blank(mode), "BMP")) for mode in ("1", "P", "RGB")]
    turned = _blank("RGB")
    turned.getexif()[0x0112] = 6
    made.append((FileKind.JPEG, _encoded(turned, "JPEG", exif=turned.getexif())))
    return made


def _blank(mode: str) -> Image.Image:
    return Image.new("RGB", (40, 30), "white").convert("L" if mode == "I;16" else mode)


def _sheet(mode: str) -> Image.Image:
    """A few letters; near to square, because OCR enlarges the shorter side to its least size."""
    sheet = Image.new("RGB", (160, 140), "white")
    ImageDraw.Draw(sheet).text((20, 60), "Total 12.00", fill="black")
    return ImageOps.expand(sheet, 2, "white").convert(mode)


def _encoded(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


JPEG_WITH_MORE_PICTURES = MpoImagePlugin.MpoImageFile
"""Pillow turns to this class by itself for JPEG files of some cameras; here it is loaded early."""
