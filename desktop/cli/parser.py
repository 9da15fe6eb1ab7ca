"""The command line: every command, option and help text."""

import argparse
from pathlib import Path

from desktop import __version__
from desktop.cli.audit_parser import add_audit
from desktop.cli.backup_arguments import add_backup, add_moving
from desktop.cli.disposal_parser import add_disposal
from desktop.cli.member_parser import add_members, add_sharing, add_walls
from desktop.cli.search_help import language
from desktop.cli.subject_parser import add_subject
from desktop.domain.export_form import ExportForm
from desktop.domain.finding import Decision, FindingKind


def build_parser() -> argparse.ArgumentParser:
    """The parser of `incamera`."""
    parser = argparse.ArgumentParser(
        prog="incamera",
        description="Reads confidential documents on this workstation; nothing leaves it.",
        epilog="Exit codes: 0 done, 1 partly, 2 not understood, 3 error, 4 not on these pages,"
        " 70 defect, 130 stopped.",
    )
    parser.add_argument("--version", action="version", version=f"In Camera {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_vault(commands)
    _add_matter(commands)
    _add_documents(commands)
    _add_findings(commands)
    _add_ask(commands)
    _add_schema(commands)
    add_disposal(commands, _command, _with_matter)
    add_subject(commands, _command, _with_matter)
    _add_upkeep(commands)
    add_backup(commands, _command)
    return parser


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this type no public name


def _command(
    commands: "Commands[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _with_show_high(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--show-high", action="store_true", help="show highly sensitive values, masked otherwise"
    )


def _with_matter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--matter",
        "-m",
        help="client and matter number (1042-0007); not needed while there is only one matter",
    )


