"""Whether several pages at once pay: answers side by side in one step, and seeing beside answering.

The engine does neither on a processor; this is the measurement behind that decision
(resources/docs/decisions/0052), to be made again on another kind of machine. Shapes of 500 million
weights, random numbers; times of the processor for steps, of the clock for what runs side by side.
"""

import ctypes
import statistics
import threading
import time
from collections.abc import Callable

from llama_cpp import llama_cpp as llama

from models.engine.engine import Engine, open_engine
from models.engine.library import is_repacking_slow, open_library
from models.engine.sight import Picture
from models.files import check_pair
from tests.benchmarks.large_pair import large_pair

SEQUENCES = (2, 4, 8)
HELD_TOKENS = 380
"""A third of a page and its question."""

STEPS = 6
SIDE_PX = 256
SAID_TOKENS = 100


def measure() -> list[tuple[str, str, str]]:
    """Rows of (what, figure, target)."""
    open_library()
    costs = _costs_of_steps()
    rows = [
        (
            f"500 M, one thread: {count} answers in one step, tokens a second against one answer",
            f"{count * costs[1] / costs[count]:.2f} ({costs[count] * 1e3:.0f} ms a step "
            f"against {costs[1] * 1e3:.0f} ms)",
            "a page spends one eighth of its time here",
        )
        for count in SEQUENCES
    ]
    ratio, apart_s, beside_s = _beside()
    rows.append(
        (
            "500 M, two cores: a small picture seen beside an answer, a thread each, against one "
            "after the other on two threads",
            f"{ratio:.2f} ({apart_s:.1f} s against {beside_s:.1f} s)",
            ">= 1.1 to be worth two models' buffers",
        )
    )
    return rows


def _costs_of_steps() -> dict[int, float]:
    """Seconds of the processor for a step with one token of each of so many sequences."""
    params = llama.llama_model_default_params()
    params.use_extra_bufts = not is_repacking_slow()
    model = llama.llama_model_load_from_file(str(large_pair().weights).encode(), params)
    most = max(SEQUENCES)
    shape = llama.llama_context_default_params()
    shape.n_ctx = most * 512
    shape.n_seq_max = most
    shape.n_threads = shape.n_threads_batch = 1
    context = llama.llama_init_from_model(model, shape)
    batch = llama.llama_batch_init(HELD_TOKENS, 0, 1)
    for sequence in range(most):
        _decode(context, batch, [(300 + at, at, sequence) for at in range(HELD_TOKENS)])
    costs = {}
    for count in (1, *SEQUENCES):
        taken = []
        for step in range(STEPS):
            tokens = [(400 + step, HELD_TOKENS, sequence) for sequence in range(count)]
            taken.append(_decode(context, batch, tokens))
            for sequence in range(count):
                memory = llama.llama_get_memory(context)
                llama.llama_memory_seq_rm(memory, sequence, HELD_TOKENS, -1)
        costs[count] = statistics.median(taken)
    llama.llama_batch_free(batch)
    llama.llama_free(context)
    llama.llama_model_free(model)
    return costs


def _decode(context: int, batch: llama.llama_batch, tokens: list[tuple[int, int, int]]) -> float:
    """Take in (token, position, sequence), and how long the processor worked on it."""
    batch.n_tokens = len(tokens)
    for index, (token, position, sequence) in enumerate(tokens):
        batch.token[index], batch.pos[index] = token, position
        batch.n_seq_id[index], batch.seq_id[index][0] = 1, sequence
        batch.logits[index] = True
    start_s = time.process_time()
    if llama.llama_decode(context, batch) != 0:
        raise RuntimeError("llama.cpp took nothing in")
    ctypes.cast(llama.llama_get_logits_ith(context, 0), ctypes.c_void_p)
    return time.process_time() - start_s


def _beside() -> tuple[float, float, float]:
    """How much sooner a picture and an answer are done side by side; both in seconds."""
    both, eyes, tongue = (_engine(threads) for threads in (2, 1, 1))
    ratios, aparts, besides = [], [], []
    for number in range(3):
        apart_s = _timed(lambda number=number: (_see(both, number), _say(both)))
        seeing = threading.Thread(target=_see, args=(eyes, number))

        def side_by_side(seeing: threading.Thread = seeing) -> None:
            seeing.start()
            _say(tongue)
            seeing.join()

        beside_s = _timed(side_by_side)
        ratios.append(apart_s / beside_s)
        aparts.append(apart_s)
        besides.append(beside_s)
    for engine in (both, eyes, tongue):
        engine.close()
    return tuple(map(statistics.median, (ratios, aparts, besides)))


def _engine(threads: int) -> Engine:
    files = check_pair(*large_pair())
    return open_engine(files, threads=threads, image_min_tokens=-1, image_max_tokens=128)


def _see(engine: Engine, number: int) -> None:
    pixels = bytes([number]) * (3 * SIDE_PX * SIDE_PX)
    engine._eyes.see(Picture(SIDE_PX, SIDE_PX, pixels, f"{id(engine)} {number}"))


def _say(engine: Engine) -> None:
    language = engine._language
    language.forget_from(0)
    language.take_in(list(range(300, 320)), 0)
    for at in range(SAID_TOKENS):
        language.try_out([400 + at], 20 + at)


def _timed(work: Callable[[], object]) -> float:
    start_s = time.perf_counter()
    work()
    return time.perf_counter() - start_s


if __name__ == "__main__":
    for row in measure():
        print(" | ".join(row))
