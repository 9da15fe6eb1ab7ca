"""Between text and tokens."""

import codecs
import ctypes

from llama_cpp import llama_cpp as llama

from models.engine.loaded import LoadedPair

_MAX_PIECE_BYTES = 256


def tokens_of(pair: LoadedPair, text: str, *, is_ours: bool, is_first: bool = False) -> list[int]:
    """Tokens of a text.

    Args:
        pair: With the vocabulary.
        text: Any.
        is_ours: Whether names of control tokens in it mean these tokens. Text from anywhere else is
            only ever text.
        is_first: Put the token for the beginning first, where the model wants one.
    """
    data = text.encode("utf-8")
    room = len(data) + 8
    buffer = (llama.llama_token * room)()
    count = llama.llama_tokenize(pair.vocab, data, len(data), buffer, room, is_first, is_ours)
    if count < 0:
        raise RuntimeError("a text has more tokens than bytes")
    return list(buffer[:count])


def text_of_ends(pair: LoadedPair) -> tuple[str, str]:
    """Names of the tokens for the beginning and the end of a text; "" where there is none."""
    ends = (llama.llama_vocab_bos(pair.vocab), llama.llama_vocab_eos(pair.vocab))
    names = [llama.llama_vocab_get_text(pair.vocab, end) if end >= 0 else b"" for end in ends]
    bos, eos = (name.decode("utf-8", "replace") for name in names)
    return bos, eos


class Writer:
    """Turns tokens into text as they come; letters of several bytes wait for their last one."""

    def __init__(self, pair: LoadedPair) -> None:
        self._vocab = pair.vocab
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._buffer = ctypes.create_string_buffer(_MAX_PIECE_BYTES)

    def add(self, token: int) -> str:
        """The text that this token completes."""
        length = llama.llama_token_to_piece(
            self._vocab,
            token,
            self._buffer,
            _MAX_PIECE_BYTES,
            0,
            False,  # noqa: FBT003 - control tokens are no text
        )
        return self._decoder.decode(self._buffer.raw[: max(0, length)])

    def end(self) -> str:
        """What is left of a letter that was never completed."""
        return self._decoder.decode(b"", final=True)
