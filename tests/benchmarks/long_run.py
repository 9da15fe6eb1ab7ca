"""`make long`: a scan of 3,000 pages, and 20,000 pages in one matter, read from beginning to end.

Measured by tenths of the way: pages a second, memory of the app and of the largest worker, and how
long a search takes in what is there. Half-way the work is stopped in the middle of a document, the
vault closed, opened again and gone on with. The result stands in resources/docs/long-documents.md.
"""

import argparse
import os
import platform
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.ingesting.ingest import ingest
from desktop.casework.offline_check.watch import descendants
from desktop.domain.identity import MatterId
from desktop.settings import Settings
from desktop.vault.slots.ways import PassphraseWay
from desktop.vault.vault import Vault
from tests.benchmarks.long_pages import printed, scan

PAGE = Path(__file__).parents[2] / "resources" / "docs" / "long-documents.md"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LOOK_EVERY_S = 0.2
TENTHS = 10
PAGES_A_FILE = 1_000


@dataclass(frozen=True, slots=True)
class Tenth:
    """One part of the way.

    Attributes:
        pages: Done at its end.
        pages_per_s: In it.
        app_bytes: Memory of the process with the keys, at its end.
        worker_bytes: Most memory of a worker so far.
    """

    pages: int
    pages_per_s: float
    app_bytes: int
    worker_bytes: int


@dataclass(frozen=True, slots=True)
class LongRun:
    """What came of reading.

    Attributes:
        tenths: Of the way, in order.
        pages: Given.
        read: In the vault at the end.
        done_twice: Pages that were read again, because the cut came before they were stored.
        search_ms: Of a search for one reference at the end.
        took_s: Without making the documents.
    """

    tenths: tuple[Tenth, ...]
    pages: int
    read: int
    done_twice: int
    search_ms: float
    took_s: float


def read_long(
    folder: Path, files: Sequence[Path], pages: int, sought: str, settings: Settings
) -> LongRun:
    """Read files into a vault of its own, cut off half-way and gone on with.

    Args:
        folder: Where the vault is made.
        files: The documents.
        pages: How many they have together.
        sought: What is searched for at the end.
        settings: How many readers, and how.
    """
    begun_s = time.monotonic()
    with closing(_Memory()) as memory:
        tenths = _Tenths(pages, memory)
        before, done, read, search_ms = _cut_and_gone_on_with(
            folder, files, pages, sought, settings, tenths
        )
    took_s = time.monotonic() - begun_s
    return LongRun(tuple(tenths.made), pages, read, before + done - pages, search_ms, took_s)


