"""One life of a worker process: started, watched, ended and buried by a thread of its own.

That thread, the warden, starts the process because Linux ends a process that asked for
PR_SET_PDEATHSIG when the *thread* that started it ends, not when the program does: a worker started
by a short-lived thread would die with it.
"""

import contextlib
import logging
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from desktop.domain.errors import (
    WorkerCancelledError,
    WorkerDiedError,
    WorkerError,
    WorkerSilentError,
    WorkerStartError,
)
from desktop.wire.frames import PIPE_BUFFER_BYTES, read_frame, write_frame
from desktop.wire.messages import AnyMessage

MAX_LOGGED_LINES = 100
"""Of one life: a traceback has at most some dozens."""

MAX_LINE_CHARS = 400
"""Longer lines are cut."""

BURY_LIMIT_S = 5.0
"""A killed process is gone within milliseconds, unless the disk or a device holds it."""

TRACE_LINE = re.compile(r"! [A-Za-z_][\w.<>]{0,120}(?::\d{1,6} in [\w.<>]{1,120})?")
"""What `worker_loop.py` writes about a defect: "! module:line in function", "! ExceptionClass"."""

_APART_ON_WINDOWS = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(
    subprocess, "CREATE_NO_WINDOW", 0
)
"""A group of its own, as a session is elsewhere, and no console window."""

_SOURCE_ROOT = Path(__file__).resolve().parents[2]
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\u02af\u2010-\u2027]")
_log = logging.getLogger(__name__)


def worker_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a worker: of the analyst's session it gets nothing."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONSAFEPATH": "1",
        "PYTHONPATH": str(_SOURCE_ROOT),
        # onnxruntime would else report to its maker; see desktop/reading/rapidocr_engine.py.
        "ORT_DISABLE_TELEMETRY": "1",
    }
    if sys.platform == "win32":
        environment["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", r"C:\Windows")
        environment["PATH"] = str(Path(environment["SYSTEMROOT"]) / "System32")
    if getattr(sys, "frozen", False):
        del environment["PYTHONPATH"]
    environment.update(extra)
    return environment


