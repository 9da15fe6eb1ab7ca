"""From hit to hit, document to document, and back: what was done or left is a key away."""

import pytest
from PySide6.QtCore import Qt

from desktop.domain.finding import Decision
from desktop.domain.search import Hit
from tests.ui.conftest import LONG_MS

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def space(read_window):
    return read_window.workspace


@pytest.fixture
def searched(qtbot, read_window, space, activate):
    """A window in which the first of several hits is open."""
    activate(read_window)
    space.focus_search()
    with qtbot.waitSignal(read_window.session.searched, timeout=LONG_MS):
        qtbot.keyClicks(space.search, "Meridian")
    qtbot.keyClick(space.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_shown(space, space.results.hits[0]), timeout=LONG_MS)
    return read_window


def is_shown(space, hit: Hit):
    pages = space.pages
    return (
        pages.document_id == hit.document_id
        and pages.number == hit.page
        and pages.canvas.marks.hits == hit.boxes
    )


def test_f3_goes_from_hit_to_hit_and_around(qtbot, searched):
    space = searched.workspace
    hits, bar = space.results.hits, space.pages.hit_bar
    assert len(hits) > 2
    assert bar.isVisible()
    assert bar.words.startswith("Hit 1 of ")
    for key, modifier, place in (
        (Qt.Key.Key_F3, NONE, 1),
        (Qt.Key.Key_F3, SHIFT, 0),
        (Qt.Key.Key_F3, SHIFT, len(hits) - 1),
    ):
        qtbot.keyClick(space.pages.canvas, key, modifier)
        wanted = hits[place]
        qtbot.waitUntil(lambda hit=wanted: is_shown(space, hit), timeout=LONG_MS)
        assert bar.words.startswith(f"Hit {place + 1} of ")
    assert not space.results.isVisible()
    assert space.pages.canvas.rect().contains(bar.geometry())


def test_hits_are_put_away_alone_or_with_the_search(qtbot, searched):
    space = searched.workspace
    bar = space.pages.hit_bar
    qtbot.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert space.pages.canvas.marks.hits == ()
    assert space.search.text() == "Meridian"
    qtbot.keyClick(space.pages.canvas, Qt.Key.Key_F3)
    qtbot.waitUntil(bar.isVisible, timeout=LONG_MS)
    space.search.clear()
    assert not bar.isVisible()
    assert space.pages.canvas.marks.hits == ()
    qtbot.keyClick(space.pages.canvas, Qt.Key.Key_F3)
    assert not bar.isVisible()


def test_ctrl_z_takes_decisions_back_one_by_one_also_in_another_document(
    qtbot, read_window, space, open_document, activate
):
    activate(read_window)
    payslip = open_document(read_window, "lohnabrechnung.pdf")
    session, findings = read_window.session, space.findings
    findings.step(1)
    first = findings.chosen()
    findings.list.setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_R):
        with qtbot.waitSignal(session.decided, timeout=LONG_MS):
            qtbot.keyClick(findings.list, key)
    with qtbot.waitSignal(session.decided, timeout=LONG_MS) as decided:
        qtbot.keyClick(findings.list, Qt.Key.Key_Z, CTRL)
    assert decided.args[0] != first
    assert decided.args[1].decision is Decision.OPEN
    assert findings.chosen() == decided.args[0]
    open_document(read_window, "invoice.pdf")
    with qtbot.waitSignal(session.decided, timeout=LONG_MS) as decided:
        qtbot.keyClick(space.pages.canvas, Qt.Key.Key_Z, CTRL)
    assert decided.args[0] == first
    assert decided.args[1].decision is Decision.OPEN
    qtbot.waitUntil(lambda: space.pages.document_id == payslip.document_id, timeout=LONG_MS)
    qtbot.waitUntil(lambda: findings.chosen() == first, timeout=LONG_MS)
    with qtbot.assertNotEmitted(session.decided, wait=50):
        qtbot.keyClick(space.pages.canvas, Qt.Key.Key_Z, CTRL)


def test_an_undone_rejection_is_accepted_as_before_and_what_went_together_comes_back_together(
    qtbot, read_window, space, open_document
):
    open_document(read_window, "lohnabrechnung.pdf")
    session, findings = read_window.session, space.findings
    findings.step(1)
    chosen = findings.chosen()
    for key in (Qt.Key.Key_A, Qt.Key.Key_R):
        findings.choose(chosen)
        with qtbot.waitSignal(session.decided, timeout=LONG_MS):
            qtbot.keyClick(findings.list, key)
    with qtbot.waitSignal(session.decided, timeout=LONG_MS) as decided:
        space.review.take_back()
    assert decided.args[0] == chosen
    assert decided.args[1].decision is Decision.ACCEPTED
    open_document(read_window, "contrat-de-prestation.pdf")
    rows, found = findings.rows, findings.rows.all_findings()
    same = [each.finding_id for each in found if each.finding.value == "Jörg Brandt"]
    assert len(same) > 1

    def decisions():
        return {rows.finding(each).decision for each in same}

    findings.choose(same[0])
    qtbot.keyClick(findings.list, Qt.Key.Key_A, SHIFT)
    qtbot.waitUntil(lambda: decisions() == {Decision.ACCEPTED}, timeout=LONG_MS)
    assert rows.decided == len(same)
    space.review.take_back()
    qtbot.waitUntil(lambda: decisions() == {Decision.OPEN}, timeout=LONG_MS)
    assert findings.chosen() == same[0]
    assert rows.decided == 0


def test_a_document_opens_at_the_page_where_it_was_left(
    qtbot, read_window, space, open_document, activate
):
    activate(read_window)
    contract = open_document(read_window, "contrat-de-prestation.pdf")
    space.pages.go_to(4)
    qtbot.keyClick(space.pages.canvas, Qt.Key.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: space.pages.document_id != contract.document_id, timeout=LONG_MS)
    qtbot.waitUntil(lambda: space.pages.number == 1, timeout=LONG_MS)
    qtbot.keyClick(space.pages.canvas, Qt.Key.Key_PageUp, CTRL)
    qtbot.waitUntil(lambda: space.pages.document_id == contract.document_id, timeout=LONG_MS)
    qtbot.waitUntil(lambda: space.pages.number == 4, timeout=LONG_MS)
