"""The header of a GGUF file, read within bounds before llama.cpp maps the file.

llama.cpp ends the whole process on some malformed files; what is read here lets them be refused
with an error instead. Layout, integers little-endian (Source: docs/gguf.md of ggml, version 3):

    4   "GGUF"        4  version (2 or 3)      8  number of tensors      8  number of values
    then each value:  name, 4 bytes type, the value
    then each tensor: name, 4 bytes number of sides, 8 bytes a side, 4 bytes type, 8 bytes offset
    then, aligned, the weights

A name or a text is 8 bytes length and UTF-8; a list is 4 bytes type, 8 bytes count and the items.
"""

import math
import struct
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NoReturn

import numpy as np
from numpy.typing import NDArray

from desktop.domain.errors import ModelFilesError

MAX_VALUES = 4096
MAX_TENSORS = 65_536
MAX_LIST_ITEMS = 4_000_000
MAX_TEXT_BYTES = 4 << 20
MAX_SIDES = 4
MAX_HEADER_BYTES = 512 << 20
"""The largest vocabularies (262,144 tokens with their merges) take about 12 MiB."""

_ALIGNMENT_BYTES = 32
_MAX_ALIGNMENT_BYTES = 1 << 20
_FLOAT_32, _FLOAT_16 = 0, 1
_TEXT, _LIST = 8, 9
_NUMBERS = {
    0: struct.Struct("<B"),
    1: struct.Struct("<b"),
    2: struct.Struct("<H"),
    3: struct.Struct("<h"),
    4: struct.Struct("<I"),
    5: struct.Struct("<i"),
    6: struct.Struct("<f"),
    7: struct.Struct("<?"),
    10: struct.Struct("<Q"),
    11: struct.Struct("<q"),
    12: struct.Struct("<d"),
}

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where the weights of one tensor stand.

    Attributes:
        sides: The fastest running first.
        kind: ggml's number for how they are stored: 0 for 32-bit floats, 1 for 16-bit ones.
        start: In bytes from the beginning of the file.
    """

    sides: tuple[int, ...]
    kind: int
    start: int


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What a GGUF file says about itself.

    Attributes:
        values: Single values by name; lists are checked and passed over.
        list_lengths: How many items each list has.
        tensors: By name.
        weights: Number of weights in all tensors.
        file_bytes: Size of the file.
    """

    values: dict[str, Value]
    list_lengths: dict[str, int]
    tensors: dict[str, Tensor]
    weights: int
    file_bytes: int

    def text(self, name: str, absent: str = "") -> str:
        """A text value, or `absent`."""
        value = self.values.get(name)
        return value if isinstance(value, str) else absent

    def integer(self, name: str, absent: int = 0) -> int:
        """A whole number, or `absent`."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else absent


def read_gguf_header(path: Path) -> GgufHeader:
    """Read and check the header of a GGUF file.

    Raises:
        ModelFilesError: The file is not there, is no GGUF file, or its header cannot be right.
    """
    try:
        with path.open("rb") as file:
            return _Reader(file, path.stat().st_size).header()
    except OSError:
        raise ModelFilesError("A file of the vision model cannot be read.") from None


def read_row(path: Path, header: GgufHeader, name: str) -> NDArray[np.float32] | None:
    """The weights of a tensor of one side, or None where it is absent or not kept as plain floats.

    Raises:
        ModelFilesError: The file cannot be read.
    """
    tensor = header.tensors.get(name)
    if tensor is None or len(tensor.sides) != 1 or tensor.kind not in (_FLOAT_32, _FLOAT_16):
        return None
    length = tensor.sides[0] * (4 if tensor.kind == _FLOAT_32 else 2)
    try:
        with path.open("rb") as file:
            file.seek(tensor.start)
            data = file.read(length)
    except OSError:
        raise ModelFilesError("A file of the vision model cannot be read.") from None
    if len(data) != length:
        _refuse("weights are missing at its end")
    if tensor.kind == _FLOAT_32:
        return np.frombuffer(data, np.float32).copy()
    return np.frombuffer(data, np.float16).astype(np.float32)


def _refuse(reason: str) -> NoReturn:
    raise ModelFilesError(f"A file of the vision model is damaged: {reason}.")


class _Reader:
    def __init__(self, file: BinaryIO, file_bytes: int) -> None:
        self._file = file
        self._file_bytes = file_bytes
        self._left = min(file_bytes, MAX_HEADER_BYTES)

    def header(self) -> GgufHeader:
        magic, version, tensor_count, value_count = struct.unpack("<4sIQQ", self._take(24))
        if magic != b"GGUF":
            raise ModelFilesError("A file of the vision model is not a GGUF file.")
        if version not in (2, 3):
            raise ModelFilesError("A file of the vision model is of an unknown GGUF version.")
        if value_count > MAX_VALUES or tensor_count > MAX_TENSORS:
            _refuse("its header is too long")
        values: dict[str, Value] = {}
        list_lengths: dict[str, int] = {}
        for _ in range(value_count):
            self._read_value(values, list_lengths)
        found: dict[str, Tensor] = {}
        for _ in range(tensor_count):
            name, tensor = self._read_tensor()
            if name in found:
                _refuse("a tensor is there twice")
            found[name] = tensor
        alignment = values.get("general.alignment", _ALIGNMENT_BYTES)
        if not isinstance(alignment, int) or not 1 <= alignment <= _MAX_ALIGNMENT_BYTES:
            _refuse("its weights stand askew")
        start = -(-self._file.tell() // alignment) * alignment
        tensors = {
            name: replace(tensor, start=start + tensor.start) for name, tensor in found.items()
        }
        if any(tensor.start >= self._file_bytes for tensor in tensors.values()):
            _refuse("weights are missing at its end")
        weights = sum(math.prod(tensor.sides) for tensor in tensors.values())
        return GgufHeader(values, list_lengths, tensors, weights, self._file_bytes)

    def _read_value(self, values: dict[str, Value], list_lengths: dict[str, int]) -> None:
        name = self._text()
        if name in values or name in list_lengths:
            _refuse("a value is there twice")
        (kind,) = struct.unpack("<I", self._take(4))
        if kind == _LIST:
            list_lengths[name] = self._pass_list(is_vocabulary=name == "tokenizer.ggml.tokens")
        elif kind == _TEXT:
            values[name] = self._text()
        else:
            values[name] = self._number(kind)

    def _read_tensor(self) -> tuple[str, Tensor]:
        name = self._text()
        (side_count,) = struct.unpack("<I", self._take(4))
        if not 1 <= side_count <= MAX_SIDES:
            _refuse("a tensor has an impossible shape")
        sides: tuple[int, ...] = struct.unpack(f"<{side_count}Q", self._take(8 * side_count))
        if any(not 1 <= side < 1 << 32 for side in sides):
            _refuse("a tensor has an impossible shape")
        kind, offset = struct.unpack("<IQ", self._take(12))
        return name, Tensor(sides, kind, offset)

    def _number(self, kind: int) -> int | float | bool:
        shape = _NUMBERS.get(kind)
        if shape is None:
            _refuse("a value is of an unknown type")
        number: int | float | bool = shape.unpack(self._take(shape.size))[0]
        return number

    def _pass_list(self, *, is_vocabulary: bool) -> int:
        kind, count = struct.unpack("<IQ", self._take(12))
        if count > MAX_LIST_ITEMS:
            _refuse("a list is too long")
        if kind == _TEXT:
            distinct = {self._text_bytes() for _ in range(count)}
            if is_vocabulary and len(distinct) != count:
                # llama.cpp ends the process on this one.
                _refuse("a token is there twice")
        elif kind in _NUMBERS:
            self._take(_NUMBERS[kind].size * count)
        else:
            _refuse("a list is of an unknown type")
        return int(count)

    def _text(self) -> str:
        return self._text_bytes().decode("utf-8", "replace")

    def _text_bytes(self) -> bytes:
        (length,) = struct.unpack("<Q", self._take(8))
        if length > MAX_TEXT_BYTES:
            _refuse("a text is too long")
        return self._take(length)

    def _take(self, length: int) -> bytes:
        if length > self._left:
            _refuse("it ends too early")
        self._left -= length
        taken = self._file.read(length)
        if len(taken) != length:
            _refuse("it ends too early")
        return taken
