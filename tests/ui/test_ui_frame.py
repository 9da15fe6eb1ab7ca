"""A part of the page is framed, with the mouse or by keys alone, asked about, and cited."""

import pytest
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QGuiApplication

from desktop.domain.asking import Outcome
from desktop.domain.finding import MASK, FindingKind
from desktop.domain.geometry import Box
from desktop.ui.ask_question import About
from desktop.ui.page_framer import LEAST_PT, STEP_PX, moved, sized, spanned
from tests.ui.conftest import LONG_MS

PAGE = QSizeF(600, 800)


@pytest.fixture
def invoice(read_window, open_document, activate):
    """The window with the invoice open, in view."""
    open_document(read_window, "invoice.pdf")
    activate(read_window)
    return read_window


def total_box(window):
    """Where the total stands."""
    findings = window.workspace.pages.canvas.marks.findings
    total = next(
        f.finding
        for f in findings
        if f.finding.kind is FindingKind.AMOUNT and f.finding.value == "10095.00 GBP"
    )
    return total.boxes[0]


def place_of(canvas, x_pt, y_pt):
    """Where a point of the page lies in the viewport."""
    return canvas._page_transform().map(QPointF(x_pt, y_pt) * canvas._place.scale).toPoint()


def drag(qtbot, window, box):
    """Frame a box with the mouse."""
    canvas = window.workspace.pages.canvas
    canvas.bring_into_view(box)
    start = place_of(canvas, box.left_pt, box.top_pt)
    end = place_of(canvas, box.right_pt, box.bottom_pt)
    viewport = canvas.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(viewport, pos=(start + end) / 2)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)


def ask(qtbot, window, question):
    with qtbot.waitSignal(window.session.asking.answered, timeout=LONG_MS) as came:
        qtbot.keyClicks(window.workspace.ask.field, question)
        qtbot.keyClick(window.workspace.ask.field, Qt.Key.Key_Return)
    return came.args[0]


def copied(qtbot, window, copy):
    """What lies in the clipboard once the words have come."""
    with qtbot.waitSignal(window.session.reviewing.words_told, timeout=LONG_MS):
        copy()
    return QGuiApplication.clipboard().text()


