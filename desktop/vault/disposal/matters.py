"""The end of whole matters, and the list of disposals that were begun anywhere in the vault.

    step                                        state     after a kill
    holds looked at, wrapped key deleted         begun     goes on here
    registry's log emptied, its copies and the
    matter's files deleted                       cleared   does all of it again
    registry searched, certificate               done

The first step is one transaction of the registry, inside one of the matter's own file, so that no
hold is placed in between. After it the matter opens for nobody; what follows takes the rest away.

A disposal of single documents stands here only while it runs, so that the next opening knows of it
without opening every matter.

    disposal    matter_id; state; the matter's file, "" where it stays; the sealed certificate, NULL
                where it stands in the matter's own file
"""

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.domain.audit import Act
from desktop.domain.disposal import (
    Certificate,
    DisposalId,
    DisposalOrder,
    DisposalProgress,
    DisposalScope,
    DisposalState,
    DisposalStep,
    DisposedDocument,
    StuckDisposal,
    Verified,
)
from desktop.domain.errors import (
    DisposalUnfinishedError,
    MatterWalledError,
    NoSuchDisposalError,
    NoSuchMatterError,
    VaultDamagedError,
    WrongKeyError,
)
from desktop.domain.identity import MatterId, new_identity
from desktop.domain.matter import Matter
from desktop.vault.audit.log import AuditLog
from desktop.vault.database import Database
from desktop.vault.disposal import records
from desktop.vault.disposal.leftovers import copies_of, delete_files, files_of
from desktop.vault.disposal.traces import TRACE_BYTES, trace_of_wrapped, traces_left
from desktop.vault.matter_file import identity_bytes
from desktop.vault.matter_store import MatterStore
from desktop.vault.members.certificates import CertificateKeys
from desktop.vault.members.records import Admitted
from desktop.vault.place import Place
from desktop.vault.rotation.matter_key import STEM_CHARACTERS
from desktop.vault.schema import DISPOSAL_STATES
from desktop.vault.seal import open_sealed, seal
from desktop.vault.wrapping import WRAPPED_KEY_BYTES

_BEGUN = DISPOSAL_STATES.number(DisposalState.BEGUN)
_CLEARED = DISPOSAL_STATES.number(DisposalState.CLEARED)
_DONE = DISPOSAL_STATES.number(DisposalState.DONE)


REPORTED_AT_ONCE = 500
"""Documents that are listed between two reports: 50 ms."""


_FILES = "SELECT file_name FROM matter"
_STEM = re.compile(rf"[0-9a-f]{{{STEM_CHARACTERS}}}")


class Begun(NamedTuple):
    """A disposal that is not done.

    Attributes:
        is_whole: Whether the matter goes as a whole.
    """

    disposal_id: DisposalId
    matter_id: MatterId
    is_whole: bool


