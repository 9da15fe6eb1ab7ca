"""The words of a part of a page are told as they may be seen."""

import pytest

from desktop.casework.frame_words import words_in_frame
from desktop.domain.errors import NoSuchPageError
from desktop.domain.finding import MASK, FindingKind
from desktop.domain.geometry import Box
from desktop.domain.identity import PageNumber
from desktop.findings.find import find
from desktop.vault.vault import Vault
from tests.vault.vault_pages import KeysInMemory, clock, origin, reading

LINES = "Mr Otto Mayer\nIBAN DE89 3704 0044 0532 0130 00\nTotal 48.20 EUR"
PAGE = PageNumber(1)
WHOLE = Box(0, 0, 2000, 2000)


@pytest.fixture
def store(tmp_path):
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        store = vault.store_of(vault.create_matter("1042", "0007", "x").matter_id)
        document, _ = store.admit(origin(b"a"), b"a")
        page = reading(1, LINES)
        store.store_pages(document.document_id, [(page, find(page.text), {})])
        yield store


@pytest.fixture
def document_id(store):
    (document,) = store.documents()
    return document.document_id


def test_the_whole_page_is_its_text(store, document_id):
    assert words_in_frame(store, document_id, PAGE, WHOLE, None) == LINES


def test_only_words_whose_middle_lies_in_the_frame_are_told(store, document_id):
    words = list(store.page(document_id, PAGE).text.words)
    first, second = words[1].box, words[2].box
    frame = Box(first.left_pt + 0.1, first.top_pt + 0.1, second.right_pt, second.bottom_pt)
    assert words_in_frame(store, document_id, PAGE, frame, None) == "Otto Mayer"
    beside = Box(first.right_pt - 0.1, first.top_pt, first.right_pt, first.bottom_pt)
    assert words_in_frame(store, document_id, PAGE, beside, None) == ""


def test_a_value_that_is_not_shown_is_masked_as_a_whole_and_once(store, document_id):
    (account,) = store.findings(kind=FindingKind.IBAN)
    told = words_in_frame(store, document_id, PAGE, WHOLE, ())
    assert told == f"Mr Otto Mayer\nIBAN {MASK}\nTotal 48.20 EUR"
    assert words_in_frame(store, document_id, PAGE, WHOLE, {account.finding_id}) == LINES
    part = account.finding.boxes[0]
    edge = Box(part.right_pt - 20, part.top_pt, part.right_pt, part.bottom_pt)
    assert not any(
        figure in words_in_frame(store, document_id, PAGE, edge, ()) for figure in "0123456789"
    )


def test_a_page_that_was_not_read_has_no_words(store, document_id):
    with pytest.raises(NoSuchPageError):
        words_in_frame(store, document_id, PageNumber(2), WHOLE, None)
