"""The helper process that alone may run the program `tesseract`.

A worker that parses documents is not allowed to start programs or open files; Tesseract needs both.
So the worker starts this process before it is confined, and sends it bare grey levels. The helper
writes the image header itself: whatever a hostile document does to the worker, Tesseract's image
library sees nothing but a well-formed grey map.

Over the pipes, integers big-endian:

    hello     4  length of what follows     the languages there are, separated by spaces
    request   4 width, 4 height, 1 page segmentation mode, 2 length of L, L languages ("eng+fra"),
              width * height grey levels
    answer    1  0 done, 1 failed           4 length of what follows, what the program printed

A hello of no languages means that the program is not there.
"""

import os
import shutil
import struct
import subprocess
from typing import BinaryIO

HELPER_FLAG = "--tesseract-helper"
"""Given to the worker's own program to make it the helper."""

HELLO = struct.Struct(">I")
REQUEST = struct.Struct(">IIBH")
ANSWER = struct.Struct(">BI")

MAX_OUTPUT_BYTES = 32 << 20
"""A page of 50,000 words is 4 MB."""

_LIMIT_S = 50.0
"""Below the limit that the app sets for a page, so that the reason can still be told."""

_ORIENTATION_MODE = 0
_PLACES = (
    "/usr/bin",
    "/usr/local/bin",
    "/opt/homebrew/bin",
    "C:\\Program Files\\Tesseract-OCR",
)
"""Where the program is looked for; never where an environment variable says."""


def help_worker(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the worker closes the pipe."""
    program = _program()
    languages = _languages(program) if program else b""
    answers.write(HELLO.pack(len(languages)) + languages)
    answers.flush()
    while program and (head := requests.read(REQUEST.size)):
        width, height, mode, length = REQUEST.unpack(head)
        wanted = requests.read(length).decode("ascii")
        levels = requests.read(width * height)
        image = f"P5 {width} {height} 255\n".encode("ascii") + levels
        printed = _run(program, mode, wanted, image)
        answers.write(ANSWER.pack(printed is None, len(printed or b"")) + (printed or b""))
        answers.flush()


def _program() -> str | None:
    return shutil.which("tesseract", path=os.pathsep.join(_PLACES))


def _languages(program: str) -> bytes:
    listed = _output([program, "--list-langs"], b"")
    lines = (listed or b"").split(b"\n")[1:]
    return b" ".join(line.strip() for line in lines if line.strip() not in {b"", b"osd"})


def _run(program: str, mode: int, languages: str, image: bytes) -> bytes | None:
    command = [program, "stdin", "stdout", "--psm", str(mode)]
    if mode == _ORIENTATION_MODE:
        return _output([*command, "-l", "osd"], image)
    return _output([*command, "--oem", "1", "-l", languages, "tsv"], image)


def _output(command: list[str], image: bytes) -> bytes | None:
    """What a program prints; None when it fails, takes too long or prints too much."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, its languages checked by the worker
            command,
            input=image,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"},
            timeout=_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode != 0 or len(done.stdout) > MAX_OUTPUT_BYTES:
        return None
    return done.stdout
