"""An exported log says by itself, to anybody, whether it is as it was written."""

import importlib.util
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.casework.auditing.logs import check_logs, export_log, log_of, write_key
from desktop.domain.audit import Act
from desktop.domain.errors import AuditTargetError

CHECKER = Path(__file__).parents[2] / "resources" / "security" / "check_audit_log.py"


@pytest.fixture(scope="module")
def checker():
    spec = importlib.util.spec_from_file_location("check_audit_log", CHECKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def named(vault, matter):
    log = vault.store_of(matter.matter_id).audit
    log.add(Act.VALUES_SHOWN, subject=["a" * 32], details={"values": 2, "by": "incamera findings"})
    log.add(Act.FINDING_DECIDED, subject=["b" * 32], details={"decision": "accepted"})
    log.add(Act.HOLD_PLACED, details={"is_whole": True})
    return log_of(vault, matter)


@pytest.fixture
def exported(named, tmp_path):
    """The bytes of an export, and its key."""
    export_log(named, tmp_path / "log.jsonl", is_whole=True)
    write_key(named, tmp_path / "key")
    key = bytes.fromhex((tmp_path / "key").read_text())
    return (tmp_path / "log.jsonl").read_bytes(), key


def wrong(checker, content, **known):
    return list(checker.problems(content, **known))


def test_a_log_as_it_was_written_is_sound_with_and_without_its_key(checker, exported, named):
    content, key = exported
    head = named.log.head().text
    assert wrong(checker, content) == []
    assert wrong(checker, content, key=key, head=head) == []
    assert wrong(checker, content, key=bytes(32))


def test_details_can_be_left_out_and_the_chain_is_checked_all_the_same(
    checker, named, exported, tmp_path
):
    _, key = exported
    export_log(named, tmp_path / "bare", is_whole=False)
    content = (tmp_path / "bare").read_bytes()
    assert wrong(checker, content, key=key) == []
    assert b"incamera findings" not in content
    assert all(json.loads(line)["private"] is None for line in content.splitlines()[1:-1])


def test_every_single_flipped_bit_is_noticed(checker, vault, tmp_path):
    export_log(log_of(vault, None), tmp_path / "log", is_whole=True)
    content, missed = (tmp_path / "log").read_bytes(), []
    for bit in range(8 * len(content)):
        altered = bytearray(content)
        altered[bit // 8] ^= 1 << bit % 8
        if not wrong(checker, bytes(altered)):
            missed.append(bit)
    # What the last line says of the key alone, nobody can tell without it.
    start = content.rindex(b'"mac":"') + 7
    assert all(start <= bit // 8 < start + 64 for bit in missed)


def test_a_flipped_bit_of_the_last_mac_is_noticed_with_the_key(checker, exported):
    content, key = exported
    start = content.rindex(b'"mac":"') + 7
    for bit in range(8 * start, 8 * (start + 64)):
        altered = bytearray(content)
        altered[bit // 8] ^= 1 << bit % 8
        assert wrong(checker, bytes(altered), key=key)


def test_a_removed_line_is_named(checker, exported):
    lines = exported[0].splitlines(keepends=True)
    found = wrong(checker, b"".join(lines[:2] + lines[3:]))
    assert "line 3: entry 2 is missing" in found


def test_swapped_lines_are_named(checker, exported):
    lines = exported[0].splitlines(keepends=True)
    lines[2], lines[3] = lines[3], lines[2]
    found = wrong(checker, b"".join(lines))
    assert "line 3: entry 2 stands elsewhere" in found
    assert "line 4: entry 2 stands behind 3: out of order or doubled" in found


def test_an_altered_entry_is_named_as_altered(checker, exported):
    found = wrong(checker, exported[0].replace(b'"decision":"accepted"', b'"decision":"rejected"'))
    assert "line 3: entry 2 was altered: its details are not those that were written" in found
    found = wrong(checker, exported[0].replace(b'"act":"hold-placed"', b'"act":"hold-released"'))
    assert "line 4: entry 3 was altered: its hash is another" in found


def test_a_cut_end_is_noticed(checker, exported):
    lines = exported[0].splitlines(keepends=True)
    for cut in (lines[:-1], lines[:-2] + lines[-1:], lines[:2], [exported[0][:-1]]):
        assert wrong(checker, b"".join(cut))


def test_an_end_made_anew_is_noticed_against_a_head_that_was_kept(checker, named, exported):
    """Whoever has no key can make a shorter log that looks whole; the kept end gives it away."""
    content, key = exported
    kept = named.log.head().text
    lines = content.splitlines(keepends=True)[:-2]
    last = json.loads(lines[-1])
    written = b"".join(lines)
    end = {
        "entries": last["entry"]["number"],
        "head": last["hash"],
        "mac": "0" * 64,
        "sha256": checker.hashlib.sha256(written).hexdigest(),
    }
    forged = written + checker.canonical(end) + b"\n"
    assert wrong(checker, forged) == []
    assert any("cut off" in what for what in wrong(checker, forged, head=kept))
    assert wrong(checker, forged, key=key) == ["the end was not written with this key"]


def test_the_checker_runs_by_itself_and_says_what_is_wrong(exported, tmp_path):
    command = [sys.executable, "-I", str(CHECKER), str(tmp_path / "log.jsonl")]
    sound = subprocess.run(
        [*command, "--key", str(tmp_path / "key")], capture_output=True, text=True, check=False
    )
    assert sound.returncode == 0
    assert sound.stdout.startswith("4 entries, chain and key sound. Keep this end: 4:")
    (tmp_path / "log.jsonl").write_bytes(exported[0].replace(b"hold-placed", b"hold-forged"))
    broken = subprocess.run(command, capture_output=True, text=True, check=False)
    assert broken.returncode == 1
    assert "entry 3 was altered" in broken.stdout


def test_the_export_is_itself_an_entry(named, exported):
    assert named.log.entries(latest=1)[0].act is Act.LOG_EXPORTED
    assert b"log-exported" in exported[0]


def test_a_target_that_cannot_be_written_leaves_nothing(named, tmp_path):
    with pytest.raises(AuditTargetError):
        export_log(named, tmp_path / "absent" / "log", is_whole=True)
    with pytest.raises(AuditTargetError):
        write_key(named, tmp_path / "absent" / "key")


def test_all_logs_of_a_vault_are_checked(vault, named, clock):
    found = list(check_logs(vault, kept=vault.audit.head()))
    assert [one.name for one in found] == ["the vault", named.name]
    assert not any(one.problems for one in found)
    assert clock() - timedelta(seconds=1) < vault.audit.entries(latest=1)[0].at
