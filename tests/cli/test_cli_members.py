"""Two accounts of one workstation, each with a home and a keyring of its own, share a vault.

What one of them has behind a wall is looked for, by an unguessable word, in all that the other is
shown and in all that is written for it: a test for each channel.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
from reportlab.pdfgen import canvas

from resources.samples.private_keyring import NoKeyringHereError, private_keyring
from tests.cli.conftest import PROJECT, Incamera
from tests.cli.test_cli_keys import OnTerminal

pytestmark = [pytest.mark.process, pytest.mark.keyring]

WORD, FILE_NAME, MATTER_NAME = "Quaggazebrine", "Okapisecret", "Axolotlcase"
CLIENT, NUMBER = "77431", "88652"
REFERENCE = f"{CLIENT}-{NUMBER}"
TELLING = (WORD, FILE_NAME, MATTER_NAME, CLIENT, NUMBER)
OPEN = "1042-0008"


class Account:
    """One account: a home, a keyring, and a process that runs its commands."""

    def __init__(self, home, environment):
        self.home = home
        self.on_terminal = Incamera(home, environment)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.commands_process"],
            cwd=PROJECT,
            env=environment | {"INCAMERA_HOME": str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *arguments):
        """Run a command; returns exit code, output and errors."""
        self.process.stdin.write(json.dumps([str(each) for each in arguments]) + "\n")
        self.process.stdin.flush()
        return Finished(*json.loads(self.process.stdout.readline()))


class Finished(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


class Office:
    """One vault's folder, and the accounts that use it."""

    def __init__(self, folder, first, second):
        self.vault = folder / "shared" / "vault"
        self.anna = Account(folder / "anna", first)
        self.bert = Account(folder / "bert", second)
        self.shown_to_bert = ""

    def close(self):
        for account in (self.anna, self.bert):
            account.process.communicate(timeout=60)


def say(account, *arguments, code=0):
    finished = account(*arguments, "--json")
    assert finished.returncode == code, finished.stderr
    return json.loads(finished.stdout) if finished.stdout else None


