"""Everything can be reached and done from the keyboard alone."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QWidget

from desktop.domain.finding import Decision, Sensitivity, StoredFinding
from desktop.ui import keys
from desktop.ui.help_sheet import HelpSheet
from desktop.ui.plain import PlainLabel

LONG_MS = 30_000


def all_shortcuts():
    return [shortcut for group in keys.groups() for shortcut in group.shortcuts]


def test_no_key_has_two_meanings():
    counts = Counter(key for shortcut in all_shortcuts() for key in shortcut.keys)
    assert [key for key, number in counts.items() if number > 1] == []


def test_every_key_on_the_help_sheet_is_bound(window):
    bound = {shortcut.key() for shortcut in window.findChildren(QShortcut)}
    for shortcut in all_shortcuts():
        for sequence in shortcut.keys if shortcut.name else ():
            assert QKeySequence(sequence) in bound, sequence


def test_the_help_sheet_lists_every_key_with_what_it_does(qtbot):
    sheet = HelpSheet()
    qtbot.addWidget(sheet)
    shown = {label.text() for label in sheet.findChildren(PlainLabel)}
    for shortcut in all_shortcuts():
        assert {shortcut.shown, shortcut.words} <= shown


@pytest.mark.parametrize("state", ["empty_window", "window", "read_window"])
def test_tab_reaches_every_control_that_is_shown(request, state):
    window = request.getfixturevalue(state)
    reached, widget = set(), window
    for _ in range(2_000):
        widget = widget.nextInFocusChain()
        if widget is window:
            break
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(widget)
    for kind in (QAbstractButton, QAbstractItemView, QLineEdit):
        for control in window.findChildren(kind):
            is_shown = control.isVisible() and control.isEnabled()
            is_part = isinstance(control.parentWidget(), QLineEdit) or (
                control is window.workspace.results.list  # steered from the search field
            )
            if is_shown and not is_part:
                assert control in reached, control.accessibleName()


def test_f6_goes_round_the_panels(qtbot, read_window, activate):
    space = read_window.workspace
    panels = [
        space.search,
        space.matters.list,
        space.documents.list,
        space.pages.canvas,
        space.findings.list,
    ]
    activate(read_window)
    panels[0].setFocus()
    qtbot.waitUntil(panels[0].hasFocus)
    for panel in [*panels[1:], panels[0]]:
        qtbot.keyClick(read_window, Qt.Key.Key_F6)
        assert panel.hasFocus(), panel.accessibleName()


def test_pages_are_turned_zoomed_and_rotated_by_keys(qtbot, read_window, open_document, activate):
    pages = read_window.workspace.pages
    open_document(read_window, "contrat-de-prestation.pdf")
    activate(read_window)
    qtbot.keyClick(read_window, Qt.Key.Key_PageDown)
    assert pages.number == 2
    qtbot.keyClick(read_window, Qt.Key.Key_PageUp)
    assert pages.number == 1
    qtbot.keyClick(read_window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert pages.canvas.zoom == 1.0
    qtbot.keyClick(read_window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert pages.canvas.zoom == 1.25
    qtbot.keyClick(read_window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert pages.canvas.turn_deg == 90
    qtbot.keyClick(read_window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(pages.bar.number, "4")
    qtbot.keyClick(pages.bar.number, Qt.Key.Key_Return)
    assert pages.number == 4


def test_a_search_is_typed_and_its_hit_opened_without_a_mouse(qtbot, read_window, activate):
    space = read_window.workspace
    activate(read_window)
    qtbot.keyClick(read_window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(space.search.hasFocus)
    with qtbot.waitSignal(read_window.session.searched, timeout=LONG_MS):
        qtbot.keyClicks(space.search, "Kontorbank")
    assert space.results.isVisible()
    hit = space.results.hits[0]
    qtbot.keyClick(space.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: space.pages.document_id == hit.document_id, timeout=LONG_MS)
    qtbot.waitUntil(lambda: space.pages.number == hit.page, timeout=LONG_MS)
    qtbot.waitUntil(lambda: space.pages.canvas.marks.hits == hit.boxes, timeout=LONG_MS)


def test_a_finding_is_stepped_to_shown_accepted_and_taken_back_by_keys(
    qtbot, read_window, open_document, activate
):
    findings = read_window.workspace.findings
    open_document(read_window, "lohnabrechnung.pdf")
    activate(read_window)
    for _ in range(len(findings.rows.rows)):
        qtbot.keyClick(read_window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        stored = findings.rows.finding(findings.chosen())
        if stored.finding.sensitivity is Sensitivity.HIGH:
            break
    assert stored.finding.value not in findings.card.value_words.replace(" ", "")
    findings.list.setFocus()
    qtbot.keyClick(findings.list, Qt.Key.Key_Space)
    assert findings.card.value_words.replace(" ", "") == stored.finding.value
    for key, decision in (
        (Qt.Key.Key_A, Decision.ACCEPTED),
        (Qt.Key.Key_R, Decision.REJECTED),
        (Qt.Key.Key_U, Decision.OPEN),
    ):
        findings.choose(stored.finding_id)
        with qtbot.waitSignal(read_window.session.decided, timeout=LONG_MS) as decided:
            qtbot.keyClick(findings.list, key)
        assert decided.args[0] == stored.finding_id
        assert decided.args[1].decision is decision
        shown = findings.rows.finding(stored.finding_id)
        assert isinstance(shown, StoredFinding)
        assert shown.decision is decision


def test_focus_is_never_lost_in_a_widget_that_cannot_be_seen(qtbot, read_window, activate):
    activate(read_window)
    for _ in range(40):
        qtbot.keyClick(read_window.focusWidget() or read_window, Qt.Key.Key_Tab)
        focused = read_window.focusWidget()
        assert focused is None or (isinstance(focused, QWidget) and focused.isVisible())
