"""The road from a rule to a certificate, on the command line."""

import json

import pytest

from desktop.cli.commands import command_of
from desktop.cli.exit_codes import ExitCode
from desktop.cli.output import Output
from desktop.cli.parser import build_parser
from desktop.cli.session import Session
from desktop.domain.errors import HeldError, NoSuchMatterError, NotConfirmedError
from desktop.settings import Settings
from desktop.vault.vault import Vault
from tests.vault.vault_pages import NOON, KeysInMemory, clock, origin

NAMES = ("a.pdf", "b.pdf", "c.pdf")
CONFIRMED = ("--reason", "over", "--confirm", "1042-0007")


@pytest.fixture
def incamera(tmp_path, monkeypatch, capsys):
    """Runs a command in this process: its exit code, and what it printed as JSON or as text."""
    keys, folder = KeysInMemory(), tmp_path / "vault"
    monkeypatch.setattr("desktop.casework.opening.open_keyring", lambda **_limits: keys)
    with Vault.create(folder, keys, clock=clock) as vault:
        store = vault.store_of(vault.create_matter("1042", "0007", "x").matter_id)
        for name in NAMES:
            store.admit(origin(name.encode(), name), name.encode())

    def run(*arguments):
        parsed = build_parser().parse_args([str(each) for each in arguments])
        session = Session(folder, Settings(), clock, Output(is_json=parsed.json))
        capsys.readouterr()
        code = command_of(parsed.command, getattr(parsed, "action", None))(session, parsed)
        printed = capsys.readouterr().out
        return code, json.loads(printed) if parsed.json else printed

    return run


def names_of(incamera):
    return [row["name"] for row in incamera("list", "--json")[1]]


def test_a_held_document_is_refused_until_its_hold_is_released(incamera):
    code, hold = incamera("hold", "place", "--document", "a.pdf", "--reason", "Letter", "--json")
    assert (code, hold["document"], hold["state"]) == (ExitCode.DONE, "a.pdf", "stands")
    with pytest.raises(HeldError, match=hold["hold"]):
        incamera("dispose", *NAMES, *CONFIRMED)
    with pytest.raises(HeldError, match=hold["hold"]):
        incamera("dispose", "--whole-matter", *CONFIRMED)
    assert names_of(incamera) == list(NAMES)
    incamera("hold", "release", hold["hold"], "--reason", "Withdrawn")
    (row,) = incamera("hold", "list", "--json")[1]
    assert (row["state"], row["release_reason"]) == ("released", "Withdrawn")
    assert incamera("dispose", "a.pdf", *CONFIRMED)[0] is ExitCode.DONE
    assert names_of(incamera) == ["b.pdf", "c.pdf"]


def test_what_is_due_is_listed_and_only_a_person_ends_it(incamera):
    assert incamera("due")[1] == "Nothing is due.\n"
    rule = ("retention", "set", 5, "--from", "document-added", "--basis", "AO 147")
    assert incamera(*rule, "--json")[1]["years"] == 5
    shown = incamera("retention", "show", "--json")[1]
    assert (shown["rule"]["from"], shown["closed_at"]) == ("document_added", "")
    incamera("hold", "place", "--document", "c.pdf", "--reason", "Letter")
    soon = incamera("due", "--within", 3650, "--json")[1]
    assert [(row["document"], bool(row["held_by"])) for row in soon] == [
        ("a.pdf", False),
        ("b.pdf", False),
        ("c.pdf", True),
    ]
    assert {row["is_over"] for row in soon} == {False}
    incamera("retention", "lift")
    assert incamera("due", "--within", 3650, "--json")[1] == []
    assert names_of(incamera) == list(NAMES)


def test_all_that_is_due_and_not_held_goes_together(incamera, monkeypatch):
    incamera("retention", "set", 1, "--from", "document-added", "--basis", "AO 147")
    incamera("hold", "place", "--document", "c.pdf", "--reason", "Letter")
    later = NOON.replace(year=NOON.year + 2)
    monkeypatch.setitem(clock.__globals__, "NOON", later)
    code, certificate = incamera("dispose", "--due", *CONFIRMED, "--json")
    assert (code, len(certificate["documents"])) == (ExitCode.DONE, 2)
    assert names_of(incamera) == ["c.pdf"]


def test_a_disposal_that_nobody_confirms_is_not_understood(incamera, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert incamera("dispose", "a.pdf", "--reason", "over")[0] is ExitCode.USAGE
    for wrong in ((), ("a.pdf", "--due"), ("--due", "--whole-matter")):
        assert incamera("dispose", *wrong, *CONFIRMED)[0] is ExitCode.USAGE
    with pytest.raises(NotConfirmedError):
        incamera("dispose", "a.pdf", "--reason", "over", "--confirm", "1042-0008")
    assert names_of(incamera) == list(NAMES)


def test_a_certificate_is_written_listed_and_printed_again(incamera, tmp_path):
    target = tmp_path / "certificate.pdf"
    _, written = incamera("dispose", "b.pdf", *CONFIRMED, "--certificate", target, "--json")
    assert target.read_bytes().startswith(b"%PDF-")
    assert [each["is_so"] for each in written["verified"]] == [True] * 3
    (row,) = incamera("disposal", "list", "--json")[1]
    assert (row["scope"], row["documents"]) == ("documents", 1)
    again = json.loads(incamera("disposal", "certificate", row["disposal"])[1])
    assert again == written
    incamera("disposal", "certificate", row["disposal"], tmp_path / "again.json")
    assert json.loads((tmp_path / "again.json").read_bytes()) == written


def test_a_matter_is_closed_opened_again_and_ended(incamera):
    incamera("matter", "close")
    assert incamera("retention", "show", "--json")[1]["closed_at"]
    incamera("matter", "reopen")
    assert "open" in incamera("retention", "show")[1]
    _, certificate = incamera("dispose", "--whole-matter", *CONFIRMED, "--json")
    assert len(certificate["documents"]) == 3
    assert incamera("matter", "list", "--json")[1] == []
    (row,) = incamera("disposal", "list", "--json")[1]
    assert (row["scope"], row["matter"]) == ("matter", "1042-0007")
    with pytest.raises(NoSuchMatterError):
        incamera("list")
