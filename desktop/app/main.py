"""`in-camera`: opens the window and stays until it is closed."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop import __version__, logs, offline
from desktop.app.application import Application
from desktop.walls.limits import forbid_core_files


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed.

    Args:
        arguments: Files and folders to add; those of the command line where None.

    Returns:
        0, or 1 where this computer does not let In Camera start.
    """
    parsed = _parser().parse_args(arguments)
    offline.close_network()
    forbid_core_files()
    logs.start("window")
    application = Application(tuple(path.absolute() for path in parsed.paths))
    return application.run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="in-camera", description="Reads confidential documents; nothing leaves this computer."
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files and folders to add to the first matter",
    )
    parser.add_argument("--version", action="version", version=f"In Camera {__version__}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
