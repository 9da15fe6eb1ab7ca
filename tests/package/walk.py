"""`python -m tests.package.walk dist`: the built programs, used as a person would use them.

The last step of `make package`: a vault is made with a real keyring on a private bus, a document of
every kind is read in it, then listed, shown, searched, asked about, exported and checked; both
engines of OCR, the offline check, the window on a virtual screen. A step that fails ends it with 1.
Nothing but the programs of dist is run, in an environment without Python's variables.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from resources.samples.private_keyring import NoKeyringHereError, private_keyring
from tests.package.seen_window import NoScreenHereError, seconds_until_seen
from tests.package.walk_documents import ARCHIVE_OPENER, lay_out, lay_out_locked, scan_of

LIMIT_S = 1200.0
SAMPLES = Path("_internal/resources/samples/brandt-v-meridian")
EXPECTED = Path(__file__).parents[2] / "resources" / "samples" / "expected.toml"
ANSWERED = "What is the total?"


class WalkError(AssertionError):
    """A step ended otherwise than it should."""


class Walk:
    """One person with one account.

    Args:
        programs: The folder of the three programs.
        home: Of the account; empty.
        variables: By which its keyring is reached.
    """

    def __init__(self, programs: Path, home: Path, variables: Mapping[str, str]) -> None:
        """Give the account a home."""
        self.app = programs / "in-camera"
        self.home = home
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(home),
            **variables,
        }

    def incamera(self, *arguments: str, code: int = 0, given: str = "") -> Any:
        """What a command says with `--json`; a step of the walk, so that its time is printed.

        Raises:
            WalkError: It ended with another code, or said no JSON.
        """
        began_s = time.monotonic()
        done = subprocess.run(
            [str(self.app / "incamera"), *arguments, "--json"],
            env=self.environment,
            cwd=self.home,
            input=given,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        print(
            f"{time.monotonic() - began_s:7.1f} s  incamera {' '.join(arguments)}"[:100], flush=True
        )
        if done.returncode != code:
            raise WalkError(f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        try:
            return json.loads(done.stdout)
        except ValueError:
            return done.stdout


def demand(is_so: object, what: str) -> None:
    """Raises WalkError where it is not so."""
    if not is_so:
        raise WalkError(what)


def walk(person: Walk, screenshot: Path | None) -> None:
    """All steps, in the order of a day.

    Raises:
        WalkError: One ended otherwise than it should.
    """
    person.incamera("vault", "create")
    person.incamera("matter", "new", "1042", "0007", "Brandt v. Meridian")
    read_samples(person)
    read_every_kind(person)
    use_what_was_read(person)
    read_with_tesseract(person)
    person.incamera("model", "test", "starter")
    person.incamera("key", "sheet", str(person.home / "sheet.pdf"))
    person.incamera("verify")
    check_offline(person)
    see_window(person, screenshot)


def read_samples(person: Walk) -> None:
    """The sample matter that comes with the program; one of its files must be refused."""
    person.incamera("add", str(person.app / SAMPLES), code=1)
    expected = tomllib.loads(EXPECTED.read_text("utf-8"))["file"]
    names = {row["name"] for row in person.incamera("list")}
    missing = {Path(each["path"]).name for each in expected} - names
    demand(not missing, f"of the samples these were not read: {sorted(missing)}")
    demand(person.incamera("search", "Meridian"), "a word of the samples is not found")


def read_every_kind(person: Walk) -> None:
    """A document of each kind, then one whose password is given."""
    words = lay_out(person.home / "kinds")
    person.incamera("add", str(person.home / "kinds"))
    names = {row["name"] for row in person.incamera("list")}
    demand(words.keys() <= names, f"not listed: {sorted(words.keys() - names)}")
    for name, word in words.items():
        person.incamera("show", name)
        if word:
            hits = json.dumps(person.incamera("search", word), ensure_ascii=False)
            demand(word in hits, f"{word} of {name} is not found")
    word = lay_out_locked(person.home / "locked")
    opener = person.home / "openers.txt"
    opener.write_text(f"{ARCHIVE_OPENER}\n", encoding="utf-8")
    person.incamera("password", "add", "--list", str(opener))
    person.incamera("add", str(person.home / "locked"))
    demand(word in json.dumps(person.incamera("search", word)), "the locked archive was not read")


def use_what_was_read(person: Walk) -> None:
    """Ask and export."""
    answer = person.incamera("ask", ANSWERED, code=0)
    demand(answer, "no answer")
    target = person.home / "findings.json"
    person.incamera("export", str(target), code=1)
    demand(json.loads(target.read_text("utf-8")), "nothing was exported")


def read_with_tesseract(person: Walk) -> None:
    """The other engine, where the workstation has it; its helper is the worker's own program."""
    if not Path("/usr/bin/tesseract").is_file():
        print("          Tesseract is not on this machine: not tried")
        return
    settings = person.home / ".config" / "in-camera" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('ocr_engine = "tesseract"\n', encoding="utf-8")
    folder = person.home / "tesseract"
    folder.mkdir()
    (folder / "tesseract.png").write_bytes(scan_of("Invoice 8032"))
    person.incamera("add", str(folder))
    demand("8032" in json.dumps(person.incamera("search", "8032")), "Tesseract read nothing")
    settings.unlink()


def check_offline(person: Walk) -> None:
    """The program's own check of itself, whose report must have neither findings nor gaps."""
    report = person.incamera("verify", "--offline", "--report", str(person.home / "report.json"))
    report = json.loads((person.home / "report.json").read_text("utf-8"))
    demand(not report["findings"], f"the offline check found: {report['findings']}")
    for gap in report["gaps"]:
        print(f"          gap: {gap}")
    for worker, walls in report["worker_walls"].items():
        print(f"          walls around the {worker}: {', '.join(walls)}")


def see_window(person: Walk, screenshot: Path | None) -> None:
    """The window, over the vault that was made, until it has drawn itself."""
    try:
        took_s = seconds_until_seen([str(person.app / "in-camera")], person.environment, screenshot)
    except NoScreenHereError as error:
        print(f"          {error}: the window was not tried")
        return
    print(f"{took_s:7.1f} s  in-camera, until its window is seen")
    logs = "".join(log.read_text("utf-8") for log in person.home.parent.rglob("*.log"))
    # The offline check of before is refused its sockets, which is logged as an error.
    said = [line for line in logs.splitlines() if " window/" in line]
    demand(said, "the window logged nothing")
    demand(not [line for line in said if " ERROR " in line], "\n".join(said))


def main(arguments: Sequence[str] | None = None) -> int:
    """Walk, and say what went wrong."""
    parser = argparse.ArgumentParser(description="Use the built programs as a person would.")
    parser.add_argument("programs", type=Path, help="the folder of the three programs")
    parser.add_argument("--screenshot", type=Path, help="keep a picture of the window here")
    parsed = parser.parse_args(arguments)
    with ExitStack() as stack:
        # A socket's path has 107 characters at most, so the folder is the system's own.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="walk-")))
        try:
            variables = stack.enter_context(private_keyring(folder / "keyring"))
        except NoKeyringHereError as error:
            print(f"Not walked: {error}.", file=sys.stderr)
            return 1
        home = folder / "home"
        home.mkdir()
        try:
            walk(Walk(parsed.programs.resolve(), home, variables), parsed.screenshot)
        except WalkError as error:
            print(f"FAILED: {error}", file=sys.stderr)
            return 1
    print("The built programs do what they should.")
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
