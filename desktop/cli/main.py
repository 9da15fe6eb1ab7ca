"""`incamera`: the same work as in the window, without one."""

import gc
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from desktop import logs, offline
from desktop.casework.backing_up.restoring import finish_restoring
from desktop.cli import (
    ask,
    audit,
    backup,
    deciding,
    disposal,
    documents,
    extraction,
    findings,
    keys,
    matters,
    models,
    moving,
    schemas,
    search,
    subjects,
    upkeep,
)
from desktop.cli.exit_codes import ExitCode
from desktop.cli.output import Output
from desktop.cli.parser import build_parser
from desktop.cli.session import Session
from desktop.domain.errors import InCameraError
from desktop.paths import settings_file, vault_folder
from desktop.settings import load_settings

log = logging.getLogger(__name__)

COLLECT_AFTER = 100_000
"""Objects made between two collections of garbage. A page makes some thousand, none of them in
cycles; with Python's 700 the app spends more on looking for some than on decoding pages."""

Command = Callable[..., ExitCode]

COMMANDS: Mapping[tuple[str, str | None], Command] = {
    ("vault", "create"): matters.create,
    ("matter", "list"): matters.list_matters,
    ("matter", "new"): matters.new_matter,
    ("matter", "pack"): moving.pack,
    ("matter", "unpack"): moving.unpack_file,
    ("matter", "receiving-key"): moving.show_receiving_key,
    ("matter", "differences"): moving.list_differences,
    ("matter", "close"): disposal.close,
    ("matter", "reopen"): disposal.reopen,
    ("hold", "list"): disposal.list_holds,
    ("hold", "place"): disposal.place,
    ("hold", "release"): disposal.release,
    ("retention", "show"): disposal.show_retention,
    ("retention", "set"): disposal.set_retention,
    ("retention", "lift"): disposal.lift_retention,
    ("due", None): disposal.list_due,
    ("dispose", None): disposal.dispose,
    ("disposal", "list"): disposal.list_disposals,
    ("disposal", "certificate"): disposal.certificate,
    ("subject", "find"): subjects.find,
    ("subject", "list"): subjects.list_cases,
    ("subject", "review"): subjects.review,
    ("subject", "export"): subjects.export,
    ("subject", "erase"): subjects.erase,
    ("subject", "close"): subjects.close,
    ("add", None): documents.add,
    ("status", None): documents.status,
    ("list", None): documents.list_documents,
    ("show", None): documents.show,
    ("search", None): search.search,
    ("ask", None): ask.ask,
    ("findings", None): findings.list_findings,
    ("export", None): findings.export,
    ("decide", None): deciding.decide_finding,
    ("extract", None): extraction.extract,
    ("schema", "list"): schemas.list_schemas,
    ("schema", "show"): schemas.show_schema,
    ("schema", "check"): schemas.check_schema,
    ("backup", "make"): backup.make,
    ("backup", "list"): backup.list_backups,
    ("backup", "check"): backup.check,
    ("backup", "rehearse"): backup.rehearse,
    ("backup", "restore"): backup.restore,
    ("key", "list"): keys.list_ways,
    ("key", "passphrase"): keys.passphrase,
    ("key", "sheet"): keys.sheet,
    ("key", "confirm-sheet"): keys.confirm_sheet,
    ("key", "enrol"): keys.enrol,
    ("key", "remove"): keys.remove,
    ("key", "rotate"): keys.rotate,
    ("verify", None): upkeep.verify,
    ("audit", "list"): audit.list_entries,
    ("audit", "export"): audit.export,
    ("audit", "check"): audit.check,
    ("audit", "record"): audit.record,
    ("model", "import"): models.bring,
    ("model", "list"): models.list_models,
    ("model", "show"): models.show,
    ("model", "verify"): models.verify,
    ("model", "test"): models.test,
    ("model", "speed"): models.speed,
    ("model", "use"): models.use,
    ("model", "decisions"): models.decisions,
    ("model", "remove"): models.remove,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    offline.close_network()
    gc.set_threshold(COLLECT_AFTER)
    parsed = build_parser().parse_args(arguments)
    output = Output(is_json=parsed.json)
    logs.start("cli")
    try:
        finish_restoring(vault_folder())
        session = Session(vault_folder(), load_settings(settings_file()), _now, output)
        return COMMANDS[parsed.command, getattr(parsed, "action", None)](session, parsed)
    except InCameraError as error:
        output.error(error)
        return ExitCode.ERROR
    except KeyboardInterrupt:
        output.end_progress()
        return ExitCode.STOPPED
    except Exception:
        output.end_progress()
        log.exception("defect")
        print("incamera: a defect of the program; the log has its place.", file=sys.stderr)
        return ExitCode.DEFECT


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the composition root passes the real clock


if __name__ == "__main__":
    sys.exit(main())
