"""What hostile code inside a worker would try, one function an attack.

Each gives 0 where it succeeded, else the errno with which it was refused; some never come back.
They run in the interpreter of a worker that stands behind its walls, so that all they need is
imported before: what a document carries brings its own code as well.
"""

import ctypes
import errno
import fcntl
import mmap
import os
import resource
import signal
import socket
import stat
import sys
import termios
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from desktop.walls.libc import architecture

INDEX = 0 if architecture() == "x86_64" else 1
LIBC = ctypes.CDLL(None, use_errno=True)
FAMILIES = range(1, 46)
MANY_THREADS = 5_000
"""More than their stacks have room for, of 8 MiB each on most systems."""

STRAYS = ("/tmp/incamera-attack", "/dev/shm/incamera-attack")  # noqa: S108 - must never be there
REFUSALS = ("EPERM", "EACCES", "ENOSYS", "EAGAIN", "ENOMEM", "EMFILE")
"""What a wall answers: not allowed, unknown, or no more than was given."""


class Expected(Enum):
    """What is to become of an attack."""

    REFUSED = "refused"
    ENDED = "the worker is ended"
    HARMLESS = "answered, nothing more"


@dataclass(frozen=True, slots=True)
class Target:
    """What is attacked.

    Attributes:
        app: Number of the process that holds the keys.
        vault: Its folder.
        home: A folder of the account.
        bus: Socket of the keyring's bus; it need not exist.
    """

    app: int
    vault: str
    home: str
    bus: str


@dataclass(frozen=True, slots=True)
class Act:
    """One attack.

    Attributes:
        says: What it does, in words.
        run: Does it.
        expected: What is to become of it.
        is_tried_without_walls: Whether it is also done where nothing stands in its way, and must
            then succeed: else its failure would mean nothing. Not of what would do harm.
    """

    says: str
    run: Callable[[Target, BinaryIO], int]
    expected: Expected = Expected.REFUSED
    is_tried_without_walls: bool = False


def outcome(act: Callable[[], object]) -> int:
    """0 where it succeeded, else the errno."""
    try:
        act()
    except MemoryError:
        return errno.ENOMEM
    except OSError as error:
        return error.errno or errno.EACCES
    except ValueError:  # what Python makes of EPERM where a limit is set
        return errno.EPERM
    return 0


def called(number: int | None, *arguments: int) -> int:
    """0 where a system call succeeded, else the errno."""
    if number is None:
        return errno.ENOSYS
    words = [ctypes.c_long(argument) for argument in arguments]
    ctypes.set_errno(0)
    result = LIBC.syscall(ctypes.c_long(number), *words, *[ctypes.c_long(0)] * (6 - len(words)))
    return ctypes.get_errno() if result < 0 else 0


def _call(x86_64: int | None, aarch64: int | None, *arguments: int) -> Callable[..., int]:
    return lambda _target, _answers: called((x86_64, aarch64)[INDEX], *arguments)


def _reading(path_of: Callable[[Target], str]) -> Callable[..., int]:
    return lambda target, _answers: outcome(lambda: Path(path_of(target)).read_bytes())


def _writing(path_of: Callable[[Target], str]) -> Callable[..., int]:
    return lambda target, _answers: outcome(lambda: Path(path_of(target)).write_bytes(b"x"))


def _least(results: Iterable[int]) -> int:
    """0 where one succeeded, else the last errno."""
    last = 0
    for result in results:
        if result == 0:
            return 0
        last = result
    return last


def sockets(_target: Target, _answers: BinaryIO) -> int:
    call = (41, 198)[INDEX]
    return _least(called(call, family, kind) for family in FAMILIES for kind in (1, 2, 3))


def socket_pair(_target: Target, _answers: BinaryIO) -> int:
    return outcome(socket.socketpair)


def keyring_bus(target: Target, _answers: BinaryIO) -> int:
    def speak() -> None:
        with socket.socket(socket.AF_UNIX) as to_bus:
            to_bus.connect(target.bus)

    return outcome(speak)


def session(_target: Target, _answers: BinaryIO) -> int:
    """What would lead to the keyring, the display, an agent for keys or the account's folder."""
    traces = ("HOME", "USER", "DISPLAY", "WAYLAND", "DBUS", "XAUTH", "XDG_", "SSH_", "INCAMERA_")
    return 0 if any(name.startswith(traces) for name in os.environ) else errno.EPERM


def inherited(_target: Target, _answers: BinaryIO) -> int:
    """A file or socket that is open although the worker was given pipes only."""
    for descriptor in range(64):
        with suppress(OSError):
            mode = os.fstat(descriptor).st_mode
            if stat.S_ISREG(mode) or stat.S_ISSOCK(mode) or stat.S_ISDIR(mode):
                return 0
    return errno.EPERM


