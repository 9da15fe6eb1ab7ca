from dataclasses import replace

import msgspec
import pytest
from PIL import Image, ImageDraw, ImageFont

from desktop.casework.second_look import UNANSWERED, SecondLook
from desktop.casework.second_reading import (
    agreed,
    meant_by,
    reads_the_same,
    values_to_read,
    views_of,
)
from desktop.domain.document import DocumentKind
from desktop.domain.errors import ModelFilesError
from desktop.domain.finding import Finding, FindingKind, FindingSource, Sensitivity
from desktop.domain.geometry import Box
from desktop.domain.page import PageReading, PageText, Pixels, ReadMethod, Word, Words
from desktop.domain.vision import ModelDescription
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.wire.messages import PageRead
from desktop.wire.vision_client import VisionClient

AMOUNT, DATE = FindingKind.AMOUNT, FindingKind.DATE
SIGHTED = ModelDescription("m", "a", 1, "0" * 64, "0" * 64, "b", 2048, 14, 384, 48, 320, 112)


def finding(kind, mention, role="", box=Box(10, 10, 60, 22), start=0):  # noqa: B008
    return Finding(
        kind,
        mention,
        mention,
        start,
        start + len(mention),
        (box,),
        FindingSource.PATTERN,
        0.8,
        Sensitivity.LOW,
        role=role,
    )


@pytest.mark.parametrize(
    ("kind", "mention", "read", "is_same"),
    [
        (AMOUNT, "RM71.90", "RM 71 90", True),
        (AMOUNT, "71.90", "71,90\n", True),
        (AMOUNT, "71.90", "7190", False),
        (AMOUNT, "71.90", "71.96", False),
        (AMOUNT, "71.90", "171.90 2", False),
        (AMOUNT, "1,234.00", "1.234,00", True),
        (AMOUNT, "71.90", "noise\n71.90\nmore", True),
        (AMOUNT, "71.90", "", False),
        (AMOUNT, "free", "free", False),
        (DATE, "12 Mar 2018", "Date: 12 MAR 2018 18:19", True),
        (DATE, "12 Mar 2018", "12 Mai 2018", False),
        (DATE, "22/12/2017", "22-12-2017", True),
        (DATE, "22/12/2017", "2/12/2017", False),
    ],
)
def test_a_second_reading_agrees_on_digits_and_their_groups(kind, mention, read, is_same):
    assert reads_the_same(finding(kind, mention), read) is is_same


def test_totals_taxes_and_dates_on_one_line_are_read_again_and_no_more_than_a_dozen():
    two_lines = replace(finding(DATE, "1 May"), boxes=(Box(0, 0, 9, 9), Box(0, 9, 9, 18)))
    found = [finding(AMOUNT, "1.00"), finding(AMOUNT, "2.00", "total"), two_lines]
    found += [finding(DATE, "1 May 2020")] * 20
    assert values_to_read(found) == (1, *range(3, 14))


def test_a_value_is_rendered_at_twice_the_models_resolution_and_only_if_it_fits():
    views = list(views_of(finding(AMOUNT, "1.00", "total"), SIGHTED))
    assert [dpi for _, dpi in views] == [168, 168]
    assert views[0][0] == Box(10, 10, 60, 22)
    assert views[1][0].left_pt == pytest.approx(7.6)
    wide = finding(AMOUNT, "1.00", "total", box=Box(0, 0, 900, 12))
    assert list(views_of(wide, SIGHTED)) == []


def test_agreement_takes_doubt_away_and_never_all_of_it():
    assert 0.98 < agreed(finding(AMOUNT, "1.00")).confidence < 1


