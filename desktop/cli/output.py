"""What a command prints: tables for people, JSON for programs, progress for a terminal.

Names and words from documents pass through `printable`, so that none can steer the terminal.
"""

import json
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.domain.errors import InCameraError
from desktop.domain.progress import Phase, Progress

WIDEST_COLUMN = 60
"""Characters; longer cells are cut with an ellipsis, JSON has them whole."""


def printable(text: str) -> str:
    """The text on one line, with control, direction and lone surrogate characters replaced."""
    return "".join(
        " " if char in "\n\t" else "\N{REPLACEMENT CHARACTER}" if _is_unsafe(char) else char
        for char in text
    )


def _is_unsafe(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@dataclass(slots=True)
class Output:
    """Where results go.

    Attributes:
        is_json: One JSON document on standard output instead of tables.
        is_terminal: Whether progress is shown, on standard error.
    """

    is_json: bool
    is_terminal: bool = field(default_factory=sys.stderr.isatty)
    _has_progress_line: bool = False

    def result(self, rows: Sequence[dict[str, object]], columns: Sequence[str]) -> None:
        """Print a list: all of it as JSON, the named columns as a table."""
        if self.is_json:
            self.document(list(rows))
        else:
            self.table(rows, columns)

    def document(self, value: object) -> None:
        """Print one JSON document."""
        json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")

    def line(self, text: str) -> None:
        """Print a line for people; nothing where JSON was asked for."""
        if not self.is_json:
            print(printable(text))

    def text(self, text: str) -> None:
        """Print text of several lines."""
        for line in text.split("\n"):
            print(printable(line))

    def piece(self, text: str) -> None:
        """Print a piece of a line for people, at once; nothing where JSON was asked for."""
        if not self.is_json:
            sys.stdout.write(printable(text))
            sys.stdout.flush()

    def table(self, rows: Sequence[dict[str, object]], columns: Sequence[str]) -> None:
        """Print rows under headings, as wide as their contents."""
        cells = [[_shortened(printable(str(row[column]))) for column in columns] for row in rows]
        titles = [column.replace("_", " ") for column in columns]
        widths = [
            max(len(line[index]) for line in [titles, *cells]) for index in range(len(columns))
        ]
        for line in [titles, *cells]:
            print(
                "  ".join(
                    cell.ljust(width) for cell, width in zip(line, widths, strict=True)
                ).rstrip()
            )

    def progress(self, progress: Progress) -> None:
        """Show how far long work has come."""
        self.status(describe(progress))

    def status(self, text: str) -> None:
        """Rewrite the progress line of a terminal."""
        if not self.is_terminal:
            return
        sys.stderr.write(f"\r\x1b[2K{printable(text)}")
        sys.stderr.flush()
        self._has_progress_line = True

    def end_progress(self) -> None:
        """Take the progress line away."""
        if self._has_progress_line:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            self._has_progress_line = False

    def usage(self, text: str) -> None:
        """Say on standard error what the command line lacks."""
        print(printable(text), file=sys.stderr)

    def error(self, error: InCameraError) -> None:
        """Print an error: sentence, remedy and code; as JSON too where that was asked for."""
        self.end_progress()
        if self.is_json:
            self.document({"code": error.code, "reason": error.reason, "remedy": error.remedy})
        print(f"incamera: {printable(str(error))}", file=sys.stderr)


def describe(progress: Progress) -> str:
    """Progress in words, such as "Reading  41 of 128 pages  3.2 pages/s  27 s left"."""
    if progress.phase is Phase.ADMITTING:
        return f"Admitting  {progress.files_done} of {progress.files_total} files"
    about = "about " if progress.pages_expected else ""
    pages = progress.pages_total + progress.pages_expected
    parts = [
        progress.phase.value.capitalize(),
        f"{progress.pages_done} of {about}{pages} pages",
    ]
    if progress.pages_per_s > 0:
        parts.append(f"{progress.pages_per_s:.1f} pages/s")
    if progress.left_s is not None:
        parts.append(f"{duration(progress.left_s)} left")
    if progress.pages_failed:
        parts.append(f"{progress.pages_failed} failed")
    return "  ".join(parts)


def duration(seconds: float) -> str:
    """Seconds as people say them: "27 s", "4 min", "2 h 05 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02} min"


def _shortened(text: str) -> str:
    return text if len(text) <= WIDEST_COLUMN else f"{text[: WIDEST_COLUMN - 1]}…"
