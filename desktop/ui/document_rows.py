"""Rows of documents: kind, name, how far it is read, and where it stands in its family."""

from PySide6.QtCore import QCoreApplication, QLocale, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from desktop.domain.document import Document, DocumentState
from desktop.domain.family import Families
from desktop.domain.notes import NoteKind
from desktop.ui import icons, wording
from desktop.ui.painting import paint_bar, paint_line
from desktop.ui.row_list import RowDelegate
from desktop.ui.theme import CAPTION_PX, SPACE_L, SPACE_S, SPACE_XS, Colours, current, sized

ROW_HEIGHT_PX = 58
INDENT_PX = 16
MAX_INDENT = 4
"""Deeper members of a family are set in as far as this: the name needs the room."""

_SIGN_PX = 16
_PLAIN_NOTES = frozenset({NoteKind.EMBEDDED_FILES, NoteKind.OPENED_WITH_PASSWORD})
"""What the row shows in another way, or what asks for no attention."""


class DocumentDelegate(RowDelegate[Document]):
    """Draws a document, set in below the one it came in, with a bar while it is read.

    Attributes:
        families: Of the documents that are listed.
    """

    families = Families({}, {})

    @override
    def paint_item(
        self, painter: QPainter, option: QStyleOptionViewItem, document: Document
    ) -> None:
        colours = current()
        inner: QRect = option.rect.adjusted(SPACE_L, 9, -SPACE_L, -9)
        depth = min(self.families.depth_of(document.document_id), MAX_INDENT)
        inner.setLeft(inner.left() + depth * INDENT_PX)
        icon_name = wording.file_icon(document.origin.kind)
        icons.paint(
            painter, icon_name, colours.muted, QRectF(inner.left() - 2, inner.top() + 1, 20, 20)
        )
        left = inner.left() + 18 + SPACE_S
        right = self._paint_signs(painter, option, document, inner, colours)
        name_font = sized(option.font, 13, QFont.Weight.Medium)
        paint_line(
            painter,
            name_font,
            colours.text,
            QRect(left, inner.top(), right - left, 20),
            document.origin.name,
            mode=Qt.TextElideMode.ElideMiddle,
        )
        line = QRect(left, inner.top() + 20, inner.right() - left, 18)
        small = sized(option.font, CAPTION_PX)
        words = wording.document_line(document)
        is_long = QFontMetrics(small).horizontalAdvance(words) > line.width()
        if is_long:
            words = wording.document_line(document, is_short=True)
        paint_line(painter, small, colours.muted, line, words)
        if document.state is DocumentState.READING and document.page_count:
            done = document.pages_read + document.pages_failed
            bar = QRectF(left, inner.bottom() + 1, inner.right() - left, 3)
            paint_bar(painter, colours, bar, done / document.page_count)

    def _paint_signs(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        document: Document,
        inner: QRect,
        colours: Colours,
    ) -> int:
        """Signs at the right end of the name; where they begin."""
        right = inner.right()
        for name, colour in _signs(document, colours):
            place = QRectF(right - _SIGN_PX, inner.top() + 2, _SIGN_PX, _SIGN_PX)
            icons.paint(painter, name, colour, place)
            right -= _SIGN_PX + SPACE_XS
        count = len(self.families.attachments.get(document.document_id, ()))
        if count:
            font = sized(option.font, CAPTION_PX)
            words = QLocale().toString(count)
            width = QFontMetrics(font).horizontalAdvance(words) + 2
            paint_line(
                painter, font, colours.muted, QRect(right - width, inner.top(), width, 20), words
            )
            right -= width + 2
            place = QRectF(right - _SIGN_PX, inner.top() + 2, _SIGN_PX, _SIGN_PX)
            icons.paint(painter, "attachment", colours.muted, place)
            right -= _SIGN_PX
        return right if right == inner.right() else right - SPACE_XS

    def words_of(self, document: Document) -> str:
        """The row in words, for screen readers."""
        parts = [document.origin.name, wording.state_name(document.state)]
        depth = self.families.depth_of(document.document_id)
        if depth:
            parts.append(_tr("inside another document, level {0}").format(depth))
        count = len(self.families.attachments.get(document.document_id, ()))
        if count:
            parts.append(wording.attachments(count))
        parts += [note.sentence for note in document.notes]
        return ", ".join(parts)


def _signs(document: Document, colours: Colours) -> list[tuple[str, str]]:
    """Icons and their colours, from the right."""
    signs = []
    if document.state is DocumentState.READ_WITH_GAPS:
        signs.append(("warning", colours.moderate))
    if document.state is DocumentState.LOCKED:
        signs.append(("lock", colours.moderate))
    if any(note.kind not in _PLAIN_NOTES for note in document.notes):
        signs.append(("about", colours.muted))
    return signs


def _tr(text: str) -> str:
    return QCoreApplication.translate("DocumentRows", text)
