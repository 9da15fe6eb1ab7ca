"""Ledgers of a matter: for each page what two readers saw, sealed beside what was read on it.

A page that is read again or removed takes its ledger along: the row goes with the row of the page,
whose number is the version in the place of what is sealed.
"""

from desktop.domain.identity import PageNumber
from desktop.domain.ledger import Ledger
from desktop.vault.ledger_records import ledger_of, ledger_record
from desktop.vault.matter_file import DocumentKeys, MatterFile
from desktop.vault.place import Place
from desktop.vault.seal import open_sealed, seal


class Ledgers:
    """The ledgers of one matter."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter."""
        self._matter = matter
        self._database = matter.database

    def put(self, document_row: int, page_row: int, number: PageNumber, ledger: Ledger) -> None:
        """Seal the ledger of a page, in place of the one there was."""
        keys = self._matter.document_keys(document_row)
        place = self._place(keys, number, page_row)
        self._database.change(
            "INSERT INTO ledger VALUES (?, ?) ON CONFLICT DO UPDATE SET record = excluded.record",
            page_row,
            seal(keys.pages, ledger_record(ledger), place),
        )

    def of_page(self, document_row: int, page_row: int, number: PageNumber) -> Ledger | None:
        """The ledger of a page, None where only one reader read it.

        Raises:
            VaultDamagedError: It was altered.
        """
        row = self._database.row("SELECT record FROM ledger WHERE page_row = ?", page_row)
        if row is None:
            return None
        keys = self._matter.document_keys(document_row)
        return ledger_of(open_sealed(keys.pages, row[0], self._place(keys, number, page_row)))

    def _place(self, keys: DocumentKeys, number: int, page_row: int) -> Place:
        row_id = keys.context + number.to_bytes(4, "big")
        return self._matter.place("ledger", "record", row_id, page_row)
