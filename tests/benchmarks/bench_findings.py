"""Everything that is found on a page against the least one could write instead, in one run.

The peer is phonenumbers' own matcher plus one straightforward regular expression a kind, over the
same texts: it finds no names, checks nothing and knows no roles. The text is the sample matter's.

Where the shared receipts are there, their labels (company, date, address, total) are the gold of a
table: recall is over receipts, precision over the different values of the kind that were found. A
receipt may hold true values beside the labelled one (a second date, the till's maker), which count
as wrong: precision is a lower bound. Texts are the transcripts, so no reader's mistake counts.
"""

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import phonenumbers
import pypdfium2

from desktop.domain.finding import Finding, FindingKind
from desktop.domain.page import PageText
from desktop.findings.find import find

SAMPLES = Path(__file__).parents[2] / "resources" / "samples" / "brandt-v-meridian"
RECEIPTS = Path(__file__).parents[3] / "shared" / "documents" / "receipts"
PAGE_CHARS = 3_000
ROUNDS = 7

_NAIVE = tuple(
    re.compile(pattern)
    for pattern in (
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b",
        r"\b(?:\d[ -]?){13,19}\b",
        r"\b[A-Z]{2} ?[0-9A-Z]{2,4} ?\d{3} ?\d{3}\b",
        r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b",
        r"\b\d{1,2}\.? [^\W\d_]{3,9} \d{4}\b",
        r"[€£$] ?\d[\d.,' ]*|\d[\d.,' ]* ?(?:€|EUR)",
    )
)


def measure() -> list[tuple[str, str, str]]:
    """Milliseconds a page of 3,000 characters, ours and the peer's; then the table of the gold."""
    texts = _texts()
    chars = sum(map(len, texts))
    ours_ms = _best_ms(lambda: [find(PageText(text)) for text in texts]) * PAGE_CHARS / chars
    peer_ms = _best_ms(lambda: [_peer(text) for text in texts]) * PAGE_CHARS / chars
    return [
        ("findings of a page of 3,000 characters", f"{ours_ms:.2f} ms", "at most 1.5 ms"),
        ("phonenumbers' matcher and naive patterns, same text", f"{peer_ms:.2f} ms", "the peer"),
        ("ours against the peer", f"{ours_ms / peer_ms:.2f} times", "at most 1.0 times"),
        *_precision_and_recall(),
    ]


def _peer(text: str) -> int:
    count = sum(1 for _ in phonenumbers.PhoneNumberMatcher(text, "DE"))
    return count + sum(len(pattern.findall(text)) for pattern in _NAIVE)


_KIND_OF_LABEL = {
    "company": FindingKind.ORGANISATION,
    "date": FindingKind.DATE,
    "address": FindingKind.ADDRESS,
    "total": FindingKind.AMOUNT,
}
_WRITTEN_DATES = tuple(
    pattern + year
    for pattern in ("%d/%m/", "%d-%m-", "%d.%m.", "%d %b ", "%d %B ", "%d-%b-", "%d/%b/", "%d%b")
    for year in ("%Y", "%y")
)
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%b %d, %Y", "%d %b, %Y", *_WRITTEN_DATES)


def _precision_and_recall() -> list[tuple[str, str, str]]:
    paths = sorted(RECEIPTS.glob("*.json"))
    if not paths:
        return [("findings against labels of receipts", "not measured", "the receipts are absent")]
    found = dict.fromkeys(_KIND_OF_LABEL, 0)
    equal = dict.fromkeys(_KIND_OF_LABEL, 0)
    for path in paths:
        labels = json.loads(path.read_text(encoding="utf-8"))
        lines = path.with_suffix(".csv").read_text(encoding="utf-8").splitlines()
        findings = find(PageText("\n".join(line.split(",", 8)[-1] for line in lines)))
        for label in _KIND_OF_LABEL:
            values = {_comparable(label, one.value) for one in findings if _answers(label, one)}
            found[label] += len(values)
            equal[label] += _comparable(label, labels[label]) in values
    return [
        (
            f"{label} of {len(paths)} receipts",
            f"precision {equal[label] / max(1, found[label]):.2f}, "
            f"recall {equal[label] / len(paths):.2f}",
            f"{equal[label]} equal of {found[label]} found",
        )
        for label in _KIND_OF_LABEL
    ]


def _answers(label: str, finding: Finding) -> bool:
    """Whether the finding is of the label's kind; for a total, an amount of that role."""
    is_of_kind = finding.kind is _KIND_OF_LABEL[label]
    return is_of_kind and (label != "total" or finding.role == "total")


def _comparable(label: str, value: str) -> str:
    """The value without what is only notation: case, gaps and points; a currency; a date's order.

    The receipts are Malaysian and put the day first.
    """
    if label == "total":
        return str(Decimal(re.sub(r"[^0-9.]", "", value) or "0").quantize(Decimal("0.01")))
    if label == "date":
        for pattern in _DATES:
            with suppress(ValueError):
                return datetime.strptime(value.strip(), pattern).date().isoformat()  # noqa: DTZ007
    return "".join(character for character in value.casefold() if character.isalnum())


def _texts() -> list[str]:
    texts = []
    for path in sorted(SAMPLES.glob("*.pdf")):
        if path.name == "anlage-3.pdf":  # encrypted
            continue
        document = pypdfium2.PdfDocument(path.read_bytes())
        texts += [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
        document.close()
    return [text for text in texts if text.strip()]


def _best_ms(act: Callable[[], object]) -> float:
    """The least processor time of some rounds: other programs share the machine."""
    best_s = float("inf")
    for _ in range(ROUNDS):
        start_s = time.process_time()
        act()
        best_s = min(best_s, time.process_time() - start_s)
    return best_s * 1000


if __name__ == "__main__":
    for row in measure():
        print(row)
