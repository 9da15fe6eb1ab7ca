"""A built worker that was taken over: its own program, interpreter and walls, with hostile code.

The product has no way in. A copy of the worker's folder gets one: numpy looks for a module of its
own that nobody ships, `numpy._distributor_init_local`; there the code of `tests/attacks` is put,
and replaces the function that serves. The code's own imports come from the Python of the tests.
"""

import os
import shutil
import sysconfig
from pathlib import Path

ATTACKS = Path(__file__).parents[1] / "attacks"
HOSTILE = ("acts.py", "compromised_worker.py")
_DOOR = Path("_internal/numpy/_distributor_init_local.py")
_TAKE_OVER = """import sys

sys.path += {places!r}
from tests.attacks.compromised_worker import take_over

take_over(sys.modules["__main__"])
"""


def take_over_copy(folder: Path, target: Path) -> Path:
    """Copy a worker's folder, by links, and take the copy over.

    Args:
        folder: Of the built worker.
        target: The copy; it must not exist, and lie on the same disk.

    Returns:
        The program in the copy.
    """
    shutil.copytree(folder, target, copy_function=os.link, symlinks=True)
    hostile = target / "_internal" / "tests" / "attacks"
    hostile.mkdir(parents=True)
    for name in HOSTILE:
        shutil.copyfile(ATTACKS / name, hostile / name)
    library = sysconfig.get_path("stdlib")
    places = [library, str(Path(library) / "lib-dynload")]
    (target / _DOOR).write_text(_TAKE_OVER.format(places=places), encoding="utf-8")
    return target / folder.name
