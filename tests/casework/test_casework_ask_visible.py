"""Words in the colour of the paper are not seen, print of any common colour is."""

import pytest
from PIL import Image, ImageDraw

from desktop.casework.asking.visible import can_be_seen
from desktop.domain.asking import View
from desktop.domain.geometry import Box
from desktop.domain.page import Pixels

VIEW = View(Box(100, 50, 200, 100), 144, 0)
WORD = Box(110, 60, 150, 72)


def page(ink, paper="white"):
    """A part of a page with one word at two pixels a point."""
    image = Image.new("RGB", (200, 100), paper)
    ImageDraw.Draw(image).text((22, 20), "Total", fill=ink, font_size=20)
    return Pixels(image.width, image.height, image.tobytes())


@pytest.mark.parametrize(
    ("ink", "paper"),
    [("black", "white"), ((140, 140, 140), "white"), ("yellow", "white"), ("white", "navy")],
)
def test_print_can_be_seen(ink, paper):
    assert can_be_seen(page(ink, paper), VIEW, WORD)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [("white", "white"), ((250, 250, 250), "white"), ("yellow", "yellow"), ("black", "black")],
)
def test_letters_in_the_colour_of_their_ground_cannot(ink, paper):
    assert not can_be_seen(page(ink, paper), VIEW, WORD)


@pytest.mark.parametrize("box", [Box(0, 0, 90, 40), Box(300, 60, 400, 72), Box(110, 60, 110, 60)])
def test_what_lies_outside_the_view_or_has_no_room_cannot(box):
    assert not can_be_seen(page("black"), VIEW, box)
