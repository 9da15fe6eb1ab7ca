"""What a process may take of the machine: the limits that every Unix has, set for good."""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

DESCRIPTORS = 64
"""The pipes and what libraries keep open; the hard limit of a fresh process is often a million."""

MORE_THREADS = 4_096
"""The account's other programs start threads as well, a browser some hundreds; the system counts
all together. Without a limit 60,000 with small stacks fit into the address space of a worker, twice
what many systems have room for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take. No file can grow and no core file is written in any case.

    Attributes:
        memory_bytes: Of address space; None for no ceiling.
        descriptors: Files and pipes open at once.
        more_threads: Beyond those that the account has running now; on Linux only, where the system
            counts threads, and not of root, whom it does not count.
        cpu_s: Of processor time in its life; the kernel then ends it. None for no end.
    """

    memory_bytes: int | None = None
    descriptors: int = DESCRIPTORS
    more_threads: int = MORE_THREADS
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
    if sys.platform == "linux":
        wanted.append((resource.RLIMIT_NPROC, threads_of_account() + limits.more_threads))
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


def threads_of_account() -> int:
    """How many threads the programs of this account have running, as far as they can be seen."""
    own = os.getuid()
    count = 0
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            with suppress(OSError):  # it ended meanwhile
                tasks = (process / "task").stat()
                count += tasks.st_nlink - 2 if tasks.st_uid == own else 0
    return count


def address_space_bytes() -> int:
    """How much address space this process has taken; 0 where it cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    import resource  # noqa: PLC0415 - where there is /proc there is this

    return pages * resource.getpagesize()
