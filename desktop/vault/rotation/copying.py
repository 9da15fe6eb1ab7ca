"""A matter's file copied row by row into a new one under new keys, while it is read and written.

Each step is one transaction of the new file: it brings up to date what was changed among the rows
that were copied, then copies the next ones. How far the copy has come is seen from the copy itself,
since rows come in the order of their numbers: so a step that was cut short is done again, and no
step that was done. What changed meanwhile is noted in the old file (`notes`).

What happens to a row on its way:

    document                      gets a new key, and a new tag
    page                          is indexed anew, with its findings
    under the data key            sealed anew (`resealing`)
    under a key of its document   sealed anew under the document's new key (`document_keys`)
    in clear                      stays byte for byte

Documents come before what is sealed under their keys, also those that were added meanwhile.

Only once nothing is left to copy, and nobody can write to the old file, comes `finish`: tables that
are copied as a whole, the list of words, the counters, the state, the triggers.
"""

from collections.abc import Iterator, Sequence

from desktop.domain.errors import VaultBusyError, VaultDamagedError
from desktop.vault.database import Value
from desktop.vault.matter_file import MatterFile
from desktop.vault.rotation.document_keys import DocumentResealer
from desktop.vault.rotation.notes import Note, notes, strike_notes
from desktop.vault.rotation.reindexing import Reindexer
from desktop.vault.rotation.resealing import Resealer, Row
from desktop.vault.rotation.tables import Table, tables_as_a_whole, tables_by_row, triggers
from desktop.vault.search.word_list import WordList

ROWS_AT_ONCE = 2_000
"""Of small rows: a transaction of 0.2 s."""

AT_ONCE = {"chunk": 8, "page": 64, "document": 256}
"""Of rows that are large, or cost more: 8 MiB of originals, a fifth of a second of indexing."""

ALL_NOTES = -1
NOTES_AT_ONCE = 1_000

NEARLY = 100
"""Rows, or notes, of which the last step may find so many while nobody else can write."""


