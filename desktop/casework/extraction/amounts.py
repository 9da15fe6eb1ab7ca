"""Amounts as they stand in rows of a table, where no currency and no label tells them."""

import re
from collections import Counter
from collections.abc import Sequence

from desktop.casework.extraction.layout import SearchedPage
from desktop.domain.finding import FindingKind
from desktop.domain.page import Word
from desktop.findings.amounts import amount_value

_MINUS = "-\u2212"
_AMOUNT = re.compile(
    rf"[{_MINUS}]?[0-9]{{1,3}}(?:[.,'\u2019][0-9]{{3}})*[.,][0-9]{{2}}|[{_MINUS}]?[0-9]{{1,9}}[.,][0-9]{{2}}"
)
_AROUND = "()*€$£RMs"
"""What tills print close to an amount."""


def page_currency(page: SearchedPage) -> str:
    """The currency that most amounts of a page have, "" where none has one."""
    used = Counter(
        stored.finding.value[-3:]
        for stored in page.found
        if stored.finding.kind is FindingKind.AMOUNT and stored.finding.value[-3:].isalpha()
    )
    return used.most_common(1)[0][0] if used else ""


def amounts_in(words: Sequence[Word], page_text: str) -> list[tuple[Word, str]]:
    """The words that are numbers with two decimals, with these numbers as written."""
    found = []
    for word in words:
        match = _AMOUNT.fullmatch(page_text[word.start : word.end].strip(_AROUND))
        if match is not None:
            found.append((word, match[0]))
    return found


def normalised_amount(written: str, currency: str) -> str:
    """An amount as findings have it: "1234.50 EUR"."""
    value = amount_value(written.lstrip(_MINUS), is_negative=written[0] in _MINUS)
    return f"{value:.2f} {currency}".rstrip()
