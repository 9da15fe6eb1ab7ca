"""Kills real processes at random moments of their work, and looks at what they leave.

    python -m tests.attacks.kills [KILLS] [SEED]

kills so many (200) of five kinds of work and writes the table of `resources/docs/failure.md`; the
tests kill a few. After each kill the vault must open, be whole to the last HMAC, and hold all that
was confirmed; every key is the old one or the new one; and what was begun is finished.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

from desktop.casework.control import Control
from desktop.casework.disposing.dispose import finish_begun
from desktop.casework.keys import renewing
from desktop.casework.keys.renewing import keys_waiting, renew
from desktop.vault.backup.checking import BackupProblem, check_backups
from desktop.vault.backup.opening import by_way, opened_file
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.attacks.kills_process import PAGES, add, name_of, next_number
from tests.vault.backup.backup_vaults import backed_up
from tests.vault.frozen_vaults import VERSIONS, demand_as_it_was, thawed
from tests.vault.vault_pages import KeysInMemory, clock

ROOT = Path(__file__).parents[2]
DISPOSED_AT_ONCE = 12


@dataclass
class Tally:
    """What came of one kind of work.

    Attributes:
        kills: Processes killed.
        in_the_middle: Of these, how many left something begun.
        confirmed: Acts that were confirmed before a kill.
        longest_s: Opening and finishing what was begun took so long at most.
    """

    kills: int = 0
    in_the_middle: int = 0
    confirmed: int = 0
    longest_s: float = 0.0


class Work:
    """One vault, and processes that work on it until they are killed."""

    longest_wait_s = 0.6

    def __init__(self, folder, chance):
        self.place, self.folder = folder, folder / "vault"
        self.chance = chance
        self.keys = KeysInMemory()
        self.tally = Tally()
        self.prepare()

    @property
    def name(self):
        return type(self).__name__.lower()

    def prepare(self):
        with Vault.create(self.folder, self.keys, clock=clock) as vault:
            vault.guard(self.keys)
            for number in ("0007", "0008"):
                store = vault.store_of(vault.create_matter("1042", number, "x").matter_id)
                add(store, 1)

    def kill_one(self):
        """Let a process work, kill it, and demand that nothing was lost."""
        secrets = self.place / "secrets.json"
        known = {name: value.hex() for name, value in self.keys.secrets.items()}
        secrets.write_text(json.dumps(known))
        command = (sys.executable, "-m", "tests.attacks.kills_process", self.name)
        process = subprocess.Popen(
            [*command, str(self.folder), str(secrets)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert process.stdout.readline() == b"begins\n"
        killer = threading.Timer(self.chance.uniform(0, self.longest_wait_s), process.kill)
        killer.start()
        told = [line.decode() for line in process.stdout.read().splitlines()]
        process.wait()
        process.stdout.close()
        killer.join()
        self.tally.kills += 1
        self.tally.confirmed += len(told)
        self.tally.in_the_middle += self.is_something_begun()
        started_s = time.monotonic()
        with Vault.open(self.folder, KeyringWay(self.keys), clock=clock) as vault:
            vault.guard(self.keys)
            self.finish(vault)
            self.tally.longest_s = max(self.tally.longest_s, time.monotonic() - started_s)
            self.demand(vault, told)
            demand_whole(vault)
            is_large = max(len(each.documents()) for each in map(vault.store_of, _ids(vault))) > 30
        if is_large:
            shutil.rmtree(self.folder)
            self.keys.secrets.clear()
            self.prepare()

    def is_something_begun(self):
        """Whether the files show that the work was cut short."""
        return any(path.stat().st_size for path in self.folder.rglob("*-wal"))

    def finish(self, vault):
        """Finish what was begun."""

    def demand(self, vault, told):
        """What was confirmed is there."""
        store = vault.store_of(vault.matters()[0].matter_id)
        pages = {each.origin.name: each.pages_read for each in store.documents()}
        for number in (line for line in told if line.isdigit()):
            assert pages[name_of(number)] == PAGES


class Ingest(Work):
    """Documents are admitted, their pages sealed and indexed."""

    def finish(self, vault):
        store = vault.store_of(vault.matters()[0].matter_id)
        for document in store.documents():
            if store.missing_pages(document.document_id) or not document.page_count:
                store.remove(document.document_id)


class Rotation(Work):
    """The vault and its matters get new keys while documents are added."""

    longest_wait_s = 1.6

    def is_something_begun(self):
        is_newer = len(list(self.folder.glob("registry*.db"))) > 1
        return is_newer or len(list((self.folder / "matters").glob("*.db"))) > 2

    def finish(self, vault):
        with patch.object(renewing, "open_keyring", lambda: self.keys):
            *_, last = renew(vault, Control())
        assert (last.left, keys_waiting(vault)) == ((), 0)
        vault.close()  # The last opening deletes what the last switch could not.
        for matter in vault.matters():
            vault.store_of(matter.matter_id)
        assert len(list(self.folder.glob("registry*.db"))) == 1
        assert len(list((self.folder / "matters").glob("*.db"))) == 2


class Disposal(Work):
    """Documents are brought to their end."""

    longest_wait_s = 1.6

    def prepare(self):
        super().prepare()
        self.gone = set()
        self.fill_up()

    def fill_up(self):
        with Vault.open(self.folder, KeyringWay(self.keys), clock=clock) as vault:
            store = vault.store_of(vault.matters()[0].matter_id)
            first = max(next_number(store), 1 + max(self.gone, default=0))
            for number in range(first, first + DISPOSED_AT_ONCE - len(store.documents())):
                add(store, number)

    def is_something_begun(self):
        with Vault.open(self.folder, KeyringWay(self.keys), clock=clock) as vault:
            return bool(vault.disposals.begun())

    def finish(self, vault):
        assert finish_begun(vault) == ()
        assert vault.disposals.begun() == ()

    def demand(self, vault, told):
        store = vault.store_of(vault.matters()[0].matter_id)
        left = {int(each.origin.name.removesuffix(".pdf")) for each in store.documents()}
        self.gone |= {int(line) for line in told}
        assert not left & self.gone
        certificates = store.disposals.certificates()
        assert all(each.finished_at is not None for each in certificates)
        assert all(each.is_so for one in certificates for each in one.verified)
        vault.close()
        if len(left) < DISPOSED_AT_ONCE // 2:
            self.fill_up()


class Backup(Work):
    """Backups are added to a file while documents come in."""

    longest_wait_s = 0.8

    def prepare(self):
        super().prepare()
        self.target = self.folder.with_name("firm.backup")
        self.target.unlink(missing_ok=True)
        with Vault.open(self.folder, KeyringWay(self.keys), clock=clock) as vault:
            backed_up(vault, self.target)

    def demand(self, vault, told):
        with opened_file(self.target) as container:
            assert container.last_finish()[1].number >= max(map(int, told), default=1)
            steps = check_backups(container, by_way(KeyringWay(self.keys)), is_everything=True)
            problems = [step for step in steps if isinstance(step, BackupProblem)]
        assert [each for each in problems if "without an end" not in each.what] == []
        assert vault.matters()


class Migration(Work):
    """Vaults of earlier versions are brought up to date."""

    longest_wait_s = 0.9

    def prepare(self):
        self.version = str(self.chance.choice(VERSIONS))
        shutil.rmtree(self.folder, ignore_errors=True)
        self.keys, self.known = thawed(self.version, self.folder)

    def is_something_begun(self):
        return bool(list(self.folder.rglob("*.before-*")))

    def demand(self, vault, _told):
        demand_as_it_was(vault, self.known)

    def kill_one(self):
        super().kill_one()
        self.prepare()


WORKS = (Ingest, Rotation, Disposal, Backup, Migration)


def _ids(vault):
    return [matter.matter_id for matter in vault.matters()]


def demand_whole(vault):
    """Every file of the vault is whole, and its log and state are."""
    assert list(vault.registry_problems()) == []
    for matter in vault.matters():
        steps = vault.store_of(matter.matter_id).verify()
        assert [step for step in steps if isinstance(step, IntegrityProblem)] == []


def kill(work_type, folder, kills, seed):
    """Kill processes of one kind of work; what came of it."""
    work = work_type(folder, np.random.default_rng([seed, WORKS.index(work_type)]))
    for _ in range(kills):
        work.kill_one()
    return work.tally


def table(tallies):
    """The table of the page on failure."""
    lines = [
        "| work | killed | of these in the middle | acts confirmed before | lost"
        " | longest opening and finishing afterwards |",
        "|---|---|---|---|---|---|",
    ]
    for work_type, tally in tallies.items():
        what = work_type.__doc__.splitlines()[0].rstrip(".")
        lines.append(
            f"| {what} | {tally.kills} | {tally.in_the_middle} | {tally.confirmed} | 0"
            f" | {tally.longest_s:.1f} s |"
        )
    return "\n".join(lines)


def main(kills=200, seed=1):
    tallies = {}
    for work_type in WORKS:
        with tempfile.TemporaryDirectory() as place:
            tallies[work_type] = kill(work_type, Path(place), kills // len(WORKS), seed)
    print(table(tallies))  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
