"""The same word however it was typed, broken, accented or grouped; another word stays another."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.vault import normalise
from desktop.vault.normalise import fold, folded_words, lookup_tokens, query_forms, words

LETTERS = st.text(st.characters(codec="utf-8"), max_size=40)
AWKWARD = st.text(
    st.sampled_from(
        "abcAEeouäöüßøåæ019 .,'-\n\r\t\u00ad\u0002\u200b\u2019\u00a0\u0301\u0130漢字ｱ½"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("L'avocat de Jean-Pierre", ["l", "avocat", "de", "jean", "pierre"]),
        ("O'Brien & Söhne GmbH", ["o", "brien", "sohne", "gmbh"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("Müller MU\u0308LLER", ["muller", "muller"]),
        ("Łódź Đorđe Ærø Þór", ["lodz", "dorde", "aero", "thor"]),
        ("İstanbul ISTANBUL \u0131stanbul", ["istanbul", "istanbul", "istanbul"]),
        ("Ver-\n  trag", ["vertrag"]),
        ("Ver-\r\ntrag", ["vertrag"]),
        ("Ver\u0002\ntrag ver\u00adtrag", ["vertrag", "vertrag"]),
        ("Nord-\nSüd", ["nord", "sud"]),
        ("E\u0002\nMail", ["e", "mail"]),
        ("E\u0002\nMäil", ["e", "mail"]),
        ("10\u0002\n20 10-\n20", ["10", "20", "10", "20"]),
        ("Ver\u200btrag \u202eVertrag", ["vertrag", "vertrag"]),
        ("ﬁnal ½ Ⅳ", ["final", "1\u20442", "iv"]),
        ("漢字 かな 한글", ["漢", "字", "か", "な", "한", "글"]),
        ("ﾆﾎﾝ", ["ニ", "ホ", "ン"]),
        ("", []),
        ("...,,, -- !", []),
        ("snake_case", ["snake", "case"]),
        ("a@b.example", ["a", "b", "example"]),
    ],
)
def test_text_becomes_these_words(text, tokens):
    assert folded_words(text) == tokens


@pytest.mark.parametrize(
    ("number", "plain"),
    [
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1\u2019234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1234.50", "1234.50"),
        ("1234,50", "1234.50"),
        ("1.234,00", "1234"),
        ("1,234", "1234"),
        ("1'234", "1234"),
        ("1.234.567", "1234567"),
        ("0.125", "0.125"),
        ("12,5", "12.5"),
        ("12345,678", "12345.678"),
    ],
)
def test_a_number_is_one_word_however_it_is_grouped(number, plain):
    assert folded_words(number) == [plain]
    assert folded_words(f"EUR {number}.") == ["eur", plain]


@pytest.mark.parametrize("date", ["01.02.2024", "01/02/2024", "01-02-2024", "01 02 2024"])
def test_a_date_is_the_same_phrase_however_it_is_separated(date):
    assert folded_words(date) == ["01", "02", "2024"]


def test_a_telephone_number_and_a_file_number_stay_apart_from_amounts():
    assert folded_words("2.10.24.1") == ["2", "10", "24", "1"]
    assert folded_words("3 O 112/24") == ["3", "o", "112", "24"]


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("Müller", ("muller", "mueller")),
        ("Mu\u0308ller", ("muller", "mueller")),
        ("Mueller", ("mueller", "muller")),
        ("Muller", ("muller", "mueller")),
        ("Søren", ("soren", "soeren")),
        ("Ångström", ("angstrom", "aangstroem")),
        ("neue", ("neue",)),
        ("Bauer", ("bauer", "baeuer")),
        ("Jaap", ("jaap", "jap")),
        ("ab", ("ab",)),
        ("1234", ("1234",)),
    ],
)
def test_a_query_asks_for_every_spelling(word, forms):
    assert query_forms(word)[: len(forms)] == forms


@pytest.mark.parametrize("pair", [("Müller", "Mueller"), ("Müller", "Muller"), ("Jörg", "Joerg")])
def test_spellings_of_one_name_find_each_other(pair):
    for asked, written in (pair, pair[::-1]):
        assert fold(written) in query_forms(asked)


def test_a_long_word_with_many_vowels_is_not_spelt_in_every_way():
    assert query_forms("Donaudampfschifffahrtsgesellschaft") == (
        "donaudampfschifffahrtsgesellschaft",
    )


@given(LETTERS | AWKWARD)
@example("\u0345")
@example("1.234\u00ad,5")
def test_folding_a_word_again_changes_nothing(text):
    for token in lookup_tokens(text):
        assert fold(fold(token)) == fold(token)


@given(LETTERS | AWKWARD)
def test_every_word_stands_where_it_says(text):
    end = 0
    for word, start, stop in words(text):
        assert end <= start < stop <= len(text)
        assert word
        assert fold(word) == fold(text[start:stop])
        end = stop


@given(LETTERS | AWKWARD)
def test_words_with_and_without_spans_are_the_same(text):
    assert [fold(word) for word, _, _ in words(text)] == folded_words(text)


@given(st.text(st.characters(max_codepoint=127, exclude_characters="\x02"), max_size=60))
@example("Ver-\ntrag Nord-\nSud 10-\n20 a1-\nb 1,234.50 1'234 1 234,50 12 345 1.2.3 a-\n-\nb")
def test_plain_text_is_read_the_same_way_the_quick_way(text):
    quick = [match.span() for match in normalise._ASCII_WORD.finditer(text)]
    assert quick == [match.span() for match in normalise._any_word().finditer(text)]


@given(LETTERS | AWKWARD)
def test_a_query_word_asks_for_its_own_form_first_and_no_form_twice(text):
    for word, _, _ in words(text):
        forms = query_forms(word)
        assert forms[0] == fold(word)
        assert len(set(forms)) == len(forms)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_case_makes_no_difference(text):
    assert folded_words(text.upper()) == folded_words(text.lower())
