"""Pictures as the language part takes them in: seen once, kept for further questions."""

import ctypes
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from llama_cpp import llama_cpp as llama
from llama_cpp import mtmd_cpp as mtmd
from numpy.typing import NDArray

from desktop.domain.errors import AnswerUnusableError, ModelLoadError, RegionTooLargeError
from models.engine.loaded import LoadedPair
from models.gguf_header import read_row

_BREAK_TENSOR = "v.token_embd.img_break"

KEPT_PICTURES = 8
KEPT_BYTES = 256 << 20
"""A page of 4,000 tokens in a 7 B model takes 58 MB."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels as the model sees them.

    Attributes:
        rgb: `width_px * height_px * 3` bytes.
        sha256: Of size and pixels, hexadecimal.
    """

    width_px: int
    height_px: int
    rgb: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class TextStep:
    """Tokens before or between the tiles of a picture."""

    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ImageStep:
    """A tile that was seen.

    Attributes:
        chunk: llama.cpp's handle: its tokens and their positions, without pixels.
        rows: One row of numbers a token.
    """

    chunk: int
    rows: NDArray[np.float32]


Step = TextStep | ImageStep


class StoppedError(Exception):
    """The wish to stop came while the network ran."""


class Eyes:
    """Sees pictures and keeps the last ones that it saw.

    Args:
        pair: That sees.
        before: The part of the model's own chat form in front of a picture.

    Raises:
        ModelLoadError: The language part has no token for what stands around pictures.
    """

    def __init__(self, pair: LoadedPair, before: str) -> None:
        self._pair = pair
        self._before = before
        self._kept: OrderedDict[str, tuple[Step, ...]] = OrderedDict()
        files = pair.files
        self._break_row = read_row(files.projector_path, files.projector, _BREAK_TENSOR)
        self.tiles_seen = 0
        self._demand_tokens()

    def see(self, picture: Picture) -> tuple[Step, ...]:
        """What the language part must take in for this picture, the text in front included.

        Raises:
            RegionTooLargeError: It has more tokens than fit.
            StoppedError: The wish to stop came meanwhile.
        """
        steps = self._kept.get(picture.sha256)
        if steps is not None:
            self._kept.move_to_end(picture.sha256)
            return steps
        steps = self._seen(picture)
        self._kept[picture.sha256] = steps
        while len(self._kept) > 1 and (
            len(self._kept) > KEPT_PICTURES or sum(map(_bytes_of, self._kept.values())) > KEPT_BYTES
        ):
            _free(self._kept.popitem(last=False)[1])
        return steps

    def close(self) -> None:
        """Free what llama.cpp holds."""
        while self._kept:
            _free(self._kept.popitem()[1])

    def _seen(self, picture: Picture) -> tuple[Step, ...]:
        chunks = self._chunks(picture)
        steps: list[Step] = []
        try:
            count = mtmd.mtmd_input_chunks_size(chunks)
            handles = [mtmd.mtmd_input_chunks_get(chunks, index) for index in range(count)]
            self._demand_room(sum(map(mtmd.mtmd_input_chunk_get_n_tokens, handles)))
            steps.extend(self._step(handle) for handle in handles)
        except BaseException:
            _free(tuple(steps))
            raise
        finally:
            mtmd.mtmd_input_chunks_free(chunks)
        return tuple(steps)

    def _demand_room(self, tokens: int) -> None:
        if tokens >= self._pair.context_tokens:
            raise RegionTooLargeError

    def _demand_tokens(self) -> None:
        """Take a small picture apart, without seeing it.

        llama.cpp puts -1 where the vocabulary lacks a token that the projector's kind of picture
        needs, and then refuses every picture; better said at once.
        """
        side_px = 64
        blank = Picture(side_px, side_px, bytes(3 * side_px * side_px), "")
        try:
            chunks = self._chunks(blank)
        except RegionTooLargeError:
            return  # a shape of its own; real pictures will tell
        try:
            handles = [
                mtmd.mtmd_input_chunks_get(chunks, index)
                for index in range(mtmd.mtmd_input_chunks_size(chunks))
            ]
            if any(min(_text_of(handle), default=0) < 0 for handle in handles):
                raise ModelLoadError
        finally:
            mtmd.mtmd_input_chunks_free(chunks)

    def _chunks(self, picture: Picture) -> int:
        pixels = ctypes.cast(ctypes.c_char_p(picture.rgb), ctypes.POINTER(ctypes.c_uint8))
        bitmap = mtmd.mtmd_bitmap_init(picture.width_px, picture.height_px, pixels)
        text = self._before.encode("utf-8")
        input_text = mtmd.mtmd_input_text(text, len(text), False, True)  # noqa: FBT003 - a C record
        parts = [mtmd.mtmd_input_part(text=ctypes.pointer(input_text))]
        parts.append(mtmd.mtmd_input_part(bitmap=bitmap))
        pointers = (ctypes.POINTER(mtmd.mtmd_input_part) * 2)(*map(ctypes.pointer, parts))
        chunks: int = mtmd.mtmd_input_chunks_init()
        result = mtmd.mtmd_tokenize_from_parts(
            self._pair.vision,
            chunks,
            pointers,
            len(parts),
            True,  # noqa: FBT003 - the token for the beginning, where the model wants one
        )
        mtmd.mtmd_bitmap_free(bitmap)
        if result != 0:
            mtmd.mtmd_input_chunks_free(chunks)
            raise RegionTooLargeError("The vision model cannot take in a picture of this shape.")
        return chunks

    def _step(self, chunk: int) -> Step:
        if _is_text(chunk):
            return TextStep(_text_of(chunk))
        self.tiles_seen += 1
        result = mtmd.mtmd_encode_chunk(self._pair.vision, chunk)
        if self._pair.is_stopping:
            # A graph that was cut short still says that all is well; its rows are no picture.
            raise StoppedError
        if result != 0:
            raise RuntimeError("llama.cpp could not see a picture")
        count = mtmd.mtmd_input_chunk_get_n_tokens(chunk)
        shape = (count, self._pair.embedding_width)
        rows = np.ctypeslib.as_array(mtmd.mtmd_get_output_embd(self._pair.vision), shape).copy()
        self._mend_breaks(rows)
        return ImageStep(mtmd.mtmd_input_chunk_get_placeholder(chunk), rows)

    def _mend_breaks(self, rows: NDArray[np.float32]) -> None:
        """Put the ends of lines of patches right.

        WORKAROUND llama.cpp 0c1e570, tools/mtmd/models/pixtral.cpp: it makes the rows of
        [IMG_BREAK] by multiplying memory that was never written by 0 and adding the token's row.
        Where that memory happens to hold no numbers, the rows come out as no numbers, and every
        answer after them is empty.
        """
        broken = ~np.isfinite(rows).all(axis=1)
        if not broken.any():
            return
        if self._break_row is None or len(self._break_row) != rows.shape[1]:
            raise AnswerUnusableError("The vision model sees nothing in this region.")
        is_break = broken | (rows == self._break_row).all(axis=1)
        ends = np.flatnonzero(is_break)
        # One behind each line of patches but the last: n, 2n + 1, 3n + 2 ...
        if not np.array_equal(ends + 1, (ends[0] + 1) * np.arange(1, len(ends) + 1)):
            raise AnswerUnusableError("The vision model sees nothing in this region.")
        rows[broken] = self._break_row


