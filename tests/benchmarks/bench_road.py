"""The whole road of a born-digital page against bare text extraction, on one core, in one run.

The road: admit, open in a worker, words with boxes, findings, sealing, indexing, storing with
`synchronous=FULL`. The peer: pypdfium2's `get_text_range` on the same files, nothing else.
"""

import gc
import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2

from desktop.casework.control import Control
from desktop.casework.ingesting.ingest import ingest
from desktop.cli.main import COLLECT_AFTER
from desktop.domain.page import ReadMethod
from desktop.settings import Settings
from desktop.vault.keyring_store import open_keyring
from desktop.vault.vault import Vault
from resources.samples.private_keyring import private_keyring

DOCUMENTS = Path(__file__).parents[3] / "shared" / "documents"


def bare_pages_per_s(files: list[Path]) -> tuple[int, float]:
    """Pages, and pages a second, of text extraction alone."""
    start_s = time.perf_counter()
    pages = 0
    for path in files:
        document = pypdfium2.PdfDocument(path.read_bytes())
        for page in document:
            page.get_textpage().get_text_range()
            pages += 1
        document.close()
    return pages, pages / (time.perf_counter() - start_s)


@dataclass(frozen=True)
class Run:
    """What one run over the whole road came to."""

    pages: int
    pages_per_s: float
    names_read_by_text_layer: frozenset[str]


def road(files: list[Path], readers: int) -> Run:
    """Everything, from the file to the sealed findings; the start of the workers is not counted."""
    with (
        tempfile.TemporaryDirectory() as folder,
        private_keyring(Path(folder) / "keyring") as variables,
    ):
        os.environ.update(variables)
        vault = Vault.create(Path(folder) / "vault", open_keyring(), clock=_now)
        matter = vault.create_matter("1", "1", "bench")
        settings = replace(Settings(), reading_workers=readers)
        started_s = 0.0
        pages = 0
        for progress in ingest(
            vault, matter.matter_id, files, settings=settings, control=Control(), clock=_now
        ):
            if progress.pages_done and not started_s:
                started_s, pages = time.perf_counter(), progress.pages_done
        elapsed_s = time.perf_counter() - started_s
        store = vault.store_of(matter.matter_id)
        names = frozenset(
            document.origin.name
            for document in store.documents()
            if all(
                page.method is ReadMethod.TEXT_LAYER
                for page in store.page_summaries(document.document_id)
            )
        )
        vault.close()
        return Run(progress.pages_done, (progress.pages_done - pages) / elapsed_s, names)


def measure(rounds: int = 7) -> list[tuple[str, str, str]]:
    """Rows of (what, figure, target)."""
    files = sorted((DOCUMENTS / "nda").glob("*.pdf"))
    if not files:
        return [("born-digital road", "not measured: no shared documents here", "")]
    gc.set_threshold(COLLECT_AFTER)  # as the program does
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    names = road(files, readers=1).names_read_by_text_layer
    files = [path for path in files if path.name in names]
    ratios = []
    for _ in range(rounds):
        pages, bare = bare_pages_per_s(files)
        run = road(files, readers=1)
        if run.pages != pages:
            sys.exit(f"the road read {run.pages} pages of {pages}")
        ratios.append((run.pages_per_s / bare, run.pages_per_s, bare))
    ratios.sort()
    ratio, whole, bare = ratios[len(ratios) // 2]
    return [
        (
            f"{pages} pages of {len(files)} documents read by their text layer: the whole road"
            " / bare pypdfium2 text, one core",
            f"{ratio:.2f} ({whole:.0f} / {bare:.0f} pages/s, median of {rounds})",
            ">= 0.20",
        )
    ]


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the bench passes the real clock


if __name__ == "__main__":
    for row in measure():
        print(" | ".join(row))
