"""Answers of a matter: what was asked, what was said, and the receipts of the model.

An answer is sealed with the matter's data key, since it may be about several documents. A row for
each of them binds it to them: it goes with the first of them that goes.

    answer            the sealed record: MessagePack array 1, the answer as a map by names
    answer_document   which documents an answer is about
"""

import msgspec

from desktop.domain.asking import AnswerId, AskAnswer
from desktop.domain.errors import NoSuchAnswerError, VaultDamagedError
from desktop.vault.documents import Documents
from desktop.vault.matter_file import MatterFile, identity_bytes
from desktop.vault.records import FORMAT, decoded

_Record = tuple[int, AskAnswer]
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(_Record)


class Answers:
    """The answers of one matter."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter."""
        self._matter = matter
        self._database = matter.database
        self._documents = Documents(matter)

    def add(self, answer: AskAnswer) -> None:
        """Seal an answer into the matter.

        Raises:
            NoSuchDocumentError: A document that it is about is not, or no longer, in this matter.
            DiskFullError: There is no room.
        """
        row_id = identity_bytes(answer.answer_id)
        plain = _encode((FORMAT, answer))
        with self._database.transaction():
            document_rows = [self._documents.row_of(each) for each in answer.document_ids]
            self._database.change(
                "INSERT INTO answer (answer_id, record) VALUES (?, ?)",
                row_id,
                self._matter.seal_for_matter(plain, "answer", "record", row_id),
            )
            number = self._database.value("SELECT last_insert_rowid()")
            self._database.change_many(
                "INSERT INTO answer_document VALUES (?, ?)",
                ((number, document_row) for document_row in document_rows),
            )

    def all(self, *, limit: int = -1) -> tuple[AskAnswer, ...]:
        """The answers, the latest first; at most `limit` unless that is negative.

        Raises:
            VaultDamagedError: One was altered.
        """
        rows = self._database.rows(
            "SELECT answer_id, record FROM answer ORDER BY answer_row DESC LIMIT ?", limit
        )
        return tuple(self._opened(row_id, sealed) for row_id, sealed in rows)

    def named(self, start: str) -> AskAnswer:
        """The answer whose identity begins with these digits.

        Raises:
            NoSuchAnswerError: None does, or more than one.
            VaultDamagedError: It was altered.
        """
        rows = self._database.rows(
            "SELECT answer_id, record FROM answer WHERE substr(lower(hex(answer_id)), 1, ?) = ?"
            " LIMIT 2",
            len(start),
            start.lower(),
        )
        if len(rows) != 1 or not start:
            raise NoSuchAnswerError
        return self._opened(*rows[0])

    def remove(self, answer_id: AnswerId) -> None:
        """Take an answer out of the matter.

        Raises:
            NoSuchAnswerError: It is not there.
        """
        changed = self._database.change(
            "DELETE FROM answer WHERE answer_id = ?", identity_bytes(answer_id)
        )
        if not changed:
            raise NoSuchAnswerError

    def remove_about(self, document_row: int) -> None:
        """Take out what is said about a document, within the caller's transaction."""
        self._database.change(
            "DELETE FROM answer WHERE answer_row IN"
            " (SELECT answer_row FROM answer_document WHERE document_row = ?)",
            document_row,
        )

    def _opened(self, row_id: bytes, sealed: bytes) -> AskAnswer:
        plain = self._matter.open_for_matter(sealed, "answer", "record", row_id)
        record: _Record = decoded(_decoder, plain)
        answer = record[1]
        if answer.answer_id != row_id.hex():
            raise VaultDamagedError
        return answer
