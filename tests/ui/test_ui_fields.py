"""Fields beside the page: what the document says, with places; the model for what is missing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop.domain.extraction import FieldLook
from desktop.domain.finding import Decision, FindingKind
from desktop.ui.value_words import readable
from tests.ui.conftest import LONG_MS

MASK = "••••"


@pytest.fixture
def fields_of(qtbot, read_window, open_document):
    """The panel with the fields of a sample document."""

    def show(name):
        open_document(read_window, name)
        panel = read_window.workspace.side.fields
        if not panel.isVisible():
            with qtbot.waitSignal(read_window.session.extracting.listed, timeout=LONG_MS):
                read_window.workspace.side.open_fields()
        qtbot.waitUntil(lambda: bool(panel.rows.items), timeout=LONG_MS)
        return panel

    return show


def rows(panel):
    return {row.identity: row for row in panel.rows.items}


def choose(panel, identity):
    panel.list.setCurrentIndex(panel.rows.index_of(identity))


def test_the_fields_of_the_open_document_are_shown_with_label_value_and_place(fields_of):
    panel = fields_of("invoice.pdf")
    total = rows(panel)["total/0"]
    assert (total.label, total.words) == ("Total", readable(FindingKind.AMOUNT, "10095.00 GBP"))
    assert "p. 1" in total.place
    item = next(row for row in panel.rows.items if row.label == "Items")
    assert item.words.startswith("Telematics")
    assert "fields found" in panel.state.text()


def test_missing_fields_are_said_to_be_missing_and_who_should_look(fields_of):
    panel = fields_of("contrat-de-prestation.pdf")
    fields = panel._fields
    without = replace(
        fields.extraction,
        fields=tuple(replace(each, values=()) for each in fields.extraction.fields),
    )
    panel.show_fields(replace(fields, extraction=without))
    law, term = rows(panel)["governing_law"], rows(panel)["term"]
    assert (law.words, law.place) == ("Missing", "to check")
    assert (term.words, term.place) == ("Missing", "")
    spoken = panel.rows.index_of("governing_law").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Governing law, Missing, to check"
    assert panel.state.text() == "0 of 8 fields found, 3 to check"


def test_enter_shows_the_place_of_a_field_on_its_page(qtbot, fields_of, read_window, activate):
    panel = fields_of("contrat-de-prestation.pdf")
    pages = read_window.workspace.pages
    activate(read_window)
    choose(panel, "governing_law/0")
    panel.list.setFocus()
    law = rows(panel)["governing_law/0"].value
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pages.number == law.page, timeout=LONG_MS)
    qtbot.waitUntil(lambda: pages.canvas.marks.hits == law.boxes, timeout=LONG_MS)


def test_a_click_shows_the_place_too(qtbot, fields_of, read_window):
    panel = fields_of("invoice.pdf")
    index = panel.rows.index_of("total/0")
    place = panel.list.visualRect(index).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    boxes = rows(panel)["total/0"].value.boxes
    qtbot.waitUntil(lambda: read_window.workspace.pages.canvas.marks.hits == boxes, timeout=LONG_MS)


def test_highly_sensitive_fields_are_masked_until_space_shows_them(qtbot, fields_of):
    panel = fields_of("invoice.pdf")
    choose(panel, "iban/0")
    hidden = rows(panel)["iban/0"]
    assert MASK in hidden.words
    spoken = panel.rows.index_of("iban/0").data(Qt.ItemDataRole.AccessibleTextRole)
    assert hidden.value.value not in spoken
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert rows(panel)["iban/0"].words.replace(" ", "") == hidden.value.value
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert MASK in rows(panel)["iban/0"].words


def test_another_document_brings_its_own_fields(qtbot, fields_of):
    fields_of("invoice.pdf")
    panel = fields_of("receipt.jpg")
    qtbot.waitUntil(lambda: "vendor/0" in rows(panel), timeout=LONG_MS)
    qtbot.waitUntil(lambda: rows(panel)["vendor/0"].words == "AU VIEUX QUAI", timeout=LONG_MS)


def test_a_decision_about_a_finding_changes_the_field(qtbot, fields_of, read_window):
    panel = fields_of("invoice.pdf")
    space = read_window.workspace
    total = next(
        stored
        for stored in space.pages.canvas.marks.findings
        if stored.finding.value == "10095.00 GBP"
    )
    space.side.open_findings()
    space.findings.choose(total.finding_id)
    with qtbot.waitSignal(read_window.session.decided, timeout=LONG_MS):
        qtbot.keyClick(space.findings.list, Qt.Key.Key_R)
    with qtbot.waitSignal(read_window.session.extracting.listed, timeout=LONG_MS):
        space.side.open_fields()
    assert (
        rows(panel).get("total/0") is None or rows(panel)["total/0"].value.value != "10095.00 GBP"
    )


def test_the_model_looks_for_what_is_missing_and_can_be_stopped(qtbot, fields_of, read_window):
    panel = fields_of("invoice.pdf")
    session, space = read_window.session, read_window.workspace
    assert not panel.button.isEnabled(), "nothing is missing"
    iban = next(f for f in space.pages.canvas.marks.findings if f.finding.kind == "iban")
    with qtbot.waitSignal(session.extracting.listed, timeout=LONG_MS):
        session.decide(space.matter_id, iban.finding_id, Decision.REJECTED)
    assert rows(panel)["iban"].words == "Missing"
    assert panel.button.isEnabled()
    with qtbot.waitSignal(session.extracting.ended, timeout=LONG_MS):
        panel.button.click()
        assert panel.button.text().endswith("Stop")
        assert session.extracting.is_running
        panel.button.click()
    assert not session.extracting.is_running
    assert "Stop" not in panel.button.text()
    with qtbot.waitSignal(session.extracting.listed, timeout=LONG_MS):
        panel.button.click()
    qtbot.waitUntil(lambda: not session.extracting.is_running, timeout=LONG_MS)
    assert "fields found" in panel.state.text()


def test_the_panel_says_which_page_the_model_looks_at(fields_of):
    panel = fields_of("invoice.pdf")
    panel.tell(FieldLook(3, 1, 4))
    assert panel.state.text() == "The model looks at page 3 (1 of 4)"


def test_tabs_and_keys_lead_from_findings_to_fields_and_to_questions(
    qtbot, fields_of, read_window, activate
):
    panel = fields_of("invoice.pdf")
    space = read_window.workspace
    activate(read_window)
    space.side.findings_tab.click()
    assert space.findings.isVisible()
    qtbot.keyClick(read_window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert panel.isVisible()
    assert space.side.fields_tab.isChecked()
    qtbot.waitUntil(panel.list.hasFocus, timeout=LONG_MS)
    qtbot.keyClick(panel.list, Qt.Key.Key_Escape)
    qtbot.waitUntil(space.pages.canvas.hasFocus, timeout=LONG_MS)
    space.top.ask_button.click()
    assert space.ask.isVisible()
    assert not space.side.fields_tab.isVisible()
    space.top.ask_button.click()
    assert panel.isVisible(), "what was there before comes back"
