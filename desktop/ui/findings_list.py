"""The list of findings with its keys, and the eyes that can be clicked in it."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QListView, QWidget
from typing_extensions import override

from desktop.domain.finding import DISPUTED, Decision, Sensitivity, StoredFinding
from desktop.ui.finding_delegate import eye_place
from desktop.ui.findings_rows import FindingsRows
from desktop.ui.row_list import set_up_rows

SHIFT = Qt.KeyboardModifier.ShiftModifier
THROUGHOUT = (Decision.ACCEPTED, Decision.REJECTED)
"""What can be decided about all findings of one value."""


class FindingsList(QListView):
    """Findings in rows: A accepts, R rejects, U takes back, O takes the second reading, C corrects.

    Shift with A or R decides about all of the same value.

    Signals:
        show_toggled(str): Space, or a click on the eye: show or mask the value of a finding.
        decided(str, object): A finding and the Decision about it.
        decided_throughout(str, object): Likewise, about all of its value.
        other_wanted(str): Of a finding the second reading is right.
        correction_wanted(): The selected finding is to be corrected.
        copy_wanted(): The value of the selected finding is to be copied.
    """

    show_toggled = Signal(str)
    decided = Signal(str, object)
    decided_throughout = Signal(str, object)
    other_wanted = Signal(str)
    correction_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Make it empty."""
        super().__init__(parent)
        set_up_rows(self)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def _stored_at(self, index: QModelIndex) -> StoredFinding | None:
        rows = self.model()
        item = rows.item_at(index) if isinstance(rows, FindingsRows) else None
        return item if isinstance(item, StoredFinding) else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        stored = self._stored_at(self.currentIndex())
        decision = {
            Qt.Key.Key_A: Decision.ACCEPTED,
            Qt.Key.Key_R: Decision.REJECTED,
            Qt.Key.Key_U: Decision.OPEN,
        }.get(Qt.Key(event.key()))
        if stored is not None and event.key() == Qt.Key.Key_Space:
            if stored.finding.sensitivity is Sensitivity.HIGH:
                self.show_toggled.emit(stored.finding_id)
        elif stored is not None and event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif stored is not None and decision in THROUGHOUT and event.modifiers() == SHIFT:
            self.decided_throughout.emit(stored.finding_id, decision)
        elif stored is None or event.modifiers():
            super().keyPressEvent(event)
        elif decision is not None:
            self.decided.emit(stored.finding_id, decision)
        elif event.key() == Qt.Key.Key_O and stored.finding.agreement in DISPUTED:
            self.other_wanted.emit(stored.finding_id)
        elif event.key() == Qt.Key.Key_C:
            self.correction_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        stored = self._eye_under(event.position().toPoint())
        if stored is not None:
            self.show_toggled.emit(stored.finding_id)
            event.accept()
            return
        super().mousePressEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            return True
        return super().viewportEvent(event)

    def _eye_under(self, place: QPoint) -> StoredFinding | None:
        index = self.indexAt(place)
        stored = self._stored_at(index)
        if stored is None or stored.finding.sensitivity is not Sensitivity.HIGH:
            return None
        eye = eye_place(self.visualRect(index)).adjusted(-6, -6, 6, 6)
        return stored if eye.contains(place) else None
