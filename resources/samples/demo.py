"""`make demo`: the sample matter read from beginning to end.

In the window where there is a screen, else on the command line with the results printed. The demo
has a folder and a keyring of its own under `build/demo`; nothing of it touches this account's.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
HOME = PROJECT / "build" / "demo"
SAMPLES = PROJECT / "resources" / "samples" / "brandt-v-meridian"
INSIDE = "INCAMERA_DEMO_INSIDE"
MATTER = ("1042", "0007", "Brandt v. Meridian Logistics")
KEYRING_PASSWORD = b"of the demo only"


def main() -> int:
    """Start over on a private bus, then run the demo there."""
    if sys.platform == "linux" and INSIDE not in os.environ:
        return _on_a_private_bus()
    if sys.platform == "linux":
        _unlock_keyring()
    command_line("vault", "create")
    command_line("matter", "new", *MATTER)
    files = [str(SAMPLES)]
    has_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if has_screen or sys.platform != "linux":
        return subprocess.call([sys.executable, "-m", "desktop", *files])
    return _printed(files)


def _on_a_private_bus() -> int:
    missing = [
        name for name in ("dbus-run-session", "gnome-keyring-daemon") if not shutil.which(name)
    ]
    if missing:
        print(f"The demo needs {' and '.join(missing)}; see README.md.", file=sys.stderr)
        return 1
    shutil.rmtree(HOME, ignore_errors=True)
    for folder in ("run", "data", "config", "cache"):
        (HOME / folder).mkdir(parents=True, mode=0o700)
    environment = {
        **os.environ,
        INSIDE: "1",
        "INCAMERA_HOME": str(HOME / "incamera"),
        "XDG_DATA_HOME": str(HOME / "data"),
        "XDG_CONFIG_HOME": str(HOME / "config"),
        "XDG_CACHE_HOME": str(HOME / "cache"),
    }
    # The display server's socket may lie in the runtime folder of this account: keep that one then.
    if "WAYLAND_DISPLAY" not in environment:
        environment["XDG_RUNTIME_DIR"] = str(HOME / "run")
    return subprocess.call(
        ["dbus-run-session", "--", sys.executable, "-m", "resources.samples.demo"],
        env=environment,
        cwd=PROJECT,
    )


def _unlock_keyring() -> None:
    subprocess.run(
        ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
        input=KEYRING_PASSWORD,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _printed(files: list[str]) -> int:
    print("No screen here: the same work on the command line.")
    worst = 0
    for arguments, expected in (
        (("add", *files), (0, 1)),  # 1: the samples hold a file that must be refused
        (("status",), (0,)),
        (("list",), (0,)),
        (("findings",), (0,)),
        (("search", "Meridian"), (0,)),
        (("search", '"notice period"'), (0,)),
        (("export", str(HOME / "findings.csv"), "--format", "csv"), (0,)),
        (("verify",), (0,)),
    ):
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
