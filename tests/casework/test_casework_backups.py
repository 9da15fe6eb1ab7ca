"""What is due is told by the clock and the settings, and long work ends where it is stopped."""

from datetime import timedelta

import pytest

from desktop.casework.backing_up.backups import back_up, backup_state, check_file, rehearse_file
from desktop.casework.backing_up.moving import (
    differences,
    pack_for_passphrase,
    receiving_key,
    unpack,
    wants_passphrase,
)
from desktop.casework.backing_up.restoring import restore_file
from desktop.casework.control import Control
from desktop.domain.backup import BackupEntry, Merged, Rehearsed
from desktop.domain.errors import BackupBehindError, NoBackupError, PassphraseShortError
from desktop.settings import Settings
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import NOON, KeysInMemory, clock

WEEKLY = Settings(backup_reminder_days=7, rehearsal_reminder_days=90)


@pytest.fixture
def keys():
    return KeysInMemory()


@pytest.fixture
def vault(tmp_path, keys):
    with Vault.create(tmp_path / "vault", keys, clock=clock) as vault:
        vault.create_matter("1042", "0007", "Meridian")
        yield vault


def due(vault, days):
    state = backup_state(vault, WEEKLY, NOON + timedelta(days=days))
    return state.is_backup_due, state.is_rehearsal_due


def made(vault, target=None):
    (entry,) = [s for s in back_up(vault, target, Control(), clock) if isinstance(s, BackupEntry)]
    return entry


def test_what_is_due_is_told_by_age(vault, tmp_path):
    assert due(vault, 7) == (False, False)
    assert due(vault, 8) == (True, False)
    made(vault, tmp_path / "firm.backup")
    assert due(vault, 7) == (False, True)
    assert due(vault, 8) == (True, True)
    list(rehearse_file(vault, None, Control(), clock))
    assert due(vault, 7) == (False, False)
    assert due(vault, 91) == (True, True)
    never = Settings(backup_reminder_days=0, rehearsal_reminder_days=0)
    assert not backup_state(vault, never, NOON + timedelta(days=999)).is_backup_due


def test_a_vault_without_a_matter_needs_no_backup(tmp_path):
    with Vault.create(tmp_path / "new", KeysInMemory(), clock=clock) as vault:
        assert due(vault, 999) == (False, False)


def test_a_backup_goes_where_the_last_one_went(vault, tmp_path):
    with pytest.raises(NoBackupError):
        made(vault)
    made(vault, tmp_path / "one.backup")
    made(vault, tmp_path / "two.backup")
    assert made(vault).place == str(tmp_path / "two.backup")


def test_stopped_work_leaves_nothing(vault, tmp_path):
    target = tmp_path / "firm.backup"
    control = Control()
    control.stop()
    assert not [s for s in back_up(vault, target, control, clock) if isinstance(s, BackupEntry)]
    assert not target.exists()
    made(vault, target)
    for _ in rehearse_file(vault, target, control, clock):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["firm.backup", "vault"]


def test_an_older_copy_of_the_file_is_not_taken_for_the_present_one(vault, tmp_path):
    target = tmp_path / "firm.backup"
    made(vault, target)
    older = target.read_bytes()
    made(vault)
    target.write_bytes(older)
    with pytest.raises(BackupBehindError, match="backup 2 was made into it"):
        list(check_file(vault, None, Control(), clock, is_everything=False))
    with pytest.raises(BackupBehindError):
        list(rehearse_file(vault, None, Control(), clock))


def test_what_was_done_is_in_the_log_of_the_vault(vault, tmp_path):
    made(vault, tmp_path / "firm.backup")
    list(check_file(vault, None, Control(), clock, is_everything=True))
    list(rehearse_file(vault, None, Control(), clock))
    acts = [entry.act.value for entry in vault.audit.entries()]
    assert acts[-3:] == ["backup-made", "backup-checked", "backup-rehearsed"]


def test_a_restored_vault_says_that_it_was(vault, keys, tmp_path):
    target = tmp_path / "firm.backup"
    made(vault, target)
    vault.close()
    folder = tmp_path / "vault"
    way = KeyringWay(keys)
    (found,) = [
        s for s in restore_file(folder, target, way, Control(), clock) if isinstance(s, Rehearsed)
    ]
    assert found.number == 1
    with Vault.open(folder, way, clock=clock) as again:
        acts = [entry.act.value for entry in again.audit.entries()]
        assert acts[-1] == "backup-restored"


def test_a_matter_is_shared_by_passphrase(vault, tmp_path):
    (matter,) = vault.matters()
    target, phrase = tmp_path / "m.pack", "lantern orchard copper window"
    with pytest.raises(PassphraseShortError):
        list(pack_for_passphrase(vault, matter, target, "short", Control(), clock))
    list(pack_for_passphrase(vault, matter, target, phrase, Control(), clock))
    assert wants_passphrase(target)
    with Vault.create(tmp_path / "other", KeysInMemory(), clock=clock) as other:
        assert receiving_key(other) != receiving_key(vault)
        *_, merged = unpack(other, target, phrase, Control(), clock)
        assert merged == Merged(reference="1042-0007", is_new=True)
        assert differences(other.store_of(matter.matter_id)) == ()
        acts = [entry.act.value for entry in other.audit.entries()]
        assert acts[-1] == "matter-unpacked"
    assert [e.act.value for e in vault.audit.entries()][-1] == "matter-packed"
