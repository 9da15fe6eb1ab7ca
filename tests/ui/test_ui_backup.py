"""The page of backups makes, checks and rehearses one, and the window says when one is due."""

import pytest

from desktop.ui import backup_page
from desktop.ui.settings_dialog import SettingsDialog
from tests.ui.conftest import FAST, LONG_MS
from tests.ui.test_ui_names import nameless


@pytest.fixture
def dialog(qtbot, window, about):
    """The settings at the page of backups, once the vault has told their state."""
    backing = window.session.backing
    with qtbot.waitSignal(backing.looked, timeout=LONG_MS):
        dialog = SettingsDialog(FAST, about, window.session.models, backing=backing)
    qtbot.addWidget(dialog)
    names = [dialog.rooms.item(row).text() for row in range(dialog.rooms.count())]
    dialog.show_room(names.index("Backup"))
    dialog.show()
    yield dialog
    dialog.close()


@pytest.fixture
def page(dialog):
    return dialog.backups


def done(qtbot, page, signal, act):
    """Does something on the page and waits until it is done; the state is told a moment later."""
    with qtbot.waitSignal(signal, timeout=LONG_MS):
        act()
    qtbot.waitUntil(lambda: not page._backing.is_busy, timeout=LONG_MS)


def test_a_backup_is_made_checked_and_rehearsed(qtbot, page, tmp_path, monkeypatch):
    file = tmp_path / "firm.backup"
    assert page.due.isHidden()
    assert page.made.text() == page.rehearsed.text() == "Never"
    assert not page.make_button.isEnabled()
    monkeypatch.setattr(backup_page, "ask_for_new_file", lambda *_: file)
    done(qtbot, page, page._backing.made, page.place_button.click)
    assert page.banner.words.startswith("Backup 1 is made.")
    qtbot.waitUntil(lambda: page.place.text() == str(file), timeout=LONG_MS)
    assert page.due.text() == "No backup of this vault was ever rehearsed."

    done(qtbot, page, page._backing.made, page.make_button.click)
    assert page.banner.words.startswith("Backup 2 is made.")
    done(qtbot, page, page._backing.checked, page.check_button.click)
    assert page.banner.words.startswith("Everything in the file is whole. Backups read")
    done(qtbot, page, page._backing.rehearsed, page.rehearse_button.click)
    assert page.banner.words.startswith("Backup 2 can be restored. 1 matters")
    qtbot.waitUntil(page.due.isHidden, timeout=LONG_MS)

    content = bytearray(file.read_bytes())
    content[40_000] ^= 1
    file.write_bytes(content)
    done(qtbot, page, page._backing.checked, page.check_button.click)
    assert "BACKUP-02" in page.banner.words
    file.unlink()
    done(qtbot, page, page._backing.failed, page.check_button.click)
    assert "BACKUP-01" in page.banner.words


def test_what_is_running_can_be_stopped(qtbot, page, tmp_path, monkeypatch):
    file = tmp_path / "firm.backup"
    monkeypatch.setattr(backup_page, "ask_for_new_file", lambda *_: file)
    page.place_button.click()
    assert page.stop_button.isVisible()
    assert not page.place_button.isEnabled()
    with qtbot.waitSignal(page._backing.looked, timeout=LONG_MS):
        page.stop_button.click()
        page._backing.look()
    assert not page.stop_button.isVisible()
    assert page.place_button.isEnabled()


def test_the_days_are_settings(dialog):
    dialog.backups.backup_days.setValue(3)
    dialog.backups.rehearsal_days.setValue(0)
    settings = dialog.settings()
    assert (settings.backup_reminder_days, settings.rehearsal_reminder_days) == (3, 0)
    assert dialog.backups.rehearsal_days.text() == "Never"


def test_every_control_has_a_name(page):
    assert nameless(page) == []


def test_the_window_says_when_an_older_vault_has_no_backup(qtbot, read_window):
    banner = read_window.workspace.banner
    qtbot.waitUntil(
        lambda: "There is no backup of this vault yet." in banner.words,
        timeout=LONG_MS,
    )
