"""Pictures through Pillow: TIFF, JPEG, PNG, HEIC, WEBP, GIF and BMP.

An image is a page whose size in points comes from its resolution where that is believable. Where it
is not (none given, or a photograph that claims 72 dpi and would be a metre wide) the short side is
taken for that of an A4 sheet: boxes then have the proportions and type sizes people expect.
"""

import io
import struct
import warnings
from collections.abc import Sequence

import cv2
import numpy as np
import pi_heif
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from PIL.TiffImagePlugin import TiffImageFile

from desktop.domain.document import FileKind
from desktop.domain.errors import (
    DocumentDamagedError,
    NoSuchPageError,
    PageDamagedError,
    PageTooLargeError,
    TooManyPagesError,
)
from desktop.domain.limits import MAX_PAGE_PIXELS, MAX_PAGES, MAX_SIDE_PX
from desktop.domain.notes import Note
from desktop.reading.source import TRUNCATED, Part
from desktop.reading.view import POINTS_PER_INCH, RgbArray, View

_FORMATS = {
    FileKind.TIFF: ("TIFF",),
    FileKind.JPEG: ("JPEG",),
    FileKind.PNG: ("PNG",),
    FileKind.HEIC: ("HEIF",),
    FileKind.WEBP: ("WEBP",),
    FileKind.GIF: ("GIF",),
    FileKind.BMP: ("BMP",),
}
PICTURES = frozenset(_FORMATS)
"""The kinds of file that are read here."""

_WITH_FRAMES = frozenset({FileKind.HEIC, FileKind.WEBP, FileKind.GIF})
"""Whose frames Pillow counts itself; of a TIFF a damaged one may still be a page."""

_A4_WIDTH_PT = 595.28
_MIN_DPI, _MAX_DPI = 60.0, 1200.0
_MAX_SIDE_PT = 2400.0
"""A1 is 2,384 points long: no scanner on a desk makes a larger page."""
_MIN_SHORT_SIDE_PT = 90.0
"""A receipt is at least an inch and a quarter wide."""

_MAX_STRETCH = 4.0
"""A fax has up to four times as many samples across as down."""

_DEPTH_16 = 65535

_DECODING_FAILURES = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    RuntimeError,
    struct.error,
)
"""What Pillow raises on files that are not what they claim; MemoryError and bombs come beside."""

Image.MAX_IMAGE_PIXELS = MAX_PAGE_PIXELS
pi_heif.register_heif_opener(
    thumbnails=False, depth_images=False, aux_images=False, decode_threads=0
)


