"""The index of findings: by which tags a value, or a word of one, is found.

    column   kind of finding and index (`desktop.vault.schema.tag_column`)
    tag      8 bits, 12 for unique identifiers (`desktop.vault.blind_index`)
    slot     0, 1 ... where several words of one finding share a bucket
    check    32 bits of HMAC-SHA256(token key, column || text), exclusive-or 32 bits of
             AES-256(mask key, finding row (8) || column (2) || slot (2) || tag (4)), big-endian

Without the index key the check is noise, since no two rows share column, tag, finding and slot: the
file shows 8-bit buckets and nothing more. With it, the thousands of rows of a bucket are sifted in
one pass of AES without opening a single value: 0.4 us a row against 15. What is left is opened and
compared all the same.

Words are indexed contracted: *Müller*, *Mueller* and *Muller* are one.
"""

import hmac
import re
import secrets
import struct
from collections import Counter
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop.domain.finding import Finding, FindingKind
from desktop.vault import schema
from desktop.vault.blind_index import UNIQUE_VALUE_BITS, VALUE_BITS, token_tag, value_tag
from desktop.vault.database import Database
from desktop.vault.keys import IndexKey, derive_index_bytes
from desktop.vault.labels import Label
from desktop.vault.normalise import fold, folded_words, lookup_tokens

IDENTIFIERS = frozenset(
    {
        FindingKind.IBAN,
        FindingKind.PAYMENT_CARD,
        FindingKind.VAT_ID,
        FindingKind.NATIONAL_ID,
    }
)
"""Found as a whole, however they are grouped; their parts are no words."""

UNIQUE_KINDS = IDENTIFIERS | {FindingKind.EMAIL, FindingKind.PHONE}

PHONE_TAIL_DIGITS = 7
"""The end of a number, by which it is found without its country and area codes."""

MIN_IDENTIFIER_CHARACTERS = 5

_TABLE = "finding"
_COLUMN = "value"
_BLOCK = struct.Struct(">QHHI")
_CHECK = struct.Struct(">I")
_CONTRACTED = re.compile("([aou])e|aa")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


TagRow = tuple[int, int, int, int, int, int]
"""Column, tag, finding row, slot, page row, masked check."""


class FindingPlace(NamedTuple):
    """Where a finding stands: its row and the row of its page."""

    finding_row: int
    page_row: int


def contracted(token: str) -> str:
    """A folded word with umlauts that were spelt out drawn together, so that all spellings meet."""
    return _CONTRACTED.sub(lambda match: match[1] or "a", fold(token))


def compact(text: str) -> str:
    """An identifier without spaces and marks, in lower case."""
    return fold(_NOT_ALPHANUMERIC.sub("", text))


def digits_of(text: str) -> str:
    """The digits of a telephone number; those of an international one without leading zeros."""
    return "".join(filter(str.isdecimal, text)).lstrip("0")


def value_text(kind: FindingKind, text: str) -> str:
    """The comparable form of a whole value."""
    if kind in IDENTIFIERS:
        return compact(text)
    if kind is FindingKind.PHONE:
        return digits_of(text)
    if kind is FindingKind.EMAIL:
        return text.strip().casefold()
    return " ".join(map(contracted, lookup_tokens(text)))


def token_texts(finding: Finding) -> set[str]:
    """What a personal finding is found by besides its whole value."""
    if finding.kind in IDENTIFIERS:
        return set()
    if finding.kind is FindingKind.PHONE:
        tail = digits_of(finding.value)[-PHONE_TAIL_DIGITS:]
        return {tail} if len(tail) == PHONE_TAIL_DIGITS else set()
    words = folded_words(f"{finding.mention} \n {finding.value}")
    return {contracted(word) for word in words}


