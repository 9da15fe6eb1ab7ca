"""Questions about pages: answered from findings at once, or by the vision model page by page.

Pages that matter are chosen by the indexes of the matter, best first, and only so many are looked
at. What is said stands on words of the page with their boxes; nothing else is said. Each answer is
kept, sealed, with what decided it, and can be made again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from desktop.casework.asking.eyes import Eyes
from desktop.casework.asking.fields import Field, fields_asked, phrases_about
from desktop.casework.asking.found import statements_found
from desktop.casework.asking.page import PageSaid, Tell, ask_page, ask_page_for_fields, asked_page
from desktop.casework.control import Control
from desktop.domain.asking import (
    MAX_QUESTION_CHARS,
    AnswerAgain,
    AnswerId,
    AskAnswer,
    Look,
    LookAgain,
    Looking,
    Outcome,
    Road,
    Scope,
    Statement,
    outcome_of,
)
from desktop.domain.errors import (
    FreeQuestionError,
    NoSuchDocumentError,
    NothingReadError,
    QuestionError,
    ReadingError,
    VisionModelError,
    WorkerCancelledError,
    WorkerError,
)
from desktop.domain.finding import Agreement
from desktop.domain.identity import DocumentId, PageNumber, new_identity
from desktop.domain.receipts import differing_inputs
from desktop.domain.vision import ModelDescription
from desktop.findings.alignment import agreement_of
from desktop.vault.matter_store import MatterStore
from desktop.vault.normalise import words
from desktop.vault.search.page_choice import ChosenPage, PageChoice

MAX_PAGES = 6
"""Looked at for one question: a large model sees a page in about a minute on a processor."""

MAX_STATEMENTS = 3
"""With so many answers of the model no further page is looked at."""

_SAME = (Agreement.SAME, Agreement.NEAR)


class Asker:
    """Answers questions about one matter.

    Args:
        store: Of the matter; belongs to the calling thread.
        eyes: Of the same vault.
        clock: Tells the time, in UTC.
    """

    def __init__(self, store: MatterStore, eyes: Eyes, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._eyes = eyes
        self._clock = clock

    def ask(
        self,
        question: str,
        scope: Scope,
        control: Control,
        tell: Tell,
        *,
        is_model_wanted: bool = False,
    ) -> AskAnswer:
        """Answer a question and keep the answer.

        Args:
            question: One, of at most 500 characters.
            scope: What it is about.
            control: Stops the work; what was answered until then is kept.
            tell: Called with each event as it comes, in this thread; what is told before the whole
                answer is there can still be withdrawn.
            is_model_wanted: Let the model look even where findings answer.

        Returns:
            The answer; its outcome says whether the pages say anything.

        Raises:
            QuestionError: It is no question.
            NothingReadError: No page of the scope has been read.
            FreeQuestionError: The model in use was not trained for it.
            VisionModelError: The model cannot be loaded.
            NoSuchDocumentError, NoSuchPageError: What it is about is not there.
        """
        asked = _checked(question)
        if not is_model_wanted:
            statements = self._found(asked, scope)
            if statements:
                return self._kept(asked, scope, Road.FINDINGS, statements, _looks_at(statements))
        choice = self._choice(asked, scope)
        self._eyes.begin()
        control.call_on_stop(self._eyes.halt)
        said: list[PageSaid] = []
        try:
            model = self._eyes.model()
            trained = _trained_fields(asked, model, is_model_wanted=is_model_wanted)
            self._look(asked, scope, choice.pages, model, trained, control, tell, said)
        except WorkerCancelledError:
            if not control.is_stopped:
                raise
            model = None
        looks = tuple(each.look for each in said)
        statements = _merged(statement for each in said for statement in each.statements)
        answer = self._answer(
            asked,
            scope,
            Road.MODEL,
            statements,
            looks,
            pages_left=choice.of - sum(look.outcome is not Outcome.STOPPED for look in looks),
            model=model.name if model else "",
        )
        if control.is_stopped and answer.outcome is not Outcome.ANSWERED:
            return replace(answer, outcome=Outcome.STOPPED)
        self._store.answers.add(answer)
        return answer

    def again(self, answer: AskAnswer, control: Control, tell: Tell) -> AnswerAgain:
        """Make a kept answer again, on the same pages, with the model that is in use now.

        Raises:
            Everything that `ask` raises.
        """
        if answer.road is Road.FINDINGS:
            statements = self._found(answer.question, self._present(answer.scope))
            return _compared(answer, (), statements)
        self._eyes.begin()
        control.call_on_stop(self._eyes.halt)
        model = self._eyes.model()
        said: list[PageSaid] = []
        kept = [look for look in answer.looks if look.outcome is not Outcome.STOPPED]
        pages = [ChosenPage(look.document_id, look.page) for look in kept]
        trained = _trained_fields(answer.question, model, is_model_wanted=True)
        self._look(answer.question, answer.scope, pages, model, trained, control, tell, said)
        if control.is_stopped:
            raise WorkerCancelledError
        compared = zip(kept, (each.look for each in said), strict=False)
        statements = _merged(statement for each in said for statement in each.statements)
        return _compared(answer, tuple(_look_again(*pair) for pair in compared), statements)

    # ------------------------------------------------------------------ inside

    def _found(self, question: str, scope: Scope) -> tuple[Statement, ...]:
        asked = fields_asked(question)
        return () if asked is None else statements_found(self._store, asked, scope)

    def _choice(self, question: str, scope: Scope) -> PageChoice:
        """The pages to look at.

        A question about all of the matter looks at nothing where its words stand nowhere, unless
        the matter is small; about documents it then looks at the first pages of them.
        """
        if scope.page is not None:
            (document_id,) = scope.document_ids
            self._store.page(document_id, scope.page)
            return PageChoice((ChosenPage(document_id, scope.page),), 1, are_hits=True)
        groups = phrases_about(question)
        choice = self._store.page_chooser.choose(groups, scope.document_ids, limit=MAX_PAGES)
        if not choice.of:
            raise NothingReadError
        if not scope.document_ids and not choice.are_hits and choice.of > MAX_PAGES:
            return choice._replace(pages=())
        return choice

    def _look(
        self,
        question: str,
        scope: Scope,
        pages: Sequence[ChosenPage],
        model: ModelDescription,
        trained: Sequence[Field],
        control: Control,
        tell: Tell,
        said: list[PageSaid],
    ) -> None:
        """Look at pages one by one, until enough is said or the work is stopped."""
        for number, (document_id, page_number) in enumerate(pages, start=1):
            if control.is_stopped or sum(len(each.statements) for each in said) >= MAX_STATEMENTS:
                return
            tell(Looking(document_id, page_number, number, len(pages)))
            reading = self._store.page(document_id, page_number)
            page = asked_page(self._store, document_id, reading, scope.region)
            try:
                if trained:
                    seen = ask_page_for_fields(self._eyes, page, trained, model, tell)
                else:
                    seen = ask_page(self._eyes, page, question, tell)
            except WorkerCancelledError:
                raise
            except (VisionModelError, ReadingError, WorkerError):
                seen = PageSaid(Look(document_id, page_number, Outcome.UNUSABLE))
            said.append(seen)
            for statement in seen.statements:
                tell(statement)

    def _kept(
        self,
        question: str,
        scope: Scope,
        road: Road,
        statements: tuple[Statement, ...],
        looks: tuple[Look, ...],
    ) -> AskAnswer:
        answer = self._answer(question, scope, road, statements, looks)
        self._store.answers.add(answer)
        return answer

    def _answer(
        self,
        question: str,
        scope: Scope,
        road: Road,
        statements: tuple[Statement, ...],
        looks: tuple[Look, ...],
        *,
        pages_left: int = 0,
        model: str = "",
    ) -> AskAnswer:
        return AskAnswer(
            answer_id=AnswerId(new_identity()),
            question=question,
            asked_at=self._clock(),
            scope=scope,
            road=road,
            outcome=outcome_of(look.outcome for look in looks),
            statements=statements,
            looks=looks,
            pages_left=pages_left,
            model=model,
        )

    def _present(self, scope: Scope) -> Scope:
        """The scope without documents that are gone."""
        return replace(scope, document_ids=tuple(filter(self._is_present, scope.document_ids)))

    def _is_present(self, document_id: DocumentId) -> bool:
        try:
            self._store.document(document_id)
        except NoSuchDocumentError:
            return False
        return True


def _checked(question: str) -> str:
    """The question on one line.

    Raises:
        QuestionError: It holds no word, or too many.
    """
    asked = " ".join(question.split())
    if len(asked) > MAX_QUESTION_CHARS or not words(asked) or not asked.isprintable():
        raise QuestionError
    return asked


def _trained_fields(
    question: str, model: ModelDescription, *, is_model_wanted: bool
) -> tuple[Field, ...]:
    """The fields to ask for; none where the model takes any question.

    Args:
        question: Asked.
        model: In use.
        is_model_wanted: The person asked for the model; findings may have answered.

    Raises:
        FreeQuestionError: It was trained for other fields only.
    """
    if not model.fields:
        return ()
    asked = fields_asked(question)
    if asked is None:
        raise FreeQuestionError
    if not model.knows_fields(field.trained for field in asked.fields):
        raise FreeQuestionError(
            "The vision model in use was not trained to look for this."
            if is_model_wanted
            else "Nothing of this kind was found, and the vision model in use cannot look for it.",
            remedy="Look at the pages yourself, or import a general model with"
            " `incamera model import` or in Settings.",
        )
    return asked.fields


def _looks_at(statements: Iterable[Statement]) -> tuple[Look, ...]:
    """The pages that statements from findings stand on."""
    cited: dict[tuple[DocumentId, PageNumber], None] = {
        (citation.document_id, citation.page): None
        for statement in statements
        for citation in statement.citations
    }
    return tuple(Look(*page, Outcome.ANSWERED) for page in cited)


def _merged(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements that say the same become one with the citations of both."""
    merged: list[Statement] = []
    for statement in statements:
        for at, other in enumerate(merged):
            if agreement_of(statement.text, other.text) in _SAME and statement.field == other.field:
                merged[at] = replace(other, citations=other.citations + statement.citations)
                break
        else:
            merged.append(statement)
    return tuple(merged)


def _look_again(kept: Look, now: Look) -> LookAgain:
    """How a page that was looked at again compares.

    An answer that was refused half-way was also cut off half-way, and not at the same letter: of
    it only what became of it is compared.
    """
    pairs = list(zip(kept.receipts, now.receipts, strict=False))
    differing = dict.fromkeys(
        name for one, other in pairs for name in differing_inputs(one.evidence, other.evidence)
    )
    says_the_same = kept.outcome is now.outcome and len(kept.receipts) == len(now.receipts)
    if kept.outcome is not Outcome.UNSUPPORTED:
        says_the_same &= all(one.answer_sha256 == other.answer_sha256 for one, other in pairs)
    return LookAgain(kept.document_id, kept.page, tuple(differing), says_the_same)


def _compared(
    answer: AskAnswer, looks: tuple[LookAgain, ...], now: Sequence[Statement]
) -> AnswerAgain:
    before = answer.statements
    return AnswerAgain(
        answer,
        looks,
        gone=tuple(statement for statement in before if statement not in now),
        new=tuple(statement for statement in now if statement not in before),
    )
