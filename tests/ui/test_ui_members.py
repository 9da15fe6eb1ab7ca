"""The page of members begins, invites and compares; walls close and open matters."""

import pytest
from PySide6.QtCore import Qt

from desktop.bridge.lock_cause import LockCause
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.member_dialogs import (
    ChooseMemberDialog,
    CodeDialog,
    FingerprintDialog,
    InviteDialog,
    WallDialog,
)
from desktop.ui.settings_dialog import SettingsDialog
from desktop.vault.keys import Key, MatterKey, MemberKey
from desktop.vault.members.invitations import key_by_code
from desktop.vault.members.joining import Joining
from desktop.vault.members.own import Insider
from desktop.vault.slots.file import read_slots
from desktop.vault.vault import Vault
from tests.ui.conftest import FAST, LONG_MS, NOON
from tests.ui.living import living
from tests.ui.test_ui_names import nameless
from tests.vault.vault_pages import KeysInMemory


class Page:
    """The page of members in the settings, and what is waited for after each act on it."""

    def __init__(self, qtbot, page, roll):
        self.qtbot, self.page, self.roll = qtbot, page, roll
        self.groups = ()
        roll.invited.connect(self._on_invited)

    def does(self, act):
        with self.qtbot.waitSignal(self.roll.done, timeout=LONG_MS):
            act()
        self.qtbot.waitUntil(lambda: not self.roll.is_busy, timeout=LONG_MS)

    def looks(self):
        with self.qtbot.waitSignal(self.roll.listed, timeout=LONG_MS):
            self.roll.look()

    def refuses(self, act):
        with self.qtbot.waitSignal(self.roll.failed, timeout=LONG_MS):
            act()
        self.qtbot.waitUntil(lambda: not self.roll.is_busy, timeout=LONG_MS)
        return self.page.banner.words

    def choose(self, rows, number):
        rows.setCurrentIndex(rows.model().index(number, 0))

    def words(self, rows):
        role = Qt.ItemDataRole.AccessibleTextRole
        model = rows.model()
        return [model.data(model.index(row, 0), role) for row in range(model.rowCount())]

    def _on_invited(self, _invitation, groups):
        self.groups = groups


@pytest.fixture
def members(qtbot, window, about, monkeypatch):
    """The settings at the page of members; its dialogs answer by themselves."""
    monkeypatch.setattr(ConfirmDialog, "ask", classmethod(lambda *_: True))
    monkeypatch.setattr(CodeDialog, "exec", lambda _: 0)
    roll = window.session.members
    with qtbot.waitSignal(roll.listed, timeout=LONG_MS):
        dialog = SettingsDialog(FAST, about, window.session.models, members=roll)
    qtbot.addWidget(dialog)
    dialog.show_room(dialog.rooms.count() - 2)
    dialog.show()
    yield Page(qtbot, dialog.members, roll)
    dialog.close()


def joined(folder, groups):
    """Another account joins, with a keyring of its own."""
    keys, slot_file = KeysInMemory(), read_slots(folder)
    key, invitation_id = key_by_code(folder, slot_file, " ".join(groups))
    with Vault(folder, slot_file.vault_id, key, lambda: NOON, key_epoch=slot_file.key_epoch) as own:
        way = own.ways_in.add_keyring(keys)
        return Joining(own, lambda: NOON).join(invitation_id, way.way_id, keys)


def test_a_vault_of_one_account_says_how_to_begin(members):
    page = members.page
    assert "Begin by making" in page.advice.text()
    assert page.begin_button.isEnabled()
    for button in (page.invite_button, page.confirm_button, page.remove_button, page.wall_button):
        assert not button.isEnabled()
    assert nameless(page) == []


def test_a_member_is_invited_joins_and_is_compared(members, folder, monkeypatch):
    page = members.page
    members.does(page.begin_button.click)
    assert not page.begin_button.isVisible()
    assert "Your fingerprint is" in page.advice.text()
    members.does(lambda: members.roll.invite("Bert", is_administrator=False))
    assert "invited until 20" in members.words(page.members)[1]
    joined_now = joined(folder, members.groups)
    members.looks()
    assert "not compared on this account" in members.words(page.members)[1]
    members.choose(page.members, 1)
    assert "MEMBER-05" in members.refuses(
        lambda: members.roll.confirm(joined_now.member_id, "AAAA")
    )
    monkeypatch.setattr(
        FingerprintDialog, "exec", lambda dialog: dialog.typed.emit(joined_now.fingerprint)
    )
    members.does(page.confirm_button.click)
    assert "not compared" not in members.words(page.members)[1]
    members.does(page.remove_button.click)
    assert len(members.words(page.members)) == 1


