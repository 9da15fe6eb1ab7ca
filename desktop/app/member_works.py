"""The real functions behind the page of members."""

from collections.abc import Callable
from datetime import datetime

from desktop.app.shapes import own, real
from desktop.bridge.member_works import MemberWorks, Steps
from desktop.bridge.shapes import ControlLike, VaultLike
from desktop.casework.members import desk
from desktop.domain.identity import MatterId
from desktop.domain.member import MemberId


def member_works(clock: Callable[[], datetime]) -> MemberWorks:
    """The real functions.

    Args:
        clock: Tells the time, in UTC.
    """

    def remove(vault: VaultLike, member_id: MemberId, control: ControlLike) -> Steps:
        member = desk.member_of_id(real(vault), clock, member_id)
        return desk.remove(real(vault), member, own(control), clock)

    def wall(vault: VaultLike, matter_id: MatterId, is_told: bool, control: ControlLike) -> Steps:  # noqa: FBT001 - one of the functions of MemberWorks
        matter = real(vault).matter(matter_id)
        return desk.wall(real(vault), matter, own(control), clock, is_told=is_told)

    def admit(vault: VaultLike, matter_id: MatterId, member_id: MemberId) -> object:
        member = desk.member_of_id(real(vault), clock, member_id)
        return desk.admit(real(vault), real(vault).matter(matter_id), member, clock)

    def dismiss(
        vault: VaultLike, matter_id: MatterId, member_id: MemberId, control: ControlLike
    ) -> Steps:
        matter = real(vault).matter(matter_id)
        member = desk.member_of_id(real(vault), clock, member_id)
        return desk.dismiss(real(vault), matter, member, own(control), clock)

    def take_down(vault: VaultLike, matter_id: MatterId, control: ControlLike) -> Steps:
        matter = real(vault).matter(matter_id)
        return desk.take_down(real(vault), matter, own(control), clock)

    return MemberWorks(
        look=lambda vault: desk.membership(real(vault), clock),
        begin=lambda vault: desk.begin(real(vault), clock),
        invite=lambda vault, name, is_administrator: desk.invite(
            real(vault), clock, name, is_administrator=is_administrator
        ),
        withdraw=lambda vault, name: desk.withdraw(real(vault), clock, name),
        confirm=lambda vault, member_id, typed: desk.confirm(
            real(vault), clock, desk.member_of_id(real(vault), clock, member_id), typed
        ),
        remove=remove,
        wall=wall,
        admit=admit,
        dismiss=dismiss,
        take_down=take_down,
    )
