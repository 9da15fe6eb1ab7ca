"""The walls around a worker, built in three steps as it needs less and less.

    step                what it may still do afterwards        walls
    `leave_network`     open files, map code, load libraries   no_new_privs, no_network
    `leave_files`       read the folders named                 limits, landlock, hidden_memory
    `compute_only`      memory, threads, clocks, open pipes    seccomp

They are of different makes, so that one that is missing or broken leaves the others standing:

    no_new_privs   no program can give it rights
    no_network     seccomp: no socket of any kind, no io_uring; where no helper is needed also no
                   program, no other process, no shared memory, no kernel keys
    limits         no file can grow, no core file, few descriptors, where wanted a ceiling on memory
    landlock       no other file can be opened, none written, no TCP port used, no abstract socket
                   reached, no process outside signalled
    hidden_memory  no other process of the account can look into it
    seccomp        only calls for memory, threads, clocks and open pipes are answered

What a kernel lacks is left out of the names that come back: a worker reports them to the app, which
shows them. Landlock binds one thread at a time before version 8, so `leave_files` is called while
there is one; a wall that binds only some threads is not named. On Windows and macOS none stands.

Left open: a confined worker can use up its memory and its processor (the app ends it when its time
is up), and it answers what it likes (the app checks it).
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from desktop.walls import landlock, libc, seccomp

DESCRIPTORS = 64
"""The pipes and what libraries keep open; the hard limit of a fresh process is often a million."""


def leave_network(*, may_start_programs: bool = False) -> tuple[str, ...]:
    """No socket from now on: called before any library is imported.

    Args:
        may_start_programs: Whether the worker needs a helper; the helper is bound as well.

    Returns:
        The names of the walls that stand.
    """
    if sys.platform != "linux":
        return ()
    return _standing(
        no_new_privs=libc.forbid_new_privileges(),
        no_network=seccomp.refuse_reaching_out(os.getpid(), may_start_programs=may_start_programs),
    )


def leave_files(
    readable: Iterable[Path] = (),
    *,
    memory_bytes: int | None = None,
    descriptors: int = DESCRIPTORS,
) -> tuple[str, ...]:
    """No file from now on but those in `readable`, for reading: called with one thread running.

    Args:
        readable: Files and folders; those that do not exist are passed over.
        memory_bytes: Ceiling on the address space, None for none.
        descriptors: How many files and pipes may be open at once.

    Returns:
        The names of the walls that stand.
    """
    if sys.platform != "linux":
        return ()
    return _standing(
        limits=_limit(memory_bytes, descriptors),
        landlock=landlock.shut_files(path for path in readable if path.exists()),
        hidden_memory=libc.hide_memory(),
    )


def compute_only() -> tuple[str, ...]:
    """Nothing from now on but computing: called once everything is loaded and warmed up.

    Returns:
        The names of the walls that stand.
    """
    return _standing(seccomp=seccomp.allow_computing_only(os.getpid()))


def _standing(**walls: bool) -> tuple[str, ...]:
    return tuple(name for name, stands in walls.items() if stands)


def _limit(memory_bytes: int | None, descriptors: int) -> bool:
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 - there is none on Windows

    limits = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, descriptors),
    ]
    if memory_bytes is not None:
        limits.append((resource.RLIMIT_AS, memory_bytes))
    for what, most in limits:
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # an administrator's own limit is lower
            if not 0 <= resource.getrlimit(what)[1] <= most:
                return False
    return True
