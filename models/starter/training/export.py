"""Writes the pair of files that llama.cpp loads, and the manifest that binds them.

`python -m models.starter.training.export FOLDER` takes the mean of recent weights from the
checkpoint. Names of tensors and values are those that llama.cpp reads for `mistral3` (the decoder)
and `clip` with the projector `pixtral` (the tower).
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import gguf
import numpy as np
import torch
from gguf import GGMLQuantizationType as Kind
from numpy.typing import NDArray
from torch import Tensor

from models.starter.training import checkpoint, vocabulary
from models.starter.training.manifest_page import write_manifest
from models.starter.training.network import MERGE, NORM_EPSILON, PATCH_PX, ROPE_BASE, Shape

NAME = "In Camera starter"
WEIGHTS = "model-q8_0.gguf"
PROJECTOR = "mmproj-q8_0.gguf"
LONGEST_SIDE_PX = 1024
CONTEXT_TOKENS = 4096
_MARK, _PLAIN = 3, 1
"""Kinds of token, as GGUF numbers them: a control mark, ordinary text."""

Weights = Mapping[str, Tensor]


def export(weights: Weights, shape: Shape, folder: Path, *, kind: Kind = Kind.Q8_0) -> None:
    """Write both files and the manifest.

    Args:
        weights: By the names of the network's parameters.
        shape: Of the network.
        folder: Where to; files of these names there are replaced.
        kind: How matrices are stored: Q8_0, or F32 to compare with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_decoder(folder / WEIGHTS, weights, shape, kind)
    _write_tower(folder / PROJECTOR, weights, shape, kind)
    write_manifest(folder, WEIGHTS, PROJECTOR)


class _Tensors:
    """Puts tensors into a file, matrices in one kind and all else in full."""

    def __init__(self, writer: gguf.GGUFWriter, weights: Weights, kind: Kind) -> None:
        self._writer = writer
        self._weights = weights
        self._kind = kind

    def full(self, name: str, numbers: NDArray[np.float32]) -> None:
        """One tensor as it is."""
        self._writer.add_tensor(name, np.ascontiguousarray(numbers, np.float32))

    def vector(self, name: str, source: str) -> None:
        """One parameter as it is."""
        self.full(name, self.numbers(source))

    def matrix(self, name: str, numbers: NDArray[np.float32]) -> None:
        """One matrix in the kind of this file."""
        numbers = np.ascontiguousarray(numbers, np.float32)
        if self._kind == Kind.F32:
            self._writer.add_tensor(name, numbers)
        else:
            packed = gguf.quants.quantize(numbers, self._kind)
            self._writer.add_tensor(name, packed, raw_dtype=self._kind)

    def numbers(self, source: str) -> NDArray[np.float32]:
        """A parameter of the network."""
        made: NDArray[np.float32] = self._weights[source].detach().float().numpy()
        return made

    def layer(self, source: str, to: str, head_width: int, names: Mapping[str, str]) -> None:
        """A layer, whose joined matrices llama.cpp wants apart."""
        query, key, value = np.split(self.numbers(f"{source}.query_key_value"), 3)
        gate, up = np.split(self.numbers(f"{source}.gate_up"), 2)
        self.vector(f"{to}.{names['norm_attention']}.weight", f"{source}.norm_attention")
        self.vector(f"{to}.{names['norm_inner']}.weight", f"{source}.norm_inner")
        self.matrix(f"{to}.attn_q.weight", _paired(query, head_width))
        self.matrix(f"{to}.attn_k.weight", _paired(key, head_width))
        self.matrix(f"{to}.attn_v.weight", value)
        self.matrix(f"{to}.{names['out']}.weight", self.numbers(f"{source}.out"))
        self.matrix(f"{to}.ffn_gate.weight", gate)
        self.matrix(f"{to}.ffn_up.weight", up)
        self.matrix(f"{to}.ffn_down.weight", self.numbers(f"{source}.down"))


