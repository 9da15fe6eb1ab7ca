"""Holds, retention and disposal as the window asks for them; answered by signals."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from desktop.bridge.desk_thread import DeskThread, SiblingDesk
from desktop.bridge.ending_shapes import EndingDeskLike
from desktop.bridge.shapes import ControlLike, VaultLike
from desktop.bridge.vault_calls import VaultCalls
from desktop.bridge.works import KeepingWorks
from desktop.domain.disposal import Certificate, DisposalId
from desktop.domain.identity import DocumentId, MatterId
from desktop.domain.keeping import RetentionStart

LANE = "disposals"


class KeepingCalls(QObject):
    """What a person does about how long a matter is kept.

    What fails is told by the session.

    Signals:
        looked(str, object): A matter and its MatterKeeping, after every change too.
        told(object): DisposalProgress of what is being disposed of.
        busy_changed(bool): Whether documents or a matter are being disposed of.
        disposed(str, object): A matter and the Certificate of what is gone.
        spared(str): A disposal in this matter was stopped before anything was gone.
        stuck_known(object): The StuckDisposals that wait for nobody, a sequence.
        finished(object): The Certificate of one of them that was finished.
        written(): A certificate was written.
    """

    looked = Signal(str, object)
    told = Signal(object)
    busy_changed = Signal(bool)
    disposed = Signal(str, object)
    spared = Signal(str)
    stuck_known = Signal(object)
    finished = Signal(object)
    written = Signal()

    def __init__(
        self,
        works: KeepingWorks,
        calls: VaultCalls,
        new_control: Callable[[], ControlLike],
        parent: QObject | None = None,
    ) -> None:
        """Take the functions behind it, the way to the vault's thread, and what stops work."""
        super().__init__(parent)
        self._works = works
        self._calls = calls
        self._desk: DeskThread[EndingDeskLike] = DeskThread(new_control, self)
        self._desk.told.connect(self.told)
        self._desk.ended.connect(self._on_ended)
        self._stopped = threading.Event()

    def begin(self, open_desk: Callable[[], SiblingDesk[EndingDeskLike]]) -> None:
        """Start the thread on which documents are disposed of."""
        self._desk.begin(open_desk)

    @property
    def is_disposing(self) -> bool:
        """Whether documents are being disposed of."""
        return self._desk.is_running

    def end(self) -> QThread | None:
        """End; a disposal goes on when the vault is opened again. The thread still to end."""
        return self._desk.end()

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
        """Dispose of documents; of the matter as a whole where none is named."""
        if not self._desk.is_running:
            self._stopped = stopped = threading.Event()
            wanted = matter_id, tuple(document_ids), typed, reason, stopped.is_set
            self._desk.start(
                lambda desk, control, tell: desk.dispose(*wanted, control, tell),
                lambda certificate: self._on_disposed(matter_id, certificate),
                self._calls.failed.emit,
                lane=LANE,
            )
            self.busy_changed.emit(self._desk.is_running)

    def stop(self) -> None:
        """Stop: what has not gone stays; a matter whose key is destroyed has gone."""
        self._stopped.set()
        self._desk.stop()

    def look_for_stuck(self) -> None:
        """Ask which ends of walled matters wait for nobody."""
        stuck = self._works.stuck
        self._calls.ask(stuck, self.stuck_known.emit, lane="stuck ends")

    def finish_stuck(self, disposal_id: DisposalId, reason: str) -> None:
        """Finish one of them."""
        finish = self._works.finish_stuck
        self._calls.ask(lambda vault: finish(vault, disposal_id, reason), self._on_finished)

    def write(self, certificate: Certificate, target: Path) -> None:
        """Write a certificate to a file."""
        write = self._works.write
        self._calls.ask(lambda _vault: write(certificate, target), lambda _: self.written.emit())

    def _on_disposed(self, matter_id: MatterId, certificate: Certificate | None) -> None:
        if certificate is None:
            self.spared.emit(matter_id)
        else:
            self.disposed.emit(matter_id, certificate)

    def _on_finished(self, certificate: Certificate) -> None:
        self.finished.emit(certificate)
        self.look_for_stuck()

    def _on_ended(self) -> None:
        self.busy_changed.emit(False)  # noqa: FBT003 - a Qt signal

    def _change(self, matter_id: MatterId, change: Callable[[VaultLike], object]) -> None:
        self._calls.ask(change, lambda _: self.look(matter_id))
