"""The rows of the registry about disposals: what is begun, and sealed certificates of matters.

disposal    matter_id; state 1 begun, 2 cleared, 3 done; the matter's file, "" where it stays;
            the sealed certificate, NULL where it stands in the matter's own file
"""

from collections.abc import Collection
from typing import NamedTuple

from desktop.domain.disposal import Certificate, DisposalId, DisposalState
from desktop.domain.errors import (
    MatterWalledError,
    NoSuchDisposalError,
    VaultDamagedError,
    WrongKeyError,
)
from desktop.domain.identity import MatterId
from desktop.vault.database import Database
from desktop.vault.disposal import records
from desktop.vault.matter_file import identity_bytes
from desktop.vault.members.certificates import CertificateKeys
from desktop.vault.place import Place
from desktop.vault.schema import DISPOSAL_STATES
from desktop.vault.seal import open_sealed, seal

BEGUN = DISPOSAL_STATES.number(DisposalState.BEGUN)
_CLEARED = DISPOSAL_STATES.number(DisposalState.CLEARED)
DONE = DISPOSAL_STATES.number(DisposalState.DONE)


class Begun(NamedTuple):
    """A disposal that is not done.

    Attributes:
        is_whole: Whether the matter goes as a whole.
    """

    disposal_id: DisposalId
    matter_id: MatterId
    is_whole: bool


class Noted(NamedTuple):
    """What is noted of the end of a matter.

    Attributes:
        state: Number of the state.
        file_name: Of the matter's file.
        certificate: So far.
        traces: To be looked for.
    """

    state: int
    file_name: str
    certificate: Certificate
    traces: frozenset[bytes]


class DisposalRows:
    """The rows of one registry.

    Args:
        registry: Open.
        keys: Seal certificates.
    """

    def __init__(self, registry: Database, keys: CertificateKeys) -> None:
        """Read nothing yet."""
        self._registry = registry
        self._keys = keys

    def begun(self) -> tuple[Begun, ...]:
        """Every disposal that is not done, the oldest first."""
        rows = self._registry.rows(
            "SELECT disposal_id, matter_id, record IS NOT NULL FROM disposal WHERE state <> ?"
            " ORDER BY disposal_row",
            DONE,
        )
        return tuple(
            Begun(DisposalId(row_id.hex()), MatterId(matter.hex()), bool(is_whole))
            for row_id, matter, is_whole in rows
        )

    def of_matters(self) -> tuple[DisposalId, ...]:
        """Ends of matters as a whole, done or not, the oldest first."""
        rows = self._registry.rows(
            "SELECT disposal_id FROM disposal WHERE record IS NOT NULL ORDER BY disposal_row"
        )
        return tuple(DisposalId(row_id.hex()) for (row_id,) in rows)

    def put(self, certificate: Certificate, file_name: str, traces: frozenset[bytes]) -> None:
        """Enter the end of a matter that begins, within the caller's transaction."""
        self._registry.change(
            "INSERT INTO disposal (disposal_id, matter_id, state, file_name, record)"
            " VALUES (?, ?, ?, ?, ?)",
            bytes.fromhex(certificate.disposal_id),
            bytes.fromhex(certificate.matter_id),
            BEGUN,
            file_name,
            self._sealed(certificate, traces),
        )

    def note_cleared(self, disposal_id: DisposalId) -> None:
        """Note that everything of a matter was taken away."""
        self._registry.change(
            "UPDATE disposal SET state = ? WHERE disposal_id = ?",
            _CLEARED,
            bytes.fromhex(disposal_id),
        )

    def close(self, certificate: Certificate) -> None:
        """Note that the end of a matter is done; its certificate replaces what was noted."""
        self._registry.change(
            "UPDATE disposal SET state = ?, record = ? WHERE disposal_id = ?",
            DONE,
            self._sealed(certificate, frozenset()),
            bytes.fromhex(certificate.disposal_id),
        )

    def file_name(self, disposal_id: DisposalId) -> str:
        """The name of the matter's file, which stands in clear.

        Raises:
            NoSuchDisposalError: No end of a matter has this identity.
        """
        return self._row(disposal_id)[1]

    def opened(self, disposal_id: DisposalId) -> Noted:
        """What is noted of the end of a matter.

        Raises:
            NoSuchDisposalError: There is none by that identity.
            MatterWalledError: It opens for those who were inside its wall, or for nobody any more.
            VaultDamagedError: It was altered.
        """
        state, file_name, sealed = self._row(disposal_id)
        try:
            plain = open_sealed(self._keys.key_of(disposal_id), sealed, _place(disposal_id))
        except WrongKeyError:
            if self._keys.is_behind_wall(disposal_id):
                raise VaultDamagedError from None  # The copy of its key was opened.
            # All who were inside have left the vault, and their copies of its key with them.
            raise MatterWalledError("This certificate opens for no member any more.") from None
        return Noted(state, file_name, *records.disposal_of(plain))

    def is_stuck(self, disposal_id: DisposalId, of_all: Collection[str]) -> bool:
        """Whether what was noted of a disposal opens for nobody: all its readers have left.

        Args:
            disposal_id: Of the end of a matter.
            of_all: Disposals whose certificates open to every account; one of those that opens for
                nobody was altered, and is not stuck.
        """
        if disposal_id in of_all or self._keys.is_behind_wall(disposal_id):
            return False
        try:
            self.opened(disposal_id)
        except MatterWalledError:
            return True
        except VaultDamagedError:
            return False
        return False

    def is_damaged(self, disposal_id: DisposalId, of_all: Collection[str]) -> bool:
        """Whether the certificate of a disposal was altered, as far as this account can tell.

        Args:
            disposal_id: Of the end of a matter.
            of_all: As above; of others nobody knows who has left the vault.
        """
        try:
            self.opened(disposal_id)
        except MatterWalledError:
            return disposal_id in of_all
        except VaultDamagedError:
            return True
        return False

    def _row(self, disposal_id: DisposalId) -> tuple[int, str, bytes]:
        row = self._registry.row(
            "SELECT state, file_name, record FROM disposal"
            " WHERE disposal_id = ? AND record IS NOT NULL",
            identity_bytes(disposal_id),
        )
        if row is None:
            raise NoSuchDisposalError
        state, file_name, sealed = row
        return state, file_name, sealed

    def _sealed(self, certificate: Certificate, traces: frozenset[bytes]) -> bytes:
        plain = records.disposal_record(certificate, traces)
        key = self._keys.key_of(certificate.disposal_id)
        return seal(key, plain, _place(certificate.disposal_id))


def _place(disposal_id: DisposalId) -> Place:
    return Place("", "disposal", "record", bytes.fromhex(disposal_id), 1)
