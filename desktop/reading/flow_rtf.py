"""Rich Text as flows: text, tables, headers, notes, comments, tracked and hidden words.

Groups that say how and not what (fonts, colours, pictures, objects, whatever is marked as passing
over) are passed over whole; nothing embedded is opened. Source: Rich Text Format Specification
1.9.1.
"""

from collections import Counter
from dataclasses import dataclass, replace

from desktop.domain.errors import DocumentDamagedError, TooManyPagesError
from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow import MAX_LEVEL, Block, Flow, Mark, Piece
from desktop.reading.flow_notes import notes_of_blocks
from desktop.reading.flow_text import MAX_TEXT_BYTES
from desktop.reading.office.word_signs import symbol
from desktop.reading.rtf_colours import CELL_GROUNDS, LOOKS, PLAIN_LETTERS, ColourTable, LetterLook
from desktop.reading.rtf_encodings import PAGES, WESTERN, known
from desktop.reading.rtf_sink import Sink
from desktop.reading.rtf_words import Part, Token, tokens_of

_MAX_DEPTH = 2_000
"""Groups within groups; what nests deeper is no text."""

_PASSED_OVER = frozenset(
    {"stylesheet", "info", "pict", "objdata", "themedata", "datastore", "generator"}
    | {"latentstyles", "xmlnstbl", "listtable", "listoverridetable", "rsidtbl", "mmathPr", "sp"}
    | {"fldinst", "bkmkstart", "bkmkend", "filetbl", "nonshppict", "atrfstart", "atrfend"}
    | {"atndate", "atnref", "atnicn", "atntime", "template", "formfield", "panose", "falt"}
)
_READ_THOUGH_MARKED = frozenset(
    {"annotation", "atnauthor", "atnid", "shptxt", "shpinst", "revtbl", "fonttbl", "pn", "fldrslt"}
)
"""Groups that are marked as passing over for older readers and hold text all the same."""

_BLOCKS = {
    "header": "Header",
    "headerl": "Header of left pages",
    "headerr": "Header of right pages",
    "headerf": "Header of the first page",
    "footer": "Footer",
    "footerl": "Footer of left pages",
    "footerr": "Footer of right pages",
    "footerf": "Footer of the first page",
    "footnote": "Footnote",
    "annotation": "Comment",
    "shptxt": "Text box",
}
_READ = _READ_THOUGH_MARKED | _BLOCKS.keys()
"""LibreOffice marks even footnotes and headers so."""

_SIGN_FONTS = "Wingdings"
"""Fonts whose letters are boxes, ticks and ornaments."""

