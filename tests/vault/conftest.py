"""The known answers that all key tests share."""

import tomllib
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def known():
    """Derivations and layouts with their answers, `tests/vectors/vault.toml`."""
    file = Path(__file__).parents[1] / "vectors" / "vault.toml"
    return tomllib.loads(file.read_text("utf-8"))
