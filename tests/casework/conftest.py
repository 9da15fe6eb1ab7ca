"""A real vault with one matter, its keys held in memory instead of a keyring."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from desktop.vault.vault import Vault

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class KeysInMemory:
    """A key store for tests that are not about the keyring."""

    def __init__(self):
        self.secrets = {}

    def put(self, name, secret):
        self.secrets[name] = secret

    def get(self, name):
        return self.secrets.get(name)

    def remove(self, name):
        self.secrets.pop(name, None)


@pytest.fixture
def clock():
    return lambda: NOON


@pytest.fixture
def keys():
    return KeysInMemory()


@pytest.fixture
def vault(tmp_path, keys, clock):
    vault = Vault.create(tmp_path / "vault", keys, clock=clock)
    yield vault
    vault.close()


@pytest.fixture
def matter(vault):
    return vault.create_matter("1042", "0007", "Brandt v. Meridian Logistics")


@pytest.fixture(scope="session")
def shared_documents():
    folder = Path(__file__).parents[3] / "shared" / "documents"
    if not folder.is_dir():
        pytest.skip("the shared sample documents are not on this machine")
    return folder