_COUNTED = frozenset({"footnote", "annotation"})
_SIGNS = {
    "line": "\n",
    "tab": " ",
    "emdash": "\u2014",
    "endash": "\u2013",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "nestcell": " ",
    "nestrow": "\n",
}
_SINGLE = {"~": " ", "_": "-", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
_MARKS = {
    "v": Mark.HIDDEN,
    "deleted": Mark.DELETED,
    "revised": Mark.INSERTED,
    "strike": Mark.STRUCK,
    "striked": Mark.STRUCK,
}
_FIXED_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_ENDS = frozenset({"par", "sect", "page", "column", "row"})


@dataclass(slots=True)
class _State:
    """What holds within a group.

    Attributes:
        page: The encoding of bytes.
        skip: Characters that stand for one before them, for readers without Unicode.
        font: Its number in the table of fonts.
    """

    page: str = WESTERN
    skip: int = 1
    is_passed_over: bool = False
    table: str = ""
    marks: tuple[Mark, ...] = ()
    by: int = -1
    is_bold: bool = False
    sink: "Sink | None" = None
    font: int = -1
    look: LetterLook = PLAIN_LETTERS


def flow_of_rtf(data: bytes) -> Flow:
    """The flow of Rich Text.

    Raises:
        DocumentDamagedError: It is none.
        TooManyPagesError: It is longer than MAX_TEXT_BYTES.
    """
    if not data.startswith(b"{\\rtf"):
        raise DocumentDamagedError
    reader = _Reader()
    if len(data) > MAX_TEXT_BYTES and b"\\pict" not in data and b"\\obj" not in data:
        raise TooManyPagesError
    for token in tokens_of(data):
        reader.take(token)
    blocks = reader.finished()
    notes = [*notes_of_blocks(blocks), *reader.notes]
    return Flow(tuple(blocks), tuple(dict.fromkeys(notes)))


class _Reader:
    """Follows the tokens."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._body = Sink()
        self._aside: list[Sink] = []
        self._state = _State(sink=self._body)
        self._stack: list[_State] = []
        self._default_page = WESTERN
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._sign_fonts: dict[int, str] = {}
        self._colours = ColourTable()
        self._is_row_coloured = False
        self._authors: list[str] = []
        self._author = ""
        self._counts: Counter[str] = Counter()
        self._bytes = bytearray()
        self._to_skip = 0
        self._is_marked = False
        self._high = 0

    def take(self, token: Token) -> None:
        """Take the next token."""
        if token.part is Part.BYTES:
            self._take_bytes(token.data)
            return
        self._end_bytes()
        match token.part:
            case Part.BEGIN:
                if len(self._stack) >= _MAX_DEPTH:
                    raise DocumentDamagedError
                self._stack.append(replace(self._state))
            case Part.END:
                self._end_group()
            case Part.SIGN:
                self._take_sign(token.word)
            case _:
                self._take_word(token.word, token.number)

    def finished(self) -> list[Block]:
        """The blocks of the document: what stands in it, then headers, notes and comments."""
        self._end_bytes()
        heads = [sink for sink in self._aside if sink.label.startswith("Header")]
        rest = [sink for sink in self._aside if not sink.label.startswith("Header")]
        sinks = (*heads, self._body, *rest)
        return [block for sink in sinks for block in sink.finished()]

    # ------------------------------------------------------------------ text

    def _take_bytes(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        if not self._state.is_passed_over:
            self._bytes += data[skipped:]

    def _end_bytes(self) -> None:
        if self._bytes:
            text = self._bytes.decode(self._state.page, "replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        state = self._state
        if state.table == "colortbl":
            self._colours.end_colours(text.count(";"))
            return
        if state.table == "fonttbl":
            name = text.strip().rstrip(";")
            if name.startswith(_SIGN_FONTS):
                self._sign_fonts[self._font] = name
            return
        if state.font in self._sign_fonts:
            name = self._sign_fonts[state.font]
            text = "".join(symbol(f"{ord(sign):x}", name) for sign in text)
        if state.table == "revtbl":
            self._authors.append(text.strip().rstrip(";"))
        elif state.table == "atnauthor":
            self._author = text.strip()
        elif not state.is_passed_over and not state.table and state.sink is not None:
            by = self._authors[state.by] if 0 <= state.by < len(self._authors) else ""
            marks = state.marks
            is_in_coloured_row = self._is_row_coloured and state.sink.is_in_table
            is_seen = state.look.is_seen(self._colours, is_in_coloured_row=is_in_coloured_row)
            if Mark.HIDDEN not in marks and not is_seen:
                marks = (*marks, Mark.HIDDEN)
            if Mark.HIDDEN in marks and text.strip():
                self.notes.append(Note(NoteKind.HIDDEN_TEXT))
            state.sink.pieces.append(Piece(text, marks, by, state.is_bold))

    def _write_unit(self, number: int) -> None:
        """One unit of UTF-16, as a signed number."""
        unit = number & 0xFFFF
        self._to_skip = self._state.skip
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
            return
        if 0xDC00 <= unit < 0xE000:
            if self._high:
                self._write(chr(0x10000 + ((self._high - 0xD800) << 10) + unit - 0xDC00))
        else:
            self._write(chr(unit))
        self._high = 0

    # ------------------------------------------------------------------ control

    def _take_sign(self, sign: str) -> None:
        if sign == "*":
            self._is_marked = True
        elif self._to_skip:
            self._to_skip -= 1
        elif sign in _SINGLE:
            self._write(_SINGLE[sign])

    def _end_group(self) -> None:
        self._is_marked = False
        self._to_skip = 0
        if not self._stack:
            return
        before = self._stack.pop()
        if before.sink is not self._state.sink and self._state.sink is not None:
            sink = self._state.sink
            sink.end_paragraph()
            if sink.label == "Comment" and self._author:
                sink.label = f"Comment by {self._author}"
        self._state = before

    def _take_word(self, word: str, number: int | None) -> None:
        is_marked, self._is_marked = self._is_marked, False
        if self._begins_group(word, is_marked=is_marked):
            return
        if word == "u" and number is not None:
            self._write_unit(number)
        elif word in _ENDS or word in {"cell", "trowd", "pard", "intbl"}:
            self._set_out(word)
        elif word in _SIGNS:
            self._write(_SIGNS[word])
        else:
            self._set(word, number)

    def _begins_group(self, word: str, *, is_marked: bool) -> bool:
        """Whether the word says what its group holds."""
        state = self._state
        if word in _PASSED_OVER or (is_marked and word not in _READ):
            state.is_passed_over = True
        elif word in {"fonttbl", "colortbl", "revtbl", "atnauthor", "atnid"}:
            state.table = word
            state.is_passed_over = state.is_passed_over or word == "atnid"
        elif word in _BLOCKS and not state.is_passed_over:
            self._begin_sink(word)
        else:
            return is_marked
        return True

    def _begin_sink(self, word: str) -> None:
        label = _BLOCKS[word]
        if word in _COUNTED:
            self._counts[word] += 1
            number = self._counts[word]
            self._write(f" [{label} {number}] ")
            label = f"{label} {number}"
        if word == "annotation":
            label += f" by {self._author}" if self._author else ""
            self._author = ""
            self.notes.append(Note(NoteKind.COMMENTS))
        sink = Sink(label)
        self._aside.append(sink)
        self._state.sink = sink
        self._state.marks = ()

    def _set_out(self, word: str) -> None:
        """Ends of paragraphs, cells and rows."""
        sink = self._state.sink
        if sink is None or self._state.is_passed_over:
            return
        match word:
            case "cell":
                sink.end_cell()
            case "row":
                sink.end_row()
            case "trowd" | "intbl":
                sink.is_in_table = True
                self._is_row_coloured = self._is_row_coloured and word == "intbl"
            case "pard":
                sink.is_in_table = False
                sink.level = 0
                self._state.look = self._state.look.with_word("cbpat", 0)
            case _:
                sink.end_paragraph()

    def _set(self, word: str, number: int | None) -> None:
        """What changes how the text that follows is taken."""
        if word in _FIXED_PAGES or word in {"ansicpg", "f", "fcharset", "uc"}:
            self._set_encoding(word, number or 0)
        elif self._state.table == "colortbl":
            self._colours.take(word, number or 0)
        elif word in CELL_GROUNDS:
            self._is_row_coloured = True
        elif word in LOOKS:
            self._state.look = self._state.look.with_word(word, number or 0)
        elif word in _MARKS:
            mark = _MARKS[word]
            kept = tuple(each for each in self._state.marks if each is not mark)
            self._state.marks = kept if number == 0 else (*kept, mark)
        else:
            self._set_look(word, number)

    def _set_look(self, word: str, number: int | None) -> None:
        state = self._state
        match word:
            case "plain":
                state.marks, state.is_bold, state.by, state.font = (), False, -1, -1
                state.look = state.look.plain()
                state.page = self._default_page
            case "b":
                state.is_bold = number != 0
            case "revauth" | "revauthdel":
                state.by = -1 if number is None else number
            case "outlinelevel" if state.sink is not None and number is not None:
                state.sink.level = number + 1 if 0 <= number < MAX_LEVEL else 0

    def _set_encoding(self, word: str, number: int) -> None:
        state = self._state
        match word:
            case "ansicpg":
                self._default_page = state.page = known(f"cp{number}")
            case "uc":
                state.skip = max(0, number)
            case "fcharset":
                self._fonts[self._font] = PAGES.get(number, "")
            case "f" if state.table == "fonttbl":
                self._font = number
            case "f":
                state.font = number
                state.page = self._fonts.get(number, "") or self._default_page
            case _:
                self._default_page = state.page = _FIXED_PAGES[word]
