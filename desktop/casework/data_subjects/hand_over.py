"""What is handed to a person who asks for access (Art. 15 GDPR): a folder with JSON and PDF.

For each accepted hit: document, page, what it is, and the line it stands in. Whatever else is
personal in that line is hidden: it may be another person's. What no reader told to be personal is
not hidden, so a person looks through it before it leaves the firm.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop import __version__
from desktop.casework.printing.report import Report
from desktop.domain.audit import Act
from desktop.domain.data_subject import SubjectCase, SubjectHit
from desktop.domain.errors import ExportError, ReviewOpenError
from desktop.domain.finding import StoredFinding
from desktop.vault.matter_store import MatterStore
from desktop.vault.schema import PERSONAL

JSON_NAME, PDF_NAME = "personal-data.json", "personal-data.pdf"
HIDDEN = "█"
PRINTED_HIDDEN = "#"
"""The printed page's fonts have no block."""

_LEGEND = (
    "Personal data of others in these lines is hidden. Only what In Camera told to be personal is"
    " hidden: look through this before it leaves the firm."
)


@dataclass(frozen=True, slots=True)
class Told:
    """One accepted hit as it is handed over."""

    document: str
    page: int
    kind: str
    text: str
    line: str


def hand_over(
    store: MatterStore, case: SubjectCase, folder: Path, clock: Callable[[], datetime]
) -> int:
    """Write everything that was accepted into a new folder, readable by this account only.

    Args:
        store: Of the matter.
        case: Its review is complete.
        folder: Must not be there.
        clock: Tells UTC.

    Returns:
        How many hits were written.

    Raises:
        ReviewOpenError: A hit is neither accepted nor struck out.
        ExportError: The folder is there already, or cannot be written.
    """
    if case.open_hits:
        raise ReviewOpenError
    told = tuple(_told(store, case))
    made_at = clock().isoformat(timespec="seconds")
    try:
        folder.mkdir(mode=0o700)
        _write(folder / JSON_NAME, _as_json(case, told, made_at))
        _write(folder / PDF_NAME, _as_pdf(case, told, made_at))
    except OSError as error:
        raise ExportError from error
    store.audit.add(Act.SUBJECT_EXPORTED, subject=[case.subject_id], details={"hits": len(told)})
    return len(told)


def line_of(text: str, hit: SubjectHit, personal: list[StoredFinding]) -> str:
    """The line of a page in which a hit stands, what is personal beside it hidden.

    Args:
        text: Of the page.
        hit: In it.
        personal: Findings of the page that were not accepted as the person's.
    """
    if hit.start < 0:
        return hit.mention
    first = text.rfind("\n", 0, hit.start) + 1
    last = text.find("\n", hit.end)
    last = len(text) if last < 0 else last
    letters = list(text[first:last])
    for stored in personal:
        start, end = stored.finding.start, stored.finding.end
        for at in range(max(start, first), min(end, last)):
            if not hit.start <= at < hit.end:
                letters[at - first] = HIDDEN
    return "".join(letters)


def _told(store: MatterStore, case: SubjectCase) -> Iterator[Told]:
    names = {each.document_id: each.origin.name for each in store.documents()}
    own = {(hit.document_id, hit.page, hit.start, hit.end) for hit in case.accepted}
    for hit in case.accepted:
        if hit.document_id not in names:
            continue  # Removed since.
        text = store.page(hit.document_id, hit.page).text.text
        others = [
            stored
            for stored in store.page_findings(hit.document_id, hit.page) or ()
            if stored.finding.sensitivity in PERSONAL
            and (hit.document_id, hit.page, stored.finding.start, stored.finding.end) not in own
        ]
        yield Told(
            names[hit.document_id],
            hit.page,
            hit.kind.value if hit.kind else "name",
            hit.mention,
            line_of(text, hit, others),
        )


def _as_json(case: SubjectCase, told: tuple[Told, ...], made_at: str) -> bytes:
    data = {
        "form": "in-camera personal data of one person",
        "version": 1,
        "made_at": made_at,
        "names": case.names,
        "values": case.values,
        "remark": _LEGEND,
        "found": [
            {
                "document": each.document,
                "page": each.page,
                "kind": each.kind,
                "text": each.text,
                "line": each.line,
            }
            for each in told
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


def _as_pdf(case: SubjectCase, told: tuple[Told, ...], made_at: str) -> bytes:
    report = Report("Personal data held", footer=f"In Camera {__version__}")
    report.facts((("Person", ", ".join((*case.names, *case.values))), ("Made at", made_at)))
    report.paragraph(f"{_LEGEND} Exact spellings stand in {JSON_NAME}.")
    report.table(
        ("document", "page", "kind", "text", "line"),
        [
            (
                each.document,
                str(each.page),
                each.kind,
                each.text,
                each.line.replace(HIDDEN, PRINTED_HIDDEN),
            )
            for each in told
        ],
        shares=(3, 1, 2, 3, 6),
    )
    return report.pdf()


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
