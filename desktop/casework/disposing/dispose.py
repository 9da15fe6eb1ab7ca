"""Disposing of documents and of whole matters, once a person has typed which matter it is.

A disposal that was begun is finished: at once, or where the process ended, at the next opening of
the vault. Nothing begins one but a person.
"""

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from datetime import datetime

from desktop.casework.disposing.reasons import reason_of
from desktop.domain.audit import Act
from desktop.domain.backup import BackupAct
from desktop.domain.disposal import (
    Certificate,
    DisposalId,
    DisposalOrder,
    DisposalProgress,
    DisposalStep,
    KnownBackups,
)
from desktop.domain.errors import (
    DiskFullError,
    DisposalUnfinishedError,
    InCameraError,
    NoSuchDisposalError,
    NotConfirmedError,
    VaultBusyError,
)
from desktop.domain.identity import DocumentId, short_identity
from desktop.domain.matter import Matter
from desktop.vault.audit.account import account_name
from desktop.vault.backup.history import history_of, is_history_whole
from desktop.vault.disposal.rows import Begun
from desktop.vault.matter_store import MatterStore
from desktop.vault.members.walled import admitted_to
from desktop.vault.rotation.matter_key import delete_unfinished
from desktop.vault.vault import Vault

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

MAX_NAMED = 200
"""Documents that an entry of the log names; the certificate names all."""


