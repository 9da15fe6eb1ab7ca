"""The plan of a disposal as it is kept: its state, and the sealed certificate so far."""

from desktop.domain.disposal import Certificate, DisposalId
from desktop.domain.errors import NoSuchDisposalError
from desktop.vault.disposal import records
from desktop.vault.matter_file import MatterFile, identity_bytes


def opened_disposal(
    matter: MatterFile, disposal_id: DisposalId
) -> tuple[int, Certificate, frozenset[bytes]]:
    """State, certificate and traces of a disposal.

    Raises:
        NoSuchDisposalError: There is none by that identity.
        VaultDamagedError: It was altered.
    """
    row_id = identity_bytes(disposal_id)
    row = matter.database.row("SELECT state, record FROM disposal WHERE disposal_id = ?", row_id)
    if row is None:
        raise NoSuchDisposalError
    state, sealed = row
    plain = matter.open_for_matter(sealed, "disposal", "record", row_id)
    return state, *records.disposal_of(plain)


def sealed_disposal(
    matter: MatterFile, row_id: bytes, certificate: Certificate, traces: frozenset[bytes]
) -> bytes:
    """Certificate and traces of the disposal in this row, sealed."""
    plain = records.disposal_record(certificate, traces)
    return matter.seal_for_matter(plain, "disposal", "record", row_id)
