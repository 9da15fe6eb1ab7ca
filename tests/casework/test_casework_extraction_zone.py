"""Machine-readable zones: what a check digit proves counts; a wrong one says nothing."""

import pytest

from tests.casework.extraction_pages import filled, page_of, values

TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD3 = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
"""The specimens of ICAO Doc 9303, parts 5, 6 and 4."""


def read(*lines):
    fields = filled("identity_document", page_of(*lines))
    names = ("number", "surname", "given_names", "nationality", "date_of_birth", "expiry_date")
    return {name: values(fields[name]) for name in names}


@pytest.mark.parametrize(
    ("zone", "number"), [(TD1, "D23145890"), (TD2, "D23145890"), (TD3, "L898902C3")]
)
def test_the_specimens_are_read_whole(zone, number):
    assert read(*zone) == {
        "number": [number],
        "surname": ["ERIKSSON"],
        "given_names": ["ANNA MARIA"],
        "nationality": ["UTO"],
        "date_of_birth": ["1974-08-12"],
        "expiry_date": ["2012-04-15"],
    }


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("D23145890", "D23145891", "number"),
        ("7408122F", "7408132F", "date_of_birth"),
        ("1204159", "1205159", "expiry_date"),
    ],
)
def test_a_part_with_a_wrong_check_digit_says_nothing(before, after, lost):
    found = read(*(line.replace(before, after) for line in TD1))
    assert found[lost] == []
    assert found["surname"] == ["ERIKSSON"]


def test_letters_that_ocr_takes_for_digits_are_put_right_where_only_digits_can_stand():
    assert read(*(line.replace("7408122F12", "74O8I22FI2") for line in TD1)) == read(*TD1)


def test_a_printed_date_that_the_zone_proves_is_shown_where_it_is_printed_and_sure():
    page = page_of("Date of birth @200 12.08.1974", *TD1)
    (birth,) = filled("identity_document", page)["date_of_birth"].values
    assert (birth.mention, birth.needs_person) == ("12.08.1974", False)
    assert birth.confidence > 0.95


def test_printed_names_go_before_those_of_the_zone_and_the_zone_alone_needs_a_person():
    (alone,) = filled("identity_document", page_of(*TD1))["surname"].values
    assert alone.needs_person
    assert values(
        filled("identity_document", page_of("SURNAME", "ERIKSSÖN", "", *TD1))["surname"]
    ) == ["ERIKSSÖN"]


@pytest.mark.parametrize(
    "lines",
    [
        TD1[:2],
        (TD1[0][:-1], *TD1[1:]),
        ("<" * 30, "<" * 30, "<" * 30),
        ("7408122F1204159UTO<<<<<<<<<<<6",) * 3,
    ],
)
def test_what_is_no_zone_says_no_number(lines):
    assert read(*lines)["number"] == []
