"""On a small screen the matters make room for the page, and nothing is out of reach."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRect

from desktop.ui.workspace import WIDE_PX

LONG_MS = 90_000
SMALL = (1024, 680)


@pytest.fixture
def small(qtbot, window):
    """A window on a small screen, with two matters."""
    with qtbot.waitSignal(window.session.documents_listed, timeout=LONG_MS):
        window.session.create_matter("2001", "0001", "Weber & Söhne")
    window.resize(*SMALL)
    qtbot.waitUntil(lambda: window.width() == SMALL[0])
    return window


def test_the_window_can_be_as_small_as_a_small_screen(small):
    assert (small.width(), small.height()) == SMALL
    assert small.workspace.minimumSizeHint().width() <= SMALL[0]


def test_matters_are_chosen_from_a_menu_of_the_rail(qtbot, small):
    matters = small.workspace.matters
    assert not matters.list.isVisible()
    matters.list.setFocus()
    assert small.focusWidget() is matters.rail_button
    assert matters.rail_button.isVisible()
    matters.menu.aboutToShow.emit()
    names = [action.text() for action in matters.menu.actions()]
    assert names == ["Brandt v. Meridian Logistics  1042-0007", "Weber && Söhne  2001-0001"]
    assert [action.isChecked() for action in matters.menu.actions()] == [False, True]
    assert small.workspace.top.matter.text() == "Weber & Söhne"
    with qtbot.waitSignal(small.session.documents_listed, timeout=LONG_MS):
        matters.menu.actions()[0].trigger()
    assert small.workspace.top.matter.text() == "Brandt v. Meridian Logistics"
    assert matters.matter(small.workspace.matter_id).name == "Brandt v. Meridian Logistics"


def test_a_wider_window_has_the_list_again(qtbot, small):
    small.resize(WIDE_PX, 700)
    matters = small.workspace.matters
    qtbot.waitUntil(matters.list.isVisible)
    assert not matters.rail_button.isVisible()
    assert small.workspace.top.matter.text() == ""
    assert matters.settings_button.text().strip() == "Settings"


def test_the_tools_above_the_page_do_not_lie_over_one_another(qtbot, read_window):
    read_window.resize(*SMALL)
    bar = read_window.workspace.pages.bar
    qtbot.waitUntil(lambda: read_window.width() == SMALL[0])

    def places():
        shown = (child for child in bar.children() if child.isWidgetType() and child.isVisible())
        return sorted((child.geometry() for child in shown), key=QRect.left)

    def is_laid_out():
        return all(one.right() < other.left() for one, other in pairwise(places()))

    qtbot.waitUntil(is_laid_out)
    assert bar.rect().contains(places()[-1])
