"""Documents are listed in the order that an analyst asks for; families stay together."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop.domain.document import Document, DocumentKind, DocumentState, FileKind, Origin
from desktop.domain.family import FamilyPlace
from desktop.domain.identity import DocumentId, MatterId
from desktop.ui.document_order import Order, in_order
from desktop.ui.documents_panel import DocumentsPanel

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def document(letter, name, kind, findings, state=DocumentState.READ):
    origin = Origin(name, "", FileKind.PDF, 9, "0" * 64, "0" * 32, NOON)
    return Document(
        DocumentId(letter * 32), MatterId("e" * 32), origin, state, 2, 2, 0, findings, kind
    )


LEASE = document("a", "lease.pdf", DocumentKind.CONTRACT, 4)
MAIL = document("b", "Mail.eml", DocumentKind.OTHER, 0, DocumentState.READ_WITH_GAPS)
BILL = replace(
    document("c", "a bill.pdf", DocumentKind.INVOICE, 9),
    place=FamilyPlace(MAIL.document_id, 1),
)
CARD = document("d", "card.png", DocumentKind.IDENTITY_DOCUMENT, 7)
ADDED = (LEASE, MAIL, BILL, CARD)


@pytest.mark.parametrize(
    ("order", "listed"),
    [
        (Order.ADDED, (LEASE, MAIL, BILL, CARD)),
        (Order.NAME, (CARD, LEASE, MAIL, BILL)),
        (Order.KIND, (LEASE, CARD, MAIL, BILL)),
        (Order.FINDINGS, (CARD, LEASE, MAIL, BILL)),
        (Order.UNFINISHED, (MAIL, BILL, LEASE, CARD)),
    ],
)
def test_heads_are_put_in_order_and_what_came_inside_stays_below(order, listed):
    assert in_order(ADDED, order) == listed


@pytest.fixture
def panel(qtbot):
    made = DocumentsPanel()
    qtbot.addWidget(made)
    made.show_documents(ADDED)
    made.show()
    return made


def names(panel):
    return [document.origin.name for document in panel.documents()]


def test_another_order_keeps_what_was_selected_and_stays_when_documents_change(panel):
    panel.choose(CARD.document_id)
    by_name = next(a for a in panel.orders.actions() if a.data() is Order.NAME)
    by_name.trigger()
    assert names(panel) == ["card.png", "lease.pdf", "Mail.eml", "a bill.pdf"]
    assert panel.chosen() == CARD.document_id
    other = document("f", "b.pdf", None, 0, DocumentState.WAITING)
    panel.show_documents((*ADDED, other))
    assert names(panel)[0] == "b.pdf"
    assert panel.chosen() == CARD.document_id


def test_the_next_document_is_the_next_in_the_list_as_it_is_filtered(qtbot, panel):
    panel.set_order(Order.NAME)
    qtbot.keyClicks(panel.filter, "l")
    panel.choose(LEASE.document_id)
    panel.step(1)
    assert panel.chosen() == MAIL.document_id
    panel.step(-1)
    panel.step(-1)
    assert panel.chosen() == LEASE.document_id, "above the first there is none"
