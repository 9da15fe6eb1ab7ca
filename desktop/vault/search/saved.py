"""Searches that are kept under a name, sealed in their matter.

saved_search    the sealed record: MessagePack array 1, name, query, saved at (us since 1970,
                UTC), row of the newest page that there was when it was last looked at
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import msgspec

from desktop.domain.errors import NoSuchSavedSearchError, SavedSearchNameError
from desktop.domain.identity import new_identity
from desktop.domain.search import SavedSearch
from desktop.vault.matter_file import MatterFile
from desktop.vault.records import FORMAT, decoded
from desktop.vault.search.parse import parsed

MAX_NAME_CHARACTERS = 80

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Record = tuple[int, str, str, int, int]
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(_Record)


@dataclass(frozen=True, slots=True)
class _Kept:
    row_id: bytes
    name: str
    query: str
    saved_us: int
    seen_row: int


class SavedSearches:
    """The saved searches of one matter."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter."""
        self._matter = matter
        self._database = matter.database

    def keep(self, name: str, query: str, *, saved_at: datetime) -> SavedSearch:
        """Keep a search; one of the same name is replaced. What it finds now counts as seen.

        Raises:
            QueryError: It cannot be read.
            SavedSearchNameError: The name is empty, too long, or holds control characters.
        """
        name = " ".join(name.split())
        if not name or len(name) > MAX_NAME_CHARACTERS or not name.isprintable():
            raise SavedSearchNameError
        parsed(query)
        saved_us = (saved_at - _EPOCH) // timedelta(microseconds=1)
        with self._database.transaction():
            same = [each.row_id for each in self._all() if each.name == name]
            row_id = same[0] if same else bytes.fromhex(new_identity())
            kept = _Kept(row_id, name, query, saved_us, self._newest())
            self._write(kept)
        return _shown(kept)

    def all(self) -> tuple[SavedSearch, ...]:
        """Every saved search, by name.

        Raises:
            VaultDamagedError: One was altered.
        """
        return tuple(map(_shown, sorted(self._all(), key=lambda kept: kept.name.casefold())))

    def named(self, name: str) -> SavedSearch:
        """The search of this name.

        Raises:
            NoSuchSavedSearchError: There is none.
        """
        return _shown(self._named(name))

    def seen_row(self, name: str) -> int:
        """The row of the newest page that there was when it was last looked at.

        Raises:
            NoSuchSavedSearchError: There is none.
        """
        return self._named(name).seen_row

    def see(self, name: str) -> None:
        """Note that what it finds now has been looked at.

        Raises:
            NoSuchSavedSearchError: There is none.
        """
        with self._database.transaction():
            self._write(replace(self._named(name), seen_row=self._newest()))

    def remove(self, name: str) -> None:
        """Take it out of the matter.

        Raises:
            NoSuchSavedSearchError: There is none.
        """
        with self._database.transaction():
            self._database.change(
                "DELETE FROM saved_search WHERE saved_id = ?", self._named(name).row_id
            )

    def _named(self, name: str) -> _Kept:
        wanted = " ".join(name.split())
        for kept in self._all():
            if kept.name == wanted:
                return kept
        raise NoSuchSavedSearchError

    def _newest(self) -> int:
        return int(self._database.value("SELECT coalesce(max(page_row), 0) FROM page"))

    def _all(self) -> list[_Kept]:
        rows = self._database.rows("SELECT saved_id, record FROM saved_search ORDER BY saved_row")
        return [self._opened(*row) for row in rows]

    def _write(self, kept: _Kept) -> None:
        plain = _encode((FORMAT, kept.name, kept.query, kept.saved_us, kept.seen_row))
        self._database.change(
            "INSERT INTO saved_search (saved_id, record) VALUES (?, ?)"
            " ON CONFLICT (saved_id) DO UPDATE SET record = excluded.record",
            kept.row_id,
            self._matter.seal_for_matter(plain, "saved_search", "record", kept.row_id),
        )

    def _opened(self, row_id: bytes, sealed: bytes) -> _Kept:
        plain = self._matter.open_for_matter(sealed, "saved_search", "record", row_id)
        _, name, query, saved_us, seen_row = decoded(_decoder, plain)
        return _Kept(row_id, name, query, saved_us, seen_row)


def _shown(kept: _Kept) -> SavedSearch:
    return SavedSearch(kept.name, kept.query, _EPOCH + timedelta(microseconds=kept.saved_us))