def take_in_image(pair: LoadedPair, step: ImageStep, position: int) -> int:
    """Run the rows of a tile through the language part.

    Returns:
        The position behind it; llama.cpp knows how many positions a tile takes (with M-RoPE fewer
        than it has tokens).

    Raises:
        StoppedError: The wish to stop came meanwhile.
    """
    behind = llama.llama_pos(position)
    result = mtmd.mtmd_helper_decode_image_chunk(
        pair.vision,
        pair.context,
        step.chunk,
        step.rows.ctypes.data_as(ctypes.POINTER(ctypes.c_float)),
        llama.llama_pos(position),
        llama.llama_seq_id(0),
        pair.batch_tokens,
        ctypes.byref(behind),
        mtmd.mtmd_helper_post_decode_callback(),
        ctypes.c_void_p(0),
    )
    demand_taken_in(pair, result)
    return int(behind.value)


def demand_taken_in(pair: LoadedPair, result: int) -> None:
    """Look at what `llama_decode` gave back: 0 is well, 1 no room, 2 cut short, the rest a defect.

    Raises:
        StoppedError: The wish to stop came meanwhile.
        RegionTooLargeError: What was to be taken in does not fit the context.
    """
    if result == 0:
        return
    if pair.is_stopping:
        raise StoppedError
    if result == 1:
        raise RegionTooLargeError
    raise RuntimeError(f"llama.cpp took nothing in: {result}")


def _is_text(chunk: int) -> bool:
    kind: int = mtmd.mtmd_input_chunk_get_type(chunk)
    return kind == int(mtmd.MTMD_INPUT_CHUNK_TYPE_TEXT)


def _text_of(chunk: int) -> tuple[int, ...]:
    """Tokens of a chunk of text; none of a picture."""
    if not _is_text(chunk):
        return ()
    length = ctypes.c_size_t()
    tokens = mtmd.mtmd_input_chunk_get_tokens_text(chunk, ctypes.byref(length))
    return tuple(tokens[: length.value])


def _bytes_of(steps: tuple[Step, ...]) -> int:
    return sum(step.rows.nbytes for step in steps if isinstance(step, ImageStep))


def _free(steps: tuple[Step, ...]) -> None:
    for step in steps:
        if isinstance(step, ImageStep):
            mtmd.mtmd_input_chunk_free(step.chunk)
