"""What stands on a page is found as people would write it; what does not is never shown."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import QueryError
from desktop.domain.finding import MASK, FindingKind, Sensitivity
from desktop.domain.search import HitKind
from desktop.vault.normalise import fold, words
from desktop.vault.search.excerpt import excerpt
from desktop.vault.search.folded_text import FoldedText
from desktop.vault.search.query import understood
from desktop.vault.search.word_lookup import RANKED_PAGES
from desktop.vault.vault import Vault
from tests.vault.vault_pages import (
    KeysInMemory,
    PageMaker,
    Vocabulary,
    clock,
    finding,
    origin,
    reading,
)


def stored(store, *pages, name="letter.pdf"):
    """Store pages, each a text or a text with its findings as (kind, mention, value, changes)."""
    content = f"{name} {pages}".encode()
    document, _ = store.admit(origin(content, name), content)
    store.start_reading(document.document_id, len(pages))
    reads = []
    for number, page in enumerate(pages, start=1):
        text, *values = page if isinstance(page, tuple) else (page,)
        read = reading(number, text)
        reads.append((read, [finding(kind, read, *rest) for kind, *rest in values], {}))
    store.store_pages(document.document_id, reads)
    return document.document_id


def pages_of(result):
    return [hit.page for hit in result.hits]


def marked(hit):
    return [hit.snippet[start:end] for start, end in hit.marks]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("vertrag", "Der VERTRAG gilt."),
        ("Größe", "Die Grösse der Sendung"),
        ("grosse", "une GRANDE et Große Sache"),
        ("Müller", "Frau Mueller kam"),
        ("Mueller", "Frau Müller kam"),
        ("Muller", "Frau Müller kam"),
        ("Straße", "Hauptstrasse, Strasse"),
        ("resume", "Le résumé du dossier"),
        ("cœur", "le coeur de l\u2019affaire"),
        ("l'avocat", "pour l\u2019avocat général"),
        ("Vertragspartner", "der Ver-\ntragspartner zahlt"),
        ("Vertrag", "der Ver\u00adtrag"),
        ("1234.50", "Summe 1.234,50 EUR"),
        ("1'234.50", "Summe 1'234.50 CHF"),
        ("EUR", "Summe 12,50EUR netto"),
        ("01.02.2024", "am 01/02/2024 in Kraft"),
        ("契約", "この契約書は"),
        ("ﬁnal", "the final version"),
        ("na\u00efve", "a nai\u0308ve person"),
    ],
)
def test_a_word_is_found_however_it_is_written(store, query, text):
    stored(store, "nothing of it here", text)
    assert pages_of(store.search(query)) == [2]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Vertrag", "Vertragspartner und Mietvertrag"),
        ("234", "1.234,50 EUR"),
        ('"gilt der Vertrag"', "der Vertrag gilt, Vertrag der gilt"),
        ("neue Sache", "neue Dinge"),
        ("Mietvertrag", "Miet-Vertrag"),
    ],
)
def test_what_does_not_stand_there_is_not_found(store, query, text):
    stored(store, text)
    assert store.search(query).hits == ()


def test_all_words_must_stand_on_the_page_and_a_phrase_together(store):
    stored(store, "Miete und Kaution", "Kaution allein", "die Kaution der Miete", "keine")
    assert sorted(pages_of(store.search("kaution miete"))) == [1, 3]
    assert pages_of(store.search('"Kaution der Miete"')) == [3]
    assert pages_of(store.search("„Kaution der“ miete")) == [3]
    assert pages_of(store.search("jean-pierre")) == []


def test_a_hit_shows_the_words_around_it_and_where_they_stand(store):
    text = "eins zwei drei\nvier Kaution fünf Kaution\nsechs"
    document_id = stored(store, "leer", text, name="Mietvertrag.pdf")
    (hit,) = store.search("kaution").hits
    assert (hit.kind, hit.document_id, hit.document_name) == (
        HitKind.WORDS,
        document_id,
        "Mietvertrag.pdf",
    )
    assert marked(hit) == ["Kaution", "Kaution"]
    page = store.page(document_id, hit.page).text
    first = page.text.index("Kaution")
    assert hit.boxes[0] == page.boxes_between(first, first + 7)[0]
    assert len(hit.boxes) == 2


def test_a_page_that_is_about_the_word_comes_first(store):
    stored(store, "Kaution " + "und viel anderes Wort " * 40, "Kaution Kaution Kaution", "nichts")
    assert pages_of(store.search("Kaution")) == [2, 1]
    scores = [hit.score for hit in store.search("Kaution").hits]
    assert scores == sorted(scores, reverse=True)


def test_screens_follow_one_another_without_gap_or_repetition(store):
    stored(store, *(f"Kaution Nummer {number}" for number in range(45)))
    screens = [store.search("kaution", limit=20, offset=offset) for offset in (0, 20, 40)]
    assert [len(screen.hits) for screen in screens] == [20, 20, 5]
    assert [screen.has_more for screen in screens] == [True, True, False]
    assert sorted(page for screen in screens for page in pages_of(screen)) == list(range(1, 46))


def test_a_word_on_very_many_pages_is_answered_in_the_order_of_pages(store):
    stored(store, *["Kaution"] * (RANKED_PAGES + 10))
    result = store.search("kaution", limit=3)
    assert pages_of(result) == [1, 2, 3]
    assert result.has_more


LETTER = (
    "Herr Jörg Müller-Schmidt, geboren am 03.05.1971, IBAN DE89 3704 0044 0532 0130 00,"
    " Tel. +49 30 1234567, joerg@example.org, Musterweg 5, zahlt 1.234,50 EUR an Beispiel GmbH.",
    (FindingKind.PERSON, "Jörg Müller-Schmidt"),
    (FindingKind.DATE, "03.05.1971", "1971-05-03"),
    (FindingKind.IBAN, "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    (FindingKind.PHONE, "+49 30 1234567", "+49301234567"),
    (FindingKind.EMAIL, "joerg@example.org"),
    (FindingKind.ADDRESS, "Musterweg 5"),
    (FindingKind.AMOUNT, "1.234,50 EUR", "1234.50 EUR"),
    (FindingKind.ORGANISATION, "Beispiel GmbH"),
)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("DE89370400440532013000", "DE89 3704 0044 0532 0130 00"),
        ("de89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
        ("DE89-3704-0044-0532-0130-00", "DE89 3704 0044 0532 0130 00"),
        ("+49 30 1234567", "+49 30 1234567"),
        ("0049 (30) 123 45 67", "+49 30 1234567"),
        ("030 1234567", "+49 30 1234567"),
        ("1234567", "+49 30 1234567"),
        ("JOERG@example.org", "joerg@example.org"),
        ("joerg", "joerg@example.org"),
        ("Jörg Müller-Schmidt", "Jörg Müller-Schmidt"),
        ("schmidt", "Jörg Müller-Schmidt"),
        ("Mueller", "Jörg Müller-Schmidt"),
        ("schmidt jorg", "Jörg Müller-Schmidt"),
        ("1971-05-03", "03.05.1971"),
        ("03.05.1971", "03.05.1971"),
        ("3/5/1971", "03.05.1971"),
        ("1234.50 EUR", "1.234,50 EUR"),
        ("beispiel gmbh", "Beispiel GmbH"),
        ("Musterweg", "Musterweg 5"),
        ("musterweg 5", "Musterweg 5"),
    ],
)
def test_a_value_is_found_in_whatever_notation(store, query, shown):
    stored(store, "nothing", LETTER)
    (hit,) = store.search(query).hits
    assert (hit.kind, hit.page) == (HitKind.VALUE, 2)
    assert shown in marked(hit)
    assert hit.boxes


@pytest.mark.parametrize(
    "query",
    ["DE89370400440532013001", "3704", "+49 30 1234568", "Schmidtke", "Musterweg 6", "1971-05-04"],
)
def test_a_value_that_differs_is_not_found(store, query):
    stored(store, LETTER)
    assert store.search(query).hits == ()


@pytest.mark.parametrize(
    "query", ["Herr Müller", "müller zahlt", "geboren schmidt", '"Herr Jörg"', "zahlt musterweg"]
)
def test_words_of_findings_and_of_the_page_are_found_together(store, query):
    stored(store, "Herr Zahlt Geboren", LETTER)
    (hit,) = store.search(query).hits
    assert hit.page == 2
    assert {fold(text) for text in marked(hit)} <= {
        *("herr", "muller", "zahlt", "geboren", "schmidt", "herr jorg", "musterweg")
    } | {fold("Herr Jörg")}


def test_many_pages_with_common_names_and_words_are_still_told_apart(store):
    pages = [
        (f"Brief {number} an Anna Beispiel", (FindingKind.PERSON, "Anna Beispiel"))
        if number % 3
        else f"Brief {number} ohne Namen"
        for number in range(1, 901)
    ]
    stored(store, *pages)
    result = store.search("Brief Anna", limit=1000)
    assert pages_of(result) == [number for number in range(1, 901) if number % 3]
    assert store.search("ohne Anna").hits == ()
    assert pages_of(store.search("601 anna")) == [601]
    assert store.search("600 anna").hits == ()


def test_one_person_does_not_borrow_the_name_of_another(store):
    stored(
        store,
        (
            "Anna Muster traf Bert Beispiel",
            (FindingKind.PERSON, "Anna Muster"),
            (FindingKind.PERSON, "Bert Beispiel"),
        ),
    )
    assert [hit.kind for hit in store.search("Anna Muster").hits] == [HitKind.VALUE]
    assert [hit.kind for hit in store.search("Anna Beispiel").hits] == [HitKind.WORDS]
    assert store.search('"Anna Beispiel"').hits == ()


def test_a_value_that_stands_at_no_place_is_shown_by_its_mention(store):
    stored(store, ("ein Bild", (FindingKind.PERSON, "Carla Unsichtbar")))
    (hit,) = store.search("unsichtbar").hits
    assert (hit.snippet, hit.boxes) == ("Carla Unsichtbar", ())


IBAN_ALONE = "DE89 3704 0044 0532 0130 00"
PAYMENT = (
    f"Zahlung auf {IBAN_ALONE} erbeten",
    (FindingKind.IBAN, IBAN_ALONE, "DE89370400440532013000"),
)


@pytest.mark.parametrize("query", ["erbeten", "DE89370400440532013000", "Zahlung"])
def test_a_hit_tells_what_is_highly_sensitive_in_its_snippet(store, query):
    stored(store, PAYMENT)
    (hit,) = store.search(query).hits
    assert [hit.snippet[start:end] for start, end in hit.sensitive] == [IBAN_ALONE]
    assert hit.masked().snippet == f"Zahlung auf {MASK} erbeten"


def test_a_highly_sensitive_value_that_is_cut_off_is_told_up_to_the_cut():
    text = "a " * 150 + IBAN_ALONE + " b" * 150
    at = text.index(IBAN_ALONE)
    for first in range(at - 190, at + len(IBAN_ALONE)):
        line, _, sensitive = excerpt(text, [[(first, first + 1)]], [(at, at + len(IBAN_ALONE))])
        rest = list(line)
        for start, end in sensitive:
            rest[start:end] = " " * (end - start)
        assert not any(map(str.isdigit, rest)), line


def test_highly_sensitive_values_that_overlap_are_told_as_one():
    _, _, sensitive = excerpt("0123456789", [[(0, 1)]], [(5, 8), (2, 6), (8, 9), (0, 1)])
    assert sensitive == ((0, 1), (2, 9))


def test_words_of_a_low_finding_stay_in_the_index_of_words(store):
    stored(store, LETTER)
    assert [hit.kind for hit in store.search("gmbh").hits] == [HitKind.WORDS]


def test_a_date_that_is_personal_is_found_as_a_value(store):
    birth = (FindingKind.DATE, "03.05.1971", "1971-05-03")
    stored(store, ("geboren am 03.05.1971", birth), name="low.pdf")
    assert [hit.kind for hit in store.search("geboren 03.05.1971").hits] == [HitKind.WORDS]
    page = reading(1, "geboren am 03.05.1971")
    personal = replace(finding(birth[0], page, *birth[1:]), sensitivity=Sensitivity.MODERATE)
    (document,) = store.documents()
    store.store_pages(document.document_id, [(page, [personal], {})])
    assert [hit.kind for hit in store.search("03.05.1971").hits] == [HitKind.VALUE]


@pytest.mark.parametrize(
    "query", ["", "  ", "...", '""', '"', "a " * 33, "x" * 1001, '"unclosed phrase']
)
def test_what_is_no_question_is_refused(store, query):
    with pytest.raises(QueryError):
        store.search(query)


@pytest.mark.parametrize(
    "query", ["a OR b", 'words : "x"', "x1*", "a NEAR/1 b", "-a", "(a) OR (b)", "^a", "{words}:a"]
)
def test_marks_of_the_query_language_of_the_database_mean_nothing(store, query):
    stored(store, "alpha beta")
    assert store.search(query).hits == ()


def test_the_opened_file_holds_no_word_of_a_page(store):
    stored(store, LETTER)
    database = store._database
    tables = [row[0] for row in database.rows("SELECT name FROM sqlite_schema WHERE type='table'")]
    assert {"finding_bucket", "page_index_data"} <= set(tables)
    for table in tables:
        for row in database.rows(f"SELECT * FROM {table}"):  # noqa: S608
            for value in row:
                text = value if isinstance(value, bytes) else str(value).encode()
                for word in (b"ller", b"Schmidt", b"schmidt", b"zahlt", b"DE89", b"musterweg"):
                    assert word not in text, table


def test_equal_words_of_two_matters_look_different(tmp_path):
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        stores = [
            vault.store_of(vault.create_matter("1", str(number), "x").matter_id)
            for number in range(2)
        ]
        tags = [store._index.tags.tag("kaution") for store in stores]
        values = [store._findings.index.tagger.of_value("kaution") for store in stores]
    assert len(set(tags)) == 2
    assert len(set(values)) == 2


def test_no_row_of_the_index_of_findings_tells_its_page(store):
    """An attacker with the opened file sees how much a bucket holds, in classes of lengths."""
    maker = PageMaker(Vocabulary.of_size(500, 60), words_per_page=60)
    content = b"x"
    document, _ = store.admit(origin(content), content)
    for number in range(1, 41):
        page, found = maker.page(number)
        store.store_pages(document.document_id, [(page, found, {})])
    rows = store._database.rows("SELECT bucket, block, length(entries) FROM finding_bucket")
    assert {block for _, block, _ in rows} == {0}
    assert len({length for *_, length in rows}) <= 12


ALPHABET = "aäeéß oœ1.,-\n'\u2019“\u00adB\u0308"


@settings(max_examples=400, deadline=None)
@given(text=st.text(ALPHABET, max_size=40), query=st.text(ALPHABET, min_size=1, max_size=12))
def test_the_short_way_to_a_word_finds_nothing_that_the_words_do_not(text, query):
    try:
        terms = understood(query).terms
    except QueryError:
        return
    folded = [fold(word) for word, _, _ in words(text)]
    spans = FoldedText(text).spans_of_all(terms)
    wanted = all(
        any(
            all(
                position + number < len(folded) and folded[position + number] in token.forms
                for number, token in enumerate(term)
            )
            for position in range(len(folded))
        )
        for term in terms
    )
    assert (spans is not None) == wanted


def test_a_long_page_is_cut_to_a_line_with_the_hits():
    text = "wort " * 100 + "Treffer\nhier " + "wort " * 100
    at = text.index("Treffer")
    line, marks, _ = excerpt(text, [[(at, at + 7)]])
    assert line.startswith("… ")
    assert line.endswith("…")
    assert len(line) < 220
    assert "\n" not in line
    assert [line[start:end] for start, end in marks] == ["Treffer"]


def test_a_text_without_spaces_is_cut_all_the_same():
    line, marks, _ = excerpt("x" * 1000, [[(500, 510)]])
    assert len(line) <= 203
    assert marks
