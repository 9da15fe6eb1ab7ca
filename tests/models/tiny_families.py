"""A pair of random weights for each further family of the catalogue, in its own form of a chat."""

import gguf

from tests.models.tiny_pairs import Pair, qwen_pair, smolvlm_pair
from tests.models.tiny_weights import (
    INNER,
    SIGHT_LAYERS,
    SIGHT_WIDTH,
    WIDTH,
    Weights,
    finish,
    write_sight_values,
    write_text,
)

MISTRAL = (
    "{{ bos_token }}{% for m in messages %}[INST]{% for c in m['content'] %}{{ c['text'] }}"
    "{% endfor %}[/INST]{% endfor %}"
)
GEMMA = (
    "{{ bos_token }}{% for m in messages %}<start_of_turn>{{ m['role'] }}\n"
    "{% for c in m['content'] %}{{ c['text'] }}{% endfor %}<end_of_turn>\n{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
GLM = (
    "[gMASK]<sop>{% for m in messages %}<|{{ m['role'] }}|>\n{% for c in m['content'] %}"
    "{{ c['text'] }}{% endfor %}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)
DOCLING = (
    "{% for m in messages %}<|start_of_role|>{{ m['role'] }}<|end_of_role|>"
    "{% for c in m['content'] %}{{ c['text'] }}{% endfor %}<|end_of_text|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|start_of_role|>assistant<|end_of_role|>{% endif %}"
)

_VISION = ["<|vision_start|>", "<|vision_end|>", "<|image_pad|>"]


def qwen3_pair(folder):
    """Qwen3-VL: interleaved M-RoPE, and features of a middle layer added to those of the first."""
    pair = Pair(folder / "qwen3-text.gguf", folder / "qwen3-sight.gguf")
    write_text(pair.weights, "qwen3vl", _VISION, WIDTH, 4096, deepstack_layers=1)
    writer = gguf.GGUFWriter(pair.projector, "clip")
    write_sight_values(writer, "qwen3vl_merger", WIDTH, image_px=64, patch_px=16)
    writer.add_uint32("clip.vision.spatial_merge_size", 2)
    writer.add_bool("clip.use_gelu", True)
    made = Weights(writer)
    made.matrix("v.patch_embd.weight", SIGHT_WIDTH, 3, 16, 16)
    made.matrix("v.patch_embd.weight.1", SIGHT_WIDTH, 3, 16, 16)
    made.vector("v.patch_embd.bias", SIGHT_WIDTH, 0.0)
    made.matrix("v.position_embd.weight", 16, SIGHT_WIDTH)
    for layer in range(SIGHT_LAYERS):
        at = f"v.blk.{layer}."
        made.sight_norms(layer, has_bias=True)
        made.matrix(at + "attn_qkv.weight", 3 * SIGHT_WIDTH, SIGHT_WIDTH)
        made.vector(at + "attn_qkv.bias", 3 * SIGHT_WIDTH, 0.0)
        made.matrix(at + "attn_out.weight", SIGHT_WIDTH, SIGHT_WIDTH)
        made.vector(at + "attn_out.bias", SIGHT_WIDTH, 0.0)
        _feed_forward(made, at, ("ffn_up", "ffn_down"))
    four = 4 * SIGHT_WIDTH
    made.vector("v.deepstack.0.norm.weight", four)
    made.vector("v.deepstack.0.norm.bias", four, 0.0)
    for name, sides in (
        ("v.deepstack.0.fc1", (four, four)),
        ("v.deepstack.0.fc2", (WIDTH, four)),
        ("mm.0", (four, four)),
        ("mm.2", (WIDTH, four)),
    ):
        made.matrix(f"{name}.weight", *sides)
        made.vector(f"{name}.bias", sides[0], 0.0)
    made.vector("v.post_ln.weight", SIGHT_WIDTH)
    made.vector("v.post_ln.bias", SIGHT_WIDTH, 0.0)
    finish(writer)
    return pair


def pixtral_pair(folder):
    """Pixtral and Mistral 3: rows of patches, each ended by a token of its own."""
    pair = Pair(folder / "pixtral-text.gguf", folder / "pixtral-sight.gguf")
    specials = ["[INST]", "[/INST]", "[IMG]", "[IMG_BREAK]", "[IMG_END]"]
    form = {"template": MISTRAL, "ends": ("<s>", "</s>"), "is_bos_added": True}
    write_text(pair.weights, "llama", specials, WIDTH, 4096, title="Tiny Pixtral", **form)
    writer = gguf.GGUFWriter(pair.projector, "clip")
    made = _pixtral_sight(writer, "pixtral", merged=1)
    made.vector("v.token_embd.img_break", WIDTH, 0.1)
    finish(writer)
    return pair


def lightonocr_pair(folder):
    """LightOnOCR: Pixtral's sight without breaks, four patches a token, before a Qwen 3."""
    pair = Pair(folder / "lighton-text.gguf", folder / "lighton-sight.gguf")
    write_text(pair.weights, "qwen3", _VISION, WIDTH, 4096, title="Tiny LightOnOCR")
    writer = gguf.GGUFWriter(pair.projector, "clip")
    made = _pixtral_sight(writer, "lightonocr", merged=2)
    made.vector("mm.input_norm.weight", SIGHT_WIDTH)
    made.matrix("mm.patch_merger.weight", SIGHT_WIDTH, 4 * SIGHT_WIDTH)
    finish(writer)
    return pair


def gemma_pair(folder):
    """Gemma 3: every picture scaled to one square, pooled, all its tokens seeing each other."""
    pair = Pair(folder / "gemma-text.gguf", folder / "gemma-sight.gguf")
    specials = ["<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<end_of_image>"]
    form = {"template": GEMMA, "ends": ("<bos>", "<eos>"), "is_bos_added": True}
    write_text(pair.weights, "gemma3", specials, WIDTH, 4096, **form)
    writer = gguf.GGUFWriter(pair.projector, "clip")
    write_sight_values(writer, "gemma3", WIDTH, image_px=64, patch_px=8)
    writer.add_bool("clip.use_gelu", True)
    made = Weights(writer)
    made.matrix("v.patch_embd.weight", SIGHT_WIDTH, 3, 8, 8)
    made.vector("v.patch_embd.bias", SIGHT_WIDTH, 0.0)
    made.matrix("v.position_embd.weight", 64, SIGHT_WIDTH)
    for layer in range(SIGHT_LAYERS):
        made.sight_norms(layer, has_bias=True)
        made.sight_layer(layer, ("ffn_up", "ffn_down"))
    made.vector("v.post_ln.weight", SIGHT_WIDTH)
    made.vector("v.post_ln.bias", SIGHT_WIDTH, 0.0)
    made.vector("mm.soft_emb_norm.weight", SIGHT_WIDTH)
    made.matrix("mm.input_projection.weight", SIGHT_WIDTH, WIDTH)
    finish(writer)
    return pair


def glm_pair(folder):
    """GLM-OCR: M-RoPE in a GLM 4, and a projector that is itself a gated network."""
    pair = Pair(folder / "glm-text.gguf", folder / "glm-sight.gguf")
    specials = ["[gMASK]", "<sop>", "<|user|>", "<|assistant|>"]
    specials += ["<|begin_of_image|>", "<|end_of_image|>", "<|image|>"]
    form = {"template": GLM, "ends": ("<|startoftext|>", "<|endoftext|>")}
    write_text(pair.weights, "glm4", specials, WIDTH, 4096, title="Tiny GLM-OCR", **form)
    writer = gguf.GGUFWriter(pair.projector, "clip")
    write_sight_values(writer, "glm4v", WIDTH, image_px=64, patch_px=14)
    writer.add_bool("clip.use_silu", True)
    made = Weights(writer)
    made.matrix("v.patch_embd.weight", SIGHT_WIDTH, 3, 14, 14)
    made.matrix("v.patch_embd.weight.1", SIGHT_WIDTH, 3, 14, 14)
    made.vector("v.patch_embd.bias", SIGHT_WIDTH, 0.0)
    for layer in range(SIGHT_LAYERS):
        at = f"v.blk.{layer}."
        made.sight_norms(layer, has_bias=False)
        made.vector(at + "attn_q_norm.weight", SIGHT_WIDTH // 2)
        made.vector(at + "attn_k_norm.weight", SIGHT_WIDTH // 2)
        made.sight_layer(layer, ("ffn_gate", "ffn_up", "ffn_down"))
    made.vector("v.post_ln.weight", SIGHT_WIDTH)
    made.matrix("mm.patch_merger.weight", WIDTH, SIGHT_WIDTH, 2, 2)
    made.vector("mm.patch_merger.bias", WIDTH, 0.0)
    made.matrix("mm.model.fc.weight", WIDTH, WIDTH)
    made.vector("mm.post_norm.weight", WIDTH)
    made.vector("mm.post_norm.bias", WIDTH, 0.0)
    made.matrix("mm.gate.weight", INNER, WIDTH)
    made.matrix("mm.up.weight", INNER, WIDTH)
    made.matrix("mm.down.weight", WIDTH, INNER)
    finish(writer)
    return pair


def docling_pair(folder):
    """granite-docling: built as SmolVLM is, with the turns of a Granite."""
    return smolvlm_pair(
        folder,
        title="Tiny Granite Docling",
        template=DOCLING,
        ends=("<|start_of_role|>", "<|end_of_text|>"),
    )


FAMILY_PAIRS = {
    "smolvlm": smolvlm_pair,
    "granite-docling": docling_pair,
    "qwen2.5-vl": qwen_pair,
    "qwen3-vl": qwen3_pair,
    "pixtral": pixtral_pair,
    "lightonocr": lightonocr_pair,
    "gemma-3": gemma_pair,
    "glm-ocr": glm_pair,
}


def _pixtral_sight(writer, projector, merged):
    write_sight_values(writer, projector, WIDTH, image_px=256, patch_px=16)
    writer.add_uint32("clip.vision.spatial_merge_size", merged)
    writer.add_bool("clip.use_silu", True)
    made = Weights(writer)
    made.matrix("v.patch_embd.weight", SIGHT_WIDTH, 3, 16, 16)
    made.vector("v.pre_ln.weight", SIGHT_WIDTH)
    for layer in range(SIGHT_LAYERS):
        made.sight_norms(layer, has_bias=False)
        made.sight_layer(layer, ("ffn_gate", "ffn_up", "ffn_down"))
    made.matrix("mm.1.weight", WIDTH, SIGHT_WIDTH)
    made.matrix("mm.2.weight", WIDTH, WIDTH)
    return made


def _feed_forward(made, at, parts):
    for part in parts:
        sides = (SIGHT_WIDTH, INNER) if part == "ffn_down" else (INNER, SIGHT_WIDTH)
        made.matrix(f"{at}{part}.weight", *sides)
        made.vector(f"{at}{part}.bias", sides[0], 0.0)
