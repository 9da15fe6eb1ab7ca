"""Errors of the log and of the state of the vault's files."""

from desktop.domain.errors.vault import VaultError


class OlderStateError(VaultError):
    """A file is behind the state at which it was left: it was put back, or its log was removed."""

    code = "AUDIT-01"
    reason = "A file of the vault is older than when it was last left."
    remedy = (
        "If somebody restored a backup, run `incamera verify --accept-older`; else do not go on"
        " working, and tell your administrator the code."
    )


class AuditTargetError(VaultError):
    """A log or record could not be written to the file that was named."""

    code = "AUDIT-02"
    reason = "The file could not be written."
    remedy = "Check the folder and its rights, and that the disk is not full; nothing was lost."
