"""`make attack`: what hostile code and hostile files do on this kernel, as a table.

Ends with 1 where anything came out otherwise than it should.
"""

import platform
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from desktop.domain.walls import WORDS, missing_walls
from desktop.walls.landlock import landlock_version
from desktop.walls.offered import has_seccomp, offered_walls
from resources.samples.private_keyring import NoKeyringHereError, private_keyring
from tests.attacks.attacking import Bait, Row, attack
from tests.attacks.bombs import lay_out
from tests.attacks.compromised_worker import READING
from tests.attacks.families import attack_by_families
from tests.attacks.hostile_files import HostileRun, run_hostile

SHARED = Path(__file__).parents[3] / "shared" / "documents" / "hostile"


def main() -> int:
    """Attack, print, and say whether there was a surprise."""
    print(f"# Attacks on {platform.system()} {platform.release()} {platform.machine()}\n")
    print(f"Landlock version {landlock_version()}, seccomp {'yes' if has_seccomp() else 'no'}.")
    for wall in missing_walls(sys.platform, offered_walls()):
        print(f"Missing here: {wall}. Instead: {WORDS[wall].instead}.")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="incamera-bait-") as folder, ExitStack() as stack:
        bait = Bait(Path(folder) / "bait", _bus(stack, Path(folder)))
        for worker in ("naked", *READING, "vision"):
            print(f"\n## {worker.capitalize()}\n", flush=True)
            rows += _printed(attack(worker, bait))
        print("\n## Reading, as on a kernel without Landlock\n", flush=True)
        rows += _printed(attack("reading", bait, is_kernel_older=True))
    print("\n## Files within files\n", flush=True)
    rows += _printed(attack_by_families())
    print("\n## Hostile files\n", flush=True)
    run = _hostile_files()
    _print_run(run)
    surprises = [f"{row.worker}: {row.attack}: {row.result}" for row in rows if row.is_surprise]
    surprises += run.surprises
    print(f"\n{len(rows)} attacks, {run.files} files, {len(surprises)} surprises.")
    for surprise in surprises:
        print(f"- {surprise}")
    return 1 if surprises else 0


def _bus(stack: ExitStack, folder: Path) -> str:
    """The socket of a keyring's bus, where one can be had."""
    try:
        variables = stack.enter_context(private_keyring(folder / "keyring"))
    except NoKeyringHereError:
        return str(folder / "no-bus")
    return variables["DBUS_SESSION_BUS_ADDRESS"].removeprefix("unix:path=")


def _printed(rows: Iterable[Row]) -> list[Row]:
    print(f"{'attack':44} {'expected':35} result")
    seen = []
    for row in rows:
        mark = "  SURPRISE" if row.is_surprise else ""
        print(f"{row.attack:44} {row.expected:35} {row.result}{mark}", flush=True)
        seen.append(row)
    return seen


def _hostile_files() -> HostileRun:
    with tempfile.TemporaryDirectory(prefix="incamera-bombs-") as folder:
        bombs = Path(folder) / "bombs"
        folders, count = [bombs], lay_out(bombs)
        if SHARED.is_dir():
            folders.append(SHARED)
            count += sum(path.is_file() for path in SHARED.rglob("*"))
        return run_hostile(folders, count, _tell if sys.stderr.isatty() else lambda _doing: None)


def _tell(doing: str) -> None:
    sys.stderr.write(f"\r\x1b[2K{doing}")


def _print_run(run: HostileRun) -> None:
    refused = ", ".join(f"{code} {times}" for code, times in sorted(run.refused.items()))
    for name, value in (
        ("files given", run.files),
        ("became documents", run.documents),
        ("found inside them", run.inside),
        ("refused", f"{run.refused.total()} ({refused})"),
        ("there already", run.duplicates),
        ("pages read", run.pages),
        ("pages that failed", run.failed),
        ("seconds", f"{run.took_s:.0f}"),
        ("most memory of the app", f"{run.app_peak_bytes >> 20} MiB"),
        ("most memory of a worker", f"{run.worker_peak_bytes >> 20} MiB"),
        ("left behind", ", ".join(run.left) or "nothing"),
        ("vault afterwards", ", ".join(run.problems) or "whole"),
    ):
        print(f"{name:26} {value}")


if __name__ == "__main__":
    sys.exit(main())
