"""The vision engine by itself: second questions, drafts, stops, memory, a busy machine."""

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from desktop.domain.page import Pixels
from desktop.domain.vision import StopReason
from desktop.settings import Settings
from desktop.wire.vision_client import VisionClient
from tests.benchmarks.engine_cases import (
    READ,
    Case,
    Row,
    large_case,
    loaded,
    memory_mb,
    starter_case,
)


def measure(large_rounds: int = 3, starter_rounds: int = 5) -> list[Row]:
    """Rows of (what, figure, target).

    Args:
        large_rounds: Of pages; 0: the large pair is left out.
        starter_rounds: Of regions.
    """
    threads = Settings().threads_for_vision
    cases = [starter_case(starter_rounds)]
    if large_rounds:
        cases.append(large_case(large_rounds))
    return [row for case in cases for row in _alone(case, threads)]


def _alone(case: Case, threads: int) -> list[Row]:
    with loaded(case, threads) as client:
        client.ask(case.picture(9_000), READ, max_tokens=8)
        return [
            _second_question(case, client),
            _drafted(case, client),
            *_stops(case, client),
            _growth(case, client),
            *([_busy(case, client)] if case.manifest else []),
        ]


def _second_question(case: Case, client: VisionClient) -> Row:
    ratios, firsts = [], []
    for number in range(case.rounds):
        pixels = case.picture(9_100 + number)
        first, second = (_first_piece_s(client, pixels) for _ in range(2))
        ratios.append(second / first)
        firsts.append(first)
    return (
        f"{case.name}: time to the first token of a second question on a picture, of the first's",
        f"{statistics.median(ratios):.3f} (of {statistics.median(firsts) * 1e3:.0f} ms)",
        "<= 0.10",
    )


def _first_piece_s(client: VisionClient, pixels: Pixels) -> float:
    came_s: list[float] = []
    start_s = time.perf_counter()
    client.ask(
        pixels, READ, max_tokens=4, on_piece=lambda _piece: came_s.append(time.perf_counter())
    )
    return (came_s[0] if came_s else time.perf_counter()) - start_s


def _drafted(case: Case, client: VisionClient) -> Row:
    ratios, is_equal = [], True
    for number in range(case.rounds * min(case.a_round, 4) + 1):
        pixels, words = case.picture(9_200 + number), case.words(9_200 + number)
        client.ask(pixels, READ, max_tokens=1)  # seen, so that answers alone are compared
        plain = client.ask(pixels, READ)
        drafted = client.ask(pixels, READ, words=words)
        is_equal &= (plain.text, plain.receipt) == (drafted.text, drafted.receipt)
        ratios.append(plain.answer_ms / drafted.answer_ms)
    ratios = ratios[1:]  # in the first answer the times of steps are learned
    lowest, median, highest = min(ratios), statistics.median(ratios), max(ratios)
    return (
        f"{case.name}: answers drafted from the words of the page against undrafted ones",
        f"{median:.2f} ({lowest:.2f} to {highest:.2f}), "
        f"{'equal' if is_equal else 'NOT EQUAL'} answers",
        ">= 1.5 where a token is bound by memory",
    )


def _stops(case: Case, client: VisionClient) -> list[Row]:
    """How long a wish to stop takes: while it answers, and while it sees."""
    while_answering = []
    for number in range(5 if case.manifest else 2):
        told_s: list[float] = []

        def stop(_piece: str, told_s: list[float] = told_s) -> None:
            if not told_s:
                told_s.append(time.perf_counter())
                client.stop()

        client.ask(case.picture(9_400 + number), READ, on_piece=stop)
        while_answering.append(time.perf_counter() - told_s[0])
    rows = [
        (
            f"{case.name}: from a stop while it answers to its end",
            f"{statistics.median(while_answering) * 1e3:.0f} ms",
            "< 200 ms",
        )
    ]
    seen_ms = client.ask(case.picture(9_500), READ, max_tokens=1).encode_ms
    if seen_ms > 1000:
        waits = []
        for number in range(2):
            with _told_to_stop_in(client, seen_ms / 3e3) as told_s:
                answer = client.ask(case.picture(9_501 + number), READ)
                waits.append(time.perf_counter() - told_s[0])
            assert answer.stop_reason is StopReason.STOPPED
        rows.append(
            (
                f"{case.name}: from a stop while it sees to its end",
                f"{statistics.median(waits) * 1e3:.0f} ms (seeing takes {seen_ms:.0f} ms)",
                "< 300 ms",
            )
        )
    return rows


@contextmanager
def _told_to_stop_in(client: VisionClient, seconds: float) -> Iterator[list[float]]:
    told_s: list[float] = []

    def stop() -> None:
        told_s.append(time.perf_counter())
        client.stop()

    timer = threading.Timer(seconds, stop)
    timer.start()
    yield told_s
    timer.join()


def _growth(case: Case, client: VisionClient) -> Row:
    count = 500 if case.manifest else 8
    warm = count // 4
    for number in range(count):
        if number == warm:
            before = memory_mb(client.pid, "RssAnon:")
        client.ask(case.picture(20_000 + number), READ, max_tokens=64 if case.manifest else 1)
    grown = (memory_mb(client.pid, "RssAnon:") - before) / (count - warm)
    return (
        f"{case.name}: growth of memory a picture, over {count}",
        f"{grown:.4f} MB",
        "< 0.1 MB",
    )


def _busy(case: Case, client: VisionClient) -> Row:
    """What a foreign process that computes on one core does to the slowest tenth of answers."""
    count = 60
    numbers = iter(range(30_000, 40_000))

    def tenth() -> float:
        taken = []
        for _ in range(count):
            start_s = time.perf_counter()
            client.ask(case.picture(next(numbers)), READ, max_tokens=64)
            taken.append(time.perf_counter() - start_s)
        return float(np.percentile(taken, 90))

    idle = tenth()
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as burner:
        try:
            busy = tenth()
        finally:
            burner.kill()
    return (
        f"{case.name}: 90th percentile of answers beside one busy process, of the idle one",
        f"{busy / idle:.2f}",
        "<= 3",
    )


if __name__ == "__main__":
    for row in measure(*map(int, sys.argv[1:])):
        print(" | ".join(row), flush=True)
