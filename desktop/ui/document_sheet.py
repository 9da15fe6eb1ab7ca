"""About a document: its file, what it came in and what came in it, what was noticed of it."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.document import Document
from desktop.domain.family import Families
from desktop.ui import wording
from desktop.ui.button_row import button_row
from desktop.ui.plain import ElidedLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL

WIDTH_PX = 560
MAX_LISTED = 50
"""Attachments named one by one."""


class DocumentSheet(QDialog):
    """Facts of one document, to be read and copied.

    Args:
        document: Of whom.
        documents: All of the matter: its family is among them.
        parent: Owner.
    """

    def __init__(
        self, document: Document, documents: Sequence[Document], parent: QWidget | None = None
    ) -> None:
        """Show them."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("About this document"))
        self.setMinimumWidth(WIDTH_PX)
        self.facts = tuple(facts_of(document, documents))
        self.notes = tuple(note.sentence for note in document.notes)
        inner = QWidget(self)
        inner.setObjectName("Plain")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, SPACE_S, 0)
        lines.setSpacing(SPACE_M)
        lines.addLayout(self._table())
        if self.notes:
            lines.addWidget(PlainLabel(self.tr("Noticed"), self, kind="section"))
            for sentence in self.notes:
                lines.addWidget(_selectable(sentence, self))
        lines.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        area.setMinimumHeight(360)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Facts of the document"))
        self.close_button = TextButton(self.tr("Close"), self, is_main=True)
        self.close_button.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_L)
        title = ElidedLabel(
            document.origin.name, self, kind="title", mode=Qt.TextElideMode.ElideMiddle
        )
        layout.addWidget(title)
        layout.addWidget(area, 1)
        layout.addLayout(button_row(self.close_button))

    def _table(self) -> QLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(SPACE_L)
        table.setVerticalSpacing(SPACE_S)
        table.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (name, value) in enumerate(self.facts):
            table.addWidget(PlainLabel(name, self, kind="caption"), row, 0, top)
            table.addWidget(_selectable(value, self), row, 1, top)
        return table


def facts_of(document: Document, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """Names and values."""
    origin = document.origin
    yield _tr("Kind"), origin.kind.value.upper()
    yield _tr("Folder"), _breakable(origin.folder)
    yield _tr("Size"), wording.size(origin.size_bytes)
    yield _tr("Added"), f"{origin.received_at:%Y-%m-%d %H:%M} UTC"
    yield "SHA-256", _broken(origin.sha256)
    yield "MD5", origin.md5
    yield _tr("State"), wording.state_name(document.state)
    names = {each.document_id: each.origin.name for each in documents}
    families = Families.of(documents)
    above = families.above(document.document_id)
    if above:
        yield _tr("Came in"), " / ".join(names[each] for each in reversed(above))
    inside = families.attachments.get(document.document_id, ())
    for number, each in enumerate(inside[:MAX_LISTED], start=1):
        yield _tr("Attachment {0}").format(number), names[each]
    if len(inside) > MAX_LISTED:
        yield "", _tr("and {0} more").format(len(inside) - MAX_LISTED)
    same = [each for each in documents if each.origin.sha256 == origin.sha256]
    if len(same) > 1:
        yield (
            _tr("The same file"),
            _tr("stands {0} more times in this matter").format(len(same) - 1),
        )


def _selectable(text: str, parent: QWidget) -> PlainLabel:
    label = PlainLabel(text, parent, is_wrapped=True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _breakable(path: str) -> str:
    """A path that may go on in the next line behind each of its folders."""
    return path.replace("/", "/\u200b")


def _broken(digits: str) -> str:
    """Hexadecimal digits that may be broken into lines."""
    return " ".join(digits[start : start + 16] for start in range(0, len(digits), 16))


def _tr(text: str) -> str:
    return QCoreApplication.translate("DocumentSheet", text)
