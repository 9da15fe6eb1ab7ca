"""An answer: what is said, and the places that it stands on as numbered chips."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.asking import AskEvent, Citation, Quoted, Said, Statement, Withdrawn
from desktop.domain.finding import masked
from desktop.domain.identity import DocumentId
from desktop.ui import ask_words
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from desktop.ui.value_words import readable_by_form

NameOf = Callable[[DocumentId], str]


class AskResult(QWidget):
    """The statements of one answer, complete or in the making.

    Signals:
        place_chosen(object): A Citation is to be shown on its page.
    """

    place_chosen = Signal(object)

    def __init__(self, name_of: NameOf, parent: QWidget | None = None) -> None:
        """Make it empty.

        Args:
            name_of: Gives the name of a document.
            parent: Owner.
        """
        super().__init__(parent)
        self._name_of = name_of
        self._is_masking_on = True
        self._blocks: list[_Block] = []
        self._draft: _Block | None = None
        self._places = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_M, SPACE_M)
        self._layout.setSpacing(SPACE_L)
        self._layout.addStretch(1)

    @property
    def chips(self) -> list[TextButton]:
        """The numbered chips, in their order."""
        return [chip for block in self._blocks for chip in block.chips]

    @property
    def texts(self) -> list[str]:
        """What is said, as shown."""
        return [block.text for block in self._blocks]

    @property
    def words(self) -> str:
        """What is said with its numbered places, as shown: what is masked stays so."""
        return "\n\n".join(block.words for block in self._blocks)

    def set_masking(self, *, is_on: bool) -> None:
        """Whether what is highly sensitive is masked until shown."""
        self._is_masking_on = is_on
        for block in self._blocks:
            block.set_masked(is_on and block.is_sensitive)

    def mask_all(self) -> None:
        """Mask again what was shown."""
        self.set_masking(is_on=self._is_masking_on)

    def clear(self) -> None:
        """Say nothing."""
        for block in self._blocks:
            self._take_away(block)
        self._blocks.clear()
        self._draft, self._places = None, 0

    def show_statement(self, statement: Statement) -> None:
        """Add a whole statement, in place of the one in the making."""
        self._drop_draft()
        block = self._new_block(ask_words.title(statement))
        for citation in statement.citations:
            self._add_place(block, citation)
        block.say(readable_by_form(statement.text))

    def tell(self, event: AskEvent) -> None:
        """Take what was told while the answer is in the making."""
        match event:
            case Quoted(citation):
                self._draft = self._draft or self._new_block("")
                self._add_place(self._draft, citation)
            case Said(text):
                self._draft = self._draft or self._new_block("")
                self._draft.say(text)
            case Withdrawn():
                self._drop_draft()
            case Statement():
                self.show_statement(event)
            case _:
                pass

    def _new_block(self, title: str) -> "_Block":
        block = _Block(title, self)
        self._layout.insertWidget(len(self._blocks), block)
        self._blocks.append(block)
        return block

    def _add_place(self, block: "_Block", citation: Citation) -> None:
        self._places += 1
        chip = block.add_place(self._places, citation, self._name_of(citation.document_id))
        chip.clicked.connect(self._on_chip)
        chip.setProperty("place", citation)
        if citation.is_sensitive:
            block.set_masked(self._is_masking_on)

    def _drop_draft(self) -> None:
        if self._draft is not None:
            self._places -= len(self._draft.chips)
            self._blocks.remove(self._draft)
            self._take_away(self._draft)
            self._draft = None

    def _take_away(self, block: "_Block") -> None:
        self._layout.removeWidget(block)
        block.hide()
        block.deleteLater()

    def _on_chip(self) -> None:
        self.place_chosen.emit(self.sender().property("place"))


class _Block(QFrame):
    """One statement: its words, then a row for each place."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.chips: list[TextButton] = []
        self.is_sensitive = False
        self._said = ""
        self._is_masked = False
        self._quotes: list[tuple[PlainLabel, Citation]] = []
        self._wheres: list[PlainLabel] = []
        self._title = PlainLabel(title, self, kind="section")
        self._title.setVisible(bool(title))
        self._text = PlainLabel("", self, is_wrapped=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_button = TextButton("", self, icon_name="show")
        self.show_button.setProperty("kind", "compact")
        self.show_button.clicked.connect(self._on_show)
        self.show_button.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.show_button)
        foot.addStretch(1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_S)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._text)
        self._layout.addLayout(foot)

    @property
    def text(self) -> str:
        """What it says, as shown."""
        return self._text.text()

    @property
    def words(self) -> str:
        """Title, text and places, a line each, as shown."""
        said = (self._title.text(), self._text.text())
        places = (
            f"[{chip.text()}] {quote.text()} ({where.text()})"
            for chip, (quote, _), where in zip(self.chips, self._quotes, self._wheres, strict=True)
        )
        return "\n".join([": ".join(part for part in said if part), *places])

    def say(self, words: str) -> None:
        """Say more."""
        self._said += words
        self._fit()

    def add_place(self, number: int, citation: Citation, name: str) -> TextButton:
        """Add a place that it stands on; the chip that leads there."""
        chip = TextButton(str(number), self)
        chip.setProperty("kind", "chip")
        place = self.tr("{0}, page {1}").format(name, citation.page)
        chip.setAccessibleName(self.tr("Show place {0}: {1}").format(number, place))
        quote = PlainLabel("", self, is_wrapped=True)
        where = PlainLabel(place, self, kind="caption", is_wrapped=True)
        words = QVBoxLayout()
        words.setSpacing(SPACE_XS)
        words.addWidget(quote)
        words.addWidget(where)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._layout.insertLayout(self._layout.count() - 1, row)
        self.chips.append(chip)
        self._quotes.append((quote, citation))
        self._wheres.append(where)
        self.is_sensitive |= citation.is_sensitive
        self._fit()
        return chip

    def set_masked(self, is_masked: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Mask it, or show it."""
        self._is_masked = is_masked and self.is_sensitive
        self._fit()

    def _on_show(self) -> None:
        self.set_masked(not self._is_masked)

    def _fit(self) -> None:
        said = self._said.strip()
        self._text.setText(masked(said) if said and self._is_masked else said)
        self._text.setVisible(bool(said))
        for label, citation in self._quotes:
            hidden = self._is_masked and citation.is_sensitive
            quote = masked(citation.quote) if hidden else " ".join(citation.quote.split())
            label.setText(f"\u201c{quote}\u201d")
        self.show_button.setVisible(self.is_sensitive)
        self.show_button.setText(self.tr("Show") if self._is_masked else self.tr("Mask"))
        self.show_button.setAccessibleName(
            self.tr("Show the answer") if self._is_masked else self.tr("Mask the answer")
        )
