"""One step of learning: the loss, the two optimisers, and the mean of recent weights."""

import math
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from models.starter.training.batches import NO_TARGET, Batch
from models.starter.training.network import CELL_PX, Starter, segment_mask

MATRIX_RATE = 3e-3
REST_RATE = 2e-3
WARM_UP_STEPS = 100
FULL_STEPS = 1000
"""From here the rate falls with the root of the steps: batches are small, and at the full rate the
weights of step 2800 misread twice as many letters as their mean."""

LARGEST_GRADIENT = 1.0
CELL_LOSS_WEIGHT = 1.0
LATE_CELL_LOSS_WEIGHT = 0.4
EARLY_STEPS = 6000
MEAN_DECAY = 0.999
"""A weight of the mean forgets half in 700 steps: it stands in for lowering the rate at the end,
which a training without a fixed end does not have."""

_NOT_BY_MUON = ("tokens", "answer", "cells", "patches")


@dataclass(frozen=True, slots=True)
class Losses:
    """Of one batch, in nats.

    Attributes:
        answers: A token of an answer.
        cells: A place of a cell.
        right: Share of tokens of answers that were the likeliest.
    """

    answers: float
    cells: float
    right: float


class Learner:
    """A network that learns.

    Args:
        network: To be changed in place.
    """

    def __init__(self, network: Starter) -> None:
        self.network = network
        self.mean = {name: weight.detach().clone() for name, weight in network.named_parameters()}
        matrices: list[Tensor] = []
        rest: list[Tensor] = []
        for name, weight in network.named_parameters():
            is_matrix = weight.ndim == 2 and name not in _NOT_BY_MUON
            (matrices if is_matrix else rest).append(weight)
        self._optimisers: tuple[tuple[torch.optim.Optimizer, float], ...] = (
            (
                torch.optim.Muon(
                    matrices,
                    lr=MATRIX_RATE,
                    weight_decay=0.02,
                    momentum=0.95,
                    nesterov=True,
                    adjust_lr_fn="match_rms_adamw",
                ),
                MATRIX_RATE,
            ),
            (
                torch.optim.AdamW(rest, lr=REST_RATE, betas=(0.9, 0.98), weight_decay=0.01),
                REST_RATE,
            ),
        )

    def learn(self, batch: Batch, step: int, rate: float = 1.0) -> Losses:
        """Learn one batch.

        Args:
            batch: To learn.
            step: From 0; the first ones go slowly, the later ones ever more so.
            rate: Share of the full rate.
        """
        rate *= min(1.0, (step + 1) / WARM_UP_STEPS, math.sqrt(FULL_STEPS / (step + 1)))
        for optimiser, full in self._optimisers:
            for group in optimiser.param_groups:
                group["lr"] = full * rate
        answers, cells, right = losses(self.network, batch)
        weight = CELL_LOSS_WEIGHT if step < EARLY_STEPS else LATE_CELL_LOSS_WEIGHT
        (answers + weight * cells).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), LARGEST_GRADIENT)
        for optimiser, _ in self._optimisers:
            optimiser.step()
        self.network.zero_grad(set_to_none=True)
        # Early weights are far from later ones: the mean must not carry them for long.
        share = 1 - min(MEAN_DECAY, (step + 1) / (step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(
                list(self.mean.values()),
                [weight.detach() for weight in self.network.parameters()],
                share,
            )
        return Losses(answers.item(), cells.item(), right.item())

    def state(self) -> dict[str, Any]:
        """All that learning needs to go on, for `load`."""
        return {
            "network": self.network.state_dict(),
            "mean": self.mean,
            "optimisers": [optimiser.state_dict() for optimiser, _ in self._optimisers],
        }

    def load(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        self.network.load_state_dict(state["network"])
        self.mean = state["mean"]
        for (optimiser, _), saved in zip(self._optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)


def losses(network: Starter, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Loss of answers, loss of cells, share of tokens that are right."""
    grey = torch.from_numpy(batch.grey)
    cells = network.encoded(grey)
    of_cells = F.cross_entropy(network.cell_scores(cells), torch.from_numpy(batch.cells).flatten())
    if batch.is_sight_only:
        return torch.zeros(()), of_cells, torch.zeros(())
    picture = network.picture_part(cells, grey.shape[2] // CELL_PX)
    length = picture.shape[1]
    x = torch.cat((picture, network.embedded(torch.from_numpy(batch.numbers))), 1)
    count = x.shape[0]
    positions = torch.cat(
        (torch.arange(length).expand(count, length), torch.from_numpy(batch.positions)), 1
    )
    segments = torch.cat(
        (torch.zeros(count, length, dtype=torch.long), torch.from_numpy(batch.segments)), 1
    )
    hidden = network.decoded(x, positions, segment_mask(segments))[:, length:]
    targets = torch.from_numpy(batch.targets)
    is_said = targets != NO_TARGET
    wanted = targets[is_said]
    scores = network.scores(hidden[is_said])
    right = (scores.argmax(-1) == wanted).float().mean()
    return F.cross_entropy(scores, wanted), of_cells, right
