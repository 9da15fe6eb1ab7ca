"""From what is typed to a tree: `desktop.vault.search.tree` lists what can be written.

Words that stand side by side are all wanted. AND, OR, NOT and NEAR are operators in capitals only;
OR binds least, NEAR most. Brackets mean something only where there is an operator, so that
"0049 (30) 1234567" and "Art. 6(1)(f)" stay what they are. What has a colon and no known field
before it is text, like every other mark.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import NoReturn

from desktop.domain.errors import QueryError
from desktop.vault.normalise import words
from desktop.vault.search.conditions import FIELDS, condition_of, is_currency, single_word
from desktop.vault.search.query import MAX_QUERY_CHARACTERS, QUOTATION_MARKS
from desktop.vault.search.tree import (
    And,
    Near,
    Not,
    Or,
    Prefix,
    Sound,
    Stem,
    Text,
    Tree,
    Typo,
)

MAX_LEAVES = 64
MAX_DEPTH = 20
MAX_DISTANCE = 100
DISTANCE = 10
"""Of NEAR without a number."""

MIN_PREFIX_LETTERS = 2

_FIELD = re.compile(rf"({'|'.join(FIELDS)}):(.*)", re.IGNORECASE | re.DOTALL)
_OPERATOR = re.compile(r"AND|OR|NOT|NEAR(?:/\d+)?")


class _Mark(Enum):
    RUN = auto()
    QUOTED = auto()
    FIELD = auto()
    OPERATOR = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the search between spaces; of a field `text` is what stands behind the colon."""

    mark: _Mark
    text: str
    start: int
    end: int
    name: str = ""

    @property
    def place(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Parsed:
    """A search, read.

    Attributes:
        tree: What is looked for.
        plain: The words and phrases alone where it is nothing else, else None.
    """

    tree: Tree
    plain: str | None


def parsed(text: str) -> Parsed:
    """Read a search.

    Raises:
        QueryError: It cannot be read; names the place and what to write instead.
    """
    if len(text) > MAX_QUERY_CHARACTERS:
        raise QueryError("The search is too long.")
    pieces = _pieces(text)
    has_operator = any(piece.mark is _Mark.OPERATOR for piece in pieces)
    if not has_operator:
        pieces = [piece for piece in pieces if piece.mark not in (_Mark.OPEN, _Mark.CLOSE)]
        if all(piece.mark in (_Mark.RUN, _Mark.QUOTED) for piece in pieces):
            leaves = [leaf for piece in pieces for leaf in (_leaf(piece),) if leaf is not None]
            if all(isinstance(leaf, Text) for leaf in leaves):
                return Parsed(_joined(And, leaves), text)
    tree = _Parser(pieces, len(text)).tree()
    if not _says_what_is_there(tree):
        raise QueryError(
            "The search only says what is not to be there.",
            remedy="Add what is to be there: a word, a kind, a document.",
        )
    return Parsed(tree, None)


def _joined(join: type[And] | type[Or], parts: list[Tree]) -> Tree:
    """One part as it is, several joined, those of the same sort drawn in.

    Raises:
        QueryError: There is none.
    """
    if not parts:
        raise QueryError
    flat: list[Tree] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, join) else (part,))
    return flat[0] if len(flat) == 1 else join(tuple(flat))


def _says_what_is_there(tree: Tree) -> bool:
    match tree:
        case Not():
            return False
        case And():
            return any(map(_says_what_is_there, tree.parts))
        case Or():
            return all(map(_says_what_is_there, tree.parts))
        case _:
            return True


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    position = 0
    while position < len(text):
        char = text[position]
        if char.isspace():
            position += 1
            continue
        if char in "()":
            mark = _Mark.OPEN if char == "(" else _Mark.CLOSE
            piece = _Piece(mark, char, position, position + 1)
        elif char in QUOTATION_MARKS:
            end = _closing(text, position)
            piece = _Piece(_Mark.QUOTED, text[position + 1 : end], position, end + 1)
        else:
            piece = _run(text, position)
        pieces.append(piece)
        position = piece.end
    return pieces


def _closing(text: str, start: int) -> int:
    for position in range(start + 1, len(text)):
        if text[position] in QUOTATION_MARKS:
            return position
    raise QueryError(
        "a phrase in the search is not closed.",
        remedy="Add the closing quotation mark.",
        place=(start, len(text)),
    )


def _run(text: str, start: int) -> _Piece:
    """Characters up to a space, a quotation mark, or a bracket that was not opened within."""
    depth, end = 0, start
    while end < len(text) and not text[end].isspace() and text[end] not in QUOTATION_MARKS:
        if text[end] == "(" and _OPERATOR.fullmatch(text[start:end]):
            break
        if text[end] == ")" and not depth:
            break
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    run = text[start:end]
    field = _FIELD.fullmatch(run)
    if field is not None:
        name, behind = field[1].lower(), field[2]
        if not behind and end < len(text) and text[end] in QUOTATION_MARKS:
            close = _closing(text, end)
            return _Piece(_Mark.FIELD, text[end + 1 : close], start, close + 1, name)
        if behind:
            return _Piece(_Mark.FIELD, behind, start, end, name)
    mark = _Mark.OPERATOR if _OPERATOR.fullmatch(run) else _Mark.RUN
    return _Piece(mark, run, start, end)


