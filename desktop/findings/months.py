"""Month names in the languages we read, from CLDR through babel, prepared once at import."""

from babel.dates import get_month_names

_LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pl")
_ALSO: dict[str, int] = {
    "sept": 9, "febr": 2, "jänner": 1, "jän": 1, "feber": 2, "mrz": 3, "mär": 3, "maerz": 3,
    "juni": 6, "juli": 7, "fevrier": 2, "aout": 8, "decembre": 12, "fev": 2, "fév": 2, "déc": 12,
    "avr": 4, "juil": 7, "okt": 10, "dez": 12, "mai": 5, "mrt": 3,
}  # fmt: skip
"""Spellings that CLDR does not list: Austrian names, older abbreviations, accents left out."""


def _month_numbers() -> dict[str, int]:
    numbers = dict(_ALSO)
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    numbers.setdefault(str(name).strip(".").lower(), int(number))
    return {name: number for name, number in numbers.items() if len(name) > 2}


NUMBER_OF_MONTH: dict[str, int] = _month_numbers()
"""Lower-case name or abbreviation without its full stop -> 1 to 12."""
