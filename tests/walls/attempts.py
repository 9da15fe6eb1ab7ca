"""Builds walls around itself, then tries what they forbid; prints what came of each attempt.

Started by the tests: `python attempts.py STEPS FOLDER`, STEPS being some of network, helper,
files, computing, threads. Prints one JSON object: the walls that stand, and for each attempt 0 or
an errno.
"""

import contextlib
import ctypes
import errno
import json
import mmap
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

from desktop.walls import confine
from desktop.walls.calls import REACHING_OUT
from desktop.walls.libc import architecture
from desktop.walls.limits import Limits

INDEX = 0 if architecture() == "x86_64" else 1
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.mmap.restype = ctypes.c_void_p
FAMILIES = range(1, 46)
READ, READ_WRITE_EXEC, PRIVATE, SHARED, ANONYMOUS = 1, 7, 2, 1, 0x20
F_SETOWN = 8


def outcome(act):
    """0 where the act succeeded, else the errno."""
    try:
        act()
    except OSError as error:
        return error.errno
    except ValueError:  # what Python makes of EPERM where a limit is set
        return errno.EPERM
    return 0


def called(number, *arguments):
    """0 where a system call succeeded, else the errno."""
    words = [ctypes.c_long(argument) for argument in arguments]
    ctypes.set_errno(0)
    result = LIBC.syscall(ctypes.c_long(number), *words, *[ctypes.c_long(0)] * (6 - len(words)))
    return ctypes.get_errno() if result < 0 else 0


def cloned():
    """A child by the call below fork, with no flag but the signal at its end."""
    child = LIBC.syscall(ctypes.c_long((56, 220)[INDEX]), ctypes.c_long(17), 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    if child < 0:
        raise OSError(ctypes.get_errno(), "clone")
    os.waitpid(child, 0)


def forked():
    if (child := os.fork()) == 0:
        os._exit(0)
    os.waitpid(child, 0)


def started():
    subprocess.run(["/bin/true"], check=True)


def mapped_executable():
    with contextlib.closing(mmap.mmap(-1, 4096, prot=READ_WRITE_EXEC)):
        pass


def made_executable():
    size = 4096
    page = LIBC.mmap(None, size, 3, PRIVATE | ANONYMOUS, -1, 0)
    if LIBC.mprotect(ctypes.c_void_p(page), size, 5) != 0:
        raise OSError(ctypes.get_errno(), "mprotect")


def raised_limit():
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def grown():
    """More memory than the ceiling allows."""
    address = LIBC.mmap(None, ctypes.c_size_t(8 << 30), 3, PRIVATE | ANONYMOUS, -1, 0)
    if address == ctypes.c_void_p(-1).value:
        raise OSError(ctypes.get_errno(), "mmap")


def written_to(path):
    with path.open("w") as file:
        file.write("x")


def read_from(path):
    with path.open() as file:
        file.read(1)


def threaded():
    thread = threading.Thread(target=time.monotonic)
    thread.start()
    thread.join()


def attempts(folder, parent, pipe):
    inside, outside = folder / "inside" / "file", folder / "outside" / "file"
    tried = {
        "compute": outcome(lambda: sum(range(1000))),
        "start a thread": outcome(threaded),
        "take memory": outcome(lambda: bytearray(8 << 20)),
        "read the clock": outcome(time.time),
        "write to an open pipe": outcome(lambda: os.write(pipe, b"x")),
        "read a file inside": outcome(lambda: read_from(inside)),
        "list inside": outcome(lambda: list(inside.parent.iterdir())),
        "write a file inside": outcome(lambda: written_to(inside)),
        "read a file outside": outcome(lambda: read_from(outside)),
        "list outside": outcome(lambda: list(outside.parent.iterdir())),
        "write a file outside": outcome(lambda: written_to(outside)),
        "make a file": outcome(lambda: written_to(folder / "inside" / "new")),
        "make a folder": outcome((folder / "inside" / "new folder").mkdir),
        "remove a file": outcome(inside.with_name("spare").unlink),
        "rename a file": outcome(lambda: inside.with_name("old").rename(inside.with_name("other"))),
        "link a file": outcome(lambda: inside.with_name("link").symlink_to("/")),
        "learn whether a file exists": outcome(outside.stat),
        "fork": outcome(forked),
        "start a program": outcome(started),
        "clone a process": outcome(cloned),
        "map executable memory": outcome(mapped_executable),
        "make memory executable": outcome(made_executable),
        "set a limit": outcome(raised_limit),
        "take 8 GiB": outcome(grown),
        "signal the parent": outcome(lambda: os.kill(parent, 0)),
        "own a descriptor for the parent": called((72, 25)[INDEX], pipe, F_SETOWN, parent),
        "set up io_uring": called(425, 1, 0),
    }
    if INDEX == 0:
        tried["use the x32 calls"] = called(0x40000000 + 41, 2, 1)
    for name, numbers in REACHING_OUT.items():
        # Arguments that cannot be right: without a wall the kernel says so, and does nothing.
        tried[f"call {name}"] = called(numbers[INDEX], *[-1] * 6)
    for family in FAMILIES:
        tried[f"socket {family}"] = called((41, 198)[INDEX], family, 1)
    tried["socketpair"] = called((53, 199)[INDEX], 1, 1, 0, ctypes.addressof((ctypes.c_int * 2)()))
    return tried


def main():
    steps, folder = sys.argv[1].split("+"), Path(sys.argv[2])
    parent = os.getppid()
    _reader, pipe = os.pipe()
    walls = ()
    waiting = threading.Event()
    if "threads" in steps:
        threading.Thread(target=waiting.wait, daemon=True).start()
    if "network" in steps:
        walls += confine.leave_network()
    if "helper" in steps:
        walls += confine.leave_network(may_start_programs=True)
    if "files" in steps:
        readable = [folder / "inside", folder / "absent"]
        walls += confine.leave_files(readable, limits=Limits(memory_bytes=4 << 30))
    if "computing" in steps:
        walls += confine.compute_only()
    tried = attempts(folder, parent, pipe)
    waiting.set()
    names = {name: errno.errorcode.get(number, number) for name, number in tried.items()}
    sys.stdout.write(json.dumps({"walls": walls, "tried": names}))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