def _cut_and_gone_on_with(
    folder: Path,
    files: Sequence[Path],
    pages: int,
    sought: str,
    settings: Settings,
    tenths: "_Tenths",
) -> tuple[int, int, int, float]:
    """Pages done before the cut and after it, pages read in the end, time of a search."""
    way = PassphraseWay(secrets.token_urlsafe(32))
    with Vault.create(folder / "vault", way, clock=lambda: NOON) as vault:
        matter_id = vault.create_matter("0", "1", "Long documents").matter_id
        before = _read(vault, matter_id, files, settings, tenths.note, cut_at=pages // 2)
        stored = sum(d.pages_read for d in vault.store_of(matter_id).documents())
    with Vault.open(folder / "vault", way, clock=lambda: NOON) as vault:
        tenths.begin_again(stored)
        done = _read(vault, matter_id, files, settings, tenths.note, cut_at=None)
        store = vault.store_of(matter_id)
        read = sum(document.pages_read for document in store.documents())
        looked_s = time.monotonic()
        assert store.search(sought).hits, "what is on the last page is found"
        search_ms = 1000 * (time.monotonic() - looked_s)
    return before, done, read, search_ms


def _read(
    vault: Vault,
    matter_id: MatterId,
    files: Sequence[Path],
    settings: Settings,
    note: Callable[[int], None],
    *,
    cut_at: int | None,
) -> int:
    """Read what waits; the number of pages done. With `cut_at` it is cut off at that many."""
    control = Control()
    done = 0
    for progress in ingest(
        vault, matter_id, files, settings=settings, control=control, clock=lambda: NOON
    ):
        done = progress.pages_done
        note(done)
        if cut_at is not None and done >= cut_at:
            control.stop()
    return done


class _Memory:
    """Looks at how much memory this process and its workers take."""

    def __init__(self) -> None:
        self.app_bytes = self.worker_peak_bytes = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        own = os.getpid()
        while not self._stop.wait(LOOK_EVERY_S):
            for pid in descendants(own):
                with suppress(OSError):
                    status = Path(f"/proc/{pid}/status").read_text("utf-8")
                    if pid == own:
                        self.app_bytes = _bytes_of("VmRSS:", status)
                    else:
                        peak = max(self.worker_peak_bytes, _bytes_of("VmHWM:", status))
                        self.worker_peak_bytes = peak


def _bytes_of(name: str, status: str) -> int:
    lines = (line.split() for line in status.splitlines() if line.startswith(name))
    return sum(int(words[1]) * 1024 for words in lines)


class _Tenths:
    """Notes each tenth of the way as it is passed."""

    def __init__(self, pages: int, memory: _Memory) -> None:
        self.made: list[Tenth] = []
        self._step = max(1, pages // TENTHS)
        self._memory = memory
        self._before = 0
        self._last_pages, self._last_s = 0, time.monotonic()

    def begin_again(self, stored: int) -> None:
        """Count on from what was stored; the start of the workers is no page."""
        self._before, self._last_pages, self._last_s = stored, stored, 0.0

    def note(self, done: int) -> None:
        pages, now_s = self._before + done, time.monotonic()
        if self._last_s == 0.0:
            if done:
                self._last_pages, self._last_s = pages, now_s
            return
        if pages < (len(self.made) + 1) * self._step:
            return
        pace = (pages - self._last_pages) / max(now_s - self._last_s, 1e-6)
        memory = self._memory
        self.made.append(Tenth(pages, pace, memory.app_bytes, memory.worker_peak_bytes))
        self._last_pages, self._last_s = pages, now_s


def main(arguments: list[str]) -> int:
    """Measure, print, and write the page of the documentation."""
    parser = argparse.ArgumentParser(prog="make long", allow_abbrev=False)
    parser.add_argument("--scan", type=int, default=3_000, help="pages of the scan; 0: none")
    parser.add_argument("--matter", type=int, default=20_000, help="pages in the matter; 0: none")
    parser.add_argument("--readers", type=int, default=0, help="reading workers; 0: as by default")
    options = parser.parse_args(arguments)
    settings = replace(Settings(), is_vision_used=False, reading_workers=options.readers)
    last = f'"LM-{options.matter - 1:06d}"'
    parts = []
    for heading, pages, make, sought in (
        ("A scan in one file", options.scan, _scan_files, "ledger"),
        ("A matter of many files", options.matter, _printed_files, last),
    ):
        if pages:
            with tempfile.TemporaryDirectory(prefix="incamera-long-") as folder:
                files = make(Path(folder), pages)
                run = read_long(Path(folder), files, pages, sought, settings)
            parts.append(_section(heading, run))
            print(parts[-1], flush=True)
    PAGE.write_text(_page(parts), encoding="utf-8")
    return 0


def _scan_files(folder: Path, pages: int) -> list[Path]:
    scan(folder / "scan.pdf", pages)
    return [folder / "scan.pdf"]


def _printed_files(folder: Path, pages: int) -> list[Path]:
    files = []
    for first in range(0, pages, PAGES_A_FILE):
        files.append(folder / f"{first}.pdf")
        printed(files[-1], min(PAGES_A_FILE, pages - first), first)
    return files


def _section(heading: str, run: LongRun) -> str:
    rows = "\n".join(
        f"| {tenth.pages:,} | {tenth.pages_per_s:.1f} | {tenth.app_bytes >> 20} "
        f"| {tenth.worker_bytes >> 20} |"
        for tenth in run.tenths
    )
    return (
        f"## {heading}\n\n"
        f"{run.pages:,} pages, {run.read:,} read in {run.took_s / 60:.0f} minutes. Cut off "
        f"half-way and gone on with: {run.done_twice:,} pages were read twice. A search at the end "
        f"took {run.search_ms:.0f} ms.\n\n"
        "| pages done | pages/s | app, MiB | largest worker so far, MiB |\n"
        f"| --- | --- | --- | --- |\n{rows}\n"
    )


def _page(parts: Sequence[str]) -> str:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}"
    day = datetime.now(UTC).date()  # noqa: TID251 - a script says when it was run
    return (
        "# Long documents\n\n"
        f"Made by `make long` on {day} ({machine}, at low priority beside other work), never by "
        "hand.\n"
        "Memory has to stay level and the pace too, however long the way; whoever stops anywhere "
        "goes on at the next page.\n\n" + "\n".join(parts)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
