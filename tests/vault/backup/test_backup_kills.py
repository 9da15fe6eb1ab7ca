"""A kill at any moment leaves the vault and every earlier backup whole."""

import sys

import pytest

from tests.vault.backup.backup_kills import kill_while_making, kill_while_restoring

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="kills as on POSIX"),
]


def test_a_kill_while_a_backup_is_made_loses_no_confirmed_one(tmp_path):
    assert kill_while_making(tmp_path, 4) >= 1


def test_a_kill_while_a_backup_is_restored_leaves_one_vault_whole(tmp_path):
    kill_while_restoring(tmp_path, 3)
