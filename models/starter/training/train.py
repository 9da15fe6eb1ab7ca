"""Trains the starter: `python -m models.starter.training.train`; stops and goes on at any time.

It learns until it is told to stop (SIGTERM, or Ctrl-C), and then keeps where it stands. Started
again, it goes on from there. `--settle MINUTES` goes on from there too, but lets the rate fall to
nothing within that time and keeps the outcome apart: what is to be shipped settles first.
"""

import argparse
import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import FrameType

# Threads of OpenMP that wait by spinning take whole cores from whatever else runs here.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch

from models.starter.training import checkpoint
from models.starter.training.checkpoint import Progress
from models.starter.training.learning import Learner, Losses
from models.starter.training.network import Shape, Starter
from models.starter.training.renderer import Renderer
from models.starter.training.trial import Trial, tried

SEED = 3
SETTLED_NAME = "settled.pt"
KEEP_EVERY_S = 240
TRY_EVERY_S = 600
TELL_EVERY_STEPS = 25


class _Wish:
    """Whether someone wants it to stop."""

    def __init__(self) -> None:
        self.is_stop = False
        signal.signal(signal.SIGINT, self._heard)
        signal.signal(signal.SIGTERM, self._heard)

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stop = True


def train(
    path: Path, *, threads: int, most_seconds: float = float("inf"), is_settling: bool = False
) -> Progress:
    """Learn until told to stop.

    Args:
        path: Of the checkpoint; goes on from it where it is there.
        threads: To compute with.
        most_seconds: Of this part.
        is_settling: Whether the rate falls over this part, and its outcome is kept apart.
    """
    keep_path = path.with_name(SETTLED_NAME) if is_settling else path
    wish = _Wish()
    torch.set_num_threads(threads)
    learner, progress = _begun(path)
    start_s = kept_s = tried_s = time.monotonic()
    first = progress
    recent: list[Losses] = []
    waited_s = 0.0
    _tell(
        f"step {progress.steps}, {_weights(learner.network) / 1e6:.1f} M weights, "
        f"seed {progress.seed}"
    )
    with Renderer(progress.seed, progress.steps) as renderer:
        drawn = iter(renderer)
        while not wish.is_stop and time.monotonic() - start_s < most_seconds:
            asked_s = time.monotonic()
            batch = next(drawn)
            waited_s += time.monotonic() - asked_s
            rate = 1 - (asked_s - start_s) / most_seconds if is_settling else 1.0
            recent.append(learner.learn(batch, progress.steps, rate))
            now_s = time.monotonic()
            progress = replace(
                progress,
                steps=progress.steps + 1,
                pictures=progress.pictures + len(batch.grey),
                seconds=first.seconds + now_s - start_s,
            )
            if progress.steps % TELL_EVERY_STEPS == 0:
                _tell(_line(progress, first, recent, waited_s))
                recent, waited_s = [], 0.0
            if now_s - kept_s > KEEP_EVERY_S:
                checkpoint.save(keep_path, learner.network.shape, progress, learner.state())
                kept_s = now_s
            if now_s - tried_s > TRY_EVERY_S and not batch.is_sight_only:
                _tell(_trial_line(progress, _tried(learner)))
                tried_s = time.monotonic()
    checkpoint.save(keep_path, learner.network.shape, progress, learner.state())
    _tell(f"kept at step {progress.steps}")
    return progress


def _begun(path: Path) -> tuple[Learner, Progress]:
    try:
        shape, progress, state = checkpoint.load(path)
    except FileNotFoundError:
        torch.manual_seed(SEED)
        return Learner(Starter(Shape())), Progress(seed=SEED)
    learner = Learner(Starter(shape))
    learner.load(state)
    return learner, progress


def _tried(learner: Learner) -> Trial:
    """With the mean of the weights, which is what is exported."""
    network = Starter(learner.network.shape)
    network.load_state_dict(learner.mean)
    return tried(network)


def _line(progress: Progress, first: Progress, recent: list[Losses], waited_s: float) -> str:
    count = len(recent)
    pace = (progress.pictures - first.pictures) / max(1e-9, progress.seconds - first.seconds)
    return (
        f"step {progress.steps}  {progress.pictures} pictures  {pace:.1f}/s  "
        f"answers {sum(loss.answers for loss in recent) / count:.3f}  "
        f"cells {sum(loss.cells for loss in recent) / count:.3f}  "
        f"right {sum(loss.right for loss in recent) / count:.1%}  "
        f"waited {waited_s / count:.2f} s  {progress.seconds / 60:.0f} min"
    )


def _trial_line(progress: Progress, trial: Trial) -> str:
    return (
        f"TRIAL step {progress.steps}  held-out lines: {trial.lines:.1%} of letters wrong  "
        f"fields right: {trial.fields:.0%}  {progress.seconds / 60:.0f} min"
    )


def _weights(network: Starter) -> int:
    return sum(weight.numel() for name, weight in network.named_parameters() if name != "cells")


def _tell(line: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


def main() -> None:
    """As the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=None)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so many")
    parser.add_argument("--settle", type=float, metavar="MINUTES", help="let the rate fall to 0")
    options = parser.parse_args()
    path = options.checkpoint or checkpoint.training_folder() / checkpoint.NAME
    train(
        path,
        threads=options.threads,
        most_seconds=(options.settle or options.minutes) * 60,
        is_settling=options.settle is not None,
    )


if __name__ == "__main__":
    main()
