"""In which order documents are listed; what came inside a document stays below it."""

from collections.abc import Sequence
from enum import Enum
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from desktop.domain.document import Document, DocumentKind, DocumentState
from desktop.domain.family import in_family_order
from desktop.ui import wording


class Order(Enum):
    """What comes first."""

    ADDED = "added"
    NAME = "name"
    KIND = "kind"
    FINDINGS = "findings"
    UNFINISHED = "unfinished"


def in_order(documents: Sequence[Document], order: Order) -> tuple[Document, ...]:
    """The documents in an order; equal ones stay as they were added."""
    match order:
        case Order.ADDED:
            arranged = list(documents)
        case Order.NAME:
            arranged = sorted(documents, key=_name)
        case Order.KIND:
            arranged = sorted(documents, key=_kind)
        case Order.FINDINGS:
            arranged = sorted(documents, key=lambda each: -each.finding_count)
        case Order.UNFINISHED:
            arranged = sorted(documents, key=lambda each: each.state is DocumentState.READ)
        case _:
            assert_never(order)
    return tuple(in_family_order(arranged))


def order_words(order: Order) -> str:
    """Such as "By name"."""
    return {
        Order.ADDED: _tr("As they were added"),
        Order.NAME: _tr("By name"),
        Order.KIND: _tr("By kind"),
        Order.FINDINGS: _tr("Most findings first"),
        Order.UNFINISHED: _tr("Unread and incomplete first"),
    }[order]


def _name(document: Document) -> str:
    return document.origin.name.casefold()


def _kind(document: Document) -> tuple[bool, str]:
    """By the words for it; those of no kind in particular come last."""
    kind = document.classification
    is_plain = kind in (None, DocumentKind.OTHER)
    return is_plain, "" if kind is None else wording.document_kind(kind)


def _tr(text: str) -> str:
    return QCoreApplication.translate("DocumentOrder", text)
