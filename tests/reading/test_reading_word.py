"""Word documents say on their pages what is deleted, added, hidden, noted and commented."""

import io
import zipfile

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import DocumentDamagedError, PartTooLargeError, UnpackedTooLargeError
from desktop.domain.notes import NoteKind
from desktop.domain.page import ReadMethod
from desktop.intake.kinds import kind_of
from desktop.reading.flow import Table
from desktop.reading.flow_document import FlowDocument
from desktop.reading.office import package as office_package
from desktop.reading.office.word import flow_of_word
from tests.reading import office_files as made

BODY = "word/document.xml"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(body, **parts):
    """The least Word document, as programs other than Word write it."""
    names = {name.replace("__", "/").replace("_xml", ".xml"): text for name, text in parts.items()}
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(("styles", "numbering", "footnotes", "endnotes", "comments"))
        if f"word/{name}.xml" in names
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        root = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="{BODY}"/>'
        archive.writestr("_rels/.rels", RELATIONS.format(root))
        archive.writestr("word/_rels/document.xml.rels", RELATIONS.format(relations))
        archive.writestr(BODY, f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, text in names.items():
            archive.writestr(name, text)
    return target.getvalue()


def paragraph(inner):
    return f"<w:p>{inner}</w:p>"


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def text_of(data):
    document = FlowDocument(flow_of_word(data))
    pages = (document.page(number) for number in range(1, document.page_count + 1))
    return "\n".join(page.text_layer().text.text for page in pages)


def lines_of(data):
    return [line for line in text_of(data).splitlines() if line]


def test_a_lease_says_everything_that_is_special_about_it():
    data = made.lease()
    text = " ".join(text_of(data).split())
    for said in (
        "[Header] Draft of 4 March 2026 Lease agreement The rent is EUR",
        "EUR [deleted by A. Brandt: 1,250.00 ]",
        "[inserted by A. Brandt: 1,400.00 ] a month. [Comment 1]",
        "Notices go by post. [hidden: Orla must not know. ]",
        "Keys: [hidden: two spare ones ] 1. Rent 2. Notices",
        "Tenant Deposit Orla Fennimore 2,800.00",
        "[Footer] Harbour Trust, confidential",
        "] Is this agreed?",
    ):
        assert said in text
    flow = flow_of_word(data)
    assert {note.kind for note in flow.notes} == {
        NoteKind.TRACKED_CHANGES,
        NoteKind.HIDDEN_TEXT,
        NoteKind.COMMENTS,
    }
    assert flow.notes[0].detail == "By A. Brandt, 2026-03-05."
    assert flow.blocks[1].level == 1


@pytest.mark.process
def test_a_worker_reads_it_behind_its_walls(worker, read):
    data = made.lease()
    assert kind_of(data) is FileKind.DOCX
    page = read(FileKind.DOCX, data)
    assert "1,400.00" in page.text.text
    assert page.method is ReadMethod.TEXT_LAYER
    assert page.remarks == ("tracked_changes", "hidden_text")
    worker.open(FileKind.DOCX, data)
    assert NoteKind.COMMENTS in {note.kind for note in worker.notes}


def test_footnotes_are_counted_as_the_text_refers_to_them():
    def note(number, text, kind=""):
        return f'<w:footnote w:id="{number}"{kind}>{paragraph(run(text))}</w:footnote>'

    notes = (
        f"<w:footnotes {NAMES}>"
        + note(0, "", ' w:type="separator"')
        + note(7, "Of the landlord.")
        + note(3, "Of the tenant.")
        + "</w:footnotes>"
    )
    refers = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = paragraph(run("Duties") + refers.format(3) + run("apply") + refers.format(7))
    assert lines_of(word(body, word__footnotes_xml=notes)) == [
        "Duties [Footnote 1] apply [Footnote 2]",
        "[Footnote 2] Of the landlord.",
        "[Footnote 1] Of the tenant.",
    ]


def test_clauses_have_the_numbers_that_word_shows():
    def level(depth, form, text, start=1):
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )

    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="5">'
        + level(0, "decimal", "%1.", 4)
        + level(1, "decimal", "%1.%2")
        + level(2, "lowerRoman", "(%3)")
        + level(3, "upperLetter", "%4")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="9"/></w:lvlOverride></w:num></w:numbering>'
    )

    def clause(text, depth, number=1):
        return paragraph(
            f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
            f"</w:pPr>{run(text)}"
        )

    gone = paragraph(
        '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f'<w:del w:author="A">{run("gone")}</w:del>'
    )
    body = (
        clause("Rent", 0)
        + clause("Due", 1)
        + clause("Late", 1)
        + clause("Interest", 2)
        + clause("Costs", 2)
        + clause("Waived", 3)
        + gone
        + clause("Notices", 0)
        + clause("Post", 1)
        + clause("Annex", 0, number=2)
    )
    assert lines_of(word(body, word__numbering_xml=numbering)) == [
        "4. Rent",
        "4.1 Due",
        "4.2 Late",
        "(i) Interest",
        "(ii) Costs",
        "A Waived",
        "[deleted by A: gone ]",
        "5. Notices",
        "5.1 Post",
        "9. Annex",
    ]


def test_a_text_box_is_read_once_and_a_picture_is_said():
    def box(text):
        lines = paragraph("") + paragraph(run(text)) + paragraph(run("in May"))
        return f"<w:txbxContent>{lines}</w:txbxContent>"

    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{box('Paid in full')}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box('Paid in full')}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    picture = "<w:r><w:pict><v:imagedata r:id='r9'/></w:pict></w:r>"
    assert lines_of(word(paragraph(run("Stamp:") + drawing + picture))) == [
        "Stamp: [Picture]",
        "[Text box] Paid in full",
        "in May",
    ]


