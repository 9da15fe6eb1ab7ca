"""Invented print: it fits its picture, its letters are where they are said to be."""

from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from models.starter.training import batches, prompts, vocabulary
from models.starter.training.batches import NO_TARGET, batch, packed, stage_of
from models.starter.training.blocks import block
from models.starter.training.chance import Chance
from models.starter.training.degrade import Way, blank, degraded
from models.starter.training.fonts import Face, Fonts, Look, fonts_folder, held_out_fonts
from models.starter.training.fonts import training_fonts as fonts_of_training
from models.starter.training.lines import line, random_line, unreadable
from models.starter.training.pages import overview
from models.starter.training.samples import block_sample, line_sample, page_sample
from models.starter.training.scores import Tally, distance
from models.starter.training.sheet import Sheet, turned


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    """The fonts of training where they are unpacked, else the one that comes with Pillow."""
    if fonts_folder().is_dir():
        return fonts_of_training()
    path = tmp_path_factory.mktemp("fonts") / "only.ttf"
    path.write_bytes(ImageFont.load_default(20).font_bytes)
    return Fonts({Look.SANS: ((Path(path),),)})


@pytest.fixture
def face(fonts) -> Face:
    return fonts.face(Chance(1), {Look.SANS: 1.0})


def test_letters_stand_where_the_sheet_says(face):
    sheet = Sheet(200, 40, 2.0)
    sheet.put(10, 30, "I  I", face, 20)
    printed = sheet.printed()
    assert [centre.letter for centre in printed.centres] == ["I", "I"]
    for centre in printed.centres:
        column = printed.ink[:, round(centre.x_px) - 2 : round(centre.x_px) + 3]
        assert column.max() > 200
        rows = np.flatnonzero(printed.ink[:, round(centre.x_px)] > 100)
        assert rows[0] < centre.y_px < rows[-1]


def test_letters_turn_with_the_sheet(face):
    sheet = Sheet(200, 60, 2.0)
    sheet.put(40, 38, "I", face, 20)
    askew = turned(sheet.printed(), 4.0, 0.05, 1.1)
    (centre,) = askew.centres
    assert (
        askew.ink[round(centre.y_px), round(centre.x_px) - 3 : round(centre.x_px) + 4].max() > 128
    )


@pytest.mark.parametrize("way", list(Way))
def test_print_stays_darker_than_paper_on_every_way(way, face):
    sheet = Sheet(160, 40, 2.0)
    sheet.put(10, 30, "HHHHHHHHHH", face, 22)
    ink = sheet.printed().ink
    for seed in range(12):
        grey = degraded(ink, way, Chance(seed), strength=1.0, type_px=44).astype(float)
        assert grey[ink == 0].mean() - grey[ink > 200].mean() > 25


def test_lines_fit_their_strips(fonts):
    chance = Chance(3)
    for sides in ((128, 32), (256, 48), (1024, 48)):
        for make in (line, random_line):
            for _ in range(8):
                drawn = make(chance, fonts, sides, 1.0)
                assert drawn.picture.grey.shape == sides[::-1]
                assert drawn.text == " ".join(drawn.text.split()) != ""
                centres = drawn.picture.centres
                assert "".join(centre.letter for centre in centres) == drawn.text.replace(" ", "")
                assert all(0 < centre.x_px < sides[0] for centre in centres)


def test_blocks_hold_the_fields_that_they_are_asked_for(fonts):
    chance = Chance(4)
    for _ in range(12):
        drawn = block(chance, fonts, (384, 128), 1.0)
        for value in drawn.fields.values():
            assert all(" ".join(piece.split()) in drawn.text for piece in value.split("; "))


def test_what_cannot_be_read_has_no_letters(fonts):
    chance = Chance(5)
    for _ in range(12):
        drawn = unreadable(chance, fonts, (256, 48))
        assert (drawn.text, drawn.picture.centres) == ("", ())
    assert blank(64, 32, chance).std() < 60


def test_overviews_are_asked_for_their_kind(fonts):
    chance = Chance(6)
    drawn = overview(chance, fonts, batches.PAGE, 1.0)
    assert drawn.picture.grey.shape == batches.PAGE[::-1]
    assert page_sample(chance, fonts, batches.PAGE, 1.0).asked[0].question == prompts.KIND


def test_fields_that_are_not_there_are_asked_for_in_a_quarter_of_the_questions(fonts):
    chance = Chance(7)
    asked = [
        question
        for _ in range(120)
        for question in block_sample(chance, fonts, (320, 112), 1.0).asked
        if question.question.startswith("What is the")
    ]
    absent = sum(question.answer == prompts.ABSENT for question in asked)
    assert absent >= 0.25 * len(asked)


def test_a_batch_says_each_answer_behind_its_question(fonts):
    chance = Chance(8)
    samples = [block_sample(chance, fonts, (320, 112), 1.0) for _ in range(4)]
    made = packed(samples)
    start = made.positions[0, 0]
    for row, sample in enumerate(samples):
        for segment, asked in enumerate(sample.asked, 1):
            here = made.segments[row] == segment
            said = made.targets[row][here]
            answer = [int(number) for number in said if number != NO_TARGET]
            assert vocabulary.decoded(answer) == asked.answer
            assert made.positions[row][here].tolist() == list(range(start, start + here.sum()))


def test_cells_hold_the_letters_of_the_line(fonts):
    sample = line_sample(Chance(9), fonts, (256, 32), 0.0)
    cells = packed([sample]).cells[0]
    letters = [vocabulary.decoded([int(number)]) for number in cells.flatten() if number]
    wanted = sample.asked[0].answer.replace(" ", "")
    assert len(letters) >= 0.9 * len(wanted)
    assert set(letters) <= set(wanted)


def test_a_batch_follows_from_seed_and_number(fonts):
    first, again = batch(3, 2000, fonts), batch(3, 2000, fonts)
    assert np.array_equal(first.grey, again.grey)
    assert np.array_equal(first.numbers, again.numbers)
    assert not np.array_equal(first.grey, batch(4, 2000, fonts).grey)


def test_it_gets_harder():
    strengths = [stage_of(number).strength for number in (0, 2000, 4000, 100_000)]
    assert strengths == sorted(strengths)
    assert stage_of(0).is_sight_only
    assert not stage_of(100_000).is_sight_only


def test_held_out_families_are_not_trained_on():
    if not fonts_folder().is_dir():
        pytest.skip("the fonts of training are not unpacked on this machine (make train)")
    families = [
        {path for files in fonts.families.values() for family in files for path in family}
        for fonts in (fonts_of_training(), held_out_fonts())
    ]
    assert families[0].isdisjoint(families[1])
    assert len(families[1]) >= 20


def test_tallies_count_letters():
    tally = Tally()
    tally.add("total", "tota")
    tally.add("12", "12")
    assert (tally.edits, tally.letters, tally.exact, tally.asked) == (1, 7, 1, 2)
    assert distance("kitten", "sitting") == 3
    assert distance("", "ab") == 2
