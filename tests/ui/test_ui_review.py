"""What two readers dispute comes first, with both readings and the page between them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop.bridge.page_source import CropRequest
from desktop.casework.second_look.words import of_all, side_by_side
from desktop.domain.finding import (
    Agreement,
    Decision,
    FindingKind,
    Sensitivity,
    needs_decision,
)
from desktop.domain.ledger import Comparison, Ledger
from desktop.domain.progress import Phase, Progress
from desktop.ui import wording
from desktop.ui.findings_rows import Heading
from tests.ui.conftest import LONG_MS

pytestmark = pytest.mark.process

DISPUTED_KINDS = (FindingKind.AMOUNT, FindingKind.DATE, FindingKind.IBAN)


def second_of(mention):
    """What a second reader might make of it: the last figure otherwise."""
    at = max(place for place, letter in enumerate(mention) if letter.isdigit())
    return f"{mention[:at]}{'3' if mention[at] != '3' else '8'}{mention[at + 1 :]}"


def disputed(store, document):
    """Let the first finding of some kinds be one that a second reader saw otherwise."""
    page = store.page(document.document_id, 1)
    found, comparisons, left = [], [], set(DISPUTED_KINDS)
    for stored in store.findings(document_id=document.document_id, page=1):
        finding = stored.finding
        if finding.kind in left and len(finding.boxes) == 1:
            left.remove(finding.kind)
            finding = replace(finding, agreement=Agreement.DIFFERENT)
            second = second_of(finding.mention)
            stretches = side_by_side(finding.mention, second, finding.start)
            comparisons.append(
                Comparison(
                    finding.start,
                    finding.end,
                    finding.boxes[0],
                    100,
                    "12" * 32,
                    second,
                    of_all(stretches),
                    0.9,
                    "read/1",
                    "34" * 32,
                    stretches,
                )
            )
        found.append(finding)
    store.store_pages(document.document_id, [(page, found, {})])
    ledger = Ledger("rapidocr", "starter", "ab" * 32, "cd" * 32, "build", tuple(comparisons))
    store.keep_ledger(document.document_id, 1, ledger)


@pytest.fixture(scope="module")
def disputed_vault(read_once, samples):
    (path,) = samples.rglob("lohnabrechnung.pdf")
    return read_once(path, then=lambda store: disputed(store, store.documents()[0]))


@pytest.fixture
def reviewed(qtbot, window_over, disputed_vault):
    """A window over one document on which two readers differ about three values."""
    window = window_over(disputed_vault)
    qtbot.waitUntil(lambda: bool(window.workspace.findings.rows.rows), timeout=LONG_MS)
    return window


def waiting(window):
    return [
        row
        for row in window.workspace.findings.rows.rows
        if not isinstance(row, Heading) and needs_decision(row)
    ]


def chosen(window, kind):
    stored = next(row for row in waiting(window) if row.finding.kind is kind)
    window.workspace.findings.choose(stored.finding_id)
    window.workspace.findings.list.setFocus()
    return stored


def test_what_the_readers_dispute_stands_first_under_a_heading_of_its_own(reviewed):
    first, *rows = reviewed.workspace.findings.rows.rows
    assert first == Heading(None, 3)
    assert {row.finding.kind for row in rows[:3]} == set(DISPUTED_KINDS)
    assert isinstance(rows[3], Heading)


def test_both_readings_are_shown_with_the_page_between_them(qtbot, reviewed):
    stored = chosen(reviewed, FindingKind.AMOUNT)
    dispute = reviewed.workspace.findings.card.dispute
    qtbot.waitUntil(lambda: dispute.has_crop, timeout=LONG_MS)
    mention = stored.finding.mention
    assert dispute.words == (mention, second_of(mention))
    assert dispute.isVisible()


def test_of_a_masked_value_neither_reading_is_seen_nor_the_page(qtbot, reviewed):
    with qtbot.waitSignal(reviewed.session.pages.crop_rendered, timeout=LONG_MS):
        stored = chosen(reviewed, FindingKind.IBAN)
    assert stored.finding.sensitivity is Sensitivity.HIGH
    findings = reviewed.workspace.findings
    dispute = findings.card.dispute
    mention = stored.finding.mention
    assert dispute.words[1]
    assert not {mention, second_of(mention)} & set(dispute.words)
    assert not dispute.has_crop
    qtbot.keyClick(findings.list, Qt.Key.Key_Space)
    assert dispute.words == (mention, second_of(mention))
    assert dispute.has_crop


def test_other_sensitive_values_are_covered_on_the_part_of_the_page(qtbot, reviewed):
    findings, pages = reviewed.workspace.findings, reviewed.session.pages
    iban = next(row for row in waiting(reviewed) if row.finding.kind is FindingKind.IBAN)
    amount = next(row for row in waiting(reviewed) if row.finding.kind is FindingKind.AMOUNT)
    (box,) = iban.finding.boxes
    with qtbot.waitSignal(pages.crop_rendered, timeout=LONG_MS):
        findings.choose(amount.finding_id)
    request = CropRequest(
        reviewed.workspace.matter_id, amount.document_id, amount.page, amount.finding_id, box
    )
    with qtbot.waitSignal(pages.crop_rendered, timeout=LONG_MS) as rendered:
        pages.ask_crop(request)
    _, crop = rendered.args
    assert box in crop.others
    seen = findings.card.crop
    colours = {seen.pixel(x, seen.height() // 2) for x in range(seen.width())}
    assert len(colours) == 1


@pytest.mark.parametrize(
    ("key", "decision"),
    [
        (Qt.Key.Key_A, Decision.ACCEPTED),
        (Qt.Key.Key_R, Decision.REJECTED),
        (Qt.Key.Key_O, Decision.CORRECTED),
    ],
)
def test_a_key_decides_and_the_next_dispute_is_selected(qtbot, reviewed, key, decision):
    stored = chosen(reviewed, FindingKind.AMOUNT)
    findings = reviewed.workspace.findings
    with qtbot.waitSignal(reviewed.session.decided, timeout=LONG_MS) as decided:
        qtbot.keyClick(findings.list, key)
    now = decided.args[1]
    assert now.decision is decision
    expected = second_of(stored.finding.mention) if key == Qt.Key.Key_O else stored.finding.mention
    assert now.finding.mention == expected
    assert now.verdict.read_mention == stored.finding.mention
    assert len(waiting(reviewed)) == 2
    assert findings.chosen() in {each.finding_id for each in waiting(reviewed)}


def test_f8_goes_from_dispute_to_dispute_and_says_when_none_is_left(qtbot, reviewed, activate):
    activate(reviewed)
    space, findings = reviewed.workspace, reviewed.workspace.findings
    last = findings.rows.rows[-1]
    findings.choose(last.finding_id)
    with qtbot.waitSignal(reviewed.session.reviewing.undecided_found, timeout=LONG_MS):
        qtbot.keyClick(space.pages.canvas, Qt.Key.Key_F8)
    first = waiting(reviewed)[0].finding_id
    assert findings.chosen() == first
    qtbot.keyClick(findings.list, Qt.Key.Key_F8)
    assert findings.chosen() == waiting(reviewed)[1].finding_id
    findings.choose(first)
    for _ in range(3):
        with qtbot.waitSignal(reviewed.session.decided, timeout=LONG_MS):
            qtbot.keyClick(findings.list, Qt.Key.Key_A)
    qtbot.mouseClick(findings.next_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Nothing is left to decide" in space.banner.words, timeout=LONG_MS)


def test_a_correction_is_written_with_c_and_given_with_enter(qtbot, reviewed, activate):
    activate(reviewed)
    stored = chosen(reviewed, FindingKind.DATE)
    findings = reviewed.workspace.findings
    qtbot.keyClick(findings.list, Qt.Key.Key_C)
    field = findings.card.correction
    assert field.isVisible()
    assert field.text() == stored.finding.mention
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    qtbot.keyClick(findings.list, Qt.Key.Key_C)
    field.setText("17.08.2021")
    with qtbot.waitSignal(reviewed.session.decided, timeout=LONG_MS) as decided:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert decided.args[1].finding.value == "2021-08-17"


def test_what_is_no_value_of_its_kind_is_refused_with_a_remedy(qtbot, reviewed):
    chosen(reviewed, FindingKind.DATE)
    card = reviewed.workspace.findings.card
    card.begin_correction()
    card.correction.setText("yesterday")
    with qtbot.waitSignal(reviewed.session.failed, timeout=LONG_MS) as failed:
        card.correction.returnPressed.emit()
    assert failed.args[0].code == "REVIEW-01"
    assert len(waiting(reviewed)) == 3


def test_an_export_says_in_the_window_how_much_was_held_back():
    done = Progress(Phase.DONE, findings_done=4, findings_held=3, current="f.csv")
    _, detail = wording.export_notes(done)
    assert "3 findings held back" in detail
    assert "held back" not in wording.export_notes(replace(done, findings_held=0))[1]
