"""macOS: a sandbox profile around this process. Written by its documentation, never tried.

`sandbox_init` is marked deprecated since macOS 10.8 and is what browsers still build on. A process
enters one profile in its life, so that there is one wall where Linux has three steps. Sources: the
manual page sandbox(7), Chromium's sandbox/mac/seatbelt_sandbox_design.md.
"""

import ctypes
from collections.abc import Iterable, Sequence
from pathlib import Path

_LIBRARY = "/usr/lib/libsandbox.1.dylib"

_SYSTEM_FOLDERS = ("/usr/lib", "/usr/share", "/System/Library", "/Library/Apple/System/Library")
"""Code and data of the system itself; the dynamic linker reads them at any time."""

_ALWAYS = """(version 1)
(deny default)
(allow process-info* (target self))
(allow signal (target self))
(allow sysctl-read)
(allow mach-lookup (global-name "com.apple.system.notification_center"))
(allow file-read* (literal "/dev/null") (literal "/dev/urandom") (literal "/"))
"""
"""What stays without being named is refused: network*, process-fork, process-exec*, file-write*."""


def profile_of(readable: Sequence[Path]) -> str:
    """The profile's text: what may be read is named, everything else refused."""
    rules = [
        f"(allow file-read* ({_shape(path)} {_quoted(str(path))}))"
        for path in (*map(Path, _SYSTEM_FOLDERS), *readable)
    ]
    return _ALWAYS + "\n".join(rules) + "\n"


def enter_sandbox(readable: Iterable[Path]) -> bool:
    """Refuse this process sockets, programs and all files but those in `readable`, for good.

    Returns:
        Whether the wall stands.
    """
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return False
    reason = ctypes.c_char_p()
    profile = profile_of([path.resolve() for path in readable]).encode()
    failed = library.sandbox_init(profile, ctypes.c_uint64(0), ctypes.byref(reason))
    if failed:
        library.sandbox_free_error(reason)
    return not failed


def _shape(path: Path) -> str:
    return "literal" if path.is_file() else "subpath"


def _quoted(text: str) -> str:
    """A string of the profile's language: in double quotes, with backslashes before those."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
