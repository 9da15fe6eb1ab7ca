"""Errors of the ways into a vault: passphrase, recovery sheet, keyring slots, rotation."""

from desktop.domain.errors.base import InCameraError


class WayInError(InCameraError):
    """Something is wrong with a way into the vault."""

    code = "WAYS-00"
    reason = "The vault could not be opened this way."
    remedy = "Choose another way in; `incamera key list` names them."


class WrongPassphraseError(WayInError):
    """No slot opens with this passphrase."""

    code = "WAYS-01"
    reason = "This is not the passphrase of the vault."
    remedy = "Look at the keyboard's language and at Caps Lock, then type it again."


class WrongSheetError(WayInError):
    """The sheet was typed well and belongs elsewhere."""

    code = "WAYS-02"
    reason = "This recovery sheet does not open this vault."
    remedy = "Compare the vault and the day on the sheet; an older sheet may have been withdrawn."


class SheetMistypedError(WayInError):
    """A group of the sheet is not as it was printed."""

    code = "WAYS-03"
    reason = "The recovery sheet was not typed as it is printed."
    remedy = "Compare the groups with the sheet and type them again."


class WayAbsentError(WayInError):
    """The vault has no way in of this kind."""

    code = "WAYS-04"
    reason = "The vault has no such way in."


class WeakPassphraseError(WayInError):
    """The passphrase could be guessed from a stolen disk."""

    code = "WAYS-05"
    reason = "This passphrase is too short or too simple."
    remedy = "Take at least 14 characters, such as five words that do not belong together."


class LastWayError(WayInError):
    """Without this way nobody would get in any more."""

    code = "WAYS-06"
    reason = "This is the last proven way into the vault."
    remedy = "Make another one first, and type a recovery sheet back before it counts."


class NoSuchWayError(WayInError):
    """No way in by that identity."""

    code = "WAYS-07"
    reason = "The vault has no way in by this identity."
    remedy = "Give the first digits that `incamera key list` prints."


class KeysChangedError(WayInError):
    """Keys were rotated while this program had the old ones."""

    code = "WAYS-08"
    reason = "The keys were changed meanwhile; nothing was stored under the old ones."
    remedy = "Close In Camera and start it again."


class WaysLostError(WayInError):
    """Ways in from before there was anything to receive a new key by."""

    code = "WAYS-09"
    reason = "Some of the ways into the vault cannot receive a new key."
    remedy = (
        "Make those ways in once more first: set the passphrase again, make a new recovery sheet."
        " Or agree that they are lost."
    )


class RowsDamagedError(WayInError):
    """Rows of the registry that do not open stop a new vault key."""

    code = "WAYS-10"
    reason = "Rows of the registry were altered and do not open."
    remedy = (
        "Remove damaged members with `incamera member remove`. Other rows an administrator lets"
        " stay as they are, with `incamera key rotate --without-damaged ID`, once for each: older"
        " copies of them are of no use afterwards."
    )
