"""Hold and retention in the window: what is due is shown, what is held stays, a person ends it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from desktop.domain.keeping import RetentionStart
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.disposal_dialog import Confirmed, DisposalDialog

LONG_MS = 60_000
OVER = Confirmed("1042-0007", "The time is over.")


def flow_of(window):
    return window.workspace.keeping


@pytest.fixture
def dialog(qtbot, read_window):
    """Hold and retention of the sample matter, open."""
    qtbot.waitUntil(lambda: flow_of(read_window)._keeping is not None, timeout=LONG_MS)
    with qtbot.waitSignal(read_window.session.keeping.looked, timeout=LONG_MS):
        read_window.workspace.matters.keeping_button.click()
    dialog = flow_of(read_window).dialog
    qtbot.waitUntil(dialog.isVisible)
    return dialog


@pytest.fixture
def change(qtbot, read_window):
    """Does something and waits until the window has looked again."""

    def change_it(act):
        with qtbot.waitSignal(read_window.session.keeping.looked, timeout=LONG_MS):
            act()

    return change_it


def set_rule(dialog, change, years=1, start=RetentionStart.DOCUMENT_DATE):
    form = dialog.form
    form.years.setValue(years)
    form.start.setCurrentIndex(form.start.findData(start.value))
    form.basis.setText("§ 147 AO")
    change(form.set_button.click)


def test_without_a_rule_nothing_is_due_and_no_badge_is_shown(read_window, dialog):
    assert not read_window.workspace.matters.due_badge.isVisible()
    assert dialog.due_state.text() == "Nothing is due."
    assert not dialog.dispose_button.isEnabled()
    assert not dialog.form.set_button.isEnabled()
    assert not dialog.form.lift_button.isEnabled()


def test_a_rule_makes_old_documents_due_and_the_badge_counts_them(read_window, dialog, change):
    set_rule(dialog, change)
    matters = read_window.workspace.matters
    due = len(dialog.free())
    assert due > 0
    assert matters.due_badge.text() == str(due)
    assert f"{due} due" in matters.keeping_button.accessibleName()
    assert dialog.rooms.tabText(2) == f"Due ({due})"
    change(dialog.form.lift_button.click)
    assert dialog.free() == ()
    assert not matters.due_badge.isVisible()


def test_a_hold_is_placed_with_a_reason_and_keeps_what_is_due(
    qtbot, read_window, dialog, change, monkeypatch
):
    set_rule(dialog, change)
    before = len(dialog.free())
    assert not dialog.hold_matter_button.isEnabled()
    dialog.reason.setText("Letter of the court")
    change(dialog.hold_matter_button.click)
    assert dialog.free() == ()
    assert dialog.rooms.tabText(1) == "Holds (1)"
    assert not dialog.dispose_button.isEnabled()
    assert len(dialog._keeping.due) == before
    dialog.close()
    monkeypatch.setattr(ConfirmDialog, "ask", lambda *_words: True)
    space = read_window.workspace
    count = len(space.documents.documents())
    with qtbot.waitSignal(read_window.session.failed, timeout=LONG_MS) as failed:
        space.documents.removal_wanted.emit(space.documents.chosen())
    assert failed.args[0].code == "HOLD-01"
    assert len(space.documents.documents()) == count


def test_the_document_in_view_is_held_and_released(dialog, change):
    dialog.reason.setText("Letter of the court")
    change(dialog.hold_document_button.click)
    assert dialog.reason.text() == ""
    dialog.holds.setCurrentIndex(dialog._holds.index(0))
    assert not dialog.release_button.isEnabled()
    dialog.reason.setText("Withdrawn")
    change(dialog.release_button.click)
    (hold,) = dialog._keeping.keeping.holds
    assert hold.release.reason == "Withdrawn"
    assert not dialog.release_button.isEnabled()


def test_what_is_due_goes_once_the_reference_is_typed_and_a_certificate_can_be_kept(
    qtbot, read_window, dialog, change, monkeypatch, tmp_path
):
    set_rule(dialog, change)
    due = {each.document_id for each in dialog.free()}
    target = tmp_path / "certificate.pdf"
    monkeypatch.setattr(DisposalDialog, "ask", lambda *_words: OVER)
    monkeypatch.setattr(ConfirmDialog, "ask", lambda *_words: True)
    monkeypatch.setattr("desktop.ui.file_dialogs.ask_for_certificate", lambda _parent: target)
    keeping = read_window.session.keeping
    with qtbot.waitSignals([keeping.disposed, keeping.written], timeout=LONG_MS):
        dialog.dispose_button.click()
    documents = read_window.workspace.documents.documents
    qtbot.waitUntil(lambda: not due & {each.document_id for each in documents()}, timeout=LONG_MS)
    assert target.read_bytes().startswith(b"%PDF-")
    assert flow_of(read_window).dialog is None


def test_a_disposal_shows_how_far_it_has_come(qtbot, read_window, dialog, change, monkeypatch):
    set_rule(dialog, change)
    due = len(dialog.free())
    monkeypatch.setattr(DisposalDialog, "ask", lambda *_words: OVER)
    monkeypatch.setattr(ConfirmDialog, "ask", lambda *_words: False)
    keeping = read_window.session.keeping
    dialog.rooms.setCurrentIndex(2)
    said = []
    keeping.told.connect(lambda _: said.append((dialog.work.isVisible(), dialog.work.doing.text())))
    with qtbot.waitSignal(keeping.disposed, timeout=LONG_MS):
        dialog.dispose_button.click()
        assert not dialog.dispose_button.isEnabled()
    assert said[0] == (True, f"0 of {due} documents are gone")
    assert not keeping.is_disposing


def test_a_disposal_that_is_stopped_leaves_what_has_not_gone(
    qtbot, read_window, dialog, change, monkeypatch
):
    set_rule(dialog, change)
    due = dialog.free()
    monkeypatch.setattr(DisposalDialog, "ask", lambda *_words: OVER)
    keeping = read_window.session.keeping
    with qtbot.waitSignal(keeping.spared, timeout=LONG_MS):
        dialog.dispose_button.click()
        dialog.work.stop_button.click()  # Before the other thread has opened the matter.
    assert "Nothing was disposed of." in dialog.banner.words
    with qtbot.waitSignal(keeping.looked, timeout=LONG_MS):
        keeping.look(read_window.workspace.matter_id)
    assert dialog.free() == due


def test_a_whole_matter_that_is_stopped_while_it_is_listed_stays(qtbot, read_window, dialog):
    keeping = read_window.session.keeping
    matter_id = read_window.workspace.matter_id
    with qtbot.waitSignal(keeping.spared, timeout=LONG_MS):
        keeping.dispose(matter_id, (), OVER.typed, OVER.reason)
        dialog.work.stop_button.click()
    assert "Nothing was disposed of." in dialog.banner.words
    with qtbot.waitSignal(keeping.looked, timeout=LONG_MS):
        keeping.look(matter_id)


def test_a_whole_matter_goes_and_the_window_locks(qtbot, read_window, dialog, monkeypatch):
    keeping = read_window.session.keeping
    monkeypatch.setattr(ConfirmDialog, "ask", lambda *_words: False)
    matter_id = read_window.workspace.matter_id
    said = []
    keeping.told.connect(
        lambda _: said.append((dialog.work.doing.text(), dialog.work.stop_button.isEnabled()))
    )
    with qtbot.waitSignal(keeping.disposed, timeout=LONG_MS) as disposed:
        keeping.dispose(matter_id, (), OVER.typed, OVER.reason)
    assert disposed.args[1].is_of_matter
    assert [has_stop for _, has_stop in said] == [True, True, False, False]
    assert "nothing has gone" in said[0][0]
    assert "key is destroyed" in said[-1][0]
    qtbot.waitUntil(lambda: read_window.session.is_shut, timeout=LONG_MS)
    assert read_window.state is read_window.lock_page


def test_the_question_opens_its_button_for_the_right_reference_alone(qtbot):
    question = DisposalDialog("Dispose of 3 documents?", "1042-0007")
    qtbot.addWidget(question)
    for reason, typed, is_open in (
        ("", "1042-0007", False),
        ("over", "1042-0008", False),
        ("over", " 1042-0007 ", True),
    ):
        question.reason.setText(reason)
        question.typed.setText(typed)
        assert question.dispose_button.isEnabled() is is_open
    assert question.cancel_button.isDefault()


def test_a_matter_is_closed_and_opened_again(dialog, change):
    assert dialog.form.close_button.text() == "Close matter"
    change(dialog.form.close_button.click)
    assert dialog.form.close_button.text() == "Open again"
    assert "Closed on" in dialog.form.state.text()
    change(dialog.form.close_button.click)
    assert dialog.form.state.text() == "The matter is open."


def test_every_control_has_a_name_and_can_be_reached_by_key(dialog):
    for control in (*dialog.findChildren(QAbstractButton), *dialog.findChildren(QLineEdit)):
        if control.objectName() == "qt_spinbox_lineedit" or "Scroll" in type(control).__name__:
            continue
        assert control.accessibleName() or control.text(), control
        if isinstance(control, QAbstractButton) and not control.objectName().startswith("Scroll"):
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
