"""The words that have been met in a matter: what prefixes, misspellings and sounds are sought in.

    word_list    rows of words, each sealed: MessagePack array 1, zlib level 1 of the folded words,
                 ascending, with line feeds between
    unmet_page   pages that were stored before there was such a list, still to be looked through

Listed is each word of a page or personal finding that has a letter and no more than 64 characters;
never a part of an identifier such as an IBAN. Rows are sealed under HKDF(index key, INDEX_TOKEN
label, "word_list", "words", "seal") and bound to their numbers. Whoever has the opened file but not
the index key sees how many words there are, roughly, by the lengths of the rows; not which, nor on
which pages.

A call that stores pages appends its new words as a row; small rows are merged at every 32nd. When a
document goes, the list is swept: what neither index holds any more is left out.
"""

import zlib
from collections.abc import Iterable, Sequence

import msgspec

from desktop.domain.errors import VaultDamagedError
from desktop.domain.finding import Finding
from desktop.domain.page import PageText
from desktop.vault.blind_index import PageTokenTags
from desktop.vault.finding_index import FindingIndex
from desktop.vault.finding_tags import contracted
from desktop.vault.keys import DataKey, derive_index_bytes
from desktop.vault.labels import Label
from desktop.vault.matter_file import MatterFile
from desktop.vault.normalise import fold, folded_words
from desktop.vault.page_index import PageIndex, words_outside
from desktop.vault.place import Place
from desktop.vault.records import FORMAT
from desktop.vault.seal import open_sealed, seal

MAX_WORD_CHARACTERS = 64
SMALL_ROWS = 32
SMALL_BYTES = 131_072
"""A row of 20,000 words; a longer one is not merged again."""

MAX_LIST_BYTES = 64 << 20
KEPT_TOKENS = 50_000
"""Words as written that are known to be listed; most of a page is among them."""

_NONCE_END = 18
_Record = tuple[int, bytes]
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(_Record)


class WordList:
    """The words of one matter; holds them opened until `forget`."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter and derive the key."""
        self._matter = matter
        self._database = matter.database
        self._key = DataKey(
            derive_index_bytes(matter.index_key, Label.INDEX_TOKEN, "word_list", "words", "seal")
        )
        self._known: set[str] = set()
        self._sorted: list[str] | None = None
        self._listed_tokens: set[str] = set()
        self._seen: tuple[int, bytes] | None = None

    def words(self) -> Sequence[str]:
        """Every word, folded, ascending.

        Raises:
            VaultDamagedError: A row was altered.
        """
        self._catch_up()
        if self._sorted is None:
            self._sorted = sorted(self._known)
        return self._sorted

    def meet(self, pages: Iterable[tuple[PageText, Sequence[Finding]]]) -> None:
        """List the words of pages and of their personal findings, in the caller's transaction."""
        self._catch_up()
        tokens = {token for page in pages for token in words_outside(*page)}
        fresh: set[str] = set()
        if len(self._listed_tokens) > KEPT_TOKENS:
            self._listed_tokens.clear()
        for token in tokens - self._listed_tokens:
            word = fold(token)
            if word in self._known or not _is_listed(word):
                self._listed_tokens.add(token)
            else:
                fresh.add(word)
        self._append(fresh)

    def meet_text(self, text: str) -> None:
        """List the words of a text, in the caller's transaction."""
        self._catch_up()
        self._append({*filter(_is_listed, folded_words(text))} - self._known)

    def sweep(self, pages: PageIndex, findings: FindingIndex) -> None:
        """Leave out the words that no page and no finding holds any more.

        `pages` has been compacted: the index knows a removed page's words until then.
        """
        words = self.words()
        if not words:
            return
        indexed = pages.every_tag()
        tag_of = PageTokenTags(self._matter.index_key).tag
        left = [word for word in words if tag_of(word) not in indexed]
        tags = {word: findings.tagger.of_word(contracted(word)) for word in left}
        postings = findings.reader().postings(tags.values())
        gone = {
            word
            for word, tag in tags.items()
            if not any(postings[tag].rows(block) for block in postings[tag].blocks)
        }
        if not gone:
            return
        with self._database.transaction():
            self._catch_up()
            kept = self._known - gone
            self._database.change("DELETE FROM word_list")
            self._append(kept)

    def forget(self) -> None:
        """Drop what is opened."""
        self._known.clear()
        self._listed_tokens.clear()
        self._sorted = None
        self._seen = None

    def _catch_up(self) -> None:
        """Read the rows that this connection has not seen; all of them where one has gone.

        A row that was rolled back can come again with another content: so its nonce is compared.
        """
        if self._seen is not None:
            number, start = self._seen
            found = self._database.row(
                "SELECT substr(words, 1, ?) FROM word_list WHERE list_row = ?", _NONCE_END, number
            )
            if found is None or found[0] != start:
                self.forget()
        rows = self._database.rows(
            "SELECT list_row, words FROM word_list WHERE list_row > ? ORDER BY list_row",
            self._seen[0] if self._seen else 0,
        )
        for number, sealed in rows:
            self._known |= self._opened(number, sealed)
            self._seen = number, sealed[:_NONCE_END]
            self._sorted = None

    def _append(self, words: set[str]) -> None:
        """Add a row; `_catch_up` reads it back, so that a rollback leaves no trace here."""
        if not words:
            return
        small = self._database.rows(
            "SELECT list_row, words FROM word_list WHERE length(words) < ?", SMALL_BYTES
        )
        if len(small) >= SMALL_ROWS:
            words = words.union(*(self._opened(*row) for row in small))
            self._database.change_many(
                "DELETE FROM word_list WHERE list_row = ?", ((number,) for number, _ in small)
            )
        number = self._database.insert("INSERT INTO word_list (words) VALUES (x'')")
        plain = _encode((FORMAT, zlib.compress("\n".join(sorted(words)).encode(), 1)))
        self._database.change(
            "UPDATE word_list SET words = ? WHERE list_row = ?",
            seal(self._key, plain, self._place(number)),
            number,
        )

    def _opened(self, number: int, sealed: bytes) -> set[str]:
        plain = open_sealed(self._key, sealed, self._place(number))
        try:
            record: _Record = _decoder.decode(plain)
            inflater = zlib.decompressobj()
            words = inflater.decompress(record[1], MAX_LIST_BYTES).decode()
        except (msgspec.DecodeError, msgspec.ValidationError, zlib.error, UnicodeDecodeError):
            raise VaultDamagedError from None
        if record[0] != FORMAT or not inflater.eof:
            raise VaultDamagedError
        return set(words.split("\n"))

    def _place(self, number: int) -> Place:
        return self._matter.place("word_list", "words", number.to_bytes(8, "big"))


def _is_listed(word: str) -> bool:
    return 1 < len(word) <= MAX_WORD_CHARACTERS and any(map(str.isalpha, word))
