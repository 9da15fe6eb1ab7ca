"""Each kind of search finds what it promises, nothing else, and never what is gone."""

import zlib
from dataclasses import replace

import msgspec
import pytest

from desktop.domain.document import DocumentKind
from desktop.domain.errors import NoSuchSavedSearchError, QueryError, SavedSearchNameError
from desktop.domain.finding import Decision, FindingKind, FindingSource, Sensitivity
from desktop.domain.search import HitKind
from desktop.vault.search import tree_lookup, word_kinds, word_list
from desktop.vault.search.word_list import SMALL_ROWS, WordList
from desktop.vault.vault import Vault
from tests.vault.vault_pages import finding, origin, reading

BIRTH = (FindingKind.DATE, "03.05.1971", "1971-05-03")
BIRTH_PAGE = ("Frau Müller, geboren am 03.05.1971", (FindingKind.PERSON, "Müller"), BIRTH)
PAGES = (
    "Der Mietvertrag über die Meritenstraße",
    ("Herr Jörg Meier zahlt 1.234,50 EUR", (FindingKind.PERSON, "Jörg Meier")),
    ("Frau Anna Maier schreibt am 15.03.2024", (FindingKind.PERSON, "Anna Maier")),
    ("Mehr nur mir, die Kündigung der Verträge", BIRTH),
    ("paid 90.00 GBP on 2024-04-01", (FindingKind.AMOUNT, "90.00 GBP")),
    (
        "IBAN DE89 3704 0044 0532 0130 00 für Catherine",
        (FindingKind.IBAN, "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ),
    "eins zwei drei vier fünf sechs sieben Kündigungsfrist Vertrages acht",
)


LOW = (
    (FindingKind.AMOUNT, "1.234,50 EUR", "1234.50 EUR"),
    (FindingKind.DATE, "15.03.2024", "2024-03-15"),
    (FindingKind.DATE, "2024-04-01"),
)
"""Found wherever they stand."""


def stored(store, *pages, name="letter.pdf", kind=None):
    """Store pages, each a text or a text with its findings as (kind, mention, value)."""
    content = f"{name} {pages}".encode()
    document, _ = store.admit(origin(content, name), content)
    store.start_reading(document.document_id, len(pages))
    reads = []
    for number, page in enumerate(pages, start=1):
        text, *values = page if isinstance(page, tuple) else (page,)
        read = reading(number, text)
        found = [finding(which, read, *rest) for which, *rest in values]
        found += [finding(which, read, *rest) for which, *rest in LOW if rest[0] in text]
        reads.append((read, found, {}))
    store.store_pages(document.document_id, reads)
    if kind is not None:
        store.finish(document.document_id, kind)
    return document.document_id


def pages_of(store, query):
    return sorted(hit.page for hit in store.search(query).hits)


def marked(hit):
    return [hit.snippet[start:end] for start, end in hit.marks]


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("meri*", [1]),
        ("MIETV*", [1]),
        ("me*", [1, 2, 4]),
        ("jör*", [2]),
        ("joer*", [2]),
        ("~meier", [2, 3]),
        ("~mietvertrga", [1]),
        ("~kuendigungsfrist", [7]),
        ("sounds:meyer", [2, 3]),
        ("sounds:Mayr", [2, 3]),
        ("sounds:katherine", [6]),
        ("stem:vertrag", [4, 7]),
        ("stem:kündigungen", [4]),
        ("vier NEAR/1 sechs", [7]),
        ("sechs NEAR/1 vier", [7]),
        ("drei NEAR/1 sechs", []),
        ('"zwei drei" NEAR/2 sechs', [7]),
        ("meier NEAR/0 zahlt", [2]),
        ("meier NEAR/0 herr", []),
        ("(eins OR eins1) NEAR/3 ~fumf", [7]),
        ("eins NEAR/1 drei NEAR/1 fünf", [7]),
        ("meier OR anna OR catherine", [2, 3, 6]),
        ("herr AND zahlt", [2]),
        ("me* NOT mehr", [1, 2]),
        ("me* NOT (mehr OR ~jorg)", [1]),
        ("kind:person", [2, 3]),
        ("kind:person NOT anna", [2]),
        ("sensitivity:high", [6]),
        ("source:vision", []),
        ("source:pattern kind:iban", [6]),
        ("date:2024-03", [3]),
        ("date:2024-03-16..2024-04", [5]),
        ("date:>=2024", [3, 5]),
        ("date:<2024-04-01", [3, 4]),
        ("date:15.03.2024 OR date:1971", [3, 4]),
        ("date:2024-03-14", []),
        ("amount:>=1000", [2]),
        ("amount:1234.50", [2]),
        ("amount:>1234.50", []),
        ("amount:90..1300", [2, 5]),
        ("amount:90..1300 GBP", [5]),
        ("amount:<=90", [5]),
        ("amount:>0 EUR meier", [2]),
        ("page:2..3 kind:date", [3]),
        ("document:letter kind:iban", [6]),
        ("document:invoice", []),
        ("DE89370400440532013000 OR x", [6]),
        ('"DE89 3704 0044 0532 0130 00" AND catherine', [6]),
        ("Meier AND Jörg", [2]),
    ],
)
def test_each_whichof_search_finds_its_pages(store, query, pages):
    stored(store, *PAGES)
    assert pages_of(store, query) == pages


