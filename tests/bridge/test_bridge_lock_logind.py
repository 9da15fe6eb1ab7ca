"""A locked session, a screen saver and sleep are heard on a real bus where a test plays logind."""

import shutil
import sys
from itertools import count

import pytest

if sys.platform != "linux" or shutil.which("dbus-daemon") is None:
    pytest.skip("a private bus needs Linux and dbus-daemon", allow_module_level=True)

from PySide6.QtDBus import QDBusConnection, QDBusMessage

from desktop.bridge import lock_logind
from desktop.bridge.lock_cause import LockCause
from desktop.bridge.lock_logind import LOGIND, MANAGER, MANAGER_PATH, SESSION, LogindWatch
from tests.bridge.logind import ANOTHERS, OURS, logind_on, private_bus

NUMBERS = count(1)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A bus of its own, for both the machine and the session."""
    with private_bus(tmp_path_factory.mktemp("b")) as address:
        yield address


@pytest.fixture
def connect(address):
    """Makes connections to the bus, and ends them."""
    names = []

    def connect_it():
        names.append(f"test-{next(NUMBERS)}")
        connection = QDBusConnection.connectToBus(address, names[-1])
        assert connection.isConnected()
        return connection

    yield connect_it
    for name in names:
        QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def bus(connect):
    return connect()


@pytest.fixture
def logind(bus, qapp):
    """logind on the bus."""
    assert qapp is not None
    with logind_on(bus) as logind:
        yield logind


@pytest.fixture
def heard():
    return []


@pytest.fixture
def watch(qtbot, logind, connect, heard):
    watch = LogindWatch(heard.append, connect(), connect())
    qtbot.waitUntil(lambda: len(logind.asked) == 2)
    qtbot.waitUntil(lambda: watch.hears_lock and watch.delays_sleep)
    yield watch
    watch.end()
    watch.deleteLater()


@pytest.fixture
def say(bus):
    """Sends a signal from whoever plays the system."""

    def say_it(path, interface, name, *arguments):
        message = QDBusMessage.createSignal(path, interface, name)
        message.setArguments(list(arguments))
        assert bus.send(message)

    return say_it


def test_a_session_that_is_locked_is_heard(qtbot, watch, say, heard):
    assert watch is not None
    say(OURS, SESSION, "Lock")
    qtbot.waitUntil(lambda: heard == [LockCause.SESSION_LOCKED])


def test_the_session_of_somebody_else_is_not_ours(qtbot, watch, say, heard):
    assert watch is not None
    say(ANOTHERS, SESSION, "Lock")
    say(OURS, SESSION, "Unlock")
    say(MANAGER_PATH, MANAGER, "PrepareForSleep", True)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [LockCause.SLEEP], "what came before it was heard and passed over"


@pytest.mark.parametrize("saver", lock_logind.SCREEN_SAVERS)
def test_a_screen_saver_that_comes_is_heard_and_its_going_is_not(qtbot, watch, say, heard, saver):
    assert watch is not None
    say("/org/gnome/ScreenSaver", saver, "ActiveChanged", False)
    say("/org/gnome/ScreenSaver", saver, "ActiveChanged", True)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [LockCause.SESSION_LOCKED]


def test_sleep_waits_until_the_keys_are_gone(qtbot, watch, say, heard, logind):
    assert logind.asked == ["auto", ("sleep", "In Camera", "delay")]
    say(MANAGER_PATH, MANAGER, "PrepareForSleep", True)
    qtbot.waitUntil(lambda: heard == [LockCause.SLEEP])
    assert logind.is_held(0)
    watch.let_sleep()
    qtbot.waitUntil(lambda: not logind.is_held(0))


def test_after_waking_the_next_sleep_waits_again(qtbot, watch, say, heard, logind):
    say(MANAGER_PATH, MANAGER, "PrepareForSleep", True)
    qtbot.waitUntil(lambda: heard == [LockCause.SLEEP])
    watch.let_sleep()
    say(MANAGER_PATH, MANAGER, "PrepareForSleep", False)
    qtbot.waitUntil(lambda: len(logind.delays) == 2)
    qtbot.waitUntil(lambda: watch.delays_sleep)
    assert logind.is_held(1)
    assert heard == [LockCause.SLEEP], "waking is no reason to lock"


def test_after_the_end_nothing_is_heard_and_sleep_waits_for_nothing(
    qtbot, watch, say, heard, logind, connect
):
    watch.end()
    qtbot.waitUntil(lambda: not logind.is_held(0))
    others = []
    other = LogindWatch(others.append, connect(), connect())
    qtbot.waitUntil(lambda: other.hears_lock)
    say(OURS, SESSION, "Lock")
    say("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", True)
    qtbot.waitUntil(lambda: len(others) == 2)
    assert heard == []
    other.end()


def test_where_logind_cannot_tell_our_session_the_lock_of_any_is_heard(
    qtbot, bus, connect, say, heard
):
    assert bus.registerService(LOGIND)
    watch = LogindWatch(heard.append, connect(), connect())
    qtbot.waitUntil(lambda: watch.hears_lock)
    say(ANOTHERS, SESSION, "Lock")
    qtbot.waitUntil(lambda: heard == [LockCause.SESSION_LOCKED])
    watch.end()
    bus.unregisterService(LOGIND)


def test_a_computer_without_these_buses_says_nothing_and_nothing_breaks(qtbot, heard, tmp_path):
    nowhere = QDBusConnection.connectToBus(f"unix:path={tmp_path / 'none'}", "test-nowhere")
    assert not nowhere.isConnected()
    watch = LogindWatch(heard.append, nowhere, nowhere)
    qtbot.wait(1)
    watch.let_sleep()
    watch.end()
    QDBusConnection.disconnectFromBus("test-nowhere")
    assert heard == []
