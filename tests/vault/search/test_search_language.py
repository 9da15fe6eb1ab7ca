"""The query language: what is written is read as it is meant, or refused with the place named."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.document import DocumentKind
from desktop.domain.errors import QueryError
from desktop.domain.finding import FindingKind, FindingSource, Sensitivity
from desktop.domain.search_help import GROUPS
from desktop.vault.search.parse import MAX_DEPTH, MAX_LEAVES, parsed
from desktop.vault.search.tree import (
    AmountIn,
    And,
    DateIn,
    DocumentNamed,
    KindIs,
    Near,
    Not,
    Or,
    PageIn,
    Prefix,
    SensitivityIs,
    Sound,
    SourceIs,
    Stem,
    Text,
    TypeIs,
    Typo,
    written,
)

A, B, C, D = map(Text, "abcd")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a b OR c d", Or((And((A, B)), And((C, D))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("a NOT b", And((A, Not(B)))),
        ("a AND NOT (b OR c)", And((A, Not(Or((B, C)))))),
        ("a NOT NOT b", And((A, B))),
        ("a NOT(b c)", And((A, Not(And((B, C)))))),
        ("a OR (b OR (c OR d))", Or((A, B, C, D))),
        ("a NEAR/5 b", Near(A, B, 5)),
        ("a NEAR b c", And((Near(A, B, 10), C))),
        ("a NEAR/2 b NEAR/3 c", Near(Near(A, B, 2), C, 3)),
        ('(a OR b) NEAR/5 "c d"', Near(Or((A, B)), Text("c d"), 5)),
        ('"a  AND\tb" OR c', Or((Text("a AND b"), C))),
        ("„a b“ OR c", Or((Text("a b"), C))),
        ("a & b OR c", Or((And((A, B)), C))),
        ("meri*", Prefix("meri")),
        ("~Meier", Typo("Meier")),
        ("sounds:Meier", Sound("Meier")),
        ("STEM:notices", Stem("notices")),
        ("kind:iban", KindIs(FindingKind.IBAN)),
        ("kind:vat-id", KindIs(FindingKind.VAT_ID)),
        ("sensitivity:high", SensitivityIs(Sensitivity.HIGH)),
        ("source:vision", SourceIs(FindingSource.VISION)),
        ("type:bank_statement", TypeIs(DocumentKind.BANK_STATEMENT)),
        ('document:"lease 2024"', DocumentNamed("lease 2024")),
        ("document:lease.pdf", DocumentNamed("lease.pdf")),
        ("page:3", PageIn(3, 3)),
        ("page:3..", PageIn(3, None)),
        ("page:..5", PageIn(1, 5)),
        ("page:>3", PageIn(4, None)),
        ("date:2024", DateIn(date(2024, 1, 1), date(2024, 12, 31))),
        ("date:2024-02", DateIn(date(2024, 2, 1), date(2024, 2, 29))),
        ("date:15.03.2024", DateIn(date(2024, 3, 15), date(2024, 3, 15))),
        ("date:2024-01..2024-03", DateIn(date(2024, 1, 1), date(2024, 3, 31))),
        ("date:>2024", DateIn(date(2025, 1, 1), None)),
        ("date:<=2024-03", DateIn(None, date(2024, 3, 31))),
        ("date:..2023", DateIn(None, date(2023, 12, 31))),
        ("amount:1.000,50", AmountIn(Decimal("1000.50"), Decimal("1000.50"))),
        ("amount:>=1000 EUR", AmountIn(Decimal(1000), None, currency="EUR")),
        ("amount:>1000€", AmountIn(Decimal(1000), None, is_strict=True, currency="EUR")),
        ("amount:100..200", AmountIn(Decimal(100), Decimal(200))),
        ("amount:-5..5 GBP x", And((AmountIn(Decimal(-5), Decimal(5), currency="GBP"), Text("x")))),
    ],
)
def test_a_search_is_read_as_it_is_meant(text, tree):
    assert parsed(text).tree == tree
    assert parsed(written(tree)).tree == tree


@pytest.mark.parametrize(
    "text",
    [
        "0049 (30) 123 45 67",
        "Art. 6(1)(f)",
        "a) erstens",
        "time 10:30 betreff:rechnung kind: iban",
        "-a ^a x*y ~5 ~ *",
        "and or not near",
        "kind:",
    ],
)
def test_words_and_marks_alone_are_searched_as_ever(text):
    assert parsed(text).plain == text or text.startswith("-a")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a OR", 4),
        ("AND a", 1),
        ("a AND AND b", 7),
        ("a OR OR b", 6),
        ("NOT", 3),
        ("(a OR b", 1),
        ("a OR b)", 7),
        ("a) OR (b", 2),
        ("() OR a", 2),
        ("a NEAR kind:iban", 8),
        ("kind:iban NEAR a", 1),
        ("a NEAR/500 b", 3),
        ("NEAR(a b)", 1),
        ('a "b', 3),
        ("x kind:ibam", 3),
        ("date:yesterday", 1),
        ("date:2024-13", 1),
        ("date:2024..2023", 1),
        ("amount:much", 1),
        ("amount:5 XYZ5 OR amount:5XXX", 18),
        ("amount:1EUR..2USD", 1),
        ("page:0", 1),
        ("page:5..3", 1),
        ("a m*", 3),
        ("2024*", 1),
        ("jean-pi*", 1),
        ("~ab", 1),
        ("sounds:a-b", 1),
        ("stem:12345", 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_place_and_a_remedy(text, place):
    with pytest.raises(QueryError) as caught:
        parsed(text)
    assert caught.value.reason.startswith(f"At character {place}: ")
    assert caught.value.remedy != QueryError.remedy
    assert caught.value.place is not None
    start, end = caught.value.place
    assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("text", ["NOT a", "NOT a NOT b", "a OR NOT b", "NOT kind:iban"])
def test_a_search_says_what_is_to_be_there(text):
    with pytest.raises(QueryError, match="not to be there"):
        parsed(text)


def test_brackets_and_parts_are_bounded():
    deep = "(" * (MAX_DEPTH + 1) + "a OR b" + ")" * (MAX_DEPTH + 1)
    with pytest.raises(QueryError, match="too deep"):
        parsed(deep)
    assert parsed(deep[1:-1]).tree == Or((A, B))
    with pytest.raises(QueryError, match="at most"):
        parsed(" OR ".join("a" * (MAX_LEAVES + 1)))


FRAGMENTS = st.one_of(
    st.sampled_from(
        (
            *("AND", "OR", "NOT", "NEAR/5", "NEAR", "(", ")", '"', "„", "~", "*", " ", "  ", "\n"),
            *("kind:", "iban", "date:", "2024-02", "..", ">=", "amount:", "1.234,50", "EUR", "€"),
            *("document:", "page:", "3", "sounds:", "stem:", "Müller", "type:letter", "x", "-"),
        )
    ),
    st.text(max_size=4),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, max_size=14).map("".join) | st.text(max_size=30))
def test_no_text_breaks_the_reader_and_what_it_reads_it_can_write(text):
    try:
        found = parsed(text)
    except QueryError as error:
        start, end = error.place or (0, 0)
        is_inside = 0 <= start <= end <= len(text)
    else:
        is_inside = True
        assert parsed(written(found.tree)).tree == found.tree
    assert is_inside


def test_the_page_on_searching_has_every_line_of_the_help():
    page = Path(__file__).parents[3] / "resources" / "docs" / "search.md"
    text = page.read_text("utf-8")
    for group in GROUPS:
        for row in group.rows:
            assert f"| `{row.example}` | {row.meaning} |" in text
            parsed(row.example)