def test_pages_that_could_not_be_read_are_in_no_answer(store):
    document_id = stored(store, "eins", "zwei")
    store.start_reading(document_id, 3)
    store.fail_page(document_id, 3, "READ-01")
    assert pages_of(store, "page:2..3") == [2]
    assert pages_of(store, "document:letter NOT eins") == [2]


def test_documents_are_found_by_whichand_name(store):
    stored(store, "eins", "zwei", name="Lease_2024-draft.pdf", kind=DocumentKind.CONTRACT)
    stored(store, "eins", name="Rechnung Müller.pdf", kind=DocumentKind.INVOICE)
    names = {
        query: {hit.document_name[:5] for hit in store.search(query).hits}
        for query in ("type:contract", "type:invoice eins", "document:lea", 'document:"2024 lea"')
    }
    assert names == {
        "type:contract": {"Lease"},
        "type:invoice eins": {"Rechn"},
        "document:lea": {"Lease"},
        'document:"2024 lea"': {"Lease"},
    }
    assert pages_of(store, "document:mueller OR document:muller") == [1]
    assert pages_of(store, "document:lease NOT eins") == [2]


def test_what_matched_is_marked_and_has_its_boxes(store):
    document_id = stored(store, *PAGES)
    (hit,) = store.search("~meyer zahl*").hits
    assert (hit.kind, marked(hit)) == (HitKind.VALUE, ["Meier", "zahlt"])
    text = store.page(document_id, hit.page).text
    start = text.text.index("Meier")
    assert hit.boxes[0] == text.boxes_between(start, start + 5)[0]
    (hit,) = store.search("zwei NEAR/2 vier").hits
    assert (hit.kind, marked(hit)) == (HitKind.WORDS, ["zwei drei vier"])
    (hit,) = store.search("kind:iban fur").hits
    assert hit.sensitive
    assert "3704" not in hit.masked().snippet


def test_a_date_without_a_day_counts_where_its_month_overlaps(store):
    stored(store, ("signed in May 2020", (FindingKind.DATE, "May 2020", "2020-05")))
    assert pages_of(store, "date:2020-05-20") == [1]
    assert pages_of(store, "date:2020-06") == []


def test_pages_that_are_about_it_come_first_and_screens_follow_one_another(store):
    pages = [f"Kaution {number} und {'Wort ' * number}" for number in range(1, 41)]
    stored(store, *pages, "Kaution Kaution Kaution")
    screens = [store.search("kaut* NOT xyz", limit=15, offset=offset) for offset in (0, 15, 30)]
    assert [len(screen.hits) for screen in screens] == [15, 15, 11]
    assert screens[0].hits[0].page == 41
    assert len({hit.page for screen in screens for hit in screen.hits}) == 41


def test_a_beginning_of_too_many_words_is_refused(store, monkeypatch):
    monkeypatch.setattr(word_kinds, "MAX_WORDS", 2)
    stored(store, "meter meile meise")
    with pytest.raises(QueryError, match="3 words"):
        store.search("me*")


