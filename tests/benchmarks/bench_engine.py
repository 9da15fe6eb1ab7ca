"""The vision engine against what a user would run instead, on the same weights and pixels.

Peers: llama-cpp-python's own handler, `llama-server` (which Ollama and LM Studio run) with its
defaults, with four clients and tuned, and `llama-mtmd-cli`; all of the same commit, on as many
threads as ours. All take turns within each round, a round's ratio is of that round alone, and the
median of the rounds is shown. Every picture is a new one to everybody. Ours is asked as the app
asks it: in its worker, behind its walls.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from desktop.domain.page import Pixels
from desktop.settings import Settings
from desktop.wire.vision_client import VisionClient
from tests.benchmarks.engine_cases import (
    READ,
    Case,
    Row,
    large_case,
    loaded,
    memory_mb,
    page_case,
    starter_case,
)
from tests.benchmarks.large_pair import answer_text
from tests.benchmarks.llama_peers import PeersAbsentError, peer_programs
from tests.benchmarks.server_peer import ServerPeer, ask_cli
from tests.models.stock import StockPeer

CLIENTS = 4
DRAFTED = "ours, drafted"
Asked = tuple[str, float]


@dataclass(slots=True)
class Figures:
    """Seconds a picture, by engine, one of each round."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def add(self, engine: str, answers: Sequence[Asked]) -> None:
        self.seconds.setdefault(engine, []).append(statistics.fmean(s for _, s in answers))
        self.texts.setdefault(engine, []).extend(" ".join(text.split()) for text, _ in answers)

    def ratio(self, engine: str, own: str = "ours") -> tuple[float, float, float]:
        """Lowest, median and highest of what it takes against ours, of each round."""
        rounds = zip(self.seconds[engine], self.seconds[own], strict=True)
        ratios = sorted(theirs / ours for theirs, ours in rounds)
        return ratios[0], statistics.median(ratios), ratios[-1]


def measure(large_rounds: int = 3, starter_rounds: int = 5, page_rounds: int = 1) -> list[Row]:
    """Rows of (what, figure, target); with these numbers about a quarter of an hour.

    Args:
        large_rounds: One block of a page an engine each; 0: none.
        starter_rounds: Twelve blocks of print an engine each.
        page_rounds: One whole page an engine each; 0: none.
    """
    threads = Settings().threads_for_vision
    cases = [(starter_case, starter_rounds), (large_case, large_rounds), (page_case, page_rounds)]
    return [
        row for make, rounds in cases if rounds for row in _against_peers(make(rounds), threads)
    ]


def _against_peers(case: Case, threads: int) -> list[Row]:
    head = f"{case.name}, {case.what}, {threads} thread{'s' * (threads > 1)}"
    try:
        programs, absent = peer_programs(), ""
    except PeersAbsentError as error:
        programs, absent = {}, str(error)
    with ExitStack() as stack:
        client = stack.enter_context(loaded(case, threads))
        stock = stack.enter_context(StockPeer(case.pair, threads))
        servers = {
            f"llama-server, {name}": stack.enter_context(
                ServerPeer(programs["llama-server"], case.pair, threads, options)
            )
            for name, options in (("defaults", ()), ("tuned", _TUNED))
            if programs
        }
        engines: dict[str, Callable[[Pixels], Asked]] = {
            "ours": lambda pixels: _ours(client, pixels, None),
            "llama-cpp-python's handler": lambda pixels: stock.ask(
                case.seen(pixels), case.question, max_tokens=256
            ),
        }
        engines |= {name: _served(case, server) for name, server in servers.items()}
        if programs:
            engines["llama-mtmd-cli, a process a picture"] = lambda pixels: ask_cli(
                programs["llama-mtmd-cli"], case.pair, threads, case.seen(pixels), case.question
            )
        figures = _rounds(case, client, engines, servers.get("llama-server, defaults"))
        memory = {"ours": memory_mb(client.pid)}
        memory |= {name: memory_mb(server.pid) for name, server in servers.items()}
    rows = [(f"{head}: ours", _pace(figures.seconds["ours"]), "")]
    rows += [
        (f"{head}: pace against {name}", _compared(figures, name), _TARGETS[name])
        for name in figures.seconds
        if name not in ("ours", DRAFTED)
    ]
    for name in servers:
        lowest, median, highest = figures.ratio(name, DRAFTED)
        rows.append(
            (
                f"{head}: pace with drafts from the words of the page, as the app asks, against "
                f"{name}",
                f"{median:.2f} (of {case.rounds} rounds {lowest:.2f} to {highest:.2f})",
                _TARGETS[name],
            )
        )
    if absent:
        rows.append((f"{head}: pace against llama-server and llama-mtmd-cli", absent, ">= 1.05"))
    told = ", ".join(f"{name} {mb:.0f} MB" for name, mb in memory.items())
    rows.append((f"{head}: memory at the end, mapped files counted too", told, ""))
    return rows


def _rounds(
    case: Case,
    client: VisionClient,
    engines: dict[str, Callable[[Pixels], Asked]],
    crowded: ServerPeer | None,
) -> Figures:
    """Let the engines take turns; the server is also asked by several clients at once."""
    figures, numbers = Figures(), iter(range(9_000))
    for engine in engines.values():  # once, so that nobody pays for a first time
        engine(case.warm_up(next(numbers)))
    for _ in range(case.rounds):
        for name, engine in engines.items():
            pictures = [case.picture(next(numbers)) for _ in range(case.a_round)]
            figures.add(name, [engine(picture) for picture in pictures])
        shown = [next(numbers) for _ in range(case.a_round)]
        drafted = [_ours(client, case.picture(at), case.words(at)) for at in shown]
        figures.add(DRAFTED, drafted)
        if crowded is not None and case.a_round >= CLIENTS:
            pictures = [case.seen(case.picture(next(numbers))) for _ in range(CLIENTS)]
            took = crowded.ask_at_once(pictures, case.question)
            figures.add("llama-server, defaults, 4 clients", [("", took / CLIENTS)])
    return figures


_TUNED = ("--no-repack", "--cache-ram", "0", "-np", "1")
_TARGETS = {
    "llama-cpp-python's handler": ">= 1.35",
    "llama-server, defaults": ">= 1.30",
    "llama-server, tuned": ">= 1.05",
    "llama-mtmd-cli, a process a picture": ">= 1.05",
    "llama-server, defaults, 4 clients": ">= 1.05",
}


def _pace(seconds: list[float]) -> str:
    median = statistics.median(seconds)
    return f"{3600 / median:.0f} an hour ({median * 1e3:.0f} ms each)"


def _compared(figures: Figures, name: str) -> str:
    lowest, median, highest = figures.ratio(name)
    said = f"{median:.2f} (of {len(figures.seconds[name])} rounds {lowest:.2f} to {highest:.2f})"
    texts = [text for text in figures.texts[name] if text]
    if texts and set(texts) <= set(figures.texts["ours"]) | {" ".join(answer_text().split())}:
        said += ", same answers"
    return said


def _ours(client: VisionClient, pixels: Pixels, words: str | None) -> Asked:
    start_s = time.perf_counter()
    answer = client.ask(pixels, READ, words=words)
    return answer.text, time.perf_counter() - start_s


def _served(case: Case, server: ServerPeer) -> Callable[[Pixels], Asked]:
    return lambda pixels: server.ask(case.seen(pixels), case.question)


if __name__ == "__main__":
    for row in measure(*map(int, sys.argv[1:])):
        print(" | ".join(row), flush=True)
