"""What this machine has, and whether a model fits it."""

import ctypes
import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.settings import physical_cores, usable_cores


class Fit(StrEnum):
    """Whether a model fits the memory of this machine."""

    FITS = "fits"
    TIGHT = "tight"
    """It fits the memory, but not what is free of it now."""
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Machine:
    """What counts for a model.

    Attributes:
        memory_bytes: All of it; None where the system does not say.
        free_bytes: What a new process can have now; None where the system does not say.
        cores: Physical ones.
        threads: That this process may use.
        graphics: Names of the graphics devices that the system offers for computing; the engine
            uses one only where it was built for it.
    """

    memory_bytes: int | None
    free_bytes: int | None
    cores: int
    threads: int
    graphics: tuple[str, ...] = ()

    def fit_of(self, needed_bytes: float) -> Fit:
        """Whether so much fits."""
        if self.memory_bytes is None or needed_bytes <= 0:
            return Fit.UNKNOWN
        if needed_bytes > self.memory_bytes:
            return Fit.TOO_LARGE
        if self.free_bytes is not None and needed_bytes > self.free_bytes:
            return Fit.TIGHT
        return Fit.FITS


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
