"""The bar at the top: the search in the middle, questions and help at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.ui.plain import ElidedLabel, IconButton, TextButton
from desktop.ui.search_box import SearchField
from desktop.ui.search_tools import SearchTools
from desktop.ui.theme import BAR_PX, CONTROL_PX, SPACE_L, SPACE_S

SEARCH_PX = 560
MATTER_PX = 280


class TopBar(QFrame):
    """Holds the search field.

    Signals:
        help_wanted(): The analyst wants the help sheet.
        lock_wanted(): The analyst leaves the keyboard.
        ask_toggled(bool): Questions and answers are to be shown or hidden.
    """

    help_wanted = Signal()
    lock_wanted = Signal()
    ask_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.setObjectName("TopBar")
        self.setFixedHeight(BAR_PX)
        self.matter = ElidedLabel("", self, kind="strong")
        self.matter.setMinimumWidth(3 * CONTROL_PX)
        self.matter.setMaximumWidth(MATTER_PX)
        self.search = SearchField(self)
        self.search.setMaximumWidth(SEARCH_PX)
        self.search_tools = SearchTools(self)
        self.help_button = IconButton("keyboard", self.tr("Keyboard"), self, key="F1")
        self.help_button.clicked.connect(self._on_help)
        self.ask_button = TextButton(self.tr("Ask"), self, icon_name="ask")
        self.ask_button.setProperty("kind", "tool")
        self.ask_button.show_key("Ctrl+J")
        self.ask_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.ask_button.setCheckable(True)
        self.ask_button.toggled.connect(self.ask_toggled)
        self.lock_button = IconButton("lock", self.tr("Lock"), self, key="Ctrl+L")
        self.lock_button.clicked.connect(self._on_lock)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_L, 0, SPACE_L, 0)
        layout.addWidget(self.matter)
        layout.addStretch(1)
        layout.addWidget(self.search, 6)
        layout.addWidget(self.search_tools)
        layout.addStretch(1)
        layout.addWidget(self.ask_button)
        layout.addSpacing(SPACE_S)
        layout.addWidget(self.help_button)
        layout.addWidget(self.lock_button)

    def show_matter(self, name: str) -> None:
        """Say which matter is in view; "" where a list beside says so."""
        self.matter.setText(name)

    def _on_lock(self) -> None:
        self.lock_wanted.emit()

    def _on_help(self) -> None:
        self.help_wanted.emit()
