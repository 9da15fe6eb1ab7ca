"""Taking away what is left of a matter whose key is destroyed, and looking whether it is gone."""

import re
from pathlib import Path

from desktop.domain.disposal import Verified
from desktop.domain.errors import DisposalUnfinishedError, VaultDamagedError
from desktop.vault.database import Database
from desktop.vault.disposal.leftovers import copies_of, delete_files, files_of
from desktop.vault.rotation.matter_key import STEM_CHARACTERS

_STEM = re.compile(rf"[0-9a-f]{{{STEM_CHARACTERS}}}")


def clear_matter(registry: Database, folder: Path, file_name: str) -> None:
    """Take away log and copies of the registry, and the files of a matter.

    Args:
        registry: From which the matter's row is gone.
        folder: Where matters lie.
        file_name: Of the matter's file, as a row of the registry says.

    Raises:
        VaultDamagedError: The row was forged: the files are those of a matter that is there, or lie
            elsewhere.
        DisposalUnfinishedError: Another process has a file open.
    """
    file, stem = folder / file_name, file_name[:STEM_CHARACTERS]
    used = {name[:STEM_CHARACTERS] for (name,) in registry.rows("SELECT file_name FROM matter")}
    if stem in used or not _STEM.fullmatch(stem) or file.parent != folder:
        raise VaultDamagedError
    if not registry.checkpoint():
        raise DisposalUnfinishedError
    delete_files(copies_of(registry.path))
    delete_files(files_of(file))


def verified_files(registry: Database, file: Path) -> tuple[Verified, Verified]:
    """Whether files of a matter, and copies of the registry, are gone."""
    return (
        Verified("No file of the matter is left in the vault's folder.", not files_of(file)),
        Verified("No copy of the registry from before is left.", not copies_of(registry.path)),
    )
