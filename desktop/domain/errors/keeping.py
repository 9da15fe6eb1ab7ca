"""Errors of holds, retention and disposal."""

from desktop.domain.errors.base import InCameraError


class HeldError(InCameraError):
    """A legal hold stands in the way."""

    code = "HOLD-01"
    reason = "A legal hold stands in the way."
    remedy = "Release it first, with a reason, if it no longer applies; then try again."


class NoSuchHoldError(InCameraError):
    """No hold by that identity, or it was released already."""

    code = "HOLD-02"
    reason = "There is no such hold, or it was released already."
    remedy = "List the holds with `incamera hold list`."


class ReasonNeededError(InCameraError):
    """Something that must be accounted for later was asked for without a reason."""

    code = "HOLD-03"
    reason = "This needs a reason."
    remedy = "Say why, on one line of at most 500 characters."


class RetentionRuleError(InCameraError):
    """A rule that cannot be kept."""

    code = "RETENTION-01"
    reason = "This cannot be a rule of retention."
    remedy = "Give a number of years from 1 to 100."


class MatterClosedError(InCameraError):
    """A matter was to be closed that is closed, or to be opened again that is open."""

    code = "RETENTION-02"
    reason = "The matter is closed already, or it is open already."
    remedy = "Look at it with `incamera retention show`."


class NotConfirmedError(InCameraError):
    """The reference that was typed is not that of the matter."""

    code = "DISPOSAL-01"
    reason = "Nothing was disposed of: what was typed is not the reference of this matter."
    remedy = "Type client and matter number as they stand in the list, such as 1042-0007."


class NothingToDisposeError(InCameraError):
    """Nothing was named, or nothing is due."""

    code = "DISPOSAL-02"
    reason = "There is nothing to dispose of."
    remedy = "Name the documents, or look at what is due with `incamera due`."


class DisposalUnfinishedError(InCameraError):
    """The documents are gone from the tables; the log could not be emptied, or a file deleted."""

    code = "DISPOSAL-03"
    reason = "The disposal has begun but is not finished: another In Camera has the matter open."
    remedy = "Close the other window or command; it is finished when the vault is next opened."


class NoSuchDisposalError(InCameraError):
    """No disposal by that identity."""

    code = "DISPOSAL-04"
    reason = "There is no such disposal."
    remedy = "List them with `incamera disposal list`."
