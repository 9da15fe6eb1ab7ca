"""The language part of a pair: takes in tokens and says what may follow them."""

import ctypes
from collections.abc import Sequence

import numpy as np
from llama_cpp import llama_cpp as llama
from numpy.typing import NDArray

from desktop.domain.errors import RegionTooLargeError
from models.engine.loaded import LoadedPair
from models.engine.sight import demand_taken_in


class Language:
    """One sequence of tokens in the key-value cache of a pair.

    Args:
        pair: Outlives this.
    """

    def __init__(self, pair: LoadedPair) -> None:
        self._pair = pair
        self._batch = llama.llama_batch_init(pair.batch_tokens, 0, 1)
        self._row_type = ctypes.c_float * pair.vocab_tokens
        self.steps = 0

    def close(self) -> None:
        """Free what llama.cpp holds; called once."""
        llama.llama_batch_free(self._batch)

    def take_in(self, tokens: Sequence[int], position: int) -> int:
        """Take in a text; `logits` then says what may follow it.

        Returns:
            The position behind it.

        Raises:
            RegionTooLargeError: It does not fit the context.
            StoppedError: The wish to stop came meanwhile.
        """
        if position + len(tokens) >= self._pair.context_tokens:
            raise RegionTooLargeError
        most = self._pair.batch_tokens
        for start in range(0, len(tokens), most):
            self._decode(tokens[start : start + most], position + start, is_each_asked=False)
        return position + len(tokens)

    def try_out(self, tokens: Sequence[int], position: int) -> None:
        """Take in a few tokens at once; `logits` then says of each what may follow it.

        Raises:
            StoppedError: The wish to stop came meanwhile.
        """
        self._decode(tokens, position, is_each_asked=True)

    def logits(self, row: int = -1) -> NDArray[np.float32]:
        """For each token of the vocabulary how much speaks for it; valid until the next step.

        Args:
            row: Behind which token of those taken in last; -1: the last one.
        """
        pointer = llama.llama_get_logits_ith(self._pair.context, row)
        # A fifth of the time of `numpy.ctypeslib.as_array`, which counts with small models.
        floats = self._row_type.from_address(ctypes.addressof(pointer.contents))
        return np.frombuffer(memoryview(floats).cast("B"), np.float32)

    def wait(self) -> None:
        """Until the last step is done: a graphics card takes it and lets the caller go on."""
        llama.llama_synchronize(self._pair.context)

    def forget_from(self, position: int) -> bool:
        """Forget what is held from a position on.

        Returns:
            False where the model cannot go back part of the way (recurrent ones); then all is
            forgotten.
        """
        if llama.llama_memory_seq_rm(self._pair.memory, 0, position, -1):
            return True
        llama.llama_memory_clear(self._pair.memory, False)  # noqa: FBT003 - a C function
        return position == 0

    def _decode(self, tokens: Sequence[int], position: int, *, is_each_asked: bool) -> None:
        batch = self._batch
        batch.n_tokens = len(tokens)
        for index, token in enumerate(tokens):
            batch.token[index] = token
            # Told, not guessed from the last one held: with M-RoPE a picture ends elsewhere.
            batch.pos[index] = position + index
            batch.n_seq_id[index] = 1
            batch.seq_id[index][0] = 0
            batch.logits[index] = is_each_asked or index == len(tokens) - 1
        self.steps += 1
        demand_taken_in(self._pair, llama.llama_decode(self._pair.context, batch))
