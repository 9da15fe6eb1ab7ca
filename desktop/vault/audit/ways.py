"""Ways in that were removed and are back: how an older slot file gives itself away."""

from collections.abc import Iterable

from desktop.domain.audit import Act, AuditEntry

_MADE = frozenset({Act.VAULT_CREATED, Act.KEY_WAY_ADDED, Act.KEY_WAY_CONFIRMED})


def removed_ways(entries: Iterable[AuditEntry], present: Iterable[str]) -> set[str]:
    """The ways in the slot file that the log says were removed.

    A way that the log does not know is none of these: a crash between the slot file and the log
    leaves one.

    Args:
        entries: Of the vault's log, in order.
        present: Identities of the ways in the slot file.
    """
    return set(present) & _by_last_act(entries)[1]


def missing_ways(entries: Iterable[AuditEntry], present: Iterable[str]) -> set[str]:
    """The ways that the log says were made and not removed, and that the slot file has not."""
    return _by_last_act(entries)[0] - set(present)


def _by_last_act(entries: Iterable[AuditEntry]) -> tuple[set[str], set[str]]:
    made: set[str] = set()
    removed: set[str] = set()
    for entry in entries:
        if entry.act in _MADE:
            made.update(entry.subject)
            removed.difference_update(entry.subject)
        elif entry.act is Act.KEY_WAY_REMOVED:
            removed.update(entry.subject)
            made.difference_update(entry.subject)
    return made, removed
