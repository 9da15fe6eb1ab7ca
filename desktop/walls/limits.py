"""What a process may take of the machine: the limits that every Unix has, set for good."""

import sys
from dataclasses import dataclass
from pathlib import Path

DESCRIPTORS = 64
"""The pipes and what libraries keep open; the hard limit of a fresh process is often a million."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take. No file can grow and no core file is written in any case.

    Attributes:
        memory_bytes: Of address space; None for no ceiling.
        descriptors: Files and pipes open at once.
            It bounds threads as well, each of which takes a stack of some MiB. Their number has no
            limit of its own: the system counts all of the account's together.
        descriptors: Files and pipes open at once.
        cpu_s: Of processor time in its life; the kernel then ends it. None for no end.
    """

    memory_bytes: int | None = None
    descriptors: int = DESCRIPTORS
    cpu_s: int | None = None


def set_limits(limits: Limits) -> bool:
    """Set them for this process, for good.

    Returns:
        Whether each is set, or was set lower before.
    """
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 - there is none on Windows

    wanted = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, limits.descriptors),
    ]
    if limits.memory_bytes is not None:
        wanted.append((resource.RLIMIT_AS, limits.memory_bytes))
    if limits.cpu_s is not None:
        wanted.append((resource.RLIMIT_CPU, limits.cpu_s))
    for what, most in wanted:
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # an administrator's own limit is lower
            if not 0 <= resource.getrlimit(what)[1] <= most:
                return False
    return True


def forbid_core_files() -> bool:
    """Let no core file of this process be written, nor of those it starts: it may hold keys.

    Returns:
        Whether that holds.
    """
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 - there is none on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


def address_space_bytes() -> int:
    """How much address space this process has taken; 0 where it cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    import resource  # noqa: PLC0415 - where there is /proc there is this

    return pages * resource.getpagesize()
