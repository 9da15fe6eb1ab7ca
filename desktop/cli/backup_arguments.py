"""The arguments of `incamera backup`, and of matters on their way between vaults."""

import argparse
from collections.abc import Callable
from pathlib import Path

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this type no public name
AddCommand = Callable[["Commands[argparse.ArgumentParser]", str, str], argparse.ArgumentParser]


def add_backup(commands: "Commands[argparse.ArgumentParser]", command: AddCommand) -> None:
    """Add `incamera backup` to the commands.

    Args:
        commands: Of the program.
        command: Adds one with the options that all have.
    """
    text = "backups of the vault: make, check, rehearse, restore"
    parser = commands.add_parser("backup", help=text, description=f"The {text}.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, words in (
        ("make", "add a backup to a file; only what changed is written"),
        ("list", "list what was done with backups, or the backups in a file"),
        ("check", "read everything in a file and compare"),
        ("rehearse", "restore beside the vault, verify everything, take it away again"),
    ):
        action = command(actions, name, words)
        action.add_argument(
            "file", nargs="?", type=Path, help="the file of backups; none: that of the last backup"
        )
        if name == "check":
            action.add_argument("--all", action="store_true", help="the earlier backups too")
        if name == "rehearse":
            _with_number(action)
    restore = command(actions, "restore", "put a backup in the place of the vault, once verified")
    restore.add_argument("file", type=Path, help="the file of backups")
    _with_number(restore)
    restore.add_argument(
        "--replace", action="store_true", help="although there is a vault; it is kept beside"
    )
    way = restore.add_mutually_exclusive_group()
    way.add_argument("--passphrase", action="store_true", help="open the backup by a passphrase")
    way.add_argument("--sheet", action="store_true", help="open it by the recovery sheet")
    _add_pieces(actions, command)


def _add_pieces(actions: "Commands[argparse.ArgumentParser]", command: AddCommand) -> None:
    cut = command(actions, "cut", "cut a file of backups into pieces that fit on sticks")
    cut.add_argument("file", type=Path, help="the file of backups")
    cut.add_argument("folder", type=Path, help="where the pieces go")
    cut.add_argument(
        "--size", type=float, required=True, metavar="MB", help="the most a piece may take"
    )
    join = command(actions, "join", "put a file of backups together from its pieces")
    join.add_argument("file", type=Path, help="the file to write")
    join.add_argument("pieces", nargs="+", type=Path, help="pieces, or folders with pieces")
    for parser in (cut, join):
        parser.add_argument(
            "--wait", action="store_true", help="ask for the next stick, in the same place"
        )


def add_moving(
    actions: "Commands[argparse.ArgumentParser]",
    command: AddCommand,
    with_matter: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add to `incamera matter` what moves matters between vaults.

    Args:
        actions: Of `incamera matter`.
        command: Adds one with the options that all have.
        with_matter: Lets one name its matter.
    """
    pack = command(actions, "pack", "write a matter into one sealed file, for another vault")
    with_matter(pack)
    pack.add_argument("file", type=Path, help="the new file to write")
    pack.add_argument(
        "--for",
        dest="receiver",
        metavar="KEY",
        help="the receiving key of the other vault; without it, a passphrase is asked for",
    )
    unpack = command(actions, "unpack", "take a packed matter in, or merge it into the one here")
    unpack.add_argument("file", type=Path, help="the file that `incamera matter pack` wrote")
    command(actions, "receiving-key", "print the key for which others pack matters for this vault")
    differences = command(
        actions, "differences", "list what persons decided differently on several workstations"
    )
    with_matter(differences)


def _with_number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--number", type=int, help="which backup of the file; none: the latest")
