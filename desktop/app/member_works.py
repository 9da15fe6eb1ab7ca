"""The desk of members behind the shape that the bridge knows."""

from desktop.app.shapes import own
from desktop.bridge.member_works import Tell
from desktop.bridge.shapes import ControlLike
from desktop.casework.members.member_desk import MemberDesk
from desktop.domain.identity import MatterId
from desktop.domain.member import MemberId


class OwnMemberDesk:
    """A desk for members and walls behind the shape that the bridge knows."""

    def __init__(self, desk: MemberDesk) -> None:
        self._desk = desk
        self.look, self.begin, self.invite = desk.look, desk.begin, desk.invite
        self.withdraw, self.confirm, self.admit = desk.withdraw, desk.confirm, desk.admit
        self.set_passphrase, self.recover = desk.set_passphrase, desk.recover
        self.close = desk.close

    def remove(self, member_id: MemberId, control: ControlLike, tell: Tell) -> bool:
        """Take a member out of the vault."""
        return self._desk.remove(member_id, own(control), tell)

    def wall(self, matter_id: MatterId, is_told: bool, control: ControlLike, tell: Tell) -> bool:  # noqa: FBT001 - as the desk has it
        """Close a matter to all but this account."""
        return self._desk.wall(matter_id, is_told, own(control), tell)

    def dismiss(
        self, matter_id: MatterId, member_id: MemberId, control: ControlLike, tell: Tell
    ) -> bool:
        """Close a matter to a member who was inside."""
        return self._desk.dismiss(matter_id, member_id, own(control), tell)

    def take_down(self, matter_id: MatterId, control: ControlLike, tell: Tell) -> bool:
        """Open a matter to the whole vault."""
        return self._desk.take_down(matter_id, own(control), tell)
