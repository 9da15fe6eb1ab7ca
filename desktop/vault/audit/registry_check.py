"""Whether what belongs to the vault as a whole is as it was written: registry, log, slot file."""

from collections.abc import Collection, Iterator

from desktop.domain.errors import VaultError
from desktop.vault.audit.log import AuditLog
from desktop.vault.audit.state import StateKeeper
from desktop.vault.audit.ways import missing_ways, removed_ways
from desktop.vault.database import Database
from desktop.vault.encrypted_pages import is_encrypted_whole


def registry_problems(
    registry: Database, state: StateKeeper, audit: AuditLog, present_ways: Collection[str]
) -> Iterator[str]:
    """What is not whole, as sentences.

    Args:
        registry: Open.
        state: Of the registry.
        audit: The vault's log.
        present_ways: Identities of the ways in the slot file.
    """
    if not _is_file_whole(registry):
        yield "A page of the registry was altered or damaged."
        return
    try:
        if not state.is_whole():
            yield "Rows of the registry are not those that were last written."
        yield from log_problems(audit)
        entries = audit.entries()
    except VaultError as error:
        yield error.reason
        return
    if removed_ways(entries, present_ways):
        yield "A way into the vault that was removed is back: slots.json is older than the log."
    if missing_ways(entries, present_ways):
        yield (
            "A way into the vault that was made is not in slots.json: it is older than the log, or"
            " changing it was cut short."
        )


def log_problems(audit: AuditLog) -> Iterator[str]:
    """What is not as it was written in a log, as sentences."""
    for problem in audit.problems():
        yield f"The log, entry {problem.number}: {problem.what}"


def _is_file_whole(registry: Database) -> bool:
    try:
        with registry.reopened() as other:
            if not is_encrypted_whole(other):
                return False
        with registry.reopened() as other:
            return other.rows("PRAGMA integrity_check") == [("ok",)]
    except VaultError:
        return False
