"""Every page of the settings can be read and used on a small screen, and where all is large."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desktop.ui.plain import ElidedLabel
from desktop.ui.scrolled import Scrolled
from desktop.ui.settings_dialog import SettingsDialog
from tests.ui.conftest import FAST, LONG_MS

SIZES = ((1024, 700), (683, 467))
"""In points: a small screen as it is, and the same one where all is half as large again."""


@pytest.fixture
def settings(qtbot, window, about):
    session = window.session
    with qtbot.waitSignals([session.members.listed, session.moving.looked], timeout=LONG_MS):
        dialog = SettingsDialog(
            FAST,
            about,
            session.models,
            keys=session.keys,
            members=session.members,
            backing=session.backing,
            audit=session.audit,
            moving=session.moving,
        )
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    yield dialog
    dialog.close()


def in_view(settings):
    """The page that is shown."""
    (area,) = (each for each in settings.findChildren(Scrolled) if each.isVisible())
    return area


def cut(page):
    """What does not get the room that its words need."""
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel):
            continue
        needed = widget.sizeHint()
        if isinstance(widget, QAbstractButton) and widget.text():
            is_cut = widget.width() < needed.width()
        elif isinstance(widget, QLabel) and widget.wordWrap():
            is_cut = widget.height() < widget.heightForWidth(widget.width())
        else:
            is_cut = isinstance(widget, QLabel) and widget.width() < needed.width()
        if is_cut:
            yield widget.text()


def test_no_page_cuts_words_off_whatever_the_size(qtbot, settings):
    for width, height in SIZES:
        settings.resize(width, height)
        for number in range(settings.rooms.count()):
            settings.show_room(number)
            area = in_view(settings)
            name = settings.rooms.item(number).text()
            qtbot.waitUntil(lambda area=area: not list(cut(area.page)), timeout=2_000)
            assert (settings.width(), settings.height()) == (width, height), name


def test_what_has_the_keyboard_is_brought_into_view(qtbot, settings, activate):
    settings.resize(*SIZES[1])
    names = [settings.rooms.item(row).text() for row in range(settings.rooms.count())]
    settings.show_room(names.index("Record"))
    activate(settings)
    page = settings.record
    area = in_view(settings)
    assert area.verticalScrollBar().maximum() > 0, "the page is higher than what is seen of it"
    page.recipients.setFocus()
    qtbot.waitUntil(page.recipients.hasFocus)
    qtbot.keyClick(page.recipients, Qt.Key.Key_Tab)
    qtbot.waitUntil(page.retention.hasFocus)
    top = page.retention.mapTo(area.viewport(), page.retention.rect().topLeft()).y()
    assert 0 <= top <= area.viewport().height() - page.retention.height()
