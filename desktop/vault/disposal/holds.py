"""Legal holds of a matter: sealed, never deleted but with what they cover.

A hold is looked for in the transaction that would delete; a trigger of the table of documents
refuses whatever did not look. A released hold stays, with who released it and why.

    hold    document_row (NULL: the whole matter), the sealed hold, the sealed release or NULL
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from desktop.domain.disposal import DisposalState
from desktop.domain.errors import HeldError, NoSuchHoldError, NoSuchMatterError
from desktop.domain.identity import DocumentId, new_identity
from desktop.domain.keeping import Hold, HoldId, Release, holds_over
from desktop.vault.disposal import records
from desktop.vault.documents import Documents
from desktop.vault.matter_file import MatterFile, identity_bytes
from desktop.vault.schema import DISPOSAL_STATES

_WITH_MATTER = DISPOSAL_STATES.number(DisposalState.WITH_MATTER)


class Holds:
    """The holds of one matter."""

    def __init__(self, matter: MatterFile, clock: Callable[[], datetime]) -> None:
        """Take the open matter and a clock that tells UTC."""
        self._matter = matter
        self._database = matter.database
        self._documents = Documents(matter)
        self._clock = clock

    def place(self, document_id: DocumentId | None, reason: str, placed_by: str) -> Hold:
        """Place a hold, within the caller's transaction where there is one.

        Args:
            document_id: The document to hold; None for the whole matter.
            reason: Why.
            placed_by: Name of the account.

        Raises:
            NoSuchDocumentError: It is not, or no longer, in this matter.
            NoSuchMatterError: The matter is being disposed of as a whole.
        """
        hold = Hold(HoldId(new_identity()), document_id, reason, placed_by, self._clock())
        self.take(hold)
        return hold

    def take(self, hold: Hold) -> None:
        """Store a hold as it is, such as one that was placed on another workstation.

        Raises:
            NoSuchDocumentError: What it covers is not, or no longer, in this matter.
            NoSuchMatterError: The matter is being disposed of as a whole.
        """
        row_id, release = bytes.fromhex(hold.hold_id), hold.release
        plain = records.hold_record(replace(hold, release=None))
        with self._database.transaction():
            if self._database.row("SELECT 1 FROM disposal WHERE state = ?", _WITH_MATTER):
                raise NoSuchMatterError
            covered = hold.document_id
            self._database.change(
                "INSERT INTO hold (hold_id, document_row, record) VALUES (?, ?, ?)",
                row_id,
                None if covered is None else self._documents.row_of(covered),
                self._matter.seal_for_matter(plain, "hold", "record", row_id),
            )
            if release is not None:
                self._seal_release(row_id, release)

    def release(self, start: str, reason: str, released_by: str) -> Hold:
        """Release the standing hold whose identity begins with these digits.

        Raises:
            NoSuchHoldError: None does, or more than one.
        """
        with self._database.transaction():
            fitting = [
                hold
                for hold in self.all()
                if start and hold.is_standing and hold.hold_id.startswith(start.lower())
            ]
            if len(fitting) != 1:
                raise NoSuchHoldError
            release = Release(reason, released_by, self._clock())
            self._seal_release(bytes.fromhex(fitting[0].hold_id), release)
        return self.named(fitting[0].hold_id)

    def all(self) -> tuple[Hold, ...]:
        """Every hold, the released ones too, in the order in which they were placed.

        Raises:
            VaultDamagedError: One was altered.
        """
        return holds_of(self._matter)

    def named(self, hold_id: HoldId) -> Hold:
        """One hold.

        Raises:
            NoSuchHoldError: It is not in this matter.
        """
        row = self._database.row(
            "SELECT hold_id, record, release FROM hold WHERE hold_id = ?", identity_bytes(hold_id)
        )
        if row is None:
            raise NoSuchHoldError
        return _opened(self._matter, *row)

    def demand_none(self, document_ids: Iterable[DocumentId | None]) -> None:
        """Refuse to go on where a hold stands; within the transaction that would delete.

        A hold on a document holds what came inside it, at whatever depth.

        Args:
            document_ids: Of the documents that would go; None among them is the whole matter.

        Raises:
            HeldError: A hold covers one; the sentence names the hold.
        """
        holds = self.all()
        if not any(hold.is_standing for hold in holds):
            return
        standing = [
            hold
            for each in document_ids
            for one in ((each,) if each is None else (each, *self._documents.above(each)))
            for hold in holds_over(holds, one)
        ]
        if not standing:
            return
        first, others = standing[0], len({hold.hold_id for hold in standing}) - 1
        what = "The matter" if first.document_id is None else "A document"
        more = f" and {others} more" if others else ""
        raise HeldError(
            f"{what} is under legal hold {first.hold_id[:8]}{more}, placed by"
            f" {first.placed_by or 'an unknown account'} on {first.placed_at:%Y-%m-%d}."
        )

    def _seal_release(self, row_id: bytes, release: Release) -> None:
        plain = records.release_record(release)
        self._database.change(
            "UPDATE hold SET release = ? WHERE hold_id = ?",
            self._matter.seal_for_matter(plain, "hold", "release", row_id),
            row_id,
        )


def holds_of(matter: MatterFile) -> tuple[Hold, ...]:
    """Every hold of an open matter, the released ones too.

    Raises:
        VaultDamagedError: One was altered.
    """
    rows = matter.database.rows("SELECT hold_id, record, release FROM hold ORDER BY hold_row")
    return tuple(_opened(matter, *row) for row in rows)


def _opened(matter: MatterFile, row_id: bytes, sealed: bytes, sealed_release: bytes | None) -> Hold:
    hold = records.hold_of(matter.open_for_matter(sealed, "hold", "record", row_id))
    if sealed_release is None:
        return hold
    plain = matter.open_for_matter(sealed_release, "hold", "release", row_id)
    return replace(hold, release=records.release_of(plain))
