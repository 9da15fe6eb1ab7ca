"""The walls around a worker, built in three steps as it needs less and less.

    step                what it may still do afterwards        walls on Linux
    `leave_network`     open files, map code, load libraries   no_new_privs, no_network
    `leave_files`       read the folders named                 limits, landlock, hidden_memory
    `compute_only`      memory, threads, clocks, open pipes    seccomp

They are of different makes, so that one that is missing or broken leaves the others standing:

    no_new_privs   no program can give it rights
    no_network     seccomp: no socket of any kind, no io_uring; where no helper is needed also no
                   program, no other process, no shared memory, no kernel keys
    limits         no file can grow, no core file, few descriptors, a ceiling on memory and time
    landlock       no other file can be opened, none written, no TCP port used, no abstract socket
                   reached, no process outside signalled
    hidden_memory  no other process of the account can look into it
    seccomp        only calls for memory, threads, clocks and open pipes are answered

What a kernel lacks is left out of the names that come back: a worker reports them to the app, which
shows them. Landlock binds one thread at a time before version 8, so `leave_files` is called while
there is one; a wall that binds only some threads is not named.

Windows and macOS have walls of other makes behind the same three steps (`windows.py`, `macos.py`).
They were written by the documentation of those systems and have not been tried there.

Left open: a confined worker can use the memory and the time that it was given (the app ends it when
its time is up), and it answers what it likes (the app checks it).
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from desktop.domain.walls import Wall
from desktop.walls import landlock, libc, macos, seccomp, windows
from desktop.walls.limits import Limits, set_limits


def leave_network(*, may_start_programs: bool = False) -> tuple[str, ...]:
    """No socket from now on: called before any library is imported.

    Args:
        may_start_programs: Whether the worker needs a helper; the helper is bound as well.

    Returns:
        The names of the walls that stand.
    """
    if sys.platform == "win32":
        return _standing({Wall.NO_PRIVILEGES: windows.drop_privileges()})
    if sys.platform != "linux":
        return ()
    return _standing(
        {
            Wall.NO_NEW_PRIVS: libc.forbid_new_privileges(),
            Wall.NO_NETWORK: seccomp.refuse_reaching_out(
                os.getpid(), may_start_programs=may_start_programs
            ),
        }
    )


def leave_files(readable: Iterable[Path] = (), *, limits: Limits | None = None) -> tuple[str, ...]:
    """No file from now on but those in `readable`, for reading: called with one thread running.

    Args:
        readable: Files and folders; those that do not exist are passed over.
        limits: What it may take of the machine.

    Returns:
        The names of the walls that stand.
    """
    limits = limits or Limits()
    there = [path for path in readable if path.exists()]
    if sys.platform == "win32":
        return _standing(
            {
                Wall.JOB: windows.enter_job(memory_bytes=limits.memory_bytes),
                Wall.LOW_INTEGRITY: windows.lower_integrity(),
            }
        )
    if sys.platform == "darwin":
        is_walled = macos.enter_sandbox(there)
        return _standing(
            {
                Wall.LIMITS: set_limits(limits),
                Wall.SANDBOX: is_walled,
                Wall.NO_NETWORK: is_walled,
            }
        )
    return _standing(
        {
            Wall.LIMITS: set_limits(limits),
            Wall.LANDLOCK: landlock.shut_files(there),
            Wall.HIDDEN_MEMORY: libc.hide_memory(),
        }
    )


def compute_only() -> tuple[str, ...]:
    """Nothing from now on but computing: called once everything is loaded and warmed up.

    Returns:
        The names of the walls that stand.
    """
    if sys.platform == "win32":
        return _standing({Wall.NO_CHILDREN: windows.refuse_children_and_code()})
    return _standing({Wall.SECCOMP: seccomp.allow_computing_only(os.getpid())})


def _standing(walls: dict[Wall, bool]) -> tuple[str, ...]:
    return tuple(wall.value for wall, stands in walls.items() if stands)
