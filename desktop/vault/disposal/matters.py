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
"""

from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop.domain.audit import Act
from desktop.domain.disposal import (
    NO_KNOWN_BACKUPS,
    Certificate,
    DisposalId,
    DisposalOrder,
    DisposalProgress,
    DisposalScope,
    DisposalStep,
    DisposedDocument,
    KnownBackups,
    Verified,
)
from desktop.domain.errors import MatterWalledError, NoSuchMatterError, VaultDamagedError
from desktop.domain.identity import MatterId, new_identity
from desktop.domain.matter import Matter
from desktop.vault.audit.log import AuditLog
from desktop.vault.database import Database
from desktop.vault.disposal.clearing import clear_matter, verified_files
from desktop.vault.disposal.rows import BEGUN, DONE, Begun, DisposalRows, Noted
from desktop.vault.disposal.stuck import StuckDisposals
from desktop.vault.disposal.traces import TRACE_BYTES, trace_of_wrapped, traces_left
from desktop.vault.matter_file import identity_bytes
from desktop.vault.matter_store import MatterStore
from desktop.vault.members.certificates import CertificateKeys
from desktop.vault.members.records import Admitted
from desktop.vault.wrapping import WRAPPED_KEY_BYTES

REPORTED_AT_ONCE = 500
"""Documents that are listed between two reports: 50 ms."""


class MatterDisposals:
    """The disposals of a vault.

    Attributes:
        stuck: Those of matters that wait for nobody any more.
    """

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
        self._rows = DisposalRows(registry, keys)
        self._folder = matters_folder
        self._clock = clock
        self.stuck = StuckDisposals(registry, self._rows, matters_folder, clock)

    def announce(self, matter_id: MatterId) -> DisposalId:
        """Note that documents of a matter are going to be disposed of."""
        disposal_id = DisposalId(new_identity())
        self._registry.change(
            "INSERT INTO disposal (disposal_id, matter_id, state, file_name) VALUES (?, ?, ?, '')",
            bytes.fromhex(disposal_id),
            bytes.fromhex(matter_id),
            BEGUN,
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
        return self._rows.begun()

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

    def finish(
        self, disposal_id: DisposalId, backups: KnownBackups = NO_KNOWN_BACKUPS
    ) -> Certificate:
        """Take away what is left of a matter whose key is destroyed.

        Args:
            disposal_id: Of the disposal.
            backups: Those that may still hold the matter.

        Raises:
            NoSuchDisposalError: There is none by that identity.
            MatterWalledError: Only a member who was inside its wall can go on with it.
            DisposalUnfinishedError: Another process has a file open; it can be gone on with.
        """
        noted = self._rows.opened(disposal_id)
        if noted.state == DONE:
            return noted.certificate
        clear_matter(self._registry, self._folder, noted.file_name)
        self._rows.note_cleared(disposal_id)
        certificate = self._certified(noted).naming(backups)
        self._rows.close(certificate)
        return certificate

    def certificates(self) -> tuple[Certificate, ...]:
        """The certificates of whole matters that this account opens, the oldest first."""
        found = []
        for disposal_id in self._rows.of_matters():
            with suppress(MatterWalledError, VaultDamagedError):
                found.append(self._rows.opened(disposal_id).certificate)
        return tuple(found)

    def damaged_certificates(self, of_all: Collection[str]) -> int:
        """How many certificates that should open to this account were altered.

        Args:
            of_all: Disposals whose certificates open to every account (`logged.open_to_all`).
        """
        return sum(self._rows.is_damaged(each, of_all) for each in self._rows.of_matters())

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
        self._rows.put(certificate, file_name, traces)
        self._registry.change("DELETE FROM matter WHERE matter_id = ?", row_id)

    def _certified(self, noted: Noted) -> Certificate:
        path, key = self._registry.raw_file()
        verified = (
            *verified_files(self._registry, self._folder / noted.file_name),
            Verified(
                "Every page of the registry and of its log was decrypted and searched for the"
                " matter's wrapped key and record: neither was found.",
                traces_left(path, key, noted.traces) == 0,
            ),
        )
        return replace(noted.certificate, finished_at=self._clock(), verified=verified)
