"""Pairs of random weights, small and quickly made, in architectures other than the starter's.

They read nothing; they prove that loading, pictures, positions, tiles and answers run.
"""

from pathlib import Path
from typing import NamedTuple

import gguf
import numpy as np

WIDTH, HEADS, HEAD_WIDTH, INNER, LAYERS = 64, 2, 32, 96, 2
SIGHT_WIDTH, SIGHT_LAYERS = 32, 2

CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n"
    "{% for c in m['content'] %}{{ c['text'] }}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


class Pair(NamedTuple):
    weights: Path
    projector: Path


def smolvlm_pair(folder, width=WIDTH, context_tokens=4096):
    """Idefics 3's projector before a Llama: pictures cut into tiles of 64 px."""
    specials = ["<fake_token_around_image>", "<global-img>", "<image>"]
    specials += [f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)]
    pair = Pair(folder / "smol-text.gguf", folder / "smol-sight.gguf")
    _write_text(pair.weights, "llama", specials, width, context_tokens)
    writer = gguf.GGUFWriter(pair.projector, "clip")
    _write_sight_values(writer, "idefics3", width, image_px=64, patch_px=16)
    writer.add_uint32("clip.vision.projector.scale_factor", 2)
    writer.add_uint32("clip.vision.preproc_image_size", 256)
    writer.add_bool("clip.use_gelu", True)
    made = _Weights(writer)
    made.matrix("v.patch_embd.weight", SIGHT_WIDTH, 3, 16, 16)
    made.vector("v.patch_embd.bias", SIGHT_WIDTH, 0.0)
    made.matrix("v.position_embd.weight", 16, SIGHT_WIDTH)
    for layer in range(SIGHT_LAYERS):
        for norm in ("ln1", "ln2"):
            made.vector(f"v.blk.{layer}.{norm}.weight", SIGHT_WIDTH)
            made.vector(f"v.blk.{layer}.{norm}.bias", SIGHT_WIDTH, 0.0)
        made.sight_layer(layer, ("ffn_up", "ffn_down"))
    made.vector("v.post_ln.weight", SIGHT_WIDTH)
    made.vector("v.post_ln.bias", SIGHT_WIDTH, 0.0)
    made.matrix("mm.model.fc.weight", width, SIGHT_WIDTH * 4)
    _finish(writer)
    return pair


def qwen_pair(folder, width=WIDTH, context_tokens=4096):
    """Qwen2.5-VL: positions of three kinds (M-RoPE), pictures of any size."""
    specials = ["<|vision_start|>", "<|vision_end|>", "<|image_pad|>"]
    pair = Pair(folder / "qwen-text.gguf", folder / "qwen-sight.gguf")
    _write_text(pair.weights, "qwen2vl", specials, width, context_tokens)
    writer = gguf.GGUFWriter(pair.projector, "clip")
    _write_sight_values(writer, "qwen2.5vl_merger", width, image_px=560, patch_px=14)
    writer.add_uint32("clip.vision.n_wa_pattern", 2)
    writer.add_bool("clip.use_silu", True)
    made = _Weights(writer)
    made.matrix("v.patch_embd.weight", SIGHT_WIDTH, 3, 14, 14)
    made.matrix("v.patch_embd.weight.1", SIGHT_WIDTH, 3, 14, 14)
    for layer in range(SIGHT_LAYERS):
        made.vector(f"v.blk.{layer}.ln1.weight", SIGHT_WIDTH)
        made.vector(f"v.blk.{layer}.ln2.weight", SIGHT_WIDTH)
        made.sight_layer(layer, ("ffn_gate", "ffn_up", "ffn_down"))
    made.vector("v.post_ln.weight", SIGHT_WIDTH)
    made.matrix("mm.0.weight", SIGHT_WIDTH * 4, SIGHT_WIDTH * 4)
    made.vector("mm.0.bias", SIGHT_WIDTH * 4, 0.0)
    made.matrix("mm.2.weight", width, SIGHT_WIDTH * 4)
    made.vector("mm.2.bias", width, 0.0)
    _finish(writer)
    return pair


