"""The selected finding in full, with what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.finding import MASK, Decision, Sensitivity, StoredFinding
from desktop.ui import wording
from desktop.ui.findings_rows import value_on_screen
from desktop.ui.plain import ElidedLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS


class FindingCard(QFrame):
    """At the foot of the findings.

    Signals:
        show_toggled(str): Show or mask the value of a finding.
        decided(str, object): A finding and the Decision about it.
    """

    show_toggled = Signal(str)
    decided = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Hidden until a finding is selected."""
        super().__init__(parent)
        self.setObjectName("PanelFoot")
        self._stored: StoredFinding | None = None
        self._value = PlainLabel("", self, kind="strong", is_wrapped=True)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._value.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._facts = [
            (PlainLabel(name, self, kind="caption"), ElidedLabel("", self))
            for name in (
                self.tr("As written"),
                self.tr("Found by"),
                self.tr("Confidence"),
                self.tr("Sensitivity"),
            )
        ]
        self.show_button = TextButton(self.tr("Show"), self, icon_name="show")
        self.accept_button = TextButton(self.tr("Accept"), self, icon_name="accept")
        self.reject_button = TextButton(self.tr("Reject"), self, icon_name="reject")
        for button in (self.show_button, self.accept_button, self.reject_button):
            button.setProperty("kind", "compact")
        self.accept_button.setCheckable(True)
        self.reject_button.setCheckable(True)
        self.show_button.clicked.connect(self._on_show)
        self.accept_button.clicked.connect(self._on_accept)
        self.reject_button.clicked.connect(self._on_reject)
        self._lay_out()
        self.show_finding(None, is_shown=False)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_XS)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._facts):
            grid.addWidget(name, row, 0)
            grid.addWidget(value, row, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        for button in (self.accept_button, self.reject_button, self.show_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._value)
        layout.addLayout(grid)
        layout.addSpacing(SPACE_XS)
        layout.addLayout(buttons)

    def show_finding(self, stored: StoredFinding | None, *, is_shown: bool) -> None:
        """Take a finding; `is_shown` says whether its value may be seen."""
        self._stored = stored
        self.setVisible(stored is not None)
        if stored is None:
            return
        finding = stored.finding
        is_high = finding.sensitivity is Sensitivity.HIGH
        may_see = is_shown or not is_high
        self._value.setText(value_on_screen(stored, is_shown=is_shown))
        source = " · ".join(
            part for part in (wording.source(finding.source), finding.scheme) if part
        )
        doubt = wording.agreement(finding.agreement)
        sure = wording.percent(finding.confidence)
        texts = (
            finding.mention if may_see else MASK,
            source,
            f"{sure} · {doubt}" if doubt else sure,
            wording.sensitivity(finding.sensitivity),
        )
        for (_, label), text in zip(self._facts, texts, strict=True):
            label.setText(" ".join(text.split()))
        self.show_button.setVisible(is_high)
        self.show_button.setText(self.tr("Mask") if is_shown else self.tr("Show"))
        self.show_button.setAccessibleName(
            self.tr("Mask the value") if is_shown else self.tr("Show the value")
        )
        self.accept_button.setChecked(stored.decision is Decision.ACCEPTED)
        self.reject_button.setChecked(stored.decision is Decision.REJECTED)

    @property
    def value_words(self) -> str:
        """The value as shown."""
        return self._value.text()

    def _on_show(self) -> None:
        if self._stored is not None:
            self.show_toggled.emit(self._stored.finding_id)

    def _on_accept(self) -> None:
        self._decide(Decision.ACCEPTED)

    def _on_reject(self) -> None:
        self._decide(Decision.REJECTED)

    def _decide(self, decision: Decision) -> None:
        if self._stored is None:
            return
        is_taken_back = self._stored.decision is decision
        self.decided.emit(self._stored.finding_id, Decision.OPEN if is_taken_back else decision)
