"""The keyring of the operating system, as the place where a vault's secret is kept.

Every call runs in a process of its own (`desktop.vault.keyring_helper`) with a time limit, because
a keyring may wait for a person, or for ever. It is started in isolated mode with few environment
variables, so that none of those that steer Python or the keyring library reach it.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, runtime_checkable

import msgspec
from typing_extensions import override

from desktop.domain.errors import (
    KeyringAbsentError,
    KeyringInsecureError,
    KeyringLockedError,
    KeyStoreError,
)
from desktop.paths import keyring_helper_command
from desktop.vault.keyring_process import PROCESSES

TIME_LIMIT_S = 60.0
"""Time for a person to type the password of the keyring."""

MAX_TEXT_CHARACTERS = 200
"""Windows keeps 1,280 characters at most; a 32-byte secret takes 44."""

PASSED_VARIABLES = (
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_RUNTIME_DIR",
    "XDG_DATA_HOME",
    "HOME",
    "USER",
    "LANG",
    "SYSTEMROOT",
    "USERPROFILE",
    "USERNAME",
    "APPDATA",
    "LOCALAPPDATA",
)
"""What a keyring needs to be found; all other variables stay behind."""


class KeyStore(Protocol):
    """Keeps small secrets by name."""

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret under a name that is not in use.

        Raises:
            KeyStoreError: It is not kept, or would not be kept safely.
        """

    def get(self, name: str) -> bytes | None:
        """The secret of a name, or None where there is none.

        Raises:
            KeyStoreError: It cannot be read, or is not kept safely.
        """

    def remove(self, name: str) -> None:
        """Remove a secret; nothing happens where there is none.

        Raises:
            KeyStoreError: It is still there.
        """


@runtime_checkable
class AnchorStore(Protocol):
    """A key store that keeps the two entries of an anchor in one call each, not in several."""

    def get_both(self, name: str, other: str) -> tuple[bytes | None, bytes | None]:
        """The secrets of two names, None where there is none.

        Raises:
            KeyStoreError: They cannot be read.
        """

    def replace(self, name: str, anchor: bytes) -> None:
        """Keep an anchor in the place of what the name had.

        Raises:
            KeyStoreError: It is not kept.
        """


class _Answer(msgspec.Struct):
    status: Literal["done", "absent", "locked", "insecure", "taken", "failed"]
    text: str | None = None
    other: str | None = None


class OperatingSystemKeyring:
    """The keyring of this account, reached through the helper.

    Args:
        command: What starts the helper.
        limit_s: How long one call may take.
    """

    def __init__(self, command: Sequence[str], limit_s: float) -> None:
        """Remember how to start the helper; nothing runs yet."""
        self._command = tuple(command)
        self._limit_s = limit_s

    def put(self, name: str, secret: bytes) -> None:
        """Probe the keyring, then keep a secret under a new name and read it back.

        Raises:
            ValueError: The secret is too long for the keyrings of all systems.
            KeyringAbsentError: There is no keyring.
            KeyringLockedError: It is locked and was not unlocked.
            KeyringInsecureError: It would keep the secret in clear, in memory only, or not at all.
            KeyringSilentError: It did not answer in time.
            KeyStoreError: The name is in use, or something else went wrong.
        """
        text = base64.b64encode(secret).decode("ascii")
        if len(text) > MAX_TEXT_CHARACTERS:
            raise ValueError(
                f"a secret in the keyring has {MAX_TEXT_CHARACTERS} characters at most"
            )
        self._ask({"act": "put", "name": name, "text": text})

    def get(self, name: str) -> bytes | None:
        """Read a secret.

        Raises:
            KeyringAbsentError: There is no keyring.
            KeyringLockedError: It is locked and was not unlocked.
            KeyringInsecureError: It keeps the secret in clear.
            KeyringSilentError: It did not answer in time.
            KeyStoreError: The entry is not one of ours, or something else went wrong.
        """
        return _secret_of(self._ask({"act": "get", "name": name}).text)

    def get_both(self, name: str, other: str) -> tuple[bytes | None, bytes | None]:
        """Read two secrets.

        Raises:
            KeyStoreError: As for one.
        """
        answer = self._ask({"act": "get-both", "name": name, "other": other})
        return _secret_of(answer.text), _secret_of(answer.other)

    def replace(self, name: str, anchor: bytes) -> None:
        """Keep an anchor, which is no key, in the place of an older one.

        Raises:
            KeyStoreError: The name is not that of an anchor, or it was not kept.
        """
        text = base64.b64encode(anchor).decode("ascii")
        self._ask({"act": "replace", "name": name, "text": text})

    def remove(self, name: str) -> None:
        """Remove a secret.

        Raises:
            KeyringAbsentError: There is no keyring.
            KeyringLockedError: It is locked and was not unlocked.
            KeyringSilentError: It did not answer in time.
            KeyStoreError: Something else went wrong.
        """
        self._ask({"act": "remove", "name": name})

    @override
    def __repr__(self) -> str:
        return "<OperatingSystemKeyring>"

    def _ask(self, request: Mapping[str, str]) -> _Answer:
        line = msgspec.json.encode(request)
        answer = _decoded(PROCESSES.ask(self._command, PASSED_VARIABLES, line, self._limit_s))
        match answer.status:
            case "done":
                return answer
            case "absent":
                raise KeyringAbsentError
            case "locked":
                raise KeyringLockedError
            case "insecure":
                raise KeyringInsecureError
            case "taken":
                raise KeyStoreError("There is already a key by this name in the keyring.")
            case "failed":
                raise KeyStoreError


def open_keyring(
    command: Sequence[str] | None = None, *, limit_s: float = TIME_LIMIT_S
) -> OperatingSystemKeyring:
    """The keyring of this account; nothing is asked of it yet.

    Args:
        command: What starts the helper, where it is not the one of this program.
        limit_s: How long one call may take.
    """
    return OperatingSystemKeyring(command or keyring_helper_command(), limit_s)


def _secret_of(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise KeyStoreError("The entry in the keyring was altered.") from None


def _decoded(answer: bytes) -> _Answer:
    try:
        return msgspec.json.decode(answer, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise KeyStoreError from None
