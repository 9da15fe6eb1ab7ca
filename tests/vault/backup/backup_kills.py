"""Kills processes that make and restore backups, at random moments, and looks at what is left.

    python -m tests.vault.backup.backup_kills 200

runs so many of each; the tests run a few. What must hold after every kill: the vault opens and is
whole; each backup that was confirmed is in the file and whole; a restore took place or did not.
"""

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from desktop.vault.backup.checking import BackupProblem, check_backups
from desktop.vault.backup.opening import by_way, opened_file
from desktop.vault.backup.swapping import finish_restore
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.backup.backup_vaults import backed_up, contents, made_vault
from tests.vault.vault_pages import KeysInMemory, clock

ROOT = Path(__file__).parents[3]
LONGEST_WAIT_MS = 600


class Killed:
    """A vault, a file of backups, and processes that work on them until they are killed."""

    def __init__(self, folder):
        self.folder, self.target = folder / "vault", folder / "firm.backup"
        self._secrets_file = folder / "secrets.json"
        self.keys = KeysInMemory()
        with made_vault(self.folder, self.keys) as vault:
            backed_up(vault, self.target)
        self._secrets_file.write_text(
            json.dumps({name: secret.hex() for name, secret in self.keys.secrets.items()})
        )

    def run_and_kill(self, what):
        """The last number that the process confirmed."""
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.vault.backup.backup_process",
                what,
                str(self.folder),
                str(self.target),
                str(self._secrets_file),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        first = process.stdout.readline()
        killer = threading.Timer(secrets.randbelow(LONGEST_WAIT_MS) / 1000, process.kill)
        killer.start()
        lines = [first, *process.stdout.read().splitlines()]
        process.wait()
        process.stdout.close()
        killer.join()
        # The last line may be cut short.
        return int([line for line in lines if line.strip()][-1])

    def demand_backups(self, confirmed):
        """Each backup is whole, and what was confirmed is there."""
        with opened_file(self.target) as container:
            assert container.last_finish()[1].number >= confirmed
            steps = check_backups(container, by_way(KeyringWay(self.keys)), is_everything=True)
            problems = [step for step in steps if isinstance(step, BackupProblem)]
        assert [p for p in problems if "without an end" not in p.what] == []

    def demand_vault(self):
        """The vault opens and is whole."""
        with Vault.open(self.folder, KeyringWay(self.keys), clock=clock) as vault:
            for matter in vault.matters():
                steps = vault.store_of(matter.matter_id).verify()
                assert [step for step in steps if isinstance(step, IntegrityProblem)] == []


def kill_while_making(folder, kills):
    """Kill processes that add backups; returns how many backups were confirmed."""
    work = Killed(folder)
    confirmed = 1
    for _ in range(kills):
        confirmed = max(confirmed, work.run_and_kill("make"))
        work.demand_backups(confirmed)
    work.demand_vault()
    return confirmed


def kill_while_restoring(folder, kills):
    """Kill processes that restore; returns how many restores were confirmed."""
    work = Killed(folder)
    before = contents(work.folder, work.keys)
    done = 0
    for _ in range(kills):
        done += work.run_and_kill("restore")
        finish_restore(work.folder)
        assert contents(work.folder, work.keys) == before
        work.demand_backups(1)
        for replaced in work.folder.parent.glob("vault.before-*"):
            shutil.rmtree(replaced)
    work.demand_vault()
    return done


if __name__ == "__main__":
    for kill in (kill_while_making, kill_while_restoring):
        with tempfile.TemporaryDirectory() as place:
            number = kill(Path(place), int(sys.argv[1]))
        print(f"{kill.__name__}: {sys.argv[1]} kills, {number} confirmed, nothing lost")  # noqa: T201
