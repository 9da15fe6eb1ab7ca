"""Highly sensitive values cannot be seen in the pixels of the window until they are shown."""

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage

from desktop.domain.document import DocumentState
from desktop.domain.finding import (
    MASK,
    Decision,
    Finding,
    FindingKind,
    FindingSource,
    Sensitivity,
    StoredFinding,
)
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, FindingId, PageNumber
from desktop.domain.page import PageState, PageSummary, ReadMethod
from desktop.ui.page_canvas import PageCanvas
from desktop.ui.page_mask import Mask
from desktop.ui.page_zoom import Fit
from desktop.ui.thumbnails import Thumbnails
from desktop.ui.workspace import Workspace

LONG_MS = 90_000
PAYSLIP, STATEMENT = "lohnabrechnung.pdf", "kontoauszug.tiff"
BOX = Box(100, 200, 260, 214)
IBAN = StoredFinding(
    FindingId("f1"),
    DocumentId("d1"),
    PageNumber(1),
    Finding(
        FindingKind.IBAN,
        "DE02 1203 0000 0000 2020 51",
        "DE02120300000000202051",
        0,
        27,
        (BOX,),
        FindingSource.PATTERN,
        0.99,
        Sensitivity.HIGH,
    ),
    Decision.OPEN,
)


def filled(image, colour):
    """A picture of the same size in one colour."""
    other = QImage(image.size(), QImage.Format.Format_RGB32)
    other.fill(QColor(colour))
    return other


def place_of(canvas, box):
    """Where a box lies in the viewport."""
    scale = canvas._place.scale
    rect = QRectF(
        box.left_pt * scale, box.top_pt * scale, box.width_pt * scale, box.height_pt * scale
    )
    return canvas._page_transform().mapRect(rect).toAlignedRect()


def seen(canvas, rect):
    """The pixels of the viewport in a rectangle."""
    return canvas.viewport().grab(rect).toImage().convertToFormat(QImage.Format.Format_RGB32)


def shines_through(canvas, box):
    """Whether what is painted over a box depends on what stands on the page there.

    The page is exchanged for black and for white paper: where nothing shines through, both look
    the same, label, frame and all.
    """
    rect = place_of(canvas, box).intersected(canvas.viewport().rect())
    assert not rect.isEmpty(), "the box is out of view"
    image = canvas._image
    pictures = []
    for colour in ("black", "white"):
        canvas.show_image(filled(image, colour))
        pictures.append(seen(canvas, rect))
    canvas.show_image(image)
    return pictures[0] != pictures[1]


def high_of(canvas):
    return [
        stored for stored in canvas.marks.findings if stored.finding.sensitivity is Sensitivity.HIGH
    ]


@pytest.fixture
def payslip(read_window, open_document):
    """The canvas of a window over a page with highly sensitive values, all of it in view."""
    open_document(read_window, PAYSLIP)
    canvas = read_window.workspace.pages.canvas
    read_window.workspace.pages.canvas.set_fit(Fit.PAGE)
    assert len(high_of(canvas)) >= 2
    return canvas


@pytest.fixture
def canvas(qtbot):
    """A canvas by itself, with a white page that is 600 points wide."""
    made = PageCanvas()
    qtbot.addWidget(made)
    made.resize(900, 1200)
    with qtbot.waitExposed(made):
        made.show()
    made.show_page(PageNumber(1), 600, 800)
    return made


