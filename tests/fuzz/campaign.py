"""Fuzzing for a time: seeds and kept inputs, altered; the smallest input that fails is kept."""

import hashlib
import time
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis.database import InMemoryExampleDatabase

from tests.fuzz.mutations import mutated
from tests.fuzz.targets import CORPUS, TARGETS, feed, kept

EXAMPLES_A_ROUND = 200


@dataclass(frozen=True, slots=True)
class Campaign:
    """What came of fuzzing one target.

    Attributes:
        name: Of the target.
        inputs: How many were tried.
        failure: What went wrong, "" where nothing did.
        kept_as: Name of the file in the corpus.
    """

    name: str
    inputs: int
    failure: str = ""
    kept_as: str = ""


def fuzz(name: str, seconds: float, *, is_kept: bool = False) -> Campaign:
    """Feed one target for so many seconds.

    Args:
        name: Of the target.
        seconds: How long; a round of 200 inputs is finished.
        is_kept: Whether an input that fails is written into the corpus.
    """
    target = TARGETS[name]
    seeds = [*target.seeds(), *kept(name)]
    inputs, last = 0, b""

    @settings(
        max_examples=EXAMPLES_A_ROUND,
        deadline=None,
        database=InMemoryExampleDatabase(),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(mutated(seeds))
    def feed_it(data: bytes) -> None:
        nonlocal inputs, last
        inputs, last = inputs + 1, data
        feed(target, data)

    until_s = time.monotonic() + seconds
    try:
        while time.monotonic() < until_s:
            feed_it()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return Campaign(
            name,
            inputs,
            f"{type(error).__name__}: {error}"[:300],
            _keep(name, last, is_kept=is_kept),
        )
    return Campaign(name, inputs)


def _keep(name: str, data: bytes, *, is_kept: bool) -> str:
    """Write the smallest input that failed, with which hypothesis ends, into the corpus."""
    file_name = hashlib.sha256(data).hexdigest()[:12]
    if is_kept:
        folder = CORPUS / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file_name).write_bytes(data)
    return file_name
