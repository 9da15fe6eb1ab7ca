"""The names of documents in words, opened once: a name sought among thousands takes a moment."""

from collections.abc import Sequence

from desktop.vault.database import Database
from desktop.vault.documents import Documents
from desktop.vault.normalise import folded_words


class DocumentNames:
    """The names of the documents of one matter; holds them opened until `forget`.

    A name never changes, and the row of a document that is gone is never used again.
    """

    def __init__(self, database: Database, documents: Documents) -> None:
        """Take the parts of the matter that are asked."""
        self._database = database
        self._documents = documents
        self._words: dict[int, Sequence[str]] = {}

    def rows(self, text: str) -> frozenset[int]:
        """Rows of the documents in whose names each word of a text begins one.

        Raises:
            VaultDamagedError: A document was altered.
        """
        starts = folded_words(text)
        present = [row for (row,) in self._database.rows("SELECT document_row FROM document")]
        return frozenset(
            row
            for row in present
            for words in (self._of(row),)
            if all(any(word.startswith(start) for word in words) for start in starts)
        )

    def forget(self) -> None:
        """Drop what is opened."""
        self._words.clear()

    def _of(self, document_row: int) -> Sequence[str]:
        if document_row not in self._words:
            name = self._documents.of_row(document_row).origin.name
            self._words[document_row] = folded_words(name)
        return self._words[document_row]
