"""Making, checking and restoring a backup, as a share of a plain copy of the vault's folder.

The peer copies every file of the folder and has the system write it to the disk; it holds nothing
still, so that its copy of a vault in use would be of no use. Both run in turn, in one run; the
middle of three runs counts.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

from desktop.domain.backup import BackupEntry, Rehearsed
from desktop.vault.backup.checking import check_backups
from desktop.vault.backup.make import make_backup
from desktop.vault.backup.opening import by_key, open_backup, opened_file
from desktop.vault.backup.restore import rehearse, write_files
from desktop.vault.matter_store import MatterStore
from desktop.vault.vault import Vault
from tests.vault.vault_pages import (
    NOON,
    VOTES,
    KeysInMemory,
    PageMaker,
    Vocabulary,
    clock,
    origin,
)

DOCUMENTS = int(os.environ.get("INCAMERA_BENCH_DOCUMENTS", "40"))
PAGES_A_DOCUMENT = 100
BYTES_A_DOCUMENT = 6_000_000
ROUNDS = 3

Result = TypeVar("Result")


def measure() -> list[tuple[str, str, str]]:
    """Rows of (what, figure, target)."""
    with tempfile.TemporaryDirectory() as place:
        return _measured(Path(place))


def _measured(place: Path) -> list[tuple[str, str, str]]:
    folder, target = place / "vault", place / "firm.backup"
    maker = PageMaker(Vocabulary.of_size(20_000, 2_000), words_per_page=320)
    with Vault.create(folder, KeysInMemory(), clock=clock) as vault:
        store = vault.store_of(vault.create_matter("1", "1", "bench").matter_id)
        for _ in range(DOCUMENTS):
            _add(store, maker)
        key = vault.inside().vault_key
        copies, firsts = [], []
        for number in range(ROUNDS):
            copies.append(_seconds(lambda: _copy(folder, place / "copy")))
            shutil.rmtree(place / "copy")
            fresh = place / f"{number}.backup"
            firsts.append(_seconds(partial(_made, vault, fresh)))
            fresh.unlink()
        copy_s = median(copies)
        first = _made(vault, target)
        again_s, again = _timed(lambda: _made(vault, target))
        _add(store, maker)
        more_s, more = _timed(lambda: _made(vault, target))
        with opened_file(target) as container:
            check_s = _seconds(
                lambda: list(check_backups(container, by_key(key), is_everything=False))
            )
            backup = open_backup(container, by_key(key))
            write_s = _seconds(lambda: list(write_files(backup, place / "restored")))
            rehearse_s, found = _timed(
                lambda: next(s for s in rehearse(backup, folder, clock) if isinstance(s, Rehearsed))
            )
    megabytes = first.size_bytes / 1e6
    assert found.problems == ()

    def row(what: str, seconds: float, target_words: str = "") -> tuple[str, str, str]:
        figure = f"{seconds:.2f} s, {megabytes / seconds:.0f} MB/s, {seconds / copy_s:.2f} x"
        return what, figure, target_words

    return [
        row(f"plain copy of a vault of {megabytes:.0f} MB, fsynced", copy_s),
        row("first backup", median(firsts), "<= 3 x the plain copy"),
        row(f"again, nothing changed but the log ({again.added_bytes:,} bytes added)", again_s),
        row(
            f"after one document of {PAGES_A_DOCUMENT} pages and 6 MB"
            f" ({more.added_bytes / 1e6:.1f} MB added)",
            more_s,
        ),
        row("check: every part opened and compared", check_s),
        row("restore: written beside the vault", write_s),
        row(f"rehearsal: that, and {found.documents} documents verified", rehearse_s),
    ]


def _add(store: MatterStore, maker: PageMaker) -> None:
    content = os.urandom(BYTES_A_DOCUMENT)
    document, _ = store.admit(origin(content), content)
    store.start_reading(document.document_id, PAGES_A_DOCUMENT)
    for first in range(1, PAGES_A_DOCUMENT + 1, 25):
        pages = [(*maker.page(number), VOTES) for number in range(first, first + 25)]
        store.store_pages(document.document_id, pages)


def _made(vault: Vault, target: Path) -> BackupEntry:
    (entry,) = [s for s in make_backup(vault, target, NOON, "bench") if isinstance(s, BackupEntry)]
    return entry


def _copy(folder: Path, target: Path) -> None:
    shutil.copytree(folder, target)
    for path in target.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def _seconds(act: Callable[[], object]) -> float:
    return _timed(act)[0]


def _timed(act: Callable[[], Result]) -> tuple[float, Result]:
    start_s = time.perf_counter()
    result = act()
    return time.perf_counter() - start_s, result
