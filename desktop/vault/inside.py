"""What backups, rotation and the moving of matters need of an open vault: keys, registry, files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.domain.errors import MatterWalledError, NoSuchMatterError
from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter
from desktop.vault import records
from desktop.vault.database import Database
from desktop.vault.keys import (
    DataKey,
    MatterKey,
    VaultKey,
    WrappingKey,
    derive,
)
from desktop.vault.labels import Label
from desktop.vault.matter_file import identity_bytes
from desktop.vault.members.keys import derive_for_members
from desktop.vault.members.own import Insider
from desktop.vault.members.records import walled_of, walled_place
from desktop.vault.place import Place
from desktop.vault.seal import DAMAGED, open_sealed, seal
from desktop.vault.wrapping import (
    unwrap,
    wrap,
)

MATTERS_FOLDER = "matters"


@dataclass(frozen=True, slots=True)
class MatterRow:
    """Where a matter lies and what opens it; changes when its key does.

    Attributes:
        matter_id: The matter.
        file_name: Of its file.
        key_epoch: Of its key.
        wrapped_key: By the vault; empty behind a wall.
        is_walled: Whether its key is sealed to members instead.
    """

    matter_id: MatterId
    file_name: str
    key_epoch: int
    wrapped_key: bytes
    is_walled: bool


@dataclass(frozen=True, slots=True)
class VaultInside:
    """The inside of an open vault; belongs to the thread of the vault.

    Attributes:
        folder: Where it lies.
        vault_id: Its identity.
        vault_key: Its root.
        data_key: Seals what the registry keeps.
        wrapping_key: Wraps the keys of matters.
        registry: The open registry.
        insider: What this account opens as a member.
    """

    folder: Path
    vault_id: str
    vault_key: VaultKey
    data_key: DataKey
    wrapping_key: WrappingKey
    registry: Database
    insider: Insider

    def matters(self) -> tuple[Matter, ...]:
        """Every matter that this account opens, in the order in which they were opened.

        Without those of which the registry no longer says what they are (`damaged_matters`).
        """
        return tuple(matter for _, matter, _ in self._looked_at() if matter is not None)

    def damaged_matters(self) -> tuple[MatterId, ...]:
        """Matters whose record, or whose key for this account, was altered in the registry.

        One such row, which every account of the vault could write, takes no other matter along.
        """
        return tuple(matter_id for matter_id, _, is_damaged in self._looked_at() if is_damaged)

    def matter_rows(self) -> tuple[MatterRow, ...]:
        """Where every matter lies, in the same order, those behind walls as well."""
        rows = self.registry.rows(
            "SELECT matter_id, file_name, key_epoch, wrapped_key, wall FROM matter"
            " ORDER BY matter_row"
        )
        return tuple(
            MatterRow(MatterId(row_id.hex()), file_name, epoch, wrapped, wall != 0)
            for row_id, file_name, epoch, wrapped, wall in rows
        )

    def matter_row(self, matter_id: MatterId) -> MatterRow:
        """One matter.

        Raises:
            NoSuchMatterError: It is not in this vault.
        """
        for row in self.matter_rows():
            if row.matter_id == matter_id:
                return row
        raise NoSuchMatterError

    def has_file(self, matter_id: MatterId, file_name: str) -> bool:
        """Whether this is still the file of a matter: a new key comes with another one."""
        row = self.registry.row(
            "SELECT file_name FROM matter WHERE matter_id = ?", identity_bytes(matter_id)
        )
        return row is not None and row[0] == file_name

    def is_open(self, row: MatterRow) -> bool:
        """Whether this account opens a matter: it has no wall, or the account is admitted.

        What stands behind a wall and was altered in the registry is not open.
        """
        if not row.is_walled:
            return True
        found = self.registry.row(
            "SELECT record FROM matter WHERE matter_id = ?", identity_bytes(row.matter_id)
        )
        if found is None:
            return False  # Disposed of, or moved away, meanwhile.
        try:
            return self._matter(row.matter_id, row.key_epoch, found[0], is_walled=True) is not None
        except DAMAGED:
            return False

    def matter_key(self, row: MatterRow) -> MatterKey:
        """The key of a matter.

        Raises:
            MatterWalledError: It is behind a wall, and this account is not admitted.
            VaultDamagedError: Its wrapped key was altered.
        """
        if row.is_walled:
            key = self.insider.matter_key(self.registry, row.matter_id, row.key_epoch)
            if key is None:
                raise MatterWalledError
            return key
        place = key_place(row.matter_id, row.key_epoch)
        return unwrap(self.wrapping_key, row.wrapped_key, place, MatterKey)

    def matter_database(self, row: MatterRow) -> Database:
        """A connection to the file of a matter, of the calling thread.

        Raises:
            VaultAbsentError: The file is not there.
            VaultError: It cannot be used, for the reason named by the class.
        """
        key = self.matter_key(row)
        database_key = derive(key, Label.MATTER_DATABASE, bytes.fromhex(row.matter_id))
        return Database(self.folder / MATTERS_FOLDER / row.file_name, database_key)

    def add_matter(self, matter: Matter, file_name: str, key: MatterKey, key_epoch: int) -> None:
        """Note a matter whose file is there, within the caller's transaction.

        Raises:
            MatterWalledError: It is in this vault already, behind a wall closed to this account.
        """
        row_id = identity_bytes(matter.matter_id)
        if self.registry.row("SELECT 1 FROM matter WHERE matter_id = ?", row_id) is not None:
            raise MatterWalledError
        self.registry.change(
            "INSERT INTO matter (matter_id, file_name, key_epoch, wrapped_key, record)"
            " VALUES (?, ?, ?, ?, ?)",
            row_id,
            file_name,
            key_epoch,
            wrap(self.wrapping_key, key, key_place(matter.matter_id, key_epoch)),
            seal(self.data_key, records.matter_record(matter), record_place(matter.matter_id)),
        )

    def _looked_at(self) -> Iterator[tuple[MatterId, Matter | None, bool]]:
        """Each matter of the registry: what it is, as far as it opens, and whether it is damaged.

        Behind a wall that is closed to this account neither is known.
        """
        for row_id, epoch, wall, record in self.registry.rows(
            "SELECT matter_id, key_epoch, wall, record FROM matter ORDER BY matter_row"
        ):
            matter_id = MatterId(row_id.hex())
            try:
                matter = self._matter(matter_id, epoch, record, is_walled=wall != 0)
            except DAMAGED:
                yield matter_id, None, True
            else:
                yield matter_id, matter, False

    def _matter(
        self, matter_id: MatterId, epoch: int, record: bytes, *, is_walled: bool
    ) -> Matter | None:
        """A matter; None where it is behind a wall and this account is not admitted."""
        if not is_walled:
            plain = open_sealed(self.data_key, record, record_place(matter_id))
            return records.matter_of(matter_id, plain)
        key = self.insider.matter_key(self.registry, matter_id, epoch)
        if key is None:
            return None
        record_key = derive_for_members(key, Label.MATTER_RECORD, bytes.fromhex(matter_id))
        plain = open_sealed(record_key, record, walled_place(matter_id, epoch))
        return replace(walled_of(matter_id, plain).matter, is_walled=True)


def key_place(matter_id: MatterId, epoch: int) -> Place:
    """Where the wrapped key of a matter lives."""
    return Place(matter_id, "matter", "wrapped_key", bytes.fromhex(matter_id), epoch)


def record_place(matter_id: MatterId) -> Place:
    """Where what is known of a matter lives."""
    return Place(matter_id, "matter", "record", bytes.fromhex(matter_id), 1)
