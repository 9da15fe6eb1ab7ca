"""Two readings of one line, laid side by side word by word."""

import pytest

from desktop.casework.second_look.words import of_all, side_by_side
from desktop.domain.finding import Agreement

SAME, NEAR = Agreement.SAME, Agreement.NEAR
ONLY_ONE, DIFFERENT = Agreement.ONLY_ONE, Agreement.DIFFERENT


def pairs(first, second):
    return [(each.first, each.second) for each in side_by_side(first, second)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Total 48.20", "Total 48.26", [("Total", "Total"), ("48.20", "48.26")]),
        ("a b c", "a c", [("a", "a"), ("b", ""), ("c", "c")]),
        ("abc 12", "xyz 99", [("abc", "xyz"), ("12", "99")]),
        ("12 Mar 2018", "12Mar 2018", [("12 Mar", "12Mar"), ("2018", "2018")]),
        ("RM71.90 net", "RM 71 90 net", [("RM71.90", "RM 71 90"), ("net", "net")]),
        ("Total 48.20", "", [("Total 48.20", "")]),
        ("", "Total", []),
    ],
)
def test_words_that_share_letters_stand_beside_each_other(first, second, expected):
    assert pairs(first, second) == expected


@pytest.mark.parametrize(
    ("first", "second"), [("48.20", "1 48.20"), ("1 48.20", "148.20"), ("Sum 48.20", "Sum - 48.20")]
)
def test_an_added_figure_or_sign_stays_with_the_value_it_may_belong_to(first, second):
    assert pairs(first, second)[-1][1] in second[-7:] or pairs(first, second)[-1][1] == second
    assert pairs(first, second)[-1] != ("48.20", "48.20")


def test_nothing_of_either_reading_is_lost_and_places_are_those_of_the_page():
    first, second = "Rue du Lac 5, Genf  1204", "x Rue du Lao 5 Genf 1 204 !!"
    stretches = side_by_side(first, second, offset=100)
    assert " ".join(each.second for each in stretches if each.second) == second
    for each in stretches:
        assert first[each.start - 100 : each.end - 100] == each.first
    assert "".join(each.first for each in stretches).replace(" ", "") == first.replace(" ", "")


def test_letters_that_grow_when_they_are_lowered_shift_nothing():
    stretches = side_by_side("İİ STRASSE 12", "İİ STRASSE 12")
    assert [each.agreement for each in stretches] == [SAME] * 3


def test_a_line_agrees_when_every_word_does():
    assert of_all(side_by_side("Total 48.20", "Total 48.20")) is SAME
    assert of_all(side_by_side("Total: 48.20", "TOTAL 48.20")) is NEAR
    assert of_all(side_by_side("Total 48.20", "Total 48.26")) is DIFFERENT
    assert of_all(side_by_side("Total 48.20", "Total")) is DIFFERENT
    assert of_all(side_by_side("Total", "")) is ONLY_ONE
