"""Pictures of pages kept in memory for a while, never on disk."""

from collections import OrderedDict

from PySide6.QtGui import QImage

from desktop.domain.identity import DocumentId, PageNumber
from desktop.domain.page import Pixels

MAX_BYTES = 160 << 20
"""About 20 pages at the width of a dense screen."""

Key = tuple[DocumentId, PageNumber]


class PageCache:
    """The pictures looked at last; the oldest go first."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        """Start empty."""
        self._max_bytes = max_bytes
        self._bytes = 0
        self._images: OrderedDict[tuple[DocumentId, PageNumber, int], QImage] = OrderedDict()

    def put(self, key: Key, image: QImage) -> None:
        """Keep a picture under its page and its width."""
        full = (*key, image.width())
        old = self._images.pop(full, None)
        if old is not None:
            self._bytes -= old.sizeInBytes()
        self._images[full] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > self._max_bytes and len(self._images) > 1:
            _, gone = self._images.popitem(last=False)
            self._bytes -= gone.sizeInBytes()

    def best(self, key: Key, width_px: int) -> QImage | None:
        """The picture of a page whose width is nearest to the one asked for."""
        widths = [entry[2] for entry in self._images if entry[:2] == key]
        if not widths:
            return None
        full = (*key, min(widths, key=lambda width: abs(width - width_px)))
        self._images.move_to_end(full)
        return self._images[full]

    def has(self, key: Key, width_px: int) -> bool:
        """Whether a picture of exactly this width is here."""
        return (*key, width_px) in self._images

    def forget(self, key: Key) -> None:
        """Forget the pictures of a page."""
        for full in [entry for entry in self._images if entry[:2] == key]:
            self._bytes -= self._images.pop(full).sizeInBytes()

    def clear(self) -> None:
        """Forget every picture."""
        self._images.clear()
        self._bytes = 0


def image_of(pixels: Pixels) -> QImage:
    """A picture of its own from plain pixels, in the form that is fastest to draw."""
    view = QImage(
        pixels.rgb,
        pixels.width_px,
        pixels.height_px,
        pixels.width_px * 3,
        QImage.Format.Format_RGB888,
    )
    return view.convertToFormat(QImage.Format.Format_RGB32)
