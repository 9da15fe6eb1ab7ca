"""What was decided differently on several workstations, and which decision is to hold."""

from collections.abc import Iterator

from desktop.casework.backing_up.moving import Difference, differences
from desktop.casework.deciding import correct, decide
from desktop.domain.differences import DecidedOnce, MatterDifference
from desktop.domain.finding import Decision, StoredFinding
from desktop.domain.identity import FindingId
from desktop.vault.asides import Decided
from desktop.vault.backup.times import moment_of
from desktop.vault.matter_store import MatterStore


def decided_differently(store: MatterStore) -> Iterator[MatterDifference]:
    """Every finding about which persons decided differently, with all that they decided.

    Raises:
        VaultDamagedError: One was altered.
    """
    names = {each.document_id: each.origin.name for each in store.documents()}
    for difference in differences(store):
        yield _shown(difference, names[difference.stored.document_id])


def let_hold(store: MatterStore, finding_id: FindingId, chosen: DecidedOnce) -> StoredFinding:
    """Decide about a finding as somebody has decided before; it is this account's decision now.

    Returns:
        The finding as it is now.

    Raises:
        CorrectionError: What was given is no value of this kind any more.
        NoSuchFindingError: Its page was read again or removed meanwhile.
    """
    if chosen.decision is Decision.CORRECTED:
        return correct(store, finding_id, chosen.value)
    return decide(store, finding_id, chosen.decision)


def _shown(difference: Difference, document: str) -> MatterDifference:
    stored = difference.stored
    finding, verdict = stored.finding, stored.verdict
    is_corrected = stored.decision is Decision.CORRECTED
    return MatterDifference(
        finding_id=stored.finding_id,
        kind=finding.kind,
        sensitivity=finding.sensitivity,
        read=finding.mention if verdict is None else verdict.read_mention,
        document=document,
        page=stored.page,
        holds=DecidedOnce(
            stored.decision,
            finding.mention if is_corrected else "",
            "" if verdict is None else verdict.decided_by,
            None if verdict is None else verdict.decided_at,
        ),
        earlier=tuple(map(_once, difference.earlier)),
    )


def _once(decided: Decided) -> DecidedOnce:
    return DecidedOnce(
        Decision(decided.decision), decided.mention, decided.by, moment_of(decided.at_us)
    )
