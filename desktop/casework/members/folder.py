"""The folder of the vault that this account uses: its own, or one that several share."""

from pathlib import Path

from desktop.domain.errors import OwnFolderError
from desktop.paths import chosen_vault_file, vault_folder


def use_folder(folder: Path | None) -> Path:
    """Use the vault in another folder from now on; returns where the vault of this account is.

    Args:
        folder: Where it lies; None: in the account's own place.

    Raises:
        OwnFolderError: It cannot be noted.
    """
    chosen = chosen_vault_file()
    try:
        if folder is None:
            chosen.unlink(missing_ok=True)
        else:
            chosen.write_text(f"{folder.absolute()}\n", "utf-8")
    except OSError:
        raise OwnFolderError from None
    return vault_folder()