class ImageDocument:
    """An open image file; each frame is a page, decoded when it is asked for."""

    notes: Sequence[Note] = ()
    parts: Sequence[Part] = ()

    def __init__(self, kind: FileKind, data: bytes) -> None:
        """Read the headers.

        Raises:
            DocumentDamagedError: They cannot be understood.
            PageTooLargeError: The first page has too many pixels.
            TooManyPagesError: More frames than MAX_PAGES.
        """
        self._data = data
        self._formats = _FORMATS[kind]
        self._image = self._open()
        self.page_count = _count_frames(kind, self._image)
        self._page: ImagePage | None = None

    def page(self, number: int) -> "ImagePage":
        """Decode a page, counted from 1; the last one decoded is kept.

        Raises:
            NoSuchPageError: There is no page with that number.
            PageDamagedError: It cannot be decoded.
            PageTooLargeError: It has too many pixels.
        """
        if not 1 <= number <= self.page_count:
            raise NoSuchPageError
        if self._page is None or self._page.number != number:
            self._page = None
            self._page = ImagePage(number, *self._decoded(number))
        return self._page

    def close(self) -> None:
        """Free the file and its page."""
        self._page = None
        self._image.close()
        self._data = b""

    def _open(self) -> Image.Image:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            try:
                return Image.open(io.BytesIO(self._data), formats=self._formats)
            except (Image.DecompressionBombError, Image.DecompressionBombWarning):
                raise PageTooLargeError from None
            except (UnidentifiedImageError, *_DECODING_FAILURES):
                raise DocumentDamagedError from None

    def _decoded(self, number: int) -> tuple[RgbArray, tuple[float, float], tuple[str, ...]]:
        """Pixels, resolution and remarks of a page; what is there of a truncated image is kept."""
        try:
            return (*self._decode(number), ())
        except _DECODING_FAILURES:
            pass
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            self._image.close()
            self._image = self._open()
            return (*self._decode(number), (TRUNCATED,))
        except (DocumentDamagedError, *_DECODING_FAILURES):
            raise PageDamagedError from None
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False

    def _decode(self, number: int) -> tuple[RgbArray, tuple[float, float]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            try:
                self._image.seek(number - 1)
                _check_size(self._image)
                stored_width_px = self._image.size[0]
                claimed = _claimed_dpi(self._image)
                upright = ImageOps.exif_transpose(self._image)
                rgb = _rgb_on_white(upright)
            except (Image.DecompressionBombError, Image.DecompressionBombWarning):
                raise PageTooLargeError from None
        height_px, width_px = rgb.shape[:2]
        if width_px != stored_width_px:
            claimed = claimed[1], claimed[0]
        return rgb, _believed_dpi(claimed, width_px, height_px)


class ImagePage:
    """One decoded image."""

    def __init__(
        self, number: int, rgb: RgbArray, dpi: tuple[float, float], remarks: tuple[str, ...]
    ) -> None:
        self.number = number
        self.remarks = remarks
        self._rgb = rgb
        self._dpi = max(dpi)
        height_px, width_px = rgb.shape[:2]
        self.width_pt = width_px / dpi[0] * POINTS_PER_INCH
        self.height_pt = height_px / dpi[1] * POINTS_PER_INCH

    def render(self, view: View) -> RgbArray:
        """A view of the image, scaled; only the samples behind the view are touched."""
        turned = np.rot90(self._rgb, -(view.turn_deg // 90))
        height_px, width_px = turned.shape[:2]
        across, down = width_px / view.page_width_px, height_px / view.page_height_px
        left, top = int(view.left_px * across), int(view.top_px * down)
        right = min(width_px, max(left + 1, round((view.left_px + view.width_px) * across)))
        bottom = min(height_px, max(top + 1, round((view.top_px + view.height_px) * down)))
        left, top = min(left, right - 1), min(top, bottom - 1)
        part = np.ascontiguousarray(turned[top:bottom, left:right])
        if part.shape[:2] == (view.height_px, view.width_px):
            return part.copy() if part.base is not None else part
        is_smaller = view.width_px < part.shape[1]
        how = cv2.INTER_AREA if is_smaller else cv2.INTER_CUBIC
        resized = cv2.resize(part, (view.width_px, view.height_px), interpolation=how)
        return np.asarray(resized, np.uint8)

    def text_layer(self) -> None:
        """An image has none."""
        return

    def native_dpi(self) -> float:
        """Its own resolution, as believed: the finer one where they differ."""
        return self._dpi

    def close(self) -> None:
        """The document keeps the last page, so that showing it costs no second decoding."""


def _count_frames(kind: FileKind, image: Image.Image) -> int:
    if kind in _WITH_FRAMES:
        return _counted_by_pillow(image)
    if not isinstance(image, TiffImageFile):
        return 1
    count = 1
    try:
        while count <= MAX_PAGES:
            image.seek(count)
            count += 1
    except EOFError:
        pass
    except (Image.DecompressionBombError, *_DECODING_FAILURES):
        count += 1
    if count > MAX_PAGES:
        raise TooManyPagesError
    return count


def _counted_by_pillow(image: Image.Image) -> int:
    try:
        count = int(getattr(image, "n_frames", 1))
    except _DECODING_FAILURES:
        return 1
    if count > MAX_PAGES:
        raise TooManyPagesError
    return max(1, count)


def _check_size(image: Image.Image) -> None:
    width_px, height_px = image.size
    if width_px * height_px > MAX_PAGE_PIXELS or max(image.size) > MAX_SIDE_PX:
        raise PageTooLargeError
    if min(image.size) < 1:
        raise PageDamagedError


def _rgb_on_white(image: Image.Image) -> RgbArray:
    """Eight bits a channel; what is transparent shows white."""
    if image.mode in {"I;16", "I;16B", "I;16L", "I"}:
        levels = np.asarray(image).astype(np.int64)
        grey = (np.clip(levels, 0, _DEPTH_16) >> 8).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if image.mode == "F":
        levels = np.nan_to_num(np.asarray(image))
        span = float(levels.max()) or 1.0
        grey = np.clip(levels / span * 255, 0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if image.has_transparency_data:
        over = image.convert("RGBA")
        white = Image.new("RGBA", over.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, over)
    return np.asarray(image.convert("RGB"), np.uint8)


def _claimed_dpi(image: Image.Image) -> tuple[float, float]:
    claimed = image.info.get("dpi", (0, 0))
    try:
        return float(claimed[0]), float(claimed[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0, 0.0


def _believed_dpi(
    claimed: tuple[float, float], width_px: int, height_px: int
) -> tuple[float, float]:
    """Resolution across and down; they differ on faxes (204 by 98)."""
    across, down = claimed
    if _MIN_DPI <= across <= _MAX_DPI and _MIN_DPI <= down <= _MAX_DPI:
        short_inches, long_inches = sorted((width_px / across, height_px / down))
        is_page = (
            long_inches * POINTS_PER_INCH <= _MAX_SIDE_PT
            and short_inches * POINTS_PER_INCH >= _MIN_SHORT_SIDE_PT
        )
        if is_page and max(across, down) <= _MAX_STRETCH * min(across, down):
            return across, down
    assumed = min(width_px, height_px) / _A4_WIDTH_PT * POINTS_PER_INCH
    return assumed, assumed
