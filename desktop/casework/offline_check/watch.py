"""Who made which sockets: processes looked at from outside while they work, on Linux.

Two means. strace, where it is installed, sees every call of every process, refused ones too. The
files under /proc are looked at many times a second everywhere: the sockets that each process holds,
by the tables of the kernel, and whether a filter of system calls stands around it.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

LOOK_EVERY_S = 0.05

STRACE_PLACES = ("/usr/bin/strace", "/usr/local/bin/strace")
"""Where the program is looked for; never where an environment variable says."""

LOCAL = "AF_UNIX"
_TABLES = dict.fromkeys(("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "icmp", "icmp6"), 9) | {
    "packet": 8,
    "netlink": 9,
}
"""Below /proc/<pid>/net, with the column of the socket's number; local ones are in none of them."""

_ROLES = (
    ("reading worker", ("desktop.reading.worker", "incamera-reading-worker")),
    ("vision worker", ("models.worker", "incamera-vision-worker")),
    ("keyring helper", ("keyring_helper", "incamera-keyring-helper")),
    ("OCR program", ("tesseract",)),
    ("app", ("desktop.cli.main", "incamera")),
)

_SOCKET_MADE = re.compile(r"\b(?:socket|socketpair)\((\w+)[^)]*\)\s*=\s*(-?\d+)(?: (\w+))?")
_INODE = re.compile(r"socket:\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class SeenProcess:
    """A process that was looked at.

    Attributes:
        role: What it is of In Camera.
        times: How often it was looked at.
        is_filtered: Whether a filter of system calls stood around it when it was last looked at.
        local_sockets: Most local sockets it held at once.
        other_sockets: Sockets of other kinds that it held, by the kernel's tables.
        is_open: Whether its descriptors could be looked at; a worker behind its walls hides them.
    """

    role: str
    times: int
    is_filtered: bool
    local_sockets: int
    other_sockets: tuple[str, ...]
    is_open: bool


@dataclass(slots=True)
class _Seen:
    role: str
    times: int = 0
    is_filtered: bool = False
    is_open: bool = False
    local_sockets: int = 0
    others: set[str] = field(default_factory=set)


class Watch:
    """Looks at a process and all that descend from it until it is told to stop.

    Args:
        root: Number of the process.
    """

    def __init__(self, root: int) -> None:
        """Begin to look."""
        self._root = root
        self._seen: dict[int, _Seen] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._thread.start()

    def end(self) -> tuple[SeenProcess, ...]:
        """Stop looking; what was seen, a row a process."""
        self._stop.set()
        self._thread.join()
        return tuple(
            SeenProcess(
                one.role,
                one.times,
                one.is_filtered,
                one.local_sockets,
                tuple(sorted(one.others)),
                one.is_open,
            )
            for one in self._seen.values()
        )

    def _look(self) -> None:
        while not self._stop.wait(LOOK_EVERY_S):
            for pid in descendants(self._root):
                self._look_at(pid)

    def _look_at(self, pid: int) -> None:
        folder = Path(f"/proc/{pid}")
        try:
            status = (folder / "status").read_text("utf-8", "replace")
            command = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:
            return  # it has ended
        if not command or command.split("\0", 1)[0] in STRACE_PLACES:
            return  # ended, but not waited for; or itself watching
        seen = self._seen.setdefault(pid, _Seen(""))
        seen.role = _role_of(command)
        seen.times += 1
        seen.is_filtered = "\nSeccomp:\t2" in status
        inodes = _held_sockets(folder)
        if inodes is not None:
            seen.is_open = True
            tables = _table_of(folder) if inodes else {}
            kinds = Counter(tables.get(inode, "local") for inode in inodes)
            seen.local_sockets = max(seen.local_sockets, kinds.pop("local", 0))
            seen.others.update(kinds)


def descendants(root: int) -> Iterator[int]:
    """A process and all that descend from it, as far as they still run."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2]
        except OSError:
            continue
        children.setdefault(int(after_name.split()[1]), []).append(int(folder.name))
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        waiting += children.get(pid, [])


@dataclass(frozen=True, slots=True)
class SocketCalls:
    """Calls that make a socket, as strace wrote them down.

    Attributes:
        local: How many local sockets were made.
        others_made: Families of other sockets that were made.
        others_refused: Families of other sockets that were asked for and refused, each call once.
    """

    local: int
    others_made: tuple[str, ...]
    others_refused: tuple[str, ...]


def socket_calls(lines: Iterable[str]) -> SocketCalls:
    """What stands in the lines of strace about sockets."""
    local = 0
    made: list[str] = []
    refused: list[str] = []
    for line in lines:
        found = _SOCKET_MADE.search(line)
        if found is None:
            continue
        family, result = found[1], int(found[2])
        if family == LOCAL:
            local += result >= 0
        elif result >= 0:
            made.append(family)
        else:
            refused.append(family)
    return SocketCalls(local, tuple(made), tuple(refused))


def _role_of(command: str) -> str:
    return next((role for role, marks in _ROLES if any(m in command for m in marks)), "other")


def _held_sockets(folder: Path) -> set[str] | None:
    """Numbers of the sockets that a process holds; None where it does not let itself be seen."""
    try:
        held = list((folder / "fd").iterdir())
    except OSError:
        return None
    inodes = set()
    for descriptor in held:
        try:
            found = _INODE.fullmatch(str(descriptor.readlink()))
        except OSError:
            continue  # closed meanwhile
        if found is not None:
            inodes.add(found[1])
    return inodes


def _table_of(folder: Path) -> Mapping[str, str]:
    """Table of the kernel by socket's number, for all sockets that are not local."""
    tables: dict[str, str] = {}
    for name, column in _TABLES.items():
        try:
            lines = (folder / "net" / name).read_text("ascii", "replace").splitlines()[1:]
        except OSError:
            continue
        rows = (line.split() for line in lines)
        tables.update({row[column]: name for row in rows if len(row) > column})
    return tables
