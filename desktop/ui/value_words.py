"""Values as a person reads them: a vault keeps them in one form, which is made for machines."""

import re

from PySide6.QtCore import QDate, QLocale

from desktop.domain.finding import FindingKind

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_AMOUNT = re.compile(r"(-?)(\d{1,15})(?:\.(\d+))?( [A-Z]{3})?")
_GROUP = 4


def readable(kind: FindingKind, value: str) -> str:
    """A value in groups, or as a date with its month in words; in any other form as it is.

    Args:
        kind: Decides what the value may be read as.
        value: Normalised, such as "2026-01-12", "10095.00 GBP" or "DE66370995000048210736".
    """
    match kind:
        case FindingKind.DATE:
            return _date(value)
        case FindingKind.AMOUNT:
            return _amount(value)
        case FindingKind.IBAN | FindingKind.PAYMENT_CARD if value.isalnum():
            return " ".join(value[at : at + _GROUP] for at in range(0, len(value), _GROUP))
        case _:
            return value


def readable_by_form(value: str) -> str:
    """Likewise, where its kind is not known: only a whole day, or an amount with its currency."""
    if _DAY.fullmatch(value):
        return _date(value)
    found = _AMOUNT.fullmatch(value)
    return _amount(value) if found is not None and found[4] else value


def _date(value: str) -> str:
    for pattern, form in ((_DAY, "d MMMM yyyy"), (_MONTH, "MMMM yyyy")):
        found = pattern.fullmatch(value)
        if found is not None:
            year, month, *day = map(int, found.groups())
            date = QDate(year, month, day[0] if day else 1)
            return QLocale().toString(date, form) if date.isValid() else value
    return value


def _amount(value: str) -> str:
    found = _AMOUNT.fullmatch(value)
    if found is None:
        return value
    sign, whole, cents, currency = found.groups()
    point = f"{QLocale().decimalPoint()}{cents}" if cents else ""
    return f"{sign}{QLocale().toString(int(whole))}{point}{currency or ''}"
