"""The page of keys lists the ways in, makes and proves new ones, and never loses the last."""

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from desktop.bridge.lock_cause import LockCause
from desktop.bridge.works import Offer
from desktop.domain.ways_in import WayKind
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.key_dialogs import PassphraseDialog, SheetDialog
from desktop.ui.matter_dialog import MatterDialog
from desktop.ui.settings_dialog import SettingsDialog
from tests.ui.conftest import FAST, LONG_MS
from tests.ui.test_ui_names import nameless

PHRASE = "amber quilt seven otter"


@pytest.fixture
def page(qtbot, window, about):
    """The settings at the page of keys, once the vault has listed its ways in."""
    keys = window.session.keys
    with qtbot.waitSignal(keys.listed, timeout=LONG_MS):
        dialog = SettingsDialog(FAST, about, window.session.models, keys=keys)
    qtbot.addWidget(dialog)
    dialog.show_room(dialog.rooms.count() - 2)
    dialog.show()
    qtbot.waitUntil(lambda: not keys.is_busy, timeout=LONG_MS)
    yield dialog.keys
    dialog.close()


@pytest.fixture
def done(qtbot, page):
    """Does something on the page and waits until it is done and the buttons are free."""

    def do(act):
        with qtbot.waitSignal(page._keys.done, timeout=LONG_MS):
            act()
        qtbot.waitUntil(lambda: not page._keys.is_busy, timeout=LONG_MS)

    return do


@pytest.fixture
def failed(qtbot, page):
    """Does something on the page that is refused; gives what the page says."""

    def do(act):
        with qtbot.waitSignal(page._keys.failed, timeout=LONG_MS):
            act()
        qtbot.waitUntil(lambda: not page._keys.is_busy, timeout=LONG_MS)
        return page.banner.words

    return do


def groups_on(file):
    document = pypdfium2.PdfDocument(file)
    words = document[0].get_textpage().get_text_range().split()
    document.close()
    return " ".join(word for word in words if len(word) == 5 and word.upper() == word)


def test_a_new_vault_is_told_to_make_a_sheet(page):
    assert [way.kind for way in page.rows] == [WayKind.KEYRING]
    assert "would lose the vault" in page.advice.text()
    assert not page.enrol_button.isEnabled()
    assert not page.proof_button.isEnabled()
    assert not page.remove_button.isEnabled()
    assert nameless(page) == []


def test_a_sheet_is_written_typed_back_and_counts(page, done, failed, tmp_path):
    target = tmp_path / "sheet.pdf"
    done(lambda: page.make_sheet(target))
    assert "Print it" in page.banner.words
    assert "does not count" in page._rows.data(
        page._rows.index(1), Qt.ItemDataRole.AccessibleTextRole
    )
    assert "would lose the vault" in page.advice.text()
    groups = groups_on(target)
    wrong = groups.replace(groups[:5], "AAAAA", 1)
    assert "Group 1 " in failed(lambda: page._keys.prove_sheet(wrong))
    assert "already a file" in failed(lambda: page.make_sheet(target))
    groups = groups_on(target)
    done(lambda: page.make_sheet(tmp_path / "second.pdf"))
    assert "WAYS-02" in failed(lambda: page._keys.prove_sheet(groups))
    done(lambda: page._keys.prove_sheet(groups_on(tmp_path / "second.pdf").lower()))
    assert all(way.is_proven for way in page.rows)
    assert "would lose the vault" not in page.advice.text()


def test_the_last_way_stays_and_a_spare_one_goes(page, done, failed, monkeypatch):
    monkeypatch.setattr(ConfirmDialog, "ask", classmethod(lambda *_: True))
    page.list.setCurrentIndex(page._rows.index(0))
    assert page.remove_button.isEnabled()
    assert "WAYS-06" in failed(page.remove_button.click)
    done(lambda: page._keys.set_passphrase(PHRASE, with_keyring=False))
    page.list.setCurrentIndex(page._rows.index(0))
    done(page.remove_button.click)
    assert [way.kind for way in page.rows] == [WayKind.PASSPHRASE]
    done(page.enrol_button.click)
    assert [way.kind for way in page.rows] == [WayKind.PASSPHRASE, WayKind.KEYRING]


