"""A search as a tree, and the tree as a search again.

`written` gives a text that `desktop.vault.search.parse` reads as the same tree:

    Text              word, "of a phrase"
    Prefix            meri*
    Typo              ~meier
    Sound, Stem       sounds:meier  stem:notice
    Near              a NEAR/5 b
    And, Or, Not      a b   a OR b   NOT a   ( ... )
    conditions        kind:iban  sensitivity:high  source:vision  date:2024-01-01..2024-03-31
                      amount:>=1000EUR  document:"lease"  type:invoice  page:2..5

Conditions on findings hold of a page: somewhere on it is such a finding.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import assert_never

from desktop.domain.document import DocumentKind
from desktop.domain.finding import FindingKind, FindingSource, Sensitivity

OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})
"""In capitals they are not searched for; in quotation marks they are."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words in this order, or a value as a whole; single spaces, no quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so."""

    start: str


@dataclass(frozen=True, slots=True)
class Typo:
    """Every word that differs by a letter or two."""

    word: str


@dataclass(frozen=True, slots=True)
class Sound:
    """Every word that sounds alike."""

    word: str


@dataclass(frozen=True, slots=True)
class Stem:
    """Every form of a word."""

    word: str


@dataclass(frozen=True, slots=True)
class KindIs:
    """A finding of this kind."""

    kind: FindingKind


@dataclass(frozen=True, slots=True)
class SensitivityIs:
    """A finding of this sensitivity."""

    sensitivity: Sensitivity


@dataclass(frozen=True, slots=True)
class SourceIs:
    """A finding from this source."""

    source: FindingSource


@dataclass(frozen=True, slots=True)
class DateIn:
    """A date in a range; None where it is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class AmountIn:
    """An amount in a range; None where it is open.

    Attributes:
        is_strict: Whether the one bound that there is does not count itself.
        currency: ISO 4217 code, "" for any.
    """

    low: Decimal | None
    high: Decimal | None
    is_strict: bool = False
    currency: str = ""


@dataclass(frozen=True, slots=True)
class DocumentNamed:
    """A document whose file name has words that begin so."""

    text: str


@dataclass(frozen=True, slots=True)
class TypeIs:
    """A document of this kind."""

    kind: DocumentKind


@dataclass(frozen=True, slots=True)
class PageIn:
    """Pages of documents by number; None where the range is open."""

    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Near:
    """Two things with at most so many words between them, in either order."""

    left: "Tree"
    right: "Tree"
    distance: int


@dataclass(frozen=True, slots=True)
class And:
    """All of at least two, none of them an And."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of at least two, none of them an Or."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there; no Not itself."""

    part: "Tree"


Words = Text | Prefix | Typo | Sound | Stem
FindingCondition = KindIs | SensitivityIs | SourceIs | DateIn | AmountIn
DocumentCondition = DocumentNamed | TypeIs | PageIn
Condition = FindingCondition | DocumentCondition
Leaf = Words | Condition
Tree = Leaf | Near | And | Or | Not


def written(tree: Tree) -> str:
    """The tree as a search that reads as the same tree."""
    match tree:
        case And():
            return " ".join(_inside(part, Or) for part in tree.parts)
        case Or():
            return " OR ".join(_inside(part) for part in tree.parts)
        case Not():
            return f"NOT {_inside(tree.part, And, Or)}"
        case Near():
            right = _inside(tree.right, Near, Or)
            return f"{_inside(tree.left, Or)} NEAR/{tree.distance} {right}"
        case _:
            return _leaf(tree)


def _inside(part: Tree, *in_brackets: type[Tree]) -> str:
    text = written(part)
    return f"({text})" if isinstance(part, in_brackets) else text


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Text():
            is_bare = leaf.text.isalnum() and leaf.text not in OPERATORS
            return leaf.text if is_bare else f'"{leaf.text}"'
        case Prefix():
            return f"{leaf.start}*"
        case Typo():
            return f"~{leaf.word}"
        case Sound():
            return f"sounds:{leaf.word}"
        case Stem():
            return f"stem:{leaf.word}"
        case _:
            return _condition(leaf)


def _condition(condition: Condition) -> str:
    match condition:
        case KindIs() | TypeIs():
            name = "kind" if isinstance(condition, KindIs) else "type"
            return f"{name}:{condition.kind.value}"
        case SensitivityIs():
            return f"sensitivity:{condition.sensitivity.value}"
        case SourceIs():
            return f"source:{condition.source.value}"
        case DocumentNamed():
            return f'document:"{condition.text}"'
        case _:
            return _range(condition)


def _range(condition: DateIn | AmountIn | PageIn) -> str:
    match condition:
        case DateIn():
            return f"date:{condition.first or ''}..{condition.last or ''}"
        case AmountIn():
            return f"amount:{_amounts(condition)}{condition.currency}"
        case PageIn():
            return f"page:{condition.first}..{condition.last or ''}"
        case _:
            assert_never(condition)


def _amounts(condition: AmountIn) -> str:
    low, high = condition.low, condition.high
    equal = "" if condition.is_strict else "="
    if high is None:
        return f">{equal}{_number(low)}"
    if low is None:
        return f"<{equal}{_number(high)}"
    return f"{_number(low)}..{_number(high)}"


def _number(number: Decimal | None) -> str:
    """A number that cannot be taken for one with grouped thousands."""
    text = "" if number is None else f"{number:f}"
    _, point, decimals = text.partition(".")
    return f"{text}0" if point and len(decimals) == 3 else text
