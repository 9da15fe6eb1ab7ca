"""One answer in the making: token by token, or several at once where a draft foresees them."""

import math
import time
from collections.abc import Iterator

import numpy as np
from llama_cpp import llama_cpp as llama
from numpy.typing import NDArray

from desktop.domain.vision import StopReason
from models.engine.drafts import Drafter, Pace
from models.engine.grammar import GrammarGate
from models.engine.language import Language
from models.engine.loaded import LoadedPair
from models.engine.loops import LoopGuard
from models.engine.sight import StoppedError
from models.engine.tokens import Writer

SURE_GAP = 0.1
"""Taken in together with others, a token can leave logits that differ by rounding from those that
it leaves alone: not at all with Q8_0, by 0.0006 with 32-bit floats, by 0.03 at most elsewhere
(measured). Where the likeliest token leads by less than this, the token is taken in alone after
all, so that a drafted answer is the undrafted one."""


class Answering:
    """Writes one answer.

    Args:
        pair: That answers.
        language: Has taken in everything up to the answer.
        gate: That the answer keeps to, if it has to.
        drafter: Foresees it, where something can.
        pace: Learns how long steps take.

    Attributes:
        tokens: Said so far, without the one for the end.
        stop_reason: Why the answer ended; STOPPED until it has.
        drafted: Tokens that drafts put forward.
        confirmed: Of these, those that the model said too.
    """

    def __init__(
        self,
        pair: LoadedPair,
        language: Language,
        *,
        gate: GrammarGate | None,
        drafter: Drafter | None,
        pace: Pace,
    ) -> None:
        self._pair = pair
        self._language = language
        self._gate = gate
        self._drafter = drafter
        self._pace = pace
        self._log_probability = 0.0
        self._weighed = 0
        self._tried: list[int] = []
        self._row = -1
        self.tokens = 0
        self.stop_reason = StopReason.STOPPED
        self.drafted = 0
        self.confirmed = 0

    @property
    def confidence(self) -> float:
        """Geometric mean of the probabilities of its tokens; 0 where there are none."""
        return math.exp(self._log_probability / self._weighed) if self._weighed else 0.0

    def pieces(self, position: int, max_tokens: int) -> Iterator[str]:
        """Write the answer.

        Args:
            position: Behind the question.
            max_tokens: The answer is cut off behind so many.

        Yields:
            The pieces of its text as they come.
        """
        writer = Writer(self._pair)
        try:
            for token in self._said(position, max_tokens):
                if piece := writer.add(token):
                    if self._drafter is not None:
                        self._drafter.add(piece)
                    yield piece
        except StoppedError:
            self.stop_reason = StopReason.STOPPED
        if piece := writer.end():
            yield piece

    def _said(self, position: int, max_tokens: int) -> Iterator[int]:
        guard = LoopGuard()
        while True:
            logits, token = self._next(position)
            if token is None:
                self.stop_reason = StopReason.COMPLETE
                return
            if llama.llama_vocab_is_eog(self._pair.vocab, token):
                self._weigh(logits, token)
                self.stop_reason = StopReason.COMPLETE
                return
            if self.tokens >= max_tokens or position + 1 >= self._pair.context_tokens:
                self.stop_reason = StopReason.OUT_OF_TOKENS
                return
            if self._pair.is_stopping:
                raise StoppedError
            self._weigh(logits, token)
            self.tokens += 1
            yield token
            if guard.is_looping_after(token):
                self.stop_reason = StopReason.LOOPING
                return
            if self._gate is not None:
                self._gate.accept(token)
            self._take_in(token, position, max_tokens)
            position += 1

    def _next(self, position: int) -> tuple[NDArray[np.float32], int | None]:
        """What is said behind the last token, and what spoke for it."""
        logits = self._language.logits(self._row)
        token = self._chosen(logits)
        if len(self._tried) > 1 and not _is_sure(logits, token):
            last = self._tried[self._row]
            self._language.forget_from(position - 1)
            self._step([last], position - 1)
            logits = self._language.logits()
            token = self._chosen(logits)
        return logits, token

    def _chosen(self, logits: NDArray[np.float32]) -> int | None:
        return int(logits.argmax()) if self._gate is None else self._gate.choose(logits)

    def _take_in(self, token: int, position: int, max_tokens: int) -> None:
        """Make `logits` say what follows this token, which stands at this position."""
        drafts_left = len(self._tried) - 1 - self._row if self._tried else 0
        if drafts_left > 0:
            is_confirmed = self._tried[self._row + 1] == token
            if self._drafter is not None:
                self._drafter.judge(is_confirmed=is_confirmed)
            if is_confirmed:
                self._row += 1
                self.confirmed += 1
                return
            self._language.forget_from(position)
        draft: list[int] = []
        if self._drafter is not None:
            # The last token of the budget needs no draft behind it, nor does a full context.
            room = min(max_tokens - self.tokens, self._pair.context_tokens - position - 2)
            draft = self._drafter.draft(token, min(room, self._pair.batch_tokens - 1))
            self.drafted += len(draft)
        self._step([token, *draft], position)

    def _step(self, tokens: list[int], position: int) -> None:
        started_s = time.perf_counter()
        self._language.try_out(tokens, position)
        self._language.wait()
        self._pace.took(len(tokens), time.perf_counter() - started_s)
        self._tried, self._row = tokens, 0

    def _weigh(self, logits: NDArray[np.float32], token: int) -> None:
        """Count in how probable the token was among all tokens, allowed or not."""
        most = logits.max()
        rest = np.log(np.exp(logits - most).sum(dtype=np.float64))
        self._log_probability += float(logits[token] - most) - float(rest)
        self._weighed += 1


def _is_sure(logits: NDArray[np.float32], token: int | None) -> bool:
    """Whether the token leads by more than rounding."""
    if token is None:
        return False
    first = logits[token]
    logits[token] = -np.inf
    second = logits.max()
    logits[token] = first
    return bool(first - second >= SURE_GAP)
