"""Where the registry was left, told to the keyring of the operating system.

The registry says where each matter's file was left, so that one entry outside is enough for all of
them. In the keyring are two entries, `anchor-<vault id>-a` and `-b`, of which the one with the
higher counter holds; the other is removed and written anew, so that a crash in between leaves one.

    offset  size  what
    0       1     version, 1
    1       8     counter, big-endian
    9       32    head

Whoever can put back the file in which the keyring keeps its entries, as by restoring the whole
disk, puts back the anchor with it; the heads that stand in exports and in backups are there for
that.
"""

import struct
import threading

from desktop.domain.errors import KeyStoreError
from desktop.vault.audit.state import NO_STATE, FileState
from desktop.vault.keyring_store import AnchorStore, KeyStore

_ANCHOR = struct.Struct(">BQ32s")
_VERSION = 1


class KeyringAnchor:
    """The anchor of one vault; may be used from several threads.

    Args:
        key_store: The operating system's keyring.
        vault_id: Of the vault.
    """

    def __init__(self, key_store: KeyStore, vault_id: str) -> None:
        """Ask nothing yet."""
        self._key_store = key_store
        self._kept = dict.fromkeys((f"anchor-{vault_id}-a", f"anchor-{vault_id}-b"), NO_STATE)
        self._lock = threading.Lock()

    @property
    def has_any(self) -> bool:
        """Whether it is known to have been told of a state."""
        return any(state != NO_STATE for state in self._kept.values())

    def newest(self) -> FileState:
        """The state that was told last; NO_STATE where none was.

        Raises:
            KeyStoreError: The keyring does not answer.
        """
        with self._lock:
            first, second = self._kept
            if isinstance(self._key_store, AnchorStore):
                both = self._key_store.get_both(first, second)
            else:
                both = self._key_store.get(first), self._key_store.get(second)
            self._kept = {first: _state_of(both[0]), second: _state_of(both[1])}
            return max(self._kept.values(), key=lambda state: state.counter)

    def put(self, state: FileState, *, is_older_accepted: bool = False) -> None:
        """Tell a state that the registry has committed.

        Args:
            state: Passed over where a later one was told already.
            is_older_accepted: Whether it takes the place of later ones.

        Raises:
            KeyStoreError: The keyring did not take it; what was told before holds.
        """
        with self._lock:
            told = max(kept.counter for kept in self._kept.values())
            if state.counter <= told and not is_older_accepted:
                return
            name = min(self._kept, key=lambda name: self._kept[name].counter)
            anchor = _ANCHOR.pack(_VERSION, state.counter, state.head)
            if isinstance(self._key_store, AnchorStore):
                self._key_store.replace(name, anchor)
            else:
                self._key_store.remove(name)
                self._key_store.put(name, anchor)
            self._kept[name] = state
            for other in self._kept:
                if other != name and self._kept[other].counter >= state.counter:
                    self._key_store.remove(other)
                    self._kept[other] = NO_STATE


def _state_of(kept: bytes | None) -> FileState:
    if kept is None:
        return NO_STATE
    try:
        version, counter, head = _ANCHOR.unpack(kept)
    except struct.error:
        raise KeyStoreError("The entry in the keyring was altered.") from None
    if version != _VERSION:
        raise KeyStoreError("The entry in the keyring is of a newer version of In Camera.")
    return FileState(counter, head)
