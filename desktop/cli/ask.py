"""`incamera ask`: a question about pages, its answer with places, and answers made again."""

import argparse
import sys
from collections.abc import Mapping

from desktop.casework.asking.desk import AskDesk
from desktop.casework.auditing.shown import note_mask_lifted
from desktop.casework.control import Control
from desktop.casework.models.vision_model import model_to_load
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.output import Output
from desktop.cli.session import Session, document_named, matter_named
from desktop.domain.asking import (
    AnswerAgain,
    AskAnswer,
    AskEvent,
    Citation,
    Looking,
    Outcome,
    Quoted,
    Road,
    Said,
    Scope,
    Statement,
    Withdrawn,
)
from desktop.domain.errors import QuestionError
from desktop.domain.finding import MASK, masked
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, PageNumber, short_identity
from desktop.vault.matter_store import MatterStore

Names = Mapping[DocumentId, str]

_OUTCOMES = {
    Outcome.ANSWERED: "Answered.",
    Outcome.NOT_THERE: "Not on these pages.",
    Outcome.UNSUPPORTED: "Not on these pages: what the model said does not stand on them.",
    Outcome.UNUSABLE: "The model gave no usable answer about these pages.",
    Outcome.STOPPED: "Stopped; nothing was kept.",
}


def ask(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Ask a question, make an answer again, or list the answers that are kept."""
    control = Control()
    with session.vault() as vault, stopped_by_interrupt(control):
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        names = {document.document_id: document.origin.name for document in store.documents()}
        if arguments.list:
            return _list(session.output, store)
        scope = _scope(store, arguments)
        if arguments.show_high:
            note_mask_lifted(store, scope.document_ids or names, "incamera ask")
        desk = AskDesk(vault, lambda: model_to_load(session.settings), session.clock)
        try:
            teller = _Teller(session.output, names, is_high_shown=arguments.show_high)
            if arguments.again is not None:
                kept = store.answers.named(arguments.again)
                made = desk.again(matter.matter_id, kept, control, teller.tell_where)
                return _show_again(session.output, made, teller)
            answer = desk.ask(
                matter.matter_id,
                " ".join(arguments.question),
                scope,
                control,
                teller.tell,
                is_model_wanted=arguments.model,
            )
        finally:
            desk.close()
    return _show(session.output, answer, teller)


def _scope(store: MatterStore, arguments: argparse.Namespace) -> Scope:
    """What the options say that the question is about.

    Raises:
        QuestionError: A page without its document, or a region without its page.
    """
    named = [document_named(store, name) for name in arguments.document or ()]
    document_ids = tuple(document.document_id for document in named)
    page = None if arguments.page is None else PageNumber(arguments.page)
    region = None if arguments.region is None else Box(*arguments.region)
    if page is not None and len(document_ids) != 1:
        raise QuestionError(
            "A page belongs to one document.", remedy="Name the document with `--document`."
        )
    if region is not None and page is None:
        raise QuestionError("A region belongs to a page.", remedy="Name the page with `--page`.")
    return Scope(document_ids, page, region)


class _Teller:
    """Shows an answer in the making on a terminal, and names places."""

    def __init__(self, output: Output, names: Names, *, is_high_shown: bool) -> None:
        self._output = output
        self._names = names
        self._is_high_shown = is_high_shown
        self._is_streaming = not output.is_json and sys.stdout.isatty()
        self._is_in_line = False

    def tell(self, event: AskEvent) -> None:
        """Show one event."""
        self.tell_where(event)
        if not self._is_streaming:
            return
        match event:
            case Quoted(citation):
                self._end_line()
                self._output.line(f"  {self.place(citation)}")
            case Said(text, is_sensitive):
                self._output.end_progress()
                is_hidden = is_sensitive and not self._is_high_shown
                self._output.piece(f" {MASK}" if is_hidden else text)
                self._is_in_line = True
            case Withdrawn():
                self._end_line()
                self._output.line("  (taken back: not all of it stands on the page)")
            case Statement():
                self._end_line()
            case _:
                pass

    def tell_where(self, event: AskEvent) -> None:
        """Show only which page is looked at."""
        if isinstance(event, Looking):
            self._end_line()
            name = self._names[event.document_id]
            self._output.status(
                f"Looking at {name}, page {event.page}  {event.number} of {event.of}"
            )

    def place(self, citation: Citation) -> str:
        """Where words stand, and the words."""
        is_hidden = citation.is_sensitive and not self._is_high_shown
        quote = masked(citation.quote) if is_hidden else citation.quote
        name = self._names.get(citation.document_id, short_identity(citation.document_id))
        return f'{name}, page {citation.page}: "{quote}"'

    def text(self, statement: Statement) -> str:
        """What a statement says, hidden where it is highly sensitive."""
        is_hidden = statement.is_sensitive and not self._is_high_shown
        return masked(statement.text) if is_hidden else statement.text

    def row(self, statement: Statement) -> dict[str, object]:
        """A statement for programs."""
        return {
            "text": self.text(statement),
            "field": statement.field,
            "is_disputed": statement.is_disputed,
            "citations": [self._citation_row(citation) for citation in statement.citations],
        }

    def _citation_row(self, citation: Citation) -> dict[str, object]:
        is_hidden = citation.is_sensitive and not self._is_high_shown
        return {
            "document": self._names.get(citation.document_id, ""),
            "document_id": citation.document_id,
            "page": citation.page,
            "quote": masked(citation.quote) if is_hidden else citation.quote,
            "boxes_pt": [
                [box.left_pt, box.top_pt, box.right_pt, box.bottom_pt] for box in citation.boxes
            ],
        }

    def _end_line(self) -> None:
        self._output.end_progress()
        if self._is_in_line:
            self._output.line("")
            self._is_in_line = False


def _show(output: Output, answer: AskAnswer, teller: _Teller) -> ExitCode:
    output.end_progress()
    if output.is_json:
        output.document(_row(answer, teller))
    _show_statements(output, answer.statements, teller)
    if answer.outcome is not Outcome.ANSWERED:
        output.line(_OUTCOMES[answer.outcome])
    by = "what was found before, without a model" if answer.road is Road.FINDINGS else answer.model
    looked = len(answer.looks)
    left = f", {answer.pages_left} not looked at" if answer.pages_left else ""
    output.line(f"From {by or 'no model'}. {looked} {_pages(looked)} looked at{left}.")
    if answer.outcome is Outcome.STOPPED:
        return ExitCode.STOPPED
    output.line(f"Answer {short_identity(answer.answer_id)}")
    return ExitCode.DONE if answer.outcome is Outcome.ANSWERED else ExitCode.NOT_THERE


def _show_statements(output: Output, statements: tuple[Statement, ...], teller: _Teller) -> None:
    for statement in statements:
        name = f"{statement.field.replace('_', ' ')}: " if statement.field else ""
        mark = "  (the readers differ; nobody has decided)" if statement.is_disputed else ""
        output.line(f"{name}{teller.text(statement)}{mark}")
        for citation in statement.citations:
            output.line(f"  {teller.place(citation)}")


def _row(answer: AskAnswer, teller: _Teller) -> dict[str, object]:
    return {
        "id": short_identity(answer.answer_id),
        "answer_id": answer.answer_id,
        "question": answer.question,
        "asked_at": answer.asked_at.isoformat(),
        "road": answer.road.value,
        "outcome": answer.outcome.value,
        "model": answer.model,
        "statements": [teller.row(statement) for statement in answer.statements],
        "pages": [
            {
                "document_id": look.document_id,
                "page": look.page,
                "outcome": look.outcome.value,
                "receipts": [
                    {
                        "prompt_id": kept.evidence.prompt_id,
                        "weights_sha256": kept.evidence.weights_sha256,
                        "projector_sha256": kept.evidence.projector_sha256,
                        "build": kept.evidence.build,
                        "pixels_sha256": kept.evidence.pixels_sha256,
                        "answer_sha256": kept.answer_sha256,
                    }
                    for kept in look.receipts
                ],
            }
            for look in answer.looks
        ],
        "pages_left": answer.pages_left,
    }


def _list(output: Output, store: MatterStore) -> ExitCode:
    rows: list[dict[str, object]] = [
        {
            "id": short_identity(answer.answer_id),
            "answer_id": answer.answer_id,
            "asked": answer.asked_at.isoformat(timespec="minutes"),
            "question": answer.question,
            "outcome": answer.outcome.value,
            "road": answer.road.value,
            "answers": len(answer.statements),
            "pages": len(answer.looks),
        }
        for answer in store.answers.all()
    ]
    output.result(rows, ("id", "asked", "question", "outcome", "road", "answers", "pages"))
    return ExitCode.DONE


def _show_again(output: Output, made: AnswerAgain, teller: _Teller) -> ExitCode:
    output.end_progress()
    if output.is_json:
        output.document(
            {
                "answer_id": made.answer.answer_id,
                "is_equal": made.is_equal,
                "pages": [
                    {
                        "document_id": look.document_id,
                        "page": look.page,
                        "is_equal": look.is_equal,
                        "differing": list(look.differing),
                    }
                    for look in made.looks
                ],
                "gone": [teller.row(statement) for statement in made.gone],
                "new": [teller.row(statement) for statement in made.new],
            }
        )
    output.line("The same again." if made.is_equal else "Not the same again.")
    for name in dict.fromkeys(name for look in made.looks for name in look.differing):
        output.line(f"  No longer as it was: {name.replace('_', ' ')}")
    for title, statements in (("No longer said", made.gone), ("Said now", made.new)):
        if statements:
            output.line(f"{title}:")
            _show_statements(output, statements, teller)
    return ExitCode.DONE if made.is_equal else ExitCode.PARTLY


def _pages(count: int) -> str:
    return "page" if count == 1 else "pages"
