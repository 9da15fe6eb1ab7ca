"""Random weights in the layouts that llama.cpp loads, written with the `gguf` package."""

import gguf
import numpy as np

WIDTH, HEADS, HEAD_WIDTH, INNER, LAYERS = 64, 2, 32, 96, 2
SIGHT_WIDTH, SIGHT_LAYERS = 32, 2

CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n"
    "{% for c in m['content'] %}{{ c['text'] }}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


class Weights:
    def __init__(self, writer):
        self._writer = writer
        self._numbers = np.random.default_rng(7)

    def matrix(self, name, *sides):
        numbers = self._numbers.standard_normal(sides) * 0.2
        self._writer.add_tensor(name, numbers.astype(np.float32))

    def vector(self, name, length, value=1.0):
        self._writer.add_tensor(name, np.full(length, value, np.float32))

    def sight_norms(self, layer, *, has_bias):
        """The two norms of a layer that sees."""
        for norm in ("ln1", "ln2"):
            self.vector(f"v.blk.{layer}.{norm}.weight", SIGHT_WIDTH)
            if has_bias:
                self.vector(f"v.blk.{layer}.{norm}.bias", SIGHT_WIDTH, 0.0)

    def sight_layer(self, layer, inner):
        """Attention and feed-forward of a layer that sees; its norms are the family's own."""
        for part in ("attn_q", "attn_k", "attn_v", "attn_out"):
            self.matrix(f"v.blk.{layer}.{part}.weight", SIGHT_WIDTH, SIGHT_WIDTH)
            self.vector(f"v.blk.{layer}.{part}.bias", SIGHT_WIDTH, 0.0)
        for part in inner:
            sides = (SIGHT_WIDTH, INNER) if part == "ffn_down" else (INNER, SIGHT_WIDTH)
            self.matrix(f"v.blk.{layer}.{part}.weight", *sides)
            self.vector(f"v.blk.{layer}.{part}.bias", sides[0], 0.0)


NORMS_OF_HEADS = ("attn_q_norm", "attn_k_norm")
NORMS_BEHIND = ("post_attention_norm", "post_ffw_norm")

NORMS = {
    "qwen3": NORMS_OF_HEADS,
    "qwen3vl": NORMS_OF_HEADS,
    "gemma3": NORMS_OF_HEADS + NORMS_BEHIND,
    "glm4": NORMS_BEHIND,
}
"""What layers have besides the two norms that all have."""

SECTIONS = {"qwen2vl": [4, 6, 6, 0], "qwen3vl": [4, 6, 6, 0], "glm4": [4, 6, 6, 0]}
"""Of architectures that give the tokens of a picture rows and columns."""


def write_text(
    path,
    architecture,
    specials,
    width,
    context_tokens,
    *,
    title=None,
    template=CHATML,
    ends=("<|im_start|>", "<|im_end|>"),
    is_bos_added=False,
    deepstack_layers=0,
):
    """A language part.

    Args:
        path: To write to.
        architecture: As llama.cpp names it.
        specials: Control tokens besides the two ends.
        width: Of its embeddings.
        context_tokens: As its header says.
        title: Its own name.
        template: Its chat form, in Jinja.
        ends: The tokens for beginning and end of a text.
        is_bos_added: Whether the vocabulary puts the first of them in front by itself.
        deepstack_layers: How many layers take features of the picture besides the first.
    """
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name(title or f"Tiny {architecture}")
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
    if architecture in SECTIONS:
        writer.add_rope_dimension_sections(SECTIONS[architecture])
    if deepstack_layers:
        writer.add_num_deepstack_layers(deepstack_layers)
    names = [*ends, *specials]
    tokens = names + letters()
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([3] * len(names) + [1] * (len(tokens) - len(names)))
    writer.add_token_merges(["Ã ©", "Ċ Ċ"])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_add_bos_token(is_bos_added)
    writer.add_chat_template(template)
    made = Weights(writer)
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
        for norm in NORMS.get(architecture, ()):
            made.vector(f"{at}{norm}.weight", HEAD_WIDTH if norm in NORMS_OF_HEADS else width)
        if architecture == "glm4":  # gate and up in one
            made.matrix(at + "ffn_up.weight", 2 * INNER, width)
        else:
            made.matrix(at + "ffn_gate.weight", INNER, width)
            made.matrix(at + "ffn_up.weight", INNER, width)
        made.matrix(at + "ffn_down.weight", width, INNER)
    finish(writer)


def write_sight_values(writer, projector, width, *, image_px, patch_px):
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


def letters():
    """One token a byte, as byte-level vocabularies write them, and two of two bytes."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return (
        [chr(byte) for byte in shown] + [chr(256 + at) for at in range(len(hidden))] + ["Ã©", "ĊĊ"]
    )


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
