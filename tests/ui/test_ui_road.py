"""From the first start to a value that is found again, in a real window with real workers."""

import json

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from desktop.domain.document import DocumentState
from desktop.domain.errors import ExportError, KeyringAbsentError
from desktop.domain.finding import FindingKind, Sensitivity
from desktop.ui.main_window import MainWindow
from desktop.ui.matter_dialog import MatterDialog, NewMatter
from desktop.ui.page_marks import rects_of
from tests.ui.watchdog import Watchdog

LONG_MS = 90_000
NEW = NewMatter("1042", "0007", "Brandt v. Meridian Logistics")


def wait_until_read(qtbot, window):
    """Wait for the end of the reading and for the lists that follow it."""
    qtbot.waitUntil(lambda: not window.session.reading.is_running, timeout=LONG_MS)
    done = (DocumentState.READ, DocumentState.READ_WITH_GAPS)
    documents = window.workspace.documents.documents
    qtbot.waitUntil(
        lambda: bool(documents()) and all(d.state in done for d in documents()), timeout=LONG_MS
    )


def drop(window, paths):
    """Hold files over the window, then let go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    middle = window.rect().center()
    action, button, key = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(middle, action, data, button, key)
    window.dragEnterEvent(enter)
    was_accepted = enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(middle), action, data, button, key))
    return was_accepted


def test_from_nothing_to_a_finding_seen_on_its_page(qtbot, make_window, monkeypatch, samples):
    monkeypatch.setattr(MatterDialog, "ask", classmethod(lambda _cls, _parent: NEW))
    window = make_window()
    window.begin()
    qtbot.waitUntil(lambda: window.state is window.set_up)
    qtbot.mouseClick(window.set_up.create_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.state is window.sheet_step, timeout=LONG_MS)
    with qtbot.waitSignal(window.session.documents_listed, timeout=LONG_MS):
        window.sheet_step.later_button.click()
    space = window.workspace
    assert window.state is space
    assert space.no_documents.isVisible()
    with qtbot.waitSignal(window.session.reading.run_ended, timeout=LONG_MS):
        assert drop(window, [samples / "invoice.pdf"])
    wait_until_read(qtbot, window)
    qtbot.waitUntil(
        lambda: space.pages.canvas.has_picture and bool(space.pages.canvas.marks.findings),
        timeout=LONG_MS,
    )
    assert FindingKind.IBAN in {f.finding.kind for f in space.pages.canvas.marks.findings}


def test_a_keyring_that_is_missing_is_said_with_its_remedy(qtbot, make_window, works):
    def fail():
        raise KeyringAbsentError

    object.__setattr__(works, "create_vault", fail)
    window = make_window()
    window.begin()
    qtbot.waitUntil(lambda: window.state is window.set_up)
    with qtbot.waitSignal(window.session.open_failed, timeout=LONG_MS):
        window.set_up.create_button.click()
    assert window.set_up.banner.words == (
        f"{KeyringAbsentError.reason} {KeyringAbsentError.remedy} {KeyringAbsentError.code}"
    )
    assert window.set_up.create_button.isEnabled()


def test_a_matter_is_read_while_the_window_stays_alive(qtbot, window, samples, record_property):
    space, said = window.workspace, []
    window.session.reading.progressed.connect(lambda *_: said.append(space.strip.words))
    watchdog = Watchdog(window)
    watchdog.start()
    window.add((samples,))
    qtbot.waitUntil(lambda: window.session.reading.is_running)
    wait_until_read(qtbot, window)
    watchdog.stop()
    record_property("longest_wait_of_the_event_loop_ms", round(watchdog.worst_ms))
    assert watchdog.worst_ms < 200, "the promise is 100 ms; a reader may have no processor either"
    assert any(" of " in words and "Reading" in words for words in said)
    assert len(space.documents.documents()) == 10
    assert not space.strip.isVisible()
    assert "1 file was already in this matter" in space.banner.words
    qtbot.waitUntil(lambda: len(space.refusals) == 1)
    assert space.matters.refused_badge.text() == "1"


def test_a_finding_leads_to_its_box_and_the_box_to_its_finding(qtbot, read_window, open_document):
    space = read_window.workspace
    open_document(read_window, "contrat-de-prestation.pdf")
    space.pages.go_to(1)
    far = next(
        item
        for item in space.findings.rows.rows
        if getattr(item, "page", 0) == 3 and item.finding.boxes
    )
    space.findings.choose(far.finding_id)
    assert space.pages.number == 3
    canvas = space.pages.canvas
    qtbot.waitUntil(
        lambda: canvas.selected == far.finding_id and canvas.has_picture, timeout=LONG_MS
    )
    other = next(f for f in canvas.marks.findings if f.finding_id != far.finding_id)
    place = canvas._page_transform().mapRect(rects_of(other.finding.boxes, canvas._place.scale)[0])
    canvas.select(other)
    place = canvas._page_transform().mapRect(rects_of(other.finding.boxes, canvas._place.scale)[0])
    with qtbot.waitSignal(canvas.finding_clicked):
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    clicked = space.findings.chosen()
    assert clicked != far.finding_id


def test_a_highly_sensitive_value_is_masked_until_shown(qtbot, read_window, open_document):
    findings = read_window.workspace.findings
    open_document(read_window, "lohnabrechnung.pdf")
    high = next(
        item
        for item in findings.rows.rows
        if hasattr(item, "finding") and item.finding.sensitivity is Sensitivity.HIGH
    )
    findings.choose(high.finding_id)
    assert high.finding.value not in findings.card.value_words.replace(" ", "")
    qtbot.mouseClick(findings.card.show_button, Qt.MouseButton.LeftButton)
    assert findings.card.value_words.replace(" ", "") == high.finding.value
    findings.mask_all()
    assert high.finding.value not in findings.card.value_words.replace(" ", "")


def test_a_search_answers_on_the_spot_and_opens_where_the_words_stand(qtbot, read_window):
    space = read_window.workspace
    with qtbot.waitSignal(read_window.session.searched, timeout=LONG_MS):
        qtbot.keyClicks(space.search, "Meridian")
    assert space.results.isVisible()
    hit = next(h for h in space.results.hits if h.document_name == "contrat-de-prestation.pdf")
    with qtbot.waitSignal(space.pages.page_shown, timeout=LONG_MS, raising=False):
        space.results.hit_opened.emit(hit)
    qtbot.waitUntil(lambda: space.pages.canvas.marks.hits == hit.boxes, timeout=LONG_MS)
    assert not space.results.isVisible()


def test_a_search_without_hits_says_what_to_try(qtbot, read_window):
    space = read_window.workspace
    with qtbot.waitSignal(read_window.session.searched, timeout=LONG_MS):
        qtbot.keyClicks(space.search, "xylophone")
    assert space.results.empty.isVisible()
    assert "Try fewer words" in space.results.empty.words


def test_what_was_refused_is_listed_with_reason_and_remedy(qtbot, read_window):
    space = read_window.workspace
    qtbot.waitUntil(lambda: bool(space.refusals), timeout=LONG_MS)
    refusal = space.refusals[0]
    assert refusal.name == "anlage-3.pdf"
    assert refusal.code.startswith("INTAKE")
    assert refusal.remedy
    with qtbot.waitSignal(read_window.session.refusals_listed, timeout=LONG_MS):
        read_window.session.clear_refusal(space.matter_id, refusal.refusal_id)
    assert space.refusals == ()


def test_a_document_that_is_removed_is_gone_with_its_findings(qtbot, read_window, open_document):
    space = read_window.workspace
    document = open_document(read_window, "invoice.pdf")
    with qtbot.waitSignal(read_window.session.documents_listed, timeout=LONG_MS):
        read_window.session.remove_document(space.matter_id, document.document_id)
    assert space.documents.document(document.document_id) is None
    with qtbot.waitSignal(read_window.session.searched, timeout=LONG_MS) as searched:
        read_window.session.search(space.matter_id, "Halden")
    names = {hit.document_name for hit in searched.args[1].hits}
    assert "invoice.pdf" not in names


def test_findings_are_exported_and_the_analyst_is_told_to_keep_them_safe(
    qtbot, read_window, tmp_path
):
    target = tmp_path / "findings.json"
    space, said = read_window.workspace, []
    read_window.session.exporting.progressed.connect(
        lambda *_: said.append(space.export_strip.words)
    )
    with qtbot.waitSignal(read_window.session.exporting.emptied, timeout=LONG_MS):
        read_window.session.export(space.matter_id, target, "json")
    number = len(json.loads(target.read_text("utf-8")))
    assert number > 0
    assert f"{number} findings written to findings.json" in space.banner.words
    assert "not sealed" in space.banner.words
    assert any(f"Exporting 0 of {number} findings" in words for words in said)
    assert not space.export_strip.isVisible()


def test_an_export_that_is_stopped_leaves_no_file(qtbot, read_window, tmp_path):
    space, exporting = read_window.workspace, read_window.session.exporting
    target = tmp_path / "findings.csv"
    target.write_text("the one before", "utf-8")
    read_window.session.export(space.matter_id, target, "csv")
    exporting.pause()
    space.work.stop()
    with qtbot.waitSignal(exporting.emptied, timeout=LONG_MS):
        pass
    assert "No file was written" in space.banner.words
    assert [path.name for path in tmp_path.iterdir() if "findings" in path.name] == [target.name]
    assert target.read_text("utf-8") == "the one before"


def test_an_export_that_cannot_be_written_says_so(qtbot, read_window, tmp_path):
    space = read_window.workspace
    with qtbot.waitSignal(read_window.session.exporting.emptied, timeout=LONG_MS):
        read_window.session.export(space.matter_id, tmp_path / "absent" / "f.csv", "csv")
    assert ExportError.code in space.banner.words


def test_reading_is_paused_goes_on_and_is_stopped(qtbot, window, samples):
    reading = window.session.reading
    window.add((samples / "kontoauszug.tiff", samples / "letter.pdf"))
    qtbot.waitUntil(lambda: reading.is_running)
    with qtbot.waitSignal(reading.pause_changed):
        window.workspace.work.toggle_pause()
    assert reading.is_paused
    assert "Paused" in window.workspace.strip.words
    with qtbot.waitSignal(reading.pause_changed):
        window.workspace.work.toggle_pause()
    with qtbot.waitSignal(reading.emptied, timeout=LONG_MS):
        window.workspace.work.stop()
    assert not window.workspace.strip.isVisible()


def test_what_was_stopped_goes_on_at_the_next_start(qtbot, window, make_window, samples):
    with qtbot.waitSignal(window.session.reading.progressed, timeout=LONG_MS):
        window.add((samples / "kontoauszug.tiff",))
    qtbot.waitUntil(lambda: bool(window.workspace.documents.documents()), timeout=LONG_MS)
    window.close()
    again = make_window()
    with qtbot.waitSignal(again.session.reading.run_ended, timeout=LONG_MS):
        again.begin()
    wait_until_read(qtbot, again)
    assert again.workspace.documents.documents()[0].pages_read == 3


def test_files_named_at_the_start_are_added_once_a_matter_is_shown(
    qtbot, make_window, works, samples
):
    vault = works.create_vault()
    vault.create_matter("1042", "0007", "Brandt v. Meridian Logistics")
    vault.close()
    window = make_window()
    assert isinstance(window, MainWindow)
    window.add_when_open((samples / "invoice.pdf",))
    with qtbot.waitSignal(window.session.reading.run_ended, timeout=LONG_MS):
        window.begin()
    wait_until_read(qtbot, window)


def test_closing_the_window_ends_every_thread_and_worker(read_window):
    session = read_window.session
    read_window.close()
    assert session.pages._thread is None
    assert not session._calls.has_begun
    assert session._endings._threads == []
    assert not session.reading.is_running
