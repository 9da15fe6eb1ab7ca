"""What the second reader is shown of a page, and what its reading says about the findings."""

from dataclasses import replace

import msgspec
import pytest
from PIL import Image, ImageDraw, ImageFont

from desktop.casework.models.shared_model import SharedModel
from desktop.casework.second_look.look import UNANSWERED, SecondLook, said_in
from desktop.casework.second_look.views import (
    MAX_VIEWS_A_PAGE,
    agreement_with,
    compared,
    view_alone,
    views_of,
)
from desktop.casework.second_look.words import of_all, side_by_side
from desktop.domain.document import DocumentKind
from desktop.domain.errors import ModelFilesError, NoSuchModelError
from desktop.domain.finding import Agreement, Finding, FindingKind, FindingSource, Sensitivity
from desktop.domain.geometry import Box
from desktop.domain.ledger import Comparison, Ledger
from desktop.domain.page import PageReading, PageText, Pixels, ReadMethod, Word, Words
from desktop.domain.receipts import pixels_sha256
from desktop.domain.vision import Answer, ModelDescription, StopReason
from desktop.findings.find import find
from desktop.paths import HOME_VARIABLE, vision_worker_command
from desktop.settings import Settings
from desktop.wire.messages import PageRead

AMOUNT, DATE = FindingKind.AMOUNT, FindingKind.DATE
SIGHTED = ModelDescription("m", "a", 1, "0" * 64, "0" * 64, "b", 2048, 14, 384, 48, 320, 112)
LETTER_PT, LINE_PT = 6.0, 20.0


def text_of(text, sure=1.0, gaps=()):
    """Lines of type of one width; before each word in `gaps` stand 60 points of white."""
    words, at = [], 0
    for number, line in enumerate(text.split("\n")):
        left = 20.0
        for word in line.split(" "):
            left += 60.0 if word in gaps else 0.0
            box = Box(
                left, 20 + number * LINE_PT, left + LETTER_PT * len(word), 32 + number * LINE_PT
            )
            words.append(Word(at, at + len(word), box, sure))
            at += len(word) + 1
            left = box.right_pt + LETTER_PT
    return PageText(text, Words.of(words))


def shown(text, description=SIGHTED):
    return [text.text[view.start : view.end] for view in views_of(text, find(text), description)]


def ledger_of(text, *readings):
    """What the second reader saw of consecutive parts of a text."""
    comparisons = []
    for first, second in readings:
        start = text.text.index(first)
        stretches = side_by_side(first, second, start)
        comparisons.append(
            Comparison(
                start,
                start + len(first),
                Box(0, 0, 9, 9),
                100,
                "0" * 64,
                second,
                of_all(stretches),
                0.9,
                "read/1",
                "0" * 64,
                stretches,
            )
        )
    return Ledger("rapidocr", "m", "0" * 64, "0" * 64, "b", tuple(comparisons))


def test_lines_with_figures_that_count_are_shown_whole_and_others_not():
    text = text_of("Dear reader of letters\nTotal: 48.20 EUR\nIBAN DE89 3704 0044 0532 0130 00")
    assert shown(text) == ["Total: 48.20 EUR", "IBAN DE89 3704 0044 0532 0130 00"]


def test_lines_with_a_word_that_ocr_was_unsure_of_are_shown_too():
    assert shown(text_of("Dear reader\nof letters", sure=0.79)) == ["Dear reader", "of letters"]
    assert shown(text_of("Dear reader\nof letters", sure=0.81)) == []


def test_what_stands_in_another_column_is_another_view():
    text = text_of("Total 48.20 EUR 12.03.2024", gaps=("12.03.2024",))
    assert shown(text) == ["Total 48.20 EUR", "12.03.2024"]


def test_of_a_line_that_is_too_wide_for_the_model_the_value_alone_is_shown():
    line = "this line is longer than the small model can see at the height it needs: 48.20 EUR"
    assert shown(text_of(line)) == ["48.20 EUR"]
    assert shown(text_of(line), replace(SIGHTED, glyph_height_px=0)) == [line]


