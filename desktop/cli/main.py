"""`incamera`: the same work as in the window, without one."""

import gc
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from desktop import logs, offline
from desktop.casework.shut_vault import finish_restoring
from desktop.cli.commands import command_of
from desktop.cli.exit_codes import ExitCode
from desktop.cli.output import Output
from desktop.cli.parser import build_parser
from desktop.domain.errors import InCameraError
from desktop.paths import settings_file, vault_folder
from desktop.settings import load_settings
from desktop.walls.limits import forbid_core_files
from desktop.wire.demand import demand_all_walls

log = logging.getLogger(__name__)

COLLECT_AFTER = 100_000
"""Objects made between two collections of garbage. A page makes some thousand, none of them in
cycles; with Python's 700 the app spends more on looking for some than on decoding pages."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    offline.close_network()
    forbid_core_files()
    gc.set_threshold(COLLECT_AFTER)
    parsed = build_parser().parse_args(arguments)
    from desktop.cli.session import Session  # noqa: PLC0415 - help needs no vault

    output = Output(is_json=parsed.json)
    logs.start("cli")
    try:
        finish_restoring(vault_folder())
        settings = load_settings(settings_file())
        if settings.is_full_confinement_demanded:
            demand_all_walls()
        session = Session(vault_folder(), settings, _now, output)
        command = command_of(parsed.command, getattr(parsed, "action", None))
        return command(session, parsed)
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
