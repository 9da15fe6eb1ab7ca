"""One window a vault: who starts a second one is shown the first.

The lock is a file of Qt's (process number and host name); a lock whose process has died is taken
over. The wish to be shown is a file too, because a local socket would need Qt's network library.
"""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal, Slot

LOCK_NAME = "window.lock"
WISH_NAME = "window.show"


class OneWindow(QObject):
    """Holds the right to be the only window over a folder.

    Signals:
        wanted(): Someone started a second window: come to the front.
    """

    wanted = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """Take nothing yet.

        Args:
            folder: Lies beside the vault; must exist.
            parent: Owner.
        """
        super().__init__(parent)
        self._lock = QLockFile(str(folder / LOCK_NAME))
        self._lock.setStaleLockTime(0)
        self._wish = folder / WISH_NAME
        self._watcher: QFileSystemWatcher | None = None

    def take(self) -> bool:
        """Become the only window; False where there is one already, which is asked to show itself.

        Where the lock cannot be written at all the window may open: the vault will say why.
        """
        if not self._lock.tryLock(0) and self._lock.error() is QLockFile.LockError.LockFailedError:
            self._wish.write_bytes(b"")
            return False
        self._wish.unlink(missing_ok=True)
        self._watcher = QFileSystemWatcher([str(self._wish.parent)], self)
        self._watcher.directoryChanged.connect(self._on_changed)
        return True

    def give_back(self) -> None:
        """Let another window take the folder."""
        if self._watcher is not None:
            self._watcher.directoryChanged.disconnect(self._on_changed)
            self._watcher.deleteLater()
            self._watcher = None
            self._lock.unlock()

    @Slot(str)
    def _on_changed(self, _folder: str) -> None:
        if self._wish.exists():
            self._wish.unlink(missing_ok=True)
            self.wanted.emit()
