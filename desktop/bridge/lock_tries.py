"""Wrong tries to unlock, and how long the next one waits.

`unlock-tries` beside the vault, ASCII, at most 64 bytes, one line:

    count  space  time of the last wrong try, whole seconds since 1970 (UTC)

It says nothing about what was tried. It is there so that closing the window does not begin anew.
After n wrong tries in a row the next one waits 1, 2, 4, 8 ... seconds, `LONGEST_S` at most. While
the window is open a clock counts that nobody can set; after a restart the time of day does. Set
back, it makes the whole wait begin anew; a file that makes no sense counts as many wrong tries.

This slows a person at the keyboard. Whoever can write to the folder can delete the file, and
whoever can copy the vault tries elsewhere: against them stand Argon2id and the passphrase itself.
"""

import contextlib
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from desktop.bridge.lock_absence import passed_s

TRIES_FILE = "unlock-tries"
LONGEST_S = 300
MANY = 10
"""Wrong tries after which the wait is the longest; counting goes no further."""

_FORM = re.compile(rb"(\d{1,6}) (\d{1,15})\n?")
_MAX_FILE_BYTES = 64

Seconds = Callable[[], float]


def delay_s(count: int) -> int:
    """How long the try after so many wrong ones waits."""
    return min(2 ** (min(count, MANY) - 1), LONGEST_S) if count > 0 else 0


class Tries:
    """Counts wrong tries, also over a restart."""

    def __init__(
        self,
        file: Path,
        *,
        now_s: Seconds = time.time,
        passed_s: Seconds = passed_s,
    ) -> None:
        """Read what an earlier run left.

        Args:
            file: Need not exist; its folder may be read-only, then a restart begins anew.
            now_s: Seconds since 1970.
            passed_s: Seconds that have passed since some moment, sleep included.
        """
        self._file = file
        self._now_s = now_s
        self._passed_s = passed_s
        self._count, failed_at_s = self._read()
        since_s = now_s() - failed_at_s
        if since_s < 0:
            since_s = 0.0
            self._write()
        self._free_at_s = passed_s() + max(delay_s(self._count) - since_s, 0.0)

    @property
    def wait_s(self) -> float:
        """How long until the next try; 0 when it may be now."""
        return max(self._free_at_s - self._passed_s(), 0.0)

    @property
    def count(self) -> int:
        """Wrong tries since the last right one; counting ends at `MANY`."""
        return self._count

    def add(self) -> None:
        """Count a wrong try."""
        self._count = min(self._count + 1, MANY)
        self._free_at_s = self._passed_s() + delay_s(self._count)
        self._write()

    def forget(self) -> None:
        """The vault was opened: the next wrong try is the first."""
        self._count = 0
        self._free_at_s = self._passed_s()
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _read(self) -> tuple[int, float]:
        try:
            with self._file.open("rb") as file:
                content = file.read(_MAX_FILE_BYTES + 1)
        except FileNotFoundError:
            return 0, 0.0
        except OSError:
            return MANY, self._now_s()
        form = _FORM.fullmatch(content)
        if form is None:
            return MANY, self._now_s()
        return min(int(form[1]), MANY), float(form[2])

    def _write(self) -> None:
        """Write beside the file, then take its place; where that fails this run still counts."""
        beside = self._file.with_name(f"{self._file.name}.new")
        with contextlib.suppress(OSError):
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
                file.write(f"{self._count} {int(self._now_s())}\n".encode("ascii"))
            beside.replace(self._file)
