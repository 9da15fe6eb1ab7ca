"""The column beside the page: findings, or questions and answers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.ui.ask_panel import AskPanel
from desktop.ui.findings_panel import FindingsPanel


class SidePanels(QStackedWidget):
    """Shows one of its panels; the findings can be hidden, questions lie over them.

    Signals:
        ask_shown(bool): Questions and answers are shown, or no longer.
    """

    ask_shown = Signal(bool)

    def __init__(
        self, findings: FindingsPanel, ask: AskPanel, parent: QWidget | None = None
    ) -> None:
        """Show the findings."""
        super().__init__(parent)
        self._findings = findings
        self._ask = ask
        self._has_findings = True
        for panel in (findings, ask):
            self.addWidget(panel)

    def show_findings(self, is_shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Show or hide the findings; questions make room for them."""
        self._has_findings = is_shown
        self._show(self._findings)
        self.setVisible(is_shown)

    def show_ask(self, is_shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Show questions and answers and begin to type, or show what was there before."""
        self._show(self._ask if is_shown else self._findings)
        self.setVisible(is_shown or self._has_findings)
        if is_shown:
            self._ask.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._ask.field.selectAll()

    def _show(self, panel: QWidget) -> None:
        if panel is not self.currentWidget():
            self.setCurrentWidget(panel)
            self.ask_shown.emit(panel is self._ask)
