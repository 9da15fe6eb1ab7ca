"""How far long work has come."""

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What long work is doing."""

    ADMITTING = "admitting"
    READING = "reading"
    EXPORTING = "exporting"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of long work.

    Attributes:
        phase: What it is doing.
        files_done: Files admitted, found to be duplicates, or refused so far.
        files_total: Files to admit.
        duplicates: Files that were already in the matter.
        refused: Files refused so far.
        attachments: Files that came inside documents and became documents so far.
        locked: Documents that wait for a password so far.
        pages_done: Pages read or failed so far in this run.
        pages_failed: Of these, failed.
        pages_total: Pages to do in this run, as far as known.
        pages_expected: Pages that documents may have which nobody has opened yet, besides.
        pages_per_s: Recent pace, 0 when unknown.
        left_s: Time left, None when unknown.
        current: Name of the document in hand, or of the file that is written; "" when none.
        vision_error: Code of the error for which pages are read without the vision model that the
            settings ask for, "" when there is none.
        findings_done: Findings written so far.
        findings_total: Findings to write.
        findings_held: Of these, held back: two readers differ about them and nobody has decided.
    """

    phase: Phase
    files_done: int = 0
    files_total: int = 0
    duplicates: int = 0
    refused: int = 0
    attachments: int = 0
    locked: int = 0
    pages_done: int = 0
    pages_failed: int = 0
    pages_total: int = 0
    pages_expected: int = 0
    pages_per_s: float = 0.0
    left_s: float | None = None
    current: str = ""
    vision_error: str = ""
    findings_done: int = 0
    findings_total: int = 0
    findings_held: int = 0