class MatterDisposals:
    """The disposals of a vault."""

    def __init__(
        self,
        registry: Database,
        keys: CertificateKeys,
        matters_folder: Path,
        clock: Callable[[], datetime],
    ) -> None:
        """Take the open registry, what seals certificates, where matters lie, and a clock (UTC)."""
        self._registry = registry
        self._keys = keys
        self._folder = matters_folder
        self._clock = clock

    def announce(self, matter_id: MatterId) -> DisposalId:
        """Note that documents of a matter are going to be disposed of."""
        disposal_id = DisposalId(new_identity())
        self._registry.change(
            "INSERT INTO disposal (disposal_id, matter_id, state, file_name) VALUES (?, ?, ?, '')",
            bytes.fromhex(disposal_id),
            bytes.fromhex(matter_id),
            _BEGUN,
        )
        return disposal_id

    def strike(self, disposal_id: DisposalId) -> None:
        """Take the note of a disposal of documents back: it is done, or never began."""
        self._registry.change(
            "DELETE FROM disposal WHERE disposal_id = ? AND record IS NULL",
            identity_bytes(disposal_id),
        )

    def begun(self) -> tuple[Begun, ...]:
        """Every disposal that is not done, the oldest first."""
        rows = self._registry.rows(
            "SELECT disposal_id, matter_id, record IS NOT NULL FROM disposal WHERE state <> ?"
            " ORDER BY disposal_row",
            _DONE,
        )
        return tuple(
            Begun(DisposalId(row_id.hex()), MatterId(matter.hex()), bool(is_whole))
            for row_id, matter, is_whole in rows
        )

    def begin(
        self,
        matter: Matter,
        store: MatterStore,
        order: DisposalOrder,
        audit: AuditLog,
        admitted: Sequence[Admitted] = (),
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> Generator[DisposalProgress, None, DisposalId | None]:
        """List the documents of a matter and destroy its key: then it is gone, whatever happens.

        Closed or stopped before, nothing has gone and nothing was begun.

        Args:
            matter: The matter.
            store: Its store; closed by the caller afterwards.
            order: What was confirmed.
            audit: Of the vault, on the same registry.
            admitted: Who is inside of its wall, and may read the certificate; nobody for one
                without a wall, whose certificate the whole vault reads.
            is_stopped: Whether a person has stopped it.

        Yields:
            How many documents are listed.

        Returns:
            The disposal; None where it was stopped.

        Raises:
            HeldError: A hold stands in the way.
            NoSuchMatterError: It is gone already.
        """
        with store.together():
            store.holds.demand_none([None])
            documents: list[DisposedDocument] = []
            total = store.disposals.count()
            for described in store.disposals.inventory():
                if len(documents) % REPORTED_AT_ONCE == 0:
                    yield DisposalProgress(len(documents), total, step=DisposalStep.LISTING)
                    if is_stopped():
                        return None
                documents.append(described)
            yield DisposalProgress(total, total, step=DisposalStep.LISTING)
            if is_stopped():
                return None
            certificate = Certificate(
                disposal_id=DisposalId(new_identity()),
                scope=DisposalScope.MATTER,
                matter_id=matter.matter_id,
                reference=matter.reference,
                order=order,
                documents=tuple(documents),
                earlier=store.disposals.certificates(),
            )
            store.disposals.end_with_matter(certificate)
            with self._registry.transaction():
                self._keys.enter(certificate.disposal_id, admitted)
                self._destroy_key(certificate)
                audit.add(
                    Act.MATTER_DISPOSED,
                    subject=[matter.matter_id, certificate.disposal_id],
                    details={} if admitted else {"documents": len(certificate.documents)},
                )
        return certificate.disposal_id

    def finish(self, disposal_id: DisposalId, backups: tuple[datetime, ...] = ()) -> Certificate:
        """Take away what is left of a matter whose key is destroyed.

        Args:
            disposal_id: Of the disposal.
            backups: When those backups were made that may still hold the matter.

        Raises:
            NoSuchDisposalError: There is none by that identity.
            MatterWalledError: Only a member who was inside its wall can go on with it.
            DisposalUnfinishedError: Another process has a file open; it can be gone on with.
        """
        state, file_name, certificate, traces = self._opened(disposal_id)
        if state == _DONE:
            return certificate
        self._clear(disposal_id, file_name)
        certificate = replace(self._certified(certificate, file_name, traces), backups=backups)
        self._close(certificate)
        return certificate

    def stuck(self) -> tuple[StuckDisposal, ...]:
        """Ends of matters that were cut short and open for no member any more.

        Those that still open for a member who was inside are that member's, and not told of here.
        """
        return tuple(
            StuckDisposal(
                begun.disposal_id,
                begun.matter_id,
                len(files_of(self._folder / self._file_name(begun.disposal_id))),
            )
            for begun in self.begun()
            if begun.is_whole and self._is_stuck(begun.disposal_id)
        )

    def finish_without_key(
        self,
        disposal_id: DisposalId,
        order: DisposalOrder,
        audit: AuditLog,
        backups: tuple[datetime, ...] = (),
    ) -> Certificate:
        """Take away what is left of a matter of which nobody can open what had been noted of it.

        Destroying needs no key: the wrapped keys are gone since the disposal began. The certificate
        says what it cannot say, and stands in the place of the one that nobody opens; the whole
        vault reads it.

        Args:
            disposal_id: Of a disposal that is stuck.
            order: Why it is finished, and by whom.
            audit: Of the vault, on the same registry.
            backups: When those backups were made that may still hold the matter.

        Raises:
            NoSuchDisposalError: There is none by that identity that is stuck.
            DisposalUnfinishedError: Another process has a file open; it can be done again.
        """
        matter_id = {each.disposal_id: each.matter_id for each in self.stuck()}.get(disposal_id)
        if matter_id is None:
            raise NoSuchDisposalError("No end of a matter by this identity waits for nobody.")
        file_name = self._file_name(disposal_id)
        self._clear(disposal_id, file_name)
        certificate = Certificate(
            disposal_id=disposal_id,
            scope=DisposalScope.MATTER,
            matter_id=matter_id,
            reference="",
            order=order,
            documents=(),
            finished_at=self._clock(),
            verified=(*self._verified_files(file_name), self._verified_rows(matter_id)),
            backups=backups,
            is_without_key=True,
        )
        with self._registry.transaction():
            self._close(certificate)
            audit.add(Act.DISPOSAL_ENDED_WITHOUT_KEY, subject=[matter_id, disposal_id])
        return certificate

    def certificates(self) -> tuple[Certificate, ...]:
        """The certificates of whole matters that this account opens, the oldest first."""
        return tuple(each for each in self._looked_at() if each is not None)

    def damaged_certificates(self) -> int:
        """How many of those that are open to this account were altered."""
        return sum(each is None for each in self._looked_at())

    def _looked_at(self) -> Iterator[Certificate | None]:
        """Each certificate that is open to this account, None in place of one that was altered."""
        for (row_id,) in self._registry.rows(
            "SELECT disposal_id FROM disposal WHERE record IS NOT NULL ORDER BY disposal_row"
        ):
            try:
                yield self._opened(DisposalId(row_id.hex()))[2]
            except MatterWalledError:
                continue
            except VaultDamagedError:
                yield None

    def _destroy_key(self, certificate: Certificate) -> None:
        row_id = bytes.fromhex(certificate.matter_id)
        row = self._registry.row(
            "SELECT file_name, wrapped_key, record FROM matter WHERE matter_id = ?", row_id
        )
        if row is None:
            raise NoSuchMatterError
        file_name, wrapped_key, record = row
        copies = self._registry.rows("SELECT copy FROM member_copy WHERE matter_id = ?", row_id)
        wrapped = [copy[-WRAPPED_KEY_BYTES:] for (copy,) in copies] or [wrapped_key]
        traces = frozenset({*map(trace_of_wrapped, wrapped), record[:TRACE_BYTES]})
        self._registry.change(
            "INSERT INTO disposal (disposal_id, matter_id, state, file_name, record)"
            " VALUES (?, ?, ?, ?, ?)",
            bytes.fromhex(certificate.disposal_id),
            row_id,
            _BEGUN,
            file_name,
            self._sealed(certificate, traces),
        )
        self._registry.change("DELETE FROM matter WHERE matter_id = ?", row_id)

    def _clear(self, disposal_id: DisposalId, file_name: str) -> None:
        """Take away what holds anything of a matter: log and copies of the registry, its files.

        Raises:
            VaultDamagedError: The files are those of a matter that is there: the row was forged.
            DisposalUnfinishedError: Another process has a file open.
        """
        stem = file_name[:STEM_CHARACTERS]
        used = {name[:STEM_CHARACTERS] for (name,) in self._registry.rows(_FILES)}
        if stem in used or not _STEM.fullmatch(stem):
            raise VaultDamagedError
        if not self._registry.checkpoint():
            raise DisposalUnfinishedError
        delete_files(copies_of(self._registry.path))
        delete_files(files_of(self._folder / file_name))
        self._registry.change(
            "UPDATE disposal SET state = ? WHERE disposal_id = ?",
            _CLEARED,
            bytes.fromhex(disposal_id),
        )

    def _close(self, certificate: Certificate) -> None:
        self._registry.change(
            "UPDATE disposal SET state = ?, record = ? WHERE disposal_id = ?",
            _DONE,
            self._sealed(certificate, frozenset()),
            bytes.fromhex(certificate.disposal_id),
        )

    def _verified_files(self, file_name: str) -> tuple[Verified, Verified]:
        return (
            Verified(
                "No file of the matter is left in the vault's folder.",
                not files_of(self._folder / file_name),
            ),
            Verified(
                "No copy of the registry from before is left.",
                not copies_of(self._registry.path),
            ),
        )

    def _verified_rows(self, matter_id: MatterId) -> Verified:
        row_id = bytes.fromhex(matter_id)
        rows = sum(
            int(self._registry.value(f"SELECT count(*) FROM {table} WHERE matter_id = ?", row_id))
            for table in ("matter", "member_copy", "rotation")
        )
        return Verified("No table of the registry holds a key of the matter.", rows == 0)

    def _file_name(self, disposal_id: DisposalId) -> str:
        row = self._registry.row(
            "SELECT file_name FROM disposal WHERE disposal_id = ? AND record IS NOT NULL",
            identity_bytes(disposal_id),
        )
        if row is None:
            raise NoSuchDisposalError
        file_name: str = row[0]
        return file_name

    def _is_stuck(self, disposal_id: DisposalId) -> bool:
        """Whether what was noted of a disposal opens for nobody: all its readers have left."""
        if self._keys.is_behind_wall(disposal_id):
            return False
        try:
            self._opened(disposal_id)
        except MatterWalledError:
            return True
        return False

    def _certified(
        self, certificate: Certificate, file_name: str, traces: frozenset[bytes]
    ) -> Certificate:
        path, key = self._registry.raw_file()
        verified = (
            *self._verified_files(file_name),
            Verified(
                "Every page of the registry and of its log was decrypted and searched for the"
                " matter's wrapped key and record: neither was found.",
                traces_left(path, key, traces) == 0,
            ),
        )
        return replace(certificate, finished_at=self._clock(), verified=verified)

    def _opened(self, disposal_id: DisposalId) -> tuple[int, str, Certificate, frozenset[bytes]]:
        row = self._registry.row(
            "SELECT state, file_name, record FROM disposal"
            " WHERE disposal_id = ? AND record IS NOT NULL",
            identity_bytes(disposal_id),
        )
        if row is None:
            raise NoSuchDisposalError
        state, file_name, sealed = row
        try:
            plain = open_sealed(self._keys.key_of(disposal_id), sealed, _place(disposal_id))
        except WrongKeyError:
            # All who were inside have left the vault, and their copies of its key with them.
            raise MatterWalledError("This certificate opens for no member any more.") from None
        return state, file_name, *records.disposal_of(plain)

    def _sealed(self, certificate: Certificate, traces: frozenset[bytes]) -> bytes:
        plain = records.disposal_record(certificate, traces)
        key = self._keys.key_of(certificate.disposal_id)
        return seal(key, plain, _place(certificate.disposal_id))


def _place(disposal_id: DisposalId) -> Place:
    return Place("", "disposal", "record", bytes.fromhex(disposal_id), 1)
