"""A keyring for one test, which may be locked, halted, restarted or left unprotected."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import secretstorage
from jeepney import DBusAddress, new_method_call

from resources.samples.private_keyring import PASSWORD, private_keyring

CLEAR_TEXT_COLLECTION = """[keyring]
display-name=login
ctime=0
mtime=0
lock-on-idle=false
lock-after=false
"""
SESSION_COLLECTION = "/org/freedesktop/secrets/collection/session"

_SERVICE = DBusAddress(
    "/org/freedesktop/secrets",
    bus_name="org.freedesktop.secrets",
    interface="org.freedesktop.Secret.Service",
)
_BUS = DBusAddress(
    "/org/freedesktop/DBus",
    bus_name="org.freedesktop.DBus",
    interface="org.freedesktop.DBus",
)


class OwnKeyring:
    """A real daemon on a bus of its own; its files stay when it is stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = folder / "data" / "keyrings"
        self.variables: dict[str, str] = {}
        self._running = ExitStack()

    def start(self, password: bytes = PASSWORD) -> None:
        """Run it; processes started from now on find it."""
        self.variables = self._running.enter_context(
            private_keyring(self.folder, password=password)
        )
        os.environ.update(self.variables)

    def stop(self) -> None:
        """End it."""
        self._running.close()

    def lock(self) -> None:
        """Lock the login collection; nobody is there to answer a prompt."""
        with closing(secretstorage.dbus_init()) as connection:
            secretstorage.get_collection_by_alias(connection, "default").lock()

    def use_memory_only(self) -> None:
        """Make the collection that lives in memory the default one."""
        self._call(_SERVICE, "SetAlias", "so", ("default", SESSION_COLLECTION))

    def change(self, name: str, text: bytes) -> None:
        """Put another text into an entry of the program's."""
        with closing(secretstorage.dbus_init()) as connection:
            collection = secretstorage.get_collection_by_alias(connection, "default")
            (item,) = collection.search_items({"service": "In Camera", "username": name})
            item.set_secret(text)

    def names(self) -> set[str]:
        """The names of all entries."""
        with closing(secretstorage.dbus_init()) as connection:
            collection = secretstorage.get_collection_by_alias(connection, "default")
            return {item.get_attributes()["username"] for item in collection.get_all_items()}

    @contextmanager
    def halted(self) -> Iterator[None]:
        """Have it answer nothing for a while."""
        (pid,) = self._call(_BUS, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    @staticmethod
    def _call(address: DBusAddress, method: str, form: str, values: tuple[str, ...]):
        with closing(secretstorage.dbus_init()) as connection:
            message = new_method_call(address, method, form, values)
            return connection.send_and_get_reply(message).body
