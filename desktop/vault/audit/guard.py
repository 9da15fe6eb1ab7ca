"""What keeps an older file of the vault from being taken for the present one.

A file is compared when it is opened: a matter's with what the registry says, the registry with the
anchor in the keyring. Where it was left is told when it is closed, and while it is written to once
a minute to the registry and every ten minutes to the keyring. What was written since the last time
that was told is beyond this: a kill, and then the log removed, goes unnoticed for so long.

Telling is never in the way of work: where it fails, the file is ahead of what was told, which
raises no alarm, and it is told the next time.
"""

import logging
import time
from collections.abc import Iterable

from desktop.domain.audit import Act
from desktop.domain.errors import (
    KeysChangedError,
    KeyStoreError,
    OlderStateError,
    VaultError,
)
from desktop.domain.identity import MatterId
from desktop.vault.audit.anchor import KeyringAnchor
from desktop.vault.audit.log import AuditLog
from desktop.vault.audit.state import FileState, StateKeeper
from desktop.vault.database import Database
from desktop.vault.slots.file import SLOTS_FILE

log = logging.getLogger(__name__)

TELL_REGISTRY_EVERY_S = 60.0
TELL_KEYRING_EVERY_S = 600.0

_TELL = (
    "INSERT INTO matter_state (matter_id, counter, head)"
    " SELECT matter_id, ?, ? FROM matter WHERE matter_id = ?"
    " ON CONFLICT (matter_id) DO UPDATE SET counter = excluded.counter, head = excluded.head"
)
"""Nothing, where the matter is gone: the end of a matter closes its file as well."""
_IF_LATER = " WHERE excluded.counter > matter_state.counter"


class StateGuard:
    """Watches over the files of one open vault; belongs to its thread.

    Args:
        registry: Open.
        state: Of the registry.
        audit: The vault's log.
        anchor: Outside; None where this computer has none.
        is_older_accepted: Whether a person said that an older state is to be taken as it is.

    Attributes:
        state: Of the registry.
    """

    def __init__(
        self,
        registry: Database,
        state: StateKeeper,
        audit: AuditLog,
        anchor: KeyringAnchor | None,
        *,
        is_older_accepted: bool,
    ) -> None:
        """Compare nothing yet."""
        self._registry = registry
        self.state = state
        self._audit = audit
        self._anchor = anchor
        self._is_older_accepted = is_older_accepted
        self._told_registry_s = self._told_keyring_s = time.monotonic()

    def demand_registry(
        self, anchor: KeyringAnchor, removed_ways: Iterable[str], *, is_older_accepted: bool
    ) -> None:
        """Refuse a registry, or a slot file, that is older than when it was left.

        Args:
            anchor: Says where the registry was left, and is told from now on.
            removed_ways: Ways in that the slot file names although they were removed.
            is_older_accepted: Whether a person said that an older state is to be taken as it is.

        Raises:
            OlderStateError: It is.
            KeyStoreError: The keyring does not say where it was left.
        """
        self._is_older_accepted = is_older_accepted
        anchored = anchor.newest()
        back = sorted(removed_ways)
        if back:
            self._refuse_or_note(SLOTS_FILE, {"ways": len(back)}, back)
        if not self.state.has_been(anchored):
            apart = _apart(self.state.state(), anchored)
            self._refuse_or_note(self._registry.path.name, apart, [])
            anchor.put(self.state.to_anchor(), is_older_accepted=True)
        self._anchor = anchor

    def demand_matter(self, matter_id: MatterId, state: StateKeeper, file_name: str) -> None:
        """Refuse the file of a matter that is older than when it was left.

        Raises:
            OlderStateError: It is.
        """
        row = self._registry.row(
            "SELECT counter, head FROM matter_state WHERE matter_id = ?", bytes.fromhex(matter_id)
        )
        if row is None or state.has_been(FileState(*row)):
            return
        self._refuse_or_note(
            f"matters/{file_name}", _apart(state.state(), FileState(*row)), [matter_id]
        )
        self._tell_registry(matter_id, state.to_anchor(), is_older_accepted=True)

    def leave_matter(self, matter_id: MatterId, state: StateKeeper) -> None:
        """Tell the registry where the file of a matter is left; never fails."""
        if not state.has_advanced:
            return
        try:
            self._tell_registry(matter_id, state.to_anchor())
            state.has_advanced = False
        except (KeysChangedError, VaultError) as error:
            log.warning("Where a matter was left is not told: %s", error.code)

    def tell_if_due(self, matter_id: MatterId, state: StateKeeper) -> None:
        """Tell where a file stands that is written to for long."""
        now_s = time.monotonic()
        if now_s - self._told_registry_s < TELL_REGISTRY_EVERY_S:
            return
        self._told_registry_s = now_s
        self.leave_matter(matter_id, state)
        if now_s - self._told_keyring_s >= TELL_KEYRING_EVERY_S:
            self.leave_registry()

    def leave_registry(self) -> None:
        """Tell the keyring where the registry is left; never fails."""
        self._told_keyring_s = time.monotonic()
        if self._anchor is None or not self.state.has_advanced:
            return
        try:
            self._anchor.put(self.state.to_anchor())
            self.state.has_advanced = False
        except (KeysChangedError, KeyStoreError, VaultError) as error:
            log.warning("Where the registry was left is not told: %s", error.code)

    def pass_over(self) -> None:
        """Do not tell the keyring of what was written so far, if it was told of anything before."""
        if self._anchor is not None and self._anchor.has_any:
            self.state.has_advanced = False

    def _tell_registry(
        self, matter_id: MatterId, state: FileState, *, is_older_accepted: bool = False
    ) -> None:
        statement = _TELL if is_older_accepted else _TELL + _IF_LATER
        self._registry.change(statement, state.counter, state.head, bytes.fromhex(matter_id))

    def _refuse_or_note(
        self, file: str, details: dict[str, str | int | bool], subject: list[str]
    ) -> None:
        if not self._is_older_accepted:
            raise OlderStateError(f"The file {file} of the vault is older than when it was left.")
        self._audit.add(
            Act.OLDER_STATE_ACCEPTED, subject=subject, details={"file": file, **details}
        )


def _apart(now: FileState, left: FileState) -> dict[str, str | int | bool]:
    return {"counter": now.counter, "counter_left": left.counter}
