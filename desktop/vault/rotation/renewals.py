"""New keys for all that lies in a vault: what is still to be done, and doing it piece by piece.

The list is kept in the registry (`plan`). The vault's own key comes first, then one matter after
the other; each is done for good when its last step is, and a kill costs no more than a step.
"""

from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from contextlib import closing

from desktop.domain.audit import Act
from desktop.domain.identity import MatterId
from desktop.domain.rotation import RenewalPhase, RenewalStep
from desktop.vault.inside import VaultInside
from desktop.vault.keyring_store import KeyStore
from desktop.vault.keys import new_vault_key
from desktop.vault.members.invitations import drop_all
from desktop.vault.open_registry import Clock, OpenRegistry
from desktop.vault.root import Root, root_keys
from desktop.vault.rotation.giving_up import give_up_matter
from desktop.vault.rotation.plan import RotationPlan
from desktop.vault.rotation.registry_rows import damaged_in_registry, demand_whole
from desktop.vault.rotation.renewing import EVERYTHING, renew_matter
from desktop.vault.rotation.vault_key import OpenRoot, carried_ways, renew_vault_key


class Renewals:
    """New keys for one open vault; belongs to its thread.

    Args:
        inside: Gives the inside of the vault as it is.
        close_store: Closes the vault's own store of a matter.
        registry: Of the vault.
        root: Takes the new vault key.
        clock: Tells the time, in UTC.
    """

    def __init__(
        self,
        inside: Callable[[], VaultInside],
        close_store: Callable[[MatterId], None],
        registry: OpenRegistry,
        root: Root,
        clock: Clock,
    ) -> None:
        """Do nothing yet."""
        self._inside = inside
        self._close_store = close_store
        self._registry = registry
        self._root = root
        self._clock = clock

    @property
    def has_vault_key(self) -> bool:
        """Whether the vault's own key is still to be renewed."""
        return RotationPlan(self._registry.database).has_vault_key

    def matters(self) -> tuple[MatterId, ...]:
        """The matters that this account opens and that are still to get new keys.

        Of one behind a wall that is closed to it, it is not told that there is one.
        """
        inside = self._inside()
        is_open = {row.matter_id for row in inside.matter_rows() if inside.is_open(row)}
        waiting = RotationPlan(inside.registry).matters()
        return tuple(matter_id for matter_id in waiting if matter_id in is_open)

    def waits(self, matter_id: MatterId | None) -> bool:
        """Whether a matter, or with None the vault itself, is still to get new keys."""
        plan = RotationPlan(self._registry.database)
        return plan.has_vault_key if matter_id is None else matter_id in plan.matters()

    def put_down(self, matter_ids: Iterable[MatterId], *, with_vault_key: bool = False) -> None:
        """Put down what is to get new keys; `renew_vault_key` and `renew_matter` do it."""
        RotationPlan(self._registry.database).put_down(matter_ids, with_vault_key=with_vault_key)

    def strike_vault_key(self) -> None:
        """Take the vault's own key off the list."""
        RotationPlan(self._registry.database).strike(None)

    def give_up_vault_key(self) -> bool:
        """Let the vault keep the key that it has; whether it was to get a new one.

        Raises:
            VaultBusyError: The new registry is being put in the place of the old one.
            KeysChangedError: That has happened in another process.
        """
        plan = RotationPlan(self._registry.database)
        with self._registry.database.transaction():
            if not plan.has_vault_key:
                return False
            plan.strike(None)
            self._registry.audit.add(Act.ROTATION_GIVEN_UP, details={"is_vault": True})
        return True

    def give_up_matter(self, matter_id: MatterId) -> bool:
        """Let a matter keep the keys that it has; whether it was to get new ones.

        Raises:
            NoSuchMatterError: It is not in this vault.
            MatterWalledError: It is behind a wall, and this account is not admitted.
            VaultBusyError: The new file is being put in the place of the old one.
            VaultError: It is behind a wall, and cannot be opened to write that into its log.
        """
        self._close_store(matter_id)
        return give_up_matter(self._inside(), matter_id, self._registry.audit, self._clock)

    def demand_ways(self, key_store: KeyStore | None, *, may_lose_ways: bool) -> None:
        """Say before anything is done what of the ways in a new vault key would cost.

        Raises:
            WaysLostError: Ways in would be lost.
            LastWayError: No way in that counts would be left.
        """
        keys = root_keys(self._inside().vault_id, new_vault_key(), self._root.keys.epoch + 1)
        carried_ways(self._opened(), keys, key_store, may_lose_ways=may_lose_ways)

    def damaged_rows(self) -> Mapping[str, str]:
        """The rows of the registry that stop a new vault key, identity and table."""
        inside, keys = self._inside(), self._root.keys
        others = root_keys(inside.vault_id, new_vault_key(), keys.epoch + 1)
        return damaged_in_registry(inside.registry, keys, others)

    def demand_whole(self, may_stay: Collection[str]) -> None:
        """Say before anything is done that damaged rows of the registry stop a new vault key.

        Raises:
            RowsDamagedError: There are some of which nobody said that they may stay as they are.
        """
        demand_whole(self.damaged_rows(), may_stay)

    def renew_matter(self, matter_id: MatterId) -> Generator[RenewalStep, None, None]:
        """Give a matter new keys; closed before the end, it can be gone on with at any time.

        Raises:
            NoSuchMatterError: It is not in this vault.
            MatterWalledError: It is behind a wall, and this account is not admitted.
            DisposalUnfinishedError: A disposal in it comes first.
            KeysChangedError: Somebody else gave it another key meanwhile: it is to be begun anew.
            DiskFullError: There is no room for a second file.
            VaultError: It cannot be done, for the reason named by the class.
        """
        self._close_store(matter_id)
        is_walled = self._inside().matter_row(matter_id).is_walled
        with closing(renew_matter(self._inside(), matter_id, self._clock)) as steps:
            for step in steps:
                if step.phase is RenewalPhase.MARKED and not is_walled:
                    self._registry.audit.add(
                        Act.MATTER_KEY_ROTATED, subject=[matter_id], details=EVERYTHING
                    )
                yield step

    def renew_vault_key(
        self,
        key_store: KeyStore | None,
        *,
        may_lose_ways: bool = False,
        may_stay: Collection[str] = (),
    ) -> Generator[RenewalPhase, None, None]:
        """Give the vault a new key; closed before the end, the old one is the present one.

        Args:
            key_store: This computer's keyring, None where it has none.
            may_lose_ways: Whether ways in may be lost that cannot receive a new key.
            may_stay: Identities of damaged rows of the registry that may stay as they are.

        Raises:
            WaysLostError: Ways in would be lost.
            LastWayError: No way in that counts would be left.
            RowsDamagedError: Another row of the registry was altered.
            KeysChangedError: Somebody else has given the vault a new key.
            VaultError: It cannot be done, for the reason named by the class.
        """
        with closing(
            renew_vault_key(
                self._opened(),
                key_store,
                self._root.replace,
                may_lose_ways=may_lose_ways,
                may_stay=may_stay,
            )
        ) as steps:
            for phase in steps:
                if phase is RenewalPhase.DONE:
                    with self._registry.database.transaction():  # The new one; the old is deleted.
                        drop_all(self._inside())
                yield phase

    def _opened(self) -> OpenRoot:
        inside = self._inside()
        return OpenRoot(
            folder=inside.folder,
            vault_id=inside.vault_id,
            keys=self._root.keys,
            registry=inside.registry,
            clock=self._clock,
        )
