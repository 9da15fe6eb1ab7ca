"""Everything about one person in the window: found, reviewed hit by hit, handed over or erased."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from desktop.casework.printing.report import Report
from desktop.domain.audit import Act
from desktop.domain.data_subject import HitDecision, SubjectProgress
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.disposal_dialog import Confirmed, DisposalDialog
from desktop.ui.subject_dialog import Asked, SubjectDialog

LONG_MS = 60_000
PERSON = "Jörg Brandt"
ERASED = Confirmed("1042-0007", "Art. 17 GDPR, request of 2 March")


@pytest.fixture
def panel(read_window):
    read_window.workspace.matters.subjects_button.click()
    panel = read_window.workspace.side.subjects
    assert panel.isVisible()
    return panel


@pytest.fixture
def look_for(qtbot, read_window, panel, monkeypatch):
    """Looks for a person as the dialog would have it, and waits for the case."""

    def look(*names):
        monkeypatch.setattr(SubjectDialog, "ask", lambda _parent: Asked(names, ()))
        with qtbot.waitSignal(read_window.session.subjects.searched, timeout=LONG_MS):
            panel.new_button.click()
        qtbot.waitUntil(
            lambda: panel.view() is not None and panel.view().case.names == names, timeout=LONG_MS
        )
        return panel.view().case

    return look


@pytest.fixture
def decide(qtbot, read_window):
    """Presses a button about the rows selected, and waits until that is stored."""

    def decide_it(button):
        with qtbot.waitSignal(read_window.session.subjects.listed, timeout=LONG_MS):
            button.click()

    return decide_it


@pytest.fixture
def accepted(panel, look_for, decide):
    """A case of which every hit is about the person."""
    look_for(PERSON)
    panel.list.selectAll()
    decide(panel.foot.accept_button)
    assert not panel.view().case.open_hits
    return panel.view().case


def test_the_panel_opens_by_its_key_and_nobody_was_looked_for_yet(
    qtbot, read_window, activate, panel
):
    assert "Nobody was looked for" in panel.nothing.words
    assert panel.nothing.isVisible()
    assert not panel.foot.isVisible()
    panel.close_button.click()
    assert read_window.workspace.side.currentWidget() is read_window.workspace.findings
    activate(read_window)
    qtbot.keySequence(read_window, QKeySequence("Ctrl+Shift+P"))
    qtbot.waitUntil(panel.isVisible)


def test_a_person_is_found_and_every_hit_opens_its_page_and_place(
    qtbot, read_window, panel, look_for
):
    case = look_for(PERSON)
    assert case.hits
    assert panel.state.text() == f"{len(case.hits)} hits, {len(case.hits)} to decide"
    pages = read_window.workspace.pages
    for hit in (case.hits[-1], case.hits[0]):
        with qtbot.waitSignal(read_window.session.subjects.placed, timeout=LONG_MS) as placed:
            panel.list.setCurrentIndex(panel.rows.index_of(str(hit.number)))
        boxes = placed.args[1]
        assert boxes
        qtbot.waitUntil(
            lambda hit=hit, boxes=boxes: (
                (pages.document_id, pages.number) == (hit.document_id, hit.page)
                and tuple(pages.canvas.marks.hits) == tuple(boxes)
            ),
            timeout=LONG_MS,
        )


def test_hits_are_decided_from_the_keyboard_and_the_next_one_follows(
    qtbot, read_window, panel, look_for
):
    case = look_for(PERSON)
    panel.list.setCurrentIndex(panel.rows.index(0))
    for key, decision in ((Qt.Key.Key_A, HitDecision.ACCEPTED), (Qt.Key.Key_R, HitDecision.STRUCK)):
        row = panel.list.currentIndex().row()
        with qtbot.waitSignal(read_window.session.subjects.listed, timeout=LONG_MS):
            qtbot.keyClick(panel.list, key)
        assert panel.view().case.hits[row].decision is decision
        assert panel.list.currentIndex().row() == row + 1
    panel.open_chip.click()
    assert panel.rows.rowCount() == len(case.hits) - 2
    panel.every_chip.click()
    panel.list.setCurrentIndex(panel.rows.index(0))
    with qtbot.waitSignal(read_window.session.subjects.listed, timeout=LONG_MS):
        qtbot.keyClick(panel.list, Qt.Key.Key_U)
    assert panel.view().case.hits[0].decision is HitDecision.OPEN


def test_what_was_accepted_is_handed_over_into_a_new_folder(
    qtbot, read_window, panel, accepted, monkeypatch, tmp_path
):
    folder = tmp_path / "handed"
    monkeypatch.setattr("desktop.ui.file_dialogs.ask_for_new_file", lambda *_words: folder)
    with qtbot.waitSignal(read_window.session.subjects.handed_over, timeout=LONG_MS):
        panel.foot.hand_button.click()
    told = json.loads((folder / "personal-data.json").read_text("utf-8"))
    assert len(told["found"]) == len(accepted.accepted)
    assert f"{len(accepted.accepted)} hits are written." in read_window.workspace.banner.words


def test_an_erasure_takes_the_documents_and_the_case_and_keeps_a_certificate(
    qtbot, read_window, panel, accepted, monkeypatch, tmp_path
):
    target = tmp_path / "certificate.json"
    monkeypatch.setattr(DisposalDialog, "ask", lambda *_words: ERASED)
    monkeypatch.setattr(ConfirmDialog, "ask", lambda *_words: True)
    monkeypatch.setattr("desktop.ui.file_dialogs.ask_for_certificate", lambda _parent: target)
    about = {hit.document_id for hit in accepted.accepted}
    session = read_window.session
    with qtbot.waitSignals([session.subjects.erased, session.keeping.written], timeout=LONG_MS):
        panel.foot.erase_button.click()
    documents = read_window.workspace.documents.documents
    qtbot.waitUntil(lambda: not about & {d.document_id for d in documents()}, timeout=LONG_MS)
    qtbot.waitUntil(lambda: panel.view() is None, timeout=LONG_MS)
    assert {each["sha256"] for each in json.loads(target.read_text())["documents"]}


def test_a_case_says_what_came_later_and_is_looked_through_again(
    qtbot, read_window, panel, accepted, tmp_path
):
    assert not panel.unseen.isVisible()
    report = Report("Note", footer="")
    report.paragraph(f"{PERSON} called again on 3 March 2026.")
    letter = tmp_path / "late.pdf"
    letter.write_bytes(report.pdf())
    session = read_window.session
    session.add_files(read_window.workspace.matter_id, (letter,))
    qtbot.waitUntil(panel.unseen.isVisible, timeout=LONG_MS)
    assert panel.unseen.text() == "1 document came since the last search."
    with qtbot.waitSignal(session.subjects.searched, timeout=LONG_MS):
        panel.again_button.click()
    qtbot.waitUntil(lambda: bool(panel.view().case.open_hits), timeout=LONG_MS)
    case = panel.view().case
    assert case.hits[: len(accepted.hits)] == accepted.hits
    assert {panel.view().names[hit.document_id] for hit in case.open_hits} == {"late.pdf"}


def test_nothing_comes_of_a_case_before_every_hit_is_decided_and_a_case_can_be_closed(
    qtbot, read_window, panel, look_for, decide, monkeypatch
):
    look_for(PERSON)
    ends = (panel.foot.hand_button, panel.foot.erase_button)
    assert not any(button.isEnabled() for button in ends)
    panel.list.selectAll()
    decide(panel.foot.strike_button)
    assert not any(button.isEnabled() for button in ends), "nothing is about the person"
    panel.list.selectAll()
    decide(panel.foot.accept_button)
    assert all(button.isEnabled() for button in ends)
    monkeypatch.setattr(ConfirmDialog, "ask", lambda *_words: True)
    before = read_window.workspace.documents.documents()
    panel.foot.close_button.click()
    qtbot.waitUntil(lambda: panel.view() is None, timeout=LONG_MS)
    assert read_window.workspace.documents.documents() == before


def test_a_highly_sensitive_hit_is_masked_until_it_is_shown_and_that_is_noted(
    qtbot, read_window, panel, look_for
):
    look_for(PERSON)
    sensitive = [row for row in panel.rows.items if row.is_masked]
    assert sensitive
    row = sensitive[0]
    assert row.mention != row.hit.mention
    panel.list.setCurrentIndex(panel.rows.index_of(str(row.hit.number)))
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert panel.chosen().mention == row.hit.mention
    with qtbot.waitSignal(read_window.session.audit.listed, timeout=LONG_MS) as listed:
        read_window.session.audit.look(read_window.workspace.matter_id)
    assert Act.VALUES_SHOWN in {entry.act for entry in listed.args[0]}
    panel.set_masking(is_on=True)
    assert panel.chosen().mention == row.mention


def test_a_search_says_how_far_it_is_and_opens_no_case_when_it_is_stopped(
    qtbot, read_window, panel, monkeypatch
):
    monkeypatch.setattr(SubjectDialog, "ask", lambda _parent: Asked((PERSON,), ()))
    with qtbot.waitSignal(read_window.session.subjects.listed, timeout=LONG_MS) as listed:
        panel.new_button.click()
        assert panel.work.isVisible()
        read_window.session.subjects.told.emit(SubjectProgress(3, 10))
        assert panel.work.doing.text() == "3 of 10 pages"
        panel.work.stop_button.click()
    assert tuple(listed.args[1]) == ()
    assert not panel.work.isVisible()


def test_names_and_values_are_set_apart_by_semicolons(qtbot):
    dialog = SubjectDialog()
    qtbot.addWidget(dialog)
    assert not dialog.find_button.isEnabled()
    dialog.names.setText("Anna Müller; ;A. Brandt ")
    dialog.values.setText("anna@example.org")
    assert dialog.asked() == Asked(("Anna Müller", "A. Brandt"), ("anna@example.org",))
    assert dialog.find_button.isEnabled()
