"""Data subjects of a matter under review: sealed, kept until the review is closed.

A case holds what was found about a person, and so goes when that person's data is erased.

    subject    the sealed case (`SubjectCase`, `desktop.domain.data_subject`), written anew at each
               decision
"""

import msgspec

from desktop.domain.data_subject import SubjectCase, SubjectId
from desktop.domain.errors import NoSuchSubjectError, VaultDamagedError
from desktop.vault.matter_file import MatterFile, identity_bytes
from desktop.vault.records import FORMAT, decoded

_Record = tuple[int, SubjectCase]
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(_Record)


class Subjects:
    """The cases of one matter."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter."""
        self._matter = matter
        self._database = matter.database

    def keep(self, case: SubjectCase) -> None:
        """Seal a case, in place of what was there of it."""
        row_id = bytes.fromhex(case.subject_id)
        plain = _encode((FORMAT, case))
        self._database.change(
            "INSERT INTO subject (subject_id, record) VALUES (?, ?)"
            " ON CONFLICT (subject_id) DO UPDATE SET record = excluded.record",
            row_id,
            self._matter.seal_for_matter(plain, "subject", "record", row_id),
        )

    def all(self) -> tuple[SubjectCase, ...]:
        """Every case, the oldest first.

        Raises:
            VaultDamagedError: One was altered.
        """
        rows = self._database.rows("SELECT subject_id, record FROM subject ORDER BY subject_row")
        return tuple(self._opened(*row) for row in rows)

    def named(self, start: str) -> SubjectCase:
        """The case whose identity begins with these digits.

        Raises:
            NoSuchSubjectError: None does, or more than one.
        """
        fitting = [
            case for case in self.all() if start and case.subject_id.startswith(start.lower())
        ]
        if len(fitting) != 1:
            raise NoSuchSubjectError
        return fitting[0]

    def remove(self, subject_id: SubjectId) -> None:
        """Delete a case.

        Raises:
            NoSuchSubjectError: It is not there.
        """
        row_id = identity_bytes(subject_id)
        if not self._database.change("DELETE FROM subject WHERE subject_id = ?", row_id):
            raise NoSuchSubjectError

    def _opened(self, row_id: bytes, sealed: bytes) -> SubjectCase:
        plain = self._matter.open_for_matter(sealed, "subject", "record", row_id)
        record: _Record = decoded(_decoder, plain)
        case = record[1]
        if case.subject_id != row_id.hex():
            raise VaultDamagedError
        return case
