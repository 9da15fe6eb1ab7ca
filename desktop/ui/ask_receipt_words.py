"""What a receipt says of an answer: all that decided it, in the order in which it is checked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from desktop.domain.asking import (
    AnswerAgain,
    AskAnswer,
    Look,
    Outcome,
    Road,
    Scope,
    Statement,
    View,
)
from desktop.domain.finding import masked
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId
from desktop.domain.receipts import KeptReceipt

NameOf = Callable[[DocumentId], str]


class FactKind(Enum):
    """How a fact is set."""

    HEADING = "heading"
    WORDS = "words"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a receipt; a heading has no value."""

    name: str
    value: str = ""
    kind: FactKind = FactKind.WORDS


def facts_of(answer: AskAnswer, name_of: NameOf) -> list[Fact]:
    """The lines of a receipt.

    Args:
        answer: That it is of.
        name_of: Gives the name of a document.
    """
    return list(_facts(answer, name_of))


def compared(made: AnswerAgain) -> str:
    """Whether the same was said again, and what is no longer as it was."""
    if made.is_equal:
        return _tr("The same again.")
    differing = dict.fromkeys(name for look in made.looks for name in look.differing)
    parts = [_tr("Not the same again.")]
    if differing:
        names = ", ".join(name.replace("_", " ") for name in differing)
        parts.append(_tr("No longer as it was: {0}.").format(names))
    return " ".join(parts)


def changed(made: AnswerAgain, *, is_masking_on: bool) -> str:
    """What is said no longer, and what is said now; "" where nothing changed."""
    lines = []
    for words, statements in (
        (_tr("No longer said: {0}"), made.gone),
        (_tr("Said now: {0}"), made.new),
    ):
        if statements:
            said = "; ".join(_said(each, is_masking_on=is_masking_on) for each in statements)
            lines.append(words.format(said))
    return "\n".join(lines)


def scope_words(scope: Scope, name_of: NameOf) -> str:
    """What a question was about."""
    names = ", ".join(_name(document_id, name_of) for document_id in scope.document_ids)
    if not scope.document_ids:
        return _tr("all of the matter")
    if scope.page is None:
        return names
    page = _tr("page {0} of {1}").format(scope.page, names)
    if scope.region is None:
        return page
    return _tr("frame on {0}: {1}").format(page, _box_words(scope.region))


def outcome_words(outcome: Outcome) -> str:
    """What became of a question or of a page, in a few words."""
    return {
        Outcome.ANSWERED: _tr("answered"),
        Outcome.NOT_THERE: _tr("the page does not say"),
        Outcome.UNSUPPORTED: _tr("what was said does not stand there"),
        Outcome.UNUSABLE: _tr("no usable answer"),
        Outcome.STOPPED: _tr("stopped"),
    }[outcome]


def _facts(answer: AskAnswer, name_of: NameOf) -> Iterator[Fact]:
    yield Fact(_tr("Asked"), f"{answer.asked_at:%Y-%m-%d %H:%M:%S} UTC")
    yield Fact(_tr("About"), scope_words(answer.scope, name_of))
    by = answer.model if answer.road is Road.MODEL else _tr("found before, without a model")
    yield Fact(_tr("Answered by"), by or _tr("no model asked"))
    yield Fact(_tr("Outcome"), outcome_words(answer.outcome))
    yield Fact(_tr("Answer"), answer.answer_id, FactKind.CODE)
    first = next((receipt for look in answer.looks for receipt in look.receipts), None)
    if first is not None:
        yield from _model(first)
    for look in answer.looks:
        yield from _look(look, name_of)


def _model(receipt: KeptReceipt) -> Iterator[Fact]:
    """Of all pages the same: one model answers a question."""
    evidence = receipt.evidence
    yield Fact(_tr("Model"), kind=FactKind.HEADING)
    yield Fact(_tr("Weights"), evidence.weights_sha256, FactKind.CODE)
    yield Fact(_tr("Projector"), evidence.projector_sha256, FactKind.CODE)
    yield Fact(_tr("Build"), evidence.build)
    settings = _tr("tokens at once: {0}, threads: {1}")
    yield Fact(_tr("Settings"), settings.format(evidence.context_tokens, evidence.threads))


def _look(look: Look, name_of: NameOf) -> Iterator[Fact]:
    place = _tr("{0}, page {1}").format(_name(look.document_id, name_of), look.page)
    yield Fact(f"{place}  ·  {outcome_words(look.outcome)}", kind=FactKind.HEADING)
    for receipt, view in zip(look.receipts, look.views, strict=False):
        yield from _shown(receipt, view)


def _shown(receipt: KeptReceipt, view: View) -> Iterator[Fact]:
    """What the model was shown and asked once, and the hash of what it said."""
    evidence = receipt.evidence
    yield Fact(_tr("Shown"), _tr("{0}, {1} dpi").format(_box_words(view.box), view.dpi))
    fields = f" ({', '.join(evidence.fields)})" if evidence.fields else ""
    yield Fact(
        _tr("Prompt"), f"{evidence.prompt_id}{fields}: {' '.join(evidence.question.split())}"
    )
    yield Fact(_tr("Pixels"), evidence.pixels_sha256, FactKind.CODE)
    yield Fact(_tr("Said"), receipt.answer_sha256, FactKind.CODE)


def _said(statement: Statement, *, is_masking_on: bool) -> str:
    return masked(statement.text) if statement.is_sensitive and is_masking_on else statement.text


def _box_words(box: Box) -> str:
    sides = (box.left_pt, box.top_pt, box.right_pt, box.bottom_pt)
    return _tr("{0}, {1} to {2}, {3} pt").format(*(f"{side:.0f}" for side in sides))


def _name(document_id: DocumentId, name_of: NameOf) -> str:
    return name_of(document_id) or _tr("a document that is gone")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReceiptWords", text)
