"""The window: seen how soon after the start, over the vault of 100,000 pages; and how it answers.

The program is started as a person starts it, in a process of its own, with its key in a real
keyring on a private bus. The processor is shared with whatever else this computer does.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from desktop.paths import HOME_VARIABLE
from desktop.vault.keyring_store import open_keyring
from resources.samples.private_keyring import private_keyring
from tests.benchmarks import bench_search
from tests.benchmarks.search_vault import vault_folder

PROJECT = Path(__file__).parents[2]
PROBE = PROJECT / "tests" / "ui" / "start_probe.py"
ROUNDS = 5
LIMIT_S = 120


def measure() -> list[tuple[str, str, str]]:
    """Rows of (what, figure, target)."""
    folder = vault_folder(bench_search.PAGES)
    with (
        tempfile.TemporaryDirectory(prefix="incamera-") as keyring_folder,
        private_keyring(Path(keyring_folder)) as variables,
    ):
        os.environ.update(variables)
        store = open_keyring()
        for path in (folder / "keys").iterdir():
            store.put(path.name, path.read_bytes())
        starts = [_start(folder) for _ in range(ROUNDS + 1)][1:]  # the first fills the caches
    pages = f"{bench_search.PAGES:,} pages in the vault"
    return [
        (f"start to window painted, {pages}", _seconds(starts, "window_s"), "≤ 1.5 s"),
        (f"start to vault open and matters listed, {pages}", _seconds(starts, "matters_s"), "-"),
    ]


def _start(home: Path) -> dict[str, float]:
    environment = os.environ | {
        HOME_VARIABLE: str(home),
        "PYTHONPATH": str(PROJECT),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }
    done = subprocess.run(
        [sys.executable, str(PROBE), str(time.time())],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        timeout=LIMIT_S,
    )
    times: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return times


def _seconds(starts: list[dict[str, float]], name: str) -> str:
    figures = sorted(start[name] for start in starts)
    return f"{median(figures):.2f} s (worst of {len(figures)}: {figures[-1]:.2f} s)"
