"""Which walls this system can build, found out without building any."""

import ctypes
import sys

from desktop.domain.walls import Wall, walls_of
from desktop.walls.calls import SECCOMP
from desktop.walls.landlock import landlock_version
from desktop.walls.libc import architecture, syscall

_ACTION_IS_AVAILABLE = 2
_REFUSE_WITH_A_NUMBER = 0x00050000


def offered_walls() -> tuple[Wall, ...]:
    """The walls that can stand around a worker here.

    Whether they do stand is told by each worker when it is ready. On Windows and macOS all that
    are written for them are named but the one against sockets, which is not offered on Windows.
    """
    system: str = sys.platform
    if system == "linux":
        has_filters = has_seccomp()
        missing = {
            Wall.NO_NETWORK: not has_filters,
            Wall.SECCOMP: not has_filters,
            Wall.LANDLOCK: landlock_version() == 0,
        }
        return tuple(wall for wall in walls_of(system) if not missing.get(wall, False))
    return tuple(
        wall for wall in walls_of(system) if wall is not Wall.NO_NETWORK or system == "darwin"
    )


def has_seccomp() -> bool:
    """Whether the kernel takes filters of system calls, and we know the numbers of its calls."""
    machine = architecture()
    if machine is None:
        return False
    number = SECCOMP[0 if machine == "x86_64" else 1]
    action = ctypes.c_uint32(_REFUSE_WITH_A_NUMBER)
    address = ctypes.c_void_p(ctypes.addressof(action))
    return number is not None and syscall(number, _ACTION_IS_AVAILABLE, 0, address) == 0
