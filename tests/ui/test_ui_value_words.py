"""Values are shown as a person reads them."""

import pytest
from PySide6.QtCore import QLocale

from desktop.domain.finding import FindingKind
from desktop.ui.value_words import readable, readable_by_form


@pytest.fixture(autouse=True)
def british():
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (FindingKind.DATE, "2026-01-12", "12 January 2026"),
        (FindingKind.DATE, "2025-02", "February 2025"),
        (FindingKind.DATE, "2025-02-30", "2025-02-30"),
        (FindingKind.DATE, "--05-03", "--05-03"),
        (FindingKind.AMOUNT, "10095.00 GBP", "10,095.00 GBP"),
        (FindingKind.AMOUNT, "-1234567 EUR", "-1,234,567 EUR"),
        (FindingKind.AMOUNT, "1" * 20, "1" * 20),
        (FindingKind.IBAN, "DE66370995000048210736", "DE66 3709 9500 0048 2107 36"),
        (FindingKind.PERSON, "2026-01-12", "2026-01-12"),
    ],
)
def test_only_what_has_the_form_of_its_kind_is_written_otherwise(kind, value, words):
    assert readable(kind, value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-01-12", "12 January 2026"),
        ("10095.00 GBP", "10,095.00 GBP"),
        ("2025-02", "2025-02"),
        ("20418", "20418"),
    ],
)
def test_where_the_kind_is_not_known_a_number_stays_a_number(value, words):
    assert readable_by_form(value) == words


def test_figures_are_grouped_as_the_system_groups_them():
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    assert readable(FindingKind.AMOUNT, "10095.00 EUR") == "10.095,00 EUR"
