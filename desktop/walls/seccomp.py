"""seccomp: the Linux kernel refuses system calls to a process that asked for it.

Three filters, which can stand one behind the other:

    refuse_internet        for the app: talks to the desktop over local sockets and to nothing else
    refuse_reaching_out    for a worker that is still loading: no socket, no other process
    allow_computing_only   for a worker that has all it needs

A refused call fails with EPERM, so that a library takes it as "not allowed" and goes on; nothing is
killed for asking. Each needs `forbid_new_privileges` before it, binds all threads of the process
and all it starts, and stands for good.

A filter is a little program of the kernel's packet filter over this record:

    offset  size  what
    0       4     number of the system call
    4       4     architecture
    8       8     instruction pointer
    16      48    six arguments of 8 bytes, low half first on the machines we know

Source: kernel documentation, userspace-api/seccomp_filter.
"""

import ctypes
import errno
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.walls import calls
from desktop.walls.libc import architecture, syscall

_SET_MODE_FILTER = 1
_ALL_THREADS = 1 << 0

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_CALLS = 0x40000000
"""From this number on x86_64 has its calls a second time, for programs with short pointers."""

_LOAD_WORD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _JUMP_IF_ANY_BIT = 0x20, 0x15, 0x35, 0x45
_RETURN = 0x06
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_REFUSE_AS_UNKNOWN = 0x00050000 | errno.ENOSYS

_PROT_EXEC = 0x4
_CLONE_THREAD = 0x10000
_TCGETS, _FIONREAD = 0x5401, 0x541B
_PR_SET_NAME, _PR_SET_VMA = 15, 0x53564D41
_AF_UNIX = 1

_HARMLESS_FCNTL = (0, 1, 2, 3, 4, 1030)
"""Duplicate, look at and set flags. With others the kernel can be made to signal a process."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is done with one system call.

    Attributes:
        numbers: Of the call.
        argument: Which argument decides; None where none does.
        equals: It must be one of these; or, where it is empty,
        has_bit: it must have this bit; or
        lacks_bit: it must not have this bit.
        is_wide: Whether its high half must be zero as well.
        otherwise: What is done where the argument is not as it must be.
        then: What is done where it is, or where no argument decides.
    """

    numbers: calls.Numbers
    argument: int | None = None
    equals: tuple[int, ...] = ()
    has_bit: int = 0
    lacks_bit: int = 0
    is_wide: bool = False
    then: int = _ALLOW
    otherwise: int = _REFUSE


_Instruction = tuple[int, int, int, int]


def refuse_internet() -> bool:
    """Refuse every socket but local ones.

    Returns:
        Whether the wall stands.
    """
    return _install(
        (
            *(_Rule(numbers, 0, equals=(_AF_UNIX,)) for numbers in calls.SOCKETS.values()),
            *_all(calls.IO_URING, _REFUSE_AS_UNKNOWN),
        ),
        default=_ALLOW,
    )


def refuse_reaching_out(own_pid: int, *, may_start_programs: bool) -> bool:
    """Refuse every socket, and whatever touches other processes.

    Args:
        own_pid: A process may signal its own threads (abort does).
        may_start_programs: Whether it needs a helper; the helper is bound as well.

    Returns:
        Whether the wall stands.
    """
    rules = (
        *_all(calls.SOCKETS, _REFUSE),
        *_all(calls.IO_URING, _REFUSE_AS_UNKNOWN),
    )
    if not may_start_programs:
        rules += (
            *_all(calls.REACHING_OUT, _REFUSE),
            *_all(calls.PROGRAMS, _REFUSE),
            *_threads_only(own_pid),
        )
    return _install(rules, default=_ALLOW)


def allow_computing_only(own_pid: int) -> bool:
    """Leave the process memory, open files, clocks and threads.

    No file can be opened, no socket made, no program or process started, no memory made executable,
    no other process looked into or signalled.

    Args:
        own_pid: A process may signal its own threads (abort does).

    Returns:
        Whether the wall stands.
    """
    rules = (
        *_all(calls.COMPUTING, _ALLOW),
        *_threads_only(own_pid),
        _Rule(calls.MMAP, 2, lacks_bit=_PROT_EXEC),
        _Rule(calls.MPROTECT, 2, lacks_bit=_PROT_EXEC),
        _Rule(calls.FCNTL, 1, equals=_HARMLESS_FCNTL),
        _Rule(calls.IOCTL, 1, equals=(_TCGETS, _FIONREAD)),  # "is this a terminal?"
        _Rule(calls.PRCTL, 0, equals=(_PR_SET_NAME, _PR_SET_VMA)),  # names of threads and memory
        _Rule(calls.PRLIMIT64, 2, equals=(0,), is_wide=True),  # look, not set
    )
    return _install(rules, default=_REFUSE)


def _threads_only(own_pid: int) -> tuple[_Rule, ...]:
    """Threads may be started and signalled, processes not."""
    return (
        _Rule(calls.CLONE, 0, has_bit=_CLONE_THREAD),
        # Its flags cannot be seen from here; libraries that find it unknown use clone.
        _Rule(calls.CLONE3, then=_REFUSE_AS_UNKNOWN),
        _Rule(calls.TGKILL, 0, equals=(own_pid,)),
    )


def _all(table: Mapping[str, calls.Numbers], then: int) -> tuple[_Rule, ...]:
    return tuple(_Rule(numbers, then=then) for numbers in table.values())


def _install(rules: Iterable[_Rule], *, default: int) -> bool:
    machine = architecture()
    if machine is None:
        return False
    index = 0 if machine == "x86_64" else 1
    program: list[_Instruction] = [
        (_LOAD_WORD, 0, 0, 4),
        (_JUMP_IF_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD_WORD, 0, 0, 0),
    ]
    if machine == "x86_64":
        program += [(_JUMP_IF_AT_LEAST, 0, 1, _X32_CALLS), (_RETURN, 0, 0, _REFUSE)]
    for rule in rules:
        number = rule.numbers[index]
        if number is not None:
            body = _body(rule)
            program.append((_JUMP_IF_EQUAL, 0, len(body), number))
            program.extend(body)
    program.append((_RETURN, 0, 0, default))
    return _hand_over(calls.SECCOMP[index], program)


def _hand_over(seccomp: int | None, program: Sequence[_Instruction]) -> bool:
    packed = b"".join(
        _Filter(code, if_true, if_false, word) for code, if_true, if_false, word in program
    )
    buffer = ctypes.create_string_buffer(packed, len(packed))
    header = _Program(len(program), ctypes.addressof(buffer))
    address = ctypes.c_void_p(ctypes.addressof(header))
    assert seccomp is not None, "every machine we know has it"  # noqa: S101
    return syscall(seccomp, _SET_MODE_FILTER, _ALL_THREADS, address) == 0


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
        last = len(rule.equals) - 1
        body += [
            (_JUMP_IF_EQUAL, last - index + 1, 0, value) for index, value in enumerate(rule.equals)
        ]
    elif rule.has_bit:
        body.append((_JUMP_IF_ANY_BIT, 1, 0, rule.has_bit))
    else:
        body.append((_JUMP_IF_ANY_BIT, 0, 1, rule.lacks_bit))
    return [*body, (_RETURN, 0, 0, rule.otherwise), (_RETURN, 0, 0, rule.then)]


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
