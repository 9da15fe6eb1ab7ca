"""What lies on a PDF page besides its words: images, outlines, invisible text."""

import ctypes
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from desktop.domain.geometry import Box
from desktop.reading.layer import PlacedImage
from desktop.reading.page_space import PageSpace
from desktop.reading.pdfium_calls import (
    address_of,
    get_form_object,
    get_object,
    get_object_type,
    get_text_render_mode,
)

_MAX_OBJECTS = 5_000
"""Objects looked at on one page. A page of dense text has some hundred; a drawing has more, but
then it is known to be one after these."""

_MAX_FORM_DEPTH = 4
"""Forms within forms: real files nest two or three deep."""

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class PageObjects:
    """The objects of a page, counted."""

    images: tuple[PlacedImage, ...]
    path_count: int
    invisible_share: float
    is_partly_listed: bool


class _Walk:
    def __init__(self, space: PageSpace) -> None:
        self.space = space
        self.images: list[PlacedImage] = []
        self.texts: list[int] = []
        self.paths = 0
        self.budget = _MAX_OBJECTS

    def see(self, item: int, matrix: _Matrix, depth: int) -> None:
        kind = get_object_type(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.texts.append(item)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._see_image(_handle(item), matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            self._see_form(item, matrix, depth)
        else:
            self.paths += 1

    def _see_image(self, item: "pdfium.FPDF_PAGEOBJECT", matrix: _Matrix) -> None:
        edges = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(item, *edges):
            return
        left, bottom, right, top = (edge.value for edge in edges)
        columns, rows = ctypes.c_uint(), ctypes.c_uint()
        pdfium.FPDFImageObj_GetImagePixelSize(item, columns, rows)
        box = self.space.cut(_mapped(self.space, matrix, left, bottom, right, top))
        if box.width_pt > 0 and box.height_pt > 0:
            self.images.append(PlacedImage(box, columns.value, rows.value))

    def _see_form(self, item: int, matrix: _Matrix, depth: int) -> None:
        if depth >= _MAX_FORM_DEPTH:
            return
        form = _handle(item)
        own = pdfium.FS_MATRIX()
        inner = matrix
        if pdfium.FPDFPageObj_GetMatrix(form, own):
            inner = _product((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        for index in range(max(0, pdfium.FPDFFormObj_CountObjects(form))):
            if self.budget <= 0:
                return
            self.budget -= 1
            child = get_form_object(item, index)
            if child:
                self.see(child, inner, depth + 1)


def list_objects(page: "pdfium.FPDF_PAGE", space: PageSpace) -> PageObjects:
    """Count the objects of a loaded page and note where its images stand."""
    walk = _Walk(space)
    page_address = address_of(page)
    count = pdfium.FPDFPage_CountObjects(page)
    listed = range(min(count, _MAX_OBJECTS))
    for item in [get_object(page_address, index) for index in listed]:
        if walk.budget <= 0:
            break
        walk.budget -= 1
        if not item:
            continue
        if get_object_type(item) == pdfium.FPDF_PAGEOBJ_TEXT:
            walk.texts.append(item)  # nearly all of them
        else:
            walk.see(item, _IDENTITY, 0)
    return PageObjects(
        images=tuple(walk.images),
        path_count=walk.paths,
        invisible_share=_invisible_share(walk.texts) if walk.images else 0.0,
        is_partly_listed=walk.budget <= 0 or count > _MAX_OBJECTS,
    )


def _invisible_share(texts: list[int]) -> float:
    """Invisible text is asked for only where an image could show what it says."""
    if not texts:
        return 0.0
    invisible = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    count = sum(1 for item in texts if get_text_render_mode(item) == invisible)
    return count / len(texts)


def _handle(address: int) -> "pdfium.FPDF_PAGEOBJECT":
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _mapped(
    space: PageSpace, matrix: _Matrix, left: float, bottom: float, right: float, top: float
) -> Box:
    a, b, c, d, e, f = matrix
    corners = ((left, bottom), (left, top), (right, bottom), (right, top))
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return space.box(min(xs), min(ys), max(xs), max(ys))
