"""The network: Pixtral's tower and merger before a Mistral decoder, as llama.cpp computes them.

Pictures of one batch have one size. A sequence is the picture, then any number of questions with
their answers: each sees the picture and itself, and stands where it would stand alone, so that one
look at a picture trains several tasks.
"""

import math
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from models.starter.training import vocabulary

HALF = torch.bfloat16
NORM_EPSILON = 1e-5
ROPE_BASE = 10_000.0
PATCH_PX = 8
MERGE = 2
CELL_PX = PATCH_PX * MERGE
CELL_LETTERS = 3
"""Letters told of one cell of 16 x 16 px, left to right: narrow small type has three."""

BEFORE_PICTURE = (vocabulary.START, vocabulary.ASK)


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a network; each width is 64 times its number of heads.

    Attributes:
        sight_width: Of the tower's layers.
        sight_inner: Of their gated units; multiples of 32 can be stored in Q8_0.
        text_width: Of the decoder's layers.
        text_inner: The same of the decoder.
    """

    sight_width: int = 256
    sight_layers: int = 5
    sight_inner: int = 640
    text_width: int = 256
    text_layers: int = 5
    text_inner: int = 704
    head_width: int = 64

    def as_numbers(self) -> dict[str, int]:
        """For checkpoints."""
        return asdict(self)


def _norm(x: Tensor, weight: Tensor) -> Tensor:
    full = x.float()
    scaled = full * torch.rsqrt(full.pow(2).mean(-1, keepdim=True) + NORM_EPSILON)
    return scaled.to(x.dtype) * weight.to(x.dtype)


def _rotated(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    first, second = x.chunk(2, -1)
    return torch.cat((first * cosine - second * sine, second * cosine + first * sine), -1)


def _gated(x: Tensor) -> Tensor:
    gate, up = x.chunk(2, -1)
    return F.silu(gate) * up


@cache
def _fused(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Small functions in one pass over memory, where there is a compiler to make them."""
    if shutil.which("g++") is None:
        return function
    return torch.compile(function, dynamic=True)


def _linear(x: Tensor, weight: Tensor) -> Tensor:
    return F.linear(x, weight.to(x.dtype))


