"""Errors of what is asked about one person."""

from desktop.domain.errors.base import InCameraError


class SubjectUnnamedError(InCameraError):
    """A person was to be looked for without a name or value."""

    code = "SUBJECT-01"
    reason = "There is nothing by which the person could be found."
    remedy = "Give a name, or a value such as an e-mail address or an account number."


class NoSuchSubjectError(InCameraError):
    """No case by that identity."""

    code = "SUBJECT-02"
    reason = "There is no such case."
    remedy = "List the cases with `incamera subject list`."


class NoSuchHitError(InCameraError):
    """No hit with that number in the case, or it cannot be understood."""

    code = "SUBJECT-03"
    reason = "The case has no such hits."
    remedy = "Give numbers as the list shows them, such as 1,4-7."


class ReviewOpenError(InCameraError):
    """Something is to be handed over or erased that nobody has looked at."""

    code = "SUBJECT-04"
    reason = "The review is not complete: some hits are neither accepted nor struck out."
    remedy = "Decide about each of them with `incamera subject review`."
