"""The starter model, loaded once, and print to show it."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from models.reader import Region, open_reader

STARTER = Path(__file__).parents[2] / "models" / "starter"


def printed(*lines, size_px=17, width_px=None, paper=255, ink=20):
    """A picture of lines of print, dark on light."""
    font = ImageFont.load_default(size_px)
    pitch = round(size_px * 1.4)
    width = width_px or round(max(font.getlength(line) for line in lines)) + 16
    image = Image.new("RGB", (width, pitch * len(lines) + 12), (paper,) * 3)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((8, 6 + row * pitch), line, fill=(ink,) * 3, font=font)
    return Region(image.width, image.height, image.tobytes())


@pytest.fixture
def show():
    return printed


@pytest.fixture(scope="session")
def starter_files():
    return STARTER / "model-q8_0.gguf", STARTER / "mmproj-q8_0.gguf"


@pytest.fixture(scope="session")
def reader(starter_files):
    reader = open_reader(*starter_files, threads=1)
    yield reader
    reader.close()
