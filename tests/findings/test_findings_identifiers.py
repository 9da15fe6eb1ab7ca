"""Check digits decide what is an identifier, and a label what cannot be checked well enough."""

import pytest

from desktop.domain.finding import FindingKind, Sensitivity
from desktop.domain.page import PageText
from desktop.findings.find import find


@pytest.mark.parametrize(
    ("text", "kind", "value", "scheme"),
    [
        ("Steuer-ID 72 036 815 404", FindingKind.NATIONAL_ID, "72036815404", "DE IdNr"),
        ("PESEL 44051401359", FindingKind.NATIONAL_ID, "44051401359", "PL PESEL"),
        ("BSN 111222333", FindingKind.NATIONAL_ID, "111222333", "NL BSN"),
        ("USt-IdNr. DE999314270", FindingKind.VAT_ID, "DE999314270", "DE VAT"),
        ("TVA FR 62 999 482 714", FindingKind.VAT_ID, "FR62999482714", "FR VAT"),
        ("VAT FR 62 999 482 714", FindingKind.VAT_ID, "FR62999482714", "FR VAT"),
        ("(VAT DE999314270)", FindingKind.VAT_ID, "DE999314270", "DE VAT"),
        ("DE66 3709 9500 0048 2107 36", FindingKind.IBAN, "DE66370995000048210736", "DE IBAN"),
        ("card 5555 5555 5555 4444", FindingKind.PAYMENT_CARD, "5555555555554444", "Mastercard"),
    ],
)
def test_a_number_whose_check_digits_hold_is_found_with_its_scheme(
    text: str, kind: FindingKind, value: str, scheme: str
) -> None:
    (found,) = find(PageText(text))
    assert (found.kind, found.value, found.scheme) == (kind, value, scheme)
    if kind is not FindingKind.VAT_ID:
        assert found.sensitivity is Sensitivity.HIGH


@pytest.mark.parametrize(
    "text",
    [
        "5555 5555 5555 4444 5.00 EUR",
        "card 5555 5555 5555 4444 123",
        "5555-5555-5555-4444 12/27",
        "5555 5555 5555 4444 1234.50",
        "Mastercard 5555555555554444, 5.00",
    ],
)
def test_a_card_is_found_whatever_amount_or_code_follows(text: str) -> None:
    cards = [one for one in find(PageText(text)) if one.kind is FindingKind.PAYMENT_CARD]
    assert [card.value for card in cards] == ["5555555555554444"]


@pytest.mark.parametrize(
    "text",
    ["5555 5555 5555 4444 1234", "1234 5555 5555 5555 4444", "lot 5555555555554444"],
)
def test_a_part_of_a_longer_number_is_no_card(text: str) -> None:
    assert not [one for one in find(PageText(text)) if one.kind is FindingKind.PAYMENT_CARD]


@pytest.mark.parametrize(
    "text",
    ["Steuer-ID 72 036 815 405", "PESEL 44051401358", "USt-IdNr. DE999314271",
     "DE66 3709 9500 0048 2107 37", "card 5555 5555 5555 4445", "lot 44051401359"],
)  # fmt: skip
def test_one_wrong_digit_or_a_missing_label_makes_it_none(text: str) -> None:
    sensitive = {FindingKind.NATIONAL_ID, FindingKind.VAT_ID, FindingKind.IBAN}
    assert not [
        one for one in find(PageText(text)) if one.kind in sensitive | {FindingKind.PAYMENT_CARD}
    ]