class Copy:
    """The new file of a matter while it is being filled; belongs to one thread.

    Args:
        old: A connection of its own to the present file, whose changes are noted.
        new: The new file, with tables and nothing in them or with what was copied before.
    """

    def __init__(self, old: MatterFile, new: MatterFile) -> None:
        """Look at the tables; triggers of the new file wait until it is finished."""
        self._old = old
        self._new = new
        self._tables = tables_by_row(old.database)
        self._by_name = {table.name: table for table in self._tables}
        self._resealer = Resealer(old.audit_keys, new.audit_keys)
        self._reindexer = Reindexer(old, new)
        self._documents = DocumentResealer(old, new)
        self._place = 0
        with new.database.transaction():
            for name, _ in triggers(new.database):
                new.database.change(f"DROP TRIGGER {name}")
        with new.database.unrestricted():
            # What belongs together may come in two steps; in between it does not refer to anything.
            new.database.change("PRAGMA foreign_keys = OFF")
        self._reindexer.has_removed = True  # Perhaps before a kill: a copy does not remember.

    @property
    def is_nearly_level(self) -> bool:
        """Whether the rest is copied in an instant: somebody who writes on is not waited for."""
        done, total = self.progress()
        return total - done <= NEARLY and len(notes(self._old.database, NEARLY + 1)) <= NEARLY

    def step(self) -> bool:
        """Bring up to date what was copied and copy the next rows; False when all is level.

        Within a transaction of the old file nothing can be changed there after it is level.

        Raises:
            VaultDamagedError: Something that is stored was altered.
            DiskFullError: There is no room.
        """
        with self._old.database.snapshot():
            noted = notes(self._old.database, NOTES_AT_ONCE)
            with self._new.database.transaction():
                self._apply(noted)
                has_copied = self._copy_next() if len(noted) < NOTES_AT_ONCE else True
        if noted:
            self._strike(noted[-1].number)
        return bool(noted) or has_copied

    def level(self) -> None:
        """Bring up to date what is left, within a transaction in which the old file is marked.

        The notes stay: a file that is marked takes no change, not even that of its state which a
        change of this process would need at the commit. Where the marks are taken away again, they
        are applied once more.

        Raises:
            VaultDamagedError: Something that is stored was altered.
            DiskFullError: There is no room.
        """
        with self._new.database.transaction():
            self._apply(notes(self._old.database, ALL_NOTES))
            while self._copy_next():
                pass

    def progress(self) -> tuple[int, int]:
        """Rows copied, and rows to copy, as far as their numbers tell."""
        done = sum(self._last(self._new, table) for table in self._tables)
        return done, sum(self._last(self._old, table) for table in self._tables)

    def settle(self) -> None:
        """Take pages that were removed meanwhile out of the file; takes longer than a step."""
        self._reindexer.compact()

    def finish(self) -> None:
        """Make the copy a file of its own; the old one is level and locked against writing.

        Raises:
            VaultDamagedError: The copy is not what it should be.
        """
        self.settle()
        with self._new.database.transaction():
            for table in tables_as_a_whole(self._old.database):
                self._copy_whole(table)
            WordList(self._new).take_over(WordList(self._old).rows())
            self._copy_counters()
            self._demand_as_many()
        self._new.state.continue_from(self._old.database)
        with self._new.database.unrestricted():
            for _, text in triggers(self._old.database):
                self._new.database.change(text)
        self._reindexer.forget()

    # ------------------------------------------------------------------ rows

    def _copy_next(self) -> bool:
        """Copy rows of the first table that has any left; whether there were any."""
        if self._copy_some(self._by_name["document"]):
            return True
        while self._place < len(self._tables):
            if self._copy_some(self._tables[self._place]):
                return True
            self._place += 1
        self._place = 0
        return any(
            self._last(self._old, table) > self._last(self._new, table) for table in self._tables
        )

    def _copy_some(self, table: Table) -> bool:
        """Copy the next rows of a table; whether there were any."""
        rows = list(self._rows_behind(table, self._last(self._new, table)))
        if rows:
            self._insert(table, rows)
            if table.name == "page":
                self._reindexer.add(number for number, _ in rows)
        return bool(rows)

    def _rows_behind(self, table: Table, last: int) -> Iterator[tuple[int, Row]]:
        found = self._old.database.each(
            f"SELECT rowid, {', '.join(table.columns)} FROM {table.name}"
            " WHERE rowid > ? ORDER BY rowid LIMIT ?",
            last,
            AT_ONCE.get(table.name, ROWS_AT_ONCE),
        )
        for number, *values in found:
            row = dict(zip(table.columns, values, strict=True))
            yield number, self._made_anew(table, number, row)

    def _insert(self, table: Table, rows: Sequence[tuple[int, Row]]) -> None:
        names = ", ".join(("rowid", *table.columns))
        marks = ", ".join("?" * (1 + len(table.columns)))
        self._new.database.change_many(
            f"INSERT INTO {table.name} ({names}) VALUES ({marks})",
            [(number, *row.values()) for number, row in rows],
        )

    def _made_anew(self, table: Table, number: int, row: Row) -> Row:
        if table.name == "document":
            return self._documents.document(number, row)
        return self._documents.row(table.name, number, self._resealer.row(table.name, row))

    # ------------------------------------------------------------------ changes meanwhile

    def _apply(self, noted: Sequence[Note]) -> None:
        """Copy rows again that were changed, and delete those that are gone; documents first."""
        latest = dict.fromkeys(
            (self._by_name[note.table], note.row) for note in noted if note.table in self._by_name
        )
        ends = {name: self._last(self._new, table) for name, table in self._by_name.items()}
        pages = {page for table, number in latest for page in self._pages_of(table, number)}
        copied = [(table, number) for table, number in latest if number <= ends[table.name]]
        documents = self._by_name["document"]
        self._apply_to([each for each in copied if each[0] is documents])
        others = [each for each in copied if each[0] is not documents]
        if others:
            while self._copy_some(documents):
                pass  # What has the number of a row that is gone may belong to a new document.
            self._apply_to(others)
        self._reindexer.renew(page for page in pages if page <= ends["page"])

    def _apply_to(self, rows: Sequence[tuple[Table, int]]) -> None:
        """Copy these rows again, or delete them.

        Deletions come first: a row that took the place of another may not meet it.
        """
        changed = [(table, number, self._row(table, number)) for table, number in rows]
        for table, number, row in changed:
            if row is None:
                self._delete(table, number)
        for table, number, row in changed:
            if row is not None:
                self._put(table, number, row)

    def _row(self, table: Table, number: int) -> Row | None:
        """A row as it is to be in the new file; None where it is gone."""
        values = self._old.database.row(
            f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE rowid = ?", number
        )
        if values is None:
            return None
        return self._made_anew(table, number, dict(zip(table.columns, values, strict=True)))

    def _delete(self, table: Table, number: int) -> None:
        self._new.database.change(f"DELETE FROM {table.name} WHERE rowid = ?", number)
        if table.name == "document":
            self._documents.forget(number)

    def _put(self, table: Table, number: int, row: Row) -> None:
        assigned = ", ".join(f"{column} = ?" for column in table.columns)
        count = self._new.database.change(
            f"UPDATE {table.name} SET {assigned} WHERE rowid = ?", *row.values(), number
        )
        if count == 0:
            self._insert(table, [(number, row)])

    def _pages_of(self, table: Table, number: int) -> Iterator[int]:
        """The pages that are found by something in a row."""
        if table.name == "page":
            yield number
        elif table.name in ("finding", "verdict"):
            for file in (self._old, self._new):
                for (page_row,) in file.database.rows(
                    "SELECT page_row FROM finding WHERE finding_row = ?", number
                ):
                    yield page_row

    def _strike(self, last: int) -> None:
        try:
            strike_notes(self._old.database, last)
        except VaultBusyError:
            return  # They are applied once more in the next step.

    # ------------------------------------------------------------------ the end

    def _copy_whole(self, table: Table) -> None:
        columns = ", ".join(table.columns)
        marks = ", ".join("?" * len(table.columns))
        rows = [
            self._made_anew(table, 0, dict(zip(table.columns, values, strict=True)))
            for values in self._old.database.rows(f"SELECT {columns} FROM {table.name}")
        ]
        self._new.database.change(f"DELETE FROM {table.name}")
        self._new.database.change_many(
            f"INSERT INTO {table.name} ({columns}) VALUES ({marks})",
            [tuple(row.values()) for row in rows],
        )

    def _copy_counters(self) -> None:
        """The highest numbers ever given: none is used again."""
        for table in self._tables:
            row = self._old.database.row(
                "SELECT seq FROM sqlite_sequence WHERE name = ?", table.name
            )
            if row is None:
                continue
            self._new.database.change("DELETE FROM sqlite_sequence WHERE name = ?", table.name)
            self._new.database.change(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table.name, row[0]
            )

    def _demand_as_many(self) -> None:
        for table in (*self._tables, *tables_as_a_whole(self._old.database)):
            query = f"SELECT count(*) FROM {table.name}"
            if self._old.database.value(query) != self._new.database.value(query):
                raise VaultDamagedError(
                    f"The copy of the table {table.name} under the new key is not whole."
                )

    @staticmethod
    def _last(file: MatterFile, table: Table) -> int:
        last: Value = file.database.value(f"SELECT max(rowid) FROM {table.name}")
        return last if isinstance(last, int) else 0
