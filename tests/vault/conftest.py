"""Known answers, a new vault, and a keyring for each test that locks, halts or bends it."""

import shutil
import tempfile
import tomllib
from pathlib import Path

import pytest

from desktop.vault.vault import Vault
from resources.samples.private_keyring import NoKeyringHereError
from tests.vault.own_keyring import OwnKeyring
from tests.vault.vault_pages import KeysInMemory, clock


@pytest.fixture(scope="session")
def known():
    """Derivations and layouts with their answers, `tests/vectors/vault.toml`."""
    file = Path(__file__).parents[1] / "vectors" / "vault.toml"
    return tomllib.loads(file.read_text("utf-8"))


@pytest.fixture
def idle_keyring(monkeypatch):
    """A keyring that has not been started; this process has no other."""
    folder = Path(tempfile.mkdtemp(prefix="keyring-"))  # a socket's path has 107 characters at most
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={folder / 'nothing'}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    keyring = OwnKeyring(folder)
    yield keyring
    keyring.stop()
    shutil.rmtree(folder)


@pytest.fixture
def own_keyring(idle_keyring):
    """A keyring that runs, unlocked."""
    try:
        idle_keyring.start()
    except NoKeyringHereError as error:
        pytest.skip(str(error))
    return idle_keyring


@pytest.fixture
def keys():
    return KeysInMemory()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "vault"


@pytest.fixture
def store(folder, keys):
    """What is kept of a new matter in a new vault."""
    with Vault.create(folder, keys, clock=clock) as vault:
        yield vault.store_of(vault.create_matter("1042", "0007", "x").matter_id)
