"""Check digits of the invented numbers, so that what is found in the samples passes its checks."""

from stdnum import iban as iban_rules
from stdnum import luhn


def iban(country: str, account: str) -> str:
    """An IBAN for a domestic account number.

    Source: ISO 13616, modulus 97.
    """
    return country + iban_rules.calc_check_digits(f"{country}00{account}") + account


def french_account(bank: str, branch: str, account: str) -> str:
    """A French account number (RIB) with its two-digit key.

    Source: Comité français d'organisation et de normalisation bancaires, RIB: key =
    97 - (89 bank + 15 branch + 3 account) mod 97.
    """
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
    return f"{bank}{branch}{account}{key:02d}"


def french_vat(siren: str) -> str:
    """The French VAT identification number of a company number."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def siret(siren: str, establishment: str) -> str:
    """The number of an establishment: company number, four digits, Luhn digit."""
    body = siren + establishment
    return body + str(luhn.calc_check_digit(body))


def german_insurance_number(area: str, born: str, initial: str, serial: str) -> str:
    """A German social insurance number with its check digit.

    Its parts: area, date of birth as DDMMYY, initial of the birth name, serial.

    Source: Verordnung über die Versicherungsnummer, § 4: weights 2 1 2 5 7 1 2 1 2 1 2 1 over the
    digits with the letter as two digits, digit sums added, modulus 10.
    """
    digits = f"{area}{born}{ord(initial) - 64:02d}{serial}"
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    total = sum(
        sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(digits, weights, strict=True)
    )
    return f"{area}{born}{initial}{serial}{total % 10}"


def mrz_digit(text: str) -> str:
    """The check digit of a machine readable zone.

    Source: ICAO Doc 9303 part 3, 4.9: weights 7 3 1, modulus 10, A = 10 ... Z = 35, filler = 0.
    """
    total = 0
    for place, character in enumerate(text):
        value = 0 if character == "<" else int(character, 36)
        total += value * (7, 3, 1)[place % 3]
    return str(total % 10)


def in_groups(text: str, *sizes: int) -> str:
    """The text cut into groups of the given sizes, the last size repeated, joined by spaces."""
    groups: list[str] = []
    place = 0
    while place < len(text):
        size = sizes[min(len(groups), len(sizes) - 1)]
        groups.append(text[place : place + size])
        place += size
    return " ".join(groups)
