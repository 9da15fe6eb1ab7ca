"""Where a training stands, kept outside the clone: written whole or not at all."""

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from platformdirs import user_cache_path

from models.starter.training.network import Shape

NAME = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a training has come.

    Attributes:
        seed: Of the run: with the number of a batch it says what is drawn.
        steps: Batches learnt.
        pictures: In them.
        seconds: Spent, over all parts.
    """

    seed: int
    steps: int = 0
    pictures: int = 0
    seconds: float = 0.0


def training_folder() -> Path:
    """Of checkpoints, fonts and the log; made where it is not there."""
    folder = user_cache_path("in-camera") / "training"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def save(path: Path, shape: Shape, progress: Progress, state: dict[str, Any]) -> None:
    """Write a checkpoint; whoever reads at the same time has the old one or the new one."""
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        torch.save({"shape": shape.as_numbers(), "progress": asdict(progress), **state}, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def load(path: Path) -> tuple[Shape, Progress, dict[str, Any]]:
    """Read a checkpoint; only numbers and arrays are taken from it.

    Raises:
        FileNotFoundError: There is none.
    """
    saved = torch.load(path, map_location="cpu", weights_only=True)
    return Shape(**saved["shape"]), Progress(**saved["progress"]), saved
