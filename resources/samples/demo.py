"""`make demo`: the sample matter read from beginning to end.

In the window where there is a screen, else on the command line with the results printed. The demo
has a folder of its own, `build/demo`, and a keyring of its own; nothing touches this account's.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from resources.samples.private_keyring import NoKeyringHereError, private_keyring

PROJECT = Path(__file__).parents[2]
HOME = PROJECT / "build" / "demo"
SAMPLES = PROJECT / "resources" / "samples" / "brandt-v-meridian"
MATTER = ("1042", "0007", "Brandt v. Meridian Logistics")

ADDED = (0, 1)
"""1: the samples hold a file that must be refused."""

QUESTIONS: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = (
    (("status",), (0,)),
    (("list",), (0,)),
    (("findings",), (0,)),
    (("search", "Meridian"), (0,)),
    (("search", '"late payment"'), (0,)),
    (("search", "Jorg Brandt"), (0,)),  # as if there were no umlaut
    (("search", "GB22 THGB 9900 6031 9268 19"), (0,)),  # sealed, and found by its tag
    (("decide",), (0,)),
    (("export", str(HOME / "findings.csv"), "--format", "csv"), (1,)),  # 1: some wait for a person
    (("verify",), (0,)),
)
"""What is shown of the matter once it is read, and the exit codes that are right."""


def main() -> int:
    """Set up a vault of the demo's own, then read the samples."""
    shutil.rmtree(HOME, ignore_errors=True)
    os.environ["INCAMERA_HOME"] = str(HOME)
    if sys.platform != "linux":
        return _read_samples()
    # Beside the project a path may be too long for a socket, and a display's socket is found by
    # the runtime folder of this account, so of the keyring's variables only the bus is taken.
    with tempfile.TemporaryDirectory(prefix="incamera-demo-") as folder:
        try:
            with private_keyring(Path(folder)) as variables:
                os.environ["DBUS_SESSION_BUS_ADDRESS"] = variables["DBUS_SESSION_BUS_ADDRESS"]
                os.environ["XDG_DATA_HOME"] = variables["XDG_DATA_HOME"]
                return _read_samples()
        except NoKeyringHereError as error:
            print(f"{error}; see README.md.", file=sys.stderr)
            return 1


def _read_samples() -> int:
    command_line("vault", "create")
    command_line("matter", "new", *MATTER)
    files = [str(SAMPLES)]
    has_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if has_screen or sys.platform != "linux":
        return subprocess.call([sys.executable, "-m", "desktop", *files], cwd=PROJECT)
    return _printed(files)


def _printed(files: list[str]) -> int:
    print("No screen here: the same work on the command line.")
    worst = 0
    for arguments, expected in ((("add", *files), ADDED), *QUESTIONS):
        code = command_line(*arguments)
        worst = max(worst, 0 if code in expected else code)
    return worst


def command_line(*arguments: str) -> int:
    """Run `incamera` with these arguments, as a person would."""
    shown = " ".join(
        Path(word).name if word.startswith(str(PROJECT)) else word for word in arguments
    )
    print(f"\n$ incamera {shown}", flush=True)
    return subprocess.call([sys.executable, "-m", "desktop.cli.main", *arguments], cwd=PROJECT)


if __name__ == "__main__":
    sys.exit(main())
