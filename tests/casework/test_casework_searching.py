"""Lists of search terms are read, searched and reported, and can be stopped."""

import pytest

from desktop.casework.control import Control
from desktop.casework.searching import batch
from desktop.casework.searching.batch import search_terms
from desktop.casework.searching.terms import check_terms, read_terms
from desktop.casework.searching.word_list import meet_words
from desktop.domain.errors import TermsError
from desktop.domain.search_terms import Term
from desktop.vault.vault import Vault
from tests.vault.vault_pages import KeysInMemory, clock, origin, reading


@pytest.fixture
def store(tmp_path):
    """What is kept of a new matter with two documents."""
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        store = vault.store_of(vault.create_matter("1", "2", "x").matter_id)
        for name, texts in (("b.pdf", ("Miete", "Kaution Kaution")), ("a.pdf", ("Kaution",))):
            document, _ = store.admit(origin(name.encode(), name), name.encode())
            reads = [(reading(number, text), [], {}) for number, text in enumerate(texts, 1)]
            store.store_pages(document.document_id, reads)
        yield store


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a\nb\n", [("a", ""), ("b", "")]),
        ("Term,Label\r\na,first\r\n", [("a", "first")]),
        ("a;eins\n\n;\nb;zwei;mehr\n", [("a", "eins"), ("b", "zwei")]),
        ('"Müller, Anna",x\n', [("Müller, Anna", "x")]),
        ("\ufeffa\tx\n", [("a", "x")]),
    ],
)
def test_a_list_is_read_as_people_write_them(tmp_path, text, terms):
    path = tmp_path / "terms.csv"
    path.write_text(text, "utf-8")
    assert [(term.text, term.label) for term in read_terms(path)] == terms


@pytest.mark.parametrize(
    "content", [b"", b"term\n", b"\xff\xfe\n", b"ok\n(a OR\n", b'"' + b"x" * 200_000]
)
def test_a_list_that_cannot_be_used_is_refused(tmp_path, content):
    path = tmp_path / "terms.csv"
    path.write_bytes(content)
    with pytest.raises(TermsError):
        read_terms(path)
    with pytest.raises(TermsError):
        read_terms(tmp_path / "nowhere.csv")


def test_rows_that_cannot_be_searched_are_listed_beside_the_others(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("term;label\nMiete;rent\n(a OR;broken\nKaution\nNOT x;alone\n", "utf-8")
    checked = check_terms(path)
    assert [term.text for term in checked.terms] == ["Miete", "Kaution"]
    assert [(fault.term.row, fault.term.text) for fault in checked.faults] == [
        (3, "(a OR"),
        (5, "NOT x"),
    ]
    assert all(fault.reason and fault.remedy for fault in checked.faults)
    with pytest.raises(TermsError, match="Row 3"):
        read_terms(path)


def test_each_term_is_reported_with_its_pages(store):
    terms = [Term("kaution", "k", 1), Term("nirgends", "", 2), Term("kaut* OR miete", "", 3)]
    first, second, third = search_terms(store, terms, Control())
    assert [(page.document, page.page, page.places) for page in first.pages] == [
        ("a.pdf", 1, 1),
        ("b.pdf", 2, 2),
    ]
    assert (first.places, first.documents, first.is_cut) == (3, 2, False)
    assert second.pages == ()
    assert (len(third.pages), third.documents) == (3, 2)


def test_a_list_stops_after_the_term_in_hand(store):
    control = Control()
    reports = search_terms(store, [Term("kaution", "", 1), Term("miete", "", 2)], control)
    next(reports)
    control.stop()
    assert list(reports) == []


def test_a_term_on_very_many_pages_is_cut_and_says_so(store, monkeypatch):
    monkeypatch.setattr(batch, "MAX_PAGES_OF_A_TERM", 1)
    (report,) = search_terms(store, [Term("kaution", "", 1)], Control())
    assert (len(report.pages), report.is_cut) == (1, True)


def test_words_of_older_pages_are_listed_when_a_search_needs_them(store):
    store._database.change("INSERT INTO unmet_page SELECT page_row FROM page")
    assert list(meet_words(store, "kaution", Control())) == []
    (met,) = meet_words(store, "kaut*", Control())
    assert (met.done, met.total, store.searching.pages_unmet) == (3, 3, 0)