def sheet(colour):
    image = QImage(600, 800, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


# ---------------------------------------------------------------------- in the window


def test_no_pixel_of_a_highly_sensitive_value_is_painted_until_it_is_shown(payslip):
    for stored in high_of(payslip):
        for box in stored.finding.boxes:
            assert not shines_through(payslip, box), stored.finding.kind
    plain = next(
        stored
        for stored in payslip.marks.findings
        if stored.finding.sensitivity is not Sensitivity.HIGH
    )
    assert shines_through(payslip, plain.finding.boxes[0])


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_that_is_turned_stays_masked(payslip, turns):
    for _ in range(turns):
        payslip.rotate()
    for stored in high_of(payslip):
        assert not any(shines_through(payslip, box) for box in stored.finding.boxes)


@pytest.mark.parametrize("zoom", [0.25, 0.67, 1.25, 3.0])
def test_a_page_stays_masked_at_every_zoom(payslip, zoom):
    for stored in high_of(payslip):
        payslip.set_zoom(zoom)
        payslip.select(stored)
        assert not shines_through(payslip, stored.finding.boxes[0])


def test_a_value_shown_in_the_list_is_shown_on_the_page_and_no_other(qtbot, read_window, payslip):
    findings = read_window.workspace.findings
    chosen, other, *_ = high_of(payslip)
    findings.choose(chosen.finding_id)
    qtbot.keyClick(findings.list, Qt.Key.Key_Space)
    assert shines_through(payslip, chosen.finding.boxes[0])
    assert not shines_through(payslip, other.finding.boxes[0])
    qtbot.keyClick(findings.list, Qt.Key.Key_Space)
    assert not shines_through(payslip, chosen.finding.boxes[0])


def test_a_key_shows_all_of_the_page_until_the_page_is_left(
    qtbot, read_window, open_document, payslip, activate
):
    button = read_window.workspace.pages.bar.show_sensitive
    activate(read_window)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(read_window, Qt.Key.Key_S, keys)
    assert button.isChecked()
    assert all(shines_through(payslip, f.finding.boxes[0]) for f in high_of(payslip))
    open_document(read_window, STATEMENT)
    assert not button.isChecked()
    open_document(read_window, PAYSLIP)
    assert not any(shines_through(payslip, f.finding.boxes[0]) for f in high_of(payslip))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shines_through(payslip, high_of(payslip)[0].finding.boxes[0])
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not shines_through(payslip, high_of(payslip)[0].finding.boxes[0])


def test_turning_to_the_next_page_masks_again(qtbot, read_window, open_document):
    pages = read_window.workspace.pages
    open_document(read_window, STATEMENT)
    qtbot.mouseClick(pages.bar.show_sensitive, Qt.MouseButton.LeftButton)
    assert pages.canvas.masking.is_page_shown
    pages.step(1)
    assert not pages.canvas.masking.is_page_shown
    assert not pages.bar.show_sensitive.isChecked()


def test_a_page_whose_picture_is_here_waits_for_its_findings(qtbot, read_window, open_document):
    pages = read_window.workspace.pages
    document = open_document(read_window, STATEMENT)
    beside = (document.document_id, PageNumber(2))
    qtbot.waitUntil(lambda: pages._cache.best(beside, 500) is not None, timeout=LONG_MS)
    pages.step(1)
    assert pages.canvas._image is not None
    assert not pages.canvas.has_picture
    middle = QRect(pages.canvas.viewport().rect().center(), pages.canvas.viewport().size() / 4)
    before = seen(pages.canvas, middle)
    pages.canvas.show_image(filled(pages.canvas._image, "red"))
    assert seen(pages.canvas, middle) == before
    qtbot.waitUntil(lambda: pages.canvas.has_picture, timeout=LONG_MS)


def test_a_page_is_never_painted_before_it_has_been_read(qtbot, window, samples):
    space, painted = window.workspace, []

    def look():
        page = space.pages.page
        if space.pages.canvas.has_picture:
            painted.append(page is not None and page.state is PageState.READ)

    window.session.pages.rendered.connect(look)
    window.session.pages_listed.connect(look)
    window.session.page_findings_listed.connect(look)
    window.session.reading.progressed.connect(look)
    window.add((samples / STATEMENT,))
    qtbot.waitUntil(
        lambda: any(d.state is DocumentState.READ for d in space.documents.documents()),
        timeout=LONG_MS,
    )
    qtbot.waitUntil(lambda: space.pages.canvas.has_picture, timeout=LONG_MS)
    look()
    assert painted
    assert all(painted)
    assert high_of(space.pages.canvas)
    assert not shines_through(space.pages.canvas, high_of(space.pages.canvas)[0].finding.boxes[0])


def test_masking_that_is_off_in_the_settings_covers_nothing(read_window, payslip):
    space = read_window.workspace
    assert isinstance(space, Workspace)
    space.set_masking(is_on=False)
    assert all(shines_through(payslip, f.finding.boxes[0]) for f in high_of(payslip))
    assert not space.pages.bar.show_sensitive.isEnabled()
    space.set_masking(is_on=True)
    assert not any(shines_through(payslip, f.finding.boxes[0]) for f in high_of(payslip))


def test_the_words_around_a_hit_hide_what_is_highly_sensitive(qtbot, read_window, payslip):
    space = read_window.workspace
    iban = next(f.finding for f in high_of(payslip) if f.finding.kind is FindingKind.IBAN)
    with qtbot.waitSignal(read_window.session.searched, timeout=LONG_MS) as searched:
        qtbot.keyClicks(space.search, iban.value)
    raw = next(h for h in searched.args[1].hits if h.document_name == PAYSLIP)
    assert iban.mention.split()[-1] in raw.snippet
    hit = next(h for h in space.results.hits if h.document_name == PAYSLIP)
    assert MASK in hit.snippet
    assert not any(part in hit.snippet for part in iban.mention.split() if len(part) == 4)
    assert any(MASK in hit.snippet[start:end] for start, end in hit.marks)
    space.set_masking(is_on=False)
    assert raw in space.results.hits


# ---------------------------------------------------------------------- the parts


def test_a_canvas_paints_its_picture_only_once_the_findings_are_known(canvas):
    canvas.show_image(sheet("red"))
    whole = canvas.viewport().rect()
    waiting = seen(canvas, whole)
    canvas.show_image(sheet("blue"))
    assert seen(canvas, whole) == waiting
    canvas.show_findings(())
    assert seen(canvas, place_of(canvas, BOX)).pixelColor(3, 3) == QColor("blue")


def test_a_page_that_was_not_read_is_painted_only_where_it_is_shown_on_purpose(canvas):
    canvas.show_image(sheet("blue"))
    canvas.show_findings(None)
    assert seen(canvas, place_of(canvas, BOX)).pixelColor(3, 3) != QColor("blue")
    canvas.set_mask(Mask(is_page_shown=True))
    assert seen(canvas, place_of(canvas, BOX)).pixelColor(3, 3) == QColor("blue")


def test_the_page_turned_to_does_not_know_the_findings_of_the_one_before(canvas):
    canvas.show_image(sheet("blue"))
    canvas.show_findings((IBAN,))
    assert canvas.has_picture
    canvas.show_page(PageNumber(2), 600, 800)
    canvas.show_image(sheet("blue"))
    assert not canvas.has_picture


def test_nothing_under_the_pointer_is_told_before_the_page_is_painted(canvas):
    canvas.show_findings((IBAN,))
    assert canvas._finding_under(place_of(canvas, BOX).center().toPointF()) is None


def test_a_page_that_turns_out_larger_is_masked_where_its_value_stands(canvas):
    canvas.show_page(PageNumber(2), 0, 0)
    canvas.show_page(PageNumber(2), 1200, 1600)
    canvas.show_image(sheet("white"))
    canvas.show_findings((IBAN,))
    at = place_of(canvas, BOX)
    assert at.left() == pytest.approx(
        canvas._page_transform().map(0.0, 0.0)[0] + 100 * canvas._place.scale, abs=1.5
    )
    assert not shines_through(canvas, BOX)


def summary(state, *, width_pt=600.0):
    height_pt = width_pt * 4 / 3
    return PageSummary(
        PageNumber(1), state, width_pt, height_pt, ReadMethod.OCR, 1.0, False, 1, None
    )


@pytest.fixture
def thumbnails(qtbot):
    made = Thumbnails()
    qtbot.addWidget(made)
    made.resize(132, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def shown_thumbnail(thumbnails, colour, sensitive):
    thumbnails.show_picture(PageNumber(1), sheet(colour), sensitive)
    return thumbnails.viewport().grab().toImage()


def has_colour(image, colour):
    wanted = QColor(colour).rgb()
    return any(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )


def test_a_thumbnail_covers_what_is_highly_sensitive(thumbnails):
    thumbnails.show_pages((summary(PageState.READ),), is_other_document=True)
    whole = (Box(0, 0, 600, 800),)
    assert not has_colour(shown_thumbnail(thumbnails, "blue", whole), "blue")
    assert has_colour(shown_thumbnail(thumbnails, "blue", (BOX,)), "blue")
    thumbnails.set_masking(is_on=False)
    assert has_colour(shown_thumbnail(thumbnails, "blue", whole), "blue")


def test_a_thumbnail_is_blank_until_its_page_is_read_and_then_asked_for_again(qtbot, thumbnails):
    with qtbot.waitSignal(thumbnails.picture_wanted):
        thumbnails.show_pages((summary(PageState.WAITING, width_pt=0.0),), is_other_document=True)
    assert not has_colour(shown_thumbnail(thumbnails, "blue", None), "blue")
    with qtbot.waitSignal(thumbnails.picture_wanted):
        thumbnails.show_pages((summary(PageState.READ),), is_other_document=False)
    assert not has_colour(shown_thumbnail(thumbnails, "blue", None), "blue")
    assert has_colour(shown_thumbnail(thumbnails, "blue", (BOX,)), "blue")
