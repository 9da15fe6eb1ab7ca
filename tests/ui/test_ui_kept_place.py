"""A window opens as it was left, and what is written down of it names nothing."""

import json

import pytest
from PySide6.QtCore import QSize

from desktop.bridge.window_file import KeptWindow, keep_window, kept_window
from desktop.ui.document_order import Order
from desktop.ui.kept_place import FRAME_PX, KeptPlace
from desktop.ui.page_zoom import Fit
from tests.ui.conftest import LONG_MS

KEPT = KeptWindow(1200, 760, False, (300, 500, 320), False, True, "page", 0.8, "name", "ab" * 16)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "window.json"


def test_what_was_kept_is_known_again(file):
    keep_window(file, KEPT)
    assert kept_window(file) == KEPT
    assert file.stat().st_mode & 0o077 == 0
    assert [each.name for each in file.parent.iterdir()] == ["window.json"]


@pytest.mark.parametrize(
    "change",
    [
        {"width_px": 0},
        {"width_px": "wide"},
        {"columns_px": [1, 2, 3, 4]},
        {"zoom": -1.0},
        {"matter_id": "Brandt v. Meridian"},
        {"order": "../../x"},
    ],
)
def test_what_makes_no_sense_is_passed_over(file, change):
    keep_window(file, KEPT)
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | change), "utf-8")
    assert kept_window(file) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b" " * 5000 + b"{}", b"\xff\xfe"])
def test_a_broken_file_is_passed_over(file, content):
    file.write_bytes(content)
    assert kept_window(file) is None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    keep_window(tmp_path / "missing" / "window.json", KEPT)
    assert kept_window(tmp_path / "missing" / "window.json") is None


def within_screen(window, size):
    """As much of a size as the screen has room for; smaller than its least no window can be."""
    room = window.screen().availableSize() - FRAME_PX
    return size.boundedTo(room).expandedTo(window.minimumSize())


def test_a_window_is_never_larger_than_the_screen(make_window, file):
    keep_window(file, KeptWindow(9000, 9000, False, (), True, True, "width", 1.0, "added", ""))
    window = make_window()
    KeptPlace(window, file)
    assert window.size() == within_screen(window, QSize(9000, 9000))


def test_size_columns_order_and_matter_come_back_after_a_restart(qtbot, make_window, works, file):
    vault = works.create_vault()
    ids = [vault.create_matter("1042", n, f"Matter {n}").matter_id for n in ("0007", "0008")]
    vault.close()
    first = make_window()
    KeptPlace(first, file)
    with qtbot.waitSignal(first.session.documents_listed, timeout=LONG_MS):
        first.begin()
    space = first.workspace
    with qtbot.waitSignal(first.session.documents_listed, timeout=LONG_MS):
        space.matters.choose(next(each for each in ids if each != space.matter_id))
    wanted, size = space.matter_id, QSize(1100, 700)
    first.resize(size)
    space.pages.bar.thumbnails.setChecked(False)
    space.pages.canvas.set_fit(Fit.PAGE)
    space.documents.set_order(Order.NAME)
    first.close()
    assert "Matter" not in file.read_text("utf-8")
    second = make_window()
    KeptPlace(second, file)
    with qtbot.waitSignal(second.session.documents_listed, timeout=LONG_MS):
        second.begin()
    again = second.workspace
    qtbot.waitUntil(lambda: again.matter_id == wanted, timeout=LONG_MS)
    assert second.size() == within_screen(second, size)
    assert not again.pages.bar.thumbnails.isChecked()
    assert again.pages.bar.findings.isChecked()
    assert again.pages.canvas.fit is Fit.PAGE
    assert again.documents.order is Order.NAME


def test_a_window_closed_before_the_vault_was_open_changes_nothing(make_window, file):
    keep_window(file, KEPT)
    window = make_window()
    KeptPlace(window, file)
    window.close()
    assert kept_window(file) == KEPT
