"""What backups, rotation and the moving of matters need of an open vault: keys, registry, files."""

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
from desktop.vault.seal import open_sealed, seal
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
        """Every matter that this account opens, in the order in which they were opened."""
        rows = self.registry.rows(
            "SELECT matter_id, key_epoch, wall, record FROM matter ORDER BY matter_row"
        )
        found = (
            self._matter(MatterId(row_id.hex()), epoch, record, is_walled=wall != 0)
            for row_id, epoch, wall, record in rows
        )
        return tuple(matter for matter in found if matter is not None)

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
        """Whether this account opens a matter: it has no wall, or the account is admitted."""
        return not row.is_walled or (
            self.insider.matter_key(self.registry, row.matter_id, row.key_epoch) is not None
        )

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
