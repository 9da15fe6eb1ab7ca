"""Lists keep what was selected, and tell views exactly what changed."""

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QListView

from desktop.domain.finding import (
    Decision,
    Finding,
    FindingKind,
    FindingSource,
    Sensitivity,
    StoredFinding,
)
from desktop.domain.identity import DocumentId, FindingId, PageNumber
from desktop.ui.findings_filter import FindingsFilter
from desktop.ui.findings_rows import FindingsRows, Heading
from desktop.ui.id_rows import IdRows

IBAN = "DE66370995000048210736"


def stored(number, kind=FindingKind.IBAN, sensitivity=Sensitivity.HIGH, value=IBAN):
    finding = Finding(kind, value, value, 0, 5, (), FindingSource.PATTERN, 0.9, sensitivity)
    return StoredFinding(
        FindingId(f"{number:032x}"), DocumentId("d" * 32), PageNumber(1), finding, Decision.OPEN
    )


def rows_of(*items):
    rows = IdRows(lambda item: item[0], lambda item: item[1])
    rows.show(items)
    return rows


def test_rows_keep_the_promises_of_qt_models(qtmodeltester):
    qtmodeltester.check(rows_of(("a", "one"), ("b", "two")))


def test_findings_keep_the_promises_of_qt_models(qtmodeltester):
    rows = FindingsRows()
    rows.show([stored(1), stored(2, FindingKind.DATE, Sensitivity.LOW, "2025-01-01")])
    qtmodeltester.check(rows)


def test_what_changed_is_changed_in_place_and_the_selection_stays(qtbot):
    rows = rows_of(("a", "one"), ("b", "two"))
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(rows)
    view.selectionModel().setCurrentIndex(
        rows.index(1), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    with qtbot.waitSignal(rows.dataChanged) as changed:
        rows.show([("a", "one"), ("b", "TWO"), ("c", "three")])
    assert changed.args[0].row() == 1
    assert rows.item_at(view.currentIndex()) == ("b", "TWO")
    assert rows.rowCount() == 3


def test_rows_that_went_away_are_gone():
    rows = rows_of(("a", "one"), ("b", "two"))
    rows.show([("b", "two")])
    assert rows.items == [("b", "two")]
    assert not rows.index_of("a").isValid()


def test_findings_stand_in_groups_with_their_number():
    rows = FindingsRows()
    rows.show([stored(1), stored(2), stored(3, FindingKind.DATE, Sensitivity.LOW, "2025-01-01")])
    headings = [row for row in rows.rows if isinstance(row, Heading)]
    assert [(h.kind, h.count) for h in headings] == [(FindingKind.IBAN, 2), (FindingKind.DATE, 1)]


def test_a_masked_value_is_masked_for_screen_readers_too():
    rows = FindingsRows()
    rows.show([stored(1)])
    index = rows.index_of(stored(1).finding_id)
    assert IBAN not in index.data().replace(" ", "")
    rows.set_shown(stored(1).finding_id, is_shown=True)
    assert IBAN in index.data().replace(" ", "")
    rows.mask_all()
    assert IBAN not in index.data().replace(" ", "")


def test_without_masking_every_value_is_shown():
    rows = FindingsRows()
    rows.set_masking(is_on=False)
    rows.show([stored(1)])
    assert IBAN in rows.index(1).data().replace(" ", "")


def test_a_decision_changes_its_finding_only():
    rows = FindingsRows()
    rows.show([stored(1), stored(2)])
    rows.take(replace(stored(1), decision=Decision.ACCEPTED))
    assert rows.finding(stored(1).finding_id) == replace(stored(1), decision=Decision.ACCEPTED)
    assert rows.finding(stored(2).finding_id) == stored(2)


def test_a_filter_leaves_those_of_one_sensitivity():
    rows = FindingsRows()
    rows.show([stored(1), stored(2, FindingKind.DATE, Sensitivity.LOW, "2025-01-01")])
    rows.filter(FindingsFilter(Sensitivity.LOW))
    assert [type(row) for row in rows.rows] == [Heading, StoredFinding]
    assert rows.counts()[Sensitivity.HIGH] == 1
    rows.filter(FindingsFilter())
    assert rows.rowCount() == 4
