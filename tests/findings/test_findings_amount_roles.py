"""A rule of a role is tried only where one of its stems stands, and loses nothing by it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.finding import FindingKind
from desktop.domain.page import PageText
from desktop.findings import amount_roles
from desktop.findings.find import find


@pytest.mark.parametrize("rule", amount_roles._COMPILED, ids=lambda rule: rule[0])
@settings(deadline=None)
@given(data=st.data())
def test_whatever_a_rule_matches_holds_one_of_its_stems(rule, data) -> None:
    _, stems, pattern = rule
    label = data.draw(st.from_regex(pattern, fullmatch=True))
    assert any(stem in label for stem in stems)


@pytest.mark.parametrize("text", ["1000", "1000.00", "in 1000 pieces", "room 1000"])
def test_a_bare_number_without_a_cue_is_no_amount(text: str) -> None:
    assert [one for one in find(PageText(text)) if one.kind is FindingKind.AMOUNT] == []


PAYSLIP_ROW = (
    "Betrag EUR\n1000 Gehalt 1,00 5.480,00 5.480,00\n1210 Leitungszulage 1,00 330,00 330,00"
)


def test_a_code_below_the_currency_of_a_column_is_no_amount() -> None:
    assert "1000.00 EUR" not in _amounts(PAYSLIP_ROW)


def test_a_count_before_its_price_and_their_product_is_no_amount() -> None:
    assert set(_amounts(PAYSLIP_ROW)) == {"5480.00 EUR"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a yearly salary of EUR\n5000 which is paid monthly", "5000.00 EUR"),
        ("TOTAL EUR\n12.30 paid in cash", "12.30 EUR"),
    ],
)
def test_an_amount_may_stand_on_the_line_below_its_currency(text: str, value: str) -> None:
    assert _amounts(text) == [value]


@pytest.mark.parametrize(
    ("row", "tax"),
    [
        ("Lohnsteuer 5.850,00 1.146,33", "1146.33"),
        ("Kirchensteuer EUR\nLohnsteuer 5.850,00 0,00", "0.00"),
        ("VAT 20 % £1,000.00 £200.00", "200.00 GBP"),
        ("GST 6 % 1.20 21.20", "1.20"),
        ("VAT £200.00 on £1,000.00", "200.00 GBP"),
    ],
)
def test_of_what_is_taxed_and_its_tax_only_the_tax_is_one(row: str, tax: str) -> None:
    found = [one for one in find(PageText(row)) if one.kind is FindingKind.AMOUNT]
    assert len(found) == 2
    assert [one.value for one in found if one.role == "tax"] in ([tax], [f"{tax} EUR"])


def _amounts(text: str) -> list[str]:
    return [one.value for one in find(PageText(text)) if one.kind is FindingKind.AMOUNT]
