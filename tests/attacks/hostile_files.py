"""Hostile files, all in one run: the app lives, each is accounted for, nothing is left behind."""

import hashlib
import os
import secrets
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.ingesting.ingest import ingest
from desktop.casework.offline_check.watch import descendants
from desktop.domain.document import Document, Refusal
from desktop.intake.names import clean_name
from desktop.settings import Settings
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.matter_store import MatterStore
from desktop.vault.slots.ways import PassphraseWay
from desktop.vault.vault import Vault

LOOK_EVERY_S = 0.1
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HostileRun:
    """What became of the files.

    Attributes:
        files: How many were given.
        documents: How many became documents, those found inside others left out.
        inside: Documents that were found inside others.
        refused: Refusals by their code.
        duplicates: Files that were there already.
        pages: Read.
        failed: Pages that could not be read.
        took_s: Seconds.
        app_peak_bytes: Most memory of the process that holds the keys.
        worker_peak_bytes: Most memory of any worker.
        unaccounted: Names of files of which nobody knows what became of them.
        left: Processes and files that are left behind.
        problems: What is not whole in the vault afterwards.
    """

    files: int
    documents: int
    inside: int
    refused: Counter[str]
    duplicates: int
    pages: int
    failed: int
    took_s: float
    app_peak_bytes: int
    worker_peak_bytes: int
    unaccounted: tuple[str, ...]
    left: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def surprises(self) -> tuple[str, ...]:
        """What should not have happened."""
        lost = (f"nobody knows what became of {name!r}" for name in self.unaccounted)
        return (*lost, *self.left, *self.problems)


@dataclass(slots=True)
class Ingested:
    """A vault that files were put into.

    Attributes:
        duplicates: Files that were there already.
        strays: Temporary files that are left once it is closed.
    """

    store: MatterStore
    duplicates: int = 0
    strays: tuple[str, ...] = ()


@contextmanager
def ingested(
    folders: Sequence[Path], tell: Callable[[str], None] = lambda _doing: None
) -> Iterator[Ingested]:
    """Put all files of some folders into a vault of their own, which is open until the end.

    Args:
        folders: With the files.
        tell: Called as the work goes on.
    """
    settings = replace(Settings(), is_vision_used=False)
    with tempfile.TemporaryDirectory(prefix="incamera-hostile-") as own:
        temporary = Path(own) / "temp"
        temporary.mkdir()
        held, tempfile.tempdir = tempfile.tempdir, str(temporary)
        try:
            way = PassphraseWay(secrets.token_urlsafe(32))
            with Vault.create(Path(own) / "vault", way, clock=lambda: NOON) as vault:
                matter = vault.create_matter("0", "1", "Hostile files")
                run = Ingested(vault.store_of(matter.matter_id))
                for progress in ingest(
                    vault,
                    matter.matter_id,
                    folders,
                    settings=settings,
                    control=Control(),
                    clock=lambda: NOON,
                ):
                    tell(f"{progress.phase.value} {progress.pages_done}/{progress.pages_total}")
                    run.duplicates = progress.duplicates
                yield run
        finally:
            tempfile.tempdir = held
        run.strays = tuple(path.name for path in temporary.iterdir())


def run_hostile(
    folders: Sequence[Path], count: int, tell: Callable[[str], None] = lambda _doing: None
) -> HostileRun:
    """Put all files of some folders into a vault of their own, and look at what became of them.

    Args:
        folders: With the files.
        count: How many there are.
        tell: Called as the work goes on.
    """
    before = set(descendants(os.getpid()))
    peaks = _Peaks()
    begun_s = time.monotonic()
    with ingested(folders, tell) as run:
        documents = run.store.documents()
        refusals = run.store.refusals()
        lost = _lost(folders, documents, refusals)
        problems = [step for step in run.store.verify() if isinstance(step, IntegrityProblem)]
    app_peak, worker_peak = peaks.end()
    orphans = set(descendants(os.getpid())) - before
    inside = sum(document.place is not None for document in documents)
    return HostileRun(
        files=count,
        documents=len(documents) - inside,
        inside=inside,
        refused=Counter(refusal.code for refusal in refusals),
        duplicates=run.duplicates,
        pages=sum(document.pages_read for document in documents),
        failed=sum(document.pages_failed for document in documents),
        took_s=time.monotonic() - begun_s,
        app_peak_bytes=app_peak,
        worker_peak_bytes=worker_peak,
        unaccounted=lost,
        left=(
            *(f"process {pid} is left" for pid in orphans),
            *(f"temporary file {name} is left" for name in run.strays),
        ),
        problems=tuple(problem.what for problem in problems),
    )


def _lost(
    folders: Sequence[Path], documents: Sequence[Document], refusals: Sequence[Refusal]
) -> tuple[str, ...]:
    """Files that are neither a document, nor refused, nor the same as another."""
    known = {(d.origin.name, d.origin.folder) for d in documents}
    known |= {(refusal.name, refusal.folder) for refusal in refusals}
    hashes = {document.origin.sha256 for document in documents}
    hashes |= {refusal.sha256 for refusal in refusals}
    return tuple(
        path.name
        for folder in folders
        for path in folder.rglob("*")
        if not path.is_dir()
        and (clean_name(path.name), clean_name(str(path.parent))) not in known
        and not (path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() in hashes)
    )


class _Peaks:
    """Looks at how much memory this process and its workers take."""

    def __init__(self) -> None:
        self._app = self._worker = 0
        with suppress(OSError):  # what was taken before, to make the files, does not count
            Path("/proc/self/clear_refs").write_text("5")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> tuple[int, int]:
        self._stop.set()
        self._thread.join()
        return self._app, self._worker

    def _look(self) -> None:
        own = os.getpid()
        while not self._stop.wait(LOOK_EVERY_S):
            for pid in descendants(own):
                with suppress(OSError):
                    taken = _peak_bytes(Path(f"/proc/{pid}/status").read_text("utf-8"))
                    if pid == own:
                        self._app = max(self._app, taken)
                    else:
                        self._worker = max(self._worker, taken)


def _peak_bytes(status: str) -> int:
    lines = (line.split() for line in status.splitlines() if line.startswith("VmHWM:"))
    return sum(int(words[1]) * 1024 for words in lines)
