"""New keys that were begun are given up: the old ones stay, whatever was done or killed."""

import os
import signal

import pytest

from desktop.domain.audit import Act
from desktop.domain.errors import KeysChangedError, VaultDamagedError
from desktop.domain.rotation import RenewalPhase
from desktop.vault.inside import MATTERS_FOLDER
from desktop.vault.rotation import copying, giving_up
from desktop.vault.rotation.notes import are_noted
from desktop.vault.rotation.plan import RotationPlan
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.rotation.rotation_matter import add_document, faults, told
from tests.vault.vault_pages import clock


@pytest.fixture
def vault(folder, keys, monkeypatch):
    """A vault with a matter of one document that is to get new keys, few rows a step."""
    monkeypatch.setattr(copying, "NEARLY", 0)
    monkeypatch.setattr(copying, "ROWS_AT_ONCE", 7)
    with Vault.create(folder, keys, clock=clock) as vault:
        matter_id = vault.create_matter("1042", "0007", "Brandt v. Meridian").matter_id
        add_document(vault.store_of(matter_id), pages=2)
        vault.renewals.put_down([matter_id], with_vault_key=True)
        yield vault


def only_matter(vault):
    (row,) = vault.inside().matter_rows()
    return row.matter_id


def files(vault):
    return {path.name for path in (vault.folder / MATTERS_FOLDER).glob("*.db")}


def acts(vault):
    return [entry.act for entry in vault.audit.entries()]


def killed(act):
    """Run something in a process that is killed in the middle of it."""
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(1)  # It was to be killed before.
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def kill(*_arguments, **_named):
    os.kill(os.getpid(), signal.SIGKILL)


def renew_until(folder, keys, phase):
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        for step in vault.renewals.renew_matter(only_matter(vault)):
            if step.phase is phase:
                kill()


@pytest.mark.parametrize("phase", list(RenewalPhase)[:-1])
def test_killed_at_any_step_new_keys_are_given_up_and_nothing_of_them_is_left(
    vault, folder, keys, phase
):
    matter_id = only_matter(vault)
    before, names = told(vault.store_of(matter_id)), files(vault)
    vault.close()
    killed(lambda: renew_until(folder, keys, phase))
    with Vault.open(folder, KeyringWay(keys), clock=clock) as again:
        assert files(again) > names
        assert again.renewals.give_up_matter(matter_id)
        assert files(again) == names
        assert again.renewals.matters() == ()
        assert again.inside().matter_row(matter_id).key_epoch == 1
        store = again.store_of(matter_id)
        assert told(store) == before
        assert not are_noted(store._database)
        store.refuse("later.bin", "/post", "", VaultDamagedError())
        assert faults(store) == []
        assert acts(again)[-1] is Act.ROTATION_GIVEN_UP
        assert not again.renewals.give_up_matter(matter_id), "there is nothing to give up any more"


def test_what_has_its_new_keys_keeps_them(vault, folder, keys):
    matter_id = only_matter(vault)
    before = told(vault.store_of(matter_id))
    vault.close()
    killed(lambda: renew_until(folder, keys, RenewalPhase.DONE))
    with Vault.open(folder, KeyringWay(keys), clock=clock) as again:
        assert not again.renewals.give_up_matter(matter_id)
        assert again.inside().matter_row(matter_id).key_epoch == 2
        assert told(again.store_of(matter_id)) == before
        assert Act.ROTATION_GIVEN_UP not in acts(again)


@pytest.mark.parametrize("point", ["delete_database", "open_present"])
def test_giving_up_that_is_killed_is_done_again_or_was_done(
    vault, folder, keys, point, monkeypatch
):
    matter_id = only_matter(vault)
    steps = vault.renewals.renew_matter(matter_id)
    for _ in range(3):
        next(steps)
    steps.close()
    before, names = told(vault.store_of(matter_id)), files(vault)
    vault.close()
    with monkeypatch.context() as patched:
        patched.setattr(giving_up, point, kill)
        killed(lambda: _give_up(folder, keys))
    with Vault.open(folder, KeyringWay(keys), clock=clock) as again:
        was_done = point == "open_present"
        assert again.renewals.give_up_matter(matter_id) is not was_done
        assert again.renewals.matters() == ()
        assert len(files(again)) == len(names) - 1
        assert told(again.store_of(matter_id)) == before
        assert not are_noted(again.store_of(matter_id)._database)
        assert acts(again).count(Act.ROTATION_GIVEN_UP) == 1


def _give_up(folder, keys):
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        vault.renewals.give_up_matter(only_matter(vault))


@pytest.mark.parametrize("phase", [RenewalPhase.COPYING, RenewalPhase.LEVEL])
def test_whoever_is_at_work_on_it_stops(vault, phase):
    matter_id = only_matter(vault)
    vault.close_store(matter_id)
    steps = vault.renewals.renew_matter(matter_id)
    while next(steps).phase is not phase:
        pass
    with vault.sibling() as other:
        assert other.renewals.give_up_matter(matter_id)
    with pytest.raises(KeysChangedError):
        list(steps)
    assert vault.inside().matter_row(matter_id).key_epoch == 1
    assert len(files(vault)) == 1
    assert faults(vault.store_of(matter_id)) == []


def test_the_vault_keeps_its_key(vault):
    key = vault.inside().vault_key
    assert vault.renewals.give_up_vault_key()
    assert not vault.renewals.give_up_vault_key()
    assert not vault.renewals.has_vault_key
    assert vault.inside().vault_key == key
    assert acts(vault).count(Act.ROTATION_GIVEN_UP) == 1


def test_a_matter_that_cannot_be_opened_is_taken_off_the_list_all_the_same(vault):
    matter_id = only_matter(vault)
    (name,) = files(vault)
    vault.close_store(matter_id)
    (vault.folder / MATTERS_FOLDER / name).write_bytes(b"no database" * 1000)
    assert vault.renewals.give_up_matter(matter_id)
    assert RotationPlan(vault.inside().registry).matters() == ()
