"""A scan that lies on its side is shown upright, so that covers and marks lie on its words."""

import pytest

from desktop.casework.control import Control
from desktop.casework.ingesting.ingest import ingest
from desktop.domain.finding import FindingKind
from tests.reading import made
from tests.ui.conftest import FAST, LONG_MS, NOON

pytestmark = pytest.mark.process

LINES = (
    "Please pay the amount to our account at the bank",
    "IBAN DE89 3704 0044 0532 0130 00",
    "and name the number of the invoice with your payment",
    "The amount is due within thirty days of this letter",
    "The keys are handed over to the tenant on the day of signature",
)


@pytest.fixture
def turned_window(qtbot, make_window, works, tmp_path):
    """A window over a scan that was laid on the glass sideways."""
    sheet = made.sheet(LINES, size_px=(1240, 900))
    sideways = made.noisy(sheet.rotate(-90, expand=True, fillcolor="white"))
    path = tmp_path / "sideways.png"
    path.write_bytes(made.encoded(sideways, "PNG", dpi=(200, 200)))
    vault = works.create_vault()
    matter = vault.create_matter("1", "2", "x")
    list(
        ingest(
            vault, matter.matter_id, [path], settings=FAST, control=Control(), clock=lambda: NOON
        )
    )
    (document,) = vault.store_of(matter.matter_id).documents()
    assert vault.store_of(matter.matter_id).page(document.document_id, 1).turn_deg == 270
    vault.close()
    window = make_window()
    with qtbot.waitSignal(window.session.findings_listed, timeout=LONG_MS):
        window.begin()
    qtbot.waitUntil(lambda: window.workspace.pages.canvas.has_picture, timeout=LONG_MS)
    return window


def ink(image, box, size_pt):
    """The share of dark spots of a picture in a box of its page."""
    across, down = image.width() / size_pt.width(), image.height() / size_pt.height()
    spots = [
        image.pixelColor(x, y).lightness() < 128
        for x in range(round(box.left_pt * across), round(box.right_pt * across))
        for y in range(round(box.top_pt * down), round(box.bottom_pt * down))
    ]
    return sum(spots) / len(spots)


def test_the_page_lies_as_its_words_were_read(turned_window):
    canvas = turned_window.workspace.pages.canvas
    iban = next(
        stored.finding
        for stored in canvas.marks.findings
        if stored.finding.kind is FindingKind.IBAN
    )
    picture, (box,) = canvas._image, iban.boxes
    assert picture.width() > picture.height()
    assert ink(picture, box, canvas.size_pt) > 0.08
    above = box.top_pt - box.height_pt
    blank = type(box)(box.right_pt + 20, above, box.right_pt + 60, box.bottom_pt)
    assert ink(picture, blank, canvas.size_pt) < 0.02
