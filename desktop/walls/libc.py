"""The few calls of the C library that build walls around a process on Linux.

None of them raises: a kernel that lacks a wall says so in what they return.
"""

import ctypes
import functools
import platform
import sys
from pathlib import Path

PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38

ARCHITECTURES = ("x86_64", "aarch64")
"""Machines whose system calls we know by number."""


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def architecture() -> str | None:
    """The machine's name where it is a Linux of 64 bits that we know, else None."""
    if sys.platform != "linux" or sys.maxsize < 1 << 32:
        return None
    machine = platform.machine()
    return machine if machine in ARCHITECTURES else None


def prctl(option: int, value: int) -> bool:
    """Set one property of this process; whether the kernel did."""
    if sys.platform != "linux":
        return False
    zero = ctypes.c_ulong(0)
    return bool(_libc().prctl(option, ctypes.c_ulong(value), zero, zero, zero) == 0)


def syscall(number: int, *arguments: int | ctypes.c_void_p) -> int:
    """Make a system call; what it returns, -1 for failure."""
    words = (
        word if isinstance(word, ctypes.c_void_p) else ctypes.c_long(word) for word in arguments
    )
    function = _libc().syscall
    function.restype = ctypes.c_long
    return int(function(ctypes.c_long(number), *words))


def forbid_new_privileges() -> bool:
    """No program started from here gains rights by being set-user-ID or by file capabilities."""
    return prctl(PR_SET_NO_NEW_PRIVS, 1)


def hide_memory() -> bool:
    """No process of the same account may read this one's memory, and no core file is written."""
    return prctl(PR_SET_DUMPABLE, 0)


def thread_count() -> int:
    """How many threads this process has; 0 where it cannot be told."""
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir())
    except OSError:
        return 0
