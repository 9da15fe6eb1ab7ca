"""First results of a search over 100,000 pages, against plain FTS5 in the same SQLCipher file.

The vault is made once, through the store as the program uses it, and kept in the cache folder of
this account (INCAMERA_BENCH_CACHE names another). Alone, the script takes the number of pages:

    python -m tests.benchmarks.bench_search 1000000

and `make bench` another from INCAMERA_BENCH_PAGES. Beside the vault, in
the same file, lies the peer: an FTS5 table that holds and indexes the text in clear. Both answer
the same queries in turn, in one run: the first 20 hits with their snippets. The peer is ranked by
the same rule, and once more as plain FTS5 is usually asked, always ranked.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import mean, median, quantiles

import platformdirs

from desktop.domain.identity import MatterId
from desktop.vault.matter_store import MatterStore
from desktop.vault.search.word_lookup import RANKED_PAGES
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import VOTES, KeysInMemory, PageMaker, Vocabulary, clock, origin

PAGES = int(
    sys.argv[1]
    if __name__ == "__main__" and len(sys.argv) > 1
    else os.environ.get("INCAMERA_BENCH_PAGES", "100000")
)
PAGES_A_DOCUMENT = 400
PAGES_A_BATCH = 32
WORDS_A_PAGE = 320
ROUNDS = 3
STORED_PAGES = 1_280
LAYOUT = 2
"""Counted up when the generated vault must be made anew."""

_PLAIN = "SELECT rowid, snippet(plain, 0, '[', ']', '...', 24) FROM plain WHERE plain MATCH ?"


def measure() -> list[tuple[str, str, str]]:
    """Rows of (what, figure, target)."""
    rows = [_storing()]
    folder = _cache_folder()
    if not (folder / "done").exists():
        rows.append(_build(folder))
    keys = KeysInMemory()
    keys.secrets = {path.name: path.read_bytes() for path in (folder / "keys").iterdir()}
    with Vault.open(folder / "vault", KeyringWay(keys), clock=clock) as vault:
        store = vault.store_of(vault.matters()[0].matter_id)
        rows.append(_word_list(store))
        rows.extend(_measured(store))
        rows.extend(_measured_kinds(store))
    return rows


def _cache_folder() -> Path:
    named = os.environ.get("INCAMERA_BENCH_CACHE")
    root = Path(named) if named else Path(platformdirs.user_cache_dir("in-camera-benchmarks"))
    return root / f"search-{LAYOUT}-{PAGES}"


def _build(folder: Path) -> tuple[str, str, str]:
    keys = KeysInMemory()
    folder.mkdir(parents=True)
    storing_s = 0.0
    with Vault.create(folder / "vault", keys, clock=clock) as vault:
        store = vault.store_of(MatterId(vault.create_matter("1", "1", "bench").matter_id))
        database = store._database
        database.change(
            "CREATE VIRTUAL TABLE plain USING fts5(text, tokenize='unicode61 remove_diacritics 2')"
        )
        maker = PageMaker(_vocabulary(), words_per_page=WORDS_A_PAGE)
        page_row = 0
        for document_number in range(PAGES // PAGES_A_DOCUMENT):
            content = f"document {document_number}".encode()
            document, _ = store.admit(origin(content, f"{document_number:04}.pdf"), content)
            store.start_reading(document.document_id, PAGES_A_DOCUMENT)
            for first in range(1, PAGES_A_DOCUMENT + 1, PAGES_A_BATCH):
                last = min(first + PAGES_A_BATCH, PAGES_A_DOCUMENT + 1)
                made = [maker.page(number) for number in range(first, last)]
                start_s = time.perf_counter()
                store.store_pages(document.document_id, [(*page, VOTES) for page in made])
                storing_s += time.perf_counter() - start_s
                texts = [page.text.text for page, _ in made]
                with database.transaction():
                    database.change_many(
                        "INSERT INTO plain (rowid, text) VALUES (?, ?)",
                        list(enumerate(texts, start=page_row + 1)),
                    )
                page_row += len(made)
            print(f"{page_row} pages, {page_row / storing_s:.0f} pages/s", file=sys.stderr)
    (folder / "keys").mkdir()
    for name, secret in keys.secrets.items():
        (folder / "keys" / name).write_bytes(secret)
    (folder / "done").touch()
    return (
        f"building the vault of {PAGES:,} pages, storing",
        f"{PAGES / storing_s:.0f} pages/s",
        "",
    )


def _storing() -> tuple[str, str, str]:
    """What a page of 3,000 characters with ten findings costs the app, all but reading it."""
    maker = PageMaker(_vocabulary(), words_per_page=WORDS_A_PAGE)
    batches = [
        [(*maker.page(number), VOTES) for number in range(first, first + PAGES_A_BATCH)]
        for first in range(1, STORED_PAGES + 1, PAGES_A_BATCH)
    ]
    with (
        tempfile.TemporaryDirectory() as folder,
        Vault.create(Path(folder) / "vault", KeysInMemory(), clock=clock) as vault,
    ):
        store = vault.store_of(vault.create_matter("1", "1", "bench").matter_id)
        document, _ = store.admit(origin(b"x"), b"x")
        taken_ms = [
            _ms(store.store_pages, document.document_id, batch) / PAGES_A_BATCH for batch in batches
        ]
    return (
        "storing a page of 3,000 characters with ten findings: seal, index, commit",
        f"{mean(taken_ms):.2f} ms (median of batches {median(taken_ms):.2f})",
        "<= 1.5 ms",
    )


def _vocabulary() -> Vocabulary:
    return Vocabulary.of_size(60_000, 8_000)


def _queries(store: MatterStore) -> dict[str, list[tuple[str, str]]]:
    """Kinds of query; each query as the vault and as FTS5 is asked."""
    words, names = _vocabulary().words, _vocabulary().names
    document = store.documents()[3].document_id
    some = store.findings(document_id=document, limit=200)
    values = {
        kind: list(dict.fromkeys(f.finding.value for f in some if f.finding.kind.value == kind))[:8]
        for kind in ("iban", "phone", "email", "person")
    }
    text = store.page(document, store.page_summaries(document)[7].number).text.text.split()
    pairs = list(pairwise(text))[20:200:15]

    def plain(*queries: str) -> list[tuple[str, str]]:
        return [(query, " ".join(f'"{word}"' for word in query.split())) for query in queries]

    return {
        "rare word": plain(*words[30_000:60_000:2_000]),
        "frequent word": plain(*words[1_000:6_000:400]),
        "word on most pages": plain(*words[0:30:3]),
        "two words": plain(
            *(f"{words[n]} {words[40 * n + 900]}" for n in range(5, 100, 8)),
        ),
        "three words": plain(
            *(f"{words[n]} {words[n + 7]} {words[n * 20]}" for n in range(3, 40, 4))
        ),
        "phrase": [(f'"{a} {b}"', f'"{a} {b}"') for a, b in pairs],
        "surname": plain(*names[3:8_000:800]),
        "full name": [(name, f'"{name}"') for name in values["person"]],
        "exact value": [
            (value, f'"{value.lstrip("+")}"')
            for kind in ("iban", "phone", "email")
            for value in values[kind]
        ],
    }


def _kinds() -> dict[str, list[tuple[str, str]]]:
    """Searches by kind; each as the vault is asked, and as FTS5, "" where it has no such thing."""
    words, names = _vocabulary().words, _vocabulary().names
    near = [(words[n], words[n + 40]) for n in range(3, 120, 12)]
    wrong = [name[:2] + name[3:] for name in names[5:2_000:200] if len(name) > 5]
    return {
        "prefix of 4 letters": [
            (f"{word[:4]}*", f"{word[:4]}*") for word in words[2_000:40_000:4_000]
        ],
        "NEAR": [(f"{a} NEAR/5 {b}", f'NEAR("{a}" "{b}", 5)') for a, b in near],
        "a OR b": [
            (f"{words[n]} OR {words[n + 9]}", f'"{words[n]}" OR "{words[n + 9]}"')
            for n in range(1_000, 6_000, 500)
        ],
        "a NOT b": [
            (f"{words[n]} NOT {words[n // 40]}", f'"{words[n]}" NOT "{words[n // 40]}"')
            for n in range(1_000, 6_000, 500)
        ],
        "(a OR b) c kind:iban": [
            (f"({words[n]} OR {words[n + 9]}) {words[5]} kind:iban", "")
            for n in range(1_000, 6_000, 500)
        ],
        "misspelt name": [(f"~{name}", "") for name in wrong],
        "name by its sound": [(f"sounds:{name}", "") for name in names[5:2_000:200]],
        "stem": [(f"stem:{word}", "") for word in words[2_000:40_000:4_000]],
        "date in a month": [(f"date:2025-{month:02}", "") for month in range(1, 13)],
        "date in half a year": [("date:2025-01..2025-06", ""), ("date:>=2025-07", "")],
        "amount above": [(f"amount:>={n} EUR", "") for n in (100, 10_000, 200_000)],
    }


def _word_list(store: MatterStore) -> tuple[str, str, str]:
    """How large the list of words is, and how long the first search by words waits for it."""
    size = store._database.value("SELECT sum(length(words)) FROM word_list")
    store.searching.forget()
    taken_ms = _ms(store.searching.word_list.words)
    count = len(store.searching.word_list.words())
    return (
        f"list of {count:,} words: opened once in {taken_ms:.0f} ms, size",
        f"{size / 1e6:.1f} MB",
        "",
    )


def _measured_kinds(store: MatterStore) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for kind, queries in _kinds().items():
        ours_ms: list[float] = []
        peer_ms: list[float] = []
        for ours, peer in queries:
            for _ in range(ROUNDS):
                ours_ms.append(_ms(store.search, ours))
                if peer:
                    peer_ms.append(_ms(_ask_plain, store, peer))
        beside = f" / plain FTS5 {median(peer_ms):.1f} ms" if peer_ms else ""
        rows.append(
            (
                f"search, {kind}: median, slowest",
                f"{median(ours_ms):.1f} ms, {max(ours_ms):.1f} ms{beside}",
                "",
            )
        )
    return rows


def _measured(store: MatterStore) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    every_ms: list[float] = []
    sums = [0.0, 0.0, 0.0]
    for kind, queries in _queries(store).items():
        kind_ms: list[float] = []
        kind_sums = [0.0, 0.0, 0.0]
        for ours, peer in queries:
            taken: list[list[float]] = [[], [], []]
            for _ in range(ROUNDS):
                taken[0].append(_ms(store.search, ours))
                taken[1].append(_ms(_ask_plain, store, peer))
                taken[2].append(_ms(_ask_plain_ranked, store, peer))
            kind_ms.extend(taken[0])
            for number, samples in enumerate(taken):
                kind_sums[number] += median(samples)
        every_ms.extend(kind_ms)
        sums = [one + other for one, other in zip(sums, kind_sums, strict=True)]
        rows.append(
            (
                f"search, {kind}: median / plain FTS5 by the same rule / always ranked",
                " / ".join(f"{total / len(queries):.1f} ms" for total in kind_sums),
                "",
            )
        )
    p95 = quantiles(every_ms, n=20)[-1]
    return [
        (
            f"first 20 hits over {PAGES:,} pages: median, 95th of 100, slowest",
            f"{median(every_ms):.1f} ms, {p95:.1f} ms, {max(every_ms):.1f} ms",
            "< 50 ms",
        ),
        ("all queries / plain FTS5, ranked by the same rule", f"{sums[0] / sums[1]:.2f}", "<= 1.5"),
        ("all queries / plain FTS5, always ranked", f"{sums[0] / sums[2]:.2f}", "<= 1.5"),
        *rows,
    ]


def _ask_plain(store: MatterStore, query: str) -> None:
    database = store._database
    counted = database.rows(
        "SELECT rowid FROM plain WHERE plain MATCH ? LIMIT ?", query, RANKED_PAGES + 1
    )
    order = " ORDER BY rank" if len(counted) <= RANKED_PAGES else ""
    database.rows(f"{_PLAIN}{order} LIMIT 21", query)


def _ask_plain_ranked(store: MatterStore, query: str) -> None:
    store._database.rows(f"{_PLAIN} ORDER BY rank LIMIT 21", query)


def _ms(call: Callable[..., object], *arguments: object) -> float:
    start_s = time.perf_counter()
    call(*arguments)
    return (time.perf_counter() - start_s) * 1000


if __name__ == "__main__":
    for row in measure():
        print(" | ".join(row))
