"""Errors of files that are not let in."""

from desktop.domain.errors.base import InCameraError


class IntakeError(InCameraError):
    """A file was not let in."""

    code = "INTAKE-00"
    reason = "The file could not be let in."


class NotAFileError(IntakeError):
    """Folders, links, pipes and devices are not documents."""

    code = "INTAKE-01"
    reason = "This is not an ordinary file."
    remedy = "Drop the document itself, not a link, a device or a pipe."


class FileUnreadableError(IntakeError):
    """The operating system did not hand the bytes over."""

    code = "INTAKE-02"
    reason = "The file could not be read from the disk."
    remedy = "Check that it still exists and that you may open it, then add it again."


class FileEmptyError(IntakeError):
    """Zero bytes."""

    code = "INTAKE-03"
    reason = "The file is empty."
    remedy = "Ask the sender for the file again."


class FileTooLargeError(IntakeError):
    """More bytes than the limit."""

    code = "INTAKE-04"
    reason = "The file is larger than 1 GiB."
    remedy = "Split it and add the parts."


class UnknownKindError(IntakeError):
    """Not a kind of file that can be read."""

    code = "INTAKE-05"
    reason = "This kind of file cannot be read."
    remedy = "Open it in the program that made it, save it as PDF and add that; unpack archives."


class FileChangedError(IntakeError):
    """The file changed while it was being read."""

    code = "INTAKE-06"
    reason = "The file changed while it was being read."
    remedy = "Wait until it is completely saved, then add it again."


class OldOfficeError(IntakeError):
    """Office documents in the form before 2007."""

    code = "INTAKE-09"
    reason = "The office document is in the old form before 2007."
    remedy = (
        "Open it in Word, Excel, PowerPoint or LibreOffice, save it as .docx, .xlsx or .pptx, and "
        "add that."
    )


class LockedOfficeError(IntakeError):
    """Office documents that the rights management of a firm encrypts."""

    code = "INTAKE-10"
    reason = "The office document is protected by the rights management of a firm."
    remedy = (
        "Open it with an account that may, lift the protection (File, Info, Protect Document), "
        "save it, and add that."
    )


class EncryptedForKeyError(IntakeError):
    """Files and messages that are encrypted for a key, by S/MIME or OpenPGP."""

    code = "INTAKE-11"
    reason = "The file is encrypted for the key of its recipient."
    remedy = (
        "Open it in the program that holds the key (the recipient's mail program, Kleopatra, "
        "GnuPG), save it decrypted, and add that."
    )


class FamilyTooDeepError(IntakeError):
    """Files within files, deeper than the limit."""

    code = "INTAKE-07"
    reason = "The file lies more than 12 files deep in others."
    remedy = "Take it out by hand if it is wanted, and add it by itself."


class FamilyTooLargeError(IntakeError):
    """More files, or more bytes, within one file than the limit."""

    code = "INTAKE-08"
    reason = "The file that it came in holds more files or more bytes than can be taken in at once."
    remedy = "Unpack or split that file and add the parts."
