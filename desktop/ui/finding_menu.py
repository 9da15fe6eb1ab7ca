"""What can be done about a finding, as a menu under the pointer, with the keys that do the same."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.finding import DISPUTED, Decision, Sensitivity, StoredFinding


class FindingMenu(QMenu):
    """Lists what can be done about one finding; gone once it is closed.

    Signals:
        decided(str, object), decided_throughout(str, object), other_wanted(str),
        show_toggled(str), correction_wanted(), copy_wanted(): As in the list.
    """

    decided = Signal(str, object)
    decided_throughout = Signal(str, object)
    other_wanted = Signal(str)
    show_toggled = Signal(str)
    correction_wanted = Signal()
    copy_wanted = Signal()

    def __init__(
        self, stored: StoredFinding, equal: int, parent: QWidget, *, is_shown: bool
    ) -> None:
        """Make it.

        Args:
            stored: What it is about.
            equal: How many others of its value are to be decided.
            parent: Owner.
            is_shown: Whether its value may be seen.
        """
        super().__init__(parent)
        self.setAccessibleName(self.tr("Finding"))
        self._finding_id = stored.finding_id
        is_high = stored.finding.sensitivity is Sensitivity.HIGH
        self._add(self.tr("Accept"), "A").triggered.connect(self._on_accept)
        self._add(self.tr("Reject"), "R").triggered.connect(self._on_reject)
        self._add(self.tr("Correct…"), "C").triggered.connect(self.correction_wanted)
        if stored.finding.agreement in DISPUTED:
            other = self._add(self.tr("Take the second reading"), "O")
            other.triggered.connect(self._on_other)
        if stored.decision is not Decision.OPEN:
            self._add(self.tr("Take the decision back"), "U").triggered.connect(self._on_take_back)
        if equal:
            self.addSeparator()
            accept_all = self._add(self.tr("Accept it throughout"), "Shift+A")
            accept_all.triggered.connect(self._on_accept_all)
            reject_all = self._add(self.tr("Reject it throughout"), "Shift+R")
            reject_all.triggered.connect(self._on_reject_all)
        self.addSeparator()
        if is_high:
            words = self.tr("Mask the value") if is_shown else self.tr("Show the value")
            self._add(words, "Space").triggered.connect(self._on_show)
        copy = self._add(self.tr("Copy the value"), "Ctrl+C")
        copy.setEnabled(is_shown or not is_high)
        copy.triggered.connect(self.copy_wanted)
        self.aboutToHide.connect(self.deleteLater)

    def _add(self, words: str, key: str) -> QAction:
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        return self.addAction(f"{words}\t{shown}")

    def _on_accept(self) -> None:
        self.decided.emit(self._finding_id, Decision.ACCEPTED)

    def _on_reject(self) -> None:
        self.decided.emit(self._finding_id, Decision.REJECTED)

    def _on_take_back(self) -> None:
        self.decided.emit(self._finding_id, Decision.OPEN)

    def _on_accept_all(self) -> None:
        self.decided_throughout.emit(self._finding_id, Decision.ACCEPTED)

    def _on_reject_all(self) -> None:
        self.decided_throughout.emit(self._finding_id, Decision.REJECTED)

    def _on_other(self) -> None:
        self.other_wanted.emit(self._finding_id)

    def _on_show(self) -> None:
        self.show_toggled.emit(self._finding_id)
