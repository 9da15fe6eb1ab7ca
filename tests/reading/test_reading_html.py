"""Web pages are read without running or fetching anything, and what is unseen is said to be so."""

import time

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import TooManyPagesError
from desktop.domain.notes import NoteKind
from desktop.reading import flow_html
from desktop.reading.flow import Table
from desktop.reading.flow_document import FlowDocument
from desktop.reading.flow_html import flow_of_html

PAGE = """<!DOCTYPE html><html><head><title>Reminder</title><meta charset="utf-8">
<style>.pre, #off {display:none} @media print {p {display:none}} /* p {opacity:0} */</style>
<script>document.write("<p>written by a script</p>")</script></head>
<body onload="go()"><div class="pre">Preview nobody sees</div><h1>Second reminder</h1>
<p>Dear <b>Ms Fennimore</b>,<br>the rent of&nbsp;<del>1,250.00</del><ins>1,400.00</ins> is due.</p>
<ol><li>Pay<li>Reply<ul><li>by post</ul></ol>
<table><tr><th>Month<th>Rent<tr><td>May<td>1,400.00</table>
<table><tr><td><p>Harbour Trust</p><p>Galway</p></td></tr></table>
<pre>line 1
line 2</pre><img src="https://example.com/p.gif" alt="Logo"><input value="typed" type=text>
<input type=hidden value="secret"></body></html>"""


def text_of(page, encoding="utf-8"):
    document = FlowDocument(flow_of_html(page.encode(encoding)))
    return document.page(1).text_layer().text.text


def lines_of(page):
    return [line for line in text_of(page).splitlines() if line]


def kinds_of(page):
    return {note.kind for note in flow_of_html(page.encode()).notes}


def test_a_page_is_read_as_a_person_would_see_it():
    assert lines_of(PAGE) == [
        "[Title] Reminder",
        "[hidden: Preview nobody sees ]",
        "Second reminder",
        "Dear Ms Fennimore,",
        "the rent of [deleted: 1,250.00 ] [inserted: 1,400.00 ] is due.",
        "1. Pay",
        "2. Reply",
        "\u2022 by post",
        "Month Rent",
        "May 1,400.00",
        "Harbour Trust",
        "Galway",
        "line 1",
        "line 2",
        "[Picture: Logo] typed",
    ]
    assert kinds_of(PAGE) == {
        NoteKind.SCRIPTS,
        NoteKind.REMOTE_CONTENT,
        NoteKind.HIDDEN_TEXT,
        NoteKind.TRACKED_CHANGES,
    }
    tables = [block for block in flow_of_html(PAGE.encode()).blocks if isinstance(block, Table)]
    assert len(tables) == 1


@pytest.mark.process
def test_a_worker_reads_it_behind_its_walls(read):
    assert "1,400.00" in read(FileKind.HTML, PAGE.encode()).text.text


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : none !important",
        "visibility:hidden",
        "font-size:0",
        "font-size:1px",
        "opacity:0",
        "mso-hide:all",
        "max-height:0;overflow:hidden",
        "color:#FFFFFF",
        "color: rgb(255, 255, 255)",
        "position:absolute;left:-9999px",
        "text-indent:-9999px",
    ],
)
def test_text_that_nobody_sees_is_marked(style):
    assert lines_of(f"<p>seen</p><div style='{style}'><p>unseen</p></div><p>again</p>") == [
        "seen",
        "[hidden: unseen ]",
        "again",
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<p hidden>unseen</p>",
        "<font color=white>unseen</font>",
        "<style>p.a{display:none}</style><p class='b a'>unseen</p>",
        "<style>#x{visibility:hidden}</style><p id=x>unseen</p>",
    ],
)
def test_other_ways_to_hide_text_are_known(page):
    assert lines_of(page) == ["[hidden: unseen ]"]


@pytest.mark.parametrize(
    "page",
    [
        "<td bgcolor='#003366' style='color:#fff'>seen</td>",
        "<div style='background:#036'><p style='color:white'>seen</p></div>",
        "<p style='font-size:0.9em;line-height:1'>seen</p>",
        "<p style='opacity:1;left:0'>seen</p>",
        "<style>@media print{p{display:none}} p.other{display:none}</style><p>seen</p>",
    ],
)
def test_text_that_is_seen_is_not_marked(page):
    assert lines_of(page) == ["seen"]


def test_a_declared_encoding_is_used():
    page = '<meta http-equiv=Content-Type content="text/html; charset=iso-8859-2"><p>Łódź</p>'
    assert text_of(page, "iso8859-2") == "Łódź"


def test_entities_are_letters_and_declared_ones_are_nothing():
    assert text_of("<p>&euro; 5 &lt; 6 &#8364; &amp;copy;") == "\u20ac 5 < 6 \u20ac &copy;"
    assert "secret" not in text_of("<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///secret'>]><p>&a;")


def test_nesting_of_any_depth_is_read_in_little_time():
    begun = time.monotonic()
    assert text_of("<div>" * 50_000 + "deep") == "deep"
    assert "deep" in text_of("<table><tr><td>" * 3_000 + "deep")
    assert text_of("<style>" + "/*" * 200_000 + "</style>deep") == "deep"
    assert text_of("<style>" + "a" * 400_000 + "</style>deep") == "deep"
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("page", ["", " ", "<", "</p></td></table>x", "<table>x<tr>", "\0<p>x"])
def test_scraps_are_read_as_far_as_they_go(page):
    assert ("x" in text_of(page)) == ("x" in page)


def test_a_page_longer_than_any_document_is_refused(monkeypatch):
    monkeypatch.setattr(flow_html, "MAX_TEXT_BYTES", 10)
    with pytest.raises(TooManyPagesError):
        flow_of_html(b"eleven bytes")


def test_what_was_ticked_and_chosen_in_a_form_is_told_from_what_was_not():
    page = (
        "<input type=checkbox checked>yes<input type=radio>no<textarea>in words</textarea>end"
        "<select><option>monthly<option selected>yearly</select>"
    )
    assert lines_of(page) == [
        "\u2612 yes \u2610 no in words end",
        "\u2610 monthly",
        "\u2612 yearly",
    ]
