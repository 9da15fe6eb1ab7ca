"""The matters' files that one open vault has open, each opened when it is first needed.

Where a matter got a new key, its file is another one: it is opened anew at the next call, so that
whoever asks for it works with the present file, and whoever was dismissed from it is refused.
"""

from collections.abc import Callable
from datetime import datetime

from desktop.domain.identity import MatterId
from desktop.vault.inside import VaultInside
from desktop.vault.matter_file import MatterFile
from desktop.vault.matter_store import MatterStore
from desktop.vault.open_registry import OpenRegistry
from desktop.vault.rotation.matter_key import open_present


class OpenStores:
    """The open stores of one vault; belongs to its thread.

    Args:
        inside: Gives the inside of the vault as it is.
        registry: Gives the vault's registry as it is.
        clock: Tells the time, in UTC.
    """

    def __init__(
        self,
        inside: Callable[[], VaultInside],
        registry: Callable[[], OpenRegistry],
        clock: Callable[[], datetime],
    ) -> None:
        """Open nothing yet."""
        self._inside = inside
        self._registry = registry
        self._clock = clock
        self._open: dict[MatterId, tuple[MatterStore, str]] = {}

    def of(self, matter_id: MatterId) -> MatterStore:
        """The store of a matter; the same object at each call while its file is the present one.

        Raises:
            NoSuchMatterError: There is no such matter.
            MatterWalledError: It is behind a wall, and this account is not admitted.
            VaultError: Its file cannot be used, for the reason named by the class.
        """
        known = self._open.get(matter_id)
        if known is not None:
            store, file_name = known
            if self._inside().has_file(matter_id, file_name):
                return store
            self.close(matter_id)
        matter = open_present(self._inside(), matter_id)
        try:
            self._demand_newest(matter_id, matter)
            store = MatterStore(matter, self._clock)
            inside = self._inside()
            if inside.matter_row(matter_id).is_walled:
                inside.insider.note_opened(matter_id, store.audit)
        except BaseException:
            matter.close()
            raise
        self._open[matter_id] = store, matter.database.path.name
        return store

    def close(self, matter_id: MatterId) -> None:
        """Close the file of a matter, where it is open."""
        store, _ = self._open.pop(matter_id, (None, ""))
        if store is not None:
            guard = self._registry().guard
            if guard is not None:
                guard.leave_matter(matter_id, store.state)
            store.close()

    def close_all(self) -> None:
        """Close every file."""
        for matter_id in tuple(self._open):
            self.close(matter_id)

    def _demand_newest(self, matter_id: MatterId, matter: MatterFile) -> None:
        """Refuse a file that is older than when it was left; tell of its changes from now on."""
        guard = self._registry().guard
        if guard is not None:
            guard.demand_matter(matter_id, matter.state, matter.database.path.name)
            matter.state.when_advanced = lambda: self._tell_if_due(matter_id, matter)

    def _tell_if_due(self, matter_id: MatterId, matter: MatterFile) -> None:
        guard = self._registry().guard
        if guard is not None:
            guard.tell_if_due(matter_id, matter.state)
