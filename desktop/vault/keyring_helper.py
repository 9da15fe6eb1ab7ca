"""The helper process that talks to the keyring of the operating system.

A keyring may wait for a person without end, or never answer; so it is asked in a short-lived
process that can be killed (`desktop.vault.keyring_process` starts it). It imports nothing of the
project: started by its file in isolated mode it needs no search path that could be bent.

A line with one JSON object comes in on standard input, one goes out on standard output, until the
input ends; secrets travel nowhere else.

    request   {"act": "put" or "replace", "name": ..., "text": ...}
              {"act": "get" or "remove", "name": ...}
              {"act": "get-both", "name": ..., "other": ...}
    answer    {"status": "done", "text": text or null, "other": text or null}, or another status
              alone

A defect ends the process without an answer.

The one back-end class of the platform is instantiated here. `keyring.get_keyring()` would obey the
environment variable PYTHON_KEYRING_BACKEND and the file keyringrc.cfg, which can name any class in
any folder and so run code in this process; and every back end obeys KEYRING_PROPERTY_... variables,
so the process is started with few variables only.

Anchors alone are replaced: they are no keys, and each has a second one beside it. Storing a key is
probed first with a random text: write, read, compare, look for it in clear on the disk,
delete. GNOME Keyring keeps a collection whose password is blank in clear, and answers like any
other.
"""

import json
import os
import re
import secrets
import sys
from contextlib import closing
from pathlib import Path
from typing import Final, Protocol

from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordDeleteError

if sys.platform == "win32":  # pragma: no cover  # not run on this system
    from keyring.backends.Windows import WinVaultKeyring as PlatformKeyring
    from win32ctypes.pywin32 import win32cred
elif sys.platform == "darwin":  # pragma: no cover  # likewise
    from keyring.backends.macOS import Keyring as PlatformKeyring
else:
    import secretstorage
    from keyring.backends.SecretService import Keyring as PlatformKeyring

SERVICE: Final = "In Camera"
MEMORY_COLLECTION: Final = "/org/freedesktop/secrets/collection/session"
CLEAR_TEXT_HEADER: Final = b"[keyring]"
ANCHOR_PREFIX: Final = "anchor-"
MAX_REQUEST_BYTES: Final = 4096
_MAX_KEYRING_FILE_BYTES = 16 << 20
_ESCAPED = re.compile("_([0-9a-f]{2})")


class Backend(Protocol):
    """What is used of a back end of the keyring library."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store a text."""

    def get_password(self, service: str, username: str) -> str | None:
        """Read a text."""

    def delete_password(self, service: str, username: str) -> None:
        """Delete a text."""


class RefusedError(Exception):
    """The keyring cannot or must not be used.

    Attributes:
        status: "absent", "locked", "insecure", "taken" or "failed".
    """

    def __init__(self, status: str) -> None:
        """Keep the status."""
        self.status = status
        super().__init__(status)


def put(backend: Backend, name: str, text: str) -> None:
    """Store a text under a new name, after a probe, and read it back.

    Raises:
        RefusedError: The name is taken, or the keyring does not keep what it is given, or keeps it
            in clear.
    """
    if get(backend, name) is not None:
        raise RefusedError("taken")
    _probe(backend)
    backend.set_password(*_entry(name), text)
    if backend.get_password(*_entry(name)) != text:
        raise RefusedError("insecure")


def replace(backend: Backend, name: str, text: str) -> None:
    """Store an anchor in the place of an older one, and read it back.

    Raises:
        RefusedError: It is no anchor, or the keyring does not keep what it is given.
    """
    if not name.startswith(ANCHOR_PREFIX):
        raise RefusedError("failed")
    remove(backend, name)
    backend.set_password(*_entry(name), text)
    if backend.get_password(*_entry(name)) != text:
        raise RefusedError("insecure")


def get(backend: Backend, name: str) -> str | None:
    """Read a text.

    Raises:
        RefusedError: It lies on the disk in clear.
    """
    text = backend.get_password(*_entry(name))
    if text is not None and _lies_in_clear(text):
        raise RefusedError("insecure")
    return text


def remove(backend: Backend, name: str) -> None:
    """Delete a text if it is there."""
    if backend.get_password(*_entry(name)) is not None:
        backend.delete_password(*_entry(name))


def demand_platform_backend(backend: object) -> None:
    """Refuse all back ends but the one for this system: null, fail, plain text, chains, others.

    Raises:
        RefusedError: It is not exactly that class, or keeps the key where it must not be.
    """
    if type(backend) is not PlatformKeyring:
        raise RefusedError("insecure")
    if sys.platform == "win32":  # pragma: no cover  # not run on this system
        # The default is "enterprise": the key would roam to every computer of the domain.
        backend.persist = "local machine"
    elif sys.platform == "darwin":  # pragma: no cover  # likewise
        if backend.keychain is not None:
            raise RefusedError("insecure")
    else:
        _demand_lasting_sealed_collection(backend)


