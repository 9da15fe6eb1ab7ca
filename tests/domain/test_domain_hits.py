"""A hit that is masked says nothing of what is highly sensitive, and still marks its match."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.finding import MASK
from desktop.domain.identity import DocumentId, PageNumber
from desktop.domain.search import Hit, HitKind


def hit(snippet, marks=(), sensitive=()):
    return Hit(
        HitKind.WORDS,
        DocumentId("d"),
        "letter.pdf",
        PageNumber(1),
        snippet,
        tuple(marks),
        (),
        1.0,
        tuple(sensitive),
    )


@st.composite
def hits(draw):
    """Snippets of letters that are open and digits that are sensitive; marks anywhere."""
    parts = draw(st.lists(st.tuples(st.sampled_from("abc "), st.booleans()), max_size=40))
    snippet = "".join("7" if is_sensitive else letter for letter, is_sensitive in parts)
    spans, start = [], None
    for number, letter in enumerate([*snippet, "a"]):
        if letter == "7" and start is None:
            start = number
        elif letter != "7" and start is not None:
            spans.append((start, number))
            start = None
    cuts = st.integers(0, len(snippet))
    marks = draw(st.lists(st.tuples(cuts, cuts).map(sorted).map(tuple), max_size=4))
    return hit(snippet, sorted(set(marks)), spans)


@given(hits())
def test_nothing_sensitive_is_left_and_nothing_else_is_lost(one):
    shown = one.masked()
    assert "7" not in shown.snippet
    assert shown.snippet.replace(MASK, "") == one.snippet.replace("7", "")
    assert shown.snippet.count(MASK) == len(one.sensitive)
    assert shown.sensitive == ()


@given(hits())
def test_marks_stay_on_their_words(one):
    shown = one.masked()
    before = {one.snippet[start:end].replace("7", "") for start, end in one.marks}
    after = {shown.snippet[start:end].replace(MASK, "") for start, end in shown.marks}
    assert after == before
    assert all(0 <= start <= end <= len(shown.snippet) for start, end in shown.marks)


def test_a_mark_inside_a_masked_value_lies_on_the_mask():
    shown = hit("to DE89 3704 now", [(3, 7), (8, 10), (13, 16)], [(3, 12)]).masked()
    assert shown.snippet == f"to {MASK} now"
    assert [shown.snippet[a:b] for a, b in shown.marks] == [MASK, "now"]


def test_a_hit_without_anything_sensitive_stays_as_it_is():
    one = hit("to Halden now", [(3, 9)])
    assert one.masked() == one
