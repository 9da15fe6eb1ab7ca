"""Erasing a person's data (Art. 17 GDPR): the documents that hold it are disposed of.

An original is kept unchanged, so taking a name out of the text beside it would erase nothing.
Whole documents go, with a certificate; one under hold stays, since claims must be kept (Art. 17(3)
(e) GDPR), and nothing is disposed of while one of them is held.
"""

from collections.abc import Callable, Generator
from datetime import datetime

from desktop.casework.disposing.dispose import dispose_of_documents
from desktop.domain.audit import Act
from desktop.domain.data_subject import SubjectCase
from desktop.domain.disposal import DisposalProgress
from desktop.domain.errors import ReviewOpenError
from desktop.domain.family import Families
from desktop.domain.identity import DocumentId
from desktop.domain.matter import Matter
from desktop.vault.matter_store import MatterStore
from desktop.vault.vault import Vault


def documents_about(store: MatterStore, case: SubjectCase) -> tuple[DocumentId, ...]:
    """The documents that would go: those with an accepted hit that are still there.

    Where one came inside another, the original of that one holds its bytes too: the whole family
    goes, from the document that was added.
    """
    about = {hit.document_id for hit in case.accepted}
    documents = store.documents()
    families = Families.of(documents)
    heads = {families.head_of(each.document_id) for each in documents if each.document_id in about}
    return families.with_below(each.document_id for each in documents if each.document_id in heads)


def erase_subject(
    vault: Vault,
    matter: Matter,
    case: SubjectCase,
    *,
    typed: str,
    reason: str,
    clock: Callable[[], datetime],
    is_key_replaced: bool = True,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Generator[DisposalProgress, None, None]:
    """Dispose of every document with an accepted hit, then of the case itself.

    The case stays while one of them does: it was stopped, or a hold was placed meanwhile.

    Args:
        vault: Belongs to the calling thread.
        matter: Of the case.
        case: Its review is complete.
        typed: Client and matter number, as a person typed it to confirm.
        reason: Why, in the firm's words; it stands in the certificate and must name nobody.
        clock: Tells UTC.
        is_key_replaced: Whether the matter is to get a new key; its store is closed for that.
        is_stopped: Whether a person has stopped it: what has not gone by then stays.

    Yields:
        How far it has come; the certificate in the last report.

    Raises:
        ReviewOpenError: A hit is neither accepted nor struck out.
        NotConfirmedError: What was typed is not the matter's reference.
        ReasonNeededError: There is no reason.
        NothingToDisposeError: No hit was accepted.
        HeldError: A hold stands in the way of one of the documents; none is touched.
    """
    if case.open_hits:
        raise ReviewOpenError
    documents = documents_about(vault.store_of(matter.matter_id), case)
    for report in dispose_of_documents(
        vault,
        matter,
        documents,
        typed=typed,
        reason=reason,
        clock=clock,
        is_key_replaced=is_key_replaced,
        is_stopped=is_stopped,
    ):
        if report.certificate is not None:
            store = vault.store_of(matter.matter_id)
            with store.together():
                if not documents_about(store, case):
                    store.subjects.remove(case.subject_id)
                store.audit.add(
                    Act.SUBJECT_ERASED,
                    subject=[case.subject_id, report.certificate.disposal_id],
                    details={"documents": len(report.certificate.disposed)},
                )
            store.disposals.sweep()
        yield report
