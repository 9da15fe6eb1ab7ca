"""A list of search terms: a CSV file with one term a row and, if wanted, a label behind it."""

import csv
from collections.abc import Iterator
from pathlib import Path

from desktop.domain.errors import QueryError, TermsError
from desktop.domain.search_terms import Term, TermFault, TermList
from desktop.vault.search.parse import parsed

MAX_FILE_BYTES = 4 << 20
MAX_TERMS = 10_000
HEADING = "term"
"""A first row that begins so names the columns."""

_DELIMITERS = ",;\t"


def read_terms(path: Path) -> tuple[Term, ...]:
    """Read a list of terms; each is one that can be searched for.

    Raises:
        TermsError: The file or one of its rows cannot be used; the sentence names the row.
    """
    checked = check_terms(path)
    for fault in checked.faults:
        raise TermsError(
            f"Row {fault.term.row} of the list cannot be searched: {fault.reason}",
            remedy=fault.remedy,
        )
    return checked.terms


def check_terms(path: Path) -> TermList:
    """Read a list of terms, and say of every row whether it can be searched for.

    Raises:
        TermsError: The file cannot be used as a list.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise TermsError("The list of search terms is too long.")
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise TermsError from None
    terms, faults = list[Term](), list[TermFault]()
    for term in _terms(text):
        try:
            parsed(term.text)
        except QueryError as error:
            faults.append(TermFault(term, error.reason, error.remedy))
        else:
            terms.append(term)
        if len(terms) + len(faults) > MAX_TERMS:
            raise TermsError(f"The list holds more than {MAX_TERMS} search terms.")
    if not terms and not faults:
        raise TermsError("The list holds no search term.")
    return TermList(tuple(terms), tuple(faults))


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
