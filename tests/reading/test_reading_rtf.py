"""Rich Text: what is deleted, hidden, noted or commented is said; nothing embedded is opened."""

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import DocumentDamagedError
from desktop.domain.notes import NoteKind
from desktop.intake.kinds import kind_of
from desktop.reading.flow import Table
from desktop.reading.flow_document import FlowDocument
from desktop.reading.flow_rtf import flow_of_rtf

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Times;}"
    rb"{\f2\fcharset238 Times CE;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\s1 Heading;}}"
    rb"{\*\revtbl{Unknown;}{A. Brandt;}}{\info{\title Secret title}}{\*\generator Writer;}"
)


def lines_of(body, head=HEAD):
    document = FlowDocument(flow_of_rtf(head + body + b"}"))
    pages = [document.page(number) for number in range(1, document.page_count + 1)]
    text = "\n".join(page.text_layer().text.text for page in pages)
    return [line for line in text.splitlines() if line]


def kinds_of(body):
    return {note.kind for note in flow_of_rtf(HEAD + body + b"}").notes}


def test_text_is_read_and_what_says_how_is_not():
    body = (
        rb"\pard\outlinelevel0\b Lease\b0\par\pard The rent is"
        b"\r\n"
        rb" due\~on the 1st\line of May.\par {\pict\wmetafile8 0102}{\*\unknown gone}Paid"
    )
    assert lines_of(body) == ["Lease", "The rent is due on the 1st", "of May.", "Paid"]
    assert flow_of_rtf(HEAD + body + b"}").blocks[0].level == 1


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"Gr\'fc\'dfe \u8364? 5", "Grüße \u20ac 5"),
        (rb"\u-4051?", "\uf02d"),
        (rb"{\uc2\u321\'a3\'a3\'f3d\u378?? }", "\u0141ód\u017a"),
        (rb"\u-10179?\u-8704?", "\U0001f600"),
        (rb"{\f1 \'c4\'ee\'ec} {\f2 \'b3}", "Дом \u0142"),
        (rb"{\f1\plain \'fc}", "ü"),
        (rb"a\{b\}\\c", "a{b}\\c"),
        (rb"re\-turn \lquote x\rquote  \endash", "return \u2018x\u2019 \u2013"),
        (rb"before{\bin4 {{{{}after", "beforeafter"),
    ],
)
def test_letters_are_what_the_file_means(body, text):
    assert lines_of(body) == [text]


def test_the_file_names_its_encoding():
    assert lines_of(rb"\'c4\'ee\'ec", rb"{\rtf1\ansi\ansicpg1251 ") == ["Дом"]
    assert lines_of(rb"\'8e", rb"{\rtf1\mac ") == ["é"]
    assert lines_of(rb"\'84", rb"{\rtf1\ansi\ansicpg9999 ") == ["\u201e"]


def test_changes_and_hidden_words_are_marked():
    body = (
        rb"Rent {\deleted\revauthdel1 1,250}{\revised\revauth1 1,400} {\v secret} due \v\b x\v0 y"
    )
    assert " ".join(lines_of(body)) == (
        "Rent [deleted by A. Brandt: 1,250 ] [inserted by A. Brandt: 1,400 ] [hidden: secret ] due"
        " [hidden: x ] y"
    )
    assert kinds_of(body) == {NoteKind.TRACKED_CHANGES, NoteKind.HIDDEN_TEXT}


def test_headers_notes_comments_and_boxes_are_said():
    body = (
        rb"{\header Draft\par}{\footerf Page one}Keys{\footnote {\b Two} spare.} are"
        rb"{\*\atnid AB}{\*\atnauthor A. Brandt}{\*\annotation{\*\atnref 1}Agreed?} kept."
        rb"{\shp{\*\shpinst{\sp{\sn x}{\sv 7}}{\shptxt Stamp\par}}}\par"
    )
    assert lines_of(body) == [
        "[Header] Draft",
        "Keys [Footnote 1] are [Comment 1] kept.",
        "[Footer of the first page] Page one",
        "[Footnote 1] Two spare.",
        "[Comment 1 by A. Brandt] Agreed?",
        "[Text box] Stamp",
    ]
    assert kinds_of(body) == {NoteKind.COMMENTS}


def test_rows_become_a_table():
    row = rb"\trowd\cellx1\cellx2\pard\intbl %b\cell %b\cell\row "
    body = (
        rb"Before\par "
        + row % (b"Tenant", b"Rent")
        + row % (b"Trust", rb"980\par 990")
        + (rb"\pard After\par")
    )
    _, table, _ = flow_of_rtf(HEAD + body + b"}").blocks
    assert isinstance(table, Table)
    assert [len(cell) for row in table.rows for cell in row] == [1, 1, 1, 2]
    assert lines_of(body)[0] == "Before"
    assert lines_of(body)[-1] == "After"


def test_fields_show_what_they_show():
    body = rb"See {\field{\*\fldinst HYPERLINK x}{\fldrslt clause 4}}."
    assert lines_of(body) == ["See clause 4."]


def test_numbers_of_paragraphs_are_read():
    assert lines_of(rb"{\listtext\pard 4.2\tab}Rent\par") == ["4.2 Rent"]


@pytest.mark.parametrize("cut", range(10, 400, 30))
def test_a_cut_file_is_read_as_far_as_it_goes(cut):
    flow_of_rtf((HEAD + rb"Rent {\v x} \u8364? \'e9 {\footnote y}}")[:cut])


def test_endless_nesting_and_what_is_no_rich_text_is_refused():
    with pytest.raises(DocumentDamagedError):
        flow_of_rtf(HEAD + b"{" * 5_000)
    with pytest.raises(DocumentDamagedError):
        flow_of_rtf(b"rtf")


@pytest.mark.process
def test_a_worker_reads_it_behind_its_walls(read):
    data = HEAD + rb"{\f1 \'c4\'ee\'ec} {\f2 \'b3} Gr\'fc\'dfe}"
    assert kind_of(data) is FileKind.RTF
    assert read(FileKind.RTF, data).text.text == "Дом ł Grüße"


def test_notes_and_headers_that_are_marked_for_newer_readers_are_read():
    body = (
        rb"{\*\header Draft\par}Paid{\super\chftn{\*\footnote\chftn In cash.}} in May\par"
        rb" left\column right\par"
    )
    assert lines_of(body) == [
        "[Header] Draft",
        "Paid [Footnote 1] in May",
        "left",
        "right",
        "[Footnote 1] In cash.",
    ]


def test_boxes_of_a_font_of_signs_are_told_apart():
    head = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}{\f1\fnil\fcharset2 Wingdings;}}"
    body = rb"\pard{\f1\'fe}{ yes }{\f1\'a8 }\plain\f0 no {\f1\u-3842?\f0 o}\par"
    assert lines_of(body, head) == ["\u2611 yes \u2610 no \u2611o"]
