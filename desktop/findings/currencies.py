"""Currencies by their signs, codes and names."""

CURRENCY_OF_SIGN: dict[str, str] = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₺": "TRY", "₩": "KRW", "₪": "ILS",
}  # fmt: skip
"""Signs of one currency; "$" depends on the region."""

DOLLARS_OF_REGION: dict[str, str] = {
    "US": "USD", "CA": "CAD", "AU": "AUD", "SG": "SGD", "NZ": "NZD", "HK": "HKD", "MY": "MYR",
}  # fmt: skip
"""What "$" stands for. Malaysian tills print it for ringgit."""

CODES = frozenset(
    "EUR USD GBP CHF JPY CNY SEK NOK DKK PLN CZK HUF RON BGN HRK ISK TRY RUB UAH CAD AUD NZD SGD "
    "HKD MYR THB IDR INR KRW BRL MXN ZAR ILS AED SAR TWD PHP VND".split()
)
"""ISO 4217 codes that are looked for."""

CURRENCY_OF_WORD: dict[str, str] = {
    "rm": "MYR", "sfr": "CHF", "fr": "CHF", "zł": "PLN", "kč": "CZK", "ft": "HUF", "rs": "INR",
    "euro": "EUR", "euros": "EUR", "dollars": "USD", "dollar": "USD", "pounds": "GBP",
    "francs": "CHF", "franken": "CHF", "ringgit": "MYR", "złotych": "PLN", "kr": "SEK",
    "pfund": "GBP",
} | {code.lower(): code for code in CODES}  # fmt: skip
"""Lower-case word -> ISO 4217 code."""

NEEDS_CAPITALS = frozenset({"try", "all", "rm", "mad", "cad", "sek", "inr", "sar", "php"})
"""Codes that are also common words or abbreviations when written small."""

BEFORE_ONLY_WITH_POINT = frozenset({"fr", "rs", "kr", "ft"})
"""Abbreviations too short to trust: only directly beside a number with cents."""
