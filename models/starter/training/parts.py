"""Parts of invented documents: rows of labels and values, and which field each value is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.domain.document import DocumentKind
from models.starter.training import invented
from models.starter.training.chance import Chance
from models.starter.training.phrases import Writer

LEAST_FILLED = 0.6
"""Of the rows that would fit; a part that has fewer is filled up with rows of no field."""


class Style(StrEnum):
    """How a row stands on the page."""

    PLAIN = "plain"
    CENTRED = "centred"
    HEADING = "heading"
    PAIR = "pair"
    SPREAD = "spread"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        cells: Texts from left to right.
    """

    style: Style
    cells: tuple[str, ...]


@dataclass(slots=True)
class Part:
    """A part of a document.

    Attributes:
        fields: Values by field name, as printed.
    """

    kind: DocumentKind
    rows: list[Row] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)

    def keep(self, count: int) -> None:
        """Cut behind so many rows; fields of what is cut are gone."""
        self.rows = self.rows[:count]
        printed = [" ".join(row.cells) for row in self.rows]
        whole = " ".join(printed)
        self.fields = {
            name: value
            for name, value in self.fields.items()
            if all(piece in whole for piece in value.split("; "))
        }


def part(chance: Chance, noise: float, *, rows: int) -> Part:
    """A part of some document, of about so many rows.

    Args:
        chance: To draw from.
        noise: Share of values and words that are only strings of their shape.
        rows: At most; a part that has more is cut.
    """
    writer = Writer(chance, noise)
    made = _MAKERS[chance.weigh(_SHARES)](writer, rows)
    pairs = _Pairs(writer, made)
    while len(made.rows) < rows * LEAST_FILLED:
        if chance.happens(0.5):
            pairs.add_other()
        elif chance.happens(0.5):
            made.rows.append(Row(Style.PLAIN, (writer.sentence(chance.whole(2, 7)),)))
        else:
            _items(writer, made, 2)
    made.keep(rows)
    return made