@pytest.fixture(scope="module")
def second_keyring():
    """The keyring of another account: a daemon and a bus of its own."""
    folder = Path(tempfile.mkdtemp(prefix="keyring-"))
    try:
        with private_keyring(folder) as variables:
            yield variables
    except NoKeyringHereError as error:
        pytest.skip(str(error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def office(tmp_path_factory, program_environment, second_keyring):
    """Two accounts that look for their vault in one folder."""
    folder = tmp_path_factory.mktemp("office")
    office = Office(folder, program_environment, os.environ | second_keyring)
    yield office
    office.close()


@pytest.fixture(scope="module")
def joined(office, tmp_path_factory):
    """Anna made the vault and a matter with a document; Bert has joined."""
    folder = tmp_path_factory.mktemp("received")
    for account in (office.anna, office.bert):
        say(account, "vault", "use", office.vault)
    say(office.anna, "vault", "create")
    say(office.anna, "matter", "new", CLIENT, NUMBER, MATTER_NAME)
    document = folder / f"{FILE_NAME}.pdf"
    drawn = canvas.Canvas(str(document))
    for line in range(6):
        drawn.drawString(72, 760 - 20 * line, f"{WORD} pays 4,711.00 EUR to {WORD} Ltd.")
    drawn.save()
    say(office.anna, "add", document)
    document.unlink()
    say(office.anna, "search", WORD, "--save", f"about {WORD}")
    code = say(office.anna, "member", "invite", "Bert")["code"]
    joining = OnTerminal(office.bert.on_terminal, "member", "join")
    assert joining.answers(code) == 0, joining.shown
    office.shown_to_bert = joining.shown
    return office


@pytest.fixture(scope="module")
def walled(joined):
    """The matter is behind a wall; another one is open to both."""
    say(joined.anna, "matter", "wall", "-m", REFERENCE)
    say(joined.anna, "matter", "new", "1042", "0008", "Open to both")
    return joined


def test_an_account_joins_with_the_code_and_shows_its_fingerprint(joined):
    members = say(joined.bert, "member", "list")
    assert [each["name"] for each in members][1:] == ["Bert"]
    assert members[1]["is_me"]
    assert members[1]["fingerprint"] in joined.shown_to_bert
    assert say(joined.bert, "matter", "list")[0]["reference"] == REFERENCE
    assert not re.search(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){9}", joined.shown_to_bert)  # unseen


def test_whoever_is_inside_works_as_before(walled):
    assert say(walled.anna, "search", WORD, "-m", REFERENCE)["hits"]
    (listed, _) = say(walled.anna, "matter", "list")
    assert (listed["reference"], listed["documents"]) == (REFERENCE, 1)
    (wall,) = say(walled.anna, "matter", "walls")
    assert wall["inside"]


CHANNELS = {
    "the list of matters": ("matter", "list"),
    "the list of walls": ("matter", "walls"),
    "a search": ("search", WORD),
    "saved searches": ("search", "--saved"),
    "the list of documents": ("list",),
    "how far reading has come": ("status",),
    "findings": ("findings",),
    "what is due": ("due", "--within", "36500"),
    "holds": ("hold", "list"),
    "retention": ("retention", "show"),
    "disposals": ("disposal", "list"),
    "cases of data subjects": ("subject", "list"),
    "a search for a data subject": ("subject", "find", WORD),
    "questions asked": ("ask", "--list"),
    "the log of the vault": ("audit", "list", "--limit", "500"),
    "checking the logs": ("audit", "check"),
    "the list of backups": ("backup", "list"),
    "the check that all is whole": ("verify",),
    "differences of a moved matter": ("matter", "differences"),
}


@pytest.mark.parametrize("arguments", CHANNELS.values(), ids=CHANNELS.keys())
def test_nothing_of_a_walled_matter_is_in(walled, arguments):
    finished = walled.bert(*arguments, "--json")
    assert finished.returncode in (0, 1), finished.stderr
    telling = [] if WORD in arguments else [WORD]
    shown = finished.stdout + finished.stderr
    assert not [word for word in (*telling, *TELLING[1:]) if word in shown]
    if WORD in arguments:
        assert shown.count(WORD) <= 2  # what was looked for, said back


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("search", "pays"),
        ("audit", "list"),
        ("matter", "dismiss", "Bert"),
        ("key", "rotate"),
        ("export", "out.json"),
        ("matter", "pack", "out.pack"),
    ],
    ids=" ".join,
)
def test_naming_a_walled_matter_is_naming_none(walled, arguments, tmp_path):
    arguments = [tmp_path / word if word.startswith("out.") else word for word in arguments]
    finished = walled.bert(*arguments, "-m", REFERENCE)
    assert finished.returncode == 3
    assert "VAULT-09" in finished.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_record_of_processing_and_an_exported_log_say_nothing_of_it(walled, tmp_path):
    say(walled.bert, "audit", "record", tmp_path / "record.json", code=1)  # settings say little
    say(walled.bert, "audit", "export", tmp_path / "log.jsonl")
    for path in tmp_path.iterdir():
        text = path.read_text("utf-8")
        assert not [word for word in TELLING if word in text], path.name


def test_a_backup_made_outside_holds_it_sealed(walled, tmp_path):
    target = tmp_path / "firm.backup"
    say(walled.bert, "backup", "make", target)
    rehearsed = say(walled.bert, "backup", "rehearse", target)
    assert (rehearsed["matters"], rehearsed["closed"], rehearsed["problems"]) == (1, 1, [])
    content = target.read_bytes()
    assert not [word for word in TELLING if word.encode() in content]


def test_nothing_of_it_lies_in_the_home_of_the_account_outside(walled):
    """Settings, logs, what is remembered: after all of the above."""
    found = [
        (word, path)
        for path in walled.bert.home.rglob("*")
        if path.is_file()
        for word in TELLING
        if word.encode() in path.read_bytes() or word in path.name
    ]
    assert found == []


def test_a_member_is_admitted_once_compared_and_dismissed_again(walled):
    admit = ("matter", "admit", "Bert", "-m", REFERENCE)
    assert "MEMBER-06" in walled.anna(*admit).stderr
    assert "MEMBER-05" in walled.anna("member", "confirm", "Bert", "AAAA-BBBB").stderr
    (fingerprint,) = [
        each["fingerprint"] for each in say(walled.bert, "member", "list") if each["is_me"]
    ]
    say(walled.anna, "member", "confirm", "Bert", fingerprint)
    say(walled.anna, *admit)
    assert say(walled.bert, "search", WORD, "-m", REFERENCE)["hits"]
    say(walled.anna, "matter", "dismiss", "Bert", "-m", REFERENCE)
    assert "VAULT-09" in walled.bert("list", "-m", REFERENCE).stderr
    acts = [each["act"] for each in say(walled.anna, "audit", "list", "-m", REFERENCE)]
    assert {"matter-walled", "matter-opened", "member-admitted", "member-dismissed"} <= set(acts)


