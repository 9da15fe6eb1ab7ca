"""A list of search terms: its file, the rows that cannot be searched, what the others find."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.search_terms import TermFault, TermList, TermReport, TermsFound, WordsMet
from desktop.ui.banner import Banner
from desktop.ui.button_row import button_row
from desktop.ui.drop_veil import paths_in
from desktop.ui.file_dialogs import ask_for_file, ask_for_new_file
from desktop.ui.id_rows import AnyIndex, IdRows
from desktop.ui.line_rows import ROW_HEIGHT_PX, Picture, line_list
from desktop.ui.plain import ElidedLabel, PlainLabel, TextButton
from desktop.ui.terms_table import TermRows, TermsTable
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_XL
from desktop.ui.work_row import WorkRow

MOST_FAULTS_SEEN = 2.5
"""Rows of faults before the list scrolls; a half one says that there are more."""

REPORT_NAME = "search-terms.csv"


class TermsDialog(QDialog):
    """Takes a list, says what of it cannot be searched, and shows what the rest finds.

    Signals:
        list_chosen(object): Path of a list that is to be read.
        search_wanted(object): Terms that are to be searched, a tuple of Term.
        stop_wanted(): Stop after the term in hand.
        report_wanted(object, object): Reports, a tuple of TermReport, and the file for them.
        hits_wanted(str): What this search finds is to be shown on the pages.
    """

    list_chosen = Signal(object)
    search_wanted = Signal(object)
    stop_wanted = Signal()
    report_wanted = Signal(object, object)
    hits_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it without a list."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Search a list of terms"))
        self.setAcceptDrops(True)
        self.resize(760, 580)
        self._checked = TermList((), ())
        self._is_busy = False
        self.file = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle)
        self.file_button = TextButton(self.tr("Choose &list…"), self)
        self.file_button.setAutoDefault(False)
        self.fault_count = PlainLabel("", self, kind="strong")
        self._faults: IdRows[TermFault] = IdRows(_identity, _words, self)
        self.faults = line_list(
            self.tr("Rows that cannot be searched"),
            self._faults,
            _fault_picture,
            _fault_name,
            _fault_detail,
            self,
        )
        self._rows = TermRows(self)
        self.fault_words = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.table = TermsTable(self.tr("What each term finds"), self._rows, self)
        self.advice = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.work = WorkRow(self.tr("How many terms have been searched"), self)
        self.banner = Banner(self)
        self.export_button = TextButton(self.tr("&Export…"), self)
        self.close_button = TextButton(self.tr("Close"), self)
        self.search_button = TextButton(self.tr("Search"), self, is_main=True)
        self._lay_out()
        self._connect()
        self._show_file(self.tr("No list is chosen yet."))
        self._show_state()

    def _lay_out(self) -> None:
        file = QHBoxLayout()
        file.setSpacing(SPACE_M)
        file.addWidget(self.file, 1)
        file.addWidget(self.file_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(PlainLabel(self.tr("Search a list of terms"), self, kind="title"))
        layout.addWidget(
            PlainLabel(
                self.tr(
                    "A CSV file in UTF-8: one search a row and, if wanted, a label behind it."
                    " Choose it, or drop it here."
                ),
                self,
                kind="caption",
                is_wrapped=True,
            )
        )
        layout.addLayout(file)
        layout.addWidget(self.fault_count)
        layout.addWidget(self.faults)
        layout.addWidget(self.fault_words)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.advice)
        layout.addWidget(self.work)
        layout.addWidget(self.banner)
        foot = button_row(self.close_button, self.search_button, beside=(self.export_button,))
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.file_button.clicked.connect(self._on_choose)
        self.search_button.clicked.connect(self._on_search)
        self.export_button.clicked.connect(self._on_export)
        self.close_button.clicked.connect(self.reject)
        self.work.stop_wanted.connect(self.stop_wanted)
        self.table.activated.connect(self._on_activated)
        self.faults.selectionModel().currentChanged.connect(self._on_current_fault)

    # ------------------------------------------------------------------ what is shown

    @property
    def reports(self) -> tuple[TermReport, ...]:
        """What the table shows."""
        return tuple(self._rows.reports)

    def take(self, path: Path) -> None:
        """Take a list, which is read at once."""
        self._show_file(path.name)
        self._checked = TermList((), ())
        self._faults.show(())
        self._rows.clear()
        self.banner.hide()
        self._show_state()
        self.list_chosen.emit(path)

    def show_checked(self, checked: TermList) -> None:
        """Say what of the list can be searched."""
        self._checked = checked
        self._faults.show(checked.faults)
        self.faults.setCurrentIndex(self._faults.index(0))
        self._show_state()
        self.search_button.setFocus()

    def show_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Whether terms are being searched."""
        self._is_busy = is_busy
        if is_busy:
            self.banner.hide()
            self.work.begin(self.tr("Searching…"))
        self.work.setVisible(is_busy)
        self._show_state()

    def show_progress(self, event: TermReport | WordsMet) -> None:
        """Say how far the words of the pages have been listed, or show what a term finds."""
        if isinstance(event, WordsMet):
            words = self.tr("Listing words: {0} of {1} pages").format(event.done, event.total)
            self.work.show_progress(words, event.done, event.total)
            return
        self._rows.add(event)
        done, total = len(self._rows.reports), len(self._checked.terms)
        words = self.tr("Searching: {0} of {1} terms").format(done, total)
        self.work.show_progress(words, done, total)

    def show_over(self, found: TermsFound) -> None:
        """Show all that was found, also by the term in hand when it was stopped."""
        for report in found.reports[len(self._rows.reports) :]:
            self._rows.add(report)
        if not found.is_whole:
            self.banner.show_note(
                self.tr("Stopped."),
                self.tr("{0} of {1} terms were searched.").format(
                    len(found.reports), len(self._checked.terms)
                ),
            )
        self._show_state()
        if found.reports:
            self.table.selectRow(0)
            self.table.setFocus()

    def show_written(self, target: Path) -> None:
        """Say where the report is."""
        self.banner.show_note(
            self.tr("The report is written."),
            self.tr("{0} holds the terms and their counts; it is not sealed.").format(target.name),
        )

    def _show_file(self, words: str) -> None:
        self.file.setText(words)
        self.file.setAccessibleName(words)

    def _show_state(self) -> None:
        terms, faults = len(self._checked.terms), len(self._checked.faults)
        one = self.tr("1 row cannot be searched and is left out:")
        many = self.tr("{0} rows cannot be searched and are left out:").format(faults)
        self.fault_count.setText(one if faults == 1 else many)
        self.faults.setFixedHeight(round(min(faults, MOST_FAULTS_SEEN) * ROW_HEIGHT_PX))
        for part in (self.fault_count, self.faults, self.fault_words):
            part.setVisible(bool(faults))
        is_cut = any(report.is_cut for report in self._rows.reports)
        self.advice.setText(
            self.tr("Enter shows what a term finds. + means that there may be more.")
            if is_cut
            else self.tr("Enter shows what a term finds.")
        )
        self.advice.setVisible(bool(self._rows.reports))
        words = {0: self.tr("Search"), 1: self.tr("Search 1 term")}
        self.search_button.setText(words.get(terms) or self.tr("Search {0} terms").format(terms))
        self.search_button.setEnabled(bool(terms) and not self._is_busy)
        self.file_button.setEnabled(not self._is_busy)
        self.export_button.setEnabled(bool(self._rows.reports) and not self._is_busy)

    # ------------------------------------------------------------------ what a person does

    def _on_choose(self) -> None:
        pattern = self.tr("Lists of terms (*.csv *.tsv *.txt)")
        chosen = ask_for_file(self, self.tr("Choose a list of terms"), pattern)
        if chosen is not None:
            self.take(chosen)

    def _on_search(self) -> None:
        self._rows.clear()
        self.search_wanted.emit(self._checked.terms)

    def _on_export(self) -> None:
        title, pattern = self.tr("Export the report"), self.tr("Spreadsheet (*.csv)")
        target = ask_for_new_file(self, title, REPORT_NAME, pattern)
        if target is not None:
            self.report_wanted.emit(self.reports, target)

    def _on_current_fault(self, index: QModelIndex, _before: QModelIndex) -> None:
        fault = self._faults.item_at(index)
        self.fault_words.setText("" if fault is None else fault.remedy)

    def _on_activated(self, index: AnyIndex) -> None:
        report = self._rows.report_at(index)
        if report is not None and report.pages:
            self.hits_wanted.emit(report.term.text)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(paths_in(event.mimeData())) == 1 and not self._is_busy:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take(paths_in(event.mimeData())[0])


def _identity(fault: TermFault) -> str:
    return str(fault.term.row)


def _words(fault: TermFault) -> str:
    return f"{_fault_name(fault)}, {fault.reason} {fault.remedy}"


def _fault_name(fault: TermFault) -> str:
    words = QCoreApplication.translate("Terms", "Row {0}:  {1}")
    return words.format(fault.term.row, fault.term.text)


def _fault_detail(fault: TermFault) -> str:
    return fault.reason


def _fault_picture(_fault: TermFault) -> Picture:
    return "warning", "moderate"
