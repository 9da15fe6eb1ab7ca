"""What persons decided differently on several workstations is shown, and one decision holds."""

import shutil

import pytest

from desktop.casework.opening import open_vault
from desktop.domain.finding import Decision, FindingKind
from desktop.ui.differences_dialog import DifferencesDialog
from desktop.ui.settings_dialog import SettingsDialog
from desktop.vault.asides import Decided
from tests.ui.conftest import FAST, LONG_MS, NOON
from tests.ui.test_ui_families import shown
from tests.ui.test_ui_names import nameless

NOON_US = int(NOON.timestamp() * 1_000_000)
BY_ANNA = Decided(NOON_US, "anna", "rejected", "", "")
BY_BERT = Decided(NOON_US + 60_000_000, "bert", "accepted", "", "")


@pytest.fixture
def differing(folder, read_vault, key_store):
    """The sample matter, in which two findings came back decided differently."""
    assert key_store is not None
    shutil.copytree(read_vault, folder)
    with open_vault(folder, lambda: NOON, is_older_accepted=True) as vault:
        store = vault.store_of(vault.matters()[0].matter_id)
        amount = next(f for f in store.findings() if f.finding.kind is FindingKind.AMOUNT)
        iban = next(f for f in store.findings() if f.finding.kind is FindingKind.IBAN)
        with store.together():
            for stored in (amount, iban):
                store.asides.put_all(store._findings, stored, (BY_ANNA, BY_BERT))
    return amount, iban


@pytest.fixture
def open_dialog(qtbot, make_window, about, monkeypatch):
    """Opens the dialog from the page of moving matters and does something with it."""
    window = make_window()
    with qtbot.waitSignal(window.session.findings_listed, timeout=LONG_MS):
        window.begin()
    moving = window.session.moving
    with qtbot.waitSignal(moving.looked, timeout=LONG_MS):
        settings = SettingsDialog(FAST, about, window.session.models, moving=moving)
    qtbot.addWidget(settings)

    def open_it(work):
        def instead(dialog):
            qtbot.waitUntil(lambda: bool(dialog.rows), timeout=LONG_MS)
            work(window.session, dialog)
            return 0

        monkeypatch.setattr(DifferencesDialog, "exec", instead)
        settings.moving.differences_button.click()

    return open_it


def choose(rows, number):
    rows.setCurrentIndex(rows.model().index(number, 0))


def test_another_decision_is_let_hold_and_becomes_this_accounts(qtbot, differing, open_dialog):
    amount, iban = differing
    done = []

    def work(session, dialog):
        assert nameless(dialog) == []
        assert {row.finding_id for row in dialog.rows} == {amount.finding_id, iban.finding_id}
        number = [row.finding_id for row in dialog.rows].index(amount.finding_id)
        choose(dialog.findings, number)
        assert amount.finding.mention in shown(dialog.findings)[number]
        earlier, holding = shown(dialog.decisions)
        assert earlier.startswith("Rejected, by anna")
        assert holding.startswith("Accepted, holds · by bert")
        choose(dialog.decisions, 1)
        assert not dialog.hold_button.isEnabled(), "it holds already"
        choose(dialog.decisions, 0)
        with qtbot.waitSignal(session.decided, timeout=LONG_MS) as decided:
            dialog.hold_button.click()
        assert decided.args[0] == amount.finding_id
        assert decided.args[1].decision is Decision.REJECTED
        qtbot.waitUntil(lambda: "Rejected, holds" in shown(dialog.decisions)[1], timeout=LONG_MS)
        assert dialog.rows[number].finding_id == amount.finding_id, "the same one stays in view"
        done.append(True)

    open_dialog(work)
    assert done


def test_values_that_are_highly_sensitive_are_masked(differing, open_dialog):
    _, iban = differing
    seen = []

    def work(_session, dialog):
        seen.extend(shown(dialog.findings))
        for row in range(len(dialog.rows)):
            choose(dialog.findings, row)
            seen.extend(shown(dialog.decisions))

    open_dialog(work)
    assert seen
    assert not any(iban.finding.mention in words for words in seen)
