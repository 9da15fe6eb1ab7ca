"""seccomp: the Linux kernel refuses system calls to a process that asked for it.

Two filters: `allow_computing_only` for a worker that has all it needs, `refuse_internet` for the
app, which talks to the desktop over local sockets and to nothing else. A refused call fails with
EPERM, so that a library takes it as "not allowed" and goes on; nothing is killed for asking.

A filter is a little program of the kernel's packet filter over this record:

    offset  size  what
    0       4     number of the system call
    4       4     architecture
    8       8     instruction pointer
    16      48    six arguments of 8 bytes, low half first on the machines we know

Source: kernel documentation, userspace-api/seccomp_filter; numbers from asm/unistd_64.h and
asm-generic/unistd.h.
"""

import ctypes
import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.walls.libc import architecture, syscall

_SECCOMP = {"x86_64": 317, "aarch64": 277}
_SET_MODE_FILTER = 1
_ALL_THREADS = 1 << 0

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_LOAD_WORD, _JUMP_IF_EQUAL, _JUMP_IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_REFUSE_AS_UNKNOWN = 0x00050000 | errno.ENOSYS

_PROT_EXEC = 0x4
_CLONE_THREAD = 0x10000
_AT_EMPTY_PATH = 0x1000
_TCGETS, _FIONREAD = 0x5401, 0x541B
_PR_SET_NAME, _PR_SET_VMA = 15, 0x53564D41
_AF_UNIX = 1

COMPUTING: Mapping[str, tuple[int, int | None]] = {
    # memory
    "brk": (12, 214),
    "madvise": (28, 233),
    "mremap": (25, 216),
    "munmap": (11, 215),
    # what is open already
    "close": (3, 57),
    "dup": (32, 23),
    "fcntl": (72, 25),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "poll": (7, None),
    "ppoll": (271, 73),
    "pread64": (17, 67),
    "pselect6": (270, 72),
    "read": (0, 63),
    "readv": (19, 65),
    "select": (23, None),
    "write": (1, 64),
    "writev": (20, 66),
    # threads and signals of its own
    "exit": (60, 93),
    "exit_group": (231, 94),
    "futex": (202, 98),
    "futex_waitv": (449, 449),
    "membarrier": (324, 283),
    "restart_syscall": (219, 128),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_getaffinity": (204, 123),
    "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120),
    "sched_yield": (24, 124),
    "set_robust_list": (273, 99),
    "sigaltstack": (131, 132),
    "wait4": (61, 260),
    "waitid": (247, 95),
    # clocks, chance, and who it is
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "getcpu": (309, 168),
    "getegid": (108, 177),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getrandom": (318, 278),
    "getrusage": (98, 165),
    "gettid": (186, 178),
    "gettimeofday": (96, 169),
    "getuid": (102, 174),
    "nanosleep": (35, 101),
    "sysinfo": (99, 179),
    "time": (201, None),
    "times": (100, 153),
    "uname": (63, 160),
}
"""Calls that a confined worker may make whatever their arguments, x86_64 and aarch64."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is done with one system call.

    Attributes:
        number: Of the call; None where the machine has no such call.
        argument: Which argument decides; None where none does.
        equals: It must be one of these; or, where it is empty,
        has_bit: it must have this bit; or
        lacks_bit: it must not have this bit.
        is_wide: Whether its high half must be zero as well.
        otherwise: What is done where the argument is not as it must be.
        then: What is done where it is, or where no argument decides.
    """

    number: int | None
    argument: int | None = None
    equals: tuple[int, ...] = ()
    has_bit: int = 0
    lacks_bit: int = 0
    is_wide: bool = False
    then: int = _ALLOW
    otherwise: int = _REFUSE


_Instruction = tuple[int, int, int, int]


def allow_computing_only(own_pid: int) -> bool:
    """Leave this process, with all its threads, memory, open files, clocks and threads; for good.

    No file can be opened, no socket made, no program or process started, no memory made executable,
    no other process looked into or signalled. Needs `forbid_new_privileges` before it.

    Args:
        own_pid: A process may signal its own threads (abort does).

    Returns:
        Whether the wall stands.
    """
    machine = architecture()
    if machine is None:
        return False
    return _install(machine, _computing_rules(machine, own_pid), default=_REFUSE)


