"""The table of a list of search terms: what each term finds."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QLocale, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from desktop.domain.search_terms import TermReport
from desktop.ui.id_rows import AnyIndex
from desktop.ui.row_table import RowTable

TERM, LABEL, HITS, DOCUMENTS, PAGES = range(5)
NUMBERS = (HITS, DOCUMENTS, PAGES)
WIDTHS_PX = {LABEL: 160, HITS: 84, DOCUMENTS: 96, PAGES: 84}
"""Room for seven digits; wider or narrower as a person draws them. The term has the rest."""


class TermRows(QAbstractTableModel):
    """A row for each term that was searched.

    Tips are never given: Qt would take a term for HTML.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self._reports: list[TermReport] = []
        self._names = (
            self.tr("Term"),
            self.tr("Label"),
            self.tr("Hits"),
            self.tr("Documents"),
            self.tr("Pages"),
        )

    @property
    def reports(self) -> Sequence[TermReport]:
        """What the rows show, in order."""
        return self._reports

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._reports = []
        self.endResetModel()

    def add(self, report: TermReport) -> None:
        """Show one more term below the others."""
        end = len(self._reports)
        self.beginInsertRows(self.index(-1, -1), end, end)
        self._reports.append(report)
        self.endInsertRows()

    def report_at(self, index: AnyIndex) -> TermReport | None:
        """What a row shows, None for no row."""
        return self._reports[index.row()] if index.isValid() else None

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._reports)

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._names)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._names[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        report = self.report_at(index)
        if report is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _text_of(report, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._names[index.column()]}: {_text_of(report, index.column())}"
        return _alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None


class TermsTable(RowTable):
    """Rows of terms; Enter or a double click opens what a term finds."""

    def __init__(self, name: str, rows: TermRows, parent: QWidget) -> None:
        """Make it; `name` is for screen readers."""
        super().__init__(name, rows, parent)
        head = self.horizontalHeader()
        head.setSectionResizeMode(TERM, QHeaderView.ResizeMode.Stretch)
        for column, width_px in WIDTHS_PX.items():
            head.resizeSection(column, width_px)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())  # else it presses a button of the dialog too
        else:
            super().keyPressEvent(event)


def _text_of(report: TermReport, column: int) -> str:
    if column == TERM:
        return report.term.text
    if column == LABEL:
        return report.term.label
    count = {HITS: report.places, DOCUMENTS: report.documents, PAGES: len(report.pages)}[column]
    shown = QLocale().toString(count)
    return f"{shown} +" if report.is_cut else shown


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
