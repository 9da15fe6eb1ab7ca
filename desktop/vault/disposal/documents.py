"""The end of documents: keys, rows, originals and index entries, in steps no kill can undo.

    step                          state     after a kill
    plan written, holds looked at begun     goes on here
    each document, by itself      begun     goes on with the next one
    index rewritten, log emptied  cleared   does both again
    file searched, certificate    done

The plan names the documents and what is known of them; a document on which a hold was placed in the
meantime is left, and the certificate says so. With `secure_delete` SQLite writes zeros over what it
deletes, the wrapped keys among it; in the log they stand until it is emptied. Copies that were kept
before a change of the tables hold the same keys and go too.

    disposal            state 1 begun, 2 cleared, 3 done; the sealed certificate so far
    disposal_document   the rows of the documents still to go
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from desktop.domain.disposal import (
    NO_KNOWN_BACKUPS,
    Certificate,
    DisposalId,
    DisposalOrder,
    DisposalProgress,
    DisposalScope,
    DisposalState,
    DisposedDocument,
    KnownBackups,
    Verified,
)
from desktop.domain.document import Document
from desktop.domain.errors import (
    DisposalUnfinishedError,
    FamilyMemberError,
    HeldError,
    NothingToDisposeError,
)
from desktop.domain.identity import DocumentId
from desktop.vault.answers import Answers
from desktop.vault.disposal.holds import Holds
from desktop.vault.disposal.leftovers import copies_of, delete_files, earlier_files_of
from desktop.vault.disposal.plans import opened_disposal, sealed_disposal
from desktop.vault.disposal.sparing import Spared, spare_rest
from desktop.vault.disposal.traces import traces_left, traces_of
from desktop.vault.documents import Documents
from desktop.vault.finding_index import FindingIndex
from desktop.vault.matter_file import MatterFile, identity_bytes
from desktop.vault.page_index import PageIndex
from desktop.vault.pages import Pages
from desktop.vault.schema import DISPOSAL_STATES
from desktop.vault.search.word_list import WordList

_BEGUN = DISPOSAL_STATES.number(DisposalState.BEGUN)
_CLEARED = DISPOSAL_STATES.number(DisposalState.CLEARED)
_DONE = DISPOSAL_STATES.number(DisposalState.DONE)


class Disposals:
    """The disposals of documents of one matter.

    Attributes:
        holds: That stand in the way.
    """

    def __init__(
        self,
        matter: MatterFile,
        index: PageIndex,
        finding_index: FindingIndex,
        clock: Callable[[], datetime],
    ) -> None:
        """Take the open matter, its two indexes, and a clock that tells UTC."""
        self._matter = matter
        self._database = matter.database
        self._index = index
        self._finding_index = finding_index
        self._clock = clock
        self._documents = Documents(matter)
        self._pages = Pages(matter)
        self._answers = Answers(matter)
        self._word_list = WordList(matter)
        self.holds = Holds(matter, clock)

    def delete(self, document_id: DocumentId) -> None:
        """Delete the rows of one document, within the caller's transaction; `sweep` has to follow.

        Raises:
            NoSuchDocumentError: It is not in this matter.
            HeldError: A hold stands in the way.
        """
        document_row = self._documents.row_of(document_id)
        self.holds.demand_none([document_id])
        self._delete(document_row)

    def sweep(self) -> bool:
        """Take out of the files what the tables no longer show; False: a reader is in the way."""
        self._index.compact()
        self._word_list.sweep(self._index, self._finding_index)
        return self._database.checkpoint()

    def begin(
        self,
        disposal_id: DisposalId,
        document_ids: Sequence[DocumentId],
        order: DisposalOrder,
        reference: str,
        *,
        may_go_apart: bool = False,
    ) -> None:
        """Write down what is to go; nothing has gone when this returns, and nothing stops it then.

        Args:
            disposal_id: New.
            document_ids: Of the documents; what came inside them goes as well.
            order: What was confirmed.
            reference: Client and matter number, for the certificate.
            may_go_apart: Whether a document may go although the one it came in stays.

        Raises:
            NothingToDisposeError: No document is named.
            NoSuchDocumentError: One is not in this matter.
            FamilyMemberError: One came inside another that stays, and may not go apart.
            HeldError: A hold stands in the way of one; none is touched.
        """
        if not document_ids:
            raise NothingToDisposeError
        with self._database.transaction():
            families = self._documents.families()
            rows = {
                each: self._documents.row_of(each) for each in families.with_below(document_ids)
            }
            apart = {each for each in rows if families.parents.get(each, each) not in rows}
            if apart and not may_go_apart:
                raise FamilyMemberError
            self.holds.demand_none(rows)
            certificate = Certificate(
                disposal_id=disposal_id,
                scope=DisposalScope.DOCUMENTS,
                matter_id=self._matter.matter_id,
                reference=reference,
                order=order,
                documents=tuple(
                    replace(_described(self._documents.of_id(each)), is_apart=each in apart)
                    for each in rows
                ),
            )
            traces = frozenset(
                trace for row in rows.values() for trace in traces_of(self._database, row)
            )
            row_id = bytes.fromhex(disposal_id)
            disposal_row = self._database.insert(
                "INSERT INTO disposal (disposal_id, state, record) VALUES (?, ?, ?)",
                row_id,
                _BEGUN,
                self._sealed(row_id, certificate, traces),
            )
            self._database.change_many(
                "INSERT INTO disposal_document VALUES (?, ?)",
                ((disposal_row, document_row) for document_row in rows.values()),
            )

    def end_with_matter(self, certificate: Certificate) -> None:
        """Note that the matter goes as a whole, within the transaction that looked at its holds.

        Whoever waits for the write lock then, to place a hold, is told.
        """
        row_id = bytes.fromhex(certificate.disposal_id)
        self._database.change(
            "INSERT INTO disposal (disposal_id, state, record) VALUES (?, ?, ?)",
            row_id,
            DISPOSAL_STATES.number(DisposalState.WITH_MATTER),
            self._sealed(row_id, certificate, frozenset()),
        )

    def finish(self, disposal_id: DisposalId) -> Iterator[DisposalProgress]:
        """Go on with a disposal from wherever it is; its certificate is in the last report.

        Raises:
            NoSuchDisposalError: There is none by that identity.
            DisposalUnfinishedError: Another connection reads the matter; it can be gone on with.
        """
        yield from self.clear(disposal_id)
        certificate = self.certify(disposal_id)
        yield DisposalProgress(len(certificate.documents), len(certificate.documents), certificate)

    def clear(self, disposal_id: DisposalId) -> Iterator[DisposalProgress]:
        """Delete what is left of a plan, and what the deletion left in the files.

        Raises:
            NoSuchDisposalError: There is none by that identity.
            DisposalUnfinishedError: Another connection reads the matter; it can be gone on with.
        """
        state, certificate, _ = opened_disposal(self._matter, disposal_id)
        if state == _DONE:
            return
        left, total = self._left(disposal_id), len(certificate.documents)
        for done, document_row in enumerate(left, start=total - len(left)):
            yield DisposalProgress(done, total)
            self._dispose_of(disposal_id, document_row)
        delete_files(copies_of(self._database.path))
        if not self.sweep():
            raise DisposalUnfinishedError
        self._database.change(
            "UPDATE disposal SET state = ? WHERE disposal_id = ?",
            _CLEARED,
            bytes.fromhex(disposal_id),
        )

    def certify(
        self,
        disposal_id: DisposalId,
        *,
        is_key_replaced: bool = False,
        backups: KnownBackups = NO_KNOWN_BACKUPS,
    ) -> Certificate:
        """Look for what must be gone, and close a disposal that was cleared.

        Args:
            disposal_id: Of the disposal.
            is_key_replaced: Whether the matter got a new key after it was cleared.
            backups: Those that may still hold the documents.

        Returns:
            The certificate; the one there is where it was closed before.

        Raises:
            NoSuchDisposalError: There is none by that identity.
        """
        state, certificate, traces = opened_disposal(self._matter, disposal_id)
        if state == _DONE:
            return certificate
        certificate = self._certified(certificate, traces).naming(backups)
        certificate = replace(certificate, is_key_replaced=is_key_replaced)
        self._keep(disposal_id, _DONE, certificate, frozenset())
        return certificate

    def spare_rest(self, disposal_id: DisposalId) -> Spared:
        """Take what has not gone off a plan, because a person stopped it.

        Raises:
            NoSuchDisposalError: There is none by that identity.
        """
        return spare_rest(self._matter, disposal_id)

    def unfinished(self) -> tuple[DisposalId, ...]:
        """Disposals that were begun and are not done, the oldest first."""
        rows = self._database.rows(
            "SELECT disposal_id FROM disposal WHERE state IN (?, ?) ORDER BY disposal_row",
            _BEGUN,
            _CLEARED,
        )
        return tuple(DisposalId(row_id.hex()) for (row_id,) in rows)

    def certificates(self) -> tuple[Certificate, ...]:
        """Every certificate, the oldest first; those not finished have no end."""
        return certificates_of(self._matter)

    def count(self) -> int:
        """How many documents there are."""
        return int(self._database.value("SELECT count(*) FROM document"))

    def inventory(self) -> Iterator[DisposedDocument]:
        """What a certificate says of every document, one after the other."""
        return map(_described, self._documents.each())

    def _left(self, disposal_id: DisposalId) -> list[int]:
        rows = self._database.rows(
            "SELECT document_row FROM disposal_document JOIN disposal USING (disposal_row)"
            " WHERE disposal_id = ? ORDER BY document_row",
            bytes.fromhex(disposal_id),
        )
        return [document_row for (document_row,) in rows]

    def _dispose_of(self, disposal_id: DisposalId, document_row: int) -> None:
        """Delete one document of a plan, or take it off the plan because it is held."""
        with self._database.transaction():
            row = self._database.row(
                "SELECT document_id FROM document WHERE document_row = ?", document_row
            )
            if row is None:
                return  # Removed since the plan was written.
            document_id = DocumentId(row[0].hex())
            try:
                self.holds.demand_none([document_id])
            except HeldError:
                self._leave(disposal_id, document_row, document_id)
                return
            self._delete(document_row)

    def _leave(self, disposal_id: DisposalId, document_row: int, document_id: DocumentId) -> None:
        state, certificate, traces = opened_disposal(self._matter, disposal_id)
        documents = tuple(
            replace(each, kept_for_hold=True) if each.document_id == document_id else each
            for each in certificate.documents
        )
        kept = frozenset(traces_of(self._database, document_row))
        self._keep(disposal_id, state, replace(certificate, documents=documents), traces - kept)
        self._database.change("DELETE FROM disposal_document WHERE document_row = ?", document_row)

    def _delete(self, document_row: int) -> None:
        """Delete a document with all that belongs to it, within the caller's transaction."""
        present = self._pages.present(document_row)
        read = [row.page_row for row in present.values() if row.is_read]
        self._index.remove(read)
        self._finding_index.remove(read)
        self._answers.remove_about(document_row)
        self._documents.delete(document_row)

    def _certified(self, certificate: Certificate, traces: frozenset[bytes]) -> Certificate:
        """The certificate with what was looked at."""
        path, key = self._database.raw_file()
        gone = certificate.disposed
        with self._database.snapshot():
            rows = sum(
                self._database.value(
                    "SELECT count(*) FROM document WHERE document_id = ?",
                    identity_bytes(each.document_id),
                )
                for each in gone
            )
        verified = (
            Verified("No table holds a row of the documents, their keys among them.", rows == 0),
            Verified("No earlier file or copy of the matter is left.", not earlier_files_of(path)),
            Verified(
                f"Every page of the matter's file and of its log was decrypted and searched for"
                f" {len(traces)} traces of sealed keys and values of the documents: none found.",
                traces_left(path, key, traces) == 0,
            ),
        )
        return replace(certificate, finished_at=self._clock(), verified=verified)

    def _keep(
        self,
        disposal_id: DisposalId,
        state: int,
        certificate: Certificate,
        traces: frozenset[bytes],
    ) -> None:
        row_id = bytes.fromhex(disposal_id)
        self._database.change(
            "UPDATE disposal SET state = ?, record = ? WHERE disposal_id = ?",
            state,
            self._sealed(row_id, certificate, traces),
            row_id,
        )

    def _sealed(self, row_id: bytes, certificate: Certificate, traces: frozenset[bytes]) -> bytes:
        return sealed_disposal(self._matter, row_id, certificate, traces)


def certificates_of(matter: MatterFile) -> tuple[Certificate, ...]:
    """Every certificate of an open matter, the oldest first; those not finished have no end.

    Raises:
        VaultDamagedError: One was altered.
    """
    rows = matter.database.rows("SELECT disposal_id FROM disposal ORDER BY disposal_row")
    return tuple(opened_disposal(matter, DisposalId(row_id.hex()))[1] for (row_id,) in rows)


def _described(document: Document) -> DisposedDocument:
    return DisposedDocument(
        document_id=document.document_id,
        sha256=document.origin.sha256,
        size_bytes=document.origin.size_bytes,
        page_count=document.page_count,
    )
