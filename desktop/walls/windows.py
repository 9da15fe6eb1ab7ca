"""Windows: walls that a process builds around itself. Written by its documentation, never tried.

    no_privileges   every privilege is taken out of its token, for good
    job             a job object: no second process, a ceiling on memory, no desktop, no clipboard
    low_integrity   its token's integrity level is low: it can write to nothing of the account's
    no_children     mitigation policies: no child process, no code made of data, no library from a
                    network drive or a low folder

No wall of them refuses sockets: an AppContainer would, and needs the process that starts the worker
to make it. `no_network` is therefore never named here. Sources: Microsoft's pages on job objects,
AdjustTokenPrivileges, mandatory integrity control and SetProcessMitigationPolicy.
"""

import ctypes

_JOB_BASIC_UI, _JOB_EXTENDED = 4, 9
_LIMIT_ACTIVE_PROCESS, _LIMIT_DIE_ON_EXCEPTION, _LIMIT_PROCESS_MEMORY = 0x8, 0x400, 0x100
_ALL_UI = 0xFF

_TOKEN_ADJUST_PRIVILEGES, _TOKEN_QUERY, _TOKEN_ADJUST_DEFAULT = 0x20, 0x8, 0x80
_TOKEN_PRIVILEGES, _TOKEN_INTEGRITY_LEVEL = 3, 25
_PRIVILEGE_REMOVED = 0x4
_LOW_INTEGRITY_SID = "S-1-16-4096"
_GROUP_INTEGRITY = 0x20

_POLICIES = ((2, 0b1), (6, 0b1), (10, 0b111), (13, 0b1))
"""Dynamic code prohibited; no extension points; images: none remote, none of low label, system
folder first; no child process."""


_THIS_PROCESS = ctypes.c_void_p(-1)
_NOT_ALL = 0


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("basic", _BasicLimits),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class _SidAndAttributes(ctypes.Structure):
    _fields_ = (("sid", ctypes.c_void_p), ("attributes", ctypes.c_uint32))


class _Privilege(ctypes.Structure):
    _fields_ = (("luid", ctypes.c_uint64), ("attributes", ctypes.c_uint32))
    _pack_ = 4


def enter_job(*, memory_bytes: int | None) -> bool:
    """Put this process into a job of one process that it cannot leave.

    Args:
        memory_bytes: Ceiling on committed memory; None for none.

    Returns:
        Whether the wall stands.
    """
    kernel = ctypes.CDLL("kernel32")
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    if job.value is None:
        return False
    limits = _ExtendedLimits()
    limits.basic.flags = _LIMIT_ACTIVE_PROCESS | _LIMIT_DIE_ON_EXCEPTION
    limits.basic.active_processes = 1
    if memory_bytes is not None:
        limits.basic.flags |= _LIMIT_PROCESS_MEMORY
        limits.process_memory = memory_bytes
    no_desktop = ctypes.c_uint32(_ALL_UI)
    return all(
        (
            kernel.SetInformationJobObject(
                job, _JOB_EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits)
            ),
            kernel.SetInformationJobObject(
                job, _JOB_BASIC_UI, ctypes.byref(no_desktop), ctypes.sizeof(no_desktop)
            ),
            kernel.AssignProcessToJobObject(job, _THIS_PROCESS),
        )
    )


def drop_privileges() -> bool:
    """Take every privilege out of the token of this process.

    Returns:
        Whether the wall stands.
    """
    security = ctypes.CDLL("advapi32")
    token = _own_token(_TOKEN_ADJUST_PRIVILEGES | _TOKEN_QUERY)
    size = ctypes.c_uint32()
    security.GetTokenInformation(token, _TOKEN_PRIVILEGES, None, 0, ctypes.byref(size))
    buffer = ctypes.create_string_buffer(size.value)
    if not security.GetTokenInformation(token, _TOKEN_PRIVILEGES, buffer, size, ctypes.byref(size)):
        return False
    count = ctypes.c_uint32.from_buffer(buffer).value
    privileges = (_Privilege * count).from_buffer(buffer, ctypes.sizeof(ctypes.c_uint32))
    for privilege in privileges:
        privilege.attributes = _PRIVILEGE_REMOVED
    return bool(security.AdjustTokenPrivileges(token, _NOT_ALL, buffer, 0, None, None))


def lower_integrity() -> bool:
    """Lower the integrity level of this process to "low", from which nothing raises it again.

    Returns:
        Whether the wall stands.
    """
    security = ctypes.CDLL("advapi32")
    sid = ctypes.c_void_p()
    if not security.ConvertStringSidToSidW(_LOW_INTEGRITY_SID, ctypes.byref(sid)):
        return False
    label = _SidAndAttributes(sid, _GROUP_INTEGRITY)
    length = ctypes.sizeof(label) + security.GetLengthSid(sid)
    token = _own_token(_TOKEN_ADJUST_DEFAULT | _TOKEN_QUERY)
    return bool(
        security.SetTokenInformation(token, _TOKEN_INTEGRITY_LEVEL, ctypes.byref(label), length)
    )


def refuse_children_and_code() -> bool:
    """Refuse this process children, code made of data, and libraries from elsewhere, for good.

    Returns:
        Whether the wall stands.
    """
    kernel = ctypes.CDLL("kernel32")
    standing = True
    for policy, flags in _POLICIES:
        value = ctypes.c_uint32(flags)
        standing &= bool(
            kernel.SetProcessMitigationPolicy(policy, ctypes.byref(value), ctypes.sizeof(value))
        )
    return standing


def _own_token(access: int) -> ctypes.c_void_p:
    token = ctypes.c_void_p()
    security = ctypes.CDLL("advapi32")
    security.OpenProcessToken(_THIS_PROCESS, access, ctypes.byref(token))
    return token
