"""Putting away what shows something of a document: dialogs, menus, the clipboard, whole widgets."""

import gc

from PySide6.QtCore import QMimeData, QObject, QThread, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget

RETRY_MS = 20

_NO_HISTORY = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
}


def put_away_dialogs() -> None:
    """Close every menu and every dialog as if it had been cancelled."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()


def copy_privately(text: str) -> None:
    """Copy a value, with the mark by which clipboard histories know what they are not to keep.

    Locking the window takes it back. The mark is that of KDE's Klipper and of Windows's history;
    what pays no heed to it keeps the value all the same.
    """
    data = QMimeData()
    data.setText(text)
    for name, mark in _NO_HISTORY.items():
        data.setData(name, mark)
    QGuiApplication.clipboard().setMimeData(data)


def clear_own_clipboard() -> None:
    """Take back what was copied from this window; what came from elsewhere stays."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)


def destroy_when_idle(widget: QWidget) -> None:
    """Hide a widget now, destroy it once none of its functions is running, and free its memory.

    A dialog that was just closed may have been opened from one of them: its event loop must end
    first.
    """
    widget.hide()
    _Destruction(widget).go_on()


class _Destruction(QObject):
    """Waits for the outermost event loop; owned by the application until it is done."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(QApplication.instance())
        self._widget: QWidget | None = widget
        widget.destroyed.connect(self._on_destroyed)

    def go_on(self) -> None:
        """Destroy it, or look again soon."""
        if self._widget is None:
            return
        if QThread.currentThread().loopLevel() > 1:
            QTimer.singleShot(RETRY_MS, self.go_on)
        else:
            self._widget.deleteLater()
            self._widget = None

    def _on_destroyed(self) -> None:
        """What Python still holds of it hangs in cycles, which the collector frees."""
        QTimer.singleShot(0, self._collect)

    def _collect(self) -> None:
        gc.collect()
        self.deleteLater()
