"""Questions about pictures, answered by a loaded pair."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llama_cpp import llama_cpp as llama

from desktop.domain.errors import ModelLoadError
from desktop.domain.vision import StopReason
from models.engine.answering import Answering
from models.engine.drafts import Drafter, Pace, Pages
from models.engine.grammar import GrammarGate
from models.engine.language import Language
from models.engine.loaded import LoadedPair
from models.engine.sight import (
    Eyes,
    ImageStep,
    Picture,
    Step,
    StoppedError,
    TextStep,
    take_in_image,
)
from models.engine.tokens import text_of_ends, tokens_of
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
        drafted: Tokens that drafts put forward.
        confirmed: Of these, those that the model said too.
    """

    images_taken_in: int = 0
    drafted: int = 0
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Text that an answer is likely to copy.

    Attributes:
        skeleton: The fixed parts of the answer's form, in their order.
        words: What another reader saw in the picture.
    """

    skeleton: Sequence[str] = ()
    words: str = ""


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
        self._language = Language(pair)
        self._pace = Pace()
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
        self._language.close()
        self._eyes.close()
        self._pair.close()

    def answer(
        self,
        picture: Picture,
        question: str,
        *,
        grammar: str = "",
        max_tokens: int,
        foreseen: Foreseen | None = None,
    ) -> Iterator[str | Generated]:
        """Answer a question about a picture, always in the same way; `begin` goes before it.

        Args:
            picture: To look at.
            question: Only ever text: names of control tokens in it are letters.
            grammar: That the answer keeps to; "": none.
            max_tokens: The answer is cut off behind so many.
            foreseen: Makes the answer come sooner where it copies this, and never another one.

        Yields:
            The pieces of its text as they come, then the whole.

        Raises:
            RegionTooLargeError: Picture and question do not fit the context.
        """
        started = seen = time.perf_counter()
        gate = GrammarGate(self._pair, grammar) if grammar else None
        drafter = self._drafter(foreseen)
        answer = Answering(self._pair, self._language, gate=gate, drafter=drafter, pace=self._pace)
        pieces: list[str] = []
        try:
            position = self._take_in_picture(picture)
            seen = time.perf_counter()
            position = self._language.take_in(self._question_tokens(question), position)
            for piece in answer.pieces(position, max_tokens):
                pieces.append(piece)
                yield piece
        except StoppedError:
            answer.stop_reason = StopReason.STOPPED
        finally:
            if gate is not None:
                gate.close()
            self.work.drafted += answer.drafted
            self.work.confirmed += answer.confirmed
        done = time.perf_counter()
        yield Generated(
            text="".join(pieces),
            confidence=answer.confidence,
            stop_reason=answer.stop_reason,
            tokens=answer.tokens,
            encode_ms=(seen - started) * 1e3,
            answer_ms=(done - seen) * 1e3,
        )

    def _drafter(self, foreseen: Foreseen | None) -> Drafter | None:
        if foreseen is None or not self._pair.can_go_back:
            return None
        pages = Pages(foreseen.skeleton, foreseen.words)
        return Drafter(self._pair, pages, self._pace)

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
                position = self._language.take_in(tokens, position)
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
        """Forget what is held from a position on; False: the model forgot everything instead."""
        if self._language.forget_from(position):
            return True
        self._held_text, self._held_picture = (), None
        return False


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
