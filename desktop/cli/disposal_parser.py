"""The command line of holds, retention and disposal: options and help texts."""

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop.domain.keeping import RetentionStart

AddCommand = Callable[..., argparse.ArgumentParser]
"""Adds a command by its name and help text to a group of commands."""


def add_disposal(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    command: AddCommand,
    with_matter: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add these commands to the parser.

    Args:
        commands: The parser's group of commands.
        command: Adds one to a group.
        with_matter: Gives one the option that names a matter.
    """

    def group(name: str, text: str) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
        parser = commands.add_parser(name, help=text, description=f"{text.capitalize()}.")
        return parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    holds = group("hold", "legal holds")
    with_matter(command(holds, "list", "list the holds of a matter, the released ones too"))
    place = command(holds, "place", "keep a document, or the whole matter, from being disposed of")
    with_matter(place)
    place.add_argument("--document", help="only this document; not given: the whole matter")
    place.add_argument("--reason", required=True, help="why")
    release = command(holds, "release", "release a hold")
    with_matter(release)
    release.add_argument("hold", help="the first digits of its identity")
    release.add_argument("--reason", required=True, help="why")

    retention = group("retention", "how long a matter is kept")
    with_matter(command(retention, "show", "say how long a matter is kept, and if it is closed"))
    rule = command(retention, "set", "let a rule hold: keep for so many years")
    with_matter(rule)
    rule.add_argument("years", type=int, help="1 to 100")
    rule.add_argument(
        "--from",
        dest="start",
        required=True,
        choices=[start.value.replace("_", "-") for start in RetentionStart],
        help="what the years count from",
    )
    rule.add_argument(
        "--from-year-end", action="store_true", help="count from the end of that calendar year"
    )
    rule.add_argument("--basis", required=True, help="why: the law or the firm's rule")
    with_matter(command(retention, "lift", "let no rule hold"))

    due = command(commands, "due", "list what has been kept as long as the rules ask")
    with_matter(due)
    due.add_argument(
        "--within", type=int, default=0, metavar="DAYS", help="and what will be in so many days"
    )
    _add_dispose(commands, command, with_matter)
    disposals = group("disposal", "disposals and their certificates")
    with_matter(command(disposals, "list", "list what was disposed of"))
    command(disposals, "stuck", "list ends of walled matters that wait for nobody any more")
    finish = command(disposals, "finish", "finish one of those, as far as it needs no key")
    finish.add_argument("disposal", help="the first digits of its identity")
    finish.add_argument("--reason", required=True, help="why; it stands in the certificate")
    finish.add_argument(
        "--certificate", type=Path, metavar="FILE", help="write the certificate: .pdf or .json"
    )
    certificate = command(disposals, "certificate", "write the certificate of a disposal")
    with_matter(certificate)
    certificate.add_argument("disposal", help="the first digits of its identity")
    certificate.add_argument(
        "target", nargs="?", type=Path, help="a .pdf or .json file; none: print it as JSON"
    )


def _add_dispose(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    command: AddCommand,
    with_matter: Callable[[argparse.ArgumentParser], None],
) -> None:
    dispose = command(commands, "dispose", "bring documents or a matter to their end, for good")
    with_matter(dispose)
    dispose.add_argument(
        "documents", nargs="*", help="their names, or the first digits of their identities"
    )
    dispose.add_argument("--due", action="store_true", help="all that are due and not held")
    dispose.add_argument("--whole-matter", action="store_true", help="the matter as a whole")
    dispose.add_argument(
        "--apart",
        action="store_true",
        help="what came inside a document may go although that one stays and holds its bytes",
    )
    dispose.add_argument("--reason", required=True, help="why")
    dispose.add_argument(
        "--confirm", metavar="REFERENCE", help="the matter's reference; not given: asked for"
    )
    dispose.add_argument(
        "--certificate", type=Path, metavar="FILE", help="write the certificate: .pdf or .json"
    )
