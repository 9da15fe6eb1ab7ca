"""What the vault's log says of the ends of matters; rows of the registry can be altered."""

from desktop.domain.audit import Act
from desktop.vault.audit.log import AuditLog


def open_to_all(log: AuditLog) -> frozenset[str]:
    """The disposals of matters whose certificates open for every account of the vault.

    They were of matters without a wall, of which the log tells how many documents they had, or were
    finished when nobody was left to open what was noted of them.

    Raises:
        VaultDamagedError: An entry was altered.
    """
    return frozenset(
        entry.subject[-1]
        for entry in log.entries()
        if entry.act is Act.DISPOSAL_ENDED_WITHOUT_KEY
        or (entry.act is Act.MATTER_DISPOSED and "documents" in entry.details)
    )
