"""Whoever is away is noticed; whoever is there is not, and no key is kept."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.bridge.lock_absence import SLEEP_S, AbsenceWatch


class Clock:
    """Time that passes, and the part of it in which the computer was awake."""

    def __init__(self):
        self.passed_s = 5_000.0
        self.awake_s = 3_000.0

    def go_on(self, by_s):
        self.passed_s += by_s
        self.awake_s += by_s

    def sleep(self, by_s):
        self.passed_s += by_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(clock, qapp):
    watch = AbsenceWatch(qapp, passed_s=lambda: clock.passed_s, awake_s=lambda: clock.awake_s)
    watch.set_limit(15)
    watch.begin()
    watch.told = []
    watch.idle.connect(lambda: watch.told.append("idle"))
    watch.slept.connect(lambda: watch.told.append("slept"))
    yield watch
    watch.end()
    watch.deleteLater()


@pytest.fixture
def field(qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    return field


def test_a_quarter_of_an_hour_without_a_key_is_idle(watch, clock):
    clock.go_on(899)
    watch.check()
    assert watch.told == []
    clock.go_on(1)
    watch.check()
    assert watch.told == ["idle"]


def test_idleness_is_told_once_a_quarter_of_an_hour_not_at_every_look(watch, clock):
    clock.go_on(900)
    watch.check()
    watch.check()
    clock.go_on(30)
    watch.check()
    assert watch.told == ["idle"]


def test_keys_buttons_wheel_and_movement_each_count(qtbot, watch, clock, field):
    acts = (
        lambda: qtbot.keyClick(field, Qt.Key.Key_A),
        lambda: qtbot.mouseClick(field, Qt.MouseButton.LeftButton),
        lambda: move(field, QPoint(7, 7)),
        lambda: turn_wheel(field),
    )
    for act in acts:
        act()
        clock.go_on(890)
        watch.check()
        assert watch.told == []


def move(field, place):
    """Move the pointer as the window system tells it: also where it has not moved at all."""
    QTest.mouseMove(field.windowHandle(), place)
    QCoreApplication.processEvents()


def turn_wheel(field):
    QTest.wheelEvent(field.windowHandle(), QPointF(7, 7), QPoint(0, 120))
    QCoreApplication.processEvents()


def test_a_pointer_that_rests_does_not_count_as_moved(watch, clock, field):
    move(field, QPoint(5, 5))
    clock.go_on(890)
    move(field, QPoint(5, 5))
    clock.go_on(10)
    watch.check()
    assert watch.told == ["idle"]


def test_what_the_program_sends_itself_does_not_count(watch, clock, field):
    clock.go_on(890)
    field.setText("changed by the program")
    field.repaint()
    clock.go_on(10)
    watch.check()
    assert watch.told == ["idle"]


def test_the_key_that_comes_too_late_locks_before_it_counts(qtbot, watch, clock, field):
    clock.go_on(901)
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert watch.told == ["idle"]


def test_zero_minutes_is_never(watch, clock):
    watch.set_limit(0)
    clock.go_on(1_000_000)
    watch.check()
    assert watch.told == []


def test_sleep_is_told_and_its_time_counts_as_absence(watch, clock):
    clock.go_on(60)
    clock.sleep(8 * 3_600)
    watch.check()
    assert watch.told == ["slept", "idle"]
    watch.check()
    assert watch.told == ["slept", "idle"]


def test_a_moment_between_reading_two_clocks_is_no_sleep(watch, clock):
    clock.sleep(SLEEP_S / 2)
    watch.check()
    assert watch.told == []


def test_after_the_end_nothing_is_told(qtbot, watch, clock, field):
    watch.end()
    clock.go_on(901)
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert watch.told == []
