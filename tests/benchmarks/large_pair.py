"""A pair of random weights with the shape of SmolVLM-500M, whose answer is known beforehand.

How long a kernel takes does not depend on the numbers it multiplies, so that pace and memory of
these weights are those of the real ones. What they say is not random: the last matrix is made so
that each token is followed by one other, the line break at the end of the prompt by the first
token of `answer_text`, and the last one by the end. So every engine must write the same text, and
a page on which that text stands is one whose words the answer copies.

Shapes: Llama of 32 layers, 960 wide, 15 heads of which 5 are kept, 49,280 tokens; SigLIP of 12
layers, 768 wide, tiles of 512 px that become 64 tokens each (Idefics 3). Q8_0 throughout.
"""

from pathlib import Path
from typing import NamedTuple

import gguf
import numpy as np
from gguf.quants import quantize

from tests.benchmarks.llama_peers import cache_folder

VERSION = 2
"""Counts up with every change below, so that a kept pair of an older form is made anew."""

WIDTH, LAYERS, HEADS, KEPT_HEADS, HEAD_WIDTH, INNER = 960, 32, 15, 5, 64, 2560
VOCABULARY, CONTEXT_TOKENS = 49_280, 8192
SIGHT_WIDTH, SIGHT_LAYERS, SIGHT_HEADS, SIGHT_INNER = 768, 12, 12, 3072
TILE_PX, PATCH_PX, JOINED = 512, 16, 4
ANSWER_TOKENS = 160

CONSONANTS, VOWELS = "bcdfghjklmnpqrstvwxz", "aeiou"
CONTROLS = (
    "<|im_start|>",
    "<|im_end|>",
    "<fake_token_around_image>",
    "<global-img>",
    "<image>",
    *(f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)),
)
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n"
    "{% for c in m['content'] %}{% if c['type'] == 'image' %}<image>{% else %}{{ c['text'] }}"
    "{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


class LargePair(NamedTuple):
    """Where the two files are."""

    weights: Path
    projector: Path


def large_pair() -> LargePair:
    """The pair; made by the first call, in about a minute, and kept in the cache folder."""
    folder = cache_folder()
    pair = LargePair(
        folder / f"half-billion-{VERSION}-text.gguf", folder / f"half-billion-{VERSION}-sight.gguf"
    )
    folder.mkdir(parents=True, exist_ok=True)
    for path, write in ((pair.weights, _write_text), (pair.projector, _write_sight)):
        if not path.is_file():
            made = path.with_suffix(".new")
            write(made)
            made.rename(path)
    return pair


def answer_text() -> str:
    """What the pair says to every question."""
    return "".join(_answer_syllables()).replace("Ġ", " ")


def _answer_syllables() -> list[str]:
    """Distinct tokens that spell words of two syllables: " Bado", " cefi" ..."""
    numbers = np.random.default_rng(5)
    inner = [consonant + vowel for consonant in CONSONANTS for vowel in VOWELS]
    first = ["Ġ" + syllable for syllable in (*inner, *map(str.capitalize, inner))]
    pairs = zip(numbers.permutation(first), numbers.permutation(inner), strict=False)
    return [str(syllable) for pair in pairs for syllable in pair][:ANSWER_TOKENS]


