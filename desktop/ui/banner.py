"""A message in the window: what happened, what to do, and the code."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import InCameraError
from desktop.ui.plain import IconButton, IconLabel, PlainLabel
from desktop.ui.theme import SPACE_M, SPACE_S


class Banner(QWidget):
    """An error or a note, until it is put away.

    Signals:
        closed(): It was put away.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, margin_px: int = 0) -> None:
        """Hidden until there is something to say; `margin_px` is left free around it."""
        super().__init__(parent)
        self._frame = QFrame(self)
        self._frame.setObjectName("Banner")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
        outer.addWidget(self._frame)
        self._picture = IconLabel("warning", 20, self)
        self._title = PlainLabel("", self, kind="strong", is_wrapped=True)
        self._remedy = PlainLabel("", self, is_wrapped=True)
        self._code = PlainLabel("", self)
        self.close_button = IconButton("close", self.tr("Put the message away"), self)
        self.close_button.clicked.connect(self._on_close)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._remedy)
        layout = QHBoxLayout(self._frame)
        layout.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._picture)
        layout.addLayout(words, 1)
        layout.addWidget(self._code)
        layout.addWidget(self.close_button)
        self.hide()

    def show_error(self, error: Exception) -> None:
        """Say what went wrong; a defect of the program is shown as one."""
        known = error if isinstance(error, InCameraError) else InCameraError()
        self._say("danger", known.reason, known.remedy, known.code)

    def show_note(self, title: str, detail: str = "") -> None:
        """Say something that is not an error."""
        self._say("note", title, detail, "")

    @property
    def words(self) -> str:
        """What it says."""
        return " ".join((self._title.text(), self._remedy.text(), self._code.text())).strip()

    def _say(self, tone: str, title: str, detail: str, code: str) -> None:
        self._frame.setProperty("tone", tone)
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)
        for label, text in ((self._title, title), (self._remedy, detail), (self._code, code)):
            label.setText(text)
            label.setVisible(bool(text))
            label.style().polish(label)
        role = "danger_text" if tone == "danger" else "note_text"
        self._picture.show_icon("warning" if tone == "danger" else "about", role)
        self.setAccessibleName(self.words)
        self.show()

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()