def test_a_search_that_opens_many_pages_in_vain_gives_up_and_says_so(store, monkeypatch):
    monkeypatch.setattr(tree_lookup, "MAX_IN_VAIN", 5)
    stored(store, *["links weit weg von rechts"] * 20)
    result = store.search("links NEAR/1 rechts")
    assert (result.hits, result.is_cut) == ((), True)
    assert not store.search("links NEAR/3 rechts").is_cut


def test_numbers_and_identifiers_are_not_listed(store):
    stored(store, *PAGES)
    words = store.searching.word_list.words()
    assert {"meier", "jorg", "catherine", "mietvertrag"} <= set(words)
    assert not [word for word in words if word.isdigit() or "de89" in word]


def test_the_words_of_a_removed_document_are_gone_from_the_list(store):
    stored(store, "gemeinsam", name="a.pdf")
    gone = stored(
        store, ("gemeinsam Unikatwort", (FindingKind.PERSON, "Xaver Einmalig")), name="b.pdf"
    )
    assert set(store.searching.word_list.words()) == {
        *("gemeinsam", "unikatwort", "xaver", "einmalig")
    }
    (person,) = store.findings(document_id=gone)
    store.decide(person.finding_id, Decision.CORRECTED, decided_by="x", correction=("Yvo", "Yvo"))
    assert "yvo" in store.searching.word_list.words()
    store.remove(gone)
    assert list(store.searching.word_list.words()) == ["gemeinsam"]
    assert pages_of(store, "unikat*") == []


def test_a_long_list_is_written_anew_in_rows_of_few_words(store, monkeypatch):
    monkeypatch.setattr(word_list, "WORDS_A_ROW", 3)
    stored(store, "eins zwei drei vier sechs sieben Kaution Miete", BIRTH_PAGE, name="a.pdf")
    gone = stored(store, "Unikatwort", name="b.pdf")
    store.remove(gone)
    assert store._database.value("SELECT count(*) FROM word_list") == 5
    assert pages_of(store, "kaut*") == pages_of(store, "~mietr") == [1]
    assert pages_of(store, "sounds:mueler") == pages_of(store, "date:1971-05") == [2]


def test_rows_of_words_alone_are_read_and_written_anew_one_by_one(store):
    stored(store, *PAGES)
    words = list(store.searching.word_list.words())
    queries = ("sounds:mayr", "me*", "amount:>=1000", "date:<2024-04-01")
    found = [pages_of(store, query) for query in queries]
    old_rows = [
        (number, msgspec.msgpack.encode((1, zlib.compress("\n".join(part).encode(), 1))))
        for number, part in enumerate((words[:9], words[9:]), start=1000)
    ]
    listed = store.searching.word_list
    with store._database.transaction():
        listed.take_over(old_rows)
    assert [pages_of(store, query) for query in queries] == found
    for number, formats in ((1, [1, 2]), (2, [2, 2])):
        stored(store, f"neu{'xyz'[number]}", name=f"{number}.pdf")
        assert sorted(msgspec.msgpack.decode(row)[0] for _, row in listed.rows()) == formats
        assert [pages_of(store, query) for query in queries] == found
    assert set(listed.words()) > set(words)