class Layer(nn.Module):
    """Attention and a gated unit, each behind a norm and beside the stream."""

    def __init__(self, width: int, inner: int, head_width: int) -> None:
        super().__init__()
        self._head_width = head_width
        self.norm_attention = nn.Parameter(torch.ones(width))
        self.norm_inner = nn.Parameter(torch.ones(width))
        self.query_key_value = _spread(3 * width, width)
        self.out = nn.Parameter(torch.randn(width, width) * 0.02)
        self.gate_up = _spread(2 * inner, width)
        self.down = nn.Parameter(torch.randn(width, inner) * 0.02)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor, mask: Tensor | None) -> Tensor:
        """One step of the stream.

        Args:
            x: Batch, positions, width.
            cosine: Of the angles, broadcast over batch, heads, positions, half a head.
            sine: The same.
            mask: Added to the scores; None: all see all.
        """
        batch, length, width = x.shape
        joined = _linear(_fused(_norm)(x, self.norm_attention), self.query_key_value)
        heads = joined.view(batch, length, 3, width // self._head_width, self._head_width)
        query, key, value = heads.permute(2, 0, 3, 1, 4)
        query = _fused(_rotated)(query, cosine, sine) * self._head_width**-0.5
        key = _fused(_rotated)(key, cosine, sine)
        scores = query @ key.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        seen = (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(batch, length, width)
        x = x + _linear(seen, self.out)
        inner = _fused(_gated)(_linear(_fused(_norm)(x, self.norm_inner), self.gate_up))
        return x + _linear(inner, self.down)


class Starter(nn.Module):
    """The whole network; its parameters are named by what they do, and renamed for export."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        sight, text = shape.sight_width, shape.text_width
        self.patches = nn.Parameter(torch.randn(sight, PATCH_PX**2) / PATCH_PX)
        self.norm_patches = nn.Parameter(torch.ones(sight))
        self.sight = nn.ModuleList(
            Layer(sight, shape.sight_inner, shape.head_width) for _ in range(shape.sight_layers)
        )
        self.norm_sight = nn.Parameter(torch.ones(sight))
        self.merger = _spread(sight, MERGE**2 * sight, 1.0)
        self.bridge_in = _spread(text, sight, 1.0)
        self.bridge_out = _spread(text, text, 1.0)
        self.tokens = nn.Parameter(torch.randn(vocabulary.SIZE, text) * 0.5)
        self.text = nn.ModuleList(
            Layer(text, shape.text_inner, shape.head_width) for _ in range(shape.text_layers)
        )
        self.norm_text = nn.Parameter(torch.ones(text))
        self.answer = nn.Parameter(torch.randn(vocabulary.SIZE, text) * 0.02)
        self.cells = nn.Parameter(torch.randn(CELL_LETTERS * vocabulary.SIZE, text) * 0.02)

    def encoded(self, grey: Tensor) -> Tensor:
        """What the tower says of each cell: batch, cells row by row, width of the text.

        Args:
            grey: Bytes: batch, rows, columns; sides are multiples of a cell.
        """
        batch, height, width = grey.shape
        down, across = height // PATCH_PX, width // PATCH_PX
        x = (grey.to(HALF) / 127.5 - 1).view(batch, down, PATCH_PX, across, PATCH_PX)
        x = x.transpose(2, 3).reshape(batch, down * across, PATCH_PX**2)
        x = _fused(_norm)(_linear(x, self.patches), self.norm_patches)
        cosine, sine = _sight_angles(down, across, self.shape.head_width)
        for layer in self.sight:
            x = layer(x, cosine, sine, None)
        x = _fused(_norm)(x, self.norm_sight)
        x = x.view(batch, down // MERGE, MERGE, across // MERGE, MERGE, -1)
        # In the order in which llama.cpp unfolds four patches: width outermost, then row, column.
        x = x.permute(0, 1, 3, 5, 2, 4).reshape(batch, down * across // MERGE**2, -1)
        return _linear(F.gelu(_linear(_linear(x, self.merger), self.bridge_in)), self.bridge_out)

    def picture_part(self, cells: Tensor, across: int) -> Tensor:
        """The start of a sequence: the picture, a mark behind each row and one behind the last."""
        batch, count, width = cells.shape
        table = self.tokens.to(cells.dtype)
        rows = cells.view(batch, count // across, across, width)
        ends = table[vocabulary.ROW_END].expand(batch, rows.shape[1] - 1, 1, width)
        last = table[vocabulary.IMAGE_END].expand(batch, 1, 1, width)
        body = torch.cat((rows, torch.cat((ends, last), 1)), 2)
        start = table[list(BEFORE_PICTURE)].expand(batch, len(BEFORE_PICTURE), width)
        return torch.cat((start, body.reshape(batch, -1, width)), 1)

    def decoded(self, x: Tensor, positions: Tensor, mask: Tensor) -> Tensor:
        """What the decoder makes of a sequence, ahead of the table of answers."""
        cosine, sine = _text_angles(positions, self.shape.head_width)
        for layer in self.text:
            x = layer(x, cosine, sine, mask)
        return _fused(_norm)(x, self.norm_text)

    def scores(self, hidden: Tensor) -> Tensor:
        """Of each token that may come next."""
        return _linear(hidden, self.answer).float()

    def embedded(self, numbers: Tensor) -> Tensor:
        """Vectors of tokens."""
        return F.embedding(numbers, self.tokens).to(HALF)

    def cell_scores(self, cells: Tensor) -> Tensor:
        """Of each letter that may stand in each place of each cell."""
        return _linear(cells, self.cells).float().view(-1, vocabulary.SIZE)


def picture_length(width_px: int, height_px: int) -> int:
    """Tokens of a picture with all its marks, and of what stands ahead of it."""
    return len(BEFORE_PICTURE) + height_px // CELL_PX * (width_px // CELL_PX + 1)


def segment_mask(segments: Tensor) -> Tensor:
    """What may see what: nothing sees ahead; a question sees segment 0, the picture, and itself.

    Args:
        segments: Batch, positions.

    Returns:
        To be added to the scores: batch, 1, positions, positions.
    """
    length = segments.shape[1]
    is_behind = torch.ones(length, length, dtype=torch.bool).tril()
    is_own = segments[:, :, None] == segments[:, None, :]
    may_see = is_behind & (is_own | (segments[:, None, :] == 0))
    return torch.where(may_see, 0.0, float("-inf")).to(HALF)[:, None]


def _spread(rows: int, columns: int, gain: float = 0.7) -> nn.Parameter:
    return nn.Parameter(torch.randn(rows, columns) / math.sqrt(columns) * gain)


@cache
def _frequencies(head_width: int) -> Tensor:
    return 1 / ROPE_BASE ** (torch.arange(0, head_width, 2).float() / head_width)


@cache
def _sight_angles(down: int, across: int, head_width: int) -> tuple[Tensor, Tensor]:
    """Pixtral's: even frequencies turn with the row, odd ones with the column."""
    frequencies = _frequencies(head_width)
    rows, columns = torch.meshgrid(torch.arange(down), torch.arange(across), indexing="ij")
    angles = torch.cat(
        (
            rows.flatten()[:, None] * frequencies[0::2],
            columns.flatten()[:, None] * frequencies[1::2],
        ),
        -1,
    )
    return angles.cos().to(HALF), angles.sin().to(HALF)


def _text_angles(positions: Tensor, head_width: int) -> tuple[Tensor, Tensor]:
    angles = positions[:, None, :, None] * _frequencies(head_width)
    return angles.cos().to(HALF), angles.sin().to(HALF)
