"""What a document says is never taken for HTML."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.ui import plain
from desktop.ui.plain import HoverCard, PlainLabel

UI = Path(plain.__file__).parent
HOSTILE = '<b>bold</b><img src="file:///etc/hostname">'
BANNED = {
    "QMessageBox",
    "QTextEdit",
    "QTextBrowser",
    "QTextDocument",
    "QErrorMessage",
    "QWhatsThis",
}

OWN_WORDS = ("plain.py", "page_bar.py", "matter_panel.py")
"""Whose tips are words of the window, none of a document or a matter."""


def trees():
    return [(file, ast.parse(file.read_text("utf-8"))) for file in UI.glob("*.py")]


def test_only_the_plain_label_is_a_label_and_nothing_shows_rich_text():
    for file, tree in trees():
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert not names & BANNED, file.name
        if file.name != "plain.py":
            assert "QLabel" not in names, file.name


def test_no_list_gives_a_tip_and_tips_are_our_own_words():
    for file, tree in trees():
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert "ToolTipRole" not in attributes, file.name
        for node in ast.walk(tree):
            is_tip = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setToolTip"
            assert not is_tip or file.name in OWN_WORDS, file.name


def test_a_label_shows_html_letter_by_letter(qtbot):
    label = PlainLabel(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == HOSTILE


def test_the_hover_card_shows_html_letter_by_letter(qtbot):
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(400, 300)
    card = HoverCard(room)
    card.show_at(QPoint(20, 20), HOSTILE, HOSTILE)
    for label in card.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("state", ["empty_window", "read_window"])
def test_every_label_of_the_window_is_plain(request, state):
    window = request.getfixturevalue(state)
    labels = window.findChildren(QLabel)
    assert labels
    for label in labels:
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
