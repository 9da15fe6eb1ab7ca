"""PDF files through pdfium.

Forms are never initialised, so no script can run; links and actions are not looked at.
What annotations and filled form fields show is made part of the page in memory ("flattened"), so
that it is both drawn and read.
"""

import ctypes
import math
from collections.abc import Sequence

import numpy as np
import pypdfium2.raw as pdfium

from desktop.domain.errors import (
    DocumentDamagedError,
    NoPagesError,
    NoSuchPageError,
    PageDamagedError,
    PasswordNeededError,
    ReadingError,
    TooManyPagesError,
)
from desktop.domain.limits import MAX_PAGES
from desktop.domain.notes import Note
from desktop.reading.layer import TextLayer
from desktop.reading.page_objects import PageObjects, list_objects
from desktop.reading.page_space import PageSpace
from desktop.reading.pdf_inside import notes_of, parts_of
from desktop.reading.source import Part
from desktop.reading.text_layer import read_words
from desktop.reading.view import POINTS_PER_INCH, RgbArray, View

_RENDER_FLAGS = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
"""Annotations are drawn; bytes come as red, green, blue."""

_FULL_PAGE_SHARE = 0.8
"""An image is the page when it covers this share of it."""

_SHOWN_ANNOTATIONS = frozenset(
    {
        pdfium.FPDF_ANNOT_FREETEXT,
        pdfium.FPDF_ANNOT_STAMP,
        pdfium.FPDF_ANNOT_WIDGET,
        pdfium.FPDF_ANNOT_WATERMARK,
        pdfium.FPDF_ANNOT_REDACT,
    }
)
"""Kinds of annotation that put words on the page."""

FILE_ON_PAGE = "file_on_page"
"""Remark on a page to which a file is pinned; one that the document does not list stays there."""

_MAX_SIDE_PT = 1_000_000.0
"""PDF allows 14,400 units of up to 75 inches; files that claim more are damaged."""

_MAX_ANNOTATIONS = 5_000
"""A long form has some hundred fields."""


class PdfDocument:
    """An open PDF."""

    def __init__(self, data: bytes, passwords: Sequence[str] = ()) -> None:
        """Open the bytes; they are kept until `close`, since pdfium reads from them.

        Raises:
            PasswordNeededError: Encrypted, and none of the passwords opens it.
            DocumentDamagedError: Its structure cannot be opened.
            NoPagesError: It has no page.
            TooManyPagesError: It has more than MAX_PAGES pages.
            TooManyPartsError: It holds more than MAX_PARTS files.
        """
        self._data = data
        self._raw, is_password_used = _loaded(data, passwords)
        try:
            self.page_count = pdfium.FPDF_GetPageCount(self._raw)
            if not 1 <= self.page_count <= MAX_PAGES:
                raise NoPagesError if self.page_count < 1 else TooManyPagesError
            self.parts: Sequence[Part] = parts_of(self._raw, data)
        except ReadingError:
            self.close()
            raise
        self.notes: Sequence[Note] = notes_of(
            self._raw, data, is_password_used=is_password_used, part_count=len(self.parts)
        )

    def page(self, number: int) -> "PdfPage":
        """Load a page, counted from 1.

        Raises:
            NoSuchPageError: There is no page with that number.
            PageDamagedError: It cannot be loaded.
        """
        if not 1 <= number <= self.page_count:
            raise NoSuchPageError
        return PdfPage(self._raw, number - 1)

    def close(self) -> None:
        """Free the document; its pages must be closed before."""
        if self._raw:
            pdfium.FPDF_CloseDocument(self._raw)
            self._raw = None
        self.parts = ()
        self._data = b""


def _loaded(data: bytes, passwords: Sequence[str]) -> tuple["pdfium.FPDF_DOCUMENT", bool]:
    """The open document, and whether one of the passwords was needed."""
    for password in (None, *passwords):
        secret = None if password is None else password.encode("utf-8")
        raw = pdfium.FPDF_LoadMemDocument64(data, len(data), secret)
        if raw:
            return raw, password is not None
        if pdfium.FPDF_GetLastError() not in {
            pdfium.FPDF_ERR_PASSWORD,
            pdfium.FPDF_ERR_SECURITY,
        }:
            raise DocumentDamagedError
    raise PasswordNeededError


