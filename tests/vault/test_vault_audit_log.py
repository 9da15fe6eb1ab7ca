"""What was done stands in a log that cannot be changed, cut or forged without being noticed."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from desktop.domain.audit import NO_ENTRY, Act, AuditHead
from desktop.domain.errors import MatterExistsError, VaultDamagedError
from desktop.vault.audit.log import AuditKeys
from desktop.vault.database import dbapi2
from desktop.vault.keys import AuditKey, DataKey
from desktop.vault.vault import Vault
from tests.vault.vault_pages import NOON, clock

SOMETHING = "a" * 32


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def log(store):
    store.audit.add(Act.VALUES_SHOWN, subject=[SOMETHING], details={"values": 3})
    store.audit.add(Act.FINDING_DECIDED, subject=[SOMETHING], details={"decision": "accepted"})
    store.audit.add(Act.FINDINGS_EXPORTED, details={"findings": 12, "form": "csv"})
    return store.audit


def what_is_wrong(log, **kept):
    return [problem.what for problem in log.problems(**kept)]


def without_triggers(store):
    database = store._database
    with database.unrestricted():
        database.change("DROP TRIGGER audit_is_kept")
        database.change("DROP TRIGGER audit_is_fixed")
    return database


def test_an_entry_says_when_who_what_and_about_what(log):
    shown, decided, exported = log.entries()
    assert [entry.number for entry in (shown, decided, exported)] == [1, 2, 3]
    assert shown.act is Act.VALUES_SHOWN
    assert shown.at == NOON
    assert shown.subject == (SOMETHING,)
    assert shown.details == {"values": 3}
    assert decided.who
    assert not decided.is_clock_back
    assert log.entries(latest=1) == (exported,)


def test_a_log_as_it_was_written_has_no_problem(log):
    assert what_is_wrong(log) == []
    assert what_is_wrong(log, kept=log.head()) == []
    assert what_is_wrong(log, kept=NO_ENTRY) == []


def test_the_account_is_not_taken_from_the_environment(log, monkeypatch):
    monkeypatch.setenv("LOGNAME", "somebody-else")
    monkeypatch.setenv("USER", "somebody-else")
    log.add(Act.HOLD_PLACED)
    assert log.entries(latest=1)[0].who == log.entries()[0].who != "somebody-else"


def test_an_entry_goes_with_the_transaction_that_it_tells_of(store, log):
    def fail():
        with store.together():
            log.add(Act.HOLD_PLACED)
            raise MatterExistsError

    with pytest.raises(MatterExistsError):
        fail()
    assert log.head().number == 3
    assert what_is_wrong(log) == []


def test_a_clock_set_back_is_flagged(folder, keys):
    ticking = Clock()
    with Vault.create(folder, keys, clock=ticking) as vault:
        vault.audit.add(Act.BACKUP_MADE)
        ticking.now -= timedelta(seconds=1)
        vault.audit.add(Act.BACKUP_MADE)
        ticking.now += timedelta(seconds=1)
        vault.audit.add(Act.BACKUP_MADE)
        flags = [entry.is_clock_back for entry in vault.audit.entries(latest=3)]
        assert flags == [False, True, False]


@pytest.mark.parametrize(
    ("subject", "details"),
    [
        (["Anna Brandt"], {}),
        (["a" * 81], {}),
        ([SOMETHING] * 257, {}),
        ([], {"what": "x" * 201}),
        ([], {"Not a name": 1}),
        ([], {f"n{number}": number for number in range(25)}),
    ],
)
def test_what_has_no_place_in_a_log_is_refused(log, subject, details):
    with pytest.raises(ValueError, match="entry"):
        log.add(Act.HOLD_PLACED, subject=subject, details=details)
    assert log.head().number == 3


def test_the_program_cannot_delete_or_change_an_entry(store, log):
    for statement in (
        "DELETE FROM audit WHERE number = 2",
        "UPDATE audit SET number = 9 WHERE number = 2",
        "UPDATE audit SET hash = zeroblob(32) WHERE number = 2",
    ):
        with pytest.raises(dbapi2.DatabaseError, match="log is never"):
            store._database.change(statement)
    assert what_is_wrong(log) == []


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM audit WHERE number = 2", "Entry 2 is missing."),
        ("DELETE FROM audit WHERE number < 3", "Entries 1 to 2 are missing."),
        (
            "UPDATE audit SET record = (SELECT record FROM audit AS o WHERE o.number = 1)"
            " WHERE number = 2",
            "The entry was altered or damaged.",
        ),
        (
            "UPDATE audit SET hash = zeroblob(32) WHERE number = 2",
            "The entry was altered or comes from elsewhere.",
        ),
        (
            "UPDATE audit SET mac = zeroblob(32) WHERE number = 2",
            "The entry was not written with the key of this log.",
        ),
        (
            "UPDATE audit SET record = zeroblob(length(record)) WHERE number = 2",
            "The entry was altered or damaged.",
        ),
    ],
)
def test_what_was_done_to_a_log_is_named(store, log, statement, what):
    without_triggers(store).change(statement)
    assert what in what_is_wrong(log)


def test_a_cut_end_is_noticed_against_a_head_that_was_kept(store, log):
    kept = log.head()
    without_triggers(store).change("DELETE FROM audit WHERE number = 3")
    assert what_is_wrong(log) == []
    (problem,) = log.problems(kept=kept)
    assert problem.number == 3
    assert "cut off" in problem.what


def test_another_history_is_noticed_against_a_head_that_was_kept(log):
    (what,) = what_is_wrong(log, kept=AuditHead(2, "f" * 64))
    assert what == "The entry does not have the hash that was kept."


def test_whoever_opens_the_file_without_the_data_key_reads_nothing_of_it(store, log):
    raw = repr(store._database.rows("SELECT * FROM audit"))
    for word in ("values-shown", SOMETHING, "accepted", "2026-03-02", log.entries()[0].who):
        assert word not in raw


def test_an_exported_entry_can_be_checked_by_hand(log):
    previous = "0" * 64
    for written in log.written():
        line = json.loads(written.line(is_whole=True))
        entry, private = line["entry"], line["private"]
        assert json.loads(written.line(is_whole=False))["private"] is None

        def digest(value):
            plain = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
            return hashlib.sha256(plain)

        assert entry["previous"] == previous
        assert entry["commitment"] == digest(private).hexdigest()
        assert line["hash"] == digest(entry).hexdigest()
        mac = hmac.new(log.key.reveal(), digest(entry).digest(), "sha256")
        assert line["mac"] == mac.hexdigest()
        previous = line["hash"]
    assert previous == log.head().hash


def test_after_a_rotation_the_entries_are_the_same_and_the_old_keys_open_nothing(store, log):
    before, head = log.entries(), log.head()
    old = log._keys
    log.rekey(AuditKeys(log.log, old.matter_id, DataKey(b"d" * 32), AuditKey(b"m" * 32)))
    assert log.entries() == before
    assert log.head() == head
    assert what_is_wrong(log) == []
    number, record = store._database.row("SELECT number, record FROM audit LIMIT 1")
    with pytest.raises(VaultDamagedError):
        AuditKeys(log.log, old.matter_id, DataKey(old.data.reveal()), old.mac).open(
            number, bytes(len(record))
        )


def test_the_vault_and_its_matters_have_logs_of_their_own(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        matter = vault.create_matter("1", "1", "x")
        vault.store_of(matter.matter_id).audit.add(Act.HOLD_PLACED)
        assert Act.HOLD_PLACED not in {entry.act for entry in vault.audit.entries()}
        assert vault.store_of(matter.matter_id).audit.log == matter.matter_id
