"""A list of search terms: a CSV file with one term a row and, if wanted, a label behind it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import QueryError, TermsError
from desktop.vault.search.parse import parsed

MAX_FILE_BYTES = 4 << 20
MAX_TERMS = 10_000
HEADING = "term"
"""A first row that begins so names the columns."""

_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Term:
    """One search of a list.

    Attributes:
        text: The search.
        label: What the list calls it, or "".
        row: Its row in the file, from 1.
    """

    text: str
    label: str
    row: int


def read_terms(path: Path) -> tuple[Term, ...]:
    """Read a list of terms; each is one that can be searched for.

    Raises:
        TermsError: The file or one of its rows cannot be used; the sentence names the row.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise TermsError("The list of search terms is too long.")
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise TermsError from None
    terms = tuple(_terms(text))
    if not terms:
        raise TermsError("The list holds no search term.")
    if len(terms) > MAX_TERMS:
        raise TermsError(f"The list holds more than {MAX_TERMS} search terms.")
    for term in terms:
        try:
            parsed(term.text)
        except QueryError as error:
            raise TermsError(
                f"Row {term.row} of the list cannot be searched: {error.reason}",
                remedy=error.remedy,
            ) from None
    return terms


def _terms(text: str) -> Iterator[Term]:
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        for cells in reader:
            term, label = (*(cell.strip() for cell in cells[:2]), "", "")[:2]
            is_heading = reader.line_num == 1 and term.casefold() == HEADING
            if term and not is_heading:
                yield Term(term, label, reader.line_num)
    except csv.Error:
        raise TermsError(f"Row {reader.line_num} of the list cannot be read.") from None