def test_values_come_before_unsure_words_where_there_is_no_room_for_all():
    lines = "\n".join(["of letters"] * 40 + ["Total: 48.20 EUR"] * 40)
    seen = shown(text_of(lines, sure=0.5))
    assert len(seen) == MAX_VIEWS_A_PAGE
    assert seen.count("Total: 48.20 EUR") == 40


def test_a_view_is_rendered_at_twice_the_models_resolution():
    text = text_of("Total: 48.20 EUR")
    (view,) = views_of(text, find(text), SIGHTED)
    tight, wider = view.attempts(SIGHTED)
    assert (tight[1], wider[1]) == (168, 168)
    assert tight[0] == view.box
    assert wider[0].left_pt == pytest.approx(view.box.left_pt - 2.4)


@pytest.mark.parametrize(
    ("line", "second", "expected"),
    [
        ("Total: 48.20 EUR", "Total: 48.20 EUR", Agreement.SAME),
        ("Total: 48.20 EUR", "Tofal. 48.20 EUR", Agreement.SAME),
        ("Total: 48.20 EUR", "Total 4B.20 EUR", Agreement.DIFFERENT),
        ("Total: 48.20 EUR", "Total: 48.20EUR", Agreement.NEAR),
        ("Total: 48.20 EUR", "Total: 48.26 EUR", Agreement.DIFFERENT),
        ("Total: 48.20 EUR", "Total: 48,20 EUR", Agreement.DIFFERENT),
        ("Total: 48.20 EUR", "Total: 1 48.20 EUR", Agreement.DIFFERENT),
        ("Total: 48.20 EUR", "Total: 148.20 EUR", Agreement.DIFFERENT),
        ("Total: 48.20 EUR", "Total: -48.20 EUR", Agreement.DIFFERENT),
        ("Total: 48.20 EUR", "", Agreement.ONLY_ONE),
        ("Date: 12 Mar 2018", "Date 12Mar 2018", Agreement.NEAR),
        ("Date: 12 Mar 2018", "Date 12 Mai 2018", Agreement.DIFFERENT),
    ],
)
def test_a_value_takes_the_class_of_its_own_figures_and_words(line, second, expected):
    text = text_of(line)
    (finding,) = find(text)
    assert agreement_with(finding, ledger_of(text, (line, second))) is expected


def test_a_value_that_was_not_shown_or_not_wholly_stays_uncompared_unless_its_part_differs():
    text = text_of("Given on 12 March\n2018 at night")
    (finding,) = find(text)
    first = "Given on 12 March"
    assert agreement_with(finding, ledger_of(text)) is Agreement.NOT_COMPARED
    assert agreement_with(finding, ledger_of(text, (first, first))) is Agreement.NOT_COMPARED
    otherwise = ledger_of(text, (first, "Given on 17 March"))
    assert agreement_with(finding, otherwise) is Agreement.DIFFERENT
    both = ledger_of(text, (first, first), ("2018 at night", "2018 at night"))
    assert agreement_with(finding, both) is Agreement.SAME


def test_a_closer_look_at_a_value_counts_and_the_look_at_its_line_stays_in_the_ledger():
    text = text_of("Total: 48.20 EUR")
    (finding,) = find(text)
    ledger = ledger_of(text, (text.text, "Total: 48.26 EUR"), ("48.20 EUR", "48.20 EUR"))
    assert agreement_with(finding, ledger) is Agreement.SAME
    assert len(ledger.comparisons) == 2
    (view,) = views_of(text, [finding], SIGHTED)
    alone = view_alone(text, finding, view)
    assert text.text[alone.start : alone.end] == finding.mention
    assert view_alone(text, finding, alone) is None


def test_agreement_takes_doubt_away_and_never_all_of_it_and_dispute_leaves_it():
    text = text_of("Total: 48.20 EUR")
    (finding,) = find(text)
    agreed = compared(finding, ledger_of(text, (text.text, text.text)))
    assert finding.confidence < agreed.confidence < 1
    disputed = compared(finding, ledger_of(text, (text.text, "Total: 48.26 EUR")))
    assert disputed == replace(finding, agreement=Agreement.DIFFERENT)


