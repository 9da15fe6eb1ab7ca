"""Processes of the helper for the keyring, each of which waits a moment for a further call.

Starting one costs about a quarter of a second, and a vault asks two or three times while it is
opened and closed. One that has answered is kept for a few seconds and then ended: it has had a
secret in its memory. While one call waits for a person, another is given a process of its own.
"""

import atexit
import os
import subprocess
import threading
from collections.abc import Callable, Sequence
from typing import BinaryIO, TypeAlias, cast

from desktop.domain.errors import KeyringSilentError, KeyStoreError

WAIT_S = 3.0
"""How long a helper waits for a further call."""

MAX_ANSWER_BYTES = 4096
_END_LIMIT_S = 2.0

_Start: TypeAlias = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
"""Command and environment: what tells one helper from another."""


class _Helper:
    """One process: a line in, a line out.

    Attributes:
        start: What it was started with.
        waiting: Ends it when it has waited long enough.
    """

    def __init__(self, start: _Start) -> None:
        self.start = start
        self.waiting: threading.Timer | None = None
        command, environment = start
        self._process = subprocess.Popen(  # noqa: S603  # our own program, no words of others
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            # Ctrl-C is for the program, which asks the keyring once more before it ends.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: bytes, limit_s: float) -> bytes:
        """The answer to a request of one line; b"" where there is none.

        Raises:
            KeyringSilentError: It did not come in time; the process is killed.
        """
        requests = cast(BinaryIO, self._process.stdin)
        answers = cast(BinaryIO, self._process.stdout)
        is_late = threading.Event()
        limit = _timer(limit_s, self._give_up, is_late)
        try:
            requests.write(request + b"\n")
            requests.flush()
            answer = answers.readline(MAX_ANSWER_BYTES)
        except OSError:
            answer = b""
        finally:
            limit.cancel()
        if not answer and is_late.is_set():
            raise KeyringSilentError
        return answer

    def end(self) -> None:
        """Let it end, or end it."""
        try:
            self._process.communicate(timeout=_END_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def _give_up(self, is_late: threading.Event) -> None:
        is_late.set()
        self._process.kill()


class KeyringProcesses:
    """The helpers that wait; they can be asked from any thread."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._waiting: list[_Helper] = []
        self._guard = threading.Lock()

    def ask(
        self, command: Sequence[str], passed: Sequence[str], request: bytes, limit_s: float
    ) -> bytes:
        """Ask a helper that waits, or a fresh one.

        Args:
            command: What starts it.
            passed: Names of the variables of this process that it is given.
            request: One line.
            limit_s: How long it may take.

        Returns:
            One line; b"" where the helper ended without an answer.

        Raises:
            KeyringSilentError: It did not answer in time.
            KeyStoreError: It could not be started.
        """
        environment = tuple((name, os.environ[name]) for name in passed if name in os.environ)
        helper = self._taken((tuple(command), environment))
        answer = b""
        try:
            answer = helper.ask(request, limit_s)
        finally:
            if answer:
                self._keep(helper)
            else:
                helper.end()
        return answer

    def end(self) -> None:
        """End those that wait."""
        with self._guard:
            waiting, self._waiting = self._waiting, []
        for helper in waiting:
            helper.end()

    def _taken(self, start: _Start) -> _Helper:
        with self._guard:
            helper = next((helper for helper in self._waiting if helper.start == start), None)
            if helper is not None:
                self._waiting.remove(helper)
        if helper is not None:
            if helper.waiting is not None:
                helper.waiting.cancel()
            if helper.is_alive:
                return helper
            helper.end()
        try:
            return _Helper(start)
        except OSError:
            raise KeyStoreError("The helper for the keyring could not be started.") from None

    def _keep(self, helper: _Helper) -> None:
        with self._guard:
            self._waiting.append(helper)
            helper.waiting = _timer(WAIT_S, self._end_one, helper)

    def _end_one(self, helper: _Helper) -> None:
        with self._guard:
            if helper not in self._waiting:
                return
            self._waiting.remove(helper)
        helper.end()


def _timer(seconds: float, function: Callable[..., None], argument: object) -> threading.Timer:
    timer = threading.Timer(seconds, function, (argument,))
    timer.daemon = True
    timer.start()
    return timer


PROCESSES = KeyringProcesses()
"""Of the whole program: whoever opens the keyring shares its helpers."""

atexit.register(PROCESSES.end)