def _add_vault(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("vault", help="set up the vault", description="Set up the vault.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = _command(actions, "create", "make a vault, its key in this computer's keyring")
    create.add_argument(
        "--passphrase",
        action="store_true",
        help="ask for a passphrase to open it by instead",
    )
    add_sharing(actions, _command)
    _add_keys(commands)
    add_members(commands, _command)


def _add_keys(commands: "Commands[argparse.ArgumentParser]") -> None:
    text = "ways into the vault: keyring, passphrase, recovery sheet"
    parser = commands.add_parser("key", help=text, description=f"The {text}.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _command(actions, "list", "list the ways in, and which hold on this computer")
    passphrase = _command(actions, "passphrase", "set a passphrase; it is asked for twice")
    passphrase.add_argument(
        "--with-keyring",
        action="store_true",
        help="ask for it besides this computer's keyring, not instead of it",
    )
    sheet = _command(actions, "sheet", "write a recovery sheet as PDF, to be printed")
    sheet.add_argument("target", type=Path, help="the new file to write")
    _command(actions, "confirm-sheet", "type the printed sheet back, so that it counts")
    enrol = _command(
        actions, "enrol", "open by passphrase or sheet, and make a key in this computer's keyring"
    )
    enrol.add_argument("--sheet", action="store_true", help="ask for the sheet, not a passphrase")
    rotate = _command(
        actions, "rotate", "give the vault and its matters new keys, go on with that, or give it up"
    )
    rotate.add_argument("--matter", "-m", help="only this one, not the vault and all of them")
    rotate.add_argument(
        "--give-up",
        action="store_true",
        help="give up what was begun: what has no new keys yet keeps those that it has",
    )
    rotate.add_argument(
        "--lose-ways",
        action="store_true",
        help="agree that ways in are lost that were made too early to receive a new key",
    )
    rotate.add_argument(
        "--without-damaged",
        action="append",
        default=[],
        metavar="ID",
        help="let this damaged row of the registry, which stops a new key of the vault, stay as it"
        " is; an administrator does, once for each row",
    )
    remove = _command(actions, "remove", "remove a way in; never the last proven one")
    remove.add_argument("way", nargs="?", help="the first digits of its identity")
    remove.add_argument(
        "--dead", action="store_true", help="remove those of other computers and accounts"
    )


def _add_matter(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("matter", help="matters", description="List or open matters.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _command(actions, "list", "list the matters")
    new = _command(actions, "new", "open a new matter")
    new.add_argument("client_number", help="the firm's number of the client")
    new.add_argument("matter_number", help="the firm's number of the matter")
    new.add_argument("name", help="short name")
    add_moving(actions, _command, _with_matter)
    add_walls(actions, _command, _with_matter)
    _with_matter(_command(actions, "close", "close a matter: its retention may count from today"))
    _with_matter(_command(actions, "reopen", "open a closed matter again"))


def _add_documents(commands: "Commands[argparse.ArgumentParser]") -> None:
    add = _command(commands, "add", "add files and folders, and read what waits")
    _with_matter(add)
    add.add_argument("paths", nargs="*", type=Path, help="files and folders; none: go on reading")
    add.add_argument("--retry", action="store_true", help="read pages that failed once more")
    status = _command(commands, "status", "say how far reading has come, and what was refused")
    _with_matter(status)
    listing = _command(commands, "list", "list the documents of a matter")
    _with_matter(listing)
    show = _command(commands, "show", "show a document: its pages, or the text of one page")
    _with_matter(show)
    show.add_argument("document", help="its name, or the first digits of its identity")
    show.add_argument("--page", type=int, help="show the text of this page, from 1")
    show.add_argument(
        "--readings", action="store_true", help="of this page, what two readers saw in its lines"
    )
    text = "passwords of files, kept sealed in a matter"
    parser = commands.add_parser("password", help=text, description=f"{text.capitalize()}.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    password = _command(actions, "add", "type a password; it is tried on every locked document")
    _with_matter(password)
    password.add_argument(
        "--list", type=Path, metavar="FILE", help="take those of a text instead, one on each line"
    )
    _with_matter(_command(actions, "list", "list when passwords were given, never the words"))
    forget = _command(actions, "forget", "delete the passwords of a matter's files, or one")
    _with_matter(forget)
    forget.add_argument("password", nargs="?", help="the first digits of its identity")


def _add_search(commands: "Commands[argparse.ArgumentParser]") -> None:
    search = _command(commands, "search", "search words, values, dates, amounts and more")
    search.formatter_class = argparse.RawDescriptionHelpFormatter
    search.epilog = language()
    _with_matter(search)
    search.add_argument("query", nargs="*", help="what is looked for, as below")
    search.add_argument("--limit", type=int, default=20, help="most hits to show (20)")
    _with_show_high(search)
    search.add_argument("--save", metavar="NAME", help="keep this search under a name")
    search.add_argument(
        "--saved", nargs="?", const="", metavar="NAME", help="run a saved search; none: list them"
    )
    search.add_argument("--forget", metavar="NAME", help="remove a saved search")
    search.add_argument(
        "--batch", type=Path, metavar="FILE", help="search every term of a CSV file"
    )
    search.add_argument(
        "--report", type=Path, metavar="FILE", help="with --batch: write the counts as CSV"
    )


def _add_findings(commands: "Commands[argparse.ArgumentParser]") -> None:
    _add_search(commands)
    findings = _command(commands, "findings", "list what was found")
    _with_matter(findings)
    findings.add_argument("--document", help="only of this document")
    findings.add_argument(
        "--kind", choices=[kind.value for kind in FindingKind], help="only this kind"
    )
    _with_show_high(findings)
    _add_decide(commands)
    export = _command(
        commands, "export", "write the findings of a matter to a file, undecided ones held back"
    )
    _with_matter(export)
    export.add_argument("target", type=Path, help="the file to write")
    export.add_argument(
        "--format", choices=[form.value for form in ExportForm], default=ExportForm.JSON.value
    )


def _add_ask(commands: "Commands[argparse.ArgumentParser]") -> None:
    ask = _command(commands, "ask", "ask a question about pages; the answer names its places")
    _with_matter(ask)
    ask.add_argument("question", nargs="*", help="one question, in quotation marks")
    ask.add_argument("--document", action="append", help="only of this document; can be repeated")
    ask.add_argument("--page", type=int, help="only this page of the document, from 1")
    ask.add_argument(
        "--region",
        nargs=4,
        type=float,
        metavar=("LEFT", "TOP", "RIGHT", "BOTTOM"),
        help="only this part of the page, in points from its top left corner",
    )
    ask.add_argument(
        "--model", action="store_true", help="let the model look, even at what was found before"
    )
    ask.add_argument("--list", action="store_true", help="list the answers that are kept")
    ask.add_argument("--again", metavar="ID", help="make this answer again and compare")
    _with_show_high(ask)


def _add_schema(commands: "Commands[argparse.ArgumentParser]") -> None:
    extract = _command(commands, "extract", "extract the fields of documents, with their places")
    _with_matter(extract)
    extract.add_argument(
        "documents", nargs="*", help="their names, or the first digits of their identities; all"
    )
    extract.add_argument("--schema", help="with this schema, whatever kind they are of")
    extract.add_argument(
        "--model", action="store_true", help="let the vision model look for what is missing"
    )
    extract.add_argument(
        "--anew", action="store_true", help="extract again what was extracted and still holds"
    )
    extract.add_argument(
        "--show-high", action="store_true", help="show highly sensitive values, masked otherwise"
    )
    text = "which fields are extracted from which kind of document"
    parser = commands.add_parser("schema", help=text, description=f"Say {text}.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _command(actions, "list", "list the schemas, the firm's own among them")
    show = _command(actions, "show", "show the fields of a schema")
    show.add_argument("name", help="as `incamera schema list` prints it")
    check = _command(actions, "check", "check the file of a schema before it is used")
    check.add_argument("file", type=Path, help="a TOML file")


def _add_decide(commands: "Commands[argparse.ArgumentParser]") -> None:
    decide = _command(
        commands, "decide", "list what two readers dispute, or decide about one finding"
    )
    _with_matter(decide)
    decide.add_argument(
        "finding", nargs="?", help="the first digits of its identity; none: list what waits"
    )
    decide.add_argument("--document", help="list only what waits in this document")
    _with_show_high(decide)
    choice = decide.add_mutually_exclusive_group()
    for option, decision, text in (
        ("--accept", Decision.ACCEPTED, "what was read is right"),
        ("--reject", Decision.REJECTED, "it is no value of this kind"),
        ("--reopen", Decision.OPEN, "take the decision back"),
    ):
        choice.add_argument(
            option, dest="decision", action="store_const", const=decision.value, help=text
        )
    choice.add_argument("--other", action="store_true", help="the second reading is right")
    choice.add_argument("--correct", metavar="VALUE", help="neither is: give what the page says")


def _add_upkeep(commands: "Commands[argparse.ArgumentParser]") -> None:
    verify = _command(commands, "verify", "check that everything stored is whole")
    verify.add_argument(
        "--accept-older",
        action="store_true",
        help="take files that are older than when they were left as they are, after a restore",
    )
    verify.add_argument(
        "--offline",
        action="store_true",
        help="check instead that nothing leaves this computer, and report what was seen",
    )
    verify.add_argument(
        "--report",
        type=Path,
        metavar="TARGET",
        help="with --offline: write it as PDF, JSON or text",
    )
    verify.add_argument(
        "--road",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="walk the road that --offline watches, with the samples or these files",
    )
    add_audit(commands, _command)
    _add_models(commands)


def _add_models(commands: "Commands[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "model", help="vision models", description="Vision models from a folder or a stick."
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    bring = _command(actions, "import", "copy a model's two files, check them, test the model")
    bring.add_argument(
        "path", nargs="?", type=Path, help="folder or weights; none: look for Ollama and LM Studio"
    )
    bring.add_argument(
        "projector", nargs="?", type=Path, help="the projector, where it is elsewhere"
    )
    bring.add_argument("--pick", metavar="PAIR", help="which of several pairs in the folder")
    listing = _command(actions, "list", "list the models that are here, and what fits this machine")
    listing.add_argument("--known", action="store_true", help="list the catalogue instead")
    listing.add_argument("--sums", action="store_true", help="print the checksums of the catalogue")
    _command(actions, "show", "load the model in use and say what it is")
    verify = _command(actions, "verify", "hash the files of models anew")
    verify.add_argument("model", nargs="?", help="only this one")
    for name, text in (
        ("test", "check a model and let it read the test page"),
        ("speed", "measure pages an hour on this machine"),
        ("use", "put a model to use"),
        ("remove", "delete an imported model"),
    ):
        action = _command(actions, name, text)
        action.add_argument("model", help="its short name, as the list shows it")
        if name == "use":
            action.add_argument(
                "--override", metavar="WHY", help="record why it is used in spite of its licence"
            )
    _command(actions, "decisions", "list who decided to use models in spite of their licences")