def app_by_ptrace(target: Target, _answers: BinaryIO) -> int:
    return called((101, 117)[INDEX], 0x4206, target.app)  # PTRACE_SEIZE


def app_memory(target: Target, _answers: BinaryIO) -> int:
    number = (310, 270)[INDEX]
    by_call = called(number, target.app, 0, 0, 0, 0, 0)
    by_file = outcome(lambda: Path(f"/proc/{target.app}/mem").open("rb").close())
    return _least((by_call, by_file))


def hidden_file(_target: Target, _answers: BinaryIO) -> int:
    return outcome(lambda: os.close(os.memfd_create("x")))


def delete_vault(target: Target, _answers: BinaryIO) -> int:
    return outcome((Path(target.vault) / "slots.json").unlink)


def program(_target: Target, _answers: BinaryIO) -> int:
    return outcome(lambda: os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0))


def become_program(_target: Target, _answers: BinaryIO) -> int:
    return outcome(lambda: os.execv("/bin/true", ["true"]))  # noqa: S606 - tried, not done


def fork_bomb(_target: Target, _answers: BinaryIO) -> int:
    def fork() -> None:
        if (child := os.fork()) == 0:
            os._exit(0)
        os.waitpid(child, 0)

    return _least(outcome(fork) for _ in range(50))


def clone(_target: Target, _answers: BinaryIO) -> int:
    child = LIBC.syscall(ctypes.c_long((56, 220)[INDEX]), ctypes.c_long(17), 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    if child < 0:
        return ctypes.get_errno()
    os.waitpid(child, 0)
    return 0


def thread_bomb(_target: Target, _answers: BinaryIO) -> int:
    """Computing needs threads; their stacks end at the ceiling on memory."""
    waiting = threading.Event()
    started: list[threading.Thread] = []
    try:
        for _ in range(MANY_THREADS):
            thread = threading.Thread(target=waiting.wait, daemon=True)
            thread.start()
            started.append(thread)
    except RuntimeError:
        return errno.EAGAIN
    finally:
        waiting.set()
        for thread in started:
            thread.join()
    return 0


def memory(_target: Target, _answers: BinaryIO) -> int:
    """Room that is asked for and never touched: the ceiling counts that too."""
    held: list[mmap.mmap] = []
    most = 64 << 30
    try:
        return outcome(lambda: held.extend(mmap.mmap(-1, 1 << 28) for _ in range(most >> 28)))
    finally:
        for room in held:
            room.close()


def descriptors(_target: Target, _answers: BinaryIO) -> int:
    held: list[int] = []
    try:
        return outcome(lambda: held.extend(os.dup(2) for _ in range(1_000)))
    finally:
        for descriptor in held:
            os.close(descriptor)


def signal_app(target: Target, _answers: BinaryIO) -> int:
    return outcome(lambda: os.kill(target.app, signal.SIGCONT))


def signal_all(_target: Target, _answers: BinaryIO) -> int:
    return outcome(lambda: os.kill(-1, signal.SIGCONT))


def limits_of_app(target: Target, _answers: BinaryIO) -> int:
    def lift() -> None:
        resource.prlimit(target.app, resource.RLIMIT_NOFILE, (64, 64))

    return outcome(lift)


def own_limits(_target: Target, _answers: BinaryIO) -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lower = (min(soft, 63), hard)
    return outcome(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, lower))


def executable_memory(_target: Target, _answers: BinaryIO) -> int:
    return outcome(lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC).close())


def made_executable(_target: Target, _answers: BinaryIO) -> int:
    room = mmap.mmap(-1, 4096)
    address = ctypes.addressof(ctypes.c_char.from_buffer(room))
    return called((10, 226)[INDEX], address, 4096, mmap.PROT_READ | mmap.PROT_EXEC)


def terminal(_target: Target, _answers: BinaryIO) -> int:
    return outcome(lambda: fcntl.ioctl(2, termios.TIOCSTI, b"x"))


def signals_of_pipe(target: Target, answers: BinaryIO) -> int:
    return outcome(lambda: fcntl.fcntl(answers.fileno(), 8, target.app))  # F_SETOWN


def named_memory(_target: Target, _answers: BinaryIO) -> int:
    return called((29, 194)[INDEX], 0x1C, 4096, 0o1000 | 0o600)


def spin(_target: Target, _answers: BinaryIO) -> int:
    while True:
        pass


def die(_target: Target, _answers: BinaryIO) -> int:
    os.abort()


def garbage(_target: Target, answers: BinaryIO) -> int:
    answers.write(b"\xff" * 100_000)
    answers.flush()
    threading.Event().wait()
    return 0


def flood(_target: Target, _answers: BinaryIO) -> int:
    for _ in range(2_000):
        sys.stderr.write("! of a document: Confidential \x1b[31m " * 40 + "\n")
    return 0


