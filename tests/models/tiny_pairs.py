"""Pairs of random weights, small and quickly made, in architectures other than the starter's.

They read nothing; they prove that loading, pictures, positions, tiles and answers run.
"""

from pathlib import Path
from typing import NamedTuple

import gguf

from tests.models.tiny_weights import (
    SIGHT_LAYERS,
    SIGHT_WIDTH,
    WIDTH,
    Weights,
    finish,
    write_sight_values,
    write_text,
)


class Pair(NamedTuple):
    weights: Path
    projector: Path


def smolvlm_pair(folder, width=WIDTH, context_tokens=4096, **form):
    """Idefics 3's projector before a Llama: pictures cut into tiles of 64 px.

    `form` is the title, the chat template and the ends of another model of the same build.
    """
    specials = ["<fake_token_around_image>", "<global-img>", "<image>"]
    specials += [f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)]
    pair = Pair(folder / "smol-text.gguf", folder / "smol-sight.gguf")
    write_text(pair.weights, "llama", specials, width, context_tokens, **form)
    writer = gguf.GGUFWriter(pair.projector, "clip")
    write_sight_values(writer, "idefics3", width, image_px=64, patch_px=16)
    writer.add_uint32("clip.vision.projector.scale_factor", 2)
    writer.add_uint32("clip.vision.preproc_image_size", 256)
    writer.add_bool("clip.use_gelu", True)
    made = Weights(writer)
    made.matrix("v.patch_embd.weight", SIGHT_WIDTH, 3, 16, 16)
    made.vector("v.patch_embd.bias", SIGHT_WIDTH, 0.0)
    made.matrix("v.position_embd.weight", 16, SIGHT_WIDTH)
    for layer in range(SIGHT_LAYERS):
        made.sight_norms(layer, has_bias=True)
        made.sight_layer(layer, ("ffn_up", "ffn_down"))
    made.vector("v.post_ln.weight", SIGHT_WIDTH)
    made.vector("v.post_ln.bias", SIGHT_WIDTH, 0.0)
    made.matrix("mm.model.fc.weight", width, SIGHT_WIDTH * 4)
    finish(writer)
    return pair


def qwen_pair(folder, width=WIDTH, context_tokens=4096):
    """Qwen2.5-VL: positions of three kinds (M-RoPE), pictures of any size."""
    specials = ["<|vision_start|>", "<|vision_end|>", "<|image_pad|>"]
    pair = Pair(folder / "qwen-text.gguf", folder / "qwen-sight.gguf")
    write_text(pair.weights, "qwen2vl", specials, width, context_tokens)
    writer = gguf.GGUFWriter(pair.projector, "clip")
    write_sight_values(writer, "qwen2.5vl_merger", width, image_px=560, patch_px=14)
    writer.add_uint32("clip.vision.n_wa_pattern", 2)
    writer.add_bool("clip.use_silu", True)
    made = Weights(writer)
    made.matrix("v.patch_embd.weight", SIGHT_WIDTH, 3, 14, 14)
    made.matrix("v.patch_embd.weight.1", SIGHT_WIDTH, 3, 14, 14)
    for layer in range(SIGHT_LAYERS):
        made.sight_norms(layer, has_bias=False)
        made.sight_layer(layer, ("ffn_gate", "ffn_up", "ffn_down"))
    made.vector("v.post_ln.weight", SIGHT_WIDTH)
    made.matrix("mm.0.weight", SIGHT_WIDTH * 4, SIGHT_WIDTH * 4)
    made.vector("mm.0.bias", SIGHT_WIDTH * 4, 0.0)
    made.matrix("mm.2.weight", width, SIGHT_WIDTH * 4)
    made.vector("mm.2.bias", width, 0.0)
    finish(writer)
    return pair
