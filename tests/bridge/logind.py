"""A private bus, and on it what a test needs of logind: one session, and who delays sleep."""

import os
import select
import subprocess
from contextlib import contextmanager

from PySide6.QtCore import ClassInfo, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusObjectPath, QDBusUnixFileDescriptor

from desktop.bridge.lock_logind import LOGIND, MANAGER, MANAGER_PATH

OURS = "/org/freedesktop/login1/session/_31"
ANOTHERS = "/org/freedesktop/login1/session/_32"


@ClassInfo({"D-Bus Interface": MANAGER})
class Logind(QObject):
    """Knows one session, and notes who asks sleep to wait."""

    def __init__(self):
        super().__init__()
        self.asked = []
        self.delays = []

    @Slot(str, result=QDBusObjectPath)
    def GetSession(self, name):  # noqa: N802 - logind's name
        self.asked.append(name)
        return QDBusObjectPath(OURS)

    @Slot(str, str, str, str, result=QDBusUnixFileDescriptor)
    def Inhibit(self, what, who, _why, mode):  # noqa: N802 - logind's name
        self.asked.append((what, who, mode))
        read_end, write_end = os.pipe()
        self.delays.append(read_end)
        given = QDBusUnixFileDescriptor(write_end)
        os.close(write_end)
        return given

    def is_held(self, number):
        """Whether whoever took this delay still holds it: then nothing can be read from it."""
        return not select.select([self.delays[number]], [], [], 0)[0]


@contextmanager
def private_bus(folder):
    """Run a bus in a folder of a short path; gives its address."""
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address=unix:dir={folder}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield bus.stdout.readline().decode().strip()
    finally:
        bus.kill()
        bus.communicate()


@contextmanager
def logind_on(bus):
    """Play logind on a connection."""
    logind = Logind()
    options = QDBusConnection.RegisterOption.ExportAllSlots
    assert bus.registerObject(MANAGER_PATH, logind, options)
    assert bus.registerService(LOGIND)
    try:
        yield logind
    finally:
        bus.unregisterService(LOGIND)
        bus.unregisterObject(MANAGER_PATH)
        for descriptor in logind.delays:
            os.close(descriptor)
