"""`incamera verify --offline`: does anything leave the machine? And `--road`, which it watches."""

import argparse

from desktop import __version__
from desktop.casework.offline_check.check import check_offline
from desktop.casework.offline_check.printed import as_data, as_text, write_report
from desktop.casework.offline_check.road import sample_documents, walk_road
from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session


def verify_offline(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Walk the whole road under observation and report what was seen."""
    output = session.output
    report = check_offline(session.clock(), __version__, tell=output.status)
    output.end_progress()
    if arguments.report is not None:
        write_report(report, arguments.report)
    if output.is_json:
        output.document(as_data(report))
    else:
        output.text(as_text(report))
        if arguments.report is not None:
            output.line(f"The report is written to {arguments.report}.")
    return ExitCode.PARTLY if report.findings or report.gaps else ExitCode.DONE


def walk(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Walk the road in this process, for whoever watches it from outside."""
    documents = arguments.road or sample_documents()
    steps: list[dict[str, object]] = []
    for step in walk_road(session.settings, session.clock, documents):
        session.output.line(f"{step.name:16} {step.came_of_it}  ({step.took_s:.1f} s)")
        steps.append(
            {
                "name": step.name,
                "came_of_it": step.came_of_it,
                "took_s": step.took_s,
                "walls": list(step.walls),
            }
        )
    if session.output.is_json:
        session.output.document(steps)
    return ExitCode.DONE
