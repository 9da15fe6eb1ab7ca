"""The query language in the window: refused where it stands, explained, and kept under names."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.domain.search_help import GROUPS
from desktop.ui.plain import PlainLabel
from desktop.ui.search_name_dialog import SearchNameDialog
from desktop.ui.search_sheet import SearchSheet
from tests.ui.conftest import LONG_MS


@pytest.fixture
def space(read_window):
    return read_window.workspace


def find(qtbot, window, query):
    """Type a query and wait for its answer."""
    window.workspace.search.clear()
    with qtbot.waitSignal(window.session.searched, timeout=LONG_MS) as answer:
        qtbot.keyClicks(window.workspace.search, query)
    return answer.args[1]


def menu_of(qtbot, window):
    """The menu of kept searches, opened."""
    tools = window.workspace.top.search_tools
    with qtbot.waitSignal(window.session.searches.listed, timeout=LONG_MS):
        qtbot.mouseClick(tools.saved_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    return QApplication.activePopupWidget()


def test_every_kind_of_search_is_answered_on_the_spot(qtbot, read_window, space):
    result = find(qtbot, read_window, "kontorb* AND kind:iban")
    assert result.hits
    assert space.results.isVisible()
    assert find(qtbot, read_window, "sounds:haldn OR ~haldn").hits


def test_what_cannot_be_read_is_explained_under_the_field_and_no_error_is_shown(
    qtbot, read_window, space
):
    session = read_window.session
    with (
        qtbot.assertNotEmitted(session.failed),
        qtbot.waitSignal(session.searches.unread, timeout=LONG_MS),
    ):
        qtbot.keyClicks(space.search, "(lease OR")
    assert space.results.empty.isVisible()
    assert "At character" in space.results.empty.words
    with qtbot.waitSignal(read_window.session.searched, timeout=LONG_MS):
        qtbot.keyClicks(space.search, " Meridian)")
    assert space.results.list.isVisible()


def test_f1_in_the_search_and_its_button_show_what_can_be_written(
    qtbot, read_window, space, activate
):
    activate(read_window)
    shown = []

    def look():
        sheet = QApplication.activeModalWidget()
        assert isinstance(sheet, SearchSheet)
        shown.append({label.text() for label in sheet.findChildren(PlainLabel)})
        sheet.reject()

    space.search.setFocus()
    qtbot.waitUntil(space.search.hasFocus)
    QTimer.singleShot(0, look)
    qtbot.keyClick(space.search, Qt.Key.Key_F1)
    QTimer.singleShot(0, look)
    qtbot.mouseClick(space.top.search_tools.sheet_button, Qt.MouseButton.LeftButton)
    assert len(shown) == 2
    examples = {row.example for group in GROUPS for row in group.rows}
    assert all(examples <= texts for texts in shown)


def test_a_search_is_kept_run_again_and_removed(qtbot, read_window, space):
    menu = menu_of(qtbot, read_window)
    (only,) = [action for action in menu.actions() if action.text() and action.isEnabled()]
    assert only.text().startswith("Search a list of terms"), "there is nothing to keep or remove"
    menu.close()
    find(qtbot, read_window, "kontorb*")

    def name_it():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SearchNameDialog)
        assert not dialog.keep_button.isEnabled()
        dialog.name.setText("Bank & co")
        dialog.keep_button.click()

    keep = next(a for a in menu_of(qtbot, read_window).actions() if "Keep" in a.text())
    QTimer.singleShot(0, name_it)
    with qtbot.waitSignal(read_window.session.searches.saved, timeout=LONG_MS):
        keep.trigger()
    space.search.clear()
    menu = menu_of(qtbot, read_window)
    run = menu.actions()[0]
    assert run.text() == "Bank && co"
    with qtbot.waitSignal(read_window.session.searched, timeout=LONG_MS):
        run.trigger()
    assert space.search.text() == "kontorb*"
    assert space.results.isVisible()
    menu.close()
    removal = next(a.menu() for a in menu_of(qtbot, read_window).actions() if a.menu())
    removal.actions()[0].trigger()
    QApplication.activePopupWidget().close()
    assert "No search" in menu_of(qtbot, read_window).actions()[0].text()
    space.top.search_tools.hide()
    assert QApplication.activePopupWidget() is None
