"""The words that stand in a part of a page, as they may be seen."""

from collections.abc import Collection

from desktop.domain.finding import MASK, Sensitivity
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, FindingId, PageNumber
from desktop.vault.matter_store import MatterStore


def words_in_frame(
    store: MatterStore,
    document_id: DocumentId,
    number: PageNumber,
    frame: Box,
    shown: Collection[FindingId] | None,
) -> str:
    r"""The words whose middle lies in a frame, in reading order, with the page's line ends.

    Args:
        store: Of the matter.
        document_id: The document.
        number: Its page.
        frame: Part of the upright page.
        shown: Highly sensitive findings whose values may be told; the others are masked, each as a
            whole. None: all may be told.

    Returns:
        Words separated by one space or line end; "" where there are none.

    Raises:
        NoSuchDocumentError: It is not in this matter.
        NoSuchPageError: It has not been read.
    """
    page = store.page(document_id, number).text
    covered = [
        (stored.finding.start, stored.finding.end)
        for stored in store.page_findings(document_id, number) or ()
        if stored.finding.sensitivity is Sensitivity.HIGH
        and shown is not None
        and stored.finding_id not in shown
    ]
    told, told_till, last = "", 0, ""
    for word in page.words:
        if not _has_middle_of(frame, word.box):
            continue
        is_covered = any(start < word.end and word.start < end for start, end in covered)
        text = MASK if is_covered else page.text[word.start : word.end]
        gap = "\n" if "\n" in page.text[told_till : word.start] else " "
        told_till = word.end
        if text == MASK == last and gap == " ":
            continue
        told += f"{gap}{text}" if told else text
        last = text
    return told


def _has_middle_of(frame: Box, box: Box) -> bool:
    across = (box.left_pt + box.right_pt) / 2
    down = (box.top_pt + box.bottom_pt) / 2
    return frame.left_pt <= across <= frame.right_pt and frame.top_pt <= down <= frame.bottom_pt
