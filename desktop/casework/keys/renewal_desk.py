"""New keys for everything as the window asks for them: in the background, told while it is done."""

from collections.abc import Callable

from desktop.casework.control import Control
from desktop.casework.keys.renewing import give_up, keys_waiting, put_down, renew
from desktop.domain.rotation import RenewalProgress, RotationGivenUp
from desktop.vault.vault import Vault

Tell = Callable[[RenewalProgress], None]


class RenewalDesk:
    """Gives new keys to the vault and its matters; belongs to the thread of its vault.

    Args:
        vault: Open; closed by whoever opened it.
    """

    def __init__(self, vault: Vault) -> None:
        """Do nothing yet."""
        self._vault = vault

    def close(self) -> None:
        """Nothing is kept."""

    def waiting(self) -> int:
        """How many keys were put down to be renewed and are not yet."""
        return keys_waiting(self._vault)

    def renew_all(
        self, control: Control, tell: Tell, *, may_lose_ways: bool = False
    ) -> RenewalProgress:
        """Put down the vault and all matters, and give them new keys.

        Raises:
            WaysLostError: Ways in would be lost; nothing is done.
            LastWayError: No way in that counts would be left; likewise.
            RowsDamagedError: A row of the registry does not open; likewise.
        """
        put_down(
            self._vault,
            self._vault.matters(),
            with_vault_key=True,
            may_lose_ways=may_lose_ways,
        )
        return self.go_on(control, tell, may_lose_ways=may_lose_ways)

    def go_on(
        self, control: Control, tell: Tell, *, may_lose_ways: bool = False
    ) -> RenewalProgress:
        """Go on with what was put down; how far it has come when it is done or was stopped."""
        last: RenewalProgress | None = None
        for last in renew(self._vault, control, may_lose_ways=may_lose_ways):
            tell(last)
        if last is None:
            raise RuntimeError("a renewal says how far it has come, if only once")
        return last

    def give_up(self) -> RotationGivenUp:
        """Give up everything that was put down and has no new keys yet."""
        return give_up(self._vault)
