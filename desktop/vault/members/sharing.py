"""A vault's folder that several accounts of one workstation use: opened to a group of them.

    folders   2770   setgid, so that what is made inside belongs to the group
    files     0660

From then on files are made with these rights (`desktop.vault.files.mode_of_files`), whichever of
the accounts makes them. Who is in the group is the business of the computer's administrator. The
group may delete the vault's files; without a way in, none of them opens.

On Windows rights are inherited from the folder: its administrator gives the group the right to
change what is inside, and nothing is done here.
"""

import os
import shutil
from pathlib import Path

from desktop.domain.errors import SharingError
from desktop.vault.files import OWNER_AND_GROUP
from desktop.vault.inside import MATTERS_FOLDER

SHARED_FOLDER = 0o2770


def share(folder: Path, group: str) -> None:
    """Open the folder of a vault, and all that lies in it, to a group.

    Raises:
        SharingError: There is no such group, this account is not its owner or not in the group, or
            the system has no such rights.
    """
    if os.name != "posix":
        raise SharingError
    folders = (folder, folder / MATTERS_FOLDER)
    try:
        for path in folders:
            shutil.chown(path, group=group)
            path.chmod(SHARED_FOLDER)
        for path in sorted(each for parent in folders for each in parent.iterdir()):
            if path.is_file() and not path.is_symlink():
                shutil.chown(path, group=group)
                path.chmod(OWNER_AND_GROUP)
    except (OSError, LookupError):
        raise SharingError from None
