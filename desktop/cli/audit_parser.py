"""The arguments of `incamera audit`."""

import argparse
from collections.abc import Callable
from pathlib import Path

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this type no public name
AddCommand = Callable[["Commands[argparse.ArgumentParser]", str, str], argparse.ArgumentParser]


def add_audit(commands: "Commands[argparse.ArgumentParser]", command: AddCommand) -> None:
    """Add `incamera audit` to the commands.

    Args:
        commands: Of the program.
        command: Adds one with the options that all have.
    """
    text = "the logs of what was done, and the record of processing"
    parser = commands.add_parser("audit", help=text, description=f"Show {text}.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = command(actions, "list", "list the latest entries of the vault's log or a matter's")
    _with_log(listing)
    listing.add_argument("--limit", type=int, default=50, help="most entries to show (50)")
    export = command(actions, "export", "write a log to a file that anybody can check")
    _with_log(export)
    export.add_argument("target", type=Path, help="the file to write")
    export.add_argument(
        "--without-details", action="store_true", help="leave out accounts and details"
    )
    export.add_argument(
        "--key-file", type=Path, metavar="FILE", help="write the audit key of this log to a file"
    )
    check = command(actions, "check", "check that no entry was altered, removed or cut off")
    _with_log(check)
    check.add_argument(
        "--head", metavar="NUMBER:HASH", help="an end of the log that was kept elsewhere"
    )
    record = command(actions, "record", "write the record of processing activities (GDPR Art. 30)")
    record.add_argument("target", type=Path, help="the file to write: .pdf or .json")


def _with_log(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--matter", "-m", help="the log of this matter; none: the vault's")
