"""Ends of matters that wait for nobody any more: a line that says so, and what is asked first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from desktop.domain.disposal import StuckDisposal
from desktop.domain.keeping import MAX_REASON_CHARACTERS
from desktop.ui import keeping_words
from desktop.ui.plain import IconLabel, PlainLabel, TextButton
from desktop.ui.small_dialog import lay_out_dialog
from desktop.ui.theme import SPACE_S

ICON_PX = 18


class StuckRow(QWidget):
    """One line with a button; hidden while no end waits, or this account could not finish it.

    Signals:
        finish_wanted(object): The StuckDisposal that is to be finished, the earliest of them.
    """

    finish_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it; nothing waits yet."""
        super().__init__(parent)
        self._waiting: tuple[StuckDisposal, ...] = ()
        self.words = PlainLabel("", self, is_wrapped=True)
        self.finish_button = TextButton(self.tr("&Finish…"), self)
        self.finish_button.setAccessibleName(self.tr("Finish an end that waits for nobody"))
        self.finish_button.setAutoDefault(False)
        self.finish_button.clicked.connect(self._on_finish)
        picture = IconLabel("warning", ICON_PX, self)
        picture.show_icon("warning", "moderate")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(picture)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.finish_button)
        self.hide()

    def show_waiting(self, waiting: Sequence[StuckDisposal]) -> None:
        """Take the ends that wait for nobody."""
        self._waiting = tuple(waiting)
        self.words.setText(keeping_words.ends_wait(len(waiting)))
        self.setVisible(bool(waiting))

    def _on_finish(self) -> None:
        if self._waiting:
            self.finish_wanted.emit(self._waiting[0])


class FinishDialog(QDialog):
    """What is finished and why; the safe button is the default."""

    def __init__(self, stuck: StuckDisposal, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(self.tr("Reason for finishing it"))
        self.reason.setPlaceholderText(self.reason.accessibleName())
        self.reason.setMaxLength(MAX_REASON_CHARACTERS)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.finish_button = TextButton(self.tr("Finish"), self)
        self.finish_button.setAutoDefault(False)
        self.finish_button.setEnabled(False)
        self.reason.textChanged.connect(self._on_changed)
        self.cancel_button.clicked.connect(self.reject)
        self.finish_button.clicked.connect(self.accept)
        lay_out_dialog(
            self,
            *keeping_words.finish_stuck(stuck),
            (self.reason,),
            (self.finish_button, self.cancel_button),
        )
        self.reason.setFocus()

    @classmethod
    def ask(cls, parent: QWidget, stuck: StuckDisposal) -> str | None:
        """Ask; the reason, None when cancelled."""
        dialog = cls(stuck, parent)
        answer = dialog.reason.text().strip() if dialog.exec() else None
        dialog.deleteLater()
        return answer

    def _on_changed(self, text: str) -> None:
        self.finish_button.setEnabled(bool(text.strip()))
