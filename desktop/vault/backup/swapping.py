"""Putting a restored vault in its place; what a kill at each step leaves.

<vault>.restoring       a restore or rehearsal that is under way; removed when the next begins
<vault>.restored        read, opened and verified; waits for the two steps below
<vault>                 the vault in use
<vault>.before-<time>   the vault that was replaced; kept until a person deletes it

state                                      after a kill
restoring is there                         the vault is as it was; the next restore removes it
restored and the vault are there           the vault is as it was; the next restore removes it
restored is there, the vault is not        `finish_restore` gives restored its name: it is whole
the vault is there, restored is not        done
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from desktop.vault.backup.container import named_place_errors, sync_folder
from desktop.vault.slots.file import SLOTS_FILE


def beside(folder: Path, what: str) -> Path:
    """The folder beside the vault with this ending."""
    return folder.with_name(f"{folder.name}.{what}")


def swap_in(scratch: Path, folder: Path, now: datetime) -> None:
    """Put a restored folder in the place of the vault; each step is one rename."""
    ready = beside(folder, "restored")
    with named_place_errors():
        scratch.rename(ready)
        sync_folder(folder.parent)
        if folder.exists():
            folder.rename(_unused(beside(folder, f"before-{now:%Y%m%d-%H%M%S}")))
        finish_restore(folder)


def finish_restore(folder: Path) -> None:
    """Finish a restore that was cut short between its last two steps."""
    ready = beside(folder, "restored")
    if not folder.exists() and (ready / SLOTS_FILE).is_file():
        with named_place_errors():
            with suppress(FileNotFoundError):  # Another process has just done it.
                ready.rename(folder)
            sync_folder(folder.parent)


def _unused(path: Path) -> Path:
    """The path itself, or with a number where something has its name."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
