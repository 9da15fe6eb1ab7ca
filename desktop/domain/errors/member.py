"""Errors of members and of walls between matters."""

from desktop.domain.errors.base import InCameraError


class MemberError(InCameraError):
    """Something is wrong with members or walls."""

    code = "MEMBER-00"
    reason = "This could not be done with the members of the vault."


class NotMemberError(MemberError):
    """This account has no member's key."""

    code = "MEMBER-01"
    reason = "This account is no member of the vault."
    remedy = "Let an administrator invite it, then run `incamera member join`."


class NoSuchMemberError(MemberError):
    """No member by that name or identity, or several."""

    code = "MEMBER-02"
    reason = "There is no such member."
    remedy = "List the members with `incamera member list`."


class NotAdministratorError(MemberError):
    """Members are invited and removed by administrators."""

    code = "MEMBER-03"
    reason = "Only an administrator of the vault can do this."
    remedy = "Ask one: `incamera member list` names them."


class InvitationError(MemberError):
    """The code opens no invitation."""

    code = "MEMBER-04"
    reason = "This code opens no invitation to this vault: it was used, or has expired."
    remedy = "Ask an administrator for a new one."


class FingerprintError(MemberError):
    """What was typed is not the fingerprint of this member's key."""

    code = "MEMBER-05"
    reason = "This is not the fingerprint of the key that the vault has for this member."
    remedy = "Compare it again with what the member's own screen shows; do not admit them before."


class MemberUnconfirmedError(MemberError):
    """Nobody of this account has compared the member's fingerprint."""

    code = "MEMBER-06"
    reason = "The fingerprint of this member was not compared on this account yet."
    remedy = "Run `incamera member confirm` with what the member's own screen shows."


class LastMemberError(MemberError):
    """Without this member nobody could open a matter, or nobody could invite."""

    code = "MEMBER-07"
    reason = "This would lock everybody out: no other member is left inside."
    remedy = "Admit somebody else first."


class MatterWalledError(MemberError):
    """The matter is behind a wall."""

    code = "MEMBER-08"
    reason = "This matter is behind a wall, and this account is not admitted."
    remedy = "Ask a member inside to admit this account."


class MemberExistsError(MemberError):
    """The name is in use, or the account has joined already."""

    code = "MEMBER-09"
    reason = "There is already a member of this name."
    remedy = "Choose another name."


class WallError(MemberError):
    """The matter has a wall already, or has none."""

    code = "MEMBER-10"
    reason = "The matter has no wall."
    remedy = "Make one with `incamera matter wall`."


class WrongMemberPassphraseError(MemberError):
    """The passphrase opens no member's key."""

    code = "MEMBER-11"
    reason = "This passphrase opens no member's key in this vault."
    remedy = "Type it again; capitals and spaces count."


class MemberDamagedError(MemberError):
    """The row of a member was altered: the key of an account cannot be got back by it."""

    code = "MEMBER-13"
    reason = (
        "What the vault keeps of a member was altered or damaged: this account's key cannot be got"
        " back by it."
    )
    remedy = (
        "If the passphrase is typed as it was set, let an administrator remove the member that"
        " `incamera verify` names, and invite and admit this account again."
    )


class SharingError(MemberError):
    """The folder of the vault cannot be opened to a group of accounts."""

    code = "MEMBER-12"
    reason = "The vault's folder could not be shared with that group."
    remedy = "Be its owner and in the group, or let the administrator of the computer do it."
