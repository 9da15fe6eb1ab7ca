"""The starter against llama-cpp-python's own handler: the same answers to the same pixels."""

import pytest

from desktop.domain.vision import VisionTask
from models.prompts import question_for
from models.regions import prepare
from tests.models.stock import stock_answers

pytestmark = pytest.mark.process

LINES = (
    ("Total: 48.20",),
    ("22/12/2017",),
    ("Northwind Tools", "Receipt # 44117", "Date: 12/03/2024", "Total: 48.20 EUR"),
    ("IBAN DE12 5001 0517 5407 3249 31",),
)


def test_the_starter_answers_as_under_the_stock_handler(reader, show, starter_files):
    regions = [show(*lines) for lines in LINES]
    sight, trained = reader._sight, reader._trained
    pictures = [prepare(region.width_px, region.height_px, region.rgb, sight) for region in regions]
    question = question_for(VisionTask.READ, (), trained).text
    ours = [reader.ask(region, VisionTask.READ).text for region in regions]
    theirs = stock_answers(starter_files, pictures, question, max_tokens=256)
    assert ours == theirs