def answer(request: dict[str, str], backend: Backend) -> dict[str, str | None]:
    """Do what was asked and say how it went."""
    name, text, other = request["name"], None, None
    try:
        demand_platform_backend(backend)
        match request["act"]:
            case "put":
                put(backend, name, request["text"])
            case "replace":
                replace(backend, name, request["text"])
            case "get":
                text = get(backend, name)
            case "get-both":
                text, other = get(backend, name), get(backend, request["other"])
            case "remove":
                remove(backend, name)
            case _:
                return {"status": "failed"}
    except RefusedError as refused:
        return {"status": refused.status}
    except KeyringError as error:
        return {"status": _status_of(error)}
    return {"status": "done", "text": text, "other": other}


def main() -> None:
    """Answer requests until there are no more."""
    while line := sys.stdin.buffer.readline(MAX_REQUEST_BYTES):
        backend = PlatformKeyring()  # type: ignore[no-untyped-call]  # the library is typed in part
        sys.stdout.write(json.dumps(answer(json.loads(line), backend)) + "\n")
        sys.stdout.flush()


def _probe(backend: Backend) -> None:
    entry = _entry(f"probe-{secrets.token_hex(8)}")
    text = secrets.token_urlsafe(32)
    backend.set_password(*entry, text)
    try:
        if backend.get_password(*entry) != text or _lies_in_clear(text):
            raise RefusedError("insecure")
        if sys.platform == "win32":  # pragma: no cover  # not run on this system
            stored = win32cred.CredRead(Type=win32cred.CRED_TYPE_GENERIC, TargetName=entry[0])
            if stored["Persist"] != win32cred.CRED_PERSIST_LOCAL_MACHINE:
                raise RefusedError("insecure")
    finally:
        backend.delete_password(*entry)
    if backend.get_password(*entry) is not None:
        raise RefusedError("insecure")


def _entry(name: str) -> tuple[str, str]:
    """Service and user name; on Windows a second user of one service would displace the first."""
    return (f"{SERVICE} {name}" if sys.platform == "win32" else SERVICE, name)


def _status_of(error: KeyringError) -> str:
    if isinstance(error, KeyringLocked):
        return "locked"
    if isinstance(error, PasswordDeleteError):
        return "failed"
    if isinstance(error, InitError):
        return "locked" if _was_prompt_dismissed(error) else "absent"
    return "failed"


def _was_prompt_dismissed(error: InitError) -> bool:
    if sys.platform in ("win32", "darwin"):  # pragma: no cover  # not run on this system
        return False
    return isinstance(error.__cause__, secretstorage.PromptDismissedException)


def _demand_lasting_sealed_collection(backend: PlatformKeyring) -> None:
    """Refuse a Secret Service collection that lives in memory only or in a clear-text file."""
    try:
        collection = backend.get_preferred_collection()  # type: ignore[no-untyped-call]
        with closing(collection.connection) as connection:
            # What the back end uses is named by an alias; this is what the alias stands for.
            path = secretstorage.get_collection_by_alias(connection, "default").collection_path
    except (secretstorage.SecretServiceNotAvailableException, OSError):
        raise RefusedError("absent") from None
    if path == MEMORY_COLLECTION or _is_clear_text_file(_file_of(path)):
        raise RefusedError("insecure")


def _keyrings_folder() -> Path:
    """Where GNOME Keyring keeps its files."""
    data = os.environ.get("XDG_DATA_HOME", "")
    return (Path(data) if data else Path.home() / ".local" / "share") / "keyrings"


def _file_of(collection_path: str) -> Path:
    """The file of a collection, whose D-Bus path escapes all but letters and digits."""
    escaped = collection_path.rpartition("/")[2]
    stem = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), escaped)
    return _keyrings_folder() / f"{stem}.keyring"


def _is_clear_text_file(file: Path) -> bool:
    try:
        with file.open("rb") as content:
            return content.read(len(CLEAR_TEXT_HEADER)) == CLEAR_TEXT_HEADER
    except OSError:
        return False


def _lies_in_clear(text: str) -> bool:
    """Whether a text stands readable in any file of GNOME Keyring."""
    for file in _keyrings_folder().glob("*.keyring"):
        try:
            with file.open("rb") as content:
                if text.encode("ascii") in content.read(_MAX_KEYRING_FILE_BYTES):
                    return True
        except OSError:
            continue
    return False


if __name__ == "__main__":
    main()
