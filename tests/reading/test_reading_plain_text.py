"""Plain text is read whatever its encoding, and lists of values become tables."""

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import TooManyPagesError
from desktop.domain.notes import NoteKind
from desktop.domain.page import ReadMethod
from desktop.reading import flow_text
from desktop.reading.encodings import decoded
from desktop.reading.flow import NewPage, Table
from desktop.reading.flow_text import flow_of_text

GERMAN = "Grüße an Herrn Müller, die Prüfgebühr beträgt 12,50 \u20ac.\n"
POLISH = (
    "Umowa najmu lokalu została podpisana w Łodzi, czynsz płatny jest z góry każdego miesiąca.\n"
)
RUSSIAN = "Договор аренды подписан в Москве обеими сторонами, плата вносится ежемесячно.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-be-with-mark"]
)
def test_unicode_is_read_without_a_guess(encoding):
    data = (
        b"\xfe\xff" + GERMAN.encode("utf-16-be")
        if encoding.endswith("mark")
        else GERMAN.encode(encoding)
    )
    read = decoded(data)
    assert (read.text, read.guess) == (GERMAN, "")


@pytest.mark.parametrize(
    ("text", "encoding"), [(GERMAN, "cp1252"), (POLISH, "cp1250"), (RUSSIAN, "cp1251")]
)
def test_an_older_encoding_is_guessed_and_said(text, encoding):
    read = decoded((text * 3).encode(encoding))
    assert read.text == text * 3
    [note] = flow_of_text((text * 3).encode(encoding)).notes
    assert note.kind is NoteKind.ENCODING_GUESSED
    assert read.guess in note.sentence


def test_what_cannot_be_decoded_loses_no_other_letter():
    assert decoded(b"Paid \x81\x8d in full \xff\xfe").text.startswith("Paid ")


def test_a_declared_encoding_is_believed_where_it_fits():
    assert decoded(POLISH.encode("iso8859-2"), "iso8859-2").text == POLISH
    assert decoded(GERMAN.encode("cp1252"), "no-such").guess == "cp1252"


def test_paragraphs_are_parted_by_empty_lines_and_pages_by_form_feeds():
    blocks = flow_of_text(b"One\r\ntwo\r\n \r\nThree\x0cFour").blocks
    assert [getattr(block, "pieces", (None,))[0] for block in blocks][2] is None
    assert isinstance(blocks[2], NewPage)
    assert [block.pieces[0].text for block in blocks if not isinstance(block, NewPage)] == [
        "One\ntwo",
        "Three",
        "Four",
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_list_of_values_is_a_table(separator):
    rows = [
        ["Tenant", "Rent", "Due"],
        ["Fennimore, Orla", "1,250.00", "1 May"],
        ['The "Trust"', "9", "a\nb"],
    ]
    lines = [separator.join('"' + value.replace('"', '""') + '"' for value in row) for row in rows]
    _, table = flow_of_text("\r\n".join(lines).encode()).blocks
    assert isinstance(table, Table)
    assert [[cell[0].pieces[0].text for cell in row] for row in table.rows] == rows


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ms Fennimore,\n\nthe rent, which is due, is paid.\nYours, A. Brandt\n",
        'He said "no;\nand left; then\nshe came; too\n',
        "a;b\n",
    ],
)
def test_running_text_is_no_table(text):
    assert not any(isinstance(block, Table) for block in flow_of_text(text.encode()).blocks)


def test_a_list_of_more_values_than_pages_could_show_is_refused(monkeypatch):
    monkeypatch.setattr(flow_text, "MAX_CELLS", 10)
    with pytest.raises(TooManyPagesError):
        flow_of_text(b"a;b;c\n" * 10)


def test_a_text_longer_than_any_document_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(flow_text, "MAX_TEXT_BYTES", 10)
    with pytest.raises(TooManyPagesError):
        flow_of_text(b"eleven bytes")


@pytest.mark.process
def test_a_worker_reads_text_behind_its_walls(read):
    for text, encoding in ((GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (POLISH, "utf-8")):
        page = read(FileKind.TEXT, (text * 3).encode(encoding))
        assert page.text.text.split() == (text * 3).split()
        assert page.method is ReadMethod.TEXT_LAYER
