"""Two readings compared, and values placed on a page."""

import pytest

from desktop.domain.finding import Agreement
from desktop.findings.alignment import agreement_of, places_of


@pytest.mark.parametrize(
    ("first", "second", "agreement"),
    [
        ("Total 48.20", "Total  48.20", Agreement.SAME),
        ("l\u2019avocat", "l'avocat", Agreement.SAME),
        ("Müller GmbH", "MULLER GMBH", Agreement.NEAR),
        ("2024-O5-01", "2024-05-01", Agreement.NEAR),
        ("1 234,50 EUR", "1234,50 EUR", Agreement.NEAR),
        ("Rue du Lac, 5", "Rue du Lac 5", Agreement.NEAR),
        ("71.90", "7190", Agreement.DIFFERENT),
        ("71.90", "71,90", Agreement.DIFFERENT),
        ("48.20", "-48.20", Agreement.DIFFERENT),
        ("48,20", "48,20-", Agreement.DIFFERENT),
        ("48.20", "(48.20)", Agreement.DIFFERENT),
        ("€48.20", "$48.20", Agreement.DIFFERENT),
        ("48.26", "48.20", Agreement.DIFFERENT),
        ("48.20", "", Agreement.ONLY_ONE),
        ("", "48.20", Agreement.ONLY_ONE),
    ],
)
def test_two_readings_agree_only_where_the_value_is_the_same(first, second, agreement):
    assert agreement_of(first, second) is agreement
    assert agreement_of(second, first) is agreement


def test_a_value_is_placed_where_it_stands_however_it_is_spaced():
    text = "Vendor: Müller & Söhne\nGmbH, Total 1 234,50 EUR"
    (place,) = places_of("Muller & Sohne GmbH", text)
    assert text[place.start : place.end] == "Müller & Söhne\nGmbH"
    assert place.agreement is Agreement.NEAR
    (place,) = places_of("1 234,50 EUR", text)
    assert (text[place.start : place.end], place.agreement) == ("1 234,50 EUR", Agreement.SAME)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("148.20", "1,148.20"),
        ("148,20", "1 148,20"),
        ("48", "48.20"),
        ("48", "148"),
        ("art", "party"),
        ("48.20", "48.200"),
        ("48.20", "-48.20"),
        ("48,20", "48,20- EUR"),
        ("48.20", "(48.20)"),
        ("", "anything"),
        ("...", "any . thing"),
    ],
)
def test_a_part_of_a_longer_word_or_number_is_not_the_value(value, text):
    assert places_of(value, text) == ()


def test_every_place_is_given_in_order():
    text = "48.20 paid, 48.20 due"
    assert [place.start for place in places_of("48.20", text)] == [0, 12]
