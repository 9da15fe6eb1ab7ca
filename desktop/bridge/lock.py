"""The lock of the window: open, locking, shut, opening; what leads from one to the other.

    from       to        by
    shut       opening   unlock, or a vault that is made
    opening    open      the vault is open
    opening    shut      it could not be opened
    open       locking   a cause to lock
    locking    shut      every thread has closed its vault and no key is left

A cause that comes while the vault is being opened locks as soon as it is open. Sleep ends reading
too, whatever the settings say: memory outlasts sleep.
"""

import gc
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.bridge.lock_cause import LockCause
from desktop.bridge.lock_tries import Tries
from desktop.bridge.session import Session
from desktop.bridge.works import Offer
from desktop.domain.errors import WrongPassphraseError, WrongSheetError
from desktop.domain.ways_in import WayKind

GUESSES = (WrongPassphraseError, WrongSheetError)
"""What counts as a wrong try. A sheet mistyped is told by its own check digits and opens nothing to
whoever guesses; a keyring that does not answer was not tried by a person."""


class LockState(Enum):
    """Where the vault of the window stands."""

    SHUT = "shut"
    OPENING = "opening"
    OPEN = "open"
    LOCKING = "locking"


class Lock(QObject):
    """Locks and unlocks a session.

    Signals:
        locking(object): For this LockCause: put everything out of sight, now.
        locked(): No connection is open and no key is in memory; it can be unlocked.
        opened(): The vault is open.
        refused(object): Exception for which it stayed shut.
        keys_gone(): The computer may sleep.
    """

    locking = Signal(object)
    locked = Signal()
    opened = Signal()
    refused = Signal(object)
    keys_gone = Signal()

    def __init__(
        self,
        session: Session,
        tries: Tries,
        may_read_on: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        """Watch a session that is still shut.

        Args:
            session: Is locked and unlocked.
            tries: Counts the wrong ones.
            may_read_on: Whether reading may go on behind the lock.
            parent: Owner.
        """
        super().__init__(parent)
        self._session = session
        self._tries = tries
        self._may_read_on = may_read_on
        self._due: LockCause | None = None
        self.state = LockState.SHUT
        session.vault_opened.connect(self._on_opened)
        session.open_failed.connect(self._on_open_failed)
        session.vault_shut.connect(self._on_shut)
        session.reading.emptied.connect(self._on_read)

    @property
    def wait_s(self) -> float:
        """How long until the next try; 0 when it may be now."""
        return self._tries.wait_s

    @property
    def is_reading_on(self) -> bool:
        """Whether reading goes on, with its keys, behind the lock."""
        return self.state is not LockState.OPEN and self._session.reading.is_running

    def ways(self) -> tuple[WayKind, ...]:
        """What it can be unlocked with; none where there is no vault yet.

        Raises:
            VaultError: The vault's files do not say.
        """
        return self._session.ways()

    def lock(self, cause: LockCause) -> None:
        """Put everything out of sight and memory."""
        match self.state:
            case LockState.OPEN:
                self._begin_locking(cause)
            case LockState.OPENING:
                self._due = cause
            case LockState.LOCKING | LockState.SHUT:
                if cause is LockCause.SLEEP:
                    self._session.shut()
                    self._tell_if_gone()

    def unlock(self, offer: Offer) -> None:
        """Open the vault with what is offered, unless wrong tries still make it wait."""
        if self.state is LockState.SHUT and self.wait_s == 0:
            self.state = LockState.OPENING
            self._session.unlock(offer)

    def create_vault(self) -> None:
        """Make the vault and open it."""
        self.state = LockState.OPENING
        self._session.create_vault()

    def _begin_locking(self, cause: LockCause) -> None:
        self.state = LockState.LOCKING
        self.locking.emit(cause)
        reads_on = cause is not LockCause.SLEEP and self._may_read_on()
        self._session.shut(reads_on=reads_on)

    def _on_opened(self) -> None:
        if self._tries.count:
            self._session.audit.note_failed_unlocks(self._tries.count)
        self._tries.forget()
        self.state = LockState.OPEN
        due, self._due = self._due, None
        if due is None:
            self.opened.emit()
        else:
            self._begin_locking(due)

    def _on_open_failed(self, error: Exception) -> None:
        if isinstance(error, GUESSES):
            self._tries.add()
        self._due = None
        self.state = LockState.SHUT
        self.refused.emit(error)

    def _on_shut(self) -> None:
        if self.state is LockState.LOCKING:
            self.state = LockState.SHUT
            self.locked.emit()
        self._tell_if_gone()

    def _on_read(self) -> None:
        """Reading that went on behind the lock has come to its end: its keys go too."""
        if self.state is LockState.SHUT:
            QTimer.singleShot(0, self._on_read_and_gone)

    def _on_read_and_gone(self) -> None:
        gc.collect()
        self._tell_if_gone()

    def _tell_if_gone(self) -> None:
        if self.state is LockState.SHUT and self._session.is_shut:
            self.keys_gone.emit()
