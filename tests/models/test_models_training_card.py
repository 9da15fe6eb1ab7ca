"""The table of the model card comes out of one command, and says what was promised."""

import pytest

from models.starter.training import candidate
from models.starter.training.candidate import best_height, card
from models.starter.training.chance import Chance
from models.starter.training.evaluate import evaluated
from models.starter.training.fonts import Fonts, fonts_folder, held_out_fonts
from models.starter.training.lines import Trouble, unreadable
from models.starter.training.table import Row, at_least, at_most, markdown


def test_a_row_says_whether_its_target_was_met():
    rows = [
        at_most("lines", "0.9 %", 0.009, 0.01),
        at_most("lines", "1.0 %", 0.01, 0.01),
        at_least("refused", "95 %", 0.95, 0.95),
        at_least("refused", "94 %", 0.94, 0.95),
        at_most("receipts", "none there", None, 0.08),
        Row("blocks", "5 %"),
    ]
    assert [row.is_met for row in rows] == [True, False, True, False, None, None]
    written = markdown(rows).splitlines()
    assert written[2:4] == ["| lines | 0.9 % | < 1% | yes |", "| lines | 1.0 % | < 1% | no |"]
    assert written[-1] == "| blocks | 5 % |  |  |"


def test_the_height_with_the_fewest_errors_about_it_is_chosen():
    assert best_height({12: 0.09, 13: 0.04, 14: 0.03, 15: 0.04, 16: 0.09}) == 14
    lucky = {12: 0.01, 13: 0.09, 14: 0.09, 15: 0.03, 16: 0.02, 17: 0.03}
    assert best_height(lucky) == 16
    assert best_height(dict.fromkeys(candidate.HEIGHTS_PX, 0.0)) == 12


def test_the_card_says_how_the_height_was_chosen():
    text = card([Row("lines", "1 %")], {14: 0.02, 16: 0.01}, 16)
    assert "| lines | 1 % |" in text
    assert "brought to 16 px" in text
    assert "| 14 | 2.00% |" in text
    assert "brought" not in card([Row("lines", "1 %")], {}, 0)


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    if not fonts_folder().is_dir():
        pytest.skip("the fonts of training are not unpacked on this machine (make train)")
    return held_out_fonts()


def test_each_sort_of_unreadable_strip_can_be_had(fonts):
    for trouble in Trouble:
        drawn = unreadable(Chance(1), fonts, (256, 48), trouble)
        assert drawn.picture.grey.shape == (48, 256)
        assert drawn.text == ""


@pytest.mark.usefixtures("fonts")
def test_any_pair_with_a_manifest_can_be_measured(reader):
    rows = {row.what: row for row in evaluated(reader, 2)}
    assert {f"{trouble}: refused" for trouble in Trouble} <= rows.keys()
    assert rows["lines, held-out fonts"].target == "< 1%"
    assert rows["lines of random letters and digits"].target == "< 2%"
    assert rows["fields that are not there: said so"].target == ">= 95%"
    assert rows["blank: refused"].target == ">= 95%"
    assert not any("kind" in what for what in rows), "the present starter tells no kinds"
