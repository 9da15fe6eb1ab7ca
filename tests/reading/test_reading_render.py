import numpy as np
import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import NoSuchPageError, PageTooLargeError
from desktop.domain.geometry import Box
from desktop.domain.limits import MAX_RENDER_PIXELS
from tests.reading import made

pytestmark = pytest.mark.process

PLAIN = made.pdf(made.written)


def array_of(pixels):
    return np.frombuffer(pixels.rgb, np.uint8).reshape(pixels.height_px, pixels.width_px, 3)


@pytest.fixture(params=["PDF", "PNG"])
def opened(request, worker):
    if request.param == "PDF":
        worker.open(FileKind.PDF, PLAIN)
    else:
        picture = made.sheet(size_px=(1654, 2339))
        worker.open(FileKind.PNG, made.encoded(picture, "PNG", dpi=(200, 200)))
    return worker


@pytest.mark.parametrize(
    ("turn_deg", "is_wide"), [(0, False), (90, True), (180, False), (270, True)]
)
def test_a_page_is_drawn_at_the_width_asked_for(opened, turn_deg, is_wide):
    pixels = opened.render_page(1, 500, turn_deg)
    assert pixels.width_px == 500
    assert (pixels.height_px < 500) is is_wide
    assert len(pixels.rgb) == 3 * pixels.width_px * pixels.height_px


@pytest.mark.parametrize("turn_deg", [90, 180, 270])
def test_a_turned_page_is_the_page_turned(opened, turn_deg):
    upright = array_of(opened.render_page(1, 400))
    width_px = upright.shape[0] if turn_deg % 180 else 400
    turned = array_of(opened.render_page(1, width_px, turn_deg))
    expected = np.rot90(upright, -(turn_deg // 90))
    assert turned.shape == pytest.approx(expected.shape, abs=1)
    rows, columns = (min(pair) for pair in zip(turned.shape[:2], expected.shape[:2], strict=True))
    difference = np.abs(turned[:rows, :columns].astype(int) - expected[:rows, :columns])
    assert difference.mean() < 4


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_a_region_is_the_part_of_the_page_that_its_box_names(opened, turn_deg):
    width_px = 842 if turn_deg % 180 else 595
    page = array_of(opened.render_page(1, width_px, turn_deg))
    box = Box(36.0, 36.0, 360.0, 144.0)
    part = array_of(opened.render_region(1, box, 72, turn_deg))
    assert part.shape == (108, 324, 3)
    expected = page[36:144, 36:360].astype(int)
    assert np.abs(part - expected).mean() < 5


def test_a_region_is_drawn_at_its_own_resolution(opened):
    pixels = opened.render_region(1, Box(0.0, 0.0, 72.0, 36.0), 300)
    assert (pixels.width_px, pixels.height_px) == (300, 150)


def test_a_region_is_cut_at_the_edge_of_the_page_and_refused_beyond_it(opened):
    pixels = opened.render_region(1, Box(-50.0, -50.0, 72.0, 72.0), 72)
    assert (pixels.width_px, pixels.height_px) == (72, 72)
    with pytest.raises(PageTooLargeError):
        opened.render_region(1, Box(5000.0, 0.0, 5010.0, 10.0), 72)
    with pytest.raises(PageTooLargeError):
        opened.render_region(1, Box(0.0, 0.0, 590.0, 840.0), 1200)


def test_there_is_no_page_before_the_first_or_behind_the_last(opened):
    with pytest.raises(NoSuchPageError):
        opened.render_page(2, 100)


def test_a_page_of_the_size_of_a_wall_is_drawn_coarser_not_refused(worker):
    worker.open(FileKind.PDF, made.pdf(made.written, size=(14_400, 14_400)))
    pixels = worker.render_page(1, 20_000)
    assert 0.9 * MAX_RENDER_PIXELS < pixels.width_px * pixels.height_px <= MAX_RENDER_PIXELS
