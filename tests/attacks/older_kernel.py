"""Starts a program as on a kernel without Landlock: its calls are unknown to it and its children.

`python older_kernel.py PROGRAM [ARGUMENTS]`. Containers and kernels before 5.13 are like that.
"""

import os
import sys

from desktop.walls import seccomp
from desktop.walls.libc import forbid_new_privileges

LANDLOCK_CALLS = (444, 445, 446)


def main(command: list[str]) -> None:
    """Become the program."""
    rules = [
        seccomp._Rule((number, number), then=seccomp._REFUSE_AS_UNKNOWN)
        for number in LANDLOCK_CALLS
    ]
    if not (forbid_new_privileges() and seccomp._install(rules, default=seccomp._ALLOW)):
        raise SystemExit("no filter can be built here")
    os.execv(command[0], command)  # noqa: S606 - what the test asks for


if __name__ == "__main__":
    main(sys.argv[1:])
