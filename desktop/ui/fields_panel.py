"""Fields of the open document beside the page: what it says, where, and what is missing."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import InCameraError
from desktop.domain.extraction import DocumentFields, FieldLook
from desktop.domain.finding import Sensitivity
from desktop.ui.empty_state import EmptyState
from desktop.ui.fields_rows import (
    ROW_HEIGHT_PX,
    FieldDelegate,
    FieldRow,
    identity_of,
    kind_words,
    looking_words,
    missing_words,
    rows_of,
    words_of,
)
from desktop.ui.id_rows import IdRows
from desktop.ui.plain import ElidedLabel, PlainLabel, TextButton
from desktop.ui.row_list import MaskedList
from desktop.ui.theme import CONTROL_PX, SPACE_L, SPACE_M, SPACE_S


class FieldsPanel(QFrame):
    """On the right, in turn with the findings.

    Signals:
        place_chosen(object): The FieldValue whose place is to be shown.
        uncovered(): A person uncovers a highly sensitive value.
        model_wanted(): The model is to look for what is missing.
        stop_wanted(): It is to end that.
        left(): Escape: back to the page.
    """

    place_chosen = Signal(object)
    model_wanted = Signal()
    uncovered = Signal()
    stop_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setObjectName("Panel")
        self.setMinimumWidth(292)
        self._fields: DocumentFields | None = None
        self._shown: frozenset[str] = frozenset()
        self._is_masking_on = True
        self._is_running = False
        self.rows: IdRows[FieldRow] = IdRows(identity_of, words_of, self)
        self.list = MaskedList(self)
        self.list.setObjectName("Fields")
        self.list.setAccessibleName(self.tr("Fields"))
        self.list.setModel(self.rows)
        self.list.setItemDelegate(FieldDelegate(200, ROW_HEIGHT_PX, self.list))
        self.list.clicked.connect(self._on_row)
        self.list.activated.connect(self._on_row)
        self.list.show_toggled.connect(self._on_show_toggled)
        self.list.left.connect(self.left)
        self._kind = PlainLabel(self.tr("Fields"), self, kind="strong")
        self.state = ElidedLabel("", self, kind="caption")
        self.button = TextButton(self.tr("Look for what is missing"), self, icon_name="sparkle")
        self.button.clicked.connect(self._on_button)
        self.nothing = EmptyState("document", self.tr("No fields"), "", parent=self)
        self._pile = QStackedWidget(self)
        self._pile.addWidget(self.list)
        self._pile.addWidget(self.nothing)
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.addWidget(self._kind)
        title.addStretch(1)
        title.addStrut(CONTROL_PX)
        head = QFrame(self)
        head.setObjectName("PanelHead")
        head_layout = QVBoxLayout(head)
        head_layout.setContentsMargins(SPACE_L, 7, SPACE_M, SPACE_M)
        head_layout.setSpacing(7)
        head_layout.addLayout(title)
        head_layout.addWidget(self.state)
        self._foot = QFrame(self)
        self._foot.setObjectName("PanelFoot")
        foot_layout = QVBoxLayout(self._foot)
        foot_layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_M, SPACE_M)
        foot_layout.setSpacing(SPACE_S)
        foot_layout.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._pile, 1)
        layout.addWidget(self._foot)

    # ------------------------------------------------------------------ what is shown

    def clear(self) -> None:
        """Forget the document."""
        self._fields = None
        self._shown = frozenset()
        self.rows.show(())
        self._kind.setText(self.tr("Fields"))
        self.state.setText("")
        self._foot.hide()
        self.nothing.say(
            self.tr("No fields"),
            self.tr("Open a document: what it says for the fields of its kind appears here."),
        )
        self._pile.setCurrentWidget(self.nothing)

    def show_fields(self, fields: DocumentFields) -> None:
        """Show what a document says."""
        self._fields = fields
        self._kind.setText(kind_words(fields))
        self._pile.setCurrentWidget(self.list)
        self._foot.show()
        self._show_rows()
        self._show_state()

    def show_error(self, error: Exception) -> None:
        """Say why there are no fields, with the remedy and the code."""
        known = error if isinstance(error, InCameraError) else InCameraError()
        self.clear()
        self.nothing.say(known.reason, f"{known.remedy}  {known.code}")

    def begin(self) -> None:
        """The model begins to look."""
        self._is_running = True
        self.button.setText(self.tr("Stop"))
        self.button.setAccessibleName(self.tr("Stop the model"))
        self.state.setText(self.tr("Loading the model…"))

    def tell(self, look: FieldLook) -> None:
        """Say which page the model looks at."""
        self.state.setText(looking_words(look.number, look.of, look.page))

    def end(self) -> None:
        """The model looks no longer."""
        self._is_running = False
        words = self.tr("Look for what is missing")
        self.button.setText(words)
        self.button.setAccessibleName(words)
        self._show_state()

    def set_masking(self, *, is_on: bool) -> None:
        """Whether highly sensitive values are masked until shown."""
        self._is_masking_on = is_on
        self.mask_all()

    def mask_all(self) -> None:
        """Mask every value again."""
        self._shown = frozenset()
        self._show_rows()

    def _show_rows(self) -> None:
        if self._fields is not None:
            self.rows.show(rows_of(self._fields, self._shown, is_masking_on=self._is_masking_on))

    def _show_state(self) -> None:
        self.state.setText("" if self._fields is None else missing_words(self._fields))
        is_something_missing = self._fields is not None and any(
            field.is_missing for field in self._fields.extraction.fields
        )
        self.button.setEnabled(is_something_missing)

    # ------------------------------------------------------------------ what was done

    def _on_button(self) -> None:
        if self._is_running:
            self.stop_wanted.emit()
        else:
            self.model_wanted.emit()

    def _on_row(self, index: QModelIndex) -> None:
        row = self.rows.item_at(index)
        if row is not None and row.value is not None:
            self.place_chosen.emit(row.value)

    def _on_show_toggled(self) -> None:
        row = self.rows.item_at(self.list.currentIndex())
        value = None if row is None else row.value
        if row is not None and value is not None and value.sensitivity is Sensitivity.HIGH:
            self._shown = self._shown ^ {row.identity}
            if row.identity in self._shown:
                self.uncovered.emit()
            self._show_rows()
