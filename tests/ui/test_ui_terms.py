"""A list of search terms in the window: dropped, checked, searched, stopped, opened, exported."""

import csv

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest

from desktop.bridge.lock_cause import LockCause
from desktop.domain.search_terms import Term, TermReport, TermsFound
from desktop.ui import terms_dialog
from tests.ui.conftest import LONG_MS
from tests.ui.test_ui_names import nameless

LIST = "term;label\nMeridian;party\n(lease OR;broken\nnirgendwo;none\nNOT x;alone\nkontorb*;bank\n"


@pytest.fixture
def terms_file(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text(LIST, "utf-8")
    return path


@pytest.fixture
def dialog(qtbot, read_window, activate):
    """The dialog, opened by its key."""
    activate(read_window)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(read_window, Qt.Key.Key_F, keys)
    qtbot.waitUntil(lambda: read_window.workspace.terms.dialog is not None)
    dialog = read_window.workspace.terms.dialog
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def drop(dialog, path):
    """Let a file fall on the dialog; whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    middle = dialog.rect().center()
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    enter = QDragEnterEvent(middle, *how, Qt.KeyboardModifier.NoModifier)
    dialog.dragEnterEvent(enter)
    dialog.dropEvent(QDropEvent(QPointF(middle), *how, Qt.KeyboardModifier.NoModifier))
    return enter.isAccepted()


def cells(table, row):
    model = table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_a_list_is_checked_searched_opened_and_exported(
    qtbot, read_window, dialog, terms_file, tmp_path, monkeypatch
):
    space, terms = read_window.workspace, read_window.session.terms
    assert not dialog.search_button.isEnabled()
    with qtbot.waitSignal(terms.checked, timeout=LONG_MS):
        assert drop(dialog, terms_file)
    assert dialog.file.text() == "terms.csv"
    assert "2 rows cannot be searched" in dialog.fault_count.text()
    role, rows = Qt.ItemDataRole.AccessibleTextRole, dialog.faults.model()
    faults = [rows.index(row, 0).data(role) for row in range(rows.rowCount())]
    assert [words.split(":")[0] for words in faults] == ["Row 3", "Row 5"]
    assert nameless(dialog) == []
    assert dialog.fault_words.text() in faults[0], "its remedy is shown whole below"
    dialog.faults.setCurrentIndex(rows.index(1, 0))
    assert dialog.fault_words.text() in faults[1]
    assert dialog.search_button.text() == "Search 3 terms"

    with qtbot.waitSignal(terms.over, timeout=LONG_MS):
        dialog.search_button.click()
    assert dialog.work.isHidden()
    assert [cells(dialog.table, row)[:2] for row in range(3)] == [
        ["Meridian", "party"],
        ["nirgendwo", "none"],
        ["kontorb*", "bank"],
    ]
    assert cells(dialog.table, 1)[2:] == ["0", "0", "0"]
    assert all(int(count) > 0 for count in cells(dialog.table, 0)[2:])

    target = tmp_path / "report.csv"
    monkeypatch.setattr(terms_dialog, "ask_for_new_file", lambda *_words: target)
    with qtbot.waitSignal(terms.written, timeout=LONG_MS):
        dialog.export_button.click()
    assert "it is not sealed" in dialog.banner.words
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert [row["hits"] for row in csv.DictReader(file)][1] == "0"

    dialog.table.selectRow(1)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.isVisible(), "what is nowhere is not shown"
    dialog.table.selectRow(0)
    with qtbot.waitSignal(read_window.session.searched, timeout=LONG_MS):
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert space.search.text() == "Meridian"
    qtbot.waitUntil(lambda: bool(space.results.hits), timeout=LONG_MS)

    space.terms.show()
    assert space.terms.dialog is dialog
    assert dialog.reports[0].term.text == "Meridian", "what was found stays"


def test_a_list_that_cannot_be_used_is_refused_with_its_remedy(
    qtbot, read_window, dialog, tmp_path
):
    with qtbot.waitSignal(read_window.session.terms.failed, timeout=LONG_MS):
        dialog.take(tmp_path / "nowhere.csv")
    assert "SEARCH-04" in dialog.banner.words
    assert "CSV" in dialog.banner.words
    assert not dialog.search_button.isEnabled()


def test_a_search_that_is_stopped_shows_what_was_found_till_then(qtbot, dialog):
    reports = tuple(TermReport(Term(word, "", 1), (), is_cut=False) for word in ("a", "b"))
    dialog.show_busy(True)
    assert not dialog.export_button.isEnabled()
    with qtbot.waitSignal(dialog.stop_wanted):
        dialog.work.stop_button.click()
    dialog.show_progress(reports[0])
    dialog.show_busy(False)
    dialog.show_over(TermsFound(reports, is_whole=False))
    assert dialog.reports == reports
    assert "Stopped" in dialog.banner.words
    assert dialog.export_button.isEnabled()


def test_nothing_of_a_list_outlives_its_matter_or_the_lock(qtbot, read_window, dialog, terms_file):
    terms, space = read_window.session.terms, read_window.workspace
    with qtbot.waitSignal(terms.checked, timeout=LONG_MS):
        dialog.take(terms_file)
    terms.search(space.matter_id, dialog._checked.terms)
    space.terms.search_in(space.matter_id)
    assert space.terms.dialog is None
    qtbot.waitUntil(lambda: not terms.is_busy, timeout=LONG_MS)
    space.terms.show()
    assert space.terms.dialog.reports == ()
    with qtbot.waitSignal(read_window.lock.locked, timeout=LONG_MS):
        read_window.lock.lock(LockCause.BY_HAND)
    assert read_window.workspace.terms.dialog is None
