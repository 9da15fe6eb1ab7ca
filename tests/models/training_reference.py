"""Run by the training environment: exports a small network of random weights and what it says.

`python training_reference.py FOLDER`: FOLDER/full and FOLDER/packed get a pair each, and
FOLDER/said.npz the picture, the logits behind the question and the tokens of the likeliest answer.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from gguf import GGMLQuantizationType

from models.starter.training import network, vocabulary
from models.starter.training.export import export
from models.starter.training.network import Shape, Starter

SMALL = Shape(
    sight_width=128, sight_layers=2, sight_inner=160, text_width=192, text_layers=2, text_inner=256
)
SIDES = (192, 64)
QUESTION = "What is the total?"
TOKENS = 12


def main(folder: Path) -> None:
    network.HALF = torch.float32  # compared in full, not as it is trained
    torch.manual_seed(11)
    made = Starter(SMALL)
    with torch.no_grad():
        for name, weight in made.named_parameters():
            if weight.ndim == 2:
                weight.mul_(2.0)
            if name in ("answer",) or name.endswith((".out", ".down")):
                weight.mul_(8.0)
    grey = torch.from_numpy(np.random.default_rng(5).integers(0, 256, SIDES[::-1], np.uint8))
    numbers = [*vocabulary.encoded(QUESTION), vocabulary.ANSWER]
    rows = []
    with torch.no_grad():
        cells = made.encoded(grey[None])
        picture = made.picture_part(cells, SIDES[0] // network.CELL_PX)
        for _ in range(TOKENS):
            x = torch.cat((picture, made.embedded(torch.tensor([numbers]))), 1)
            length = x.shape[1]
            mask = network.segment_mask(torch.zeros(1, length, dtype=torch.long))
            hidden = made.decoded(x, torch.arange(length)[None], mask)
            rows.append(made.scores(hidden[0, -1]).numpy())
            numbers.append(int(rows[-1].argmax()))
    weights = dict(made.named_parameters())
    export(weights, SMALL, folder / "full", kind=GGMLQuantizationType.F32)
    export(weights, SMALL, folder / "packed")
    np.savez(
        folder / "said.npz", grey=grey.numpy(), logits=np.stack(rows), tokens=numbers[-TOKENS:]
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
