"""A log that an administrator may send by e-mail: what happened and where, never a document's word.

One line an event, in UTC:

    2026-11-24T08:31:35.120Z INFO window/4711 desktop.wire.worker_process:229 reading-1: ended ...

Messages are written by this program's own modules, which put counts, codes and random identities
into them. Everything that comes from elsewhere is cut down: of other libraries' messages the
library and its line stay, of an error its class and its places, of a path its last part where that
is a part of a program. Whatever is left over from this is found by a test that reads a document
with an unguessable word in it and then looks for the word in all that was written.
"""

import logging
import os
import platform
import re
import sys
import threading
import time
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from typing_extensions import override

from desktop import __version__
from desktop.domain.errors import OwnFolderError
from desktop.paths import log_folder
from desktop.wire.defects import places_of

MAX_FILE_BYTES = 1 << 20
"""About 8,000 events; a day of steady reading makes some hundred."""

OLD_FILES = 3
MAX_MESSAGE_CHARS = 500

_OWN = ("desktop", "models", "__main__")
_NO_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PATH = re.compile(
    r"""
    (?P<quote>["']) (?P<quoted> [^"']* [/\\] [^"']* ) (?P=quote)
    | (?<![\w)]) (?P<bare> (?:[A-Za-z]:|~|\.{1,2})? [/\\] [^\s"',;()<>|]+ )
    """,
    re.VERBOSE,
)
_PROGRAM_PARTS = (".py", ".pyc", ".so", ".pyd", ".dll", ".dylib")
_log = logging.getLogger(__name__)


def start(program: str) -> None:
    """Keep a log from now on, and see to it that no defect is printed with a document's words.

    Called again, it goes on in another file. Uncaught errors, in any thread, go to the log with
    their places; on the terminal one sentence says so.

    Args:
        program: Names the file, such as "cli".

    Raises:
        OwnFolderError: The folder of the logs cannot be used.
    """
    stop()
    handler = _PrivateFile(log_folder() / f"{program}.log")
    handler.setFormatter(ContentFreeFormatter(program))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # a full disk must not end the work
    sys.excepthook = _on_uncaught
    threading.excepthook = _on_uncaught_in_thread
    sys.unraisablehook = _on_unraisable
    _log.info("started: %s, Python %s, %s", __version__, platform.python_version(), sys.platform)


def stop() -> None:
    """Close the log and leave everything as it was before `start`."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _PrivateFile)]:
        root.removeHandler(handler)
        handler.close()
        root.setLevel(logging.WARNING)
        logging.captureWarnings(capture=False)
        logging.raiseExceptions = True
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__


class ContentFreeFormatter(logging.Formatter):
    """Writes an event on one line, and below it the places of an error.

    Args:
        program: Which of the programs it is.
    """

    def __init__(self, program: str) -> None:
        """Start."""
        super().__init__()
        self._program = program

    @override
    def format(self, record: logging.LogRecord) -> str:
        """The event's line or lines."""
        moment = time.gmtime(record.created)
        line = (
            f"{time.strftime('%Y-%m-%dT%H:%M:%S', moment)}.{record.msecs:03.0f}Z "
            f"{record.levelname} {self._program}/{record.process} "
            f"{record.name}:{record.lineno} {_message_of(record)}"
        ).rstrip()
        if record.exc_info and record.exc_info[1] is not None:
            line = "\n".join([line, *places_of(record.exc_info[1])])
        return line


class _PrivateFile(RotatingFileHandler):
    """A log file that only this account can read, and its older parts."""

    def __init__(self, file: Path) -> None:
        try:
            super().__init__(file, maxBytes=MAX_FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8")
        except OSError:
            raise OwnFolderError from None

    @override
    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        opened = os.open(self.baseFilename, flags, 0o600)
        return os.fdopen(opened, "a", encoding="utf-8", errors="replace")


def _message_of(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] not in _OWN:
        return ""
    try:
        message = record.getMessage()
    except (TypeError, ValueError):  # its arguments do not fit it
        return ""
    return _PATH.sub(_without_folders, _NO_LINE.sub("\ufffd", message))[:MAX_MESSAGE_CHARS]


def _without_folders(found: re.Match[str]) -> str:
    path = found["quoted"] or found["bare"]
    last = re.split(r"[/\\]", path)[-1]
    quote = found["quote"] or ""
    return f"{quote}{last if last.endswith(_PROGRAM_PARTS) else '(path)'}{quote}"


def _on_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical("uncaught", exc_info=(kind, error, trace))
    _tell_terminal()


def _on_uncaught_in_thread(arguments: "threading.ExceptHookArgs") -> None:
    error = arguments.exc_value
    if error is None or isinstance(error, SystemExit):
        return
    _log.critical("uncaught in a thread", exc_info=(type(error), error, error.__traceback__))
    _tell_terminal()


def _on_unraisable(arguments: "sys.UnraisableHookArgs") -> None:
    error = arguments.exc_value
    if error is not None:
        _log.error("ignored", exc_info=(type(error), error, error.__traceback__))


def _tell_terminal() -> None:
    if sys.stderr is not None:
        sys.stderr.write("In Camera: a defect of the program; its place is in the log.\n")
