"""What keeps a matter and for how long: holds, the rule of retention, closing and opening again."""

from collections.abc import Callable
from datetime import datetime

from desktop.casework.disposing.reasons import reason_of
from desktop.domain.audit import Act
from desktop.domain.errors import MatterClosedError, RetentionRuleError
from desktop.domain.identity import DocumentId
from desktop.domain.keeping import (
    MAX_YEARS,
    Closing,
    Hold,
    Keeping,
    RetentionRule,
    RetentionStart,
)
from desktop.vault.audit.account import account_name
from desktop.vault.matter_store import MatterStore

Clock = Callable[[], datetime]


def keeping_of(store: MatterStore) -> Keeping:
    """The rule, the closing and every hold of a matter."""
    return Keeping(store.retention.rule(), store.retention.closing(), store.holds.all())


def place_hold(store: MatterStore, document_id: DocumentId | None, reason: str) -> Hold:
    """Keep a document from being disposed of; None: the whole matter.

    Raises:
        ReasonNeededError: There is no reason.
        NoSuchDocumentError: The document is not in this matter.
    """
    with store.together():
        hold = store.holds.place(document_id, reason_of(reason), account_name())
        store.audit.add(Act.HOLD_PLACED, subject=_subject(hold))
    return hold


def release_hold(store: MatterStore, start: str, reason: str) -> Hold:
    """Release the hold whose identity begins with these digits; others stand on.

    Raises:
        ReasonNeededError: There is no reason.
        NoSuchHoldError: No standing hold fits, or more than one.
    """
    with store.together():
        hold = store.holds.release(start, reason_of(reason), account_name())
        store.audit.add(Act.HOLD_RELEASED, subject=_subject(hold))
    return hold


def set_rule(
    store: MatterStore,
    years: int,
    start: RetentionStart,
    basis: str,
    clock: Clock,
    *,
    is_from_year_end: bool = False,
) -> RetentionRule:
    """Let a rule of retention hold from now on, in place of the one there was.

    Args:
        store: Of the matter.
        years: To keep.
        start: What they count from.
        basis: Why, in the firm's words.
        clock: Tells UTC.
        is_from_year_end: Whether they count from the end of that calendar year.

    Raises:
        RetentionRuleError: The years are too few or too many.
        ReasonNeededError: There is no basis.
    """
    if not 1 <= years <= MAX_YEARS:
        raise RetentionRuleError
    rule = RetentionRule(years, start, is_from_year_end, reason_of(basis), account_name(), clock())
    with store.together():
        store.retention.set_rule(rule)
        store.audit.add(Act.RULE_SET, details={"years": years, "from": start.value})
    return rule


def lift_rule(store: MatterStore) -> None:
    """Let no rule hold: nothing becomes due any more.

    Raises:
        RetentionRuleError: There is none.
    """
    if store.retention.rule() is None:
        raise RetentionRuleError(
            "No rule of retention holds for this matter.", remedy="There is nothing to lift."
        )
    with store.together():
        store.retention.set_rule(None)
        store.audit.add(Act.RULE_SET, details={"years": 0})


def close_matter(store: MatterStore, clock: Clock) -> Closing:
    """Note that the work on a matter has ended: a rule may count from here.

    Where the clock of this computer was set back, the time of the last entry of the log counts, so
    that nothing is due before its time.

    Raises:
        MatterClosedError: It is closed already.
    """
    with store.together():
        if store.retention.closing() is not None:
            raise MatterClosedError
        logged = [entry.at for entry in store.audit.entries(latest=1)]
        closing = Closing(account_name(), max([clock(), *logged]))
        store.retention.set_closing(closing)
        store.audit.add(Act.MATTER_CLOSED)
    return closing


def reopen_matter(store: MatterStore) -> None:
    """Note that work goes on.

    Raises:
        MatterClosedError: It is open.
    """
    with store.together():
        if store.retention.closing() is None:
            raise MatterClosedError
        store.retention.set_closing(None)
        store.audit.add(Act.MATTER_REOPENED)


def _subject(hold: Hold) -> list[str]:
    return [hold.hold_id] if hold.document_id is None else [hold.hold_id, hold.document_id]
