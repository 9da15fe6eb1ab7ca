"""The selected finding in full, with what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.finding import (
    DISPUTED,
    MASK,
    Decision,
    Sensitivity,
    StoredFinding,
    masked,
)
from desktop.domain.identity import FindingId
from desktop.ui import wording
from desktop.ui.dispute_view import DisputeView
from desktop.ui.findings_rows import value_on_screen
from desktop.ui.plain import ElidedLabel, IconButton, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS


class FindingCard(QFrame):
    """At the foot of the findings.

    Signals:
        show_toggled(str): Show or mask the value of a finding.
        decided(str, object): A finding and the Decision about it.
        corrected(str, str): A finding and what a person reads in its place.
        other_wanted(str): Of a finding the second reading is right.
        copy_wanted(): Copy the value.
        left(): A correction was given or given up.
    """

    show_toggled = Signal(str)
    decided = Signal(str, object)
    corrected = Signal(str, str)
    other_wanted = Signal(str)
    copy_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Hidden until a finding is selected."""
        super().__init__(parent)
        self.setObjectName("PanelFoot")
        self._stored: StoredFinding | None = None
        self._is_shown = False
        self._second: str | None = None
        self._crop: QImage | None = None
        self.dispute = DisputeView(self)
        self.dispute.other_wanted.connect(self._on_other)
        self.correction = _Correction(self)
        self.correction.setAccessibleName(self.tr("What the page says"))
        self.correction.setPlaceholderText(self.tr("What the page says"))
        self.correction.returnPressed.connect(self._on_corrected)
        self.correction.given_up.connect(self._end_correction)
        self.correction.hide()
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
        self._equal = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.copy_button = IconButton("copy", self.tr("Copy the value"), self, key="Ctrl+C")
        self.copy_button.clicked.connect(self.copy_wanted)
        self.show_button = TextButton(self.tr("Show"), self, icon_name="show")
        self.accept_button = TextButton(self.tr("Accept"), self, icon_name="accept")
        self.reject_button = TextButton(self.tr("Reject"), self, icon_name="reject")
        self.correct_button = TextButton(self.tr("Correct"), self)
        self.accept_button.setCheckable(True)
        self.reject_button.setCheckable(True)
        self.correct_button.setCheckable(True)
        for button, key in (
            (self.accept_button, "A"),
            (self.reject_button, "R"),
            (self.correct_button, "C"),
            (self.show_button, "Space"),
        ):
            button.setProperty("kind", "compact")
            button.show_key(key)
        self.show_button.clicked.connect(self._on_show)
        self.accept_button.clicked.connect(self._on_accept)
        self.reject_button.clicked.connect(self._on_reject)
        self.correct_button.clicked.connect(self.begin_correction)
        self._lay_out()
        self.show_finding(None, is_shown=False)

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(SPACE_S)
        heading.addWidget(self._value, 1)
        for button in (self.show_button, self.copy_button):
            heading.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_XS)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._facts):
            grid.addWidget(name, row, 0)
            grid.addWidget(value, row, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        for button in (self.accept_button, self.reject_button, self.correct_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_S)
        layout.addLayout(heading)
        layout.addWidget(self.dispute)
        layout.addLayout(grid)
        layout.addWidget(self._equal)
        layout.addWidget(self.correction)
        layout.addSpacing(SPACE_XS)
        layout.addLayout(buttons)

    def show_finding(self, stored: StoredFinding | None, *, is_shown: bool, equal: int = 0) -> bool:
        """Take a finding.

        Args:
            stored: None: none is selected.
            is_shown: Whether its value may be seen.
            equal: How many others of its value are to be decided.

        Returns:
            Whether it is another one than before.
        """
        before = None if self._stored is None else self._stored.finding_id
        is_new = (None if stored is None else stored.finding_id) != before
        self._stored, self._is_shown = stored, is_shown
        if is_new:
            self._second = self._crop = None
            self.correction.hide()
        self.setVisible(stored is not None)
        if stored is None:
            return is_new
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
        self._equal.setText(
            self.tr("{0} of this value to decide: Shift+A accepts, Shift+R rejects all.").format(
                wording.count(equal, self.tr("other"), self.tr("others"))
            )
        )
        self._equal.setVisible(equal > 0)
        self.copy_button.setEnabled(may_see)
        self.show_button.setVisible(is_high)
        self.show_button.setText(self.tr("Mask") if is_shown else self.tr("Show"))
        self.show_button.setAccessibleName(
            self.tr("Mask the value") if is_shown else self.tr("Show the value")
        )
        self.accept_button.setChecked(stored.decision is Decision.ACCEPTED)
        self.reject_button.setChecked(stored.decision is Decision.REJECTED)
        self.correct_button.setChecked(stored.decision is Decision.CORRECTED)
        self._show_dispute()
        return is_new

    def show_second(self, finding_id: FindingId, second: str) -> None:
        """Take what the second reader saw of the finding that is shown."""
        if self._stored is not None and self._stored.finding_id == finding_id:
            self._second = second
            self._show_dispute()

    def show_crop(self, finding_id: FindingId, crop: QImage) -> None:
        """Take the part of the page on which the finding stands that is shown."""
        if self._stored is not None and self._stored.finding_id == finding_id:
            self._crop = crop
            self._show_dispute()

    @property
    def crop(self) -> QImage | None:
        """The part of the page on which the finding stands; None while it is not there."""
        return self._crop

    def begin_correction(self) -> None:
        """Let what the page says be written."""
        if self._stored is None:
            return
        self.correct_button.setChecked(self._stored.decision is Decision.CORRECTED)
        self.correction.setText(self._stored.finding.mention if self._may_see() else "")
        self.correction.show()
        self.correction.selectAll()
        self.correction.setFocus(Qt.FocusReason.OtherFocusReason)

    def _may_see(self) -> bool:
        stored = self._stored
        is_high = stored is not None and stored.finding.sensitivity is Sensitivity.HIGH
        return self._is_shown or not is_high

    def _show_dispute(self) -> None:
        stored = self._stored
        if stored is None or stored.finding.agreement not in DISPUTED:
            self.dispute.hide()
            return
        may_see = self._may_see()
        verdict = stored.verdict
        first = verdict.read_mention if verdict else stored.finding.mention
        second = self._second
        self.dispute.show_readings(
            " ".join(first.split()) if may_see else masked(first),
            second if may_see or not second else masked(second),
        )
        self.dispute.show_crop(self._crop if may_see else None)
        self.dispute.show()

    @property
    def value_words(self) -> str:
        """The value as shown."""
        return self._value.text()

    @property
    def hint(self) -> str:
        """What it says of others of its value; "" where there are none to decide."""
        return "" if self._equal.isHidden() else self._equal.text()

    @property
    def copied(self) -> str:
        """What is copied of the finding: its value as shown; "" while that is masked."""
        return self.value_words if self._stored is not None and self._may_see() else ""

    def _on_show(self) -> None:
        if self._stored is not None:
            self.show_toggled.emit(self._stored.finding_id)

    def _on_other(self) -> None:
        if self._stored is not None:
            self.other_wanted.emit(self._stored.finding_id)

    def _on_corrected(self) -> None:
        words = self.correction.text().strip()
        if self._stored is not None and words:
            self.corrected.emit(self._stored.finding_id, words)
            self._end_correction()

    def _end_correction(self) -> None:
        self.correction.hide()
        self.left.emit()

    def _on_accept(self) -> None:
        self._decide(Decision.ACCEPTED)

    def _on_reject(self) -> None:
        self._decide(Decision.REJECTED)

    def _decide(self, decision: Decision) -> None:
        if self._stored is None:
            return
        is_taken_back = self._stored.decision is decision
        self.decided.emit(self._stored.finding_id, Decision.OPEN if is_taken_back else decision)


class _Correction(QLineEdit):
    """Where a person writes what the page says; Escape gives it up."""

    given_up = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)
