"""Which shared libraries go into a bundle on Linux, and which stay the workstation's.

PyInstaller takes along whatever its libraries link to, also for parts that are left out afterwards:
Kerberos for QtNetwork, GTK for a theme. Here it is asked again what what is left links to.

Three kinds stay the workstation's, which keeps them up to date: what Qt alone needs (X11, Wayland,
fonts, D-Bus), so that the window looks and behaves as others do; the C++ run time, because drivers
of graphics cards need their own; the C library. The Debian package depends on them.
"""

import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

Entry = tuple[str, str, str]
"""PyInstaller's: place in the bundle, place now (of a link: what it leads to), kind."""

CODE, LINK = ("BINARY", "EXTENSION"), "SYMLINK"
RUN_TIME = re.compile(r"lib(stdc\+\+|gcc_s)\.so\.\d")
SYSTEM = ("/lib/", "/usr/lib/", "/lib64/", "/usr/lib64/")
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_OF_QT = re.compile(r"PySide6|shiboken6|libQt6|libpyside6|libicu")


def ours(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without libraries that nothing of it needs, and without links to such.

    Args:
        entries: All of a folder, data too: PyInstaller counts links to libraries among them.
    """
    entries = list(entries)
    code = [entry for entry in entries if entry[2] in CODE and not RUN_TIME.match(_name(entry))]
    by_name = {_name(entry): entry for entry in code}
    needs = needed_by([Path(entry[1]) for entry in code])
    followed = [entry for entry in code if not _is_a_dependency(entry)]
    kept = set(followed)
    while followed:
        entry = followed.pop()
        for name in needs.get(Path(entry[1]), ()):
            found = by_name.get(name)
            if found is None or found in kept or (_OF_QT.search(entry[0]) and _is_of_system(found)):
                continue
            kept.add(found)
            followed.append(found)
    kept.update(entry for entry in entries if entry[2] not in {*CODE, LINK})
    places = {entry[0] for entry in kept}
    return [entry for entry in entries if entry in kept or _leads_to(entry) in places]


def needed_by(libraries: Sequence[Path]) -> dict[Path, list[str]]:
    """Names of the libraries that each file itself links to; none where it is no program."""
    if not libraries:
        return {}
    # The first one twice: of a single file readelf would not say the name.
    command = ["readelf", "-dW", str(libraries[0]), *map(str, libraries)]
    listed = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
    )
    needs: dict[Path, list[str]] = {}
    names: list[str] = []
    for line in listed.stdout.splitlines():
        if line.startswith("File: "):
            names = needs.setdefault(Path(line.removeprefix("File: ")), [])
        elif found := _NEEDED.search(line):
            names.append(found[1])
    return needs


def _leads_to(entry: Entry) -> str | None:
    """The place in the bundle that a link names; None where it is no link."""
    return (Path(entry[0]).parent / entry[1]).as_posix() if entry[2] == LINK else None


def _name(entry: Entry) -> str:
    return Path(entry[0]).name


def _is_of_system(entry: Entry) -> bool:
    return entry[1].startswith(SYSTEM)


def _is_a_dependency(entry: Entry) -> bool:
    """Whether a file is there only because another one links to it; Python's own never is."""
    if _name(entry).startswith("libpython"):
        return False
    return _is_of_system(entry) or Path(entry[1]).parent.name.endswith(".libs")
