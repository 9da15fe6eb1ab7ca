"""What is still to get new keys: kept in the registry, so that a kill forgets none of it.

Table `rotation` of the registry, one row for the vault's own key and for each matter to be done:

    matter_id     NULL for the vault's own key
    key_epoch     of the new matter key; NULL until the matter was begun
    wrapped_key   the new matter key, wrapped by the wrapping key of the present one; place: matter
                  id, "rotation", "wrapped_key", matter id, epoch; kind "matter-key"

The new key of a matter that was begun has to outlast a kill, since part of the new file lies under
it already. It is wrapped by the matter's present key and by nothing else, so that it opens for
whoever opens the matter now, with a wall around the matter or without. The row goes when the new
key is in use, and the matter's row takes its own row with it.

So whoever had the vault's key and the matter's can have read the new key ahead of its use. Where
one of the two is renewed because somebody had it (a new vault key, a member on the way out), what
was begun before is begun anew.
"""

from collections.abc import Iterable

from desktop.domain.identity import MatterId
from desktop.vault.database import Database
from desktop.vault.inside import MatterRow
from desktop.vault.keys import MatterKey, WrappingKey
from desktop.vault.place import Place
from desktop.vault.wrapping import unwrap, wrap


class RotationPlan:
    """The list of what is to be done, in one open registry.

    Args:
        registry: Open.
    """

    def __init__(self, registry: Database) -> None:
        """Read nothing yet."""
        self._registry = registry

    @property
    def has_vault_key(self) -> bool:
        """Whether the vault's own key is to be renewed."""
        return self._registry.row("SELECT 1 FROM rotation WHERE matter_id IS NULL") is not None

    def matters(self) -> tuple[MatterId, ...]:
        """The matters to be done, in the order in which they were put down."""
        rows = self._registry.rows(
            "SELECT matter_id FROM rotation WHERE matter_id IS NOT NULL ORDER BY rotation_row"
        )
        return tuple(MatterId(row_id.hex()) for (row_id,) in rows)

    def put_down(self, matter_ids: Iterable[MatterId], *, with_vault_key: bool) -> None:
        """Add to the list what is not on it."""
        with self._registry.transaction():
            if with_vault_key and not self.has_vault_key:
                self._registry.change("INSERT INTO rotation (matter_id) VALUES (NULL)")
            self._registry.change_many(
                "INSERT INTO rotation (matter_id) VALUES (?) ON CONFLICT DO NOTHING",
                [(bytes.fromhex(matter_id),) for matter_id in matter_ids],
            )

    def new_key(self, row: MatterRow, wrapping_key: WrappingKey) -> MatterKey | None:
        """The new key of a matter that was begun; None where it is still to be begun.

        Args:
            row: Of the matter as it is now.
            wrapping_key: Of its present key.

        Raises:
            WrongKeyError: The matter has got another key since.
            VaultDamagedError: It was altered.
        """
        found = self._registry.row(
            "SELECT key_epoch, wrapped_key FROM rotation WHERE matter_id = ?",
            bytes.fromhex(row.matter_id),
        )
        if found is None or found[0] != row.key_epoch + 1:
            return None
        return unwrap(wrapping_key, found[1], _place(row.matter_id, found[0]), MatterKey)

    def has_begun(self, row: MatterRow) -> bool:
        """Whether a matter was begun, as it is now."""
        found = self._registry.row(
            "SELECT key_epoch FROM rotation WHERE matter_id = ?", bytes.fromhex(row.matter_id)
        )
        return found is not None and bool(found[0] == row.key_epoch + 1)

    def keep_new_key(self, row: MatterRow, wrapping_key: WrappingKey, key: MatterKey) -> None:
        """Note the new key of a matter that is begun now, whether it is on the list or not."""
        epoch = row.key_epoch + 1
        self._registry.change(
            "INSERT INTO rotation (matter_id, key_epoch, wrapped_key) VALUES (?, ?, ?)"
            " ON CONFLICT (matter_id) DO UPDATE"
            " SET key_epoch = excluded.key_epoch, wrapped_key = excluded.wrapped_key",
            bytes.fromhex(row.matter_id),
            epoch,
            wrap(wrapping_key, key, _place(row.matter_id, epoch)),
        )

    def begin_anew(self, matter_id: MatterId) -> None:
        """Let a matter that was begun be begun once more: what was made of it is of no use."""
        self._registry.change(
            "UPDATE rotation SET key_epoch = NULL, wrapped_key = NULL WHERE matter_id = ?",
            bytes.fromhex(matter_id),
        )

    def begin_all_anew(self) -> None:
        """Let every matter that was begun be begun once more: its new key may be known."""
        self._registry.change("UPDATE rotation SET key_epoch = NULL, wrapped_key = NULL")

    def strike(self, matter_id: MatterId | None) -> None:
        """Take a matter, or the vault's own key, off the list: it is done."""
        self._registry.change(
            "DELETE FROM rotation WHERE matter_id IS ?",
            None if matter_id is None else bytes.fromhex(matter_id),
        )


def _place(matter_id: MatterId, epoch: int) -> Place:
    return Place(matter_id, "rotation", "wrapped_key", bytes.fromhex(matter_id), epoch)
