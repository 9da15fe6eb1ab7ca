"""A matter is packed in the window for another vault, and taken in again without doubles."""

import pytest

from desktop.ui import moving_page
from desktop.ui.settings_dialog import SettingsDialog
from tests.ui.conftest import FAST, LONG_MS
from tests.ui.test_ui_names import nameless

PASSPHRASE = "lantern orchard copper window"  # noqa: S105 - opens nothing but these tests


@pytest.fixture
def page(qtbot, read_window, about):
    """The settings at the page of moving matters, once the vault has told what there is."""
    moving = read_window.session.moving
    with qtbot.waitSignal(moving.looked, timeout=LONG_MS):
        dialog = SettingsDialog(FAST, about, read_window.session.models, moving=moving)
    qtbot.addWidget(dialog)
    names = [dialog.rooms.item(row).text() for row in range(dialog.rooms.count())]
    dialog.show_room(names.index("Moving"))
    dialog.show()
    yield dialog.moving
    dialog.close()


def test_a_matter_is_packed_and_merged_again_without_doubles(
    qtbot, read_window, page, monkeypatch, tmp_path
):
    moving, target = read_window.session.moving, tmp_path / "1042-0007.matter"
    monkeypatch.setattr(moving_page, "ask_for_new_file", lambda *_words: target)
    monkeypatch.setattr(moving_page, "ask_for_file", lambda *_words: target)
    assert not nameless(page)
    assert page.key.text()
    assert page.matter.currentText().startswith("1042-0007")
    assert not page.pack_button.isEnabled()
    page.passphrase.setText("short")
    with qtbot.waitSignal(moving.failed, timeout=LONG_MS):
        page.pack_button.click()
    assert "BACKUP-12" in page.banner.words
    page.passphrase.setText(PASSPHRASE)
    page.receiver.setText(page.key.text())
    assert not page.pack_button.isEnabled(), "one of the two opens it, not both"
    page.receiver.setText("")
    with qtbot.waitSignal(moving.packed, timeout=LONG_MS):
        page.pack_button.click()
    assert page.passphrase.text() == ""
    assert target.stat().st_size > 100_000
    before = read_window.workspace.documents.documents()
    with qtbot.waitSignal(moving.asked, timeout=LONG_MS):
        page.unpack_button.click()
    assert page.opening.isVisible()
    page.opening.setText(PASSPHRASE)
    with qtbot.waitSignals([moving.unpacked, page.matters_changed], timeout=LONG_MS):
        page.open_button.click()
    assert page.banner.words.startswith("Merged into matter 1042-0007. 0 new documents")
    assert read_window.workspace.documents.documents() == before


def test_a_matter_packed_for_this_vault_opens_without_a_word(
    qtbot, read_window, page, monkeypatch, tmp_path
):
    moving, target = read_window.session.moving, tmp_path / "own.matter"
    monkeypatch.setattr(moving_page, "ask_for_new_file", lambda *_words: target)
    monkeypatch.setattr(moving_page, "ask_for_file", lambda *_words: target)
    page.receiver.setText(page.key.text())
    with qtbot.waitSignal(moving.packed, timeout=LONG_MS):
        page.pack_button.click()
    with qtbot.waitSignal(moving.unpacked, timeout=LONG_MS):
        page.unpack_button.click()
    assert not page.opening.isVisible()
    with qtbot.waitSignal(moving.busy_changed, timeout=LONG_MS):
        page.unpack_button.click()
        qtbot.waitUntil(lambda: moving.is_busy, timeout=LONG_MS)
        page.work.stop_button.click()
