"""The about page says which walls stand here, and what stands in the place of one that does not."""

import pytest
from PySide6.QtWidgets import QLabel

from desktop.app.about import about_here
from desktop.ui.about_page import About, AboutPage, Wall

pytestmark = pytest.mark.ui


def words_of(page):
    return [label.text() for label in page.findChildren(QLabel)]


def test_a_wall_that_is_missing_says_so_and_what_stands_instead(qtbot, tmp_path):
    walls = (
        Wall("No socket.", stands=True),
        Wall("No file.", stands=False, instead="the app checks"),
        Wall("No time.", stands=False),
    )
    page = AboutPage(About("0.1.0", tmp_path, "the keyring", walls))
    qtbot.addWidget(page)
    said = words_of(page)
    assert "No socket." in said
    assert "Missing on this computer: No file. Instead: the app checks." in said
    assert "Missing on this computer: No time." in said


def test_every_wall_of_this_system_is_told_of(qtbot, monkeypatch):
    # The test's own process must keep its network: only what it says is looked at.
    monkeypatch.setattr("desktop.offline._standing", ["audit_hook"])
    about = about_here()
    page = AboutPage(about)
    qtbot.addWidget(page)
    assert len(about.walls) >= 4
    assert not about.walls[0].stands
    assert sum(text.startswith("Missing") for text in words_of(page)) >= 1
