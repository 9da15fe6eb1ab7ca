"""A renewal for which there is no room, at whatever write, loses nothing and goes on later."""

import sys

import pytest

from desktop.domain.errors import DiskFullError, VaultDiskError
from desktop.domain.rotation import RenewalPhase
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.rotation.rotation_matter import add_document, faults
from tests.vault.test_vault_durability import files_up_to
from tests.vault.vault_pages import clock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses limits of POSIX")


@pytest.fixture
def vault(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        matter_id = vault.create_matter("1042", "0007", "Meridian").matter_id
        add_document(vault.store_of(matter_id), b"letter" * 60_000, pages=4)
        yield vault


def tried(steps, limit):
    """The name of what stopped it, None where it came to its end."""
    try:
        with files_up_to(limit):
            for _ in steps:
                pass
    except (DiskFullError, VaultDiskError) as error:
        return type(error)
    return None


def test_a_matter_for_which_there_is_no_room_keeps_its_keys_and_what_was_copied(vault):
    matter_id = vault.matters()[0].matter_id
    before = [document.origin for document in vault.store_of(matter_id).documents()]
    stops = []
    for limit in range(8_192, 1_100_000, 61_440):
        epoch = vault.inside().matter_row(matter_id).key_epoch
        stops.append(tried(vault.renewals.renew_matter(matter_id), limit))
        store = vault.store_of(matter_id)
        assert [document.origin for document in store.documents()] == before
        now = vault.inside().matter_row(matter_id).key_epoch
        assert now == epoch + (stops[-1] is None)
    assert len([stop for stop in stops if stop]) >= 5
    assert [step.phase for step in vault.renewals.renew_matter(matter_id)][-1] is RenewalPhase.DONE
    assert faults(vault.store_of(matter_id)) == []


def test_a_registry_for_which_there_is_no_room_is_as_it_was(vault, folder, keys):
    stops = []
    for limit in (4_096, 16_384, 40_960, 65_536, 98_304, 131_072):
        stops.append(tried(vault.renewals.renew_vault_key(keys), limit))
        assert len(vault.matters()) == 1
    assert len([stop for stop in stops if stop]) >= 3
    assert list(vault.renewals.renew_vault_key(keys))[-1] is RenewalPhase.DONE
    assert list(vault.registry_problems()) == []
    vault.close()
    with Vault.open(folder, KeyringWay(keys), clock=clock) as again:
        assert len(again.store_of(again.matters()[0].matter_id).documents()) == 1
