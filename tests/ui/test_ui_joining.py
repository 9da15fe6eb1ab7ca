"""Another account joins a shared vault in the window, and gets its own key back when it is lost."""

import pytest

from desktop.app.clock import now
from desktop.bridge.lock_cause import LockCause
from desktop.domain.ways_in import WayKind
from desktop.paths import vault_folder
from desktop.ui.member_dialogs import MemberPassphraseDialog, OwnKeyDialog
from desktop.ui.settings_dialog import SettingsDialog
from desktop.vault.members.own import key_name
from desktop.vault.slots.file import read_slots
from tests.ui.conftest import FAST, LONG_MS
from tests.ui.test_ui_names import nameless
from tests.vault.members.accounts import founder

PHRASE = "lantern orchard copper window"


@pytest.fixture
def shared(tmp_path):
    """A vault elsewhere, of an account with a keyring of its own, and a code for this account."""
    folder = tmp_path / "srv" / "vault"
    folder.parent.mkdir()
    anna = founder(folder)
    anna.now = now()
    return folder, "-".join(anna.invited("Bert"))


def join(qtbot, window, shared, passphrase=""):
    """From the first page to the fingerprint; gives the dialog and the member."""
    folder, code = shared
    joining = window.session.joining
    window.begin()
    assert window.state is window.set_up
    window.set_up.join_button.click()
    dialog = window.join.dialog
    assert nameless(dialog) == []
    assert not dialog.join_button.isEnabled()
    dialog.take_folder(folder)
    dialog.code.setText(code[:-1] + ("1" if code[-1] == "0" else "0"))
    with qtbot.waitSignal(joining.failed, timeout=LONG_MS):
        dialog.join_button.click()
    assert "WAYS-03" in dialog.banner.words
    qtbot.waitUntil(lambda: not joining.is_busy, timeout=LONG_MS)
    assert vault_folder() != folder, "an account that is no member stays with its own vault"
    dialog.code.setText(code.lower())
    if passphrase:
        dialog.with_passphrase.setChecked(True)
        assert not dialog.join_button.isEnabled()
        qtbot.keyClicks(dialog.passphrase.first, passphrase)
        qtbot.keyClicks(dialog.passphrase.second, passphrase)
    with qtbot.waitSignal(joining.joined, timeout=LONG_MS) as joined:
        dialog.join_button.click()
        dialog.reject()
        assert dialog.isVisible(), "what was begun comes to its end, with the fingerprint in view"
    qtbot.waitUntil(lambda: not joining.is_busy, timeout=LONG_MS)
    return dialog, joined.args[0]


def members_in_settings(qtbot, window, about):
    """The settings, once the vault has told on the page of members who they are."""
    roll = window.session.members
    with qtbot.waitSignal(roll.listed, timeout=LONG_MS):
        settings = SettingsDialog(FAST, about, window.session.models, members=roll)
    qtbot.addWidget(settings)
    return settings


def test_an_account_joins_with_its_code_and_its_lost_key_comes_back(
    qtbot, make_window, shared, about, key_store, monkeypatch
):
    window = make_window()
    dialog, member = join(qtbot, window, shared)
    assert dialog.fingerprint.text() == member.fingerprint
    assert "Bert" in dialog.welcome.text()
    assert "set a passphrase" in dialog.advice.text()
    assert dialog.code.text() == ""
    with qtbot.waitSignal(window.session.matters_listed, timeout=LONG_MS) as listed:
        dialog.open_button.click()
    assert [matter.reference for matter in listed.args[0]] == ["1042-0007"]
    assert vault_folder() == shared[0], "the next start finds it"

    settings, roll = members_in_settings(qtbot, window, about), window.session.members
    page = settings.members
    assert page._found.me == member
    assert "Set a passphrase" in page.advice.text()
    assert not page.own_key_button.isVisibleTo(page)
    monkeypatch.setattr(MemberPassphraseDialog, "exec", lambda asked: asked.chosen.emit(PHRASE))
    with qtbot.waitSignal(roll.done, timeout=LONG_MS):
        page.passphrase_button.click()
    assert "does not open the vault" in page.banner.words
    assert "Set a passphrase" not in page.advice.text()

    key_store.remove(key_name(read_slots(shared[0]).vault_id))
    with qtbot.waitSignal(window.lock.locked, timeout=LONG_MS):
        window.lock.lock(LockCause.BY_HAND)
    assert not window.lock_page.join_button.isVisible(), "who has opened it has no need to join"
    with qtbot.waitSignal(window.session.matters_listed, timeout=LONG_MS):
        window.lock_page.button.click()
    settings = members_in_settings(qtbot, window, about)
    page = settings.members
    assert page._found.me is None
    assert not page.passphrase_button.isVisibleTo(page)
    for typed, heard in (("not " + PHRASE, roll.failed), (PHRASE, roll.done)):
        monkeypatch.setattr(
            OwnKeyDialog, "exec", lambda asked, typed=typed: asked.typed.emit(typed)
        )
        with qtbot.waitSignal(heard, timeout=LONG_MS):
            page.own_key_button.click()
        qtbot.waitUntil(lambda: not roll.is_busy, timeout=LONG_MS)
    assert "in the keyring of this account again" in page.banner.words
    assert page._found.me.member_id == member.member_id
    assert key_store.get(key_name(read_slots(shared[0]).vault_id)) is not None


def test_an_account_without_a_keyring_joins_and_unlocks_with_its_passphrase(
    qtbot, make_window, shared, about
):
    window = make_window()
    dialog, member = join(qtbot, window, shared, PHRASE)
    assert "The passphrase opens the vault" in dialog.advice.text()
    assert dialog.passphrase.first.text() == ""
    dialog.open_button.click()
    page = window.lock_page
    assert window.state is page
    assert page.way is WayKind.PASSPHRASE
    page.fields[WayKind.PASSPHRASE].setText(PHRASE)
    with qtbot.waitSignal(window.session.matters_listed, timeout=LONG_MS):
        page.button.click()
    settings = members_in_settings(qtbot, window, about)
    assert settings.members._found.me.member_id == member.member_id


def test_an_account_that_the_vault_does_not_know_is_offered_to_join(qtbot, make_window, folder):
    """Its keyring does not open the vault, and there is no other way in."""
    founder(folder)
    window = make_window()
    with qtbot.waitSignal(window.session.open_failed, timeout=LONG_MS):
        window.begin()
    assert window.state is window.lock_page
    assert "KEYS-05" in window.lock_page.banner.words
    assert window.lock_page.join_button.isVisible()
    qtbot.waitUntil(window.lock_page.join_button.isEnabled, timeout=LONG_MS)
    window.lock_page.join_button.click()
    assert window.join.dialog.place.text() == str(folder)
    window.join.dialog.cancel_button.click()
    assert window.state is window.lock_page


def test_dialogs_about_ones_own_key_are_named_and_keep_nothing(qtbot):
    for dialog, signal, button in (
        (new := MemberPassphraseDialog(has_one=True), new.chosen, new.set_button),
        (own := OwnKeyDialog(), own.typed, own.act_button),
    ):
        qtbot.addWidget(dialog)
        assert nameless(dialog) == []
        assert not button.isEnabled()
        passphrase = dialog.passphrase
        fields = [passphrase] if dialog is own else [passphrase.first, passphrase.second]
        for field in fields:
            qtbot.keyClicks(field, PHRASE)
            assert PHRASE not in field.displayText()
        with qtbot.waitSignal(signal) as emitted:
            button.click()
        assert emitted.args == [PHRASE]
        assert [field.text() for field in fields] == [""] * len(fields)