def dispose_of_documents(
    vault: Vault,
    matter: Matter,
    document_ids: Sequence[DocumentId],
    *,
    typed: str,
    reason: str,
    clock: Clock,
    is_key_replaced: bool = True,
    may_go_apart: bool = False,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Generator[DisposalProgress, None, None]:
    """Bring documents to their end, for good.

    The matter gets a new key afterwards, so that an older copy of its file opens with no key that
    the vault still has. Where that cannot be, because somebody else has the matter open or there is
    no room for a second file, the documents are gone all the same, and the certificate says so.

    Args:
        vault: Belongs to the calling thread.
        matter: Of the documents.
        document_ids: Of the documents; what came inside them goes as well.
        typed: Client and matter number, as a person typed it to confirm.
        reason: Why, in the firm's words.
        clock: Tells UTC.
        is_key_replaced: Whether the matter is to get a new key; its store is closed for that.
        may_go_apart: Whether a document may go although the one it came in, whose original holds
            the same bytes, stays.
        is_stopped: Whether a person has stopped it. What has not gone by then stays, the
            certificate names what went, and where nothing has gone there is none. A caller that
            merely ends early leaves the rest to the next opening.

    Yields:
        How far it has come; the certificate in the last report.

    Raises:
        NotConfirmedError: What was typed is not the matter's reference.
        ReasonNeededError: There is no reason.
        NothingToDisposeError: No document is named.
        FamilyMemberError: One came inside another that stays, and may not go apart.
        HeldError: A hold stands in the way; nothing is touched.
        DisposalUnfinishedError: It has begun and is finished at the next opening.
    """
    order = _order(matter, typed, reason, clock)
    store = vault.store_of(matter.matter_id)
    disposal_id = vault.disposals.announce(matter.matter_id)
    try:
        with store.together():
            store.disposals.begin(
                disposal_id, document_ids, order, matter.reference, may_go_apart=may_go_apart
            )
            store.audit.add(
                Act.DOCUMENTS_DISPOSED,
                subject=[disposal_id, *document_ids[:MAX_NAMED]],
                details={"documents": len(document_ids)},
            )
    except BaseException:
        vault.disposals.strike(disposal_id)
        raise
    for report in store.disposals.clear(disposal_id):
        yield report
        if is_stopped():
            if not _spare_rest(store, disposal_id):
                vault.disposals.strike(disposal_id)
                yield DisposalProgress(0, report.total)
                return
            yield from store.disposals.clear(disposal_id)
            break
    is_replaced = is_key_replaced and _replace_key(vault, matter)
    if not is_replaced:
        with suppress(VaultBusyError):
            # New keys that were begun: part of a file that has the documents still.
            delete_unfinished(vault.inside(), matter.matter_id)
    disposals = vault.store_of(matter.matter_id).disposals
    certificate = disposals.certify(
        disposal_id, is_key_replaced=is_replaced, backups=backups_of(vault)
    )
    vault.disposals.strike(disposal_id)
    total = len(certificate.documents)
    yield DisposalProgress(total, total, certificate)


def dispose_of_matter(
    vault: Vault,
    matter: Matter,
    *,
    typed: str,
    reason: str,
    clock: Clock,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Generator[DisposalProgress, None, None]:
    """Bring a whole matter to its end, for good.

    Args:
        vault: Belongs to the calling thread; it closes the matter's file.
        matter: The matter.
        typed: Client and matter number, as a person typed it to confirm.
        reason: Why, in the firm's words.
        clock: Tells UTC.
        is_stopped: Whether a person has stopped it. Until the key of the matter is destroyed
            nothing has gone then, and there is no certificate.

    Yields:
        How far it has come; the certificate in the last report.

    Raises:
        NotConfirmedError: What was typed is not the matter's reference.
        ReasonNeededError: There is no reason.
        HeldError: A hold stands in the way; nothing is touched.
        DisposalUnfinishedError: The matter is gone; what is left goes at the next opening.
    """
    order = _order(matter, typed, reason, clock)
    store = vault.store_of(matter.matter_id)
    admitted = admitted_to(vault.inside(), matter.matter_id)
    disposal_id = yield from vault.disposals.begin(
        matter, store, order, vault.audit, admitted, is_stopped
    )
    vault.close_store(matter.matter_id)
    if disposal_id is None:
        return
    yield DisposalProgress(0, 0, step=DisposalStep.ENDING)
    certificate = vault.disposals.finish(disposal_id, backups_of(vault))
    total = len(certificate.documents)
    yield DisposalProgress(total, total, certificate, DisposalStep.ENDING)


def finish_begun(vault: Vault) -> tuple[Begun, ...]:
    """Finish what was begun before and cut short; what cannot be finished now waits on.

    Returns:
        The disposals that still wait: another process has a file open, or a file is damaged.
    """
    waiting: list[Begun] = []
    for begun in vault.disposals.begun():
        try:
            _finish(vault, begun)
        except DisposalUnfinishedError:
            waiting.append(begun)
        except InCameraError as error:
            # The vault opens all the same: whatever is wrong shows where the matter is opened.
            log.warning("disposal %s waits: %s", short_identity(begun.disposal_id), error.code)
            waiting.append(begun)
    return tuple(waiting)


def certificate_named(vault: Vault, matters: Sequence[Matter], start: str) -> Certificate:
    """The certificate whose identity begins with these digits.

    Args:
        vault: Belongs to the calling thread.
        matters: Whose documents it may be about; those of whole matters are looked at as well.
        start: Hexadecimal digits.

    Raises:
        NoSuchDisposalError: None does, or more than one.
    """
    known = list(vault.disposals.certificates())
    for matter in matters:
        known += vault.store_of(matter.matter_id).disposals.certificates()
    fitting = [each for each in known if start and each.disposal_id.startswith(start.lower())]
    if len(fitting) != 1:
        raise NoSuchDisposalError
    return fitting[0]


def backups_of(vault: Vault) -> KnownBackups:
    """What the vault remembers of backups."""
    inside = vault.inside()
    made = (entry for entry in history_of(inside) if entry.act is BackupAct.MADE)
    return KnownBackups(tuple(sorted(entry.at for entry in made)), is_history_whole(inside))


def _spare_rest(store: MatterStore, disposal_id: DisposalId) -> bool:
    """Let what has not gone stay; whether anything went."""
    with store.together():
        spared = store.disposals.spare_rest(disposal_id)
        store.audit.add(
            Act.DISPOSAL_STOPPED,
            subject=[disposal_id],
            details={"gone": spared.gone, "stay": spared.stay},
        )
    return spared.gone > 0


def _replace_key(vault: Vault, matter: Matter) -> bool:
    """Give the matter a new key; whether that could be done."""
    try:
        for _ in vault.rotate_matter_key(matter.matter_id):
            pass
    except (DiskFullError, VaultBusyError) as error:
        log.warning("the key of a matter was not replaced: %s", error.code)
        return False
    return True


def _finish(vault: Vault, begun: Begun) -> None:
    if begun.is_whole:
        vault.disposals.finish(begun.disposal_id, backups_of(vault))
        return
    store = vault.store_of(begun.matter_id)
    if begun.disposal_id in store.disposals.unfinished():
        for _ in store.disposals.clear(begun.disposal_id):
            pass
        delete_unfinished(vault.inside(), begun.matter_id)
        store.disposals.certify(begun.disposal_id, backups=backups_of(vault))
    vault.disposals.strike(begun.disposal_id)


def _order(matter: Matter, typed: str, reason: str, clock: Clock) -> DisposalOrder:
    if typed.strip() != matter.reference:
        raise NotConfirmedError
    return DisposalOrder(reason_of(reason), account_name(), clock())