def padded_count(count: int) -> int:
    """How many rows the words of a value take: 2, 4, or the next multiple of 8."""
    if count <= 4:
        return 2 if count <= 2 else 4
    return -(-count // 8) * 8


class FindingTags:
    """Makes and asks for the tags of findings.

    Args:
        database: Of the matter.
        index_key: Of the matter.
    """

    def __init__(self, database: Database, index_key: IndexKey) -> None:
        """Derive the keys of the checks."""
        self._database = database
        self._index_key = index_key
        self._token_key = derive_index_bytes(
            index_key, Label.INDEX_VALUE, "finding_tag", "masked_check", "text"
        )
        mask_key = derive_index_bytes(
            index_key, Label.INDEX_VALUE, "finding_tag", "masked_check", "mask"
        )
        # ECB over distinct blocks is the plain block cipher, used as a pseudo-random function.
        self._cipher = Cipher(algorithms.AES(mask_key), modes.ECB())  # noqa: S305

    def rows(self, finding: Finding, place: FindingPlace) -> list[TagRow]:
        """Rows of `finding_tag` for one finding."""
        kind = finding.kind
        text = value_text(kind, finding.value)
        column = schema.tag_column(kind, schema.VALUE_INDEX)
        pending = [(column, self._value_tag(kind, text), 0, self._check(column, text))]
        if finding.sensitivity in schema.PERSONAL:
            pending.extend(self._token_rows(finding))
        finding_row, page_row = place
        masks = self._masks([(finding_row, column, slot, tag) for column, tag, slot, _ in pending])
        return [
            (column, tag, finding_row, slot, page_row, check ^ mask)
            for (column, tag, slot, check), mask in zip(pending, masks, strict=True)
        ]

    def with_value(self, kind: FindingKind, text: str) -> list[FindingPlace]:
        """Findings of a kind whose whole value is, as far as 40 bits tell, this comparable form."""
        column = schema.tag_column(kind, schema.VALUE_INDEX)
        return self._matching(column, self._value_tag(kind, text), self._check(column, text))

    def with_token(self, kind: FindingKind, text: str) -> list[FindingPlace]:
        """Personal findings of a kind that hold this contracted word."""
        column = schema.tag_column(kind, schema.TOKEN_INDEX)
        return self._matching(column, self._token_tag(kind, text), self._check(column, text))

    def _matching(self, column: int, tag: int, check: int) -> list[FindingPlace]:
        found = self._database.rows(
            "SELECT finding_row, page_row, slot, masked_check FROM finding_tag"
            " WHERE tag_column = ? AND tag = ?",
            column,
            tag,
        )
        masks = self._masks([(row[0], column, row[2], tag) for row in found])
        return [
            FindingPlace(row[0], row[1])
            for row, mask in zip(found, masks, strict=True)
            if row[3] ^ mask == check
        ]

    def _masks(self, rows: list[tuple[int, int, int, int]]) -> tuple[int, ...]:
        """The masks of rows, each named by finding row, column, slot and tag."""
        blocks = b"".join([_BLOCK.pack(*row) for row in rows])
        return struct.unpack(f">{4 * len(rows)}I", self._cipher.encryptor().update(blocks))[::4]

    def _token_rows(self, finding: Finding) -> list[tuple[int, int, int, int]]:
        """Rows of the words, then random ones, so that the number of words does not show."""
        column = schema.tag_column(finding.kind, schema.TOKEN_INDEX)
        rows: list[tuple[int, int, int, int]] = []
        slots: Counter[int] = Counter()
        for text in token_texts(finding):
            tag = self._token_tag(finding.kind, text)
            rows.append((column, tag, slots[tag], self._check(column, text)))
            slots[tag] += 1
        for _ in range(padded_count(len(rows)) - len(rows)):
            tag = secrets.randbits(VALUE_BITS)
            rows.append((column, tag, slots[tag], secrets.randbits(32)))
            slots[tag] += 1
        return rows

    def _value_tag(self, kind: FindingKind, text: str) -> int:
        bits = UNIQUE_VALUE_BITS if kind in UNIQUE_KINDS else VALUE_BITS
        return value_tag(self._index_key, _TABLE, _COLUMN, kind.value, text, bits=bits)

    def _token_tag(self, kind: FindingKind, text: str) -> int:
        return token_tag(self._index_key, _TABLE, _COLUMN, kind.value, text)

    def _check(self, column: int, text: str) -> int:
        digest = hmac.digest(self._token_key, _CHECK.pack(column) + text.encode(), "sha256")
        return int(_CHECK.unpack_from(digest)[0])
