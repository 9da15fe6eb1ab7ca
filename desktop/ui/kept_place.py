"""A window that opens as it was left: its size, its columns, and the matter that was in view."""

from pathlib import Path

from PySide6.QtCore import QObject, QSize

from desktop.bridge.window_file import KeptWindow, keep_window, kept_window
from desktop.domain.identity import MatterId, PageNumber
from desktop.ui.document_order import Order
from desktop.ui.main_window import MainWindow
from desktop.ui.page_zoom import Fit
from desktop.ui.whereabouts import Whereabouts

FRAME_PX = QSize(16, 48)
"""Room for the frame that a desktop draws around the window."""

_FITS = {fit.value: fit for fit in Fit}
_ORDERS = {order.value: order for order in Order}


class KeptPlace(QObject):
    """Gives a window the place in which it was left, and keeps the one in which it is left."""

    def __init__(self, window: MainWindow, file: Path) -> None:
        """Give it; before the window is shown.

        Args:
            window: Begins in that place once the vault is open.
            file: Need not exist; its folder may be read-only, then nothing is kept.
        """
        super().__init__(window)
        self._window = window
        self._file = file
        self._kept = kept_window(file)
        wanted = window.size()
        if self._kept is not None:
            wanted = QSize(self._kept.width_px, self._kept.height_px)
            window.begin_at(_place_of(self._kept))
        window.resize(wanted.boundedTo(window.screen().availableSize() - FRAME_PX))
        if self._kept is not None and self._kept.is_maximised:
            window.showMaximized()
        window.closing.connect(self._on_closing)

    def _on_closing(self) -> None:
        place = self._window.whereabouts
        if place is not None:
            size = self._window.normalGeometry().size()
            if size.isEmpty():  # not every platform tells it
                size = self._window.size()
            is_full = self._window.isMaximized()
            keep_window(self._file, _kept_of(place, size, is_maximised=is_full))


def _place_of(kept: KeptWindow) -> Whereabouts:
    """The place, without a document: which one was open is not written down."""
    return Whereabouts(
        matter_id=MatterId(kept.matter_id) if kept.matter_id else None,
        document_id=None,
        page=PageNumber(0),
        fit=_FITS.get(kept.fit, Fit.WIDTH),
        zoom=kept.zoom,
        turn_deg=0,
        columns_px=kept.columns_px,
        has_thumbnails=kept.has_thumbnails,
        has_findings=kept.has_findings,
        order=_ORDERS.get(kept.order, Order.ADDED),
    )


def _kept_of(place: Whereabouts, size: QSize, *, is_maximised: bool) -> KeptWindow:
    return KeptWindow(
        width_px=size.width(),
        height_px=size.height(),
        is_maximised=is_maximised,
        columns_px=place.columns_px if all(place.columns_px) else (),
        has_thumbnails=place.has_thumbnails,
        has_findings=place.has_findings,
        fit=place.fit.value,
        zoom=place.zoom,
        order=place.order.value,
        matter_id=place.matter_id or "",
    )
