"""The command line of data subjects: options and help texts."""

import argparse
from collections.abc import Callable
from pathlib import Path

AddCommand = Callable[..., argparse.ArgumentParser]
"""Adds a command by its name and help text to a group of commands."""


def add_subject(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    command: AddCommand,
    with_matter: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add `incamera subject` to the parser.

    Args:
        commands: The parser's group of commands.
        command: Adds one to a group.
        with_matter: Gives one the option that names a matter.
    """
    text = "everything about one person: review it, hand it over, erase it"
    parser = commands.add_parser("subject", help=text, description=f"{text.capitalize()}.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    find = command(actions, "find", "look for a person, and open a case to review")
    with_matter(find)
    find.add_argument("names", nargs="*", help="in quotation marks, each spelling by itself")
    find.add_argument(
        "--value", action="append", default=[], help="an e-mail address, a number; can be repeated"
    )
    with_matter(command(actions, "list", "list the cases of a matter"))
    review = _case(command(actions, "review", "list the hits of a case, or decide about some"))
    with_matter(review)
    for option, text in (
        ("--accept", "these hits are about the person, such as 1,4-7"),
        ("--strike", "these are not"),
        ("--reopen", "take the decision about these back"),
    ):
        review.add_argument(option, metavar="NUMBERS", help=text)
    again = _case(command(actions, "again", "look again, in what came after the last search too"))
    with_matter(again)
    for parser in (find, review, again):
        parser.add_argument("--show-high", action="store_true", help="show highly sensitive values")
    export = _case(command(actions, "export", "write what was accepted to a folder, to hand over"))
    with_matter(export)
    export.add_argument("folder", type=Path, help="must not be there")
    erase = _case(command(actions, "erase", "dispose of the documents with accepted hits"))
    with_matter(erase)
    erase.add_argument("--reason", required=True, help="why; name nobody, it is in the certificate")
    erase.add_argument("--confirm", metavar="REFERENCE", help="the matter's reference")
    erase.add_argument("--certificate", type=Path, metavar="FILE", help="write the certificate")
    with_matter(_case(command(actions, "close", "delete a case; the documents stay")))


def _case(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("case", help="the first digits of its identity")
    return parser
