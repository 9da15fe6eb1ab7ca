"""Opening a new matter: its key, its file, its entry in the registry, in one transaction."""

from datetime import datetime

from desktop.domain.errors import MatterExistsError, MatterNumberError
from desktop.domain.identity import MatterId, new_identity
from desktop.domain.matter import Matter
from desktop.vault.files import delete_database
from desktop.vault.inside import MATTERS_FOLDER, VaultInside
from desktop.vault.keys import new_matter_key
from desktop.vault.matter_file import FIRST_EPOCH, MatterFile

MAX_NAME_CHARACTERS = 200


def matter_of_numbers(numbers_and_name: tuple[str, str, str], created_at: datetime) -> Matter:
    """A matter that is nowhere yet.

    Args:
        numbers_and_name: Client number, matter number, short name.
        created_at: In UTC.

    Raises:
        MatterNumberError: One of them is empty, too long, or holds control characters.
    """
    for text in numbers_and_name:
        if not text.strip() or len(text) > MAX_NAME_CHARACTERS or not text.isprintable():
            raise MatterNumberError
    client_number, matter_number, name = (text.strip() for text in numbers_and_name)
    return Matter(
        matter_id=MatterId(new_identity()),
        client_number=client_number,
        matter_number=matter_number,
        name=name,
        created_at=created_at,
    )


def enter_matter(inside: VaultInside, matter: Matter) -> None:
    """Make the file of a new matter and enter it, within the caller's transaction.

    Args:
        inside: The open vault.
        matter: The new one.

    Raises:
        MatterExistsError: There is a matter with these numbers.
        DiskFullError: There is no room.
    """
    if any(matter.reference == other.reference for other in inside.matters()):
        raise MatterExistsError
    key, file_name = new_matter_key(), f"{new_identity()}.db"
    path = inside.folder / MATTERS_FOLDER / file_name
    try:
        MatterFile(path, matter.matter_id, key, is_new=True).close()
        inside.add_matter(matter, file_name, key, FIRST_EPOCH)
    except BaseException:
        delete_database(path)
        raise
