"""Vaults that earlier versions of the program made open, are whole, and go on."""

import pytest

from desktop.domain.rotation import RenewalPhase
from desktop.vault.changes_of_matter import MATTER_CHANGES
from desktop.vault.changes_of_registry import REGISTRY_CHANGES
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.migrations import version_of
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.frozen_vaults import VERSIONS, demand_as_it_was, thawed
from tests.vault.vault_pages import clock, origin


def test_there_are_vaults_of_the_first_tables_and_of_later_ones():
    assert VERSIONS[0] == "01"
    assert len(VERSIONS) >= 5


@pytest.mark.parametrize("version", VERSIONS)
def test_a_vault_of_an_earlier_version_is_brought_up_to_date_and_works(version, tmp_path):
    keys, known = thawed(version, tmp_path / "vault")
    with Vault.open(tmp_path / "vault", KeyringWay(keys), clock=clock) as vault:
        vault.guard(keys)
        demand_as_it_was(vault, known)
        store = vault.store_of(vault.matters()[0].matter_id)
        assert version_of(store._database) == len(MATTER_CHANGES)
        assert version_of(vault.inside().registry) == len(REGISTRY_CHANGES)
        assert [step for step in store.verify() if isinstance(step, IntegrityProblem)] == []
        assert list(vault.registry_problems()) == []
    with Vault.open(tmp_path / "vault", KeyringWay(keys), clock=clock) as vault:
        matter_id = vault.matters()[0].matter_id
        for phase in vault.renewals.renew_vault_key(keys):
            last = phase
        for step in vault.renewals.renew_matter(matter_id):
            last = step.phase
        assert last is RenewalPhase.DONE
        demand_as_it_was(vault, known)
        vault.store_of(matter_id).admit(origin(b"later"), b"later")
