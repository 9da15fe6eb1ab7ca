"""When a program's window is seen: on a virtual screen whose pixels lie in a file."""

import os
import shutil
import struct
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WIDTH_PX, HEIGHT_PX = 1600, 1000
LIMIT_S = 120.0
SETTLED_LOOKS = 40
"""Looks without a change, 50 ms apart, after which the window has drawn what it has to draw."""

LEAST_SHARE = 0.02
"""Of the screen's pixels: a window is there when so many differ from the empty screen."""


class NoScreenHereError(RuntimeError):
    """Xvfb is not installed."""


def seconds_until_seen(
    command: Sequence[str], environment: Mapping[str, str], picture: Path | None = None
) -> float:
    """Start a program, wait for its window, end it.

    Args:
        command: Of the program.
        environment: Its whole environment; the screen is added.
        picture: Where a PNG of the screen is put once nothing more changes.

    Returns:
        Seconds from the start to the first look at which the window was there.

    Raises:
        NoScreenHereError: There is no virtual screen.
        TimeoutError: No window was seen.
    """
    if shutil.which("Xvfb") is None:
        raise NoScreenHereError("Xvfb is not on this machine")
    with tempfile.TemporaryDirectory(prefix="screen-") as folder:
        reading, writing = os.pipe()
        size = f"{WIDTH_PX}x{HEIGHT_PX}x24"
        screen = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(writing),
                "-screen",
                "0",
                size,
                "-fbdir",
                folder,
                "-nolisten",
                "tcp",
            ],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                display = f":{told.readline().strip()}"
            pixels = Path(folder) / "Xvfb_screen0"
            return _seen(
                command,
                {**environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
                pixels,
                picture,
            )
        finally:
            screen.terminate()
            screen.wait()


def _seen(
    command: Sequence[str], environment: Mapping[str, str], pixels: Path, picture: Path | None
) -> float:
    empty = _look(pixels)
    began_s = time.monotonic()
    program = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while np.mean((now := _look(pixels)) != empty) < LEAST_SHARE:
            if time.monotonic() - began_s > LIMIT_S:
                raise TimeoutError("no window was seen")
            _pause(program)
        took_s = time.monotonic() - began_s
        if picture is not None:
            Image.fromarray(_settled(program, pixels, now)).save(picture)
        return took_s
    finally:
        program.terminate()
        program.wait()


def _settled(
    program: "subprocess.Popen[bytes]", pixels: Path, last: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """The screen once it has been the same for a while."""
    unchanged, until_s = 0, time.monotonic() + LIMIT_S
    while unchanged < SETTLED_LOOKS and time.monotonic() < until_s:
        _pause(program)
        now = _look(pixels)
        unchanged = unchanged + 1 if np.array_equal(now, last) else 0
        last = now
    return last


def _pause(program: "subprocess.Popen[bytes]") -> None:
    """50 ms, unless the program ends.

    Raises:
        RuntimeError: It has ended.
    """
    try:
        raise RuntimeError(f"the program ended with {program.wait(0.05)}")
    except subprocess.TimeoutExpired:
        return


def _look(pixels: Path) -> NDArray[np.uint8]:
    """The screen as RGB. Xvfb writes it as XWD: a header with its own length, colours, rows."""
    content = pixels.read_bytes()
    header = struct.unpack_from(">25I", content)
    start, row_bytes, colours = header[0] + 12 * header[19], header[12], 4
    rows = np.frombuffer(content, np.uint8, HEIGHT_PX * row_bytes, start)
    bgr = rows.reshape(HEIGHT_PX, row_bytes // colours, colours)[:, :WIDTH_PX, :3]
    return np.ascontiguousarray(bgr[:, :, ::-1])