def _leaf(piece: _Piece) -> Tree | None:
    """What a piece stands for; None where it is marks alone."""
    text = piece.text
    if piece.mark is _Mark.FIELD:
        return condition_of(piece.name, text, piece.place)
    if piece.mark is _Mark.RUN:
        if text.endswith("*") and words(text[:-1]):
            word = single_word(text[:-1], piece.place, "*", at_least=MIN_PREFIX_LETTERS)
            return Prefix(word)
        if text.startswith("~") and any(map(str.isalpha, text)):
            return Typo(single_word(text[1:], piece.place, "~"))
    return Text(" ".join(text.split())) if words(text) else None


class _Parser:
    """Reads pieces by descent, one method for each strength of binding."""

    def __init__(self, pieces: list[_Piece], length: int) -> None:
        self._pieces = pieces
        self._length = length
        self._at = 0
        self._depth = 0
        self._leaves = 0

    def tree(self) -> Tree:
        tree = self._either()
        if self._here is not None:
            self._refuse("a closing bracket has no opening one.", "Add ( before, or take ) away.")
        return tree

    @property
    def _here(self) -> _Piece | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _takes(self, mark: _Mark, start: str = "") -> _Piece | None:
        piece = self._here
        if piece is None or piece.mark is not mark or not piece.text.startswith(start):
            return None
        self._at += 1
        return piece

    def _refuse(self, reason: str, remedy: str, piece: _Piece | None = None) -> NoReturn:
        piece = piece or self._here
        place = (max(0, self._length - 1), self._length) if piece is None else piece.place
        raise QueryError(reason, remedy=remedy, place=place)

    def _either(self) -> Tree:
        parts = [self._all()]
        while self._takes(_Mark.OPERATOR, "OR"):
            parts.append(self._all())
        return _joined(Or, parts)

    def _all(self) -> Tree:
        parts: list[Tree] = []
        is_joined = False
        while True:
            self._skip_marks()
            piece = self._here
            if piece is None or piece.mark is _Mark.CLOSE or piece.text == "OR":
                break
            if piece.text == "AND" and piece.mark is _Mark.OPERATOR:
                if not parts or is_joined:
                    break
                is_joined = True
                self._at += 1
                continue
            parts.append(self._signed())
            is_joined = False
        if not parts or is_joined:
            self._refuse(
                "something to search for is missing here.",
                "Write words on both sides of AND, OR and NEAR, and between brackets;"
                ' to search for such a word itself, put it in quotation marks: "OR".',
            )
        return _joined(And, parts)

    def _skip_marks(self) -> None:
        """Pass over what holds no word, such as &."""
        while (piece := self._here) is not None:
            if piece.mark not in (_Mark.RUN, _Mark.QUOTED) or words(piece.text):
                return
            self._at += 1

    def _signed(self) -> Tree:
        is_not = False
        while self._takes(_Mark.OPERATOR, "NOT"):
            is_not = not is_not
            self._skip_marks()
        tree = self._near()
        if not is_not:
            return tree
        return tree.part if isinstance(tree, Not) else Not(tree)

    def _near(self) -> Tree:
        first = self._here
        tree = self._one()
        while (operator := self._takes(_Mark.OPERATOR, "NEAR")) is not None:
            distance = int(operator.text[5:] or DISTANCE)
            if distance > MAX_DISTANCE:
                self._refuse(
                    f"NEAR reaches {MAX_DISTANCE} words at most.", "Write NEAR/10.", operator
                )
            self._skip_marks()
            second = self._here
            right = self._one()
            for side, piece in ((tree, first), (right, second)):
                if not _has_a_place(side):
                    self._refuse(
                        "NEAR stands between words.",
                        "Write a NEAR/5 b with a word or phrase on each side;"
                        " join conditions with AND.",
                        piece,
                    )
            tree = Near(tree, right, distance)
        return tree

    def _one(self) -> Tree:
        opening = self._takes(_Mark.OPEN)
        if opening is not None:
            return self._bracketed(opening)
        piece = self._here
        if piece is None or piece.mark in (_Mark.OPERATOR, _Mark.CLOSE):
            self._refuse(
                "something to search for is missing here.",
                "Write a word behind NOT, and on both sides of AND, OR and NEAR;"
                ' to search for such a word itself, put it in quotation marks: "OR".',
            )
        self._at += 1
        self._leaves += 1
        if self._leaves > MAX_LEAVES:
            self._refuse(
                f"a search has at most {MAX_LEAVES} parts.",
                "Put the words into a list and search with `incamera search --batch`.",
                piece,
            )
        leaf = _leaf(self._with_currency(piece))
        if leaf is None:
            self._refuse("there is no word here.", "Write a word, or take this away.", piece)
        return leaf

    def _bracketed(self, opening: _Piece) -> Tree:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._refuse("brackets stand too deep.", "Write the search more simply.", opening)
        tree = self._either()
        if self._takes(_Mark.CLOSE) is None:
            self._refuse("a bracket is not closed.", "Add ) where it ends.", opening)
        self._depth -= 1
        return tree

    def _with_currency(self, piece: _Piece) -> _Piece:
        """An amount together with the currency behind a space."""
        behind = self._here
        if piece.name != "amount" or behind is None or behind.mark is not _Mark.RUN:
            return piece
        if not is_currency(behind.text) or not piece.text[-1:].isdigit():
            return piece
        self._at += 1
        text = f"{piece.text} {behind.text}"
        return _Piece(piece.mark, text, piece.start, behind.end, piece.name)


def _has_a_place(tree: Tree) -> bool:
    """Whether something stands at a place among words."""
    match tree:
        case Text() | Prefix() | Typo() | Sound() | Stem() | Near():
            return True
        case Or():
            return all(map(_has_a_place, tree.parts))
        case _:
            return False
