"""Errors of families of documents and of the passwords of files."""

from desktop.domain.errors.base import InCameraError


class FamilyMemberError(InCameraError):
    """A document that came inside another one was to be disposed of without it."""

    code = "FAMILY-01"
    reason = "A document came inside another one, whose original holds its bytes as well."
    remedy = "Dispose of the document it came in, or say that this one goes apart (`--apart`)."


class TooManyPasswordsError(InCameraError):
    """As many passwords are kept for a matter as are tried on a file."""

    code = "PASSWORD-01"
    reason = "1,000 passwords are kept for this matter, which is as many as are tried on a file."
    remedy = "Forget them with `incamera password forget` and give those that are needed."


class PasswordLengthError(InCameraError):
    """An empty password, or one longer than any file takes."""

    code = "PASSWORD-02"
    reason = "A password of a file has between 1 and 512 characters."
    remedy = "Type it again; it is not shown."


class NoSuchPasswordError(InCameraError):
    """No password of the matter has this identity, or several begin so."""

    code = "PASSWORD-03"
    reason = "No password of this matter has this identity, or several begin so."
    remedy = "List them with `incamera password list` and give more of its digits."
