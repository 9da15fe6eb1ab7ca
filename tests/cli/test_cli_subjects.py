"""Everything about one person on the command line: found, reviewed, looked for again."""

import json

import pytest

from desktop.cli.commands import command_of
from desktop.cli.exit_codes import ExitCode
from desktop.cli.output import Output
from desktop.cli.parser import build_parser
from desktop.cli.session import Session
from desktop.domain.finding import FindingKind
from desktop.settings import Settings
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import VOTES, KeysInMemory, clock, finding, origin, reading


@pytest.fixture
def keys():
    return KeysInMemory()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "vault"


def add(store, name):
    """A document of one page that names the person."""
    document, _ = store.admit(origin(name.encode(), name), name.encode())
    page = reading(1, "Dear Anna Müller, it is done.")
    store.start_reading(document.document_id, 1)
    found = [finding(FindingKind.PERSON, page, "Anna Müller")]
    store.store_pages(document.document_id, [(page, found, VOTES)])


@pytest.fixture
def incamera(folder, keys, monkeypatch, capsys):
    """Runs a command in this process: its exit code, and what it printed as JSON or as text."""
    monkeypatch.setattr("desktop.casework.opening.open_keyring", lambda **_limits: keys)
    with Vault.create(folder, keys, clock=clock) as vault:
        add(vault.store_of(vault.create_matter("1042", "0007", "x").matter_id), "first.pdf")

    def run(*arguments):
        parsed = build_parser().parse_args([str(each) for each in arguments])
        session = Session(folder, Settings(), clock, Output(is_json=parsed.json))
        capsys.readouterr()
        code = command_of(parsed.command, getattr(parsed, "action", None))(session, parsed)
        printed = capsys.readouterr().out
        return code, json.loads(printed) if parsed.json else printed

    return run


@pytest.fixture
def add_later(incamera, folder, keys):
    """Adds a document to the matter after a case was opened."""
    assert incamera is not None

    def add_it(name):
        with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
            (matter,) = vault.matters()
            add(vault.store_of(matter.matter_id), name)

    return add_it


def test_a_case_that_has_not_seen_everything_says_so_and_is_looked_for_again(
    incamera, add_later, tmp_path
):
    code, found = incamera("subject", "find", "Anna Mueller", "--json")
    case = found["case_id"][:8]
    assert (code, len(found["hits"]), found["unseen"]) == (ExitCode.DONE, 1, 0)
    assert incamera("subject", "review", case, "--accept", "1")[0] is ExitCode.DONE
    add_later("second.pdf")
    assert incamera("subject", "list", "--json")[1][0]["unseen"] == 1
    assert "incamera subject again" in incamera("subject", "export", case, tmp_path / "out")[1]
    code, again = incamera("subject", "again", case, "--json")
    assert (code, again["unseen"]) == (ExitCode.DONE, 0)
    assert [(hit["document"], hit["decision"]) for hit in again["hits"]] == [
        ("first.pdf", "accepted"),
        ("second.pdf", "open"),
    ]
    assert incamera("subject", "review", case)[0] is ExitCode.PARTLY
