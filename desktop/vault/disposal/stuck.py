"""Ends of walled matters that were cut short and open for no member any more.

Destroying needs no key: the wrapped keys of the matter are gone since its end began. What was noted
for the certificate opened for those who were inside alone, and all of them have left the vault.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desktop.domain.audit import Act
from desktop.domain.disposal import (
    NO_KNOWN_BACKUPS,
    Certificate,
    DisposalId,
    DisposalOrder,
    DisposalScope,
    KnownBackups,
    StuckDisposal,
    Verified,
)
from desktop.domain.errors import NoSuchDisposalError
from desktop.domain.identity import MatterId
from desktop.vault.audit.log import AuditLog
from desktop.vault.database import Database
from desktop.vault.disposal.clearing import clear_matter, verified_files
from desktop.vault.disposal.leftovers import files_of
from desktop.vault.disposal.logged import open_to_all
from desktop.vault.disposal.rows import DisposalRows

_OF_KEYS = ("matter", "member_copy", "rotation")
"""Tables of the registry in which a matter has keys."""


class StuckDisposals:
    """The disposals of one vault that wait for nobody.

    Args:
        registry: Open.
        rows: Of the same registry.
        folder: Where matters lie.
        clock: Tells UTC.
    """

    def __init__(
        self,
        registry: Database,
        rows: DisposalRows,
        folder: Path,
        clock: Callable[[], datetime],
    ) -> None:
        """Read nothing yet."""
        self._registry = registry
        self._rows = rows
        self._folder = folder
        self._clock = clock

    def all(self, audit: AuditLog) -> tuple[StuckDisposal, ...]:
        """Those that are stuck; one that opens for a member who was inside is that member's.

        Args:
            audit: Of the vault: one of a matter without a wall is not stuck, whatever its row says.

        Raises:
            VaultDamagedError: An entry of the log was altered.
        """
        of_all = open_to_all(audit)
        return tuple(
            StuckDisposal(
                begun.disposal_id, begun.matter_id, len(files_of(self._file(begun.disposal_id)))
            )
            for begun in self._rows.begun()
            if begun.is_whole and self._rows.is_stuck(begun.disposal_id, of_all)
        )

    def finish(
        self,
        disposal_id: DisposalId,
        order: DisposalOrder,
        audit: AuditLog,
        backups: KnownBackups = NO_KNOWN_BACKUPS,
    ) -> Certificate:
        """Take away what is left of a matter.

        The certificate says what it cannot say, and stands in the place of the one that nobody
        opens; the whole vault reads it.

        Args:
            disposal_id: Of a disposal that is stuck.
            order: Why it is finished, and by whom.
            audit: Of the vault, on the same registry.
            backups: Those that may still hold the matter.

        Raises:
            NoSuchDisposalError: None that is stuck has this identity.
            VaultDamagedError: The row was forged: its files are those of a matter that is there, or
                lie elsewhere; or an entry of the log was altered.
            DisposalUnfinishedError: Another process has a file open; it can be done again.
        """
        matter_id = {each.disposal_id: each.matter_id for each in self.all(audit)}.get(disposal_id)
        if matter_id is None:
            raise NoSuchDisposalError("No end of a matter by this identity waits for nobody.")
        clear_matter(self._registry, self._folder, self._rows.file_name(disposal_id))
        file = self._file(disposal_id)
        certificate = Certificate(
            disposal_id=disposal_id,
            scope=DisposalScope.MATTER,
            matter_id=matter_id,
            reference="",
            order=order,
            documents=(),
            finished_at=self._clock(),
            verified=(*verified_files(self._registry, file), self._verified_rows(matter_id)),
            is_without_key=True,
        ).naming(backups)
        with self._registry.transaction():
            self._rows.close(certificate)
            audit.add(Act.DISPOSAL_ENDED_WITHOUT_KEY, subject=[matter_id, disposal_id])
        return certificate

    def _verified_rows(self, matter_id: MatterId) -> Verified:
        row_id = bytes.fromhex(matter_id)
        rows = sum(
            int(self._registry.value(f"SELECT count(*) FROM {table} WHERE matter_id = ?", row_id))
            for table in _OF_KEYS
        )
        return Verified("No table of the registry holds a key of the matter.", rows == 0)

    def _file(self, disposal_id: DisposalId) -> Path:
        return self._folder / self._rows.file_name(disposal_id)
