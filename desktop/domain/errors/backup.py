"""Errors of backups, of restoring them, and of matters on their way between vaults."""

from desktop.domain.errors.base import InCameraError


class BackupError(InCameraError):
    """Something is wrong with a backup."""

    code = "BACKUP-00"
    reason = "The backup could not be used."


class NoBackupError(BackupError):
    """The file is none of ours, or no backup in it was ever finished."""

    code = "BACKUP-01"
    reason = "There is no finished backup in this file."
    remedy = "Choose a file into which In Camera has made a backup."


class BackupDamagedError(BackupError):
    """A part of the file was altered, is missing or cannot be read."""

    code = "BACKUP-02"
    reason = "The backup was altered or damaged."
    remedy = "Use an earlier backup or another file, and make a new backup into a new file."


class BackupTooNewError(BackupError):
    """Written by a newer version."""

    code = "BACKUP-03"
    reason = "The backup was made by a newer version of In Camera."
    remedy = "Install that version."


class BackupOfOtherVaultError(BackupError):
    """The file holds the backups of another vault."""

    code = "BACKUP-04"
    reason = "This file holds the backups of another vault."
    remedy = "Choose another file, or a name that is not taken yet."


class BackupBusyError(BackupError):
    """Another process writes to the file."""

    code = "BACKUP-05"
    reason = "Another In Camera is writing to this file."
    remedy = "Wait until it has finished, then try again."


class BackupPlaceError(BackupError):
    """The file cannot be written or read where it is."""

    code = "BACKUP-06"
    reason = "The file cannot be written or read there."
    remedy = "Check that the drive is there, the rights on the folder, and the room on it."


class BackupFullError(BackupError):
    """No room for it."""

    code = "BACKUP-07"
    reason = "There is no room left on that disk; what was there before is whole."
    remedy = "Free some space or choose another disk, then try again."


class BackupBehindError(BackupError):
    """The file lacks backups that are known to have been made into it."""

    code = "BACKUP-08"
    reason = "The file lacks its latest backups: it was cut, or an older copy was put in its place."
    remedy = "Look for the newer copy; make a new backup into a new file."


class RestoreUnsoundError(BackupError):
    """What was restored did not pass the check; nothing was replaced."""

    code = "BACKUP-09"
    reason = "What the backup holds is not whole; nothing was replaced."
    remedy = "Restore an earlier backup of the file, or another file."


class PackKeyError(BackupError):
    """Neither the passphrase nor the key of this vault opens the packed matter."""

    code = "BACKUP-10"
    reason = "This packed matter does not open."
    remedy = "Check the passphrase, or have it packed for the receiving key of this vault."


class ReceivingKeyError(BackupError):
    """What was given is no receiving key."""

    code = "BACKUP-11"
    reason = "This is not the receiving key of a vault."
    remedy = "Copy the whole key as the other computer shows it."


class PieceOrderError(BackupError):
    """A piece of a file of backups is not the one that is asked for."""

    code = "BACKUP-13"
    reason = "This is not the piece that is asked for."
    remedy = "Put in the stick with the next piece of the same file; its name ends with its number."


class PieceSizeError(BackupError):
    """A file of backups cannot be cut into pieces of this size."""

    code = "BACKUP-14"
    reason = "The file cannot be cut into pieces of this size."
    remedy = "Give a size of at least 1 MB, and so large that there are no more than 9,999 pieces."


class PassphraseShortError(BackupError):
    """The passphrase for a packed matter would be guessed."""

    code = "BACKUP-12"
    reason = "The passphrase is too short."
    remedy = "Take at least 12 characters, such as four words that do not belong together."
