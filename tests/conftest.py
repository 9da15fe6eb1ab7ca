"""What all tests share: a real keyring on a private bus, sample matter, shared documents."""

import os
import shutil
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from resources.samples.private_keyring import NoKeyringHereError, private_keyring

PROJECT = Path(__file__).parents[1]
SAMPLES = PROJECT / "resources" / "samples"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
COVERING = ("domain", "intake", "wire", "vault", "casework")
"""Folders of tests that count for coverage: windows and commands that pass by a line do not."""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.relative_to(PROJECT / "tests").parts[0] not in COVERING:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def keyring_environment():
    """A Secret Service daemon on a private bus: the variables by which a process reaches it."""
    folder = Path(tempfile.mkdtemp(prefix="keyring-"))  # a socket's path has 107 characters at most
    try:
        with private_keyring(folder) as variables:
            yield variables
    except NoKeyringHereError as error:
        pytest.skip(str(error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def key_store(keyring_environment, monkeypatch):
    """The operating system's keyring, as the program opens it."""
    from desktop.vault.keyring_store import open_keyring

    for name, value in keyring_environment.items():
        monkeypatch.setenv(name, value)
    return open_keyring()


@pytest.fixture
def clock():
    return lambda: NOON


@pytest.fixture(scope="session")
def samples():
    """The folder of the sample matter."""
    return SAMPLES / "brandt-v-meridian"


@pytest.fixture(scope="session")
def expected():
    """What stands in the sample documents."""
    return tomllib.loads((SAMPLES / "expected.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def shared_documents():
    """Real documents beside the project; tests that need them skip where there are none."""
    folder = PROJECT.parent / "shared" / "documents"
    if not folder.is_dir():
        pytest.skip("the shared sample documents are not on this machine")
    return folder


@pytest.fixture(scope="session")
def program_environment(keyring_environment):
    """The environment of a process that is started as a person would start it."""
    return os.environ | keyring_environment
