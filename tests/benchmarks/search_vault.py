"""The vaults of the search benchmark: made once, kept in the cache folder of this account.

INCAMERA_BENCH_CACHE names another folder. Pages go through the store as the program's do, 64 in a
call. Beside them, in the same file, lies the peer: an FTS5 table that holds and indexes the text in
clear. A larger vault is begun from a smaller one that is there.
"""

import json
import os
import shutil
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.benchmarks.many_pages import ManyPages
from tests.vault.vault_pages import VOTES, KeysInMemory, Vocabulary, clock, origin

PAGES_A_DOCUMENT = 400
PAGES_A_BATCH = 64
LAYOUT = 3
"""Counted up when the generated vaults must be made anew."""

_PEER = "CREATE VIRTUAL TABLE plain USING fts5(text, tokenize='unicode61 remove_diacritics 2')"


@dataclass
class Made:
    """What making a vault took.

    Attributes:
        pages: How many it holds.
        storing_s: Sealing and indexing them, commits included.
        peer_s: Indexing their text in clear.
    """

    pages: int = 0
    storing_s: float = 0.0
    peer_s: float = 0.0


def vocabulary():
    """Words and names of the generated pages."""
    return Vocabulary.of_size(60_000, 8_000)


def vault_folder(pages):
    """The folder of the vault with so many pages, made where it is not there."""
    folder = _root() / f"search-{LAYOUT}-{pages}"
    if not (folder / "made.json").exists():
        _make(folder, pages)
    return folder


def opened(folder):
    """The vault in a folder, and what making it took."""
    keys = KeysInMemory()
    keys.secrets = {path.name: path.read_bytes() for path in (folder / "keys").iterdir()}
    return Vault.open(folder / "vault", KeyringWay(keys), clock=clock), made(folder)


def made(folder):
    """What making the vault in a folder took."""
    return Made(**json.loads((folder / "made.json").read_text(encoding="utf-8")))


def _root():
    named = os.environ.get("INCAMERA_BENCH_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir("in-camera-benchmarks"))


def _make(folder, pages):
    smaller = [
        (count, found)
        for found in _root().glob(f"search-{LAYOUT}-*")
        if (found / "made.json").exists() and (count := int(found.name.split("-")[-1])) < pages
    ]
    shutil.rmtree(folder, ignore_errors=True)
    if smaller:
        shutil.copytree(max(smaller)[1], folder)
        (folder / "made.json").rename(folder / "begun.json")
        done = Made(**json.loads((folder / "begun.json").read_text(encoding="utf-8")))
        keys = KeysInMemory()
        keys.secrets = {path.name: path.read_bytes() for path in (folder / "keys").iterdir()}
        vault = Vault.open(folder / "vault", KeyringWay(keys), clock=clock)
    else:
        folder.mkdir(parents=True)
        done, keys = Made(), KeysInMemory()
        vault = Vault.create(folder / "vault", keys, clock=clock)
    with vault:
        matters = vault.matters() or (vault.create_matter("1", "1", "bench"),)
        store = vault.store_of(matters[0].matter_id)
        if not smaller:
            store._database.change(_PEER)
        _fill(store, done, pages)
    (folder / "keys").mkdir(exist_ok=True)
    for name, secret in keys.secrets.items():
        (folder / "keys" / name).write_bytes(secret)
    (folder / "made.json").write_text(json.dumps(asdict(done)), encoding="utf-8")


def _fill(store, done, pages):
    maker = ManyPages(vocabulary(), seed=11 + done.pages)
    while done.pages < pages:
        name = f"{done.pages // PAGES_A_DOCUMENT:05}.pdf"
        document, _ = store.admit(origin(name.encode(), name), name.encode())
        store.start_reading(document.document_id, PAGES_A_DOCUMENT)
        reads = [(*page, VOTES) for page in maker.pages(PAGES_A_DOCUMENT, first_row=done.pages + 1)]
        start_s = time.perf_counter()
        for first in range(0, PAGES_A_DOCUMENT, PAGES_A_BATCH):
            store.store_pages(document.document_id, reads[first : first + PAGES_A_BATCH])
        stored_s = time.perf_counter()
        with store._database.transaction():
            store._database.change_many(
                "INSERT INTO plain (rowid, text) VALUES (?, ?)",
                [
                    (row, page.text.text)
                    for row, (page, _, _) in enumerate(reads, start=done.pages + 1)
                ],
            )
        done.storing_s += stored_s - start_s
        done.peer_s += time.perf_counter() - stored_s
        done.pages += PAGES_A_DOCUMENT
        print(
            f"{done.pages:,} pages, {done.pages / done.storing_s:.0f} stored a second",
            file=sys.stderr,
        )
