"""Two accounts that share a vault, with one matter."""

import pytest

from tests.vault.members.accounts import founder, joined


@pytest.fixture
def anna(folder):
    return founder(folder)


@pytest.fixture
def bert(anna):
    return joined(anna, "Bert")
