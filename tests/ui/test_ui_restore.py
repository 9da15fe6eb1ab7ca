"""A backup takes the place of the vault from the window: whole, from pieces, on a new computer."""

import shutil

import pytest

from desktop.bridge.one_window import OneWindow
from desktop.domain.ways_in import WayKind
from desktop.ui.sticks_dialog import SticksDialog

LONG_MS = 90_000


@pytest.fixture
def backup(qtbot, read_window, tmp_path):
    """A backup of the sample matter, made by the window."""
    file = tmp_path / "firm.backup"
    with qtbot.waitSignal(read_window.session.backing.made, timeout=LONG_MS):
        read_window.session.backing.make(file)
    qtbot.waitUntil(lambda: not read_window.session.backing.is_busy, timeout=LONG_MS)
    return file


@pytest.fixture
def open_restore(qtbot):
    """Asks a window to restore, from whatever state it is in; gives the dialog."""

    def open_it(window):
        window.show_restore()
        qtbot.waitUntil(lambda: window.restore.dialog is not None, timeout=LONG_MS)
        return window.restore.dialog

    return open_it


def restore(qtbot, window, dialog):
    """Restores what is chosen and opens it."""
    with qtbot.waitSignal(window.session.restoring.restored, timeout=LONG_MS):
        dialog.restore_button.click()
    qtbot.waitUntil(dialog.work.isHidden, timeout=LONG_MS)
    with qtbot.waitSignal(window.session.documents_listed, timeout=LONG_MS):
        dialog.cancel_button.click()


def test_a_backup_takes_the_vaults_place_and_the_one_before_is_kept(
    qtbot, read_window, backup, open_restore, folder
):
    window = read_window
    count = len(window.workspace.documents.documents())
    with qtbot.waitSignal(window.session.documents_listed, timeout=LONG_MS):
        window.session.remove_document(
            window.workspace.matter_id, window.workspace.pages.document_id
        )
    dialog = open_restore(window)
    assert window.state is window.lock_page, "nothing of the vault is in sight meanwhile"
    assert not dialog.restore_button.isEnabled()
    with qtbot.waitSignal(window.session.restoring.taken, timeout=LONG_MS):
        window.restore.take(backup)
    qtbot.waitUntil(dialog.restore_button.isEnabled, timeout=LONG_MS)
    assert dialog.backups.itemText(0).startswith("1, made ")
    restore(qtbot, window, dialog)
    qtbot.waitUntil(lambda: len(window.workspace.documents.documents()) == count, timeout=LONG_MS)
    assert list(folder.parent.glob("vault.before-*"))
    assert window.restore.dialog is None


def test_pieces_are_written_one_by_one_and_asked_for_one_by_one(
    qtbot, read_window, backup, open_restore, tmp_path, monkeypatch, folder
):
    window, backing = read_window, read_window.session.backing
    assert backup.stat().st_size > 1_100_000
    sticks = [tmp_path / f"stick-{number}" for number in range(9)]
    with qtbot.waitSignal(backing.planned, timeout=LONG_MS):
        dialog = SticksDialog(backing)
        qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(backing.planned, timeout=LONG_MS) as planned:
        backing.plan_pieces(1_100_000)
    count = planned.args[0].count
    assert count > 1
    for number in range(1, count + 1):
        sticks[number].mkdir()
        assert dialog.write_button.text() == f"Write piece {number} of {count}…"
        chosen = (sticks[number],)
        monkeypatch.setattr(
            "desktop.ui.sticks_dialog.ask_for_folder", lambda _parent, chosen=chosen: chosen
        )
        with qtbot.waitSignal(backing.written, timeout=LONG_MS):
            dialog.write_button.click()
        qtbot.waitUntil(lambda: not backing.is_busy, timeout=LONG_MS)
    assert not dialog.write_button.isEnabled()
    dialog.reject()
    question = open_restore(window)
    for number in range(1, count + 1):
        (piece,) = sticks[number].iterdir()
        with qtbot.waitSignal(window.session.restoring.taken, timeout=LONG_MS):
            window.restore.take(piece)
        qtbot.waitUntil(question.work.isHidden, timeout=LONG_MS)
        if number < count:
            assert question.file_button.text() == f"Choose piece {number + 1}…"
            assert not question.restore_button.isEnabled()
    restore(qtbot, window, question)
    assert window.workspace.documents.documents()
    assert not list(folder.parent.glob("*.pieces*")), "what was put together is taken away"


def test_a_new_computer_begins_with_a_backup(qtbot, read_window, backup, make_window, folder):
    read_window.close()
    shutil.rmtree(folder)
    window = make_window()
    window.begin()
    assert window.state is window.set_up
    window.set_up.restore_button.click()
    dialog = window.restore.dialog
    with qtbot.waitSignal(window.session.restoring.taken, timeout=LONG_MS):
        window.restore.take(backup)
    qtbot.waitUntil(dialog.restore_button.isEnabled, timeout=LONG_MS)
    dialog.way.setCurrentIndex(dialog.way.findData(WayKind.SHEET.value))
    assert not dialog.restore_button.isEnabled(), "nothing is typed yet"
    dialog.text.setText("AAAAA BBBBB")
    with qtbot.waitSignal(window.session.restoring.failed, timeout=LONG_MS):
        dialog.restore_button.click()
    assert dialog.text.text() == "", "what was typed does not stay"
    assert not folder.exists()
    qtbot.waitUntil(dialog.work.isHidden, timeout=LONG_MS)
    dialog.way.setCurrentIndex(0)
    restore(qtbot, window, dialog)
    assert window.state is window.workspace


def test_a_closed_window_is_off_the_screen_before_it_waits_and_another_may_open(window, tmp_path):
    first, second = OneWindow(tmp_path), OneWindow(tmp_path)
    assert first.take()
    assert not second.take()
    seen = []
    window.closing.connect(first.give_back)
    window.closing.connect(
        lambda: seen.append((window.isVisible(), second.take(), window.session.is_shut))
    )
    window.close()
    assert seen == [(False, True, False)]
    assert window.session.is_shut
    second.give_back()
