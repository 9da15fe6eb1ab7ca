"""Chooses how this operating system tells that the person is away."""

import sys

from PySide6.QtCore import QObject

from desktop.bridge.lock_cause import SystemWatch, Tell


def system_watch(tell: Tell, window_handle: int, parent: QObject) -> SystemWatch:
    """Begin to listen to this system.

    Args:
        tell: Takes what is heard.
        window_handle: Of the window, for the system that sends its messages to one.
        parent: Owner.
    """
    if sys.platform == "win32":
        from desktop.bridge.lock_windows import WindowsWatch  # noqa: PLC0415 - that system's alone

        return WindowsWatch(tell, window_handle)
    if sys.platform == "darwin":
        from desktop.bridge.lock_macos import MacWatch  # noqa: PLC0415 - that system's alone

        return MacWatch(tell)
    from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - not part of Qt on every system

    from desktop.bridge.lock_logind import LogindWatch  # noqa: PLC0415 - the same

    return LogindWatch(tell, QDBusConnection.systemBus(), QDBusConnection.sessionBus(), parent)
