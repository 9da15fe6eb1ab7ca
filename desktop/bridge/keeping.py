"""Holds, retention and disposal as the window asks for them; answered by signals."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.bridge.shapes import VaultLike
from desktop.bridge.vault_calls import VaultCalls
from desktop.bridge.works import KeepingWorks
from desktop.domain.disposal import Certificate
from desktop.domain.identity import DocumentId, MatterId
from desktop.domain.keeping import RetentionStart


class KeepingCalls(QObject):
    """What a person does about how long a matter is kept.

    What fails is told by the session.

    Signals:
        looked(str, object): A matter and its MatterKeeping, after every change too.
        disposed(str, object): A matter and the Certificate of what is gone.
        written(): A certificate was written.
    """

    looked = Signal(str, object)
    disposed = Signal(str, object)
    written = Signal()

    def __init__(
        self, works: KeepingWorks, calls: VaultCalls, parent: QObject | None = None
    ) -> None:
        """Take the functions behind it, and the way to the vault's thread."""
        super().__init__(parent)
        self._works = works
        self._calls = calls

    def look(self, matter_id: MatterId) -> None:
        """Ask how long a matter is kept, what holds it, and what is due."""
        look = self._works.look
        self._calls.ask(
            lambda vault: look(vault, matter_id),
            lambda keeping: self.looked.emit(matter_id, keeping),
            lane="keeping",
        )

    def hold(self, matter_id: MatterId, document_id: DocumentId | None, reason: str) -> None:
        """Place a hold on a document; None: on the whole matter."""
        hold = self._works.hold
        self._change(matter_id, lambda vault: hold(vault, matter_id, document_id, reason))

    def release(self, matter_id: MatterId, hold_id: str, reason: str) -> None:
        """Release a hold."""
        release = self._works.release
        self._change(matter_id, lambda vault: release(vault, matter_id, hold_id, reason))

    def set_rule(
        self,
        matter_id: MatterId,
        years: int,
        start: RetentionStart,
        basis: str,
        *,
        is_from_year_end: bool,
    ) -> None:
        """Let a rule hold."""
        set_rule = self._works.set_rule
        self._change(
            matter_id,
            lambda vault: set_rule(vault, matter_id, years, start, basis, is_from_year_end),
        )

    def lift_rule(self, matter_id: MatterId) -> None:
        """Let no rule hold."""
        lift = self._works.lift_rule
        self._change(matter_id, lambda vault: lift(vault, matter_id))

    def close_matter(self, matter_id: MatterId) -> None:
        """Close a matter."""
        close = self._works.close
        self._change(matter_id, lambda vault: close(vault, matter_id))

    def reopen_matter(self, matter_id: MatterId) -> None:
        """Open a closed matter again."""
        reopen = self._works.reopen
        self._change(matter_id, lambda vault: reopen(vault, matter_id))

    def dispose(
        self, matter_id: MatterId, document_ids: Sequence[DocumentId], typed: str, reason: str
    ) -> None:
        """Dispose of documents; of the whole matter where none is named."""
        dispose, chosen = self._works.dispose, tuple(document_ids)
        self._calls.ask(
            lambda vault: dispose(vault, matter_id, chosen, typed, reason),
            lambda certificate: self.disposed.emit(matter_id, certificate),
        )

    def write(self, certificate: Certificate, target: Path) -> None:
        """Write a certificate to a file."""
        write = self._works.write
        self._calls.ask(lambda _vault: write(certificate, target), lambda _: self.written.emit())

    def _change(self, matter_id: MatterId, change: Callable[[VaultLike], object]) -> None:
        self._calls.ask(change, lambda _: self.look(matter_id))