def test_rows_that_were_deleted_and_tables_in_tables_are_read():
    def cell(inner):
        return f"<w:tc>{inner}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(paragraph(run('a')))}{cell(paragraph(run('b')))}</w:tr></w:tbl>"
    body = (
        f"<w:tbl><w:tr><w:trPr><w:del w:author='C'/></w:trPr>{cell(paragraph(run('old')))}</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr>{cell(inner)}</w:tr></w:sdtContent></w:sdt></w:tbl>"
    )
    flow = flow_of_word(word(body))
    assert isinstance(flow.blocks[0], Table)
    assert lines_of(word(body)) == ["[deleted by C: old ]", "a b"]


def test_fields_show_what_they_show_and_not_their_code():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText> HYPERLINK x </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("clause 4")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines_of(word(paragraph(run("See ") + field))) == ["See clause 4"]


def test_macros_and_templates_from_elsewhere_are_noticed_and_left_alone():
    relations = RELATIONS.format(
        f'<Relationship Id="r1" Type="{OFFICE}/attachedTemplate" '
        'Target="https://example.com/a.dotm" TargetMode="External"/>'
    )
    data = made.with_parts(
        word(paragraph(run("Rent"))),
        {"word/_rels/document.xml.rels": relations, "word/vbaProject.bin": b"\0"},
    )
    kinds = {note.kind for note in flow_of_word(data).notes}
    assert kinds == {NoteKind.MACROS, NoteKind.REMOTE_CONTENT}


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE w [<!ENTITY a "aaaa">]>',
        '<!DOCTYPE w SYSTEM "file:///etc/hostname">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_that_declares_entities_is_refused_unread(declaration, encoding):
    text = f"<?xml version='1.0' encoding='{encoding}'?>{declaration}<w:document {NAMES}/>"
    data = made.with_parts(word(""), {BODY: text.encode(encoding)})
    with pytest.raises(DocumentDamagedError):
        flow_of_word(data)


def test_an_encoding_in_which_a_declaration_could_hide_is_refused():
    text = f'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE w+AD4<w:document {NAMES}/>'
    with pytest.raises(DocumentDamagedError):
        flow_of_word(made.with_parts(word(""), {BODY: text}))


def test_utf_16_is_read():
    body = f"<w:document {NAMES}><w:body>{paragraph(run('Łódź'))}</w:body></w:document>"
    assert lines_of(made.with_parts(word(""), {BODY: body.encode("utf-16")})) == ["Łódź"]


def test_deep_nesting_is_refused():
    deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
    with pytest.raises(DocumentDamagedError):
        flow_of_word(word(deep))


def test_nesting_that_xml_bears_is_read_as_deep_as_any_document_goes():
    inner = paragraph(run("deep"))
    for _ in range(60):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert "deep" in text_of(word(inner))


def test_a_part_that_unpacks_to_more_than_the_bound_is_refused(monkeypatch):
    data = word(paragraph(run("a" * 100_000)))
    assert len(data) < 2_000
    monkeypatch.setattr(office_package, "MAX_TREE_BYTES", 50_000)
    with pytest.raises(UnpackedTooLargeError):
        flow_of_word(data)


def test_parts_together_unpack_to_no_more_than_the_bound(monkeypatch):
    comments = f"<w:comments {NAMES}>{' ' * 60_000}</w:comments>"
    data = word(paragraph(run("a" * 60_000)), word__comments_xml=comments)
    monkeypatch.setattr(office_package, "MAX_PACKAGE_BYTES", 100_000)
    with pytest.raises(UnpackedTooLargeError):
        flow_of_word(data)


def test_a_package_of_countless_parts_is_refused(monkeypatch):
    monkeypatch.setattr(office_package, "MAX_PARTS", 5)
    with pytest.raises(UnpackedTooLargeError):
        flow_of_word(made.lease())


@pytest.mark.parametrize("cut", [40, 400, 4_000])
def test_a_cut_document_is_said_to_be_damaged(cut):
    with pytest.raises(DocumentDamagedError):
        flow_of_word(made.lease()[:cut])


def test_a_part_that_lies_about_its_size_is_damaged():
    data = bytearray(word(paragraph(run("Rent " * 100))))
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    with pytest.raises(DocumentDamagedError):
        flow_of_word(bytes(data))


def test_damaged_side_parts_cost_only_themselves():
    data = made.with_parts(made.lease(), {"word/comments.xml": b"<w:comments"})
    assert "1,400.00" in text_of(data)


def test_scans_and_embedded_files_are_documents_of_their_own_and_logos_are_not():
    scan, book = b"\x89PNG" + bytes(20_000), b"PK a workbook"
    data = made.with_parts(
        made.lease(),
        {
            "word/media/image2.png": scan,
            "word/media/logo.png": b"\x89PNG" + bytes(500),
            "word/media/drawing.emf": bytes(20_000),
            "word/embeddings/Sheet1.xlsx": book,
        },
    )
    document = FlowDocument(flow_of_word(data))
    assert [(part.folder, part.name) for part in document.parts] == [
        ("word/embeddings", "Sheet1.xlsx"),
        ("word/media", "image2.png"),
    ]
    assert [part.read() for part in document.parts] == [book, scan]
    assert NoteKind.EMBEDDED_FILES in {note.kind for note in document.notes}


def test_an_embedded_file_that_grows_like_a_bomb_is_not_taken_out(monkeypatch):
    data = made.with_parts(made.lease(), {"word/media/image2.png": bytes(20_000)})
    [part] = FlowDocument(flow_of_word(data)).parts
    monkeypatch.setattr(office_package, "MAX_PART_BYTES", 10_000)
    with pytest.raises(PartTooLargeError):
        part.read()