def _paired(rows: NDArray[np.float32], head_width: int) -> NDArray[np.float32]:
    """Rows in the order in which llama.cpp turns them: neighbours turn together, not halves."""
    heads = rows.reshape(-1, 2, head_width // 2, rows.shape[1])
    return heads.swapaxes(1, 2).reshape(rows.shape)


def _write_decoder(path: Path, weights: Weights, shape: Shape, kind: Kind) -> None:
    writer = gguf.GGUFWriter(path, "mistral3")
    heads = shape.text_width // shape.head_width
    writer.add_type("model")
    writer.add_name(NAME)
    writer.add_license("Apache-2.0")
    writer.add_block_count(shape.text_layers)
    writer.add_context_length(CONTEXT_TOKENS)
    writer.add_embedding_length(shape.text_width)
    writer.add_feed_forward_length(shape.text_inner)
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads)
    writer.add_key_length(shape.head_width)
    writer.add_value_length(shape.head_width)
    writer.add_rope_freq_base(ROPE_BASE)
    writer.add_rope_dimension_count(shape.head_width)
    writer.add_layer_norm_rms_eps(NORM_EPSILON)
    writer.add_vocab_size(vocabulary.SIZE)
    writer.add_file_type(_file_type(kind))
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    _write_vocabulary(writer)
    tensors = _Tensors(writer, weights, kind)
    tensors.matrix("token_embd.weight", tensors.numbers("tokens"))
    tensors.matrix("output.weight", tensors.numbers("answer"))
    tensors.vector("output_norm.weight", "norm_text")
    names = {"norm_attention": "attn_norm", "norm_inner": "ffn_norm", "out": "attn_output"}
    for number in range(shape.text_layers):
        tensors.layer(f"text.{number}", f"blk.{number}", shape.head_width, names)
    _finish(writer)


def _write_vocabulary(writer: gguf.GGUFWriter) -> None:
    marks = len(vocabulary.MARKS)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(list(vocabulary.TOKENS))
    writer.add_token_types([_MARK] * marks + [_PLAIN] * (vocabulary.SIZE - marks))
    writer.add_token_merges(list(vocabulary.MERGES))
    writer.add_bos_token_id(vocabulary.START)
    writer.add_eos_token_id(vocabulary.END)
    writer.add_pad_token_id(vocabulary.PAD)
    writer.add_add_bos_token(True)  # noqa: FBT003 - the library's own form
    writer.add_add_eos_token(False)  # noqa: FBT003
    writer.add_chat_template(vocabulary.CHAT_TEMPLATE)


def _write_tower(path: Path, weights: Weights, shape: Shape, kind: Kind) -> None:
    writer = gguf.GGUFWriter(path, "clip")
    writer.add_type("mmproj")
    writer.add_name(NAME)
    writer.add_license("Apache-2.0")
    writer.add_file_type(_file_type(kind))
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_bool("clip.has_vision_encoder", True)  # noqa: FBT003
    writer.add_string("clip.projector_type", "pixtral")
    writer.add_bool("clip.use_silu", True)  # noqa: FBT003
    writer.add_uint32("clip.vision.image_size", LONGEST_SIDE_PX)
    writer.add_uint32("clip.vision.patch_size", PATCH_PX)
    writer.add_uint32("clip.vision.spatial_merge_size", MERGE)
    writer.add_uint32("clip.vision.embedding_length", shape.sight_width)
    writer.add_uint32("clip.vision.feed_forward_length", shape.sight_inner)
    writer.add_uint32("clip.vision.block_count", shape.sight_layers)
    writer.add_uint32("clip.vision.projection_dim", shape.text_width)
    writer.add_uint32("clip.vision.attention.head_count", shape.sight_width // shape.head_width)
    writer.add_float32("clip.vision.attention.layer_norm_epsilon", NORM_EPSILON)
    writer.add_array("clip.vision.image_mean", [0.5, 0.5, 0.5])
    writer.add_array("clip.vision.image_std", [0.5, 0.5, 0.5])
    tensors = _Tensors(writer, weights, kind)
    # llama.cpp sees three colours; the network was trained on one, so each counts a third.
    grey = tensors.numbers("patches").reshape(-1, 1, PATCH_PX, PATCH_PX) / 3
    tensors.full("v.patch_embd.weight", np.repeat(grey, 3, axis=1))
    tensors.vector("v.pre_ln.weight", "norm_patches")
    tensors.full("v.token_embd.img_break", tensors.numbers("tokens")[vocabulary.ROW_END])
    names = {"norm_attention": "ln1", "norm_inner": "ln2", "out": "attn_out"}
    for number in range(shape.sight_layers):
        tensors.layer(f"sight.{number}", f"v.blk.{number}", shape.head_width, names)
    tensors.vector("mm.input_norm.weight", "norm_sight")
    tensors.vector("mm.patch_merger.weight", "merger")
    tensors.matrix("mm.1.weight", tensors.numbers("bridge_in"))
    tensors.matrix("mm.2.weight", tensors.numbers("bridge_out"))
    _finish(writer)


def _file_type(kind: Kind) -> int:
    return int(gguf.LlamaFileType.ALL_F32 if kind == Kind.F32 else gguf.LlamaFileType.MOSTLY_Q8_0)


def _finish(writer: gguf.GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main() -> None:
    """As the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--checkpoint", type=Path, default=None)
    options = parser.parse_args()
    torch.set_num_threads(1)
    path = options.checkpoint or checkpoint.training_folder() / checkpoint.NAME
    shape, _, state = checkpoint.load(path)
    export(state["mean"], shape, options.folder)


if __name__ == "__main__":
    main()
