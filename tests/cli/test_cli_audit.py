"""`incamera audit` and `verify --accept-older` in real processes, with a real keyring."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

CHECKER = Path(__file__).parents[2] / "resources" / "security" / "check_audit_log.py"


@pytest.fixture(scope="module")
def set_up(incamera):
    """A vault with a matter, nothing read in it."""
    assert incamera("vault", "create").returncode == 0
    assert incamera("matter", "new", "1042", "0007", "Brandt v. Meridian").returncode == 0
    return incamera


def listed(incamera, *arguments):
    return json.loads(incamera("audit", "list", "--json", *arguments).stdout)


def test_the_log_tells_what_was_done_to_the_vault(set_up):
    acts = [entry["act"] for entry in listed(set_up)]
    assert acts[0] == "vault-created"
    assert acts.count("matter-created") == 1
    assert acts[-1] == "vault-opened"


def test_an_exported_log_is_sound_for_the_checker_and_for_the_program(set_up, tmp_path):
    log, key = tmp_path / "log.jsonl", tmp_path / "key"
    done = set_up("audit", "export", log, "--key-file", key, "--json")
    head = json.loads(done.stdout)["head"]
    command = [sys.executable, "-I", str(CHECKER), log, "--key", key, "--head", head]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    checked = set_up("audit", "check", "--head", head)
    assert checked.returncode == 0
    assert checked.stdout.count("sound") == 2
    assert set_up("audit", "check", "--head", f"2:{'0' * 64}").returncode == 1


def test_the_record_of_processing_says_what_is_missing(set_up, tmp_path):
    done = set_up("audit", "record", tmp_path / "record.pdf")
    assert done.returncode == 1
    assert "processing_controller" in done.stdout
    assert (tmp_path / "record.pdf").read_bytes().startswith(b"%PDF-")


def test_an_older_vault_is_refused_until_a_person_accepts_it(set_up, tmp_path):
    vault = set_up.home / "vault"
    assert vault.is_dir()
    shutil.copytree(vault, tmp_path / "older")
    assert set_up("matter", "new", "1042", "0009", "Later").returncode == 0
    shutil.rmtree(vault)
    shutil.copytree(tmp_path / "older", vault)
    refused = set_up("matter", "list")
    assert refused.returncode == 3
    assert "AUDIT-01" in refused.stderr
    assert "--accept-older" in refused.stderr
    assert set_up("verify", "--accept-older").returncode == 0
    assert "older-state-accepted" in {entry["act"] for entry in listed(set_up)}
