"""A clock that was set back by days, between two runs or within one, loses and hastens nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.casework.backing_up.backups import backup_state
from desktop.casework.control import Control
from desktop.casework.disposing.due import due_in
from desktop.casework.disposing.keeping import close_matter, reopen_matter
from desktop.casework.keys.renewing import put_down, renew
from desktop.domain.audit import Act
from desktop.domain.backup import BackupEntry
from desktop.domain.keeping import RetentionRule, RetentionStart
from desktop.settings import Settings
from desktop.vault.audit import guard as guard_module
from desktop.vault.backup.make import make_backup
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.rotation.rotation_matter import add_document, faults

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Clock:
    """A clock of the computer, which somebody sets."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def set_back(self, days):
        self.now -= timedelta(days=days)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def opened(vault, key_store, clock):
    """Opens the vault as the program does, compared with what the keyring says of it."""

    def open_it():
        again = Vault.open(vault.folder, KeyringWay(key_store), clock=clock)
        again.guard(key_store)
        return again

    vault.guard(key_store)
    vault.create_matter("1042", "0007", "Meridian")
    vault.close()
    return open_it


def store_in(vault):
    return vault.store_of(vault.matters()[0].matter_id)


@pytest.mark.parametrize("days", [1, 40, 4_000])
def test_between_and_within_runs_logs_say_so_and_files_are_no_older(
    opened, clock, days, monkeypatch
):
    monkeypatch.setattr(guard_module, "TELL_REGISTRY_EVERY_S", 0.0)
    monkeypatch.setattr(guard_module, "TELL_KEYRING_EVERY_S", 0.0)
    with opened() as vault:
        add_document(store_in(vault), b"before", pages=1)
        vault.audit.add(Act.RECORD_PRINTED)
    clock.set_back(days)
    with opened() as vault:
        add_document(store_in(vault), b"between", pages=1)
        vault.audit.add(Act.RECORD_PRINTED)
        clock.set_back(days)
        add_document(store_in(vault), b"within", pages=1)
        vault.audit.add(Act.RECORD_PRINTED)
        vault.audit.add(Act.RECORD_PRINTED)
    with opened() as vault:
        assert [entry.is_clock_back for entry in vault.audit.entries(latest=4)] == [
            False,
            True,
            True,
            False,
        ]
        assert list(vault.audit.problems()) == []
        assert list(vault.registry_problems()) == []
        assert len(store_in(vault).documents()) == 3
        assert faults(store_in(vault)) == []


def test_a_rotation_goes_on_over_it(opened, clock):
    with opened() as vault:
        add_document(store_in(vault), pages=1)
        put_down(vault, vault.matters(), with_vault_key=True)
        control = Control()
        for step in renew(vault, control):
            if step.name:
                control.stop()
    clock.set_back(400)
    with opened() as vault:
        *_, last = renew(vault, Control())
        assert last.left == ()
        assert list(vault.registry_problems()) == []


def rule(start):
    return RetentionRule(1, start, False, "AO 147", "paula", NOON)


def test_a_matter_that_is_closed_meanwhile_is_not_due_before_its_time(opened, clock):
    with opened() as vault:
        store = store_in(vault)
        store.retention.set_rule(rule(RetentionStart.MATTER_CLOSED))
        store.audit.add(Act.RULE_SET)
        clock.set_back(4_000)
        assert close_matter(store, clock).closed_at == NOON
        assert due_in(store, NOON.date() + timedelta(days=300)) == ()
        assert len(due_in(store, NOON.date() + timedelta(days=400))) == 1
        clock.now = NOON + timedelta(days=10)
        reopen_matter(store)
        assert close_matter(store, clock).closed_at == NOON + timedelta(days=10)


def test_with_the_clock_back_nothing_is_due_early(opened, clock):
    with opened() as vault:
        store = store_in(vault)
        store.retention.set_rule(rule(RetentionStart.DOCUMENT_ADDED))
        add_document(store, pages=1)
        clock.set_back(4_000)
        assert due_in(store, clock().date()) == ()


def test_a_backup_of_a_time_to_come_puts_no_reminder_off(opened, clock, tmp_path):
    settings = Settings(backup_reminder_days=7, rehearsal_reminder_days=90)
    with opened() as vault:
        steps = make_backup(vault, tmp_path / "firm.backup", clock(), "1.0")
        assert [step for step in steps if isinstance(step, BackupEntry)]
        assert not backup_state(vault, settings, clock()).is_backup_due
        clock.set_back(3_650)
        assert backup_state(vault, settings, clock()).is_backup_due
        never = Settings(backup_reminder_days=0, rehearsal_reminder_days=0)
        assert not backup_state(vault, never, clock()).is_backup_due
