"""The ways in from a terminal: what is typed never shows, and a lost keyring costs nothing."""

import fcntl
import json
import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.cli.conftest import PROJECT, Incamera

pytestmark = [pytest.mark.process, pytest.mark.keyring]

PHRASE = "amber quilt seven otter"


class OnTerminal:
    """A command whose person sits at a terminal."""

    def __init__(self, incamera, *arguments):
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop.cli.main", *map(str, arguments)],
            cwd=PROJECT,
            env=incamera._environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(theirs)
        self.shown = ""

    def answers(self, *answers):
        """Type each answer when something is asked; returns the exit code."""
        for answer in answers:
            self._read_until(": ")
            self.shown += "\n"
            os.write(self._ours, answer.encode() + b"\n")
        self._read_until(None)
        os.close(self._ours)
        return self.process.wait(timeout=60)

    def _read_until(self, text):
        while text is None or not self.shown.endswith(text):
            try:
                data = os.read(self._ours, 4096)
            except OSError:  # Linux says so when the last process has closed its end
                break
            if not data:
                break
            self.shown += data.decode()


@pytest.fixture(scope="module")
def vault(incamera):
    assert incamera("vault", "create").returncode == 0
    assert incamera("matter", "new", "1042", "0007", "Brandt").returncode == 0
    return incamera


@pytest.fixture(scope="module")
def without_keyring(vault):
    """The same folder on a computer that has no keyring."""
    environment = dict(vault._environment) | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    return Incamera(vault.home, environment)


@pytest.fixture(scope="module")
def sheet(vault, tmp_path_factory):
    """The groups of a sheet that was made, typed back and printed."""
    import pypdfium2

    target = tmp_path_factory.mktemp("stick") / "sheet.pdf"
    made = vault("key", "sheet", target)
    assert made.returncode == 0, made.stderr
    assert str(target) in made.stdout
    document = pypdfium2.PdfDocument(target)
    words = document[0].get_textpage().get_text_range().split()
    document.close()
    groups = [word for word in words if (len(word) == 5 and word.isupper()) or word.isdigit()]
    return " ".join(group for group in groups if len(group) == 5)


def test_a_new_vault_says_that_the_keyring_alone_is_not_enough(vault):
    listed = vault("key", "list")
    assert "keyring" in listed.stdout
    assert "here" in listed.stdout
    assert "recovery sheet" in listed.stdout


def test_a_sheet_is_made_typed_back_and_opens_where_the_keyring_is_gone(
    vault, without_keyring, sheet
):
    assert "does not count" in vault("key", "list").stdout
    wrong = OnTerminal(vault, "key", "confirm-sheet")
    assert wrong.answers(sheet.replace(sheet.split()[2], "AAAAA")) == 3
    assert "Group 3 " in wrong.shown
    right = OnTerminal(vault, "key", "confirm-sheet")
    assert right.answers(sheet.lower()) == 0
    assert sheet.split()[0] not in right.shown.upper()
    assert "does not count" not in vault("key", "list").stdout
    lost = without_keyring("matter", "list")
    assert lost.returncode == 3
    assert "KEYS-01" in lost.stderr
    here = OnTerminal(vault, "key", "enrol")
    assert here.answers(sheet) == 0, here.shown
    assert "already" in here.shown


def test_a_passphrase_is_asked_for_unseen_and_opens_without_a_keyring(vault, without_keyring):
    weak = OnTerminal(vault, "key", "passphrase")
    assert weak.answers("short", "short") == 3
    assert "WAYS-05" in weak.shown
    made = OnTerminal(vault, "key", "passphrase")
    assert made.answers(PHRASE, PHRASE) == 0
    assert PHRASE not in made.shown
    listed = OnTerminal(without_keyring, "matter", "list")
    assert listed.answers(PHRASE) == 0
    assert "1042-0007" in listed.shown


def test_without_a_terminal_nothing_is_taken_from_a_pipe(vault):
    refused = vault("key", "passphrase")
    assert refused.returncode == 3
    assert "terminal" in refused.stderr


def test_vault_and_matters_get_new_keys_and_are_what_they_were(vault):
    before = set((vault.home / "vault" / "matters").iterdir())
    rotated = vault("key", "rotate")
    assert rotated.returncode == 0, rotated.stderr
    assert "2 of 2 have new keys" in rotated.stdout
    assert not before & set((vault.home / "vault" / "matters").iterdir())
    assert [file.name for file in (vault.home / "vault").glob("registry*.db")] == ["registry-2.db"]
    assert "1042-0007" in vault("matter", "list").stdout
    assert vault("verify").returncode == 0
    one = vault("key", "rotate", "--matter", "1042-0007", "--json")
    assert json.loads(one.stdout) == {"rotated": 1, "waiting": 0, "left": []}


def put_down(vault, *, with_vault_key):
    """Begin a rotation and leave it to whoever goes on with it."""
    code = (
        "from datetime import UTC, datetime\n"
        "from desktop.casework.keys.renewing import put_down\n"
        "from desktop.casework.opening import open_vault\n"
        "from desktop.paths import vault_folder\n"
        "with open_vault(vault_folder(), lambda: datetime.now(UTC)) as vault:\n"
        f"    put_down(vault, vault.matters(), with_vault_key={with_vault_key})\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=vault._environment, check=True)


def test_who_goes_on_with_an_earlier_rotation_is_told_that_it_was_that_one(vault):
    """After a removal the vault itself is to get a key: what waited may have been one matter."""
    put_down(vault, with_vault_key=False)
    went_on = vault("key", "rotate")
    assert "1 of 1 have new keys" in went_on.stdout
    assert "run the command once more" in went_on.stdout
    anew = vault("key", "rotate")
    assert "2 of 2 have new keys" in anew.stdout
    assert "once more" not in anew.stdout


def test_a_rotation_that_was_begun_is_given_up(vault):
    assert "none waits" in vault("key", "rotate", "--give-up").stdout
    put_down(vault, with_vault_key=True)
    assert "2 wait" in vault("key", "list").stdout
    given_up = vault("key", "rotate", "--give-up", "--json")
    assert json.loads(given_up.stdout) == {"given_up": ["vault", "1042-0007"], "left": []}
    assert "wait" not in vault("key", "list").stdout


def test_ways_that_cannot_receive_a_new_key_are_lost_only_where_somebody_agrees(vault):
    slots = vault.home / "vault" / "slots.json"
    content = json.loads(slots.read_text())
    old = dict(content["slots"][0], key_name="vault-" + "c" * 32, public="", proof="")
    slots.write_text(json.dumps(content | {"slots": [*content["slots"], old]}))
    refused = vault("key", "rotate")
    assert refused.returncode == 3
    assert "WAYS-09" in refused.stderr
    assert "rotation" not in vault("key", "list").stdout
    agreed = vault("key", "rotate", "--lose-ways")
    assert agreed.returncode == 0, agreed.stderr
    left = [slot.get("key_name", "") for slot in json.loads(slots.read_text())["slots"]]
    assert len(left) == len(content["slots"])
    assert old["key_name"] not in left
    assert vault("matter", "list").returncode == 0


def test_no_secret_lies_in_home(vault, sheet):
    for path in Path(vault.home).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert PHRASE.encode() not in content
            assert sheet.split()[0].encode() not in content