def refuse_internet() -> bool:
    """Refuse this process, all its threads and all it starts every socket but local ones; for good.

    Needs `forbid_new_privileges` before it.

    Returns:
        Whether the wall stands.
    """
    machine = architecture()
    if machine is None:
        return False
    is_arm = machine == "aarch64"
    rules = (
        _Rule(198 if is_arm else 41, 0, equals=(_AF_UNIX,)),  # socket
        _Rule(199 if is_arm else 53, 0, equals=(_AF_UNIX,)),  # socketpair
        _Rule(425, then=_REFUSE_AS_UNKNOWN),  # io_uring_setup, whose sockets pass no filter
    )
    return _install(machine, rules, default=_ALLOW)


def _computing_rules(machine: str, own_pid: int) -> tuple[_Rule, ...]:
    def number(x86_64: int | None, aarch64: int | None) -> int | None:
        return x86_64 if machine == "x86_64" else aarch64

    return (
        *(_Rule(number(*numbers)) for numbers in COMPUTING.values()),
        _Rule(number(9, 222), 2, lacks_bit=_PROT_EXEC),  # mmap
        _Rule(number(10, 226), 2, lacks_bit=_PROT_EXEC),  # mprotect
        _Rule(number(56, 220), 0, has_bit=_CLONE_THREAD),  # clone
        _Rule(
            435, then=_REFUSE_AS_UNKNOWN
        ),  # clone3: its flags cannot be seen; libraries use clone
        _Rule(number(262, 79), 3, has_bit=_AT_EMPTY_PATH),  # newfstatat, of what is open
        _Rule(number(16, 29), 1, equals=(_TCGETS, _FIONREAD)),  # ioctl: "is this a terminal?"
        _Rule(number(157, 167), 0, equals=(_PR_SET_NAME, _PR_SET_VMA)),  # prctl: names
        _Rule(number(302, 261), 2, equals=(0,), is_wide=True),  # prlimit64: look, not set
        _Rule(number(234, 131), 0, equals=(own_pid,)),  # tgkill
    )


def _install(machine: str, rules: Sequence[_Rule], *, default: int) -> bool:
    program = [
        (_LOAD_WORD, 0, 0, 4),
        (_JUMP_IF_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD_WORD, 0, 0, 0),
    ]
    for rule in rules:
        if rule.number is not None:
            body = _body(rule)
            program.append((_JUMP_IF_EQUAL, 0, len(body), rule.number))
            program.extend(body)
    program.append((_RETURN, 0, 0, default))
    packed = b"".join(
        _Filter(code, if_true, if_false, word) for code, if_true, if_false, word in program
    )
    buffer = ctypes.create_string_buffer(packed, len(packed))
    header = _Program(len(program), ctypes.addressof(buffer))
    address = ctypes.c_void_p(ctypes.addressof(header))
    return syscall(_SECCOMP[machine], _SET_MODE_FILTER, _ALL_THREADS, address) == 0


def _body(rule: _Rule) -> list[_Instruction]:
    """What follows once the number is that of the rule; ends with a return on every way."""
    if rule.argument is None:
        return [(_RETURN, 0, 0, rule.then)]
    low = 16 + 8 * rule.argument
    body: list[_Instruction] = []
    if rule.is_wide:
        body += [
            (_LOAD_WORD, 0, 0, low + 4),
            (_JUMP_IF_EQUAL, 1, 0, 0),
            (_RETURN, 0, 0, rule.otherwise),
        ]
    body.append((_LOAD_WORD, 0, 0, low))
    if rule.equals:
        for left, value in enumerate(reversed(rule.equals)):
            body.insert(len(body) - left, (_JUMP_IF_EQUAL, left + 1, 0, value))
        body += [(_RETURN, 0, 0, rule.otherwise), (_RETURN, 0, 0, rule.then)]
    elif rule.has_bit:
        body.append((_JUMP_IF_ANY_BIT, 1, 0, rule.has_bit))
        body += [(_RETURN, 0, 0, rule.otherwise), (_RETURN, 0, 0, rule.then)]
    else:
        body.append((_JUMP_IF_ANY_BIT, 0, 1, rule.lacks_bit))
        body += [(_RETURN, 0, 0, rule.otherwise), (_RETURN, 0, 0, rule.then)]
    return body


class _Filter(ctypes.Structure):
    """One instruction."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("word", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    """Where the instructions are."""

    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.c_void_p))