ACTS: dict[str, Act] = {
    "sockets": Act("make a socket of each of 45 families", sockets, is_tried_without_walls=True),
    "socket pair": Act("make a pair of sockets", socket_pair, is_tried_without_walls=True),
    "keyring": Act("speak to the keyring's bus", keyring_bus, is_tried_without_walls=True),
    "vault": Act(
        "read the vault", _reading(lambda t: f"{t.vault}/slots.json"), is_tried_without_walls=True
    ),
    "home": Act(
        "read a file of the account",
        _reading(lambda t: f"{t.home}/will"),
        is_tried_without_walls=True,
    ),
    "list": Act(
        "list the account's folder",
        lambda t, _a: outcome(lambda: list(Path(t.home).iterdir())),
        is_tried_without_walls=True,
    ),
    "exists": Act(
        "learn whether a file exists",
        lambda t, _a: outcome(Path(t.home, "will").stat),
        is_tried_without_walls=True,
    ),
    "passwd": Act(
        "read /etc/passwd", _reading(lambda _t: "/etc/passwd"), is_tried_without_walls=True
    ),
    "session": Act("find the session in its environment", session),
    "inherited": Act("use a file or socket that is open already", inherited),
    "environment": Act("read the app's environment", _reading(lambda t: f"/proc/{t.app}/environ")),
    "memory of app": Act("read the app's memory", app_memory),
    "ptrace": Act("trace the app", app_by_ptrace),
    "write home": Act(
        "write into the account's folder",
        _writing(lambda t: f"{t.home}/new"),
        is_tried_without_walls=True,
    ),
    "write vault": Act("write into the vault", _writing(lambda t: f"{t.vault}/slots.json")),
    "delete vault": Act("delete the vault", delete_vault),
    "write temp": Act("write into the folder for temporary files", _writing(lambda _t: STRAYS[0])),
    "write shm": Act("write into memory shared by name", _writing(lambda _t: STRAYS[1])),
    "memfd": Act("make a file without a name", hidden_file, is_tried_without_walls=True),
    "device": Act("open a device", _reading(lambda _t: "/dev/null"), is_tried_without_walls=True),
    "program": Act("start a program", program, is_tried_without_walls=True),
    "exec": Act("become another program", become_program),
    "fork": Act("start processes, many", fork_bomb, is_tried_without_walls=True),
    "clone": Act("start a process by clone", clone, is_tried_without_walls=True),
    "clone3": Act("start a process by clone3", _call(435, 435, 0, 0)),
    "threads": Act("start threads without end", thread_bomb),
    "memory": Act("take memory without end", memory),
    "descriptors": Act("open descriptors without end", descriptors, is_tried_without_walls=True),
    "namespaces": Act("make namespaces of its own", _call(272, 97, 0x10000000)),
    "setns": Act("enter another namespace", _call(308, 268, 0, 0)),
    "mount": Act("mount a file system", _call(165, 40, 0, 0, 0, 0, 0)),
    "chroot": Act("change the root folder", _call(161, 51, 0)),
    "io_uring": Act("set up io_uring", _call(425, 425, 1, 0)),
    "bpf": Act("load a program into the kernel", _call(321, 280, 0, 0, 0)),
    "perf": Act("watch the processor's counters", _call(298, 241, 0, 0, 0, 0, 0)),
    "userfaultfd": Act("handle page faults itself", _call(323, 282, 1)),
    "keys": Act("read the kernel's keys", _call(250, 219, 0, 0, 0)),
    "shared memory": Act("make System V memory", named_memory),
    "queues": Act("open a message queue", _call(240, 180, 0, 0, 0, 0)),
    "pidfd": Act("hold on to the app", lambda t, _a: called(434, t.app, 0)),
    "signal": Act("signal the app", signal_app),
    "signal all": Act("signal every process", signal_all),
    "limits of app": Act("change the app's limits", limits_of_app),
    "own limits": Act("change its own limits", own_limits),
    "priority": Act("change its priority", _call(141, 140, 0, 0, -20)),
    "affinity": Act("bind itself to a processor", _call(203, 122, 0, 8, 0)),
    "dumpable": Act("let others look into it", _call(157, 167, 4, 1, 0, 0, 0)),
    "filter": Act("change its filter of system calls", _call(317, 277, 1, 0, 0)),
    "executable": Act("map memory as code", executable_memory, is_tried_without_walls=True),
    "made executable": Act("make memory code", made_executable, is_tried_without_walls=True),
    "terminal": Act("type into the terminal", terminal),
    "owner": Act("have the app signalled by a pipe", signals_of_pipe, is_tried_without_walls=True),
    "flood": Act("flood the log", flood, Expected.HARMLESS),
    "garbage": Act("answer with garbage", garbage, Expected.ENDED),
    "spin": Act("compute for ever", spin, Expected.ENDED),
    "die": Act("die", die, Expected.ENDED),
}
