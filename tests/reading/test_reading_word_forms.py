"""What Word shows without letters: ticked boxes, chosen entries, watermarks, clauses' numbers."""

from desktop.domain.document import FileKind
from desktop.domain.notes import NoteKind
from desktop.intake.kinds import kind_of
from desktop.reading.flow_document import FlowDocument
from desktop.reading.office.word import flow_of_word
from tests.reading import office_files as made
from tests.reading.test_reading_word import NAMES, OFFICE, RELATIONS, paragraph, run, word


def lines_of(data):
    document = FlowDocument(flow_of_word(data))
    pages = (document.page(number) for number in range(1, document.page_count + 1))
    text = "\n".join(page.text_layer().text.text for page in pages)
    return [line for line in text.splitlines() if line]


def field(data, code):
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText> {code} </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_a_box_of_a_form_that_is_ticked_is_told_from_one_that_is_not():
    def box(inner):
        return field(f"<w:checkBox>{inner}</w:checkBox>", "FORMCHECKBOX")

    body = (
        box('<w:default w:val="0"/><w:checked/>')
        + run(" yes ")
        + box('<w:default w:val="1"/><w:checked w:val="0"/>')
        + run(" no ")
        + box('<w:default w:val="1"/>')
        + run(" perhaps")
    )
    assert lines_of(word(paragraph(body))) == ["\u2612 yes \u2610 no \u2612 perhaps"]


def test_the_chosen_entry_of_a_form_is_read():
    def choice(chosen):
        entries = '<w:listEntry w:val="monthly"/><w:listEntry w:val="each quarter"/>'
        return field(f"<w:ddList>{chosen}{entries}</w:ddList>", "FORMDROPDOWN")

    body = run("Paid ") + choice('<w:result w:val="1"/>') + run(", billed ") + choice("")
    assert lines_of(word(paragraph(body))) == ["Paid each quarter, billed monthly"]


def test_boxes_and_ticks_of_symbol_fonts_are_told_apart():
    def sign(font, code):
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    body = "".join(
        sign(*each) + run(" ")
        for each in (
            ("Wingdings", "F0FE"),
            ("Wingdings", "F0A8"),
            ("Wingdings", "00FD"),
            ("Wingdings 2", "F050"),
            ("Wingdings", "F0E0"),
            ("Calibri", "20AC"),
        )
    )
    assert lines_of(word(paragraph(body))) == ["\u2611 \u2610 \u2612 \u2713 \u25aa \u20ac"]


def test_words_below_their_pronunciation_are_read():
    spoken = (
        f"<w:r><w:ruby><w:rt>{run('to-kyo')}</w:rt>"
        f"<w:rubyBase>{run('Tokyo')}</w:rubyBase></w:ruby></w:r>"
    )
    assert lines_of(word(paragraph(run("Seat: ") + spoken))) == ["Seat: Tokyo (to-kyo)"]


def test_a_watermark_is_read():
    mark = '<w:r><w:pict><v:shape><v:textpath string="DRAFT OF 4 MAY"/></v:shape></w:pict></w:r>'
    assert lines_of(word(paragraph(run("Lease") + mark))) == ["Lease", "[Text box] DRAFT OF 4 MAY"]


def test_clauses_below_roman_articles_have_arabic_numbers_where_the_list_says_so():
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Lease"/>'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Article %1"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Lease"/></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles {NAMES}><w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr>'
        '</w:pPr></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )

    def clause(style, text):
        return paragraph(f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}')

    body = clause("A", "Rent") + clause("A", "Term") + clause("B", "Start") + clause("B", "End")
    data = word(body, word__numbering_xml=numbering, word__styles_xml=styles)
    assert lines_of(data) == ["Article I Rent", "Article II Term", "2.1 Start", "2.2 End"]


def test_a_document_that_word_shows_as_text_is_a_document_below_it():
    named = (
        f'<Relationship Id="c1" Type="{OFFICE}/aFChunk" Target="/word/chunk.htm"/>'
        f'<Relationship Id="c2" Type="{OFFICE}/aFChunk" Target="http://x" TargetMode="External"/>'
        f'<Relationship Id="c3" Type="{OFFICE}/aFChunk" Target="missing.htm"/>'
    )
    page = b"<html><body>The rent is 1,400.00 EUR."
    data = made.with_parts(
        word(paragraph(run("Lease")) + '<w:altChunk r:id="c1"/>'),
        {"word/_rels/document.xml.rels": RELATIONS.format(named), "word/chunk.htm": page},
    )
    flow = flow_of_word(data)
    assert [(part.name, part.read()) for part in flow.parts] == [("chunk.htm", page)]
    assert kind_of(page) is FileKind.HTML
    assert [note.kind for note in flow.notes] == [NoteKind.EMBEDDED_FILES]
    assert lines_of(data)[1].startswith("[Inserted document] ")
