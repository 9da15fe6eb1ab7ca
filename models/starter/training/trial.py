"""How well the network reads print it has never seen, measured in short while it learns."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models.starter.training import vocabulary
from models.starter.training.chance import Chance
from models.starter.training.fonts import held_out_fonts
from models.starter.training.network import CELL_PX, Starter, segment_mask
from models.starter.training.samples import Sample, block_sample, line_sample
from models.starter.training.scores import distance

SEED = 20_240_229
LINES = 40
BLOCKS = 16
MOST_TOKENS = 56


@dataclass(frozen=True, slots=True)
class Trial:
    """Figures of a trial, in shares of 1.

    Attributes:
        lines: Letters wrong, of those of strips in held-out fonts.
        fields: Questions about fields answered to the letter.
    """

    lines: float
    fields: float


def tried(network: Starter) -> Trial:
    """Let it read strips and answer about blocks, the same ones each time."""
    fonts = held_out_fonts()
    chance = Chance(SEED, 1)
    strips = [line_sample(chance, fonts, (256, 32), 1.0) for _ in range(LINES)]
    said = generated(network, strips, [sample.asked[0].question for sample in strips])
    wanted = [sample.asked[0].answer for sample in strips]
    wrong = sum(distance(want, got) for want, got in zip(wanted, said, strict=True))
    blocks = [block_sample(chance, fonts, (320, 112), 1.0) for _ in range(BLOCKS)]
    answers = generated(network, blocks, [sample.asked[0].question for sample in blocks])
    right = sum(
        sample.asked[0].answer == answer for sample, answer in zip(blocks, answers, strict=True)
    )
    return Trial(wrong / sum(map(len, wanted)), right / BLOCKS)


@torch.no_grad()
def generated(network: Starter, samples: list[Sample], questions: list[str]) -> list[str]:
    """The likeliest answers to one question about each picture; all pictures have one size."""
    grey = torch.from_numpy(np.stack([sample.picture.grey for sample in samples]))
    picture = network.picture_part(network.encoded(grey), grey.shape[2] // CELL_PX)
    said: list[list[int]] = [[] for _ in samples]
    open_ones = set(range(len(samples)))
    asked = [[*vocabulary.encoded(text), vocabulary.ANSWER] for text in questions]
    for _ in range(MOST_TOKENS):
        for row, number in zip(range(len(samples)), _next(network, picture, asked), strict=True):
            if row in open_ones:
                said[row].append(number)
                if number == vocabulary.END:
                    open_ones.discard(row)
            asked[row] = [*asked[row], number]
        if not open_ones:
            break
    return [vocabulary.decoded(numbers) for numbers in said]


def _next(network: Starter, picture: Tensor, asked: list[list[int]]) -> list[int]:
    longest = max(map(len, asked))
    count, start, _ = picture.shape
    padded = torch.tensor([row + [vocabulary.PAD] * (longest - len(row)) for row in asked])
    x = torch.cat((picture, network.embedded(padded)), 1)
    length = x.shape[1]
    mask = segment_mask(torch.zeros(1, length, dtype=torch.long))
    hidden = network.decoded(x, torch.arange(length).expand(count, length), mask)
    last = torch.tensor([start + len(row) - 1 for row in asked])
    scores = network.scores(hidden[torch.arange(count), last])
    return [int(number) for number in scores.argmax(-1)]
