"""What the page of members says after something was done, and asks before a member is removed."""

from PySide6.QtCore import QCoreApplication

from desktop.bridge.member_roll import MemberAct
from desktop.domain.member import DamagedMember, Member
from desktop.ui.member_rows import member_name


def done_words(act: MemberAct) -> tuple[str, str] | None:
    """Title and detail of what was done; None where another window says it."""
    notes = {
        MemberAct.BEGIN: (_tr("This account is the first member."), ""),
        MemberAct.WITHDRAW: (_tr("The invitation is worth nothing any more."), ""),
        MemberAct.CONFIRM: (_tr("The key was compared and can be admitted."), ""),
        MemberAct.PASSPHRASE: (
            _tr("The passphrase is set."),
            _tr("It opens your member's key; it does not open the vault."),
        ),
        MemberAct.RECOVER: (_tr("Your key is in the keyring of this account again."), ""),
        MemberAct.REMOVE: (
            _tr("It is no member any more."),
            _tr("That account knew the vault's key: give the vault a new one."),
        ),
        MemberAct.WALL: (
            _tr("The matter is closed to all but this account."),
            _tr("Admit those who work on it."),
        ),
        MemberAct.ADMIT: (_tr("The member is admitted."), ""),
        MemberAct.DISMISS: (_tr("The matter is closed to that member."), ""),
        MemberAct.TAKE_DOWN: (_tr("The matter is open to the whole vault."), ""),
    }
    return notes.get(act)


def removal_words(member: Member | DamagedMember) -> tuple[str, str]:
    """What is asked before a member is removed: title and text."""
    title = _tr("Remove {0} from the vault?").format(member_name(member))
    if isinstance(member, DamagedMember):
        return title, _tr(
            "What the vault keeps of it was altered: who it is nobody can tell. Its matters behind"
            " walls get new keys. Which way into the vault was its own is not known either: look at"
            " the page of keys and remove those of nobody, then make new keys for everything."
        )
    return title, _tr(
        "Its matters behind walls get new keys, and its way into the vault goes. It knew the"
        " vault's key, and perhaps a passphrase or a recovery sheet: make those anew on the page"
        " of keys, then new keys for everything."
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Members", text)
