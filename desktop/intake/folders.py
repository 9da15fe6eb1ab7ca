"""What was dropped, file by file: folders are walked, links are not followed."""

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_LITTER = frozenset(
    {
        "thumbs.db",
        "ehthumbs.db",
        "ehthumbs_vista.db",
        "desktop.ini",
        "icon\r",
        "__macosx",
        "$recycle.bin",
        "system volume information",
        "lost+found",
    }
)
"""What operating systems leave in folders, in lower case; names with a dot in front are hidden."""

_LOCK_PREFIX = "~$"
"""Office marks a document that it has open with a small file of this name."""

_WINDOWS_HIDDEN = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 0)
_DIGITS = re.compile(r"([0-9]+)")


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file among the paths and in the folders among them, each once.

    Folders come with all that is below them, sorted as people number things ("2" before "10"). In
    them hidden files and what operating systems leave behind are passed over; whatever is named in
    `paths` itself is given out. Links, pipes and folders that cannot be opened are given out too:
    `admit` refuses them with a reason, so that nothing goes missing in silence.

    Args:
        paths: Of files and folders, in the order in which they are wanted.

    Yields:
        Absolute paths.
    """
    given: set[Path] = set()
    for path in paths:
        for file in _files_below(path.absolute()):
            if file not in given:
                given.add(file)
                yield file


def _files_below(path: Path) -> Iterator[Path]:
    """The path itself, or where it is a folder, all files below it; without recursion."""
    waiting: list[tuple[Path, bool]] = [(path, _is_folder(path))]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield path
            continue
        try:
            with os.scandir(path) as entries:
                inside = [
                    (Path(entry.path), entry.is_dir(follow_symlinks=False))
                    for entry in entries
                    if not _is_passed_over(entry)
                ]
        except OSError:
            yield path
            continue
        # Files of a folder come before the folders in it; the last one waiting is the next.
        inside.sort(key=lambda item: (item[1], _order_of(item[0].name)), reverse=True)
        waiting.extend(inside)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def _is_passed_over(entry: "os.DirEntry[str]") -> bool:
    if entry.name.startswith((".", _LOCK_PREFIX)) or entry.name.lower() in _LITTER:
        return True
    if sys.platform == "win32":
        return bool(entry.stat(follow_symlinks=False).st_file_attributes & _WINDOWS_HIDDEN)
    return False


def _order_of(name: str) -> tuple[tuple[str | int, ...], str]:
    """Letters without their case and numbers by their size; then the name as it is.

    Letters and numbers alternate, the first being letters, so that like is compared with like.
    """
    parts = _DIGITS.split(name.casefold())
    return tuple(int(part) if index % 2 else part for index, part in enumerate(parts)), name
