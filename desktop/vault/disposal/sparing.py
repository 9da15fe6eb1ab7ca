"""A disposal that a person stops: what has not gone stays, as if it had never been on the plan."""

from dataclasses import dataclass, replace

from desktop.domain.disposal import DisposalId
from desktop.domain.identity import DocumentId
from desktop.vault.disposal.plans import opened_disposal, sealed_disposal
from desktop.vault.disposal.traces import traces_of
from desktop.vault.matter_file import MatterFile


@dataclass(frozen=True, slots=True)
class Spared:
    """What became of a plan.

    Attributes:
        gone: Documents that had gone before it was stopped.
        stay: Documents that stay.
    """

    gone: int
    stay: int


def spare_rest(matter: MatterFile, disposal_id: DisposalId) -> Spared:
    """Take what has not gone off a plan; where nothing has gone, the plan itself is struck out.

    Raises:
        NoSuchDisposalError: There is none by that identity.
    """
    database, row_id = matter.database, bytes.fromhex(disposal_id)
    with database.transaction():
        _, certificate, traces = opened_disposal(matter, disposal_id)
        rows = database.rows(
            "SELECT document_row, document_id FROM document"
            " JOIN disposal_document USING (document_row) JOIN disposal USING (disposal_row)"
            " WHERE disposal_id = ?",
            row_id,
        )
        stay = {DocumentId(document_id.hex()) for _, document_id in rows}
        kept = {trace for document_row, _ in rows for trace in traces_of(database, document_row)}
        documents = tuple(each for each in certificate.documents if each.document_id not in stay)
        stopped = replace(certificate, documents=documents)
        database.change(
            "DELETE FROM disposal_document WHERE disposal_row ="
            " (SELECT disposal_row FROM disposal WHERE disposal_id = ?)",
            row_id,
        )
        if stopped.disposed:
            sealed = sealed_disposal(matter, row_id, stopped, traces - kept)
            database.change("UPDATE disposal SET record = ? WHERE disposal_id = ?", sealed, row_id)
        else:
            database.change("DELETE FROM disposal WHERE disposal_id = ?", row_id)
    return Spared(len(stopped.disposed), len(stay))
