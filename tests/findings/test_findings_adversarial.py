"""No text makes a page take much longer than any other of its length."""

import time

import pytest

from desktop.domain.page import PageText
from desktop.findings.find import find

_CHARS = 100_000
_PROSE = (
    "This Agreement is made on 12 March 2024 between Halden & Firth Ltd, 8 Saltery Yard, London "
    "SE1 9ZZ, represented by Mr Daniel Firth, and Brandt Conseil SARL. The fee is EUR 1,250.00 "
    "plus VAT, payable within thirty days of the date of the invoice, and any notice under this "
    "paragraph shall be sent by registered letter to the place named above.\n"
)
_BOUND = 30.0
"""Times the cost of prose. The worst costs 5 times on a quiet machine, and a busy one stretches
that; a pattern that backtracks over the page costs thousands of times."""


def _cost_s(text: str) -> float:
    costs_s = []
    for _ in range(2):
        start_s = time.process_time()
        find(PageText(text))
        costs_s.append(time.process_time() - start_s)
    return min(costs_s)


def _filled(piece: str) -> str:
    return (piece * (_CHARS // len(piece) + 1))[:_CHARS]


@pytest.fixture(scope="module")
def prose_s() -> float:
    return _cost_s(_filled(_PROSE))


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "A", "A ", "Aa ", "a@", "Mr ", "M. ", "0 0", "1.", "1,", "$", "Ltd ", "(", "+1 ",
     "Total ", "\n", "A-", "'", "FR76 ", "00 1", "Mr A. ", "12345 A ", "IBAN ", "may ", "12 may ",
     "Total 1.00 ", "Invoice number A", "Mr Aa von der ", "12345 "],
)  # fmt: skip
def test_hostile_text_costs_no_more_than_some_times_prose(piece: str, prose_s: float) -> None:
    assert _cost_s(_filled(piece)) < _BOUND * prose_s
