"""pdfium functions that are called thousands of times a page, with plain addresses as arguments.

The bindings' own functions check and convert typed pointers at every call; these, on the same
symbols, take a third of the time.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium


def _fast(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    prototype = ctypes.CFUNCTYPE(result, *arguments)
    address = ctypes.cast(function, ctypes.c_void_p).value
    if address is None:
        raise ImportError("pdfium lacks a function that is needed")
    return prototype(address)


def address_of(handle: Any) -> int:
    """The address behind a typed pdfium handle."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


get_loose_char_box: Callable[[int, int, int], int] = _fast(
    pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
)
"""(text page, character, address of an FS_RECTF) -> 1 when the box was written."""

has_unicode_map_error: Callable[[int, int], int] = _fast(
    pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, ctypes.c_void_p, ctypes.c_int
)
"""(text page, character) -> 1 when the font does not map the character to Unicode."""

get_object: Callable[[int, int], int | None] = _fast(
    pdfium.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int
)
"""(page, index) -> address of the page object."""

get_object_type: Callable[[int | None], int] = _fast(
    pdfium.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p
)
"""Page object -> FPDF_PAGEOBJ_..."""

get_text_render_mode: Callable[[int | None], int] = _fast(
    pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ctypes.c_void_p
)
"""Text object -> FPDF_TEXTRENDERMODE_..."""

get_form_object: Callable[[int | None, int], int | None] = _fast(
    pdfium.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong
)
"""(form object, index) -> address of the page object within it."""
