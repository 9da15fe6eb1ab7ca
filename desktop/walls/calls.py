"""System calls of Linux by name, with their numbers on x86_64 and aarch64.

Source: asm/unistd_64.h and asm-generic/unistd.h.
"""

from collections.abc import Mapping

Numbers = tuple[int | None, int | None]
"""On x86_64, on aarch64; None where the machine has no such call."""

COMPUTING: Mapping[str, Numbers] = {
    # memory
    "brk": (12, 214),
    "madvise": (28, 233),
    "mremap": (25, 216),
    "munmap": (11, 215),
    # what is open already
    "close": (3, 57),
    "dup": (32, 23),
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
"""What a confined worker may call whatever the arguments."""

SOCKETS: Mapping[str, Numbers] = {"socket": (41, 198), "socketpair": (53, 199)}
"""Everything that is done with a socket needs one made first."""

IO_URING: Mapping[str, Numbers] = {
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}
"""A second way into the kernel, on which no filter looks."""

REACHING_OUT: Mapping[str, Numbers] = {
    # other processes: looked into, signalled, robbed of what they have open
    "kill": (62, 129),
    "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "process_madvise": (440, 440),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "tkill": (200, 130),
    # memory and queues shared with them by name
    "mq_open": (240, 180),
    "msgget": (68, 186),
    "semget": (64, 190),
    "shmget": (29, 194),
    # the kernel's own machinery
    "add_key": (248, 217),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "fsopen": (430, 430),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "move_mount": (429, 429),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "pivot_root": (155, 41),
    "request_key": (249, 218),
    "setns": (308, 268),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}
"""What no worker needs at any time, its start included."""

PROGRAMS: Mapping[str, Numbers] = {
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "vfork": (58, None),
}
"""Starting programs and processes; the third way, clone, threads need as well."""

CLONE: Numbers = (56, 220)
CLONE3: Numbers = (435, 435)
FCNTL: Numbers = (72, 25)
IOCTL: Numbers = (16, 29)
MMAP: Numbers = (9, 222)
MPROTECT: Numbers = (10, 226)
PRCTL: Numbers = (157, 167)
PRLIMIT64: Numbers = (302, 261)
TGKILL: Numbers = (234, 131)
SECCOMP: Numbers = (317, 277)
