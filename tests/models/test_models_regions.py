import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import RegionTooLargeError
from models.manifest import Overview, manifest_beside
from models.regions import prepare, prepare_overview


@pytest.fixture(scope="module")
def sight(starter_files):
    return manifest_beside(*starter_files).sight


def grey(array):
    pixels = np.repeat(np.asarray(array, np.uint8)[:, :, None], 3, axis=2)
    return pixels.shape[1], pixels.shape[0], pixels.tobytes()


def is_shape_of_the_model(made, sight):
    return any(
        made.width_px <= shape.max_width_px
        and made.height_px <= shape.max_height_px
        and made.width_px >= shape.min_width_px
        and made.height_px >= shape.min_height_px
        for shape in (sight.line, sight.block)
    )


@settings(max_examples=120, deadline=None)
@given(
    width_px=st.integers(1, 400),
    height_px=st.integers(1, 200),
    paper=st.integers(0, 255),
    ink=st.integers(0, 255),
    share=st.floats(0, 1),
    seed=st.integers(0, 1 << 30),
)
def test_any_pixels_become_a_picture_that_the_model_was_trained_on_or_are_refused(
    sight, width_px, height_px, paper, ink, share, seed
):
    numbers = np.random.default_rng(seed)
    marks = numbers.random((height_px, width_px)) < share * share
    try:
        made = prepare(*grey(np.where(marks, ink, paper)), sight)
    except RegionTooLargeError:
        return
    assert len(made.rgb) == 3 * made.width_px * made.height_px
    assert made.width_px % 16 == made.height_px % 16 == 0
    assert is_shape_of_the_model(made, sight)


def test_margins_do_not_change_what_is_seen(sight, show):
    tight = show("Total: 48.20")
    page = np.full((300, 500, 3), 255, np.uint8)
    pixels = np.frombuffer(tight.rgb, np.uint8).reshape(tight.height_px, tight.width_px, 3)
    page[90 : 90 + tight.height_px, 200 : 200 + tight.width_px] = pixels
    wide = prepare(500, 300, page.tobytes(), sight)
    assert wide.sha256 == prepare(tight.width_px, tight.height_px, tight.rgb, sight).sha256


@pytest.mark.parametrize("paper", [255, 128, 40, 0])
def test_blank_and_nearly_blank_paper_is_told(sight, paper):
    noise = np.random.default_rng(3).normal(paper, 4, (80, 200)).clip(0, 255)
    assert prepare(*grey(noise), sight).is_blank
    dust = np.full((80, 200), paper)
    dust[10:13, 10:13] = 255 - paper
    assert prepare(*grey(dust), sight).is_blank


def test_show_through_of_the_other_side_is_blank(sight, show):
    faint = show("Total: 48.20", paper=240, ink=222)
    assert prepare(faint.width_px, faint.height_px, faint.rgb, sight).is_blank


def test_a_general_model_gets_the_region_as_it_is():
    rgb = bytes(range(30)) * 3
    made = prepare(5, 6, rgb, None)
    assert (made.width_px, made.height_px, made.rgb, made.is_blank) == (5, 6, rgb, False)


def test_type_too_small_to_hold_letters_is_refused_rather_than_guessed(sight, show):
    tiny = show("Total: 48.20, and more words than fit on one line of the model", size_px=9)
    with pytest.raises(RegionTooLargeError):
        prepare(tiny.width_px, tiny.height_px, tiny.rgb, sight)


@pytest.mark.parametrize(("width_px", "height_px"), [(420, 594), (594, 420), (90, 700), (30, 20)])
def test_an_overview_has_the_size_it_was_trained_on_and_the_whole_page_in_it(width_px, height_px):
    overview = Overview(question="Kind?", width_px=192, height_px=272)
    page = np.full((height_px, width_px), 240)
    page[0], page[-1], page[:, 0], page[:, -1] = 0, 0, 0, 0
    made = prepare_overview(*grey(page), overview)
    assert (made.width_px, made.height_px) == (192, 272)
    seen = np.frombuffer(made.rgb, np.uint8).reshape(272, 192, 3)[:, :, 0]
    inked = np.flatnonzero((seen < 230).any(axis=0))
    scale = min(192 / width_px, 272 / height_px)
    assert inked[0] == (192 - round(width_px * scale)) // 2
    assert inked[-1] - inked[0] + 1 == round(width_px * scale)
    assert seen[0, 96] < 230


def test_an_overview_of_an_empty_page_is_blank():
    overview = Overview(question="Kind?", width_px=192, height_px=272)
    assert prepare_overview(*grey(np.full((594, 420), 250)), overview).is_blank
