"""The page of the record shows the logs, checks them, and takes the firm's words."""

import json

import pytest

from desktop.domain.audit import Act
from desktop.ui import record_page
from desktop.ui.settings_dialog import SettingsDialog
from tests.ui.conftest import FAST, LONG_MS
from tests.ui.test_ui_names import nameless

pytestmark = pytest.mark.ui


@pytest.fixture
def dialog(qtbot, window, about):
    """The settings at the page of the record, once the vault's log is listed."""
    audit = window.session.audit
    with qtbot.waitSignals([audit.listed, audit.matters_listed], timeout=LONG_MS):
        dialog = SettingsDialog(FAST, about, window.session.models, audit=audit)
    qtbot.addWidget(dialog)
    dialog.show_room(dialog.rooms.count() - 2)
    dialog.show()
    yield dialog
    dialog.close()


def cells(page):
    rows = page.rows
    return [
        [rows.data(rows.index(row, column)) for column in range(rows.columnCount())]
        for row in range(rows.rowCount())
    ]


def test_the_log_of_the_vault_is_shown_the_latest_first(dialog):
    acts = [row[2] for row in cells(dialog.record)]
    assert "Vault created" in acts
    assert acts.index("Vault opened") < acts.index("Vault created")
    assert nameless(dialog.record) == []


def test_all_logs_are_checked_and_it_is_said(qtbot, dialog):
    with qtbot.waitSignal(dialog.record._audit.checked, timeout=LONG_MS):
        dialog.record.check_button.click()
    assert "as they were written" in dialog.record.said.text()


def test_a_log_and_the_record_are_written_to_files(qtbot, dialog, monkeypatch, tmp_path):
    page = dialog.record
    for name, button, signal in (
        ("log.jsonl", page.export_button, page._audit.exported),
        ("record.pdf", page.record_button, page._audit.recorded),
    ):
        monkeypatch.setattr(record_page, "ask_for_new_file", lambda *_, n=name: tmp_path / n)
        with qtbot.waitSignal(signal, timeout=LONG_MS):
            button.click()
    first = (tmp_path / "log.jsonl").read_bytes().splitlines()[0]
    assert json.loads(first)["format"] == "in-camera-audit-1"
    assert (tmp_path / "record.pdf").read_bytes().startswith(b"%PDF-")
    assert "controller" in page.said.text()
    monkeypatch.setattr(record_page, "ask_for_new_file", lambda *_: tmp_path / "absent" / "x")
    with qtbot.waitSignal(page._audit.failed, timeout=LONG_MS):
        page.export_button.click()
    assert "AUDIT-02" in page.banner.words


def test_the_words_of_the_firm_are_taken_with_the_other_settings(dialog):
    dialog.record.controller.setText("  Aldous & Pryce LLP ")
    assert dialog.settings().processing_controller == "Aldous & Pryce LLP"
    assert dialog.settings().processing_officer == ""


def test_tries_that_failed_stand_in_the_log_once_the_vault_is_open(qtbot, dialog):
    audit = dialog.record._audit
    audit.note_failed_unlocks(3)
    with qtbot.waitSignal(audit.listed, timeout=LONG_MS):
        audit.look(None)
    assert cells(dialog.record)[0][2:] == ["Unlock failed", "tries 3"]


def test_a_model_that_is_chosen_stands_in_the_log(qtbot, dialog):
    audit = dialog.record._audit
    audit.note_model(Act.MODEL_CHOSEN, "starter", {})
    with qtbot.waitSignal(audit.listed, timeout=LONG_MS):
        audit.look(None)
    assert cells(dialog.record)[0][2:] == ["Model chosen", "starter"]
