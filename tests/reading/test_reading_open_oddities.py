"""OpenDocument: comments on cells are comments, and deleted words stay apart."""

from desktop.domain.notes import NoteKind
from tests.reading.test_reading_open import kinds_of, packed, pages_of

COMMENT = (
    "<office:annotation><dc:creator>A. Brandt</dc:creator><dc:date>2026-03-05T10:00:00</dc:date>"
    "<text:p>{}</text:p></office:annotation>"
)


def test_a_comment_on_a_cell_is_none_of_its_words_whatever_the_cell_holds():
    cells = (
        '<table:table-cell office:value-type="string">'
        f"{COMMENT.format('Pays late.')}<text:p>Orla</text:p></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2026-05-01">'
        f"{COMMENT.format('Or June?')}<text:p>01.05.26</text:p></table:table-cell>"
    )
    data = packed(
        "spreadsheet",
        f'<table:table table:name="Rents"><table:table-row>{cells}</table:table-row></table:table>',
    )
    [page] = pages_of(data)
    assert page.splitlines() == [
        "[Sheet] Rents",
        "[Comment 1]",
        "Orla",
        "2026-05-01",
        "[Comment 1 by A. Brandt, 2026-03-05] Pays late.",
        "[Comment 2 by A. Brandt, 2026-03-05] Or June?",
    ]
    assert kinds_of(data) == {NoteKind.COMMENTS}


def test_deleted_words_stay_apart_where_a_sign_stood_between_them():
    deleted = "one<text:line-break/>two<text:s/><text:span>three</text:span><text:tab/>four"
    data = packed(
        "text",
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        "<office:change-info><dc:creator>A</dc:creator></office:change-info>"
        f"<text:p>{deleted}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Rent <text:change text:change-id="c1"/></text:p>',
    )
    assert pages_of(data) == ["Rent [deleted by A: one two three four ]"]
