"""The folder of a vault: made, and cleared of what a creation that was cut short has left."""

import os
from pathlib import Path

from desktop.domain.errors import VaultDamagedError
from desktop.vault.files import delete_database, named_os_error
from desktop.vault.inside import MATTERS_FOLDER

REGISTRY_FILE = "registry.db"


def make_folders(folder: Path) -> None:
    """Make the folder and the one for its matters, open to this account only.

    Raises:
        VaultReadOnlyError: They cannot be made.
        DiskFullError: There is no room.
    """
    try:
        for path in (folder, folder / MATTERS_FOLDER):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.name == "posix":
                path.chmod(0o700)
    except OSError as error:
        raise named_os_error(error) from None


def clear_unfinished(folder: Path) -> None:
    """Take away what a creation that was cut short has left; it opens with no key.

    Raises:
        VaultDamagedError: There are matters: this was a vault, and its key slots are gone.
    """
    if any((folder / MATTERS_FOLDER).iterdir()):
        raise VaultDamagedError(
            "The folder holds matters, but the file with the vault's key slots is gone.",
            remedy="Put slots.json back from a backup of the vault's folder.",
        )
    delete_database(folder / REGISTRY_FILE)
