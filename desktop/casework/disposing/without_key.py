"""Ends of walled matters that were cut short and that nobody can go on with: an administrator does.

The key of such a matter was destroyed when its end began. What was noted for the certificate opened
for the members who were inside alone, and all of them have left the vault since.
"""

from collections.abc import Callable
from datetime import datetime

from desktop.casework.disposing.dispose import backups_of
from desktop.casework.disposing.reasons import reason_of
from desktop.domain.disposal import Certificate, DisposalOrder, StuckDisposal
from desktop.domain.errors import NoSuchDisposalError
from desktop.vault.audit.account import account_name
from desktop.vault.members.roll import Roll
from desktop.vault.vault import Vault

Clock = Callable[[], datetime]


def stuck_disposals(vault: Vault, clock: Clock) -> tuple[StuckDisposal, ...]:
    """The ends of matters that wait for nobody any more.

    Raises:
        NotMemberError: This account is no member.
        NotAdministratorError: It is no administrator.
    """
    Roll(vault, clock).demand_administrator()
    return vault.disposals.stuck.all(vault.audit)


def finish_without_key(vault: Vault, start: str, reason: str, clock: Clock) -> Certificate:
    """Finish the end of a matter whose key and number nobody knows any more.

    Args:
        vault: Belongs to the calling thread.
        start: The first digits of the disposal's identity.
        reason: Why, in the firm's words.
        clock: Tells UTC.

    Raises:
        NotMemberError: This account is no member.
        NotAdministratorError: It is no administrator.
        ReasonNeededError: There is no reason.
        NoSuchDisposalError: None that waits for nobody begins with these digits, or several do.
        DisposalUnfinishedError: Another process has a file open; it can be done again.
    """
    fitting = [
        each.disposal_id
        for each in stuck_disposals(vault, clock)
        if start and each.disposal_id.startswith(start.lower())
    ]
    order = DisposalOrder(reason_of(reason), account_name(), clock())
    if len(fitting) != 1:
        raise NoSuchDisposalError(
            "No end of a matter by this identity waits for nobody.",
            remedy="List them with `incamera disposal stuck`.",
        )
    return vault.disposals.stuck.finish(fitting[0], order, vault.audit, backups_of(vault))