def test_what_a_general_model_says_is_sought_among_the_findings_and_never_added():
    cash, total = finding(AMOUNT, "9.00", "cash"), finding(AMOUNT, "9.00", "total")
    free, other = finding(AMOUNT, "9.00"), finding(AMOUNT, "8.00")
    assert meant_by("9.00", AMOUNT, "total", [cash, total, free]) == (1,)
    assert meant_by("9.00", AMOUNT, "total", [cash, other, free]) == (2,)
    assert meant_by("9.00", AMOUNT, "total", [free, free]) == ()
    assert meant_by("7.00", AMOUNT, "total", [cash, total, free]) == ()
    assert meant_by("", AMOUNT, "total", [cash, total, free]) == ()
    assert meant_by("9.00", DATE, "issue_date", [cash, total, free]) == ()


# ---------------------------------------------------------------- with the starter's worker


class Printed:
    """Stands where the reading client stands: renders one printed page, 72 points an inch."""

    def __init__(self, lines):
        self.lines = lines

    def render_region(self, _number, box, dpi, *, turn_deg=0):
        assert turn_deg == 0
        scale = dpi / 72
        image = Image.new("RGB", (round(220 * scale), round(120 * scale)), "white")
        draw = ImageDraw.Draw(image)
        font = ImageFont.load_default(11 * scale)
        for text, (left_pt, top_pt) in self.lines:
            draw.text((left_pt * scale, top_pt * scale), text, fill=(20, 20, 20), font=font)
        corners = (box.left_pt, box.top_pt, box.right_pt, box.bottom_pt)
        crop = image.crop(tuple(round(corner * scale) for corner in corners))
        return Pixels(crop.width, crop.height, crop.tobytes())


def page_of(findings, method=ReadMethod.OCR, kind=DocumentKind.RECEIPT):
    text = PageText("48.20", Words.of([Word(0, 5, Box(20, 20, 60, 34), 0.9)]))
    reading = PageReading(1, 220, 120, 0, method, 0.9, text)
    return PageRead(reading, tuple(findings), {kind: 1.0})


LINES = [("48.20", (20, 20)), ("22/12/2017", (20, 60))]
FOUND = [
    finding(AMOUNT, "48.20", "total", Box(18, 20, 58, 34)),
    finding(DATE, "22/12/2018", "issue_date", Box(18, 60, 90, 74)),
]


@pytest.mark.process
def test_a_value_read_twice_is_surer_and_one_read_otherwise_stays_as_it_was():
    with VisionClient(vision_worker_command()) as vision:
        seen = SecondLook(vision, Settings())(Printed(LINES), page_of(FOUND))
    total, date = seen.findings
    assert total == agreed(FOUND[0])
    assert date == FOUND[1]
    assert seen.reading.remarks == ()


@pytest.mark.parametrize(
    "page",
    [
        page_of(FOUND, method=ReadMethod.TEXT_LAYER),
        page_of(FOUND, kind=DocumentKind.CONTRACT),
        msgspec.structs.replace(page_of(FOUND), kind_votes={}),
    ],
)
def test_other_pages_start_no_model(page):
    with VisionClient(vision_worker_command()) as vision:
        assert SecondLook(vision, Settings())(Printed(LINES), page) is page
        assert vision.pid is None


@pytest.mark.process
def test_a_model_that_cannot_be_loaded_leaves_the_page_as_it_was_and_says_why(tmp_path):
    chosen = Settings(
        vision_weights=str(tmp_path / "no.gguf"), vision_projector=str(tmp_path / "no.gguf")
    )
    with VisionClient(vision_worker_command()) as vision:
        look = SecondLook(vision, chosen)
        assert look(Printed(LINES), page_of(FOUND)) == page_of(FOUND)
        assert isinstance(look.error, ModelFilesError)


@pytest.mark.process
def test_a_page_that_cannot_be_rendered_again_keeps_its_reading_and_a_remark():
    class Broken:
        def render_region(self, *_arguments, **_named):
            raise ModelFilesError

    with VisionClient(vision_worker_command()) as vision:
        seen = SecondLook(vision, Settings())(Broken(), page_of(FOUND))
    assert seen.findings == tuple(FOUND)
    assert seen.reading.remarks == (UNANSWERED,)