class PdfPage:
    """One loaded page of a PDF."""

    def __init__(self, document: "pdfium.FPDF_DOCUMENT", index: int) -> None:
        """Load the page and make its annotations part of it.

        Raises:
            PageDamagedError: pdfium cannot load it, or its size is no size.
        """
        self._raw = pdfium.FPDF_LoadPage(document, index)
        if not self._raw:
            raise PageDamagedError
        kinds = _annotations(self._raw)
        self.remarks = (FILE_ON_PAGE,) if pdfium.FPDF_ANNOT_FILEATTACHMENT in kinds else ()
        if kinds & _SHOWN_ANNOTATIONS:
            flattened = pdfium.FPDFPage_Flatten(self._raw, pdfium.FLAT_NORMALDISPLAY)
            if flattened == pdfium.FLATTEN_SUCCESS:
                pdfium.FPDF_ClosePage(self._raw)
                self._raw = pdfium.FPDF_LoadPage(document, index)
                if not self._raw:
                    raise PageDamagedError
        self.space = PageSpace.of_page(self._raw)
        self.width_pt, self.height_pt = self.space.width_pt, self.space.height_pt
        if not (_is_size(self.width_pt) and _is_size(self.height_pt)):
            self.close()
            raise PageDamagedError
        self._objects: PageObjects | None = None

    def render(self, view: View) -> RgbArray:
        """Draw a view of the page on white.

        Raises:
            PageDamagedError: pdfium cannot make the bitmap.
        """
        pixels = np.full((view.height_px, view.width_px, 3), 255, np.uint8)
        bitmap = pdfium.FPDFBitmap_CreateEx(
            view.width_px,
            view.height_px,
            pdfium.FPDFBitmap_BGR,
            pixels.ctypes.data_as(ctypes.c_void_p),
            view.width_px * 3,
        )
        if not bitmap:
            raise PageDamagedError
        try:
            pdfium.FPDF_RenderPageBitmap(
                bitmap,
                self._raw,
                -view.left_px,
                -view.top_px,
                view.page_width_px,
                view.page_height_px,
                view.turn_deg // 90,
                _RENDER_FLAGS,
            )
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return pixels

    def text_layer(self) -> TextLayer:
        """The words of the page and the facts by which they are judged."""
        words = read_words(self._raw, self.space)
        objects = self._listed_objects()
        return TextLayer(
            text=words.text,
            unmapped_share=words.unmapped_share,
            outside_count=words.outside_count,
            invisible_share=objects.invisible_share,
            images=objects.images,
            path_count=objects.path_count,
            is_partly_listed=objects.is_partly_listed,
        )

    def native_dpi(self) -> float | None:
        """Resolution of the image that fills the page; None when no image does."""
        page_area = self.width_pt * self.height_pt
        for image in self._listed_objects().images:
            box = image.box
            if box.width_pt * box.height_pt >= _FULL_PAGE_SHARE * page_area:
                samples = math.sqrt(image.width_px * image.height_px)
                inches = math.sqrt(box.width_pt * box.height_pt) / POINTS_PER_INCH
                return samples / inches or None
        return None

    def close(self) -> None:
        """Free the page."""
        if self._raw:
            pdfium.FPDF_ClosePage(self._raw)
            self._raw = None

    def _listed_objects(self) -> PageObjects:
        if self._objects is None:
            self._objects = list_objects(self._raw, self.space)
        return self._objects


def _annotations(page: "pdfium.FPDF_PAGE") -> frozenset[int]:
    """The kinds of annotation that are on a page."""
    kinds = set()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            kinds.add(pdfium.FPDFAnnot_GetSubtype(annotation))
            pdfium.FPDFPage_CloseAnnot(annotation)
    return frozenset(kinds)


def _is_size(length_pt: float) -> bool:
    return math.isfinite(length_pt) and 0 < length_pt <= _MAX_SIDE_PT
