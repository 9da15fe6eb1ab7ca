"""Answers that were kept elsewhere, taken over where the documents they are about are here."""

from collections.abc import Mapping
from dataclasses import replace

from desktop.domain.asking import AskAnswer, Statement
from desktop.domain.identity import DocumentId
from desktop.vault.matter_store import MatterStore

Known = Mapping[DocumentId, DocumentId]
"""Which document here is which one there."""


def merge_answers(source: MatterStore, target: MatterStore, known: Known) -> int:
    """Take over the answers that are not here, the oldest first; returns how many."""
    present = {answer.answer_id for answer in target.answers.all()}
    added = 0
    for answer in reversed(source.answers.all()):
        named = {*answer.document_ids, *answer.scope.document_ids}
        if answer.answer_id not in present and named <= known.keys():
            target.answers.add(_renamed(answer, known))
            added += 1
    return added


def _renamed(answer: AskAnswer, known: Known) -> AskAnswer:
    scope = replace(
        answer.scope, document_ids=tuple(known[each] for each in answer.scope.document_ids)
    )
    return replace(
        answer,
        scope=scope,
        statements=tuple(_renamed_statement(said, known) for said in answer.statements),
        looks=tuple(replace(look, document_id=known[look.document_id]) for look in answer.looks),
    )


def _renamed_statement(said: Statement, known: Known) -> Statement:
    return replace(
        said,
        citations=tuple(
            replace(cited, document_id=known[cited.document_id]) for cited in said.citations
        ),
    )
