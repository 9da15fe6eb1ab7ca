"""The desk for new keys behind the shape that the bridge knows."""

from collections.abc import Callable

from desktop.app.shapes import own
from desktop.bridge.shapes import ControlLike
from desktop.casework.keys.renewal_desk import RenewalDesk
from desktop.domain.rotation import RenewalProgress


class OwnRenewalDesk:
    """A desk for new keys behind the shape that the bridge knows."""

    def __init__(self, desk: RenewalDesk) -> None:
        self._desk = desk
        self.waiting, self.give_up, self.close = desk.waiting, desk.give_up, desk.close

    def renew_all(
        self,
        control: ControlLike,
        tell: Callable[[RenewalProgress], None],
        *,
        may_lose_ways: bool = False,
    ) -> RenewalProgress:
        """Give everything new keys."""
        return self._desk.renew_all(own(control), tell, may_lose_ways=may_lose_ways)

    def go_on(
        self, control: ControlLike, tell: Callable[[RenewalProgress], None]
    ) -> RenewalProgress:
        """Go on with what was put down."""
        return self._desk.go_on(own(control), tell)
