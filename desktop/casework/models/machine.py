"""What this machine has for a model."""

import ctypes
import os
import sys
from pathlib import Path

from desktop.domain.model_listing import Machine
from desktop.settings import physical_cores, usable_cores


def this_machine(meminfo: Path = Path("/proc/meminfo")) -> Machine:
    """What this machine has now."""
    memory, free = _memory(meminfo)
    return Machine(memory, free, physical_cores(), usable_cores(), _graphics(Path("/dev")))


class _WindowsMemory(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        ("total", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong),
        ("others", ctypes.c_ulonglong * 5),
    )


def _memory(meminfo: Path) -> tuple[int | None, int | None]:
    if sys.platform == "win32":
        status = _WindowsMemory(length=ctypes.sizeof(_WindowsMemory))
        if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
            return None, None
        return int(status.total), int(status.free)
    sizes: dict[str, int] = {}
    try:
        for line in meminfo.read_text(encoding="ascii").splitlines():
            name, _, size = line.partition(":")
            if name in {"MemTotal", "MemAvailable"}:
                sizes[name] = int(size.split()[0]) * 1024
    except (OSError, ValueError, IndexError):
        return _memory_of_pages(), None
    return sizes.get("MemTotal"), sizes.get("MemAvailable")


def _memory_of_pages() -> int | None:
    """Where there is no list of the kernel's, as on macOS."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def _graphics(devices: Path) -> tuple[str, ...]:
    """Devices that drivers offer for computing, by the names that they have on Linux."""
    names = {
        "NVIDIA": devices / "nvidia0",
        "AMD": devices / "kfd",
    }
    return tuple(name for name, device in names.items() if device.exists())
