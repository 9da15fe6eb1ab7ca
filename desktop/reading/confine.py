"""The walls around a reading worker: called once everything it needs is loaded and warmed up.

From then on the process computes: it reads its pipe and writes its answers. The walls are of
different makes, so that one that is missing or broken leaves the others standing:

    limits         no file can grow, no core file, 64 descriptors, a ceiling on memory
    hidden_memory  no other process of the account can look into it
    no_new_privs   no program can give it rights
    landlock       no file can be opened, no TCP port used, no abstract socket reached
    seccomp        only calls for memory, threads, clocks and open pipes are answered

On Windows and macOS none stands yet; the worker says so to the app, which shows it.
"""

import os
import sys

from desktop.walls import landlock, libc, seccomp

MEMORY_BYTES = 3 << 30
"""Of address space. Warm with the built-in OCR a worker takes about 1 GiB of it, mostly the code of
its libraries; a page of the largest size that is rendered adds 0.2 GiB."""

DESCRIPTORS = 64
"""The pipes and what libraries keep open; the hard limit of a fresh process is often a million."""


def confine(memory_bytes: int = MEMORY_BYTES) -> tuple[str, ...]:
    """Build every wall that this system has, for good.

    Args:
        memory_bytes: Ceiling on the address space.

    Returns:
        The names of the walls that stand.
    """
    if sys.platform != "linux":
        return ()
    own_pid = os.getpid()
    walls = {
        "limits": _limit(memory_bytes),
        "no_new_privs": libc.forbid_new_privileges(),
        "landlock": landlock.shut_files(),
        "hidden_memory": libc.hide_memory(),
        "seccomp": seccomp.allow_computing_only(own_pid),
    }
    return tuple(name for name, stands in walls.items() if stands)


def _limit(memory_bytes: int) -> bool:
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 - there is none on Windows

    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, DESCRIPTORS),
        (resource.RLIMIT_AS, memory_bytes),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # an administrator's own limit is lower
            if resource.getrlimit(what)[1] > most:
                return False
    return True
