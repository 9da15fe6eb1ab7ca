"""A model's value is shown where it stands on the page, or marked as not seen there."""

import pytest

from desktop.domain.finding import Agreement, FindingKind, FindingSource
from desktop.domain.geometry import Box
from desktop.domain.page import PageText, Word
from desktop.findings.check import check_value

_TEXT = "Total 1 234,50 €\nle 12 mars 2024\nMeridian Logistics SAS"


def _page() -> PageText:
    words = []
    at = 0
    for line_number, line in enumerate(_TEXT.split("\n")):
        for word in line.split(" "):
            top = 20.0 * line_number
            words.append(Word(at, at + len(word), Box(6.0 * at, top, 6.0 * at + 5, top + 10), 1.0))
            at += len(word) + 1
    return PageText(_TEXT, tuple(words))


@pytest.mark.parametrize(
    ("kind", "claimed", "mention"),
    [
        (FindingKind.AMOUNT, "1234.50", "1 234,50 €"),
        (FindingKind.AMOUNT, "EUR 1,234.50", "1 234,50 €"),
        (FindingKind.DATE, "12.03.2024", "12 mars 2024"),
        (FindingKind.DATE, "March 12, 2024", "12 mars 2024"),
        (FindingKind.ORGANISATION, "meridian  logistics sas", "Meridian Logistics SAS"),
        (FindingKind.REFERENCE, "Logistics", "Logistics"),
    ],
)
def test_a_value_on_the_page_gets_its_boxes_in_whatever_notation(
    kind: FindingKind, claimed: str, mention: str
) -> None:
    page = _page()
    checked = check_value(kind, "asked", claimed, page)
    assert (checked.mention, checked.agreement) == (mention, Agreement.SAME)
    assert checked.boxes == page.boxes_between(checked.start, checked.end) != ()
    assert (checked.source, checked.role) == (FindingSource.VISION, "asked")


def test_a_value_read_a_little_otherwise_is_near_and_says_what_the_page_says() -> None:
    checked = check_value(FindingKind.ORGANISATION, "", "Meridlan Logistics SAS", _page())
    assert (checked.value, checked.agreement) == ("Meridian Logistics SAS", Agreement.NEAR)


def test_another_value_in_the_same_role_is_told_as_different() -> None:
    checked = check_value(FindingKind.AMOUNT, "total", "99.00", _page())
    assert (checked.agreement, checked.value) == (Agreement.DIFFERENT, "99.00")
    assert checked.boxes


def test_a_value_that_is_nowhere_has_no_place() -> None:
    checked = check_value(FindingKind.AMOUNT, "tax", "99.00", _page())
    assert (checked.agreement, checked.boxes, checked.start) == (Agreement.ONLY_ONE, (), -1)


def test_part_of_a_number_is_not_the_number() -> None:
    checked = check_value(FindingKind.AMOUNT, "tax", "34.50", _page())
    assert checked.agreement is Agreement.ONLY_ONE
