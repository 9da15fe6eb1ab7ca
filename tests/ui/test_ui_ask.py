"""Questions in the window: typed, answered with places, masked, refused, and found again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from desktop.domain.asking import Citation, Outcome, Quoted, Road, Said, Statement, Withdrawn
from desktop.domain.errors import FreeQuestionError
from desktop.domain.finding import MASK, Decision
from desktop.domain.geometry import Box
from desktop.ui.ask_question import About
from desktop.ui.ask_result import AskResult
from desktop.ui.value_words import readable_by_form

LONG_MS = 90_000
HOSTILE = '<b>bold</b><img src="file:///etc/hostname">'


@pytest.fixture
def asking(qtbot, read_window, open_document, activate):
    """The window with the invoice open and the keyboard in the line for questions."""
    open_document(read_window, "invoice.pdf")
    activate(read_window)
    qtbot.keyClick(read_window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(read_window.workspace.ask.field.hasFocus)
    return read_window


def put(qtbot, window, question, signal="answered"):
    """Type a question and wait for what becomes of it."""
    panel = window.workspace.ask
    panel.field.clear()
    with qtbot.waitSignal(getattr(window.session.asking, signal), timeout=LONG_MS) as came:
        qtbot.keyClicks(panel.field, question)
        qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    return came.args[0]


def test_a_question_is_answered_and_its_place_shown_without_a_mouse(qtbot, asking):
    panel, pages = asking.workspace.ask, asking.workspace.pages
    answer = put(qtbot, asking, "How much was the tax?")
    assert answer.outcome is Outcome.ANSWERED
    assert panel.result.texts == [readable_by_form("1682.50 GBP")]
    assert "From the findings" in panel.state.text()
    (chip,) = panel.result.chips
    assert chip.text() == "1"
    assert "invoice.pdf, page 1" in chip.accessibleName()
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert pages.canvas.marks.hits == answer.statements[0].citations[0].boxes


def test_a_place_in_another_document_opens_it(qtbot, asking):
    panel, pages = asking.workspace.ask, asking.workspace.pages
    panel.about[About.MATTER].click()
    answer = put(qtbot, asking, "Wann wurde der Vertrag geschlossen?")
    (said,) = answer.statements
    qtbot.mouseClick(panel.result.chips[0], Qt.MouseButton.LeftButton)
    cited = said.citations[0]
    qtbot.waitUntil(lambda: pages.document_id == cited.document_id, timeout=LONG_MS)
    qtbot.waitUntil(lambda: pages.number == cited.page, timeout=LONG_MS)
    qtbot.waitUntil(lambda: pages.canvas.marks.hits == cited.boxes, timeout=LONG_MS)


def test_several_documents_are_selected_by_keys_and_asked_about(qtbot, asking):
    space = asking.workspace
    documents = space.documents
    documents.list.setFocus()
    qtbot.keyClick(documents.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(documents.selected()) == 2
    assert space.ask.about[About.DOCUMENT].text() == "2 documents"
    answer = put(qtbot, asking, "IBAN?")
    assert answer.scope.document_ids == documents.selected()
    cited = {c.document_id for said in answer.statements for c in said.citations}
    assert cited == set(documents.selected())
    documents.choose(documents.selected()[0])
    assert space.ask.about[About.DOCUMENT].text() == "Document"


def test_what_is_highly_sensitive_is_masked_until_shown_and_masked_again(qtbot, asking):
    panel = asking.workspace.ask
    put(qtbot, asking, "IBAN?")
    shown = "GB22THGB99006031926819"
    assert MASK in panel.result.texts[0]
    assert not any("GB22" in label.text() for label in panel.findChildren(QLabel))
    (button,) = [
        button
        for button in panel.result.findChildren(QAbstractButton)
        if button.accessibleName() == "Show the answer"
    ]
    button.click()
    assert panel.result.texts == [shown]
    button.click()
    assert MASK in panel.result.texts[0]


def test_what_the_pages_do_not_say_is_said_plainly(qtbot, asking, open_document):
    open_document(asking, "kontoauszug.tiff")
    panel = asking.workspace.ask
    answer = put(qtbot, asking, "What is the total?")
    assert answer.outcome is Outcome.NOT_THERE
    words = [label.text() for label in panel.nothing.findChildren(QLabel)]
    assert "Not on these pages" in words
    assert panel.nothing.isVisible()
    assert "In Camera starter" in panel.state.text()


def test_a_question_the_model_cannot_take_is_refused_with_its_remedy(qtbot, asking):
    panel = asking.workspace.ask
    put(qtbot, asking, "What is the notice period?", "refused")
    words = " ".join(label.text() for label in panel.nothing.findChildren(QLabel))
    assert FreeQuestionError.reason in words
    assert FreeQuestionError.code in words
    assert panel.button.text() == "Ask"


def test_earlier_questions_are_listed_and_opened_again(qtbot, asking):
    panel = asking.workspace.ask
    put(qtbot, asking, "How much was the tax?")
    put(qtbot, asking, "Total?")
    qtbot.waitUntil(lambda: panel.earlier.model().rowCount() == 2, timeout=LONG_MS)
    assert panel.result.texts == [readable_by_form("10095.00 GBP")]
    panel.earlier.setFocus()
    panel.earlier.setCurrentIndex(panel.earlier.model().index(1, 0))
    qtbot.keyClick(panel.earlier, Qt.Key.Key_Return)
    assert panel.field.text() == "How much was the tax?"
    assert panel.result.texts == [readable_by_form("1682.50 GBP")]


def test_a_question_can_be_stopped_and_the_next_one_is_answered(qtbot, asking, open_document):
    open_document(asking, "kontoauszug.tiff")
    panel = asking.workspace.ask
    asking.session.asking.told.connect(lambda _event: panel.stop_wanted.emit())
    answer = put(qtbot, asking, "What is the total?")
    assert answer.outcome in (Outcome.STOPPED, Outcome.NOT_THERE)
    assert panel.button.text() == "Ask"
    assert not asking.session.asking.is_running


def test_questions_and_findings_take_turns_beside_the_page(qtbot, asking):
    space = asking.workspace
    assert space.ask.isVisible()
    assert not space.findings.isVisible()
    qtbot.keyClick(asking, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert space.findings.isVisible()
    space.top.ask_button.click()
    space.pages.bar.findings.setChecked(False)
    assert not space.side.isVisible()
    assert not space.top.ask_button.isChecked()
    space.top.ask_button.click()
    assert space.ask.isVisible()


def test_the_model_can_be_let_look_where_findings_answered(qtbot, asking):
    panel = asking.workspace.ask
    found = put(qtbot, asking, "How much is the total?")
    assert found.road is Road.FINDINGS
    with qtbot.waitSignal(asking.session.asking.answered, timeout=LONG_MS) as came:
        panel.model_button.click()
        assert panel.button.text() == "Stop"
        assert not panel.receipt_button.isVisible()
    seen = came.args[0]
    assert (seen.road, seen.question, seen.scope) == (Road.MODEL, found.question, found.scope)
    assert "In Camera starter" in panel.state.text()
    assert not panel.model_button.isVisible()
    assert panel.receipt_button.isVisible()


def test_a_receipt_shows_what_decided_an_answer_and_runs_it_again(qtbot, asking):
    panel = asking.workspace.ask
    put(qtbot, asking, "How much is the total?")
    with qtbot.waitSignal(asking.session.asking.answered, timeout=LONG_MS) as came:
        panel.model_button.click()
    answer = came.args[0]
    panel.receipt_button.click()
    sheet = panel.sheet
    assert sheet.isVisible()
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    (look,) = answer.looks
    for receipt in look.receipts:
        assert receipt.evidence.weights_sha256 in shown
        assert receipt.evidence.projector_sha256 in shown
        assert {receipt.evidence.pixels_sha256, receipt.answer_sha256} <= shown
        assert any(receipt.evidence.prompt_id in words for words in shown)
    assert any("dpi" in words for words in shown)
    assert any(words.startswith("invoice.pdf, page 1") for words in shown)
    assert any(f"{answer.asked_at:%Y-%m-%d}" in words for words in shown)
    with qtbot.waitSignal(asking.session.asking.made_again, timeout=LONG_MS) as made:
        sheet.again_button.click()
        assert sheet.is_running
    assert made.args[0].is_equal
    assert sheet.state.text() == "The same again."
    assert not sheet.is_running
    sheet.close_button.click()
    assert panel.sheet is None
    assert len(panel.result.texts) == len(answer.statements)


def test_an_answer_is_copied_as_it_is_shown_with_question_and_places(qtbot, asking):
    panel = asking.workspace.ask
    answer = put(qtbot, asking, "How much was the tax?")
    panel.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(answer.question)
    assert all(text in copied for text in panel.result.texts)
    assert "[1] \u201c" in copied
    assert "invoice.pdf, page 1" in copied


def test_an_answer_from_findings_is_run_again_without_a_model(qtbot, asking):
    panel, session = asking.workspace.ask, asking.session
    answer = put(qtbot, asking, "How much was the tax?")
    panel.receipt_button.click()
    with qtbot.waitSignal(session.asking.made_again, timeout=LONG_MS):
        panel.sheet.again_button.click()
    assert panel.sheet.state.text() == "The same again."
    tax = next(
        f
        for f in asking.workspace.pages.canvas.marks.findings
        if f.finding.value == answer.statements[0].text
    )
    with qtbot.waitSignal(session.decided, timeout=LONG_MS):
        session.decide(asking.workspace.matter_id, tax.finding_id, Decision.REJECTED)
    with qtbot.waitSignal(session.asking.made_again, timeout=LONG_MS):
        panel.sheet.again_button.click()
    assert panel.sheet.state.text().startswith("Not the same again.")
    assert "1682.50 GBP" in panel.sheet.change.text()


def test_a_receipt_goes_with_the_matter_it_is_of(qtbot, asking):
    panel = asking.workspace.ask
    put(qtbot, asking, "How much was the tax?")
    panel.receipt_button.click()
    assert panel.sheet.isVisible()
    panel.clear()
    assert panel.sheet is None
    assert not panel.receipt_button.isVisible()


def test_another_matter_shows_no_question_of_this_one(qtbot, asking):
    panel = asking.workspace.ask
    put(qtbot, asking, "How much was the tax?")
    with qtbot.waitSignal(asking.session.matter_created, timeout=LONG_MS):
        asking.session.create_matter("1", "2", "other")
    qtbot.waitUntil(lambda: not panel.result.texts, timeout=LONG_MS)
    assert panel.field.text() == ""
    assert panel.idle.isVisibleTo(panel)


def test_every_control_has_a_name_and_every_word_is_plain(qtbot, asking):
    panel = asking.workspace.ask
    put(qtbot, asking, "IBAN?")
    for control in panel.findChildren(QAbstractButton) + panel.findChildren(QLineEdit):
        assert control.accessibleName(), control
    for label in panel.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText


# ------------------------------------------------------------------ the answer in the making


@pytest.fixture
def result(qtbot):
    result = AskResult(lambda _document: "letter.pdf")
    qtbot.addWidget(result)
    return result


def citation(quote, *, is_sensitive=False):
    return Citation("d", 3, quote, (Box(1, 2, 3, 4),), is_sensitive)


def test_words_come_as_they_are_said_letter_by_letter(result):
    result.tell(Quoted(citation(HOSTILE)))
    for words in ("Yes,", " <b>", " it is"):
        result.tell(Said(words, is_sensitive=False))
    assert result.texts == ["Yes, <b> it is"]
    assert f"\u201c{HOSTILE}\u201d" in [label.text() for label in result.findChildren(QLabel)]
    result.tell(Statement("Yes, <b> it is", (citation(HOSTILE),)))
    assert result.texts == ["Yes, <b> it is"]
    assert [chip.text() for chip in result.chips] == ["1"]


def test_what_is_taken_back_is_gone(result):
    result.tell(Statement("first", (citation("a"),)))
    result.tell(Quoted(citation("b")))
    result.tell(Said("second", is_sensitive=False))
    result.tell(Withdrawn())
    assert result.texts == ["first"]
    assert len(result.chips) == 1


def test_a_sensitive_answer_is_masked_from_its_first_word(result):
    result.tell(Quoted(citation("DE66 3709 9500", is_sensitive=True)))
    result.tell(Said("DE66", is_sensitive=True))
    result.tell(Said(" 3709", is_sensitive=True))
    assert not any("DE66" in label.text() for label in result.findChildren(QLabel))
    result.set_masking(is_on=False)
    assert result.texts == ["DE66 3709"]
