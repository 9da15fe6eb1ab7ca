"""New keys are begun on the page of keys, go on in the background, and at the next start."""

import pytest

from desktop.bridge.works import Offer
from desktop.casework.keys import renewing as casework
from desktop.domain.errors import WaysLostError
from desktop.domain.rotation import RenewalPhase
from desktop.domain.ways_in import WayKind
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.settings_dialog import SettingsDialog
from desktop.vault.rotation import copying
from tests.ui.conftest import FAST, LONG_MS
from tests.ui.test_ui_names import nameless


@pytest.fixture
def page(qtbot, window, about):
    """The page of keys, once it is known that nothing waits."""
    keys = window.session.keys
    with qtbot.waitSignal(keys.listed, timeout=LONG_MS):
        dialog = SettingsDialog(FAST, about, window.session.models, keys=keys)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not keys.is_busy, timeout=LONG_MS)
    yield dialog.keys.renewal
    dialog.close()


@pytest.fixture
def answers(monkeypatch):
    """Answers questions, and keeps their titles."""
    asked = []

    def ask(_parent, title, _sentence, _action):
        asked.append(title)
        return True

    monkeypatch.setattr(ConfirmDialog, "ask", ask)
    return asked


def test_everything_gets_new_keys_and_the_window_goes_on(qtbot, window, page, answers):
    session = window.session
    assert page.renew_button.isEnabled()
    assert not page.bar.isVisible()
    assert nameless(page) == []
    with qtbot.waitSignal(session.keys.renewing.came_to_end, timeout=LONG_MS) as ended:
        page.renew_button.click()
    assert answers == ["New keys for everything?"]
    (last,) = ended.args
    assert (last.left, last.keys_done) == ((), last.keys_total)
    qtbot.waitUntil(lambda: not session.keys.renewing.is_busy, timeout=LONG_MS)
    assert "Everything has new keys" in page._banner.words
    with qtbot.waitSignal(session.matter_created, timeout=LONG_MS):
        session.create_matter("77", "1", "made under the new key")
    with qtbot.waitSignal(session.keys.listed, timeout=LONG_MS):
        session.keys.look()


def test_it_is_paused_stopped_and_gone_on_with(qtbot, window, page, answers, monkeypatch):
    renewing = window.session.keys.renewing
    monkeypatch.setattr(copying, "NEARLY", 0)
    begun = []
    renewing.told.connect(
        lambda now: (
            now.name
            and now.phase is RenewalPhase.BEGUN
            and not begun
            and (begun.append(now), renewing.toggle_pause())
        )
    )
    with qtbot.waitSignal(renewing.pause_changed, timeout=LONG_MS):
        page.renew_button.click()
    assert "Paused" in page.words.text()
    assert page.pause_button.text() == "G&o on"
    with qtbot.waitSignal(renewing.waiting_known, timeout=LONG_MS):
        page.stop_button.click()
    qtbot.waitUntil(lambda: renewing.waiting > 0, timeout=LONG_MS)
    assert "still wait" in page.words.text()
    assert "Go on" in page.renew_button.text().replace("&", "")
    with qtbot.waitSignal(renewing.came_to_end, timeout=LONG_MS):
        page.renew_button.click()
    qtbot.waitUntil(lambda: renewing.waiting == 0, timeout=LONG_MS)
    assert answers == ["New keys for everything?"]


def test_what_was_begun_and_stopped_is_given_up(qtbot, window, page, answers, monkeypatch):
    renewing = window.session.keys.renewing
    monkeypatch.setattr(copying, "NEARLY", 0)
    assert page.give_up_button.isHidden()
    renewing.told.connect(
        lambda now: now.name and now.phase is RenewalPhase.BEGUN and renewing.stop()
    )
    with qtbot.waitSignal(renewing.came_to_end, timeout=LONG_MS):
        page.renew_button.click()
    qtbot.waitUntil(lambda: renewing.waiting > 0 and not renewing.is_busy, timeout=LONG_MS)
    assert not page.give_up_button.isHidden()
    assert nameless(page) == []
    with qtbot.waitSignal(renewing.given_up, timeout=LONG_MS) as given_up:
        page.give_up_button.click()
    assert given_up.args[0].left == ()
    qtbot.waitUntil(lambda: renewing.waiting == 0, timeout=LONG_MS)
    assert answers == ["New keys for everything?", "Give up new keys?"]
    assert "given up" in page._banner.words
    assert page.give_up_button.isHidden()


def test_what_was_begun_goes_on_at_the_next_start(qtbot, window):
    session = window.session
    renewing = session.keys.renewing

    def put_down(vault):
        casework.put_down(vault, vault.matters(), with_vault_key=True)
        return casework.keys_waiting(vault)

    waiting = []
    session._calls.ask(put_down, waiting.append)
    qtbot.waitUntil(lambda: bool(waiting), timeout=LONG_MS)
    assert waiting[0] > 1
    with qtbot.waitSignal(session.vault_shut, timeout=LONG_MS):
        session.shut()
    ended = []
    renewing.came_to_end.connect(ended.append)
    session.unlock(Offer(WayKind.KEYRING))
    qtbot.waitUntil(lambda: bool(ended), timeout=LONG_MS)
    assert ended[0].keys_done == waiting[0]


def test_ways_that_would_be_lost_are_asked_about(qtbot, window, page, answers, monkeypatch):
    renewing = window.session.keys.renewing
    calls = []

    def lost(*_, may_lose_ways, **__):
        calls.append(may_lose_ways)
        if not may_lose_ways:
            raise WaysLostError

    monkeypatch.setattr("desktop.casework.keys.renewal_desk.put_down", lost)
    with qtbot.waitSignal(renewing.came_to_end, timeout=LONG_MS):
        page.renew_button.click()
    assert calls == [False, True]
    assert answers[-1] == "Lose ways into the vault?"