def test_whoever_is_told_of_a_matter_learns_its_number_and_whom_to_ask(walled):
    say(walled.anna, "matter", "wall", "--told", "-m", REFERENCE)
    (wall,) = say(walled.bert, "matter", "walls")
    assert wall["reference"] == REFERENCE
    refused = walled.bert("list", "-m", REFERENCE).stderr
    assert "MEMBER-08" in refused
    assert MATTER_NAME not in refused + json.dumps(wall)
    say(walled.anna, "matter", "wall", "--untold", "-m", REFERENCE)
    assert say(walled.bert, "matter", "walls") == []


def test_another_member_s_way_in_is_no_dead_one(walled):
    refused = walled.anna("key", "remove", "--dead").stderr
    assert "WAYS-07" in refused
    assert "other members" in refused
    assert say(walled.bert, "matter", "list")


CUT_SHORT = """
from datetime import UTC, datetime
from desktop.casework.disposing.dispose import dispose_of_matter
from desktop.casework.opening import open_vault
from desktop.domain.disposal import DisposalStep
from desktop.paths import vault_folder

clock = lambda: datetime.now(UTC)
with open_vault(vault_folder(), clock) as vault:
    asked = {"typed": "90001-1", "reason": "over", "clock": clock}
    for report in dispose_of_matter(vault, vault.matter("90001-1"), **asked):
        if report.step is DisposalStep.ENDING:
            break
"""
ALTERED = """
from datetime import UTC, datetime
from desktop.casework.opening import open_vault
from desktop.paths import vault_folder

with open_vault(vault_folder(), lambda: datetime.now(UTC)) as vault:
    vault.inside().registry.change("UPDATE member_copy SET copy = zeroblob(130)")
"""


def run_in(account, code):
    """Let a program run in an account."""
    command = [sys.executable, "-c", code]
    subprocess.run(command, cwd=PROJECT, env=account.on_terminal._environment, check=True)


def test_a_member_is_removed_from_the_vault_and_its_keyring_opens_nothing(walled):
    say(walled.bert, "matter", "new", "90001", "1", "Bert alone")
    say(walled.bert, "matter", "wall", "-m", "90001-1")
    assert "MEMBER-03" in walled.bert("disposal", "stuck").stderr
    assert "MEMBER-03" in walled.bert("member", "remove", "Bert").stderr
    run_in(walled.bert, CUT_SHORT)
    assert say(walled.anna, "disposal", "stuck") == [], "Bert's next opening goes on with it"
    say(walled.anna, "member", "remove", "Bert")
    assert len(say(walled.anna, "member", "list")) == 1
    assert "KEYS-05" in walled.bert("matter", "list").stderr
    assert say(walled.anna, "audit", "check")


def test_an_end_that_the_removed_member_alone_could_read_is_finished(walled, tmp_path):
    (stuck,) = say(walled.anna, "disposal", "stuck")
    assert stuck["files"] == 1
    assert "DISPOSAL-04" in walled.anna("disposal", "finish", "zz", "--reason", "over").stderr
    target = tmp_path / "certificate.pdf"
    certificate = say(
        walled.anna,
        *("disposal", "finish", stuck["disposal"]),
        *("--reason", "Bert has left", "--certificate", target),
    )
    assert (certificate["without_key"], certificate["matter_id"]) == (True, stuck["matter_id"])
    assert target.read_bytes().startswith(b"%PDF")
    assert say(walled.anna, "disposal", "stuck") == []
    listed = say(walled.anna, "disposal", "list")[-1]
    assert listed["disposal_id"] == stuck["disposal_id"]
    assert (listed["matter"], listed["documents"]) == ("not known", ""), "and not none"


def test_a_matter_whose_key_was_altered_is_listed_as_damaged_beside_the_others(walled, tmp_path):
    run_in(walled.anna, ALTERED)
    rows = say(walled.anna, "matter", "list", code=1)
    assert [row["reference"] for row in rows if row["documents"] != ""] == [OPEN]
    (damaged,) = [row for row in rows if row["documents"] == ""]
    assert "damaged" in damaged["name"]
    found = say(walled.anna, "verify", code=1)["problems"]
    assert any(damaged["reference"] in each["what"] for each in found)
    assert say(walled.anna, "list", "-m", OPEN) == []
    assert say(walled.anna, "due", code=1) == []
    assert damaged["reference"] in walled.anna("due").stdout
    assert damaged["reference"] in walled.anna("audit", "check").stdout
    assert "VAULT-04" in walled.anna("audit", "record", tmp_path / "record.json").stderr