@pytest.mark.parametrize(
    ("text", "reason", "says_nothing", "said"),
    [
        (" Total\n 48.20 ", StopReason.COMPLETE, False, "Total 48.20"),
        ("Unreadable.", StopReason.COMPLETE, True, ""),
        ("", StopReason.COMPLETE, True, ""),
        ("48.20 48.20 48.20", StopReason.LOOPING, False, ""),
        ("48.2", StopReason.OUT_OF_TOKENS, False, ""),
    ],
)
def test_an_answer_that_is_no_reading_is_not_taken_for_one(text, reason, says_nothing, said):
    answer = Answer(text, {}, 0.9, reason, 9, 1.0, 1.0, "read/1", "", None, says_nothing)
    assert said_in(answer) == said


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


def finding(kind, mention, start, box):
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
    )


def page_of(findings, method=ReadMethod.OCR):
    words = [Word(each.start, each.end, *each.boxes, 0.9) for each in findings]
    text = PageText("\n".join(each.mention for each in findings), Words.of(words))
    return PageRead(
        PageReading(1, 220, 120, 0, method, 0.9, text), tuple(findings), {DocumentKind.LETTER: 1.0}
    )


LINES = [("48.20", (20, 20)), ("22/12/2017", (20, 60))]
FOUND = [
    finding(AMOUNT, "48.20", 0, Box(18, 20, 58, 34)),
    finding(DATE, "22/12/2018", 6, Box(18, 60, 90, 74)),
]


@pytest.mark.process
def test_a_value_read_twice_is_surer_and_one_read_otherwise_waits_for_a_person():
    with SharedModel(vision_worker_command()).lend() as vision:
        seen = SecondLook(vision, Settings())(Printed(LINES), page_of(FOUND))
    total, date = seen.page.findings
    assert (total.agreement, date.agreement) == (Agreement.SAME, Agreement.DIFFERENT)
    assert total.confidence > FOUND[0].confidence
    assert date == replace(FOUND[1], agreement=Agreement.DIFFERENT)
    assert seen.page.reading.remarks == ()
    (first, second) = seen.ledger.comparisons
    assert (first.second, second.second) == ("48.20", "22/12/2017")
    assert seen.ledger.first_reader == "rapidocr"
    for compared_part in seen.ledger.comparisons:
        pixels = Printed(LINES).render_region(1, compared_part.box, compared_part.dpi)
        assert compared_part.crop_sha256 == pixels_sha256(
            pixels.width_px, pixels.height_px, pixels.rgb
        )


@pytest.mark.parametrize(
    "page",
    [
        page_of(FOUND, method=ReadMethod.TEXT_LAYER),
        msgspec.structs.replace(page_of(FOUND), findings=()),
        page_of([]),
    ],
)
def test_a_page_with_nothing_to_show_starts_no_model(page):
    with SharedModel(vision_worker_command()).lend() as vision:
        seen = SecondLook(vision, Settings())(Printed(LINES), page)
        assert seen.page is page
        assert seen.ledger is None
        assert vision.pid is None


@pytest.mark.process
def test_a_model_that_cannot_be_loaded_leaves_the_page_as_it_was_and_says_why(
    tmp_path, monkeypatch
):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    chosen = Settings(vision_model="never-imported")
    with SharedModel(vision_worker_command()).lend() as vision:
        look = SecondLook(vision, chosen)
        assert look(Printed(LINES), page_of(FOUND)).page == page_of(FOUND)
        assert isinstance(look.error, NoSuchModelError)


@pytest.mark.process
def test_a_page_that_cannot_be_rendered_again_keeps_its_reading_and_a_remark():
    class Broken:
        def render_region(self, *_arguments, **_named):
            raise ModelFilesError

    with SharedModel(vision_worker_command()).lend() as vision:
        seen = SecondLook(vision, Settings())(Broken(), page_of(FOUND))
    assert seen.page.findings == tuple(FOUND)
    assert seen.page.reading.remarks == (UNANSWERED,)
    assert seen.ledger is None
