"""Rows of members and invitations, and of matters with the walls around them."""

from PySide6.QtCore import QCoreApplication

from desktop.domain.identity import short_identity
from desktop.domain.member import DamagedMember, Invitation, MatterWall, Member, ToldWall
from desktop.ui.line_rows import Picture

MemberRow = Member | DamagedMember | Invitation
"""What the list of members shows."""

WallRow = MatterWall | ToldWall
"""What the list of matters shows."""


def member_identity(row: MemberRow) -> str:
    """What makes a row the same after it changed."""
    return row.invitation_id if isinstance(row, Invitation) else row.member_id


def member_words(row: MemberRow) -> str:
    """One line for screen readers."""
    return f"{member_name(row)}, {member_detail(row)}"


def wall_identity(row: WallRow) -> str:
    """What makes a row the same after it changed."""
    return row.matter.matter_id if isinstance(row, MatterWall) else row.matter_id


def wall_words(row: WallRow) -> str:
    """One line for screen readers."""
    return f"{wall_name(row)}, {wall_detail(row)}"


def member_detail(row: MemberRow) -> str:
    """The fingerprint, and what is still to be done."""
    if isinstance(row, Invitation):
        return _tr("invited until {0}").format(row.expires_on.isoformat())
    if isinstance(row, DamagedMember):
        return _tr("what the vault keeps of it was altered: an administrator can remove it")
    parts = [row.fingerprint]
    if row.is_me:
        parts.append(_tr("this account"))
    if row.is_administrator:
        parts.append(_tr("administrator"))
    if row.is_leaving:
        parts.append(_tr("leaving: remove it again to finish"))
    elif not row.is_confirmed:
        parts.append(_tr("not compared on this account"))
    return " · ".join(parts)


def wall_name(row: WallRow) -> str:
    """Number and name, as far as this account is told."""
    if isinstance(row, ToldWall):
        return row.reference
    return f"{row.matter.reference}  {row.matter.name}"


def wall_detail(row: WallRow) -> str:
    """Who opens it."""
    if isinstance(row, ToldWall):
        return _tr("closed to this account: ask {0}").format(row.ask)
    if row.wall is None:
        return _tr("open to the whole vault")
    parts = [_tr("inside: {0}").format(", ".join(member.name for member in row.wall.inside))]
    if row.wall.is_told:
        parts.append(_tr("its number is told to all"))
    if row.wall.is_key_due:
        parts.append(_tr("a new key is due"))
    return " · ".join(parts)


def member_name(row: MemberRow) -> str:
    """As the administrator wrote it; of a damaged one nobody knows the name."""
    if isinstance(row, DamagedMember):
        return _tr("Damaged member {0}").format(short_identity(row.member_id))
    return row.name


def member_picture(row: MemberRow) -> Picture:
    """Whether anything is to be done about it."""
    if isinstance(row, Invitation):
        return "mail", "muted"
    if isinstance(row, DamagedMember) or row.is_leaving or not row.is_confirmed:
        return "warning", "moderate"
    return "person", "low"


def wall_picture(row: WallRow) -> Picture:
    """Whether it is closed, and to whom."""
    if isinstance(row, ToldWall):
        return "lock", "muted"
    if row.wall is None:
        return "matter", "muted"
    return "lock", "moderate" if row.wall.is_key_due else "low"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Members", text)