def test_the_list_is_the_same_for_another_connection_and_after_many_calls(store):
    other = WordList(store._matter.reopened())
    document, _ = store.admit(origin(b"x"), b"x")
    wanted = set()
    for number in range(1, 3 * SMALL_ROWS):
        word = "abcdefghij"[number % 10] * (2 + number // 10)
        wanted.add(word)
        store.store_pages(document.document_id, [(reading(number, f"{word} {number}"), [], {})])
        if number % 7 == 0:
            assert set(other.words()) == wanted
    assert set(other.words()) == set(store.searching.word_list.words()) == wanted
    assert store._database.value("SELECT count(*) FROM word_list") <= SMALL_ROWS
    other._matter.close()


def test_what_was_rolled_back_is_not_taken_for_listed(store):
    document, _ = store.admit(origin(b"x"), b"x")

    def fail():
        with store.together():
            store.store_pages(document.document_id, [(reading(1, "kaution"), [], {})])
            assert "kaution" in store.searching.word_list.words()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(store.searching.word_list.words()) == []
    store.store_pages(document.document_id, [(reading(1, "miete"), [], {})])
    assert list(store.searching.word_list.words()) == ["miete"]
    store.store_pages(document.document_id, [(reading(2, "kaution"), [], {})])
    assert pages_of(store, "kaut*") == [2]


def test_pages_from_before_the_list_are_met_bit_by_bit(store):
    stored(store, *PAGES)
    database = store._database
    database.change("DELETE FROM word_list")
    database.change("DELETE FROM finding_fresh")
    database.change("INSERT INTO unmet_page SELECT page_row FROM page")
    store.searching.forget()
    result = store.search("meri*")
    assert (result.hits, result.pages_unmet) == ((), 7)
    assert store.search("zwei drei").pages_unmet == 0
    assert store.searching.meet_pages(3) == 4
    assert pages_of(store, "meri* OR me*") == [1, 2]
    assert pages_of(store, "amount:>=1000") == [2]
    assert store.searching.meet_pages(100) == 0
    assert pages_of(store, "date:>2024") == []
    assert pages_of(store, "date:>=2024") == [3, 5]
    assert [problem for problem in store.verify() if hasattr(problem, "what")] == []


def test_a_finding_of_the_model_is_found_by_its_source(store):
    document, _ = store.admit(origin(b"x"), b"x")
    page = reading(1, "Total 12.00 EUR")
    seen = replace(
        finding(FindingKind.AMOUNT, page, "12.00 EUR"),
        source=FindingSource.VISION,
        sensitivity=Sensitivity.LOW,
    )
    store.store_pages(document.document_id, [(page, [seen], {})])
    assert pages_of(store, "source:vision amount:12") == [1]


def test_a_saved_search_counts_what_is_new_since_it_was_looked_at(store):
    saved = store.searching.saved
    stored(store, "eins Kaution", name="a.pdf")
    store.searching.save("Deposits", "kaut* OR miete")
    store.searching.save("phone", "0049 (30) 1234567")
    stored(store, "Kaution", "nichts", "Miete", name="b.pdf")
    phone = ("ruf an: +49 30 1234567", (FindingKind.PHONE, "+49 30 1234567", "+49301234567"))
    stored(store, phone, name="c.pdf")
    assert [(each.name, each.new_pages) for each in store.searching.saved_with_new()] == [
        ("Deposits", 2),
        ("phone", 1),
    ]
    saved.see("Deposits")
    assert store.searching.saved_with_new()[0].new_pages == 0
    store.searching.save("Deposits", "miete")
    assert saved.named(" Deposits ").query == "miete"
    saved.remove("Deposits")
    with pytest.raises(NoSuchSavedSearchError):
        saved.named("Deposits")


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b"])
def test_a_saved_search_needs_a_name_and_a_query_that_can_be_read(store, name):
    with pytest.raises(SavedSearchNameError):
        store.searching.save(name, "a")
    with pytest.raises(QueryError):
        store.searching.save("a", "(a OR")


def test_nothing_of_a_saved_search_or_word_stands_in_the_opened_file(folder, keys):
    with Vault.create(folder, keys, clock=lambda: origin(b"").received_at) as vault:
        store = vault.store_of(vault.create_matter("1", "2", "x").matter_id)
        stored(store, "Unikatwort")
        store.searching.save("Verdacht", "unikat*")
        for table in ("word_list", "saved_search"):
            for row in store._database.rows(f"SELECT * FROM {table}"):  # noqa: S608
                assert not [cell for cell in row if isinstance(cell, bytes) and b"nikat" in cell]


@pytest.mark.parametrize(
    ("table", "column", "says"),
    [("word_list", "words", "list of the words"), ("saved_search", "record", "saved search")],
)
def test_an_altered_word_list_or_saved_search_is_noticed(store, table, column, says):
    stored(store, "Kaution")
    store.searching.save("Deposits", "kaut*")
    store._database.change(
        f"UPDATE {table} SET {column} = zeroblob(64)"  # noqa: S608
    )
    assert [each for each in store.verify() if says in getattr(each, "what", "")]