def whole_page(chance: Chance, kind: DocumentKind, *, rows: int) -> Part:
    """All of a document of one page, of about so many rows.

    Args:
        chance: To draw from.
        kind: Of the document.
        rows: That fit the page.
    """
    writer = Writer(chance, 0.3)
    made = Part(kind)
    if kind is not DocumentKind.OTHER and chance.happens(0.85):
        made.rows.append(Row(Style.HEADING, (writer.title(kind.value),)))
    if kind in (DocumentKind.LETTER, DocumentKind.COURT_DOCUMENT) or chance.happens(0.3):
        _head(writer, made)
    most = rows if kind in _FULL_PAGES else chance.whole(max(3, rows // 4), rows)
    made.rows += _MAKERS[kind](writer, most).rows
    while len(made.rows) < most * (1.0 if kind in _FULL_PAGES else 0.6):
        if kind in _PROSE:
            made.rows.append(Row(Style.PLAIN, (writer.sentence(chance.whole(9, 14)),)))
        elif kind is DocumentKind.IDENTITY_DOCUMENT:
            _Pairs(writer, made).add_other()
        else:
            _items(writer, made, 6)
    made.rows = made.rows[:most]
    return made


class _Pairs:
    """Puts labels and values into rows, all of one part in one style."""

    def __init__(self, writer: Writer, made: Part) -> None:
        self._writer = writer
        self._made = made
        self._style = writer.chance.weigh({Style.PAIR: 0.55, Style.SPREAD: 0.45})
        self._mark = writer.chance.weigh({":": 0.6, "": 0.3, " :": 0.1})

    def add(self, name: str, *, label: str = "", style: Style | None = None) -> None:
        """A field with a value of its own."""
        value = self._writer.value(name)
        while value in self._made.fields.values():
            value = self._writer.value(name)
        self._made.fields[name] = value
        shown = (label or self._writer.label(name)) + self._mark
        self._made.rows.append(Row(style or self._style, (shown, value)))

    def add_other(self) -> None:
        """A label and a value of no field."""
        shown = self._writer.label("other") + self._mark
        self._made.rows.append(Row(self._style, (shown, self._writer.value("other"))))

    def add_some(self, chances: dict[str, float]) -> None:
        """Fields, each at its probability, and others between them."""
        for name, probability in chances.items():
            if self._writer.chance.happens(probability):
                self.add(name)
            if self._writer.chance.happens(0.12):
                self.add_other()


def _head(writer: Writer, made: Part) -> None:
    """Who issued it, at the top."""
    chance = writer.chance
    style = chance.pick((Style.CENTRED, Style.PLAIN))
    if chance.happens(0.85):
        made.fields["vendor"] = writer.firm()
        made.rows.append(Row(style, (made.fields["vendor"],)))
    if chance.happens(0.55):
        address = writer.address()
        pieces = address.split(", ", 1) if chance.happens(0.5) else [address]
        made.rows.extend(Row(style, (piece,)) for piece in pieces)
        made.fields["address"] = "; ".join(pieces)
    for name, probability in (("phone", 0.35), ("vat number", 0.3)):
        if chance.happens(probability):
            value = writer.value(name)
            made.fields[name] = value
            made.rows.append(
                Row(style, (f"{writer.label(name)}{chance.pick((': ', ' '))}{value}",))
            )


def _items(writer: Writer, made: Part, most: int) -> None:
    """What was sold, in two to four columns."""
    chance = writer.chance
    columns = chance.weigh({2: 0.45, 3: 0.35, 4: 0.2})
    for _ in range(chance.whole(1, max(1, most))):
        cells = [writer.article(), writer.amount(with_currency=0.05)]
        if columns >= 3:
            cells.insert(1, str(chance.whole(1, 24)))
        if columns == 4:
            cells.insert(2, invented.amount(chance, with_currency=0.0))
        made.rows.append(Row(Style.SPREAD if columns == 2 else Style.TABLE, tuple(cells)))


def _sale(kind: DocumentKind) -> "Maker":
    def make(writer: Writer, rows: int) -> Part:
        chance = writer.chance
        made = Part(kind)
        pairs = _Pairs(writer, made)
        start = chance.weigh({"head": 0.35, "reference": 0.25, "totals": 0.4})
        if start == "head":
            _head(writer, made)
            if chance.happens(0.6):
                made.rows.append(Row(Style.HEADING, (writer.title(kind.value),)))
        if start != "totals":
            pairs.add_some({"number": 0.75, "date": 0.8, "due date": 0.3, "buyer": 0.35})
        left = rows - len(made.rows) - 3
        if left > 0 and chance.happens(0.7):
            _items(writer, made, left)
        pairs.add_some(
            {"subtotal": 0.45, "tax": 0.5, "total": 0.85, "currency": 0.06, "iban": 0.12}
        )
        if chance.happens(0.3):
            made.rows.append(Row(Style.CENTRED, (chance.pick(writer.language.closing),)))
        return made

    return make


def _titled(kind: DocumentKind, chances: dict[str, float]) -> "Maker":
    def make(writer: Writer, rows: int) -> Part:
        chance = writer.chance
        made = Part(kind)
        if chance.happens(0.5):
            made.rows.append(Row(Style.HEADING, (writer.title(kind.value),)))
        _Pairs(writer, made).add_some(chances)
        if kind in (DocumentKind.BANK_STATEMENT, DocumentKind.PAYSLIP):
            _items(writer, made, max(1, rows - len(made.rows)))
        return made

    return make


def _prose(kind: DocumentKind) -> "Maker":
    def make(writer: Writer, rows: int) -> Part:
        """Lines of running text, cut where they fall, with parties and dates in them."""
        chance = writer.chance
        made = Part(kind)
        if chance.happens(0.4):
            made.rows.append(Row(Style.HEADING, (writer.title(kind.value),)))
        if kind is not DocumentKind.LETTER and chance.happens(0.6):
            _Pairs(writer, made).add_some({"party": 0.6, "date": 0.5, "number": 0.3, "period": 0.2})
        elif chance.happens(0.4):
            _Pairs(writer, made).add_some({"date": 0.7, "number": 0.5})
        words = chance.whole(4, 9)
        while len(made.rows) < rows:
            made.rows.append(
                Row(Style.PLAIN, (writer.sentence(max(2, words + chance.whole(-1, 1))),))
            )
        return made

    return make


def _table(writer: Writer, rows: int) -> Part:
    """Part of a table, with or without its head."""
    chance = writer.chance
    made = Part(DocumentKind.OTHER)
    makers = [
        chance.pick((writer.article, writer.amount, writer.date, writer.number, writer.person))
        for _ in range(chance.whole(2, 4))
    ]
    if chance.happens(0.5):
        made.rows.append(Row(Style.TABLE, tuple(writer.label("other") for _ in makers)))
    while len(made.rows) < rows:
        made.rows.append(Row(Style.TABLE, tuple(make() for make in makers)))
    return made


Maker = Callable[[Writer, int], Part]

_PROSE = frozenset({DocumentKind.CONTRACT, DocumentKind.LETTER, DocumentKind.COURT_DOCUMENT})
_FULL_PAGES = frozenset({DocumentKind.CONTRACT, DocumentKind.OTHER})
_MAKERS: dict[DocumentKind, Maker] = {
    DocumentKind.RECEIPT: _sale(DocumentKind.RECEIPT),
    DocumentKind.INVOICE: _sale(DocumentKind.INVOICE),
    DocumentKind.IDENTITY_DOCUMENT: _titled(
        DocumentKind.IDENTITY_DOCUMENT,
        {"name": 0.9, "birth": 0.8, "number": 0.7, "expiry": 0.7, "date": 0.3, "address": 0.25},
    ),
    DocumentKind.PAYSLIP: _titled(
        DocumentKind.PAYSLIP,
        {
            "name": 0.85,
            "vendor": 0.4,
            "period": 0.6,
            "date": 0.4,
            "subtotal": 0.4,
            "tax": 0.4,
            "total": 0.7,
        },
    ),
    DocumentKind.BANK_STATEMENT: _titled(
        DocumentKind.BANK_STATEMENT,
        {"name": 0.7, "iban": 0.85, "period": 0.4, "date": 0.5, "number": 0.3, "currency": 0.3},
    ),
    DocumentKind.COURT_DOCUMENT: _titled(
        DocumentKind.COURT_DOCUMENT,
        {"court": 0.8, "number": 0.8, "party": 0.7, "date": 0.6},
    ),
    DocumentKind.CONTRACT: _prose(DocumentKind.CONTRACT),
    DocumentKind.LETTER: _prose(DocumentKind.LETTER),
    DocumentKind.OTHER: _table,
}
_SHARES = {
    DocumentKind.RECEIPT: 0.26,
    DocumentKind.INVOICE: 0.22,
    DocumentKind.IDENTITY_DOCUMENT: 0.09,
    DocumentKind.PAYSLIP: 0.08,
    DocumentKind.BANK_STATEMENT: 0.08,
    DocumentKind.COURT_DOCUMENT: 0.07,
    DocumentKind.CONTRACT: 0.08,
    DocumentKind.LETTER: 0.06,
    DocumentKind.OTHER: 0.06,
}
