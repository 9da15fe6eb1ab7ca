"""What the system tells locks the window, and sleep waits until its keys are gone."""

import shutil
import sys

import pytest

if sys.platform != "linux" or shutil.which("dbus-daemon") is None:
    pytest.skip("a private bus needs Linux and dbus-daemon", allow_module_level=True)

from PySide6.QtDBus import QDBusConnection, QDBusMessage

from desktop.bridge.lock import LockState
from desktop.bridge.lock_logind import MANAGER, MANAGER_PATH, SESSION, LogindWatch
from desktop.bridge.lock_triggers import LockTriggers
from desktop.vault.keys import Key
from tests.bridge.logind import OURS, logind_on, private_bus
from tests.ui.living import living

LONG_MS = 90_000


@pytest.fixture
def bus(tmp_path):
    """A connection to a bus of its own; two more are made for the window."""
    with private_bus(tmp_path) as address:
        names = ("ui-system", "ui-session", "ui-logind")
        connections = {name: QDBusConnection.connectToBus(address, name) for name in names}
        yield connections
        for name in names:
            QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def logind(bus):
    with logind_on(bus["ui-logind"]) as logind:
        yield logind


@pytest.fixture
def triggers(qtbot, window, bus, logind, monkeypatch):
    """The triggers of the window, which listen to the private bus."""

    def on_private_bus(tell, _window_handle, parent):
        return LogindWatch(tell, bus["ui-system"], bus["ui-session"], parent)

    monkeypatch.setattr("desktop.bridge.lock_triggers.system_watch", on_private_bus)
    triggers = LockTriggers(window.lock)
    triggers.begin(15, int(window.winId()))
    qtbot.waitUntil(lambda: triggers._system.hears_lock and triggers._system.delays_sleep)
    assert logind.is_held(0)
    yield triggers
    triggers.end()


def say(bus, path, interface, name, *arguments):
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(list(arguments))
    assert bus["ui-logind"].send(message)


def test_sleep_waits_until_the_window_has_no_key(qtbot, window, bus, logind, triggers):
    assert triggers is not None
    held = []
    window.lock.locked.connect(lambda: held.append(logind.is_held(0)))
    say(bus, MANAGER_PATH, MANAGER, "PrepareForSleep", True)
    qtbot.waitUntil(lambda: not logind.is_held(0), timeout=LONG_MS)
    assert held == [True], "it was held until then"
    assert window.lock.state is LockState.SHUT
    assert living(Key) == []
    assert "went to sleep" in window.lock_page.words


def test_the_lock_of_the_session_and_an_empty_chair_lock_the_window(qtbot, window, bus, triggers):
    with qtbot.waitSignal(window.lock.locked, timeout=LONG_MS):
        say(bus, OURS, SESSION, "Lock")
    assert "screen was locked" in window.lock_page.words
    with qtbot.waitSignal(window.lock.opened, timeout=LONG_MS):
        window.lock_page.button.click()
    with qtbot.waitSignal(window.lock.locked, timeout=LONG_MS):
        triggers._absence.idle.emit()
    assert "Nobody was at the keyboard" in window.lock_page.words
