"""A loaded model as the worker uses it: regions and tasks in, answers out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.domain.receipts import Evidence, pixels_sha256, receipt_of
from desktop.domain.vision import Answer, ModelDescription, StopReason, VisionTask
from models.answers import fields_in, says_nothing
from models.engine.engine import Engine, Foreseen, open_engine
from models.engine.sight import Picture
from models.families import Family
from models.files import PairFiles, check_memory, check_pair
from models.manifest import Sight
from models.prompts import Question, question_for
from models.regions import Prepared, prepare, prepare_overview


@dataclass(frozen=True, slots=True)
class Region:
    """Pixels to ask about.

    Attributes:
        rgb: `width_px * height_px * 3` bytes.
    """

    width_px: int
    height_px: int
    rgb: bytes


class Reader:
    """One model, loaded; belongs to one thread, but for `stop`.

    Args:
        files: Already checked.
        threads: To compute with.

    Raises:
        ModelLoadError: llama.cpp refuses the pair, or there is no room for it.
    """

    def __init__(self, files: PairFiles, *, threads: int) -> None:
        check_memory(files)
        self._files = files
        self._threads = threads
        self._sight = files.manifest.sight if files.manifest else None
        self._trained = files.manifest.prompts if files.manifest else None
        self._family = files.family
        least, most = _image_tokens(self._sight, self._family)
        self._image_max_tokens = most
        self.engine: Engine = open_engine(
            files,
            threads=threads,
            image_min_tokens=least,
            image_max_tokens=most,
        )

    def close(self) -> None:
        """Let the model go."""
        self.engine.close()

    def stop(self) -> None:
        """End the answer that is being made, within a token; safe from any thread.

        The model stays loaded. What was asked ends as an answer with the reason STOPPED; without
        an answer in the making nothing happens, and the next question is answered as usual.
        """
        self.engine.stop()

    def warm_up(self) -> None:
        """Use once what loads code when it is first used; the model itself is not asked.

        Behind the walls nothing more can be loaded.
        """
        white, black = b"\xff" * 3, bytes(3)
        line = white * 8 + (white + black) * 22 + white * 8
        rows = [white * 60] * 8 + [line] * 14 + [white * 60] * 8
        prepare(60, 30, b"".join(rows), self._sight)

    @property
    def description(self) -> ModelDescription:
        """What is loaded and what it can be asked."""
        described = ModelDescription(
            name=self._files.name[:200],
            architecture=self._files.architecture[:200],
            parameters=self.engine.parameters,
            weights_sha256=self._files.weights_sha256,
            projector_sha256=self._files.projector_sha256,
            build=self.engine.build[:256],
            context_tokens=self.engine.context_tokens,
        )
        if self._sight is None or self._trained is None:
            return replace(described, can_only_read=bool(self._read_prompt))
        overview = self._trained.kind
        return replace(
            described,
            glyph_height_px=self._sight.glyph_height_px,
            max_line_width_px=self._sight.line.max_width_px,
            max_line_height_px=self._sight.line.max_height_px,
            max_region_width_px=self._sight.block.max_width_px,
            max_region_height_px=self._sight.block.max_height_px,
            fields=self._trained.names,
            overview_width_px=overview.width_px if overview else 0,
            overview_height_px=overview.height_px if overview else 0,
        )

    @property
    def _read_prompt(self) -> str:
        """The one sentence that a model of an OCR family was trained to read by; "": none."""
        return self._family.read_prompt if self._family else ""

    def ask(
        self,
        region: Region,
        task: VisionTask,
        fields: tuple[str, ...] = (),
        *,
        max_tokens: int = 256,
        words: str | None = None,
    ) -> Answer:
        """Ask about a region and wait for the whole answer; see `asking`."""
        said = list(self.asking(region, task, fields, max_tokens=max_tokens, words=words))[-1]
        assert isinstance(said, Answer), "an answer ends with the whole of it"  # noqa: S101
        return said

    def asking(
        self,
        region: Region,
        task: VisionTask,
        fields: tuple[str, ...] = (),
        *,
        max_tokens: int = 256,
        words: str | None = None,
    ) -> Iterator[str | Answer]:
        """Ask about a region.

        A wish to stop that comes before this call is forgotten, one that comes after it counts.

        Args:
            region: To look at.
            task: What to do.
            fields: Names of the fields wanted.
            max_tokens: The answer is cut off behind so many.
            words: What another reader saw in the region, perhaps nothing: the answer is drafted
                from it and comes sooner. None: no drafts. Either way it is the same answer.

        Returns:
            The pieces of the text as they come, then the answer.

        Raises:
            QuestionUnknownError: The model does not know these fields.
            RegionTooLargeError: It cannot see the region at a size at which it reads.
            AnswerUnusableError: A complete answer in a form that was not asked for.
        """
        self.engine.begin()
        question = question_for(task, fields, self._trained, self._read_prompt)
        foreseen = None if words is None else Foreseen(question.skeleton, words)
        return self._answers(region, (task, fields), question, max_tokens, foreseen)

    def _answers(
        self,
        region: Region,
        asked: tuple[VisionTask, tuple[str, ...]],
        question: Question,
        max_tokens: int,
        foreseen: Foreseen | None,
    ) -> Iterator[str | Answer]:
        task, fields = asked
        prepared = self._prepared(region, task)
        evidence = self._evidence(region, prepared, asked, question, max_tokens)
        receipt = receipt_of(evidence)
        if prepared.is_blank:
            # Shown nothing, a model makes something up.
            yield _nothing(fields, receipt, evidence)
            return
        picture = Picture(prepared.width_px, prepared.height_px, prepared.rgb, prepared.sha256)
        for said in self.engine.answer(
            picture,
            question.text,
            grammar=question.grammar,
            max_tokens=max_tokens,
            foreseen=foreseen,
        ):
            if isinstance(said, str):
                yield said
                continue
            is_whole = said.stop_reason is StopReason.COMPLETE
            yield Answer(
                text=said.text,
                fields=fields_in(said.text, task, fields, question) if is_whole else {},
                confidence=said.confidence,
                stop_reason=said.stop_reason,
                tokens=said.tokens,
                encode_ms=said.encode_ms,
                answer_ms=said.answer_ms,
                prompt_id=question.prompt_id,
                receipt=receipt,
                evidence=evidence,
                says_nothing=is_whole and says_nothing(said.text, question),
            )

    def _prepared(self, region: Region, task: VisionTask) -> Prepared:
        overview = self._trained.kind if self._trained else None
        if task is VisionTask.KIND and overview is not None:
            return prepare_overview(region.width_px, region.height_px, region.rgb, overview)
        return prepare(region.width_px, region.height_px, region.rgb, self._sight)

    def _evidence(
        self,
        region: Region,
        prepared: Prepared,
        asked: tuple[VisionTask, tuple[str, ...]],
        question: Question,
        max_tokens: int,
    ) -> Evidence:
        form = self.engine.form
        return Evidence(
            weights_sha256=self._files.weights_sha256,
            projector_sha256=self._files.projector_sha256,
            build=self.engine.build,
            chat_form=(form.before, form.between, form.after),
            task=asked[0].value,
            fields=asked[1],
            prompt_id=question.prompt_id,
            question=question.text,
            grammar=question.grammar,
            pixels_sha256=pixels_sha256(region.width_px, region.height_px, region.rgb),
            seen_sha256=prepared.sha256,
            context_tokens=self.engine.context_tokens,
            image_max_tokens=self._image_max_tokens,
            threads=self._threads,
            max_tokens=max_tokens,
        )


def _image_tokens(sight: Sight | None, family: Family | None) -> tuple[int, int]:
    """Limits for a picture; -1: what the projector says, which may be a fixed number."""
    if sight is not None:
        return 1, sight.image_max_tokens
    if family is not None:
        return family.image_min_tokens, family.image_max_tokens
    return -1, -1


def _nothing(fields: tuple[str, ...], receipt: str, evidence: Evidence) -> Answer:
    return Answer(
        text="",
        fields=dict.fromkeys(fields, ""),
        confidence=1.0,
        stop_reason=StopReason.COMPLETE,
        tokens=0,
        encode_ms=0.0,
        answer_ms=0.0,
        prompt_id=evidence.prompt_id,
        receipt=receipt,
        evidence=evidence,
        says_nothing=True,
    )


def open_reader(
    weights_path: Path,
    projector_path: Path,
    *,
    weights_sha256: str = "",
    projector_sha256: str = "",
    threads: int = 1,
) -> Reader:
    """Check a pair of files and load it.

    Args:
        weights_path: The language model.
        projector_path: The seeing part.
        weights_sha256: Hexadecimal, or "" to accept what is there.
        projector_sha256: The same for the projector.
        threads: To compute with.

    Raises:
        ModelFilesError: A file is absent, damaged, or not what its hash says.
        ModelLoadError: The two do not belong together, or llama.cpp refuses them.
    """
    files = check_pair(
        weights_path,
        projector_path,
        weights_sha256=weights_sha256,
        projector_sha256=projector_sha256,
    )
    return Reader(files, threads=threads)
