"""Which function does which command; its module is imported when it is called.

A command needs a part of the program: importing all of it would take longer than most commands do.
"""

from collections.abc import Callable, Mapping
from importlib import import_module

from desktop.cli.exit_codes import ExitCode

Command = Callable[..., ExitCode]

COMMANDS: Mapping[tuple[str, str | None], str] = {
    ("vault", "create"): "matters.create",
    ("vault", "use"): "sharing.use",
    ("vault", "share"): "sharing.share",
    ("matter", "list"): "matters.list_matters",
    ("matter", "new"): "matters.new_matter",
    ("matter", "pack"): "moving.pack",
    ("matter", "unpack"): "moving.unpack_file",
    ("matter", "receiving-key"): "moving.show_receiving_key",
    ("matter", "differences"): "moving.list_differences",
    ("matter", "walls"): "walls.list_walls",
    ("matter", "wall"): "walls.wall",
    ("matter", "admit"): "walls.admit",
    ("matter", "dismiss"): "walls.dismiss",
    ("matter", "unwall"): "walls.unwall",
    ("matter", "custodians"): "matters.custodians",
    ("matter", "close"): "disposal.close",
    ("matter", "reopen"): "disposal.reopen",
    ("hold", "list"): "disposal.list_holds",
    ("hold", "place"): "disposal.place",
    ("hold", "release"): "disposal.release",
    ("retention", "show"): "disposal.show_retention",
    ("retention", "set"): "disposal.set_retention",
    ("retention", "lift"): "disposal.lift_retention",
    ("due", None): "disposal.list_due",
    ("dispose", None): "disposal.dispose",
    ("disposal", "list"): "disposal.list_disposals",
    ("disposal", "certificate"): "disposal.certificate",
    ("disposal", "stuck"): "stuck_disposals.list_stuck",
    ("disposal", "finish"): "stuck_disposals.finish",
    ("subject", "find"): "subjects.find",
    ("subject", "list"): "subjects.list_cases",
    ("subject", "again"): "subjects.again",
    ("subject", "review"): "subjects.review",
    ("subject", "export"): "subjects.export",
    ("subject", "erase"): "subjects.erase",
    ("subject", "close"): "subjects.close",
    ("add", None): "documents.add",
    ("status", None): "documents.status",
    ("list", None): "documents.list_documents",
    ("show", None): "documents.show",
    ("password", "add"): "passwords.add",
    ("password", "forget"): "passwords.forget",
    ("password", "list"): "passwords.list_kept",
    ("search", None): "search.search",
    ("ask", None): "ask.ask",
    ("findings", None): "findings.list_findings",
    ("export", None): "findings.export",
    ("decide", None): "deciding.decide_finding",
    ("extract", None): "extraction.extract",
    ("schema", "list"): "schemas.list_schemas",
    ("schema", "show"): "schemas.show_schema",
    ("schema", "check"): "schemas.check_schema",
    ("backup", "make"): "backup.make",
    ("backup", "list"): "backup.list_backups",
    ("backup", "check"): "backup.check",
    ("backup", "rehearse"): "backup.rehearse",
    ("backup", "restore"): "backup.restore",
    ("backup", "cut"): "pieces.cut",
    ("backup", "join"): "pieces.join",
    ("key", "list"): "keys.list_ways",
    ("key", "passphrase"): "keys.passphrase",
    ("key", "sheet"): "keys.sheet",
    ("key", "confirm-sheet"): "keys.confirm_sheet",
    ("key", "enrol"): "keys.enrol",
    ("key", "remove"): "keys.remove",
    ("key", "rotate"): "keys.rotate",
    ("member", "list"): "members.list_members",
    ("member", "begin"): "members.begin",
    ("member", "invite"): "members.invite",
    ("member", "withdraw"): "members.withdraw",
    ("member", "join"): "members.join",
    ("member", "confirm"): "members.confirm",
    ("member", "passphrase"): "members.passphrase",
    ("member", "recover"): "members.recover",
    ("member", "remove"): "members.remove",
    ("verify", None): "upkeep.verify",
    ("audit", "list"): "audit.list_entries",
    ("audit", "export"): "audit.export",
    ("audit", "check"): "audit.check",
    ("audit", "record"): "audit.record",
    ("model", "import"): "models.bring",
    ("model", "list"): "models.list_models",
    ("model", "show"): "models.show",
    ("model", "verify"): "models.verify",
    ("model", "test"): "models.test",
    ("model", "speed"): "models.speed",
    ("model", "use"): "models.use",
    ("model", "decisions"): "models.decisions",
    ("model", "remove"): "models.remove",
}
"""By command and action: module of this package, and function in it."""


def command_of(name: str, action: str | None) -> Command:
    """The function that does a command."""
    module, function = COMMANDS[name, action].split(".")
    command: Command = getattr(import_module(f"desktop.cli.{module}"), function)
    return command
