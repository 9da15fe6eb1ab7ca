"""Errors of the keyring and of keys."""

from desktop.domain.errors.base import InCameraError


class KeyStoreError(InCameraError):
    """Something is wrong with the keyring of the operating system."""

    code = "KEYS-00"
    reason = "The keyring of this computer could not be used."


class KeyringAbsentError(KeyStoreError):
    """No keyring service answers."""

    code = "KEYS-01"
    reason = "No keyring service is running on this computer."
    remedy = "Log in to a desktop with GNOME Keyring or KWallet, or have one installed."


class KeyringLockedError(KeyStoreError):
    """The keyring is there but locked."""

    code = "KEYS-02"
    reason = "The keyring of this computer is locked."
    remedy = "Unlock it with your login password, then try again."


class KeyringInsecureError(KeyStoreError):
    """The keyring would store the key unencrypted, or is not one chosen for this system."""

    code = "KEYS-03"
    reason = "The keyring of this computer would store the key unprotected."
    remedy = "Give the login keyring a password, then try again."


class KeyringSilentError(KeyStoreError):
    """The keyring did not answer in time."""

    code = "KEYS-04"
    reason = "The keyring of this computer did not answer."
    remedy = "Look for a dialog asking for your password; then try again."


class KeyMissingError(KeyStoreError):
    """The vault is here but its key is not in the keyring."""

    code = "KEYS-05"
    reason = "The key of this vault is not in the keyring of this computer."
    remedy = "Log in to the account with which the vault was made."
