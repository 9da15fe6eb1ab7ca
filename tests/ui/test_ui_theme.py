"""Colours can be told apart; the style sheet is whole."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from desktop.paths import resources_folder
from desktop.ui import icons, theme
from desktop.ui.plain import IconButton, TextButton
from desktop.ui.search_box import SearchField

APPEARANCES = pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])


@APPEARANCES
@pytest.mark.parametrize(("front", "back", "least"), theme.CONTRASTS)
def test_what_is_drawn_can_be_told_from_its_background(colours, front, back, least):
    ratio = theme.contrast_ratio(getattr(colours, front), getattr(colours, back))
    assert ratio >= least, f"{front} on {back}: {ratio:.2f}"


@pytest.mark.parametrize(("front", "back", "least"), theme.PAPER_CONTRASTS)
def test_what_is_drawn_on_a_page_can_be_told_from_paper(front, back, least):
    ratio = theme.contrast_ratio(getattr(theme.ON_PAPER, front), getattr(theme.ON_PAPER, back))
    assert ratio >= least, f"{front} on {back}: {ratio:.2f}"


def test_contrast_is_computed_as_wcag_defines_it():
    assert theme.contrast_ratio("#000000", "#ffffff") == pytest.approx(21.0)
    assert theme.contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@APPEARANCES
def test_the_style_sheet_is_filled_in_and_its_pictures_exist(colours):
    sheet = theme.style_sheet(colours)
    assert "$" not in re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    for name in re.findall(r"url\(([^)]+)\)", sheet):
        assert Path(name).is_file(), name


def test_every_icon_that_is_named_exists_and_is_drawn_in_one_colour():
    folder = resources_folder() / "icons"
    named = set()
    for file in (Path(icons.__file__).parent).glob("*.py"):
        text = file.read_text("utf-8")
        pattern = r"(?:icon_name=|IconButton\(\s*|IconLabel\(|show_icon\(|EmptyState\(\s*)\"(\w+)\""
        named |= set(re.findall(pattern, text))
    assert named
    for name in named:
        assert (folder / f"{name}.svg").is_file(), name
    for file in folder.glob("*.svg"):
        root = ET.parse(file).getroot()  # noqa: S314 - our own files
        assert root.tag.endswith("svg")


@pytest.mark.parametrize("chosen", [theme.Theme.LIGHT, theme.Theme.DARK])
def test_the_application_takes_the_appearance_that_was_chosen(dressed, chosen):
    theme.apply(dressed, chosen)
    try:
        assert theme.current() is (theme.DARK if chosen is theme.Theme.DARK else theme.LIGHT)
    finally:
        theme.apply(dressed, theme.Theme.LIGHT)


def picture_of(icon):
    return icon.pixmap(20, 20).toImage()


def test_icons_follow_the_appearance(qtbot, dressed):
    fields = SearchField(), IconButton("show", "Show"), TextButton("Show", icon_name="show")
    for widget in fields:
        qtbot.addWidget(widget)
        widget.show()
    icons_of = [fields[0].actions()[0].icon, fields[1].icon, fields[2].icon]
    light = [picture_of(icon()) for icon in icons_of]
    theme.apply(dressed, theme.Theme.DARK)
    try:
        dark = [picture_of(icon()) for icon in icons_of]
    finally:
        theme.apply(dressed, theme.Theme.LIGHT)
    assert all(before != after for before, after in zip(light, dark, strict=True))
    assert [picture_of(icon()) for icon in icons_of] == light
