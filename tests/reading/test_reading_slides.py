"""Presentations: each slide is a page; hidden ones, speaker's notes and comments are said."""

import pytest

from desktop.domain.document import FileKind
from desktop.domain.notes import NoteKind
from desktop.intake.kinds import kind_of
from desktop.reading.flow_document import FlowDocument
from desktop.reading.office.slides import flow_of_slides
from tests.reading import office_files as made

NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def pages_of(data):
    document = FlowDocument(flow_of_slides(data))
    pages = (document.page(number) for number in range(1, document.page_count + 1))
    return [page.text_layer().text.text.replace("\n\n", "\n") for page in pages]


def test_slides_are_pages_with_everything_on_them():
    first, second = pages_of(made.pitch())
    assert first.splitlines() == [
        "[Slide 1]",
        "Harbour rents",
        "Up by 12 %",
        "in May",
        "Tenant Rent",
        "Fennimore 1,400.00",
        "[Picture] image.png",
        "[Notes to slide 1]",
        "Do not show the margin.",
    ]
    assert second == "[Hidden slide 2]\nMargins"
    assert {note.kind for note in flow_of_slides(made.pitch()).notes} == {
        NoteKind.HIDDEN_SLIDES,
        NoteKind.SPEAKER_NOTES,
    }


def test_comments_and_diagrams_are_read():
    relations = made.part_of(made.pitch(), "ppt/slides/_rels/slide2.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="r8" Type="x/comments" Target="../comments/comment1.xml"/>'
        b'<Relationship Id="r9" Type="x/diagramData" Target="../diagrams/data1.xml"/>'
        b"</Relationships>",
    )
    main = made.part_of(made.pitch(), "ppt/_rels/presentation.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="r7" Type="x/commentAuthors" Target="authors.xml"/></Relationships>',
    )
    data = made.with_parts(
        made.pitch(),
        {
            "ppt/slides/_rels/slide2.xml.rels": relations,
            "ppt/_rels/presentation.xml.rels": main,
            "ppt/authors.xml": f'<p:cmAuthorLst {NAMES}><p:cmAuthor id="3" name="A. Brandt"/>'
            "</p:cmAuthorLst>",
            "ppt/comments/comment1.xml": f'<p:cmLst {NAMES}><p:cm authorId="3"><p:text>Sure?'
            "</p:text></p:cm></p:cmLst>",
            "ppt/diagrams/data1.xml": f"<d {NAMES}><a:p><a:r><a:t>Step one</a:t></a:r></a:p></d>",
        },
    )
    assert pages_of(data)[1].splitlines() == [
        "[Hidden slide 2]",
        "Margins",
        "[Comment on slide 2 by A. Brandt] Sure?",
        "[Diagram] Step one",
    ]


def test_a_damaged_slide_costs_only_itself():
    data = made.with_parts(made.pitch(), {"ppt/slides/slide1.xml": b"<p:sld"})
    first, second = pages_of(data)
    assert first.startswith("[Slide 1]")
    assert "Margins" in second


@pytest.mark.process
def test_a_worker_reads_it_behind_its_walls(worker, read):
    data = made.pitch()
    assert kind_of(data) is FileKind.PPTX
    assert worker.open(FileKind.PPTX, data) == 2
    assert "1,400.00" in read(FileKind.PPTX, data).text.text
