"""A real vault with one matter, its key in the keyring."""

import pytest

from desktop.vault.vault import Vault


@pytest.fixture
def vault(tmp_path, key_store, clock):
    vault = Vault.create(tmp_path / "vault", key_store, clock=clock)
    yield vault
    vault.close()


@pytest.fixture
def matter(vault):
    return vault.create_matter("1042", "0007", "Brandt v. Meridian Logistics")
