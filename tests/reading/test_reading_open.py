"""OpenDocument files, as LibreOffice writes them, say what is deleted, hidden, noted, commented."""

import io
import zipfile

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import DocumentDamagedError, OfficeLockedError, TooManyPagesError
from desktop.domain.notes import NoteKind
from desktop.intake.kinds import kind_of
from desktop.reading.flow_document import FlowDocument
from desktop.reading.office import cells as office_cells
from desktop.reading.office.open_document import flow_of_open_document

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = (
    " ".join(
        f'xmlns:{short}="{OASIS}:{long}:1.0"'
        for short, long in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
            ("presentation", "presentation"),
            ("manifest", "manifest"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def packed(kind, body, *, styles="", edges="", manifest="", extra=()):
    """A file with this in its body."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        mime = f"application/vnd.oasis.opendocument.{kind}"
        archive.writestr(zipfile.ZipInfo("mimetype"), mime)
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {NAMES}><office:master-styles>{edges}</office:master-styles>"
            "</office:document-styles>",
        )
        archive.writestr(
            "META-INF/manifest.xml", f"<manifest:manifest {NAMES}>{manifest}</manifest:manifest>"
        )
        for name in extra:
            archive.writestr(name, b"x")
    return target.getvalue()


def style(name, family, properties):
    return f'<style:style style:name="{name}" style:family="{family}">{properties}</style:style>'


def pages_of(data):
    document = FlowDocument(flow_of_open_document(data))
    pages = (document.page(number) for number in range(1, document.page_count + 1))
    return [page.text_layer().text.text.replace("\n\n", "\n") for page in pages]


def kinds_of(data):
    return {note.kind for note in flow_of_open_document(data).notes}


CHANGES = (
    "<text:tracked-changes>"
    '<text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>A. Brandt'
    "</dc:creator><dc:date>2026-03-05T10:00:00</dc:date></office:change-info>"
    "<text:p>1,250.00</text:p></text:deletion></text:changed-region>"
    '<text:changed-region text:id="c2"><text:insertion><office:change-info><dc:creator>A. Brandt'
    "</dc:creator></office:change-info></text:insertion></text:changed-region>"
    "</text:tracked-changes>"
)
LETTER = packed(
    "text",
    CHANGES
    + '<text:h text:outline-level="2">Lease</text:h>'
    + '<text:p>The rent is <text:change text:change-id="c1"/><text:change-start '
    'text:change-id="c2"/>1,400.00<text:change-end text:change-id="c2"/> a<text:s text:c="2"/>month'
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>In advance.</text:p></text:note-body></text:note>."
    "<office:annotation><dc:creator>A. Brandt</dc:creator><text:p>Agreed?</text:p>"
    "</office:annotation></text:p>"
    '<text:p>Keys: <text:span text:style-name="T1">two spare</text:span></text:p>'
    '<text:section text:display="none"><text:p>Not for Orla</text:p></text:section>'
    "<text:list><text:list-item><text:p>by post</text:p><text:list><text:list-item><text:p>twice"
    "</text:p></text:list-item></text:list></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>Tenant</text:p></table:table-cell>"
    "<table:table-cell><text:p>Rent</text:p></table:table-cell></table:table-row></table:table>"
    "<text:p>Stamp<draw:frame><draw:text-box><text:p>Paid in full</text:p></draw:text-box>"
    "</draw:frame><draw:frame><draw:image/></draw:frame></text:p>",
    styles=style("T1", "text", '<style:text-properties text:display="none"/>'),
    edges="<style:master-page><style:header><text:p>Draft</text:p></style:header>"
    "<style:footer><text:p>Harbour Trust</text:p></style:footer></style:master-page>",
)


def test_a_text_says_everything_that_is_special_about_it():
    [page] = pages_of(LETTER)
    assert page.replace("[Footnote\n1]", "[Footnote 1]").splitlines() == [
        "[Header] Draft",
        "Lease",
        "The rent is [deleted by A. Brandt: 1,250.00 ] "
        "[inserted by A. Brandt: 1,400.00 ] a month [Footnote 1] . [Comment 1]",
        "Keys: [hidden: two spare ]",
        "[hidden: Not for Orla ]",
        "\u2022 by post",
        "\u2022 twice",
        "Tenant Rent",
        "Stamp [Picture]",
        "[Text box] Paid in full",
        "[Footnote 1] In advance.",
        "[Comment 1 by A. Brandt] Agreed?",
        "[Footer] Harbour Trust",
    ]
    assert kinds_of(LETTER) == {
        NoteKind.TRACKED_CHANGES,
        NoteKind.HIDDEN_TEXT,
        NoteKind.COMMENTS,
    }


def test_clauses_have_the_numbers_that_libreoffice_shows():
    def level(number, form, **more):
        said = "".join(f' {name.replace("_", ":", 1)}="{value}"' for name, value in more.items())
        return (
            f'<text:list-level-style-number text:level="{number}" style:num-format="{form}"{said}/>'
        )

    lists = (
        '<text:list-style style:name="L1">'
        + level(1, "1", **{"style_num-suffix": "."})
        + level(2, "a", **{"style_num-prefix": "(", "style_num-suffix": ")"})
        + level(3, "1", **{"text_display-levels": "3"})
        + '</text:list-style><text:outline-style style:name="Outline">'
        '<text:outline-level-style text:level="1" style:num-format="I"/></text:outline-style>'
        '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/>'
        "</text:list-style>"
    )

    def item(text, inner=""):
        return f"<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>"

    def listed(items, more=""):
        return f'<text:list text:style-name="L1" {more}>{items}</text:list>'

    deep = f"<text:list>{item('Late', '<text:list>' + item('Costs') + '</text:list>')}</text:list>"
    body = (
        '<text:h text:outline-level="1">Terms</text:h>'
        + listed(item("Rent", deep) + item("Notices"))
        + "<text:p>Between</text:p>"
        + listed(item("Keys"), 'text:continue-numbering="true"')
        + listed(item("Anew"))
        + f'<text:list text:style-name="L2">{item("point")}</text:list>'
    )
    [page] = pages_of(packed("text", body, styles=lists))
    assert page.splitlines() == [
        "I Terms",
        "1. Rent",
        "(a) Late",
        "1.a.1 Costs",
        "2. Notices",
        "Between",
        "3. Keys",
        "1. Anew",
        "\u2022 point",
    ]


def test_a_change_over_several_paragraphs_marks_each():
    body = (
        CHANGES + '<text:p>a<text:change-start text:change-id="c2"/>b</text:p><text:p>c</text:p>'
        '<text:p>d<text:change-end text:change-id="c2"/>e</text:p>'
    )
    [page] = pages_of(packed("text", body))
    assert page.splitlines() == [
        "a [inserted by A. Brandt: b ]",
        "[inserted by A. Brandt: c ]",
        "[inserted by A. Brandt: d ] e",
    ]


def cell(text, attributes=""):
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


BOOK = packed(
    "spreadsheet",
    '<table:table table:name="Rents"><table:table-column/>'
    '<table:table-column table:visibility="collapse"/>'
    f"<table:table-header-rows><table:table-row>{cell('Tenant')}{cell('Margin')}{cell('Due')}"
    "</table:table-row></table:table-header-rows>"
    f"<table:table-row>{cell('Fennimore')}{cell('70')}"
    + cell("01.05.26", 'office:date-value="2026-05-01T00:00:00"')
    + "</table:table-row>"
    '<table:table-row table:visibility="collapse">'
    f"{cell('Trust')}{cell('80', 'table:number-columns-repeated=' + chr(34) + '2' + chr(34))}"
    '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
    '<table:table-row table:number-rows-repeated="2">'
    + cell("150", 'table:formula="of:=SUM([.B2:.B3])"')
    + "</table:table-row>"
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    "</table:table>"
    f'<table:table table:name="Margins" table:style-name="S1"><table:table-row>{cell("secret")}'
    "</table:table-row></table:table>",
    styles=style("S1", "table", '<style:table-properties table:display="false"/>'),
    extra=("Basic/Standard/Module1.xml",),
)


def test_a_spreadsheet_says_everything_that_is_special_about_it():
    rents, margins = pages_of(BOOK)
    assert rents.splitlines() == [
        "[Sheet] Rents",
        "Tenant [hidden: Margin ] Due",
        "Fennimore [hidden: 70 ] 2026-05-01",
        "[hidden: Trust ] [hidden: 80 ] [hidden: 80 ]",
        "150 [formula: =SUM([.B2:.B3]) ]",
        "150 [formula: =SUM([.B2:.B3]) ]",
    ]
    assert margins == "[Hidden sheet] Margins\nsecret"
    assert kinds_of(BOOK) == {
        NoteKind.HIDDEN_SHEETS,
        NoteKind.HIDDEN_ROWS,
        NoteKind.FORMULAS,
        NoteKind.MACROS,
    }


def test_slides_are_pages_and_notes_to_them_are_said():
    deck = packed(
        "presentation",
        "<draw:page><draw:frame><draw:text-box><text:p>Rents up</text:p></draw:text-box>"
        "</draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>Smile</text:p>"
        "</draw:text-box></draw:frame></presentation:notes></draw:page>"
        '<draw:page draw:style-name="D1"><draw:frame><draw:text-box><text:p>Margins</text:p>'
        "</draw:text-box></draw:frame></draw:page>",
        styles=style(
            "D1",
            "drawing-page",
            '<style:drawing-page-properties presentation:visibility="hidden"/>',
        ),
    )
    assert pages_of(deck) == [
        "[Slide 1]\nRents up\n[Notes to slide 1]\nSmile",
        "[Hidden slide 2]\nMargins",
    ]
    assert kinds_of(deck) == {NoteKind.HIDDEN_SLIDES, NoteKind.SPEAKER_NOTES}


def test_cells_repeated_beyond_measure_are_bounded(monkeypatch):
    body = (
        '<table:table><table:table-row table:number-rows-repeated="1000000000">'
        + cell("x", 'table:number-columns-repeated="1000000000"')
        + "</table:table-row></table:table>"
    )
    monkeypatch.setattr(office_cells, "MAX_CELLS", 10_000)
    with pytest.raises(TooManyPagesError):
        flow_of_open_document(packed("spreadsheet", body))


def test_an_encrypted_file_says_what_to_do():
    locked = packed("text", "", manifest="<manifest:encryption-data/>")
    with pytest.raises(OfficeLockedError):
        flow_of_open_document(locked)


def test_a_file_without_a_body_is_damaged():
    with pytest.raises(DocumentDamagedError):
        flow_of_open_document(packed("text", "<text:p>")[:-60])


@pytest.mark.process
@pytest.mark.parametrize(("kind", "data"), [(FileKind.ODT, LETTER), (FileKind.ODS, BOOK)])
def test_a_worker_reads_it_behind_its_walls(read, kind, data):
    assert kind_of(data) is kind
    assert "Fennimore" in read(kind, data).text.text or kind is FileKind.ODT
