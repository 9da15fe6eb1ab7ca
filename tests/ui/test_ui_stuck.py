"""An end that waits for nobody any more is shown to an administrator, who finishes it."""

import pytest
from PySide6.QtCore import Qt

from desktop.casework.control import Control
from desktop.casework.members import desk
from desktop.ui import file_dialogs
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.stuck_row import FinishDialog
from desktop.vault.members.roll import Roll
from tests.ui.conftest import LONG_MS
from tests.ui.test_ui_names import nameless
from tests.vault.members.accounts import Account, cut_short
from tests.vault.vault_pages import clock

REASON = "All who were inside have left."


def leave_stuck(vault, folder):
    """Let this account remove the only member inside a matter whose end was cut short."""
    desk.begin(vault, clock, "Anna")
    _, groups = desk.invite(vault, clock, "Bert")
    bert = Account(folder)
    bert.join(groups)
    with bert.opened() as own:
        own.create_matter("2000", "0001", "Bert's own")
    bert.wall("2000-0001")
    cut_short(bert, "2000-0001")
    roll = Roll(vault, clock)
    list(desk.remove(vault, roll.named("Bert"), Control(), clock))


@pytest.fixture
def opened(qtbot, window):
    """Opens hold and retention in a window over a vault to which something was done first."""

    def open_it(act=None):
        keeping, matters = window.session.keeping, window.workspace.matters
        if act is not None:
            with qtbot.waitSignal(keeping.looked, timeout=LONG_MS):
                window.session._calls.ask(act, lambda _: keeping.look(matters.chosen()))
        with qtbot.waitSignal(keeping.stuck_known, timeout=LONG_MS):
            matters.keeping_button.click()
        return window.workspace.keeping.dialog

    return open_it


def test_nothing_is_said_where_no_end_waits(opened):
    dialog = opened()
    assert dialog.isVisible()
    assert not dialog.stuck.isVisible()


def test_an_end_that_waits_is_finished_with_a_reason_and_its_certificate_kept(
    qtbot, window, folder, opened, monkeypatch, tmp_path
):
    dialog = opened(lambda vault: leave_stuck(vault, folder))
    assert dialog.stuck.words.text() == "An end waits: nobody inside is left."
    assert dialog.stuck.isVisible()
    assert nameless(dialog) == []
    asked = []

    def answer(finish):
        assert nameless(finish) == []
        assert not finish.finish_button.isEnabled()
        qtbot.keyClicks(finish.reason, REASON)
        assert finish.finish_button.isEnabled()
        asked.append(finish.windowTitle())
        return 1

    monkeypatch.setattr(FinishDialog, "exec", answer)
    monkeypatch.setattr(ConfirmDialog, "ask", classmethod(lambda *words: asked.append(words) or 1))
    target = tmp_path / "certificate.json"
    monkeypatch.setattr(file_dialogs, "ask_for_certificate", lambda _: target)
    keeping = window.session.keeping
    with qtbot.waitSignals([keeping.stuck_known, keeping.written], timeout=LONG_MS):
        qtbot.keyClick(dialog.stuck.finish_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not dialog.stuck.isVisible(), timeout=LONG_MS)
    assert "is finished" in asked[1][2]
    assert REASON in target.read_text("utf-8")


def test_who_cancels_finishes_nothing(window, folder, opened, monkeypatch):
    dialog = opened(lambda vault: leave_stuck(vault, folder))
    monkeypatch.setattr(FinishDialog, "exec", lambda _: 0)
    monkeypatch.setattr(window.session.keeping, "finish_stuck", lambda *_: pytest.fail("it went"))
    dialog.stuck.finish_button.click()
    assert dialog.stuck.isVisible()