def _tokens() -> tuple[list[str], list[str], list[int]]:
    """Vocabulary, merges and kinds of tokens."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    letters = [chr(byte) for byte in shown] + [chr(256 + at) for at in range(len(hidden))]
    consonants = [*CONSONANTS, *CONSONANTS.upper()]
    merges = [f"Ġ {letter}" for letter in consonants]
    merges += [f"Ġ{letter} {vowel}" for letter in consonants for vowel in VOWELS]
    merges += [f"{letter} {vowel}" for letter in CONSONANTS for vowel in VOWELS]
    merges += ["Ċ Ċ"]  # stands between the tiles and the overview of a picture
    names = [*CONTROLS, *letters, *(merge.replace(" ", "") for merge in merges)]
    kinds = [3] * len(CONTROLS) + [1] * (len(names) - len(CONTROLS))
    spare = VOCABULARY - len(names)
    return names + [f"§{number}§" for number in range(spare)], merges, kinds + [1] * spare


class _Weights:
    """Puts matrices of random numbers into a file; a pool of them is drawn once."""

    def __init__(self, writer: gguf.GGUFWriter) -> None:
        self._writer = writer
        self._pool = np.random.default_rng(7).standard_normal(1 << 22, dtype=np.float32)

    def matrix(self, name: str, rows: int, columns: int, size: float = 0.02) -> None:
        self.put(name, np.resize(self._pool, (rows, columns)) * np.float32(size))

    def put(self, name: str, numbers: np.ndarray) -> None:
        kind = gguf.GGMLQuantizationType.Q8_0
        self._writer.add_tensor(name, quantize(numbers, kind), raw_dtype=kind)

    def vector(self, name: str, length: int, value: float = 1.0) -> None:
        self._writer.add_tensor(name, np.full(length, value, np.float32))

    def plain(self, name: str, *sides: int, kind: type = np.float32) -> None:
        self._writer.add_tensor(name, (np.resize(self._pool, sides) * 0.02).astype(kind))


def _write_text(path: Path) -> None:
    names, merges, kinds = _tokens()
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("Half a billion random weights")
    writer.add_context_length(CONTEXT_TOKENS)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEPT_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(100_000.0)
    writer.add_rope_dimension_count(HEAD_WIDTH)
    writer.add_vocab_size(VOCABULARY)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(names)
    writer.add_token_types(kinds)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHATML)
    made = _Weights(writer)
    meanings = np.random.default_rng(3).standard_normal((VOCABULARY, WIDTH), dtype=np.float32)
    made.put("token_embd.weight", meanings)
    made.put("output.weight", meanings[_predecessors(names)] / np.float32(WIDTH**0.5))
    made.vector("output_norm.weight", WIDTH)
    for layer in range(LAYERS):
        at = f"blk.{layer}."
        made.vector(at + "attn_norm.weight", WIDTH)
        made.vector(at + "ffn_norm.weight", WIDTH)
        made.matrix(at + "attn_q.weight", HEADS * HEAD_WIDTH, WIDTH)
        made.matrix(at + "attn_k.weight", KEPT_HEADS * HEAD_WIDTH, WIDTH)
        made.matrix(at + "attn_v.weight", KEPT_HEADS * HEAD_WIDTH, WIDTH)
        # So small that what a token means is still there behind the last layer.
        made.matrix(at + "attn_output.weight", WIDTH, HEADS * HEAD_WIDTH, 0.002)
        made.matrix(at + "ffn_gate.weight", INNER, WIDTH)
        made.matrix(at + "ffn_up.weight", INNER, WIDTH)
        made.matrix(at + "ffn_down.weight", WIDTH, INNER, 0.002)
    _finish(writer)


def _predecessors(names: list[str]) -> np.ndarray:
    """For each token the one that it follows."""
    places = {name: place for place, name in enumerate(names)}
    line_break = "Ċ"
    told = [places[name] for name in (line_break, *_answer_syllables(), "<|im_end|>")]
    order = np.array(told + sorted(set(range(len(names))) - set(told)))
    before = np.empty(len(names), np.int64)
    before[order] = np.roll(order, 1)
    return before


def _write_sight(path: Path) -> None:
    writer = gguf.GGUFWriter(path, "clip")
    writer.add_name("Random sight")
    writer.add_bool("clip.has_vision_encoder", True)
    writer.add_string("clip.projector_type", "idefics3")
    at = "clip.vision."
    writer.add_uint32(at + "image_size", TILE_PX)
    writer.add_uint32(at + "patch_size", PATCH_PX)
    writer.add_uint32(at + "embedding_length", SIGHT_WIDTH)
    writer.add_uint32(at + "feed_forward_length", SIGHT_INNER)
    writer.add_uint32(at + "block_count", SIGHT_LAYERS)
    writer.add_uint32(at + "projection_dim", WIDTH)
    writer.add_uint32(at + "attention.head_count", SIGHT_HEADS)
    writer.add_float32(at + "attention.layer_norm_epsilon", 1e-6)
    writer.add_array(at + "image_mean", [0.5, 0.5, 0.5])
    writer.add_array(at + "image_std", [0.5, 0.5, 0.5])
    writer.add_uint32(at + "projector.scale_factor", JOINED)
    writer.add_uint32(at + "preproc_image_size", 2048)
    writer.add_bool("clip.use_gelu", True)
    made = _Weights(writer)
    made.plain("v.patch_embd.weight", SIGHT_WIDTH, 3, PATCH_PX, PATCH_PX, kind=np.float16)
    made.vector("v.patch_embd.bias", SIGHT_WIDTH, 0.0)
    made.plain("v.position_embd.weight", (TILE_PX // PATCH_PX) ** 2, SIGHT_WIDTH)
    for layer in range(SIGHT_LAYERS):
        _write_sight_layer(made, f"v.blk.{layer}.")
    made.vector("v.post_ln.weight", SIGHT_WIDTH)
    made.vector("v.post_ln.bias", SIGHT_WIDTH, 0.0)
    made.matrix("mm.model.fc.weight", WIDTH, SIGHT_WIDTH * JOINED**2)
    _finish(writer)


def _write_sight_layer(made: _Weights, at: str) -> None:
    for norm in ("ln1", "ln2"):
        made.vector(f"{at}{norm}.weight", SIGHT_WIDTH)
        made.vector(f"{at}{norm}.bias", SIGHT_WIDTH, 0.0)
    for part in ("attn_q", "attn_k", "attn_v", "attn_out"):
        made.matrix(f"{at}{part}.weight", SIGHT_WIDTH, SIGHT_WIDTH)
        made.vector(f"{at}{part}.bias", SIGHT_WIDTH, 0.0)
    made.matrix(f"{at}ffn_up.weight", SIGHT_INNER, SIGHT_WIDTH)
    made.vector(f"{at}ffn_up.bias", SIGHT_INNER, 0.0)
    made.matrix(f"{at}ffn_down.weight", SIGHT_WIDTH, SIGHT_INNER)
    made.vector(f"{at}ffn_down.bias", SIGHT_WIDTH, 0.0)


def _finish(writer: gguf.GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    for file in large_pair():
        print(file, file.stat().st_size)