class WorkerProcess:
    """A worker process that is alive, or whose end has been decided.

    `send` and `receive` belong to one thread at a time each; the others are safe from any.

    Args:
        command: Program and arguments.
        name: How it is called in logs.
        environment: Its whole environment.

    Raises:
        WorkerStartError: The operating system would not start it.
    """

    def __init__(
        self, command: Sequence[str], *, name: str, environment: Mapping[str, str]
    ) -> None:
        """Start it; returns when the operating system has."""
        self._command = tuple(command)
        self._name = name
        self._environment = dict(environment)
        self._changed = threading.Condition()
        self._verdict: type[WorkerError] | None = None
        self._deadline_s: float | None = None
        self._wakes_at_s: float | None = None
        self._has_seen_request = False
        spawned: queue.SimpleQueue[subprocess.Popen[bytes] | None] = queue.SimpleQueue()
        self._warden = threading.Thread(
            target=self._watch, args=(spawned,), name=f"warden-{name}", daemon=True
        )
        self._warden.start()
        popen = spawned.get()
        if popen is None:
            raise WorkerStartError
        self._popen = popen
        self.pid = popen.pid
        self._requests = cast(BinaryIO, popen.stdin)
        self._answers = cast(BinaryIO, popen.stdout)
        self._listener = threading.Thread(
            target=self._listen,
            args=(cast(BinaryIO, popen.stderr),),
            name=f"stderr-{name}",
            daemon=True,
        )
        self._listener.start()

    @property
    def is_alive(self) -> bool:
        """Whether it runs and nobody has decided its end."""
        with self._changed:
            return self._verdict is None and not self._has_exited()

    # ------------------------------------------------------------------ one thread at a time

    def allow(self, limit_s: float | None) -> None:
        """End it as silent when `limit_s` seconds from now have passed; None lifts the limit.

        The warden is woken only where it would sleep beyond the new limit: while pages are read it
        wakes once a limit, not once a page.
        """
        with self._changed:
            self._deadline_s = None if limit_s is None else time.monotonic() + limit_s
            if self._deadline_s is not None and (
                self._wakes_at_s is None or self._wakes_at_s > self._deadline_s
            ):
                self._changed.notify_all()

    def hasten(self, limit_s: float) -> None:
        """End it as silent when `limit_s` seconds from now have passed, if not before."""
        with self._changed:
            deadline_s = time.monotonic() + limit_s
            if self._deadline_s is None or deadline_s < self._deadline_s:
                self._deadline_s = deadline_s
                self._changed.notify_all()

    def send(self, message: AnyMessage, payload: bytes | memoryview) -> None:
        """Hand it a request.

        Raises:
            WorkerError: It died, or was ended meanwhile.
        """
        self._has_seen_request = True
        try:
            write_frame(self._requests, message, payload)
        except OSError:
            raise self._cause_of_end()() from None

    def receive(self, *, max_payload_bytes: int) -> tuple[AnyMessage, bytes]:
        """Its next message.

        Raises:
            WorkerError: It died, talked nonsense, or was ended meanwhile.
        """
        try:
            return read_frame(self._answers, max_payload_bytes=max_payload_bytes)
        except EOFError:
            raise self._cause_of_end()() from None

    def bury(self) -> None:
        """Wait until it is gone and let go of its pipes; ends it first where nobody has."""
        self.end(WorkerCancelledError)
        self._warden.join(BURY_LIMIT_S)
        self._listener.join(BURY_LIMIT_S)
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):  # closing flushes what it never read
                pipe.close()

    # ------------------------------------------------------------------ any thread

    def end(self, verdict: type[WorkerError]) -> None:
        """Kill it and all it started; the first verdict stands."""
        with self._changed:
            if self._verdict is not None:
                return
            self._verdict = verdict
            if sys.platform == "win32":
                self._popen.kill()
            else:
                # It has not been waited for, so that its number cannot belong to anyone else.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._popen.pid, signal.SIGKILL)
            self._changed.notify_all()

    # ------------------------------------------------------------------ inside

    def _cause_of_end(self) -> type[WorkerError]:
        """Why the pipe broke: the verdict if there was one, else it died by itself."""
        with self._changed:
            return self._verdict or WorkerDiedError

    def _has_exited(self) -> bool:
        popen = self._popen
        if popen.returncode is not None:
            return True
        if sys.platform == "win32":
            return popen.poll() is not None
        try:
            options = os.WEXITED | os.WNOHANG | os.WNOWAIT
            return os.waitid(os.P_PID, popen.pid, options) is not None
        except ChildProcessError:
            return True

    def _watch(self, spawned: "queue.SimpleQueue[subprocess.Popen[bytes] | None]") -> None:
        """The warden: start, keep time, wait for the dead."""
        try:
            popen = subprocess.Popen(  # noqa: S603 - a command of ours, no shell
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=PIPE_BUFFER_BYTES,
                env=self._environment,
                cwd=Path(self._command[0]).anchor or None,
                start_new_session=True,
                creationflags=_APART_ON_WINDOWS,
            )
        except OSError as error:
            _log.error("%s: cannot be started: %s", self._name, type(error).__name__)
            spawned.put(None)
            return
        spawned.put(popen)
        with self._changed:
            while self._verdict is None:
                self._wakes_at_s = self._deadline_s
                wait_s = None if self._deadline_s is None else self._deadline_s - time.monotonic()
                if wait_s is not None and wait_s <= 0:
                    self.end(WorkerSilentError)
                else:
                    self._changed.wait(wait_s)
            verdict = self._verdict
        code = popen.wait()
        _log.info("%s: ended (%s, exit status %d)", self._name, verdict.__name__, code)

    def _listen(self, stderr: BinaryIO) -> None:
        """Empty stderr so that it never fills; log what cannot hold words of a document.

        Before the first request the process has seen no document, and every line is logged. After
        it, only lines of the one form that `worker_loop.py` writes are.
        """
        lines_logged = 0
        bytes_kept_out = 0
        with stderr:
            while line := stderr.readline(PIPE_BUFFER_BYTES):
                text = _UNPRINTABLE.sub("\ufffd", line.decode("utf-8", "replace").rstrip())
                may_log = not self._has_seen_request or TRACE_LINE.fullmatch(text)
                if may_log and lines_logged < MAX_LOGGED_LINES:
                    lines_logged += 1
                    _log.warning("%s: %s", self._name, text[:MAX_LINE_CHARS])
                else:
                    bytes_kept_out += len(line)
        if bytes_kept_out:
            _log.info("%s: wrote %d bytes more", self._name, bytes_kept_out)
