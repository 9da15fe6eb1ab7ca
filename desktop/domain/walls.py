"""The walls around a worker by name: what each refuses, and what stands where it is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Wall(StrEnum):
    """A limit that the operating system puts around a worker; a worker names those that stand."""

    NO_NEW_PRIVS = "no_new_privs"
    NO_NETWORK = "no_network"
    LIMITS = "limits"
    LANDLOCK = "landlock"
    HIDDEN_MEMORY = "hidden_memory"
    SECCOMP = "seccomp"
    SANDBOX = "sandbox"
    JOB = "job"
    NO_PRIVILEGES = "no_privileges"
    LOW_INTEGRITY = "low_integrity"
    NO_CHILDREN = "no_children"


@dataclass(frozen=True, slots=True)
class WallWords:
    """A wall in the words of the reports.

    Attributes:
        refuses: What a worker cannot do behind it.
        instead: What stands against that where the wall is missing.
    """

    refuses: str
    instead: str


WORDS: Mapping[Wall, WallWords] = {
    Wall.NO_NEW_PRIVS: WallWords(
        "gain rights by starting another program",
        "nothing but the rights of the account itself",
    ),
    Wall.NO_NETWORK: WallWords(
        "make a socket, from its first line on",
        "code in Python is refused sockets; the parsers are built without network code",
    ),
    Wall.LIMITS: WallWords(
        "let a file grow, leave a core file, open many files, take memory or time without end",
        "the app ends a worker that does not answer in time",
    ),
    Wall.LANDLOCK: WallWords(
        "open any file but those that it was started to read",
        "once it is loaded, seccomp refuses the opening of any file",
    ),
    Wall.HIDDEN_MEMORY: WallWords(
        "have its memory read by other programs of the account, or written to a core file",
        "the system's own rules about who may look into whom",
    ),
    Wall.SECCOMP: WallWords(
        "call the system for anything but memory, clocks and its pipes",
        "Landlock refuses the opening of files, and no_network refuses sockets and programs",
    ),
    Wall.SANDBOX: WallWords(
        "open files, sockets and programs beyond what its profile names",
        "the worker is a process of its own that holds no key",
    ),
    Wall.JOB: WallWords(
        "start other processes, take memory without end, reach the desktop and the clipboard",
        "the worker is a process of its own that holds no key",
    ),
    Wall.NO_PRIVILEGES: WallWords(
        "use any privilege of the account's token",
        "the worker is a process of its own that holds no key",
    ),
    Wall.LOW_INTEGRITY: WallWords(
        "write where the account's other programs write",
        "the worker is a process of its own that holds no key",
    ),
    Wall.NO_CHILDREN: WallWords(
        "start a program, make code of data, load a library from the network",
        "the worker is a process of its own that holds no key",
    ),
}

AT_START = frozenset({Wall.NO_NEW_PRIVS, Wall.NO_NETWORK})
"""Those of Linux that stand before a worker has loaded anything."""

_OF_SYSTEMS: Mapping[str, tuple[Wall, ...]] = {
    "linux": (
        Wall.NO_NEW_PRIVS,
        Wall.NO_NETWORK,
        Wall.LIMITS,
        Wall.LANDLOCK,
        Wall.HIDDEN_MEMORY,
        Wall.SECCOMP,
    ),
    "darwin": (Wall.NO_NETWORK, Wall.LIMITS, Wall.SANDBOX),
    "win32": (
        Wall.NO_NETWORK,
        Wall.NO_PRIVILEGES,
        Wall.LOW_INTEGRITY,
        Wall.JOB,
        Wall.NO_CHILDREN,
    ),
}
"""By Python's name of the system, in the order in which they rise."""


def walls_of(system: str) -> tuple[Wall, ...]:
    """All walls there are for workers on a system; without a sandbox of ours, those of Linux.

    Args:
        system: As `sys.platform` has it.
    """
    return _OF_SYSTEMS.get(system, _OF_SYSTEMS["linux"])


def missing_walls(system: str, standing: Iterable[str]) -> tuple[Wall, ...]:
    """The walls of a system that are not among those that stand."""
    there = set(standing)
    return tuple(wall for wall in walls_of(system) if wall not in there)