def test_a_damaged_member_is_shown_and_can_be_removed(members, folder, window):
    page = members.page
    members.does(page.begin_button.click)
    members.does(lambda: members.roll.invite("Bert", is_administrator=False))
    bert = joined(folder, members.groups)
    window.session._calls.ask(
        lambda vault: vault.inside().registry.change(
            "UPDATE member SET record = zeroblob(90) WHERE member_row = 2"
        ),
        lambda _: members.roll.look(),
    )
    members.qtbot.waitUntil(lambda: bool(page._found.damaged), timeout=LONG_MS)
    shown = members.words(page.members)[1]
    assert bert.member_id[:8] in shown
    assert "altered" in shown
    members.choose(page.members, 1)
    assert not page.confirm_button.isEnabled()
    assert page.remove_button.isEnabled()
    members.does(page.remove_button.click)
    assert len(members.words(page.members)) == 1


def test_a_matter_is_walled_opened_to_a_member_and_to_all(members, folder, window, qtbot):
    page, session = members.page, window.session
    with qtbot.waitSignal(session.matter_created, timeout=LONG_MS):
        session.create_matter("77431", "88652", "Axolotl")
    members.does(page.begin_button.click)
    members.does(lambda: members.roll.invite("Bert", is_administrator=False))
    bert = joined(folder, members.groups)
    members.looks()
    number = [words.split()[0] for words in members.words(page.walls)].index("77431-88652")
    members.choose(page.walls, number)
    assert page.wall_button.isEnabled()
    assert not page.admit_button.isEnabled()
    matter_id = page._matter().matter.matter_id
    with qtbot.waitSignal(session.matters_listed, timeout=LONG_MS) as listed:
        members.does(lambda: members.roll.wall(matter_id, is_told=True))
    assert [m.is_walled for m in listed.args[0] if m.matter_id == matter_id] == [True]
    assert "its number is told to all" in members.words(page.walls)[number]
    members.choose(page.walls, number)
    assert "MEMBER-06" in members.refuses(lambda: members.roll.admit(matter_id, bert.member_id))
    members.does(lambda: members.roll.confirm(bert.member_id, bert.fingerprint))
    members.does(lambda: members.roll.admit(matter_id, bert.member_id))
    assert "Bert" in members.words(page.walls)[number]
    members.choose(page.walls, number)
    assert page.dismiss_button.isEnabled()
    members.does(lambda: members.roll.dismiss(matter_id, bert.member_id))
    assert "Bert" not in members.words(page.walls)[number]
    members.choose(page.walls, number)
    members.does(page.take_down_button.click)
    assert "open to the whole vault" in members.words(page.walls)[number]


def test_a_locked_window_holds_no_key_of_a_member_or_of_a_walled_matter(
    members, folder, window, qtbot
):
    """Neither after what was done nor after what was refused."""
    page, lock = members.page, window.lock
    members.does(page.begin_button.click)
    members.does(lambda: members.roll.invite("Bert", is_administrator=False))
    bert = joined(folder, members.groups)
    members.groups = ()
    members.looks()
    matter_id = page._found.matters[0].matter.matter_id
    members.does(lambda: members.roll.wall(matter_id, is_told=False))
    assert "MEMBER-06" in members.refuses(lambda: members.roll.admit(matter_id, bert.member_id))
    assert {MemberKey, MatterKey} <= {type(key) for key in living(Key)}, (
        "what is looked for can be found"
    )
    with qtbot.waitSignal(lock.locked, timeout=LONG_MS):
        lock.lock(LockCause.BY_HAND)
    assert living(Key, Insider) == []


def test_each_dialog_is_named_and_gives_what_was_chosen(qtbot, members):
    page = members.page
    members.does(page.begin_button.click)
    (me,) = page._found.members
    invite, wall = InviteDialog(), WallDialog("1042-0007")
    compare = FingerprintDialog(me)
    choose = ChooseMemberDialog("Admit", "Who?", "Admit", [me])
    for dialog in (invite, wall, compare, choose):
        qtbot.addWidget(dialog)
        assert nameless(dialog) == []
    assert not invite.invite_button.isEnabled()
    qtbot.keyClicks(invite.name, "Bert")
    invite.is_administrator.setChecked(True)
    wall.is_told.setChecked(True)
    assert me.fingerprint not in compare.findChild(type(compare.fingerprint)).text()
    qtbot.keyClicks(compare.fingerprint, "abcd")
    for signal, button, wanted in (
        (invite.chosen, invite.invite_button, ["Bert", True]),
        (wall.chosen, wall.wall_button, [True]),
        (compare.typed, compare.act_button, ["abcd"]),
        (choose.chosen, choose.act_button, [me.member_id]),
    ):
        with qtbot.waitSignal(signal) as emitted:
            button.click()
        assert emitted.args == wanted
