"""The words that have been met in a matter: what prefixes, misspellings and sounds are sought in.

    word_list    rows of words, each sealed: MessagePack array 2, zlib level 1 of three lists with
                 empty lines between them, each with line feeds between its lines, ascending
        words    folded
        inside   of these and of the rows before, the words that personal findings hold; and what
                 stands for the months and sizes of findings (`desktop.vault.finding_tags`)
        sounds   three lines for each of the words, `desktop.vault.search.sounds.sound_lines`
    unmet_page   pages that were stored before there was such a list, still to be looked through

Listed is each word of a page or personal finding that has a letter and no more than 64 characters;
never a part of an identifier such as an IBAN. Rows are sealed under HKDF(index key, INDEX_TOKEN
label, "word_list", "words", "seal") and bound to their numbers. Whoever has the opened file but not
the index key sees how many words there are, roughly, by the lengths of the rows; not which, nor on
which pages.

A call that stores pages appends its new words as a row; small rows are merged at every 32nd. When a
document goes, the list is swept: what neither index holds any more is left out.

Rows of array 1 have the words alone. Which of them are inside of findings is not known: all may be.
With each row that is appended one of them is written anew as array 2.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import chain
from typing import NamedTuple

import msgspec

from desktop.domain.errors import VaultDamagedError
from desktop.domain.finding import Finding
from desktop.vault import schema
from desktop.vault.blind_index import PageTokenTags
from desktop.vault.deflated import deflated, inflated
from desktop.vault.finding_index import FindingIndex
from desktop.vault.finding_tags import WITHOUT_WORDS, contracted, range_texts
from desktop.vault.keys import DataKey, derive_index_bytes
from desktop.vault.labels import Label
from desktop.vault.matter_file import MatterFile
from desktop.vault.normalise import fold, lookup_tokens
from desktop.vault.page_index import PageIndex
from desktop.vault.place import Place
from desktop.vault.records import plainly_decoded
from desktop.vault.seal import open_sealed, seal
from desktop.vault.search.sounds import sound_lines

MAX_WORD_CHARACTERS = 64
SMALL_ROWS = 32
SMALL_BYTES = 131_072
"""A row of 5,000 words; a longer one is not merged again."""

WORDS_A_ROW = 20_000
"""Written at once where all rows are written anew: 2 MB before they are packed."""

MAX_LIST_BYTES = 64 << 20
KEPT_TOKENS = 50_000
"""Words as written that are known to be listed; most of a page is among them."""

UNKNOWN = "\0"
"""Among what is inside of findings: there may be more than is told."""

_NONCE_END = 18
_Record = tuple[int, bytes]
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(_Record)


class WordsFormat(IntEnum):
    """The array in a row."""

    ALONE = 1
    WITH_SOUNDS = 2


class _Row(NamedTuple):
    """The content of a row."""

    words: frozenset[str]
    inside: frozenset[str]
    sounds: str


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
        self._inside: set[str] = set()
        self._sounds: list[str] = []
        self._old_rows: set[int] = set()
        self._unsounded: set[str] = set()
        self._sorted: list[str] | None = None
        self._reversed: list[str] | None = None
        self._alphabet: str | None = None
        self._sound_lists: list[list[str]] | None = None
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

    def reversed_words(self) -> Sequence[str]:
        """Every word, folded, from its last letter to its first, ascending.

        Raises:
            VaultDamagedError: A row was altered.
        """
        words = self.words()
        if self._reversed is None:
            self._reversed = sorted(word[::-1] for word in words)
        return self._reversed

    def alphabet(self) -> str:
        """Every letter of the words.

        Raises:
            VaultDamagedError: A row was altered.
        """
        words = self.words()
        if self._alphabet is None:
            self._alphabet = "".join(sorted(set("".join(words))))
        return self._alphabet

    def sounds(self) -> Sequence[Sequence[str]]:
        """Lists of `desktop.vault.search.sounds.sound_lines` of all words, each ascending.

        Raises:
            VaultDamagedError: A row was altered.
        """
        self._catch_up()
        if self._unsounded:
            self._sounds.append(_sounds_of(self._unsounded))
            self._unsounded.clear()
        if self._sound_lists is None:
            self._sound_lists = [text.split("\n") for text in self._sounds]
        return self._sound_lists

    def inside(self, texts: Iterable[str]) -> list[str]:
        """Those of some words, months and sizes that a finding may hold.

        Raises:
            VaultDamagedError: A row was altered.
        """
        self._catch_up()
        return [text for text in texts if text in self._inside or UNKNOWN in self._inside]

    def meet(self, pages: Iterable[tuple[Iterable[Iterable[str]], Sequence[Finding]]]) -> None:
        """List the words of pages and of their personal findings, in the caller's transaction.

        Args:
            pages: For each page its words outside of them (`page_index.words_outside`), and all
                its findings.
        """
        self._catch_up()
        tokens: set[str] = set()
        findings: list[Finding] = []
        for stretches, found in pages:
            tokens.update(*stretches)
            findings += found
        inside = set(_inside_of(findings))
        words = {text for text in inside if not text.startswith(UNKNOWN)}
        if len(self._listed_tokens) > KEPT_TOKENS:
            self._listed_tokens.clear()
        for token in tokens - self._listed_tokens:
            word = fold(token)
            if word in self._known or not _is_listed(word):
                self._listed_tokens.add(token)
            else:
                words.add(word)
        self._append(words - self._known, inside - self._inside)

    def meet_finding(self, finding: Finding) -> None:
        """List the words of a corrected finding, in the caller's transaction."""
        self._catch_up()
        inside = set(_inside_of([finding]))
        words = {text for text in inside if not text.startswith(UNKNOWN)}
        self._append(words - self._known, inside - self._inside)

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Every row with its number, opened.

        Raises:
            VaultDamagedError: One was altered.
        """
        for number, sealed in self._database.rows(
            "SELECT list_row, words FROM word_list ORDER BY list_row"
        ):
            yield number, open_sealed(self._key, sealed, self._place(number))

    def take_over(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Seal the rows of another list of this matter in place of all here, in a transaction."""
        self._database.change("DELETE FROM word_list")
        self.forget()
        self._database.change_many(
            "INSERT INTO word_list (list_row, words) VALUES (?, ?)",
            ((number, seal(self._key, plain, self._place(number))) for number, plain in rows),
        )

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
        ranges = [text for text in self._inside if text.startswith(UNKNOWN) and text != UNKNOWN]
        tags = {text: findings.tagger.of_word(contracted(text)) for text in left}
        tags |= {text: findings.tagger.of_word(text) for text in ranges}
        postings = findings.reader().postings(tags.values())
        gone = {
            text
            for text, tag in tags.items()
            if not any(postings[tag].rows(block) for block in postings[tag].blocks)
        }
        if not gone:
            return
        with self._database.transaction():
            self._catch_up()
            kept, inside = self._known - gone, self._inside - gone
            self._database.change("DELETE FROM word_list")
            self._forget_rows()
            self._append(set(), inside)
            ordered = sorted(kept)
            for first in range(0, len(ordered), WORDS_A_ROW):
                self._append(set(ordered[first : first + WORDS_A_ROW]), set())

    def forget(self) -> None:
        """Drop what is opened."""
        self._listed_tokens.clear()
        self._forget_rows()

    def _forget_rows(self) -> None:
        self._known.clear()
        self._inside.clear()
        self._sounds.clear()
        self._old_rows.clear()
        self._unsounded.clear()
        self._sorted = self._reversed = self._alphabet = self._sound_lists = self._seen = None

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
            row = self._opened(number, sealed)
            self._known |= row.words
            self._inside |= row.inside
            if row.sounds:
                self._sounds.append(row.sounds)
            elif row.words:
                self._old_rows.add(number)
                self._unsounded |= row.words
            self._seen = number, sealed[:_NONCE_END]
            self._sorted = self._reversed = self._alphabet = self._sound_lists = None

    def _append(self, words: set[str], inside: set[str]) -> None:
        """Add a row; `_catch_up` reads it back, so that a rollback leaves no trace here."""
        if not words and not inside:
            return
        merged = self._database.rows(
            "SELECT list_row, words FROM word_list WHERE length(words) < ?", SMALL_BYTES
        )
        if len(merged) < SMALL_ROWS:
            merged = []
        if self._old_rows:
            merged += self._database.rows(
                "SELECT list_row, words FROM word_list WHERE list_row = ?", min(self._old_rows)
            )
        rows = [self._opened(*row) for row in dict(merged).items()]
        self._database.change_many(
            "DELETE FROM word_list WHERE list_row = ?", ((number,) for number, _ in merged)
        )
        self._old_rows.difference_update(number for number, _ in merged)
        sounds = [row.sounds.split("\n") if row.sounds else sound_lines(row.words) for row in rows]
        number = self._database.insert("INSERT INTO word_list (words) VALUES (x'')")
        columns = (
            [words, *(row.words for row in rows)],
            [inside, *(row.inside for row in rows)],
            [sound_lines(words), *sounds],
        )
        lists = (sorted(set(chain.from_iterable(column))) for column in columns)
        text = "\n\n".join("\n".join(lines) for lines in lists)
        plain = _encode((WordsFormat.WITH_SOUNDS, deflated(text.encode())))
        self._database.change(
            "UPDATE word_list SET words = ? WHERE list_row = ?",
            seal(self._key, plain, self._place(number)),
            number,
        )

    def _opened(self, number: int, sealed: bytes) -> _Row:
        plain = open_sealed(self._key, sealed, self._place(number))
        record: _Record = plainly_decoded(_decoder, plain)
        try:
            text = inflated(record[1], MAX_LIST_BYTES).decode()
        except UnicodeDecodeError:
            raise VaultDamagedError from None
        match record[0], text.split("\n\n"):
            case WordsFormat.ALONE, [words]:
                return _Row(_lines(words), frozenset([UNKNOWN]), "")
            case WordsFormat.WITH_SOUNDS, [words, inside, sounds]:
                return _Row(_lines(words), _lines(inside), sounds)
        raise VaultDamagedError

    def _place(self, number: int) -> Place:
        return self._matter.place("word_list", "words", number.to_bytes(8, "big"))


def _lines(text: str) -> frozenset[str]:
    return frozenset(text.split("\n") if text else ())


def _sounds_of(words: Iterable[str]) -> str:
    return "\n".join(sorted(sound_lines(words)))


def _inside_of(findings: Iterable[Finding]) -> Iterator[str]:
    """The folded words of personal findings, and what stands for months and sizes of all."""
    for finding in findings:
        yield from range_texts(finding)
        if finding.sensitivity in schema.PERSONAL and finding.kind not in WITHOUT_WORDS:
            words = map(fold, lookup_tokens(f"{finding.mention} \n {finding.value}"))
            yield from filter(_is_listed, words)


def _is_listed(word: str) -> bool:
    return 1 < len(word) <= MAX_WORD_CHARACTERS and any(map(str.isalpha, word))
