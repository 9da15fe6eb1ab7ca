"""Findings are filtered, counted, decided one key after the other, and copied."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from desktop.domain.finding import (
    Agreement,
    Decision,
    Finding,
    FindingKind,
    FindingSource,
    Sensitivity,
    StoredFinding,
)
from desktop.domain.identity import DocumentId, FindingId, PageNumber
from desktop.ui.findings_filter import FindingsFilter, Review
from desktop.ui.findings_panel import FindingsPanel

IBAN = "DE66370995000048210736"


def stored(number, kind, value, sensitivity=Sensitivity.LOW, agreement=Agreement.NOT_COMPARED):
    finding = Finding(
        kind, value, value, 0, 5, (), FindingSource.PATTERN, 0.9, sensitivity, agreement
    )
    return StoredFinding(
        FindingId(f"{number:032x}"), DocumentId("d" * 32), PageNumber(1), finding, Decision.OPEN
    )


PEOPLE = [stored(n, FindingKind.PERSON, f"Person {n}", Sensitivity.MODERATE) for n in range(4)]
ACCOUNT = stored(10, FindingKind.IBAN, IBAN, Sensitivity.HIGH)
AMOUNT = stored(11, FindingKind.AMOUNT, "10095.00 GBP", agreement=Agreement.DIFFERENT)
TOTAL = stored(12, FindingKind.AMOUNT, "11.00 GBP", agreement=Agreement.DIFFERENT)


@pytest.fixture
def panel(qtbot):
    """A panel with findings, in which what is decided is stored at once."""
    made = FindingsPanel()
    qtbot.addWidget(made)
    made.show_findings([*PEOPLE, ACCOUNT, AMOUNT, TOTAL], is_truncated=False)

    def store(finding_id, decision):
        before = made.rows.finding(finding_id)
        made.show_decided(finding_id, replace(before, decision=decision))

    def store_all(together, decision):
        for finding_id in together:
            store(finding_id, decision)

    made.decided.connect(store)
    made.decided_together.connect(store_all)
    made.show()
    return made


def listed(panel):
    return [row.finding_id for row in panel.rows.rows if isinstance(row, StoredFinding)]


def choose_in_menu(panel, words):
    """Open the menu of filters and trigger the row that begins with some words."""
    menu = panel.filter_button.menu_of_filters
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()


def test_one_key_a_finding_decides_a_whole_list(qtbot, panel):
    panel.choose(PEOPLE[0].finding_id)
    for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_A, Qt.Key.Key_A):
        qtbot.keyClick(panel.list, key)
    decisions = [panel.rows.finding(person.finding_id).decision for person in PEOPLE]
    taken, left = Decision.ACCEPTED, Decision.REJECTED
    assert decisions == [taken, left, taken, taken]
    assert panel.chosen() == ACCOUNT.finding_id
    assert "4 decided" in panel.words


def test_what_is_taken_back_stays_selected(qtbot, panel):
    panel.choose(PEOPLE[0].finding_id)
    qtbot.keyClick(panel.list, Qt.Key.Key_A)
    panel.choose(PEOPLE[0].finding_id)
    qtbot.keyClick(panel.list, Qt.Key.Key_U)
    assert panel.chosen() == PEOPLE[0].finding_id
    assert panel.rows.finding(PEOPLE[0].finding_id).decision is Decision.OPEN
    assert "decided" not in panel.words


def test_behind_the_last_dispute_the_one_before_it_is_next(qtbot, panel):
    panel.choose(TOTAL.finding_id)
    qtbot.keyClick(panel.list, Qt.Key.Key_A)
    assert panel.chosen() == AMOUNT.finding_id


def test_a_value_is_accepted_throughout_but_for_what_the_readers_dispute(qtbot, panel):
    same = [
        stored(n, FindingKind.PERSON, "Anna", Sensitivity.MODERATE, agreement)
        for n, agreement in enumerate(
            (Agreement.NOT_COMPARED, Agreement.SAME, Agreement.DIFFERENT, Agreement.NEAR)
        )
    ]
    other = stored(9, FindingKind.PERSON, "Bruno", Sensitivity.MODERATE)
    namesake = stored(8, FindingKind.ORGANISATION, "Anna")
    panel.show_findings([*same, other, namesake], is_truncated=False)
    panel.choose(same[0].finding_id)
    assert "2 others of this value" in panel.card.hint
    qtbot.keyClick(panel.list, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    decided = {each for each in listed(panel) if panel.rows.finding(each).decision.value != "open"}
    assert decided == {same[n].finding_id for n in (0, 1, 3)}
    assert panel.chosen() == other.finding_id
    assert panel.card.hint == ""


def test_what_the_readers_dispute_is_decided_by_itself(qtbot, panel):
    same = [
        stored(n, FindingKind.PERSON, "Anna", Sensitivity.MODERATE, agreement)
        for n, agreement in enumerate((Agreement.DIFFERENT, Agreement.SAME))
    ]
    panel.show_findings(same, is_truncated=False)
    panel.choose(same[0].finding_id)
    qtbot.keyClick(panel.list, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert panel.rows.finding(same[0].finding_id).decision is Decision.REJECTED
    assert panel.rows.finding(same[1].finding_id).decision is Decision.OPEN


def test_the_menu_counts_what_it_would_list_and_leaves_out_the_rest(panel):
    menu = panel.filter_button.menu_of_filters
    menu.aboutToShow.emit()
    rows = [action.text() for action in menu.actions() if action.text()]
    assert rows == [
        "Decided or not\t7",
        "The readers differ\t2",
        "Not decided\t7",
        "All kinds\t7",
        "People\t4",
        "Bank accounts (IBAN)\t1",
        "Amounts\t2",
    ]


def test_kind_decision_and_sensitivity_are_chosen_together(qtbot, panel):
    choose_in_menu(panel, "People")
    assert listed(panel) == [person.finding_id for person in PEOPLE]
    assert panel.rows.wanted == FindingsFilter(kind=FindingKind.PERSON)
    panel.choose(PEOPLE[1].finding_id)
    qtbot.keyClick(panel.list, Qt.Key.Key_R)
    choose_in_menu(panel, "Rejected")
    assert listed(panel) == [PEOPLE[1].finding_id]
    assert panel.filter_button.isChecked()
    assert "Only: People, Rejected" in panel.words
    panel.chips[1].click()
    assert listed(panel) == []
    assert panel.nothing_left.isVisible()
    panel.nothing_left.button.click()
    assert len(listed(panel)) == 7
    assert not panel.filter_button.isChecked()
    assert panel.chips[0].isChecked()


def test_of_those_not_decided_each_goes_and_the_next_is_selected(qtbot, panel):
    choose_in_menu(panel, "Not decided")
    panel.choose(PEOPLE[0].finding_id)
    for _ in range(2):
        qtbot.keyClick(panel.list, Qt.Key.Key_A)
    assert PEOPLE[1].finding_id not in listed(panel)
    assert panel.chosen() == PEOPLE[2].finding_id
    assert panel.rows.wanted.review is Review.OPEN


def test_the_last_of_a_filtered_list_leaves_it_empty_and_the_card_goes(qtbot, panel):
    choose_in_menu(panel, "Bank accounts")
    choose_in_menu(panel, "Not decided")
    panel.choose(ACCOUNT.finding_id)
    qtbot.keyClick(panel.list, Qt.Key.Key_A)
    assert listed(panel) == []
    assert not panel.card.isVisible()


def test_a_value_is_copied_as_it_is_shown_and_marked_for_no_history(qtbot, panel):
    panel.choose(AMOUNT.finding_id)
    qtbot.keyClick(panel.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == panel.card.value_words
    assert bytes(data.data("x-kde-passwordManagerHint").data()) == b"secret"


def test_a_masked_value_is_not_copied_before_it_is_shown(qtbot, panel):
    QGuiApplication.clipboard().setText("before")
    panel.choose(ACCOUNT.finding_id)
    copy = panel.card.copy_button
    qtbot.keyClick(panel.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "before"
    assert not copy.isEnabled()
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().replace(" ", "") == IBAN


def rows_of(menu):
    return {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}


def test_a_menu_offers_what_can_be_done_about_a_finding_and_does_it(panel):
    panel.choose(PEOPLE[0].finding_id)
    rows = rows_of(panel.show_menu(panel.mapToGlobal(QPoint(9, 9))))
    assert list(rows) == ["Accept", "Reject", "Correct…", "Copy the value"]
    rows["Reject"].trigger()
    assert panel.rows.finding(PEOPLE[0].finding_id).decision is Decision.REJECTED
    panel.choose(PEOPLE[0].finding_id)
    rows_of(panel.show_menu(panel.mapToGlobal(QPoint(9, 9))))["Take the decision back"].trigger()
    assert panel.rows.finding(PEOPLE[0].finding_id).decision is Decision.OPEN


def test_the_menu_of_a_masked_value_copies_nothing_before_it_is_shown(panel):
    panel.choose(ACCOUNT.finding_id)
    rows = rows_of(panel.show_menu(panel.mapToGlobal(QPoint(9, 9))))
    assert not rows["Copy the value"].isEnabled()
    rows["Show the value"].trigger()
    assert rows_of(panel.show_menu(panel.mapToGlobal(QPoint(9, 9))))["Copy the value"].isEnabled()


def test_where_the_readers_differ_the_menu_has_the_second_reading(qtbot, panel):
    panel.choose(AMOUNT.finding_id)
    with qtbot.waitSignal(panel.other_wanted) as wanted:
        rows_of(panel.show_menu(panel.mapToGlobal(QPoint(9, 9))))[
            "Take the second reading"
        ].trigger()
    assert wanted.args == [AMOUNT.finding_id]


def test_the_buttons_say_the_keys_by_which_they_act(panel):
    card = panel.card
    tips = [b.toolTip() for b in (card.accept_button, card.reject_button, card.correct_button)]
    assert tips == ["Accept  A", "Reject  R", "Correct  C"]
