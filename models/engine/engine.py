"""Questions about pictures, answered by a loaded pair."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from llama_cpp import llama_cpp as llama
from numpy.typing import NDArray

from desktop.domain.errors import ModelLoadError, RegionTooLargeError
from desktop.domain.vision import StopReason
from models.engine.grammar import GrammarGate
from models.engine.loaded import LoadedPair
from models.engine.loops import LoopGuard
from models.engine.sight import (
    Eyes,
    ImageStep,
    Picture,
    Step,
    StoppedError,
    TextStep,
    demand_taken_in,
    take_in_image,
)
from models.engine.tokens import Writer, text_of_ends, tokens_of
from models.files import PairFiles
from models.template import ChatForm, chat_form

MAX_SECONDS = 240.0
"""Less than the app waits before it kills the worker, so that the model stays loaded."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What came out.

    Attributes:
        confidence: 0 to 1: the geometric mean of the probabilities of its tokens, the end included.
        tokens: Without the one for the end.
        encode_ms: Seeing the picture and taking it in; near 0 where it was kept.
        answer_ms: Taking in the question and answering.
    """

    text: str
    confidence: float
    stop_reason: StopReason
    tokens: int
    encode_ms: float
    answer_ms: float


@dataclass(slots=True)
class Work:
    """Counts of what was done, for tests and benchmarks.

    Attributes:
        images_taken_in: Tiles that went through the language part.
    """

    images_taken_in: int = 0


class Engine:
    """One picture and one question at a time; belongs to one thread, but for `stop`.

    The key-value cache holds the last picture: the text in front of it is never taken in twice, a
    further question on it costs only its own tokens, and a picture seen a little earlier only its
    way through the language part.

    Args:
        pair: To answer with; closed by `close`.
        form: The model's own chat form.
    """

    def __init__(self, pair: LoadedPair, form: ChatForm) -> None:
        self._pair = pair
        self._form = form
        self._eyes = Eyes(pair, form.before)
        self._batch = llama.llama_batch_init(pair.batch_tokens, 0, 1)
        self._is_closed = False
        self._held_text: tuple[int, ...] = ()
        self._held_picture: tuple[str, int] | None = None
        self.work = Work()

    @property
    def build(self) -> str:
        """Which build of llama.cpp answers, on which instructions."""
        return self._pair.build

    @property
    def parameters(self) -> int:
        """Number of weights of the language part."""
        return self._pair.parameters

    @property
    def context_tokens(self) -> int:
        """How many tokens fit at once."""
        return self._pair.context_tokens

    @property
    def form(self) -> ChatForm:
        """What stands around picture and question."""
        return self._form

    @property
    def tiles_seen(self) -> int:
        """How many tiles went through the projector so far."""
        return self._eyes.tiles_seen

    def begin(self, max_seconds: float = MAX_SECONDS) -> None:
        """Forget an earlier wish to stop: the next answer starts now and may take so long."""
        self._pair.begin(max_seconds)

    def stop(self) -> None:
        """End the answer begun last; safe from any thread."""
        self._pair.stop()

    def close(self) -> None:
        """Free everything; twice is once."""
        if self._is_closed:
            return
        self._is_closed = True
        llama.llama_batch_free(self._batch)
        self._eyes.close()
        self._pair.close()

    def answer(
        self,
        picture: Picture,
        question: str,
        *,
        grammar: str = "",
        max_tokens: int,
    ) -> Iterator[str | Generated]:
        """Answer a question about a picture, always in the same way; `begin` goes before it.

        Args:
            picture: To look at.
            question: Only ever text: names of control tokens in it are letters.
            grammar: That the answer keeps to; "": none.
            max_tokens: The answer is cut off behind so many.

        Yields:
            The pieces of its text as they come, then the whole.

        Raises:
            RegionTooLargeError: Picture and question do not fit the context.
        """
        started = seen = time.perf_counter()
        gate = GrammarGate(self._pair, grammar) if grammar else None
        answer = _Answer()
        pieces: list[str] = []
        writer = Writer(self._pair)
        try:
            position = self._take_in_picture(picture)
            seen = time.perf_counter()
            position = self._take_in_text(self._question_tokens(question), position)
            for token in self._tokens(answer, gate, position, max_tokens):
                if piece := writer.add(token):
                    pieces.append(piece)
                    yield piece
        except StoppedError:
            answer.stop_reason = StopReason.STOPPED
        finally:
            if gate is not None:
                gate.close()
        if piece := writer.end():
            pieces.append(piece)
            yield piece
        done = time.perf_counter()
        yield Generated(
            text="".join(pieces),
            confidence=answer.confidence,
            stop_reason=answer.stop_reason,
            tokens=answer.tokens,
            encode_ms=(seen - started) * 1e3,
            answer_ms=(done - seen) * 1e3,
        )

    # ------------------------------------------------------------------ taking in

    def _question_tokens(self, question: str) -> list[int]:
        return [
            *tokens_of(self._pair, self._form.between, is_ours=True),
            *tokens_of(self._pair, question, is_ours=False),
            *tokens_of(self._pair, self._form.after, is_ours=True),
        ]

    def _take_in_picture(self, picture: Picture) -> int:
        if self._held_picture is not None and self._held_picture[0] == picture.sha256:
            behind = self._held_picture[1]
            if self._forget_from(behind):
                return behind
        steps = self._eyes.see(picture)
        position = self._keep_common_text(steps)
        for index, step in enumerate(steps):
            if isinstance(step, ImageStep):
                position = take_in_image(self._pair, step, position)
                self.work.images_taken_in += 1
            else:
                tokens = step.tokens[position:] if index == 0 else step.tokens
                position = self._take_in_text(tokens, position)
                if index == 0:
                    self._held_text = step.tokens
        self._held_picture = (picture.sha256, position)
        return position

    def _keep_common_text(self, steps: tuple[Step, ...]) -> int:
        """Forget all that is held but the text in front that this picture shares."""
        first = steps[0].tokens if steps and isinstance(steps[0], TextStep) else ()
        held, common = self._held_text, 0
        while common < min(len(first), len(held)) and first[common] == held[common]:
            common += 1
        self._held_picture = None
        self._held_text = held[:common]
        return common if self._forget_from(common) else 0

    def _forget_from(self, position: int) -> bool:
        """Forget what is held from a position on.

        Returns:
            False where the model cannot go back part of the way (recurrent ones); then nothing is
            held any more.
        """
        if llama.llama_memory_seq_rm(self._pair.memory, 0, position, -1):
            return True
        llama.llama_memory_clear(self._pair.memory, False)  # noqa: FBT003 - a C function
        self._held_text, self._held_picture = (), None
        return position == 0

    def _take_in_text(self, tokens: list[int] | tuple[int, ...], position: int) -> int:
        if position + len(tokens) >= self._pair.context_tokens:
            raise RegionTooLargeError
        step = self._pair.batch_tokens
        for start in range(0, len(tokens), step):
            self._decode(tokens[start : start + step], position + start)
        return position + len(tokens)

    def _decode(self, tokens: list[int] | tuple[int, ...], position: int) -> None:
        batch = self._batch
        batch.n_tokens = len(tokens)
        for index, token in enumerate(tokens):
            batch.token[index] = token
            # Told, not guessed from the last one held: with M-RoPE a picture ends elsewhere.
            batch.pos[index] = position + index
            batch.n_seq_id[index] = 1
            batch.seq_id[index][0] = 0
            batch.logits[index] = index == len(tokens) - 1
        demand_taken_in(self._pair, llama.llama_decode(self._pair.context, batch))

    # ------------------------------------------------------------------ answering

    def _tokens(
        self, answer: "_Answer", gate: GrammarGate | None, position: int, max_tokens: int
    ) -> Iterator[int]:
        guard = LoopGuard()
        while True:
            logits = self._logits()
            token = int(logits.argmax()) if gate is None else gate.choose(logits)
            if token is None:
                answer.stop_reason = StopReason.COMPLETE
                return
            if llama.llama_vocab_is_eog(self._pair.vocab, token):
                answer.weigh(logits, token)
                answer.stop_reason = StopReason.COMPLETE
                return
            if answer.tokens >= max_tokens or position + 1 >= self._pair.context_tokens:
                answer.stop_reason = StopReason.OUT_OF_TOKENS
                return
            if self._pair.is_stopping:
                raise StoppedError
            answer.weigh(logits, token)
            answer.tokens += 1
            yield token
            if guard.is_looping_after(token):
                answer.stop_reason = StopReason.LOOPING
                return
            if gate is not None:
                gate.accept(token)
            self._decode([token], position)
            position += 1

    def _logits(self) -> NDArray[np.float32]:
        pointer = llama.llama_get_logits_ith(self._pair.context, -1)
        logits: NDArray[np.float32] = np.ctypeslib.as_array(pointer, (self._pair.vocab_tokens,))
        return logits


def open_engine(
    files: PairFiles, *, threads: int, image_min_tokens: int, image_max_tokens: int
) -> Engine:
    """Load a pair of files.

    Args:
        files: Already checked.
        threads: To compute with.
        image_min_tokens: Limits for a picture; -1: what the projector says.
        image_max_tokens: The same.

    Raises:
        ModelLoadError: llama.cpp refuses them, or their chat form cannot be used.
    """
    pair = LoadedPair(
        files,
        threads=threads,
        image_min_tokens=image_min_tokens,
        image_max_tokens=image_max_tokens,
    )
    try:
        bos, eos = text_of_ends(pair)
        form = chat_form(
            files.weights.text("tokenizer.chat_template"),
            bos=bos,
            eos=eos,
            is_bos_added=bool(llama.llama_vocab_get_add_bos(pair.vocab)),
        )
        return Engine(pair, form)
    except ModelLoadError:
        pair.close()
        raise


@dataclass(slots=True)
class _Answer:
    """What is known of an answer as it grows.

    Attributes:
        weighed: How many tokens went into the confidence.
    """

    log_probability: float = 0.0
    weighed: int = 0
    tokens: int = 0
    stop_reason: StopReason = StopReason.STOPPED

    @property
    def confidence(self) -> float:
        """Geometric mean of what was weighed; 0 where nothing was."""
        return math.exp(self.log_probability / self.weighed) if self.weighed else 0.0

    def weigh(self, logits: NDArray[np.float32], token: int) -> None:
        """Count in how probable the token was among all tokens, allowed or not."""
        shifted = logits.astype(np.float64) - float(logits[token])
        self.log_probability -= float(np.logaddexp.reduce(shifted))
        self.weighed += 1