def test_the_words_in_a_frame_are_copied_and_what_is_covered_is_masked(qtbot, invoice):
    space = invoice.workspace
    canvas = space.pages.canvas
    canvas.show_frame(total_box(invoice).grown_by(6))

    def press():
        qtbot.keyClick(canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert "10,095.00" in copied(qtbot, invoice, press)
    account = next(f for f in canvas.marks.findings if f.finding.kind is FindingKind.IBAN)
    canvas.show_frame(account.finding.boxes[0].grown_by(1))
    action = space.copying.show_frame_menu(canvas.mapToGlobal(canvas.rect().center())).actions()[0]
    assert copied(qtbot, invoice, action.trigger).strip() == MASK
    space.findings.toggle_shown(account.finding_id)
    assert account.finding.mention.split()[-1] in copied(qtbot, invoice, press)


def test_a_dragged_frame_is_asked_about_and_stays_drawn(qtbot, invoice):
    space = invoice.workspace
    canvas, box = space.pages.canvas, total_box(invoice).grown_by(6)
    space.pages.bar.frame.click()
    assert space.pages.framer.is_in_hand
    drag(qtbot, invoice, box)
    assert not space.pages.bar.frame.isChecked()
    qtbot.waitUntil(space.ask.field.hasFocus)
    assert space.ask.about[About.FRAME].isChecked()
    assert canvas.frame.left_pt == pytest.approx(box.left_pt, abs=2)
    assert canvas.frame.bottom_pt == pytest.approx(box.bottom_pt, abs=2)
    answer = ask(qtbot, invoice, "How much was the total?")
    assert answer.scope.region == canvas.frame
    assert answer.scope.page == 1
    assert [said.text for said in answer.statements] == ["10095.00 GBP"]


def test_what_lies_outside_the_frame_is_no_answer(qtbot, invoice):
    space = invoice.workspace
    space.pages.bar.frame.click()
    drag(qtbot, invoice, Box(40, 40, 200, 90))
    answer = ask(qtbot, invoice, "Total?")
    assert answer.outcome is not Outcome.ANSWERED
    assert not answer.statements


def test_the_frame_of_an_earlier_question_is_shown_again(qtbot, invoice, open_document):
    space = invoice.workspace
    space.pages.bar.frame.click()
    drag(qtbot, invoice, total_box(invoice).grown_by(6))
    frame = space.pages.frame
    ask(qtbot, invoice, "Total?")
    assert space.ask.question.frame_button.isVisible()
    open_document(invoice, "letter.pdf")
    assert space.pages.frame is None
    assert not space.ask.about[About.FRAME].isVisible()
    assert space.ask.about[About.PAGE].isChecked()
    space.ask.question.frame_button.click()
    qtbot.waitUntil(lambda: space.pages.frame == frame, timeout=LONG_MS)
    assert space.documents.name_of(space.pages.document_id) == "invoice.pdf"


def test_a_frame_is_made_moved_sized_and_asked_about_by_keys(qtbot, invoice):
    space = invoice.workspace
    canvas = space.pages.canvas
    qtbot.keyClick(invoice, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(canvas.hasFocus)
    assert canvas.accessibleDescription()
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    begun = canvas.frame
    assert begun is not None
    step_pt = STEP_PX / canvas._place.scale
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.frame.left_pt == pytest.approx(begun.left_pt + step_pt)
    assert canvas.frame.width_pt == pytest.approx(begun.width_pt)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.frame.height_pt == pytest.approx(begun.height_pt + step_pt)
    assert canvas.frame.top_pt == pytest.approx(begun.top_pt)
    assert space.pages.number == 1, "arrows turned no page"
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(space.ask.field.hasFocus)
    assert space.ask.about[About.FRAME].isChecked()
    qtbot.keyClick(space.ask.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(canvas.hasFocus)
    assert canvas.frame is not None
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.frame is None
    assert not space.ask.about[About.FRAME].isVisible()


def test_escape_leaves_the_tool_and_takes_the_frame_with_it(qtbot, invoice):
    space = invoice.workspace
    canvas = space.pages.canvas
    qtbot.keyClick(invoice, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas.frame is not None
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.frame is None
    assert not space.pages.framer.is_in_hand
    assert not space.pages.bar.frame.isChecked()
    assert not canvas.accessibleDescription()
    assert not space.ask.isVisible()


def test_a_turned_page_is_framed_as_it_is_seen(qtbot, invoice):
    canvas = invoice.workspace.pages.canvas
    canvas.rotate()
    invoice.workspace.pages.bar.frame.click()
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    begun = canvas.frame
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    # Turned clockwise, what is further down on the screen stands further right on the page.
    assert canvas.frame.left_pt > begun.left_pt
    assert canvas.frame.top_pt == pytest.approx(begun.top_pt)


def test_another_page_puts_the_tool_away_and_the_frame_goes(qtbot, read_window, open_document):
    open_document(read_window, "contrat-de-prestation.pdf")
    pages = read_window.workspace.pages
    pages.bar.frame.click()
    qtbot.keyClick(pages.canvas, Qt.Key.Key_Down)
    assert pages.frame is not None
    pages.step(1)
    assert pages.frame is None
    assert not pages.framer.is_in_hand


def test_a_page_that_is_not_shown_is_not_framed(read_window, open_document):
    open_document(read_window, "invoice.pdf")
    pages = read_window.workspace.pages
    pages.canvas.show_findings(None)
    pages.bar.frame.click()
    assert not pages.framer.is_in_hand
    assert not pages.bar.frame.isChecked()


@pytest.mark.parametrize(
    ("one", "other", "frame"),
    [
        ((100, 200), (50, 90), Box(50, 90, 100, 200)),
        ((-40, -40), (700, 900), Box(0, 0, 600, 800)),
        ((100, 100), (101, 100), Box(100, 100, 100 + LEAST_PT, 100 + LEAST_PT)),
        ((600, 800), (600, 800), Box(600 - LEAST_PT, 800 - LEAST_PT, 600, 800)),
    ],
)
def test_a_frame_lies_on_the_page_and_is_never_too_small_for_a_word(one, other, frame):
    assert spanned(QPointF(*one), QPointF(*other), PAGE) == frame


def test_a_frame_stops_at_the_edges_of_the_page():
    frame = Box(500, 700, 560, 760)
    assert moved(frame, QPointF(400, -900), PAGE) == Box(540, 0, 600, 60)
    assert sized(frame, QPointF(400, -900), PAGE) == Box(500, 700, 600, 700 + LEAST_PT)
