"""The invented people, firms and numbers of the sample matter Brandt v. Meridian Logistics.

Joerg Brandt worked for Meridian in Cologne until February 2025 (payslip, bank statement), then
advised its French parent through his own company (contract). The project bought equipment in
England (invoice) and he claimed a meal in Lyon (receipt). In January 2026 Meridian's solicitors
wrote to him (letter). His identity card is one of Utopia, the country that ICAO uses in specimens.

Telephone numbers are from the ranges that regulators keep free for fiction, mail addresses end in
`.example`, companies and bank codes do not exist; check digits are right.
"""

from making.check_digits import (
    french_account,
    french_vat,
    german_insurance_number,
    iban,
    in_groups,
    mrz_digit,
    siret,
)

MERIDIAN_SIREN = "999482714"
MERIDIAN_VAT = french_vat(MERIDIAN_SIREN)
MERIDIAN_STREET = "12 rue des Écluses"
MERIDIAN_TOWN = "59800 Lille"
MERIDIAN_MAIL = "helene.vasseur@meridian-logistics.example"
MERIDIAN_PHONE = "03 53 01 44 20"

CONSEIL_SIREN = "998173405"
CONSEIL_VAT = french_vat(CONSEIL_SIREN)
CONSEIL_STREET = "27 quai des Tisserands"
CONSEIL_TOWN = "69002 Lyon"
CONSEIL_MAIL = "j.brandt@brandt-conseil.example"
CONSEIL_PHONE = "04 65 71 23 48"
CONSEIL_IBAN = iban("FR", french_account("41999", "00123", "04815162342"))

GMBH = "Meridian Logistik GmbH"
GMBH_STREET = "Am Alten Speicher 14"
GMBH_TOWN = "50678 Köln"
GMBH_VAT = "DE999314270"
GMBH_IBAN = iban("DE", "370995000071500042")
BRANDT_STREET = "Lindenhof 7"
BRANDT_TOWN = "50937 Köln"
BRANDT_TAX_NUMBER = "72036815404"
BRANDT_INSURANCE_NUMBER = german_insurance_number("53", "120868", "B", "01")
BRANDT_IBAN = iban("DE", "370995000048210736")
BANK_PHONE = "0221 4710 318"

UK_STREET = "Unit 5, Wharfside Way"
UK_TOWN = "Manchester M17 9ZZ"

HALDEN_VAT = "GB999941276"
HALDEN_IBAN = iban("GB", "THGB99006031926819")
HALDEN_PHONE = "020 7946 0142"
HALDEN_MAIL = "accounts@halden-firth.example"

BRASSERIE_SIRET = siret("997640214", "0001")
BRASSERIE_VAT = french_vat("997640214")
BRASSERIE_PHONE = "04 65 71 90 06"

SOLICITORS_PHONE = "0161 496 0718"
SOLICITORS_MAIL = "m.okafor@ashdown-pryce.example"
COMPANY_CARD = "5555555555554444"
"""A number that payment processors publish for tests."""

CARD_NUMBER = "L4R7K09T2"
CARD_PERSONAL_NUMBER = "6808124071"


def machine_readable_zone() -> tuple[str, str, str]:
    """The three lines of the identity card (size TD1, ICAO Doc 9303 part 5)."""
    number = CARD_NUMBER + mrz_digit(CARD_NUMBER)
    first = f"I<UTO{number}{CARD_PERSONAL_NUMBER}".ljust(30, "<")
    born, expires = "680812", "310314"
    dates = f"{born}{mrz_digit(born)}M{expires}{mrz_digit(expires)}UTO"
    checked = first[5:30] + dates[:7] + dates[8:15]
    second = dates.ljust(29, "<") + mrz_digit(checked + "<" * 11)
    third = "BRANDT<<JOERG".ljust(30, "<")
    return first, second, third


def german_iban(value: str) -> str:
    """As written on paper: groups of four."""
    return in_groups(value, 4)