class _Weights:
    def __init__(self, writer):
        self._writer = writer
        self._numbers = np.random.default_rng(7)

    def matrix(self, name, *sides):
        numbers = self._numbers.standard_normal(sides) * 0.2
        self._writer.add_tensor(name, numbers.astype(np.float32))

    def vector(self, name, length, value=1.0):
        self._writer.add_tensor(name, np.full(length, value, np.float32))

    def sight_layer(self, layer, inner):
        for part in ("attn_q", "attn_k", "attn_v", "attn_out"):
            self.matrix(f"v.blk.{layer}.{part}.weight", SIGHT_WIDTH, SIGHT_WIDTH)
            self.vector(f"v.blk.{layer}.{part}.bias", SIGHT_WIDTH, 0.0)
        for part in inner:
            sides = (SIGHT_WIDTH, INNER) if part == "ffn_down" else (INNER, SIGHT_WIDTH)
            self.matrix(f"v.blk.{layer}.{part}.weight", *sides)
            self.vector(f"v.blk.{layer}.{part}.bias", sides[0], 0.0)


def _write_text(path, architecture, specials, width, context_tokens):
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name(f"Tiny {architecture}")
    writer.add_context_length(context_tokens)
    writer.add_embedding_length(width)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_key_length(HEAD_WIDTH)
    writer.add_value_length(HEAD_WIDTH)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10_000.0)
    writer.add_rope_dimension_count(HEAD_WIDTH)
    if architecture == "qwen2vl":
        writer.add_rope_dimension_sections([4, 6, 6, 0])
    names = ["<|im_start|>", "<|im_end|>", *specials]
    tokens = names + _letters()
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([3] * len(names) + [1] * (len(tokens) - len(names)))
    writer.add_token_merges(["Ã ©", "Ċ Ċ"])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHATML)
    made = _Weights(writer)
    made.matrix("token_embd.weight", len(tokens), width)
    made.vector("output_norm.weight", width)
    made.matrix("output.weight", len(tokens), width)
    inside = HEADS * HEAD_WIDTH
    for layer in range(LAYERS):
        at = f"blk.{layer}."
        made.vector(at + "attn_norm.weight", width)
        made.vector(at + "ffn_norm.weight", width)
        for part in ("attn_q", "attn_k", "attn_v"):
            made.matrix(f"{at}{part}.weight", inside, width)
            if architecture == "qwen2vl":
                made.vector(f"{at}{part}.bias", inside, 0.0)
        made.matrix(at + "attn_output.weight", width, inside)
        made.matrix(at + "ffn_gate.weight", INNER, width)
        made.matrix(at + "ffn_up.weight", INNER, width)
        made.matrix(at + "ffn_down.weight", width, INNER)
    _finish(writer)


def _write_sight_values(writer, projector, width, *, image_px, patch_px):
    writer.add_name("Tiny sight")
    writer.add_bool("clip.has_vision_encoder", True)
    writer.add_string("clip.projector_type", projector)
    at = "clip.vision."
    writer.add_uint32(at + "image_size", image_px)
    writer.add_uint32(at + "patch_size", patch_px)
    writer.add_uint32(at + "embedding_length", SIGHT_WIDTH)
    writer.add_uint32(at + "feed_forward_length", INNER)
    writer.add_uint32(at + "block_count", SIGHT_LAYERS)
    writer.add_uint32(at + "projection_dim", width)
    writer.add_uint32(at + "attention.head_count", 2)
    writer.add_float32(at + "attention.layer_norm_epsilon", 1e-6)
    writer.add_array(at + "image_mean", [0.5, 0.5, 0.5])
    writer.add_array(at + "image_std", [0.5, 0.5, 0.5])


def _letters():
    """One token a byte, as byte-level vocabularies write them, and two of two bytes."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return (
        [chr(byte) for byte in shown] + [chr(256 + at) for at in range(len(hidden))] + ["Ã©", "ĊĊ"]
    )


def _finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
