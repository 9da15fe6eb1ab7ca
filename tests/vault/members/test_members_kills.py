"""A wall that is made, or a member that is dismissed, is so or is not, whenever the power fails."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.domain.rotation import RotationPhase
from desktop.vault.inside import MATTERS_FOLDER
from desktop.vault.members.walled import Standing
from desktop.vault.members.walls import Walls, clear_traces
from tests.vault.backup.backup_vaults import fill

ROOT = Path(__file__).parents[3]
REFERENCE = "1042-0007"
PROCESS = (sys.executable, "-m", "tests.vault.members.walling_process")
STEPS = (RotationPhase.COPIED, RotationPhase.MARKED, RotationPhase.DONE)
pytestmark = pytest.mark.process


def killed_after(account, phase, what, tmp_path):
    """Run the act in a process of its own and kill it once this step was made."""
    secrets = tmp_path / "secrets.json"
    secrets.write_text(
        json.dumps({name: secret.hex() for name, secret in account.keys.secrets.items()})
    )
    with subprocess.Popen(
        [*PROCESS, str(account.folder), str(secrets), what],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        for line in process.stdout:
            if line.decode().strip() == phase.value:
                process.kill()
                return
            process.stdin.write(b"\n")
            process.stdin.flush()
    raise AssertionError("the process ended before that step")


def is_sound(account):
    with account.opened() as vault:
        store = vault.store_of(vault.matter(REFERENCE).matter_id)
        (document,) = store.documents()
        assert store.original(document.document_id) == b"letter" * 100
        assert list(vault.registry_problems()) == []


@pytest.mark.parametrize("phase", STEPS)
def test_a_wall_stands_or_does_not(anna, bert, phase, tmp_path):
    with anna.opened() as vault:
        fill(vault.store_of(vault.matter(REFERENCE).matter_id), b"letter" * 100)
    killed_after(anna, phase, "wall", tmp_path)
    is_sound(anna)
    is_walled = phase is RotationPhase.DONE
    assert bert.references() == ([] if is_walled else [REFERENCE])
    if not is_walled:
        anna.wall(REFERENCE)
    with anna.opened() as vault:
        assert clear_traces(vault.inside())  # as each opening of the vault does
        standing = vault.inside().registry.value("SELECT wall FROM matter")
        assert standing == Standing.CLEARED
    is_sound(anna)
    assert bert.references() == []
    assert len(list((anna.folder / MATTERS_FOLDER).glob("*.db"))) == 1


@pytest.mark.parametrize("phase", STEPS)
def test_a_member_is_inside_or_is_not(anna, bert, phase, tmp_path):
    with anna.opened() as vault:
        fill(vault.store_of(vault.matter(REFERENCE).matter_id), b"letter" * 100)
    anna.wall(REFERENCE)
    anna.admit(REFERENCE, "Bert")
    killed_after(anna, phase, "Bert", tmp_path)
    is_sound(anna)
    is_gone = phase is RotationPhase.DONE
    assert bert.references() == ([] if is_gone else [REFERENCE])
    if not is_gone:
        anna.dismiss(REFERENCE, "Bert")
    is_sound(anna)
    assert bert.references() == []
    with anna.opened() as vault:
        wall = Walls(vault, anna.clock).around(vault.matter(REFERENCE).matter_id)
        assert [each.name for each in wall.inside] == ["Anna"]
        assert vault.inside().registry.value("SELECT count(*) FROM member_copy") == 1
    assert len(list((anna.folder / MATTERS_FOLDER).glob("*.db"))) == 1
