"""Pages made for tests of extraction: lines of text with columns, and what is found on them."""

from desktop.casework.extraction.fill import fill
from desktop.casework.extraction.layout import SearchedPage
from desktop.casework.extraction.schemas import load_schemas
from desktop.domain.finding import Decision, StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.page import PageText, Word, Words
from desktop.findings.find import find
from desktop.paths import schemas_folder

SCHEMAS = load_schemas(schemas_folder(), schemas_folder() / "none")
LETTER_PT, LINE_PT, HEIGHT_PT = 5.0, 14.0, 10.0


def text_of(*lines):
    """A text with a box for each word; "|" begins a column, wherever "@120" says, in points."""
    words, text = [], ""
    for number, line in enumerate(lines):
        left = 40.0
        text += "\n" if number else ""
        for place, piece in enumerate(part for part in line.split(" ") if part):
            if piece.startswith("@"):
                left = float(piece[1:])
                continue
            text += " " if place and not text.endswith("\n") and text else ""
            width, top = LETTER_PT * len(piece), 40.0 + LINE_PT * number
            box = Box(left, top, left + width, top + HEIGHT_PT)
            words.append(Word(len(text), len(text) + len(piece), box, 1.0))
            text += piece
            left += width + LETTER_PT
    return PageText(text, Words.of(words))


def stored(finding, page, decision=Decision.OPEN):
    return StoredFinding("0" * 32, "0" * 32, page, finding, decision)


def page_of(*lines, number=1, page_count=1, decisions=None):
    """A page as it is searched; `decisions` by the values of findings."""
    text = text_of(*lines)
    found = tuple(
        stored(each, number, (decisions or {}).get(each.value, Decision.OPEN))
        for each in find(text)
    )
    return SearchedPage(number, page_count, 595.0, 842.0, text, found)


def filled(schema, *pages):
    """Fields by name, as a schema that comes along fills them."""
    return {field.name: field for field in fill(SCHEMAS.named(schema), pages)}


def values(field):
    return [value.value for value in field.values]
