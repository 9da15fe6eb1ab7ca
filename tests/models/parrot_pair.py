"""A pair that says one text to every question, whatever it is shown: a model under orders.

Its embeddings are unit vectors, its layer adds nothing, and its last matrix leads from each piece
of the text to the next, from the line break at the end of the prompt to the first, from the last to
the end. So worker, engine, grammar and stream are the real ones, and the answer is known.
"""

import hashlib
import json
from itertools import pairwise

import gguf
import numpy as np

from tests.models.tiny_pairs import Pair, smolvlm_pair
from tests.models.tiny_weights import CHATML

WIDTH, HEADS, HEAD_WIDTH, INNER = 256, 2, 32, 32
CONTROLS = ("<|im_start|>", "<|im_end|>", "<fake_token_around_image>", "<global-img>", "<image>")


MANIFEST = """
name = "Parrot"
licence = "none"
context_tokens = 2048
weights = {{ file = "parrot-text.gguf", sha256 = "{}" }}
projector = {{ file = "smol-sight.gguf", sha256 = "{}" }}
[sight]
glyph_height_px = 16
min_glyph_height_px = 11
side_multiple_px = 16
image_max_tokens = 256
line = {{ min_width_px = 64, min_height_px = 32, max_width_px = 768, max_height_px = 48 }}
block = {{ min_width_px = 64, min_height_px = 32, max_width_px = 768, max_height_px = 96 }}
[prompts]
read = "Read."
field = "{{field}}?"
fields = "All."
names = {}
absent = "none"
"""
OFFER = '[prompts.kind]\nquestion = "What kind?"\nwidth_px = 192\nheight_px = 272\n'


def parrot_pair(folder, says):
    """Write the pair.

    Args:
        folder: For its two files.
        says: What it says; at most some 250 pieces of two letters and more.
    """
    sight = smolvlm_pair(folder, width=WIDTH).projector
    weights = folder / "parrot-text.gguf"
    _write_text(weights, _pieces(says))
    return Pair(weights, sight)


def trained_parrot_pair(folder, says, names=("total",), *, tells_kinds=False):
    """The same with a manifest: a model with eyes for a few words, trained for these fields."""
    pair = parrot_pair(folder, says)
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in pair]
    page = MANIFEST.format(*hashes, json.dumps(names)) + (OFFER if tells_kinds else "")
    (folder / "manifest.toml").write_text(page, "utf-8")
    return pair


def _pieces(text):
    """The text cut into different pieces, each two letters or longer."""
    pieces, piece = [], ""
    for letter in text:
        piece += letter
        if len(piece) > 1 and piece not in pieces:
            pieces.append(piece)
            piece = ""
    if piece:
        pieces[-1] += piece
    assert len(set(pieces)) == len(pieces) < WIDTH - 1
    return pieces


def _write_text(path, pieces):
    tiles = [f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)]
    controls = [*CONTROLS, *tiles]
    letters = [_shown(bytes([byte])) for byte in range(256)]
    said = [_shown(piece.encode()) for piece in pieces]
    names = [*controls, *letters, "ĊĊ", *(name for name in said if name not in letters)]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("Parrot")
    writer.add_context_length(4096)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_key_length(HEAD_WIDTH)
    writer.add_value_length(HEAD_WIDTH)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_dimension_count(HEAD_WIDTH)
    writer.add_vocab_size(len(names))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(names)
    writer.add_token_types([3] * len(controls) + [1] * (len(names) - len(controls)))
    writer.add_token_merges(["Ċ Ċ"])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHATML)
    chain = [_shown(b"\n"), *said, CONTROLS[1]]
    embeddings = np.zeros((len(names), WIDTH), np.float32)
    output = np.zeros((len(names), WIDTH), np.float32)
    for at, (name, following) in enumerate(pairwise(chain)):
        embeddings[names.index(name), at] = 1.0
        output[names.index(following), at] = 1.0
    writer.add_tensor("token_embd.weight", embeddings)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    writer.add_tensor("output.weight", output)
    inside = HEADS * HEAD_WIDTH
    for name, sides in {
        "attn_q": (inside, WIDTH),
        "attn_k": (inside, WIDTH),
        "attn_v": (inside, WIDTH),
        "attn_output": (WIDTH, inside),
        "ffn_gate": (INNER, WIDTH),
        "ffn_up": (INNER, WIDTH),
        "ffn_down": (WIDTH, INNER),
    }.items():
        writer.add_tensor(f"blk.0.{name}.weight", np.zeros(sides, np.float32))
    for name in ("attn_norm", "ffn_norm"):
        writer.add_tensor(f"blk.0.{name}.weight", np.ones(WIDTH, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _shown(data):
    """Bytes as byte-level vocabularies write them."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return "".join(chr(byte) if byte in shown else chr(256 + hidden.index(byte)) for byte in data)
