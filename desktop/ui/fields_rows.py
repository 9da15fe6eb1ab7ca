"""Fields of a document as rows: what each says, where, and whether a person should look."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from desktop.domain.extraction import DocumentFields, FieldSource, FieldType, FieldValue
from desktop.domain.finding import FindingKind, Sensitivity, masked
from desktop.ui.painting import paint_line
from desktop.ui.row_list import RowDelegate
from desktop.ui.theme import CAPTION_PX, SPACE_L, SPACE_S, current, sized
from desktop.ui.value_words import readable

ROW_HEIGHT_PX = 46


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One value of a field, or that it is missing.

    Attributes:
        identity: Of the row, the same after the document was extracted again.
        label: What the field is called.
        value: None where it is missing.
        needs_person: Whether someone should look.
        type: What its values are; those of a table are rows with an amount.
        is_shown: Whether a highly sensitive value may be seen.
    """

    identity: str
    label: str
    value: FieldValue | None
    needs_person: bool
    type: FieldType
    is_shown: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether its value is masked."""
        value = self.value
        return value is not None and value.sensitivity is Sensitivity.HIGH and not self.is_shown

    @property
    def words(self) -> str:
        """The value as it may be seen."""
        if self.value is None:
            return _tr("Missing")
        written = self.value.value
        if self.is_hidden:
            return masked(written)
        if self.type is FieldType.ITEMS:
            amount = readable(FindingKind.AMOUNT, written)
            return "  ".join((*filter(None, (self.value.parts.get("description"),)), amount))
        kinds = self.type.finding_kinds
        return readable(kinds[0], written) if kinds else written

    @property
    def place(self) -> str:
        """Where it stands, and who says so."""
        if self.value is None:
            return _tr("to check") if self.needs_person else ""
        parts = [_tr("p. {0}").format(self.value.page), _source(self.value.source)]
        if self.needs_person:
            parts.append(_tr("to check"))
        return "  ·  ".join(parts)


def rows_of(
    fields: DocumentFields, shown: frozenset[str], *, is_masking_on: bool
) -> list[FieldRow]:
    """The rows of a document, in the order of its schema.

    Args:
        fields: Of the document.
        shown: Identities of rows whose values the analyst had shown.
        is_masking_on: Whether highly sensitive values are masked otherwise.
    """
    return list(_rows(fields, shown, is_masking_on=is_masking_on))


def _rows(
    fields: DocumentFields, shown: frozenset[str], *, is_masking_on: bool
) -> Iterator[FieldRow]:
    specs = {spec.name: spec for spec in fields.schema.fields}
    for field in fields.extraction.fields:
        spec = specs.get(field.name)
        label = field.name if spec is None else spec.label_in(_language())
        of_type = FieldType.TEXT if spec is None else spec.type
        if field.is_missing:
            yield FieldRow(field.name, label, None, field.needs_person, of_type)
        for number, value in enumerate(field.values):
            identity = f"{field.name}/{number}"
            is_shown = not is_masking_on or identity in shown
            yield FieldRow(identity, label, value, value.needs_person, of_type, is_shown)


def identity_of(row: FieldRow) -> str:
    """What makes a row the same after it changed."""
    return row.identity


def words_of(row: FieldRow) -> str:
    """One line for screen readers."""
    return ", ".join(part for part in (row.label, row.words, row.place) if part)


class FieldDelegate(RowDelegate[FieldRow]):
    """Two lines: the label with place and source, and the value."""

    @override
    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, item: FieldRow) -> None:
        colours = current()
        room: QRect = option.rect.adjusted(SPACE_L, 5, -SPACE_L, -5)
        half = room.height() // 2
        top, bottom = room.adjusted(0, 0, 0, -half), room.adjusted(0, half, 0, 0)
        small = sized(option.font, CAPTION_PX)
        width = paint_line(painter, small, colours.muted, top, item.label)
        place = top.adjusted(width + SPACE_S, 0, 0, 0)
        colour = colours.moderate if item.needs_person else colours.muted
        right = Qt.AlignmentFlag.AlignRight
        paint_line(painter, small, colour, place, item.place, alignment=right)
        is_missing = item.value is None
        font = sized(option.font, 13, QFont.Weight.Normal)
        font.setItalic(is_missing)
        paint_line(painter, font, colours.muted if is_missing else colours.text, bottom, item.words)


def missing_words(fields: DocumentFields) -> str:
    """Such as "8 of 11 fields found, 2 to check"."""
    every = fields.extraction.fields
    missing = sum(field.is_missing for field in every)
    waiting = sum(field.needs_person for field in every)
    found = _tr("{0} of {1} fields found").format(len(every) - missing, len(every))
    return found if not waiting else _tr("{0}, {1} to check").format(found, waiting)


def looking_words(number: int, of: int, page: int) -> str:
    """Such as "The model looks at page 3 (1 of 4)"."""
    return _tr("The model looks at page {0} ({1} of {2})").format(page, number, of)


def kind_words(fields: DocumentFields) -> str:
    """What the schema is called."""
    return fields.schema.label.get(_language()) or fields.schema.label["en"]


def _source(source: FieldSource) -> str:
    words = {
        FieldSource.FINDING: _tr("found"),
        FieldSource.WORDS: _tr("read"),
        FieldSource.MODEL: _tr("model"),
    }
    return words[source]


def _language() -> str:
    """The language of the window, in which labels are shown: a translation says its own code."""
    return _tr("en")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Fields", text)
