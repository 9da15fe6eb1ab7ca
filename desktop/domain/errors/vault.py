"""Errors of the vault and of what is looked for in it."""

from desktop.domain.errors.base import InCameraError


class VaultError(InCameraError):
    """Something is wrong with the vault."""

    code = "VAULT-00"
    reason = "The vault could not be used."


class VaultAbsentError(VaultError):
    """There is no vault in this folder yet."""

    code = "VAULT-01"
    reason = "There is no vault here yet."
    remedy = "Start In Camera and set up the vault, or run `incamera vault create`."


class VaultExistsError(VaultError):
    """A vault is already in this folder."""

    code = "VAULT-02"
    reason = "There is already a vault here."
    remedy = "Open it, or choose another folder."


class WrongKeyError(VaultError):
    """The key does not open this file."""

    code = "VAULT-03"
    reason = "The key does not open this vault."
    remedy = "Restore the vault from a backup made on this computer."


class VaultDamagedError(VaultError):
    """A sealed value or page of the database was altered."""

    code = "VAULT-04"
    reason = "Part of the vault was altered or damaged."
    remedy = "Run `incamera verify` to see what is affected, then restore it from a backup."


class VaultTooNewError(VaultError):
    """Made by a newer version."""

    code = "VAULT-05"
    reason = "The vault was made by a newer version of In Camera."
    remedy = "Install that version."


class VaultBusyError(VaultError):
    """Another process holds the write lock."""

    code = "VAULT-06"
    reason = "Another In Camera is writing to the vault."
    remedy = "Close the other window or command, then try again."


class DiskFullError(VaultError):
    """No room left."""

    code = "VAULT-07"
    reason = "The disk is full; nothing that was stored is lost."
    remedy = "Free some space, then go on."


class VaultReadOnlyError(VaultError):
    """The folder cannot be written."""

    code = "VAULT-08"
    reason = "The vault's folder cannot be written."
    remedy = "Check the rights on the folder and that the disk is not write-protected."


class NoSuchMatterError(VaultError):
    """No matter by that name or number."""

    code = "VAULT-09"
    reason = "There is no such matter."
    remedy = "List the matters with `incamera matter list`."


class MatterExistsError(VaultError):
    """Client and matter number are already in use."""

    code = "VAULT-10"
    reason = "There is already a matter with this client and matter number."
    remedy = "Open that matter, or choose another number."


class NoSuchDocumentError(VaultError):
    """No document by that identity."""

    code = "VAULT-11"
    reason = "There is no such document in this matter."
    remedy = "List the documents with `incamera list`."


class NoSuchFindingError(VaultError):
    """No finding by that identity: its page was read again meanwhile."""

    code = "VAULT-12"
    reason = "There is no such finding any more."
    remedy = "Open the page again to see its present findings."


class VaultOnNetworkError(VaultError):
    """The folder lies on another computer, where locks and crashes behave differently."""

    code = "VAULT-13"
    reason = "The vault cannot lie on a network drive."
    remedy = "Choose a folder on a disk of this computer."


class MatterNumberError(VaultError):
    """A matter was to be opened without a number or name, or with one that cannot be kept."""

    code = "VAULT-14"
    reason = "A matter needs a client number, a matter number and a name."
    remedy = "Give all three, each on one line of at most 200 characters."


class VaultDiskError(VaultError):
    """The operating system could not write or read: a quota, a drive taken out, a failing disk."""

    code = "VAULT-15"
    reason = "The disk under the vault did not take or give data; nothing that was stored is lost."
    remedy = "Check that the drive is there and that you may use more of it, then go on."
