"""What persons decided differently on several workstations, and which decision is to hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.domain.differences import DecidedOnce, MatterDifference
from desktop.domain.finding import Decision, Sensitivity, masked
from desktop.ui import wording
from desktop.ui.backup_words import minute
from desktop.ui.banner import Banner
from desktop.ui.button_row import button_row, tool_row
from desktop.ui.id_rows import IdRows
from desktop.ui.line_rows import ROW_HEIGHT_PX, Picture, line_list
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_XL

DECISIONS_SEEN = 3


class DifferencesDialog(QDialog):
    """A list of findings, and below it what was decided about the current one.

    Values that are highly sensitive are masked here; they are shown on their page.

    Signals:
        hold_wanted(str, object): About this finding, this DecidedOnce is to hold.
    """

    hold_wanted = Signal(str, object)

    def __init__(self, reference: str, parent: QWidget | None = None) -> None:
        """Make it empty; `reference` names the matter."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Decided differently"))
        self.resize(640, 560)
        self._findings: IdRows[MatterDifference] = IdRows(_identity, _words, self)
        self.findings = line_list(
            self.tr("Findings that were decided differently"),
            self._findings,
            _finding_picture,
            _finding_name,
            _finding_detail,
            self,
        )
        self._decisions: IdRows[_Choice] = IdRows(_choice_identity, _choice_words, self)
        self.decisions = line_list(
            self.tr("What was decided"),
            self._decisions,
            _choice_picture,
            _choice_name,
            _choice_detail,
            self,
        )
        self.decisions.setFixedHeight(DECISIONS_SEEN * ROW_HEIGHT_PX)
        self.none = PlainLabel(
            self.tr("Nothing in this matter was decided differently."), self, is_wrapped=True
        )
        self.decided = PlainLabel(self.tr("What was decided"), self, kind="strong")
        self.hold_button = TextButton(self.tr("Let it &hold"), self)
        self.banner = Banner(self)
        self.close_button = TextButton(self.tr("Close"), self, is_main=True)
        self._lay_out(reference)
        self.hold_button.clicked.connect(self._on_hold)
        self.close_button.clicked.connect(self.accept)
        self.findings.selectionModel().currentChanged.connect(self._on_current_finding)
        self.decisions.selectionModel().currentChanged.connect(self._on_current_decision)
        self.show_differences(())

    def _lay_out(self, reference: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        title = self.tr("Decided differently in {0}").format(reference)
        layout.addWidget(PlainLabel(title, self, kind="title", is_wrapped=True))
        layout.addWidget(
            PlainLabel(
                self.tr(
                    "The later decision holds, the earlier ones are kept beside it. Where the"
                    " later one is not right, let another hold: it is then your decision."
                ),
                self,
                kind="caption",
                is_wrapped=True,
            )
        )
        layout.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.findings, 1)
        layout.addWidget(self.decided)
        layout.addWidget(self.decisions)
        layout.addLayout(tool_row(beside=(self.hold_button,)))
        layout.addWidget(self.banner)
        layout.addLayout(button_row(self.close_button))

    # ------------------------------------------------------------------ what is shown

    @property
    def rows(self) -> tuple[MatterDifference, ...]:
        """What the list shows."""
        return tuple(self._findings.items)

    def show_differences(self, found: Sequence[MatterDifference]) -> None:
        """Take what differs; the finding that is looked at stays, if it is still there."""
        current = self._findings.item_at(self.findings.currentIndex())
        self._findings.show(found)
        self.none.setVisible(not found)
        for part in (self.findings, self.decided, self.decisions, self.hold_button):
            part.setVisible(bool(found))
        index = (
            self._findings.index_of(current.finding_id) if current is not None else QModelIndex()
        )
        if found:
            self.findings.setCurrentIndex(index if index.isValid() else self._findings.index(0))
        self._show_decisions()

    def _show_decisions(self) -> None:
        difference = self._findings.item_at(self.findings.currentIndex())
        choices = () if difference is None else _choices(difference)
        self._decisions.show(choices)
        self._show_button()

    def _show_button(self) -> None:
        choice = self._decisions.item_at(self.decisions.currentIndex())
        self.hold_button.setEnabled(choice is not None and not choice.holds)

    # ------------------------------------------------------------------ what a person does

    def _on_hold(self) -> None:
        difference = self._findings.item_at(self.findings.currentIndex())
        choice = self._decisions.item_at(self.decisions.currentIndex())
        if difference is not None and choice is not None:
            self.banner.hide()
            self.hold_wanted.emit(difference.finding_id, choice.decided)

    def _on_current_finding(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_decisions()

    def _on_current_decision(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_button()


@dataclass(frozen=True, slots=True)
class _Choice:
    """A decision as a row.

    Attributes:
        number: Its place, the one that holds last.
        decided: The decision.
        is_masked: Whether its value is not to be shown.
        holds: Whether it is the one that holds.
    """

    number: int
    decided: DecidedOnce
    is_masked: bool
    holds: bool


def _choices(difference: MatterDifference) -> tuple[_Choice, ...]:
    is_masked = difference.sensitivity is Sensitivity.HIGH
    last = len(difference.earlier)
    return tuple(
        _Choice(number, decided, is_masked, holds=number == last)
        for number, decided in enumerate((*difference.earlier, difference.holds))
    )


def _identity(difference: MatterDifference) -> str:
    return difference.finding_id


def _words(difference: MatterDifference) -> str:
    return f"{_finding_name(difference)}, {_finding_detail(difference)}"


def _finding_name(difference: MatterDifference) -> str:
    is_high = difference.sensitivity is Sensitivity.HIGH
    return masked(difference.read) if is_high else difference.read


def _finding_detail(difference: MatterDifference) -> str:
    kind = wording.finding_kind(difference.kind)
    place = _tr("{0}, page {1}").format(difference.document, difference.page)
    return f"{kind} · {place}"


def _finding_picture(_difference: MatterDifference) -> Picture:
    return "warning", "moderate"


def _choice_identity(choice: _Choice) -> str:
    return str(choice.number)


def _choice_words(choice: _Choice) -> str:
    return f"{_choice_name(choice)}, {_choice_detail(choice)}"


def _choice_name(choice: _Choice) -> str:
    decided = choice.decided
    match decided.decision:
        case Decision.ACCEPTED:
            return _tr("Accepted")
        case Decision.REJECTED:
            return _tr("Rejected")
        case Decision.OPEN:
            return _tr("Left open")
        case Decision.CORRECTED:
            value = masked(decided.value) if choice.is_masked else decided.value
            return _tr("Corrected: {0}").format(value)


def _choice_detail(choice: _Choice) -> str:
    decided = choice.decided
    parts = [_tr("holds")] if choice.holds else []
    if decided.by:
        parts.append(_tr("by {0}").format(decided.by))
    if decided.at is not None:
        parts.append(minute(decided.at))
    return " · ".join(parts)


def _choice_picture(choice: _Choice) -> Picture:
    return ("accept", "low") if choice.holds else ("person", "muted")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Differences", text)