def test_a_passphrase_is_typed_twice_unseen_and_leaves_the_dialog_empty(qtbot):
    dialog = PassphraseDialog()
    qtbot.addWidget(dialog)
    assert nameless(dialog) == []
    assert not dialog.set_button.isEnabled()
    qtbot.keyClicks(dialog.passphrase.first, PHRASE)
    qtbot.keyClicks(dialog.passphrase.second, PHRASE[:-1])
    assert not dialog.set_button.isEnabled()
    assert "not the same" in dialog.passphrase.hint.text()
    qtbot.keyClicks(dialog.passphrase.second, PHRASE[-1])
    assert PHRASE not in dialog.passphrase.first.displayText()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.set_button.click()
    assert chosen.args == [PHRASE, False]
    assert dialog.passphrase.first.text() == dialog.passphrase.second.text() == ""


def test_a_sheet_is_typed_into_a_dialog_that_keeps_nothing(qtbot):
    dialog = SheetDialog()
    qtbot.addWidget(dialog)
    assert nameless(dialog) == []
    assert not dialog.act_button.isEnabled()
    qtbot.keyClicks(dialog.groups, "00001 00002")
    with qtbot.waitSignal(dialog.typed) as typed:
        dialog.act_button.click()
    assert typed.args == ["00001 00002"]
    assert dialog.groups.text() == ""


def test_a_window_over_a_vault_with_one_way_in_says_so_until_there_is_another(
    qtbot, make_window, works
):
    vault = works.create_vault()
    for has_passphrase in (False, True):
        if has_passphrase:
            works.keys.add_passphrase(vault, PHRASE)
        window = make_window()
        with qtbot.waitSignal(window.session.keys.glanced, timeout=LONG_MS):
            window.begin()
        said = "keyring would lose the vault" in window.workspace.banner.words
        assert said is not has_passphrase
        window.close()
    vault.close()


def test_what_was_asked_before_a_lock_keeps_nobody_waiting_after_it(qtbot, window):
    keys = window.session.keys
    with qtbot.waitSignal(window.session.vault_shut, timeout=LONG_MS):
        keys.look()
        window.lock.lock(LockCause.BY_HAND)
    with qtbot.waitSignal(window.session.vault_opened, timeout=LONG_MS):
        window.lock.unlock(Offer(WayKind.KEYRING))
    assert not keys.is_busy
    with qtbot.waitSignal(keys.listed, timeout=LONG_MS):
        keys.look()
    qtbot.waitUntil(lambda: not keys.is_busy, timeout=LONG_MS)


def test_after_setting_up_a_sheet_is_offered_and_the_window_goes_on_once_it_counts(
    qtbot, make_window, monkeypatch, tmp_path
):
    monkeypatch.setattr(MatterDialog, "ask", classmethod(lambda *_: None))
    window = make_window()
    window.begin()
    qtbot.waitUntil(lambda: window.state is window.set_up)
    window.set_up.create_button.click()
    step = window.sheet_step
    qtbot.waitUntil(lambda: window.state is step, timeout=LONG_MS)
    assert nameless(step) == []
    assert not step.groups.isVisible()
    with qtbot.waitSignal(window.session.keys.done, timeout=LONG_MS):
        step.make_sheet(tmp_path / "sheet.pdf")
    assert step.groups.isVisible()
    groups = groups_on(tmp_path / "sheet.pdf")
    step.groups.setText(groups[:-1])
    with qtbot.waitSignal(window.session.keys.failed, timeout=LONG_MS):
        step.check_button.click()
    assert "Group 10 " in step.banner.words
    qtbot.waitUntil(lambda: not window.session.keys.is_busy, timeout=LONG_MS)
    step.groups.setText(groups)
    with qtbot.waitSignal(step.finished, timeout=LONG_MS):
        step.check_button.click()
    assert window.state is window.workspace
    assert step.groups.text() == ""
