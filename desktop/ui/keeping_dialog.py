"""Hold and retention of a matter: its rule, its holds, what is due and how that ends."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.disposal import DisposalProgress, DisposalStep
from desktop.domain.identity import DocumentId
from desktop.domain.keeping import MAX_REASON_CHARACTERS, Due, Hold, MatterKeeping
from desktop.ui import keeping_words
from desktop.ui.banner import Banner
from desktop.ui.button_row import button_row
from desktop.ui.id_rows import IdRows
from desktop.ui.keeping_rows import ROW_HEIGHT_PX, DueDelegate, HoldDelegate
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.retention_form import RetentionForm
from desktop.ui.row_list import row_list
from desktop.ui.stuck_row import StuckRow
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from desktop.ui.work_row import WorkRow


class KeepingDialog(QDialog):
    """Three rooms: how long, what holds, what is due.

    Signals:
        hold_wanted(object, str): A document, or None for the whole matter, and why.
        release_wanted(str, str): A hold, and why it is released.
        disposal_wanted(object): Documents to dispose of, a tuple; empty: the whole matter.
        stop_wanted(): The disposal is to be stopped.

    What waits for nobody, in whatever matter, stands above the buttons (`stuck`).
    """

    hold_wanted = Signal(object, str)
    release_wanted = Signal(str, str)
    disposal_wanted = Signal(object)
    stop_wanted = Signal()

    def __init__(
        self,
        matter_name: str,
        document: tuple[DocumentId, str] | None,
        parent: QWidget | None = None,
    ) -> None:
        """Make it empty.

        Args:
            matter_name: Of the matter.
            document: The one in view and its name, which can be held by itself.
            parent: Owner.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Hold and retention"))
        self.resize(760, 560)
        self._document = document
        self._keeping: MatterKeeping | None = None
        self.banner = Banner(self)
        self.form = RetentionForm(self)
        self._holds: IdRows[Hold] = IdRows(lambda hold: hold.hold_id, self._hold_words, self)
        self.holds = row_list("Holds", self.tr("Legal holds"), self._holds, self)
        self._hold_delegate = HoldDelegate(400, ROW_HEIGHT_PX, self.holds)
        self.holds.setItemDelegate(self._hold_delegate)
        self._due: IdRows[Due] = IdRows(_due_identity, _due_line, self)
        self.due = row_list("Due", self.tr("What is due"), self._due, self)
        self.due.setItemDelegate(DueDelegate(400, ROW_HEIGHT_PX, self.due))
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(self.tr("Reason for placing or releasing a hold"))
        self.reason.setPlaceholderText(self.reason.accessibleName())
        self.reason.setMaxLength(MAX_REASON_CHARACTERS)
        self.hold_matter_button = self._button(self.tr("Hold the matter"))
        self.hold_document_button = self._button(self.tr("Hold the document in view"))
        self.release_button = self._button(self.tr("Release"))
        self.dispose_button = self._button(self.tr("Dispose of all that is due…"))
        self.close_button = TextButton(self.tr("Close"), self, is_main=True)
        self.close_button.clicked.connect(self.accept)
        self.due_state = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.work = WorkRow(self.tr("How far the disposal has come"), self)
        self.work.stop_wanted.connect(self.stop_wanted)
        self.stuck = StuckRow(self)
        self.rooms = QTabWidget(self)
        self._lay_out(matter_name)
        self._connect()
        self._refresh_buttons()

    def _button(self, text: str) -> TextButton:
        button = TextButton(text, self)
        button.setAutoDefault(False)
        return button

    def _lay_out(self, matter_name: str) -> None:
        retention = _room(self.form)
        retention_layout = retention.layout()
        if isinstance(retention_layout, QVBoxLayout):
            retention_layout.addStretch(1)
        hold_buttons = QHBoxLayout()
        hold_buttons.setSpacing(SPACE_S)
        for button in (self.hold_matter_button, self.hold_document_button):
            hold_buttons.addWidget(button)
        hold_buttons.addStretch(1)
        hold_buttons.addWidget(self.release_button)
        due_buttons = QHBoxLayout()
        due_buttons.addWidget(self.due_state, 1)
        due_buttons.addWidget(self.dispose_button)
        self.rooms.setAccessibleName(self.tr("Parts of hold and retention"))
        self.rooms.addTab(retention, self.tr("Retention"))
        self.rooms.addTab(_room(self.holds, self.reason, hold_buttons), self.tr("Holds"))
        self.rooms.addTab(_room(self.due, self.work, due_buttons), self.tr("Due"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(PlainLabel(self.tr("Hold and retention"), self, kind="title"))
        layout.addWidget(PlainLabel(matter_name, self, kind="caption"))
        layout.addWidget(self.banner)
        layout.addWidget(self.rooms, 1)
        layout.addWidget(self.stuck)
        layout.addLayout(button_row(self.close_button))

    def _connect(self) -> None:
        self.reason.textChanged.connect(self._on_text)
        self.holds.selectionModel().currentChanged.connect(self._on_current)
        self.hold_matter_button.clicked.connect(self._on_hold_matter)
        self.hold_document_button.clicked.connect(self._on_hold_document)
        self.release_button.clicked.connect(self._on_release)
        self.dispose_button.clicked.connect(self._on_dispose)

    def show_keeping(self, keeping: MatterKeeping) -> None:
        """Take how the matter is kept."""
        self._keeping = keeping
        self._hold_delegate.keeping = keeping
        self.form.show_keeping(keeping.keeping.rule, keeping.keeping.closing)
        self._holds.show(keeping.keeping.holds)
        self._due.show(keeping.due)
        free = len(self.free())
        held = len(keeping.due) - free
        self.due_state.setText(
            self.tr("Nothing is due.")
            if not keeping.due
            else self.tr("{0} can go, {1} held. Nothing goes by itself.").format(free, held)
        )
        standing = sum(hold.is_standing for hold in keeping.keeping.holds)
        self.rooms.setTabText(1, _counted(self.tr("Holds"), standing))
        self.rooms.setTabText(2, _counted(self.tr("Due"), len(keeping.due)))
        self.banner.hide()
        self._refresh_buttons()

    def show_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Whether documents are being disposed of."""
        if is_busy:
            self.banner.hide()
            self.work.begin(self.tr("Looking at holds"))
        self.work.setVisible(is_busy)
        self._refresh_buttons()

    def show_progress(self, progress: DisposalProgress) -> None:
        """Say how far a disposal has come."""
        words = keeping_words.how_far(progress)
        self.work.show_progress(words, progress.done, progress.total)
        if progress.step is DisposalStep.ENDING:
            self.work.stop_button.setEnabled(False)

    def show_note(self, title: str, detail: str) -> None:
        """Say what came of something."""
        self.banner.show_note(title, detail)

    def show_error(self, error: Exception) -> None:
        """Say what went wrong."""
        self.banner.show_error(error)

    def show_due(self) -> None:
        """Turn to what is due."""
        self.rooms.setCurrentIndex(2)

    def free(self) -> tuple[Due, ...]:
        """What is due and not held."""
        due = () if self._keeping is None else self._keeping.due
        return tuple(each for each in due if not each.holds)

    def _refresh_buttons(self) -> None:
        has_reason = bool(self.reason.text().strip())
        hold = self._holds.item_at(self.holds.currentIndex())
        self.hold_matter_button.setEnabled(has_reason)
        self.hold_document_button.setEnabled(has_reason and self._document is not None)
        self.release_button.setEnabled(has_reason and hold is not None and hold.is_standing)
        self.dispose_button.setEnabled(bool(self.free()) and self.work.isHidden())

    def _hold_words(self, hold: Hold) -> str:
        what = keeping_words.held(hold, self._keeping)
        return f"{what}, {hold.reason}, {keeping_words.since(hold)}"

    def _on_text(self, _text: str) -> None:
        self._refresh_buttons()

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._refresh_buttons()

    def _on_hold_matter(self) -> None:
        self.hold_wanted.emit(None, self.reason.text())
        self.reason.clear()

    def _on_hold_document(self) -> None:
        if self._document is not None:
            self.hold_wanted.emit(self._document[0], self.reason.text())
            self.reason.clear()

    def _on_release(self) -> None:
        hold = self._holds.item_at(self.holds.currentIndex())
        if hold is not None:
            self.release_wanted.emit(hold.hold_id, self.reason.text())
            self.reason.clear()

    def _on_dispose(self) -> None:
        documents = [due.document_id for due in self.free() if due.document_id is not None]
        self.disposal_wanted.emit(tuple(documents))


def _room(*parts: QWidget | QHBoxLayout) -> QWidget:
    room = QWidget()
    layout = QVBoxLayout(room)
    layout.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
    layout.setSpacing(SPACE_M)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return room


def _counted(name: str, number: int) -> str:
    return f"{name} ({number})" if number else name


def _due_identity(due: Due) -> str:
    return due.document_id or ""


def _due_line(due: Due) -> str:
    return f"{keeping_words.due(due)}, {keeping_words.due_since(due)}"
