"""Highly sensitive values that a person has uncovered: noted in the matter's log before they show.

What is noted is which findings, or where they are many which documents, and how many values; never
a value. Searching is not noted: what an analyst looks for is work on the case, and a list of the
names that were looked for would itself be a record about people.
"""

from collections.abc import Iterable

from desktop.domain.audit import Act, Detail
from desktop.domain.finding import Sensitivity, StoredFinding
from desktop.domain.identity import DocumentId, FindingId, PageNumber
from desktop.vault.audit.entry import MAX_SUBJECTS
from desktop.vault.matter_store import MatterStore


def note_findings_shown(store: MatterStore, found: Iterable[StoredFinding], by: str) -> None:
    """Note that findings are shown unmasked; nothing where none is highly sensitive.

    Args:
        store: Of the matter.
        found: What is shown, of any sensitivity.
        by: The command or the part of the window.
    """
    high = [one for one in found if one.finding.sensitivity is Sensitivity.HIGH]
    if not high:
        return
    finding_ids: list[str] = [one.finding_id for one in high]
    document_ids: list[str] = list(dict.fromkeys(one.document_id for one in high))
    fitting = (ids for ids in (finding_ids, document_ids) if len(ids) <= MAX_SUBJECTS)
    details: dict[str, Detail] = {"by": by, "values": len(high)}
    store.audit.add(Act.VALUES_SHOWN, subject=next(fitting, []), details=details)


def note_finding_shown(store: MatterStore, finding_id: FindingId, by: str) -> None:
    """Note that one finding is shown unmasked.

    Raises:
        NoSuchFindingError: Its page was read again or removed meanwhile.
    """
    note_findings_shown(store, [store.finding(finding_id)], by)


def note_page_shown(
    store: MatterStore, document_id: DocumentId, number: PageNumber, by: str
) -> None:
    """Note that the text or the picture of a page is shown with nothing covered on it.

    Raises:
        NoSuchDocumentError: It is not in this matter.
    """
    note_findings_shown(store, store.page_findings(document_id, number) or (), by)


def note_mask_lifted(store: MatterStore, document_ids: Iterable[DocumentId], by: str) -> None:
    """Note that whatever an answer will hold is to be shown unmasked.

    Args:
        store: Of the matter.
        document_ids: Of the documents that it can come from.
        by: The command or the part of the window.
    """
    subject: list[str] = list(dict.fromkeys(document_ids))
    details: dict[str, Detail] = {"by": by, "documents": len(subject)}
    fitting = subject if len(subject) <= MAX_SUBJECTS else []
    store.audit.add(Act.VALUES_SHOWN, subject=fitting, details=details)
