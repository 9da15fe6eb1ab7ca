"""One window a vault."""

import subprocess
import sys

import pytest

from desktop.bridge.one_window import OneWindow

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_second_window_is_refused_and_the_first_comes_forward(qtbot, tmp_path):
    first, second = OneWindow(tmp_path), OneWindow(tmp_path)
    assert first.take()
    with qtbot.waitSignal(first.wanted):
        assert not second.take()
    first.give_back()


def test_a_window_that_was_closed_makes_room_for_the_next(tmp_path):
    first, second = OneWindow(tmp_path), OneWindow(tmp_path)
    assert first.take()
    first.give_back()
    assert second.take()
    second.give_back()


def test_a_lock_left_by_a_process_that_died_is_taken_over(tmp_path):
    died = (
        "import os, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication; "
        "from desktop.bridge.one_window import OneWindow; application = QCoreApplication([]); "
        "window = OneWindow(Path(sys.argv[1])); assert window.take(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", died, str(tmp_path)], check=True)
    assert (tmp_path / "window.lock").exists()
    window = OneWindow(tmp_path)
    assert window.take()
    window.give_back()


def test_two_folders_have_a_window_each(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    first, second = OneWindow(one), OneWindow(other)
    assert first.take()
    assert second.take()
    first.give_back()
    second.give_back()


def test_nothing_about_the_vault_is_written_into_the_lock(tmp_path):
    window = OneWindow(tmp_path)
    window.take()
    assert str(tmp_path) not in (tmp_path / "window.lock").read_text()
    window.give_back()
