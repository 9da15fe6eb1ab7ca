"""Keys of a matter that outlast its matter key.

A matter key of the first epoch is the parent of all keys of its matter. When it is rotated, a new
one takes over what protects the file and the documents: the database key and the wrapping key. What
seals rows (data key), makes tags (index key), and authenticates the log and the state lasts: it is
kept in the file, wrapped by the new wrapping key, so that no row and no index has to be made anew.

Table `lasting_key`:

    label     of the derivation that made the key once, such as "incamera/v1/matter-key/data"
    wrapped   wrapped key of the kind "lasting-key"; place: matter id, "lasting_key", "wrapped",
              row id the label in ASCII, version 1

An old matter key therefore opens nothing of the new file: neither its pages, which are under
another database key, nor a document key, which is under another wrapping key. Whoever had the old
matter key knew the lasting keys as well; without the new database key they are of no use to him.
"""

from typing import TypeVar

from desktop.domain.identity import MatterId
from desktop.vault.database import Database
from desktop.vault.keys import (
    Key,
    LastingKey,
    MatterKey,
    WrappingKey,
    derivations_of,
)
from desktop.vault.labels import Label
from desktop.vault.place import Place
from desktop.vault.wrapping import (
    unwrap,
    wrap,
)

RENEWED = frozenset({Label.MATTER_DATABASE, Label.MATTER_WRAPPING})
"""What each matter key makes anew."""

LASTING = {
    label: key_type for label, key_type in derivations_of(MatterKey).items() if label not in RENEWED
}
"""What lasts, and its type."""

LastingType = TypeVar("LastingType", bound=Key)


class LastingKeys:
    """The kept keys of one matter's file; none before its first rotation."""

    def __init__(self, database: Database, matter_id: MatterId, wrapping_key: WrappingKey) -> None:
        """Read and unwrap them.

        Raises:
            WrongKeyError: They were wrapped by another matter key.
            VaultDamagedError: One was altered.
        """
        self._kept = {
            label: unwrap(wrapping_key, wrapped, _place(matter_id, label), LastingKey)
            for label, wrapped in database.rows("SELECT label, wrapped FROM lasting_key")
        }

    def kept(self, label: Label, key_type: type[LastingType]) -> LastingType | None:
        """A key that was kept; None where it is derived from the matter key."""
        key = self._kept.get(label)
        return None if key is None else key_type(key.reveal())


def keep(
    database: Database, matter_id: MatterId, wrapping_key: WrappingKey, keys: dict[Label, Key]
) -> None:
    """Keep keys in a file, in place of those kept before, within the caller's transaction."""
    database.change("DELETE FROM lasting_key")
    database.change_many(
        "INSERT INTO lasting_key VALUES (?, ?)",
        [
            (
                label.value,
                wrap(wrapping_key, LastingKey(key.reveal()), _place(matter_id, label.value)),
            )
            for label, key in keys.items()
        ],
    )


def _place(matter_id: MatterId, label: str) -> Place:
    return Place(matter_id, "lasting_key", "wrapped", label.encode("ascii"), 1)
