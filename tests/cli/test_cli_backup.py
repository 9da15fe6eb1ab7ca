"""Backups from the command line: made, listed, checked, rehearsed, restored."""

import json

import pytest

from tests.cli.conftest import Incamera

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def small_matter(incamera):
    """A vault with one matter that holds nothing yet."""
    assert incamera("vault", "create").returncode == 0
    assert incamera("matter", "new", "1042", "0007", "Brandt v. Meridian").returncode == 0
    return incamera


def answer(incamera, *arguments, code=0):
    done = incamera(*arguments, "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_a_backup_is_made_checked_rehearsed_and_restored(small_matter, tmp_path):
    incamera, file = small_matter, tmp_path / "firm.backup"
    nowhere = answer(incamera, "backup", "make", code=3)
    assert nowhere["code"] == "BACKUP-01"
    assert answer(incamera, "backup", "list")["due"] == {"backup": False, "rehearsal": False}

    first = answer(incamera, "backup", "make", file)
    assert answer(incamera, "backup", "list")["due"] == {"backup": False, "rehearsal": True}
    second = answer(incamera, "backup", "make")
    assert (first["number"], second["number"], second["place"]) == (1, 2, str(file))
    assert second["added_bytes"] < first["added_bytes"]
    assert [row["number"] for row in answer(incamera, "backup", "list", file)] == [2, 1]

    checked = answer(incamera, "backup", "check", "--all")
    assert [row["checked"] for row in checked["backups"]] == [True, True]
    assert checked["problems"] == []
    found = answer(incamera, "backup", "rehearse")
    assert (found["number"], found["matters"], found["problems"]) == (2, 1, [])
    state = answer(incamera, "backup", "list")
    assert [row["act"] for row in state["acts"]] == ["rehearsed", "checked", "made", "made"]
    assert state["due"] == {"backup": False, "rehearsal": False}

    assert incamera("matter", "new", "1042", "0008", "Came later").returncode == 0
    there = answer(incamera, "backup", "restore", file, code=3)
    assert there["code"] == "VAULT-02"
    restored = answer(incamera, "backup", "restore", file, "--replace")
    assert restored["matters"] == 1
    assert [row["reference"] for row in answer(incamera, "matter", "list")] == ["1042-0007"]
    assert answer(incamera, "backup", "list")["acts"][0]["act"] == "restored"
    assert len(list(incamera.home.glob("vault.before-*"))) == 1
    assert answer(incamera, "verify")["problems"] == []


def test_a_cut_file_is_told_from_a_whole_one(small_matter, tmp_path):
    incamera, file = small_matter, tmp_path / "firm.backup"
    for _ in range(2):
        assert incamera("backup", "make", file).returncode == 0
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    for action in ("check", "rehearse"):
        assert answer(incamera, "backup", action, file, code=3)["code"] == "BACKUP-08"
    file.write_bytes(whole[:30_000] + bytes([whole[30_000] ^ 1]) + whole[30_001:])
    assert answer(incamera, "backup", "check", file, "--all", code=1)["problems"]


def test_a_file_is_cut_into_pieces_and_put_together_again(small_matter, tmp_path):
    incamera, file = small_matter, tmp_path / "firm.backup"
    assert incamera("backup", "make", file).returncode == 0
    sticks, again = tmp_path / "sticks", tmp_path / "again.backup"
    sticks.mkdir()
    assert answer(incamera, "backup", "cut", file, sticks, "--size", "0.5", code=3)["code"] == (
        "BACKUP-14"
    )
    cut = answer(incamera, "backup", "cut", file, sticks, "--size", "1.1")
    assert cut["count"] == len(list(sticks.iterdir())) == len(cut["pieces"])
    assert answer(incamera, "backup", "join", again, sticks) == {"whole": True, "next": 0}
    assert again.read_bytes() == file.read_bytes()


def test_a_matter_goes_to_another_vault_and_is_merged(
    small_matter, tmp_path_factory, program_environment, tmp_path
):
    other = Incamera(tmp_path_factory.mktemp("other"), program_environment)
    assert other("vault", "create").returncode == 0
    key = answer(other, "matter", "receiving-key")["receiving_key"]
    file = tmp_path / "m.pack"
    assert answer(small_matter, "matter", "pack", file, "--for", key[:-1], code=3)["code"] == (
        "BACKUP-11"
    )
    packed = answer(small_matter, "matter", "pack", file, "-m", "1042-0007", "--for", key)
    assert packed["bytes"] == file.stat().st_size
    assert answer(small_matter, "matter", "unpack", file, code=3)["code"] == "BACKUP-10"
    assert answer(other, "matter", "unpack", file)["is_new"] is True
    assert answer(other, "matter", "unpack", file)["is_new"] is False
    assert [row["reference"] for row in answer(other, "matter", "list")] == ["1042-0007"]
    assert answer(other, "matter", "differences") == []
    done = small_matter("matter", "pack", tmp_path / "n.pack", "-m", "1042-0007")
    assert done.returncode == 3, "a passphrase is typed, never given"
    assert not (tmp_path / "n.pack").exists()
