"""The report of the offline check as text, as JSON and as PDF: one content, three forms."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.casework.offline_check.check import OfflineReport
from desktop.casework.printing.report import Report
from desktop.domain.errors import AuditTargetError
from desktop.domain.walls import WORDS

TITLE = "Report of the offline check"
PROMISE = (
    "In Camera opens no network connection. This report says how that was checked on the computer "
    "named below: what stands in the way of a connection, what was looked for, and what every "
    "process did while documents were read, searched, asked about and exported in a vault that was "
    "made for the check. Names and contents of the firm's own documents were not touched."
)
YOURSELF = (
    "Check it yourself: `strace -f -e trace=network incamera verify --road` shows local sockets "
    "(AF_UNIX) only; `unshare -rn incamera verify --road` walks the same road without any network; "
    "`grep Seccomp /proc/PID/status` says 2 for every process of In Camera."
)


@dataclass(frozen=True, slots=True)
class _Table:
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    sentences: tuple[str, ...] = ()
    table: _Table | None = None


def verdict_of(report: OfflineReport) -> str:
    """The result in one sentence."""
    if report.findings:
        return "Something was found that speaks against the promise; see Findings."
    if report.gaps:
        return "Nothing was found that leaves the machine; what could not be shown stands in Gaps."
    return "Nothing leaves the machine: every wall stands, and nothing was found."


def as_text(report: OfflineReport) -> str:
    """The report for a terminal or a text file."""
    lines = [TITLE, "=" * len(TITLE), "", PROMISE, "", verdict_of(report)]
    for section in _sections(report):
        lines += ["", section.heading, "-" * len(section.heading)]
        lines += [f"{name:22} {value}" for name, value in section.facts]
        lines += [f"- {sentence}" for sentence in section.sentences]
        if section.table is not None:
            lines += _columns((section.table.titles, *section.table.rows))
    return "\n".join([*lines, "", YOURSELF, ""])


def as_pdf(report: OfflineReport) -> bytes:
    """The report to be filed."""
    printed = Report(TITLE, footer=f"In Camera {report.version}")
    printed.paragraph(PROMISE)
    printed.paragraph(verdict_of(report))
    for section in _sections(report):
        printed.heading(section.heading)
        if section.facts:
            printed.facts(section.facts)
        for sentence in section.sentences:
            printed.paragraph(sentence)
        if section.table is not None:
            printed.table(section.table.titles, section.table.rows, shares=section.table.shares)
    printed.paragraph(YOURSELF)
    return printed.pdf()


def as_data(report: OfflineReport) -> dict[str, object]:
    """The report for programs."""
    calls = report.calls
    return {
        "report": "offline check",
        "made_at": report.made_at.isoformat(),
        "version": report.version,
        "system": report.system,
        "is_clear": not report.findings,
        "findings": list(report.findings),
        "gaps": list(report.gaps),
        "app_walls": list(report.app_walls),
        "worker_walls": {step.name: list(step.walls) for step in report.steps if step.walls},
        "families_tried": report.trial.tried,
        "parts": [
            {"name": part.name, "is_clear": part.is_clear, "found": part.found}
            for part in report.parts
        ],
        "unwalked": report.unwalked,
        "road": [
            {"step": step.name, "came_of_it": step.came_of_it, "took_s": round(step.took_s, 2)}
            for step in report.steps
        ],
        "processes": [
            {
                "role": one.role,
                "looks": one.times,
                "is_filtered": one.is_filtered,
                "local_sockets": one.local_sockets,
                "other_sockets": list(one.other_sockets),
            }
            for one in report.processes
        ],
        "calls": calls
        and {
            "local": calls.local,
            "others_made": list(calls.others_made),
            "others_refused": list(calls.others_refused),
        },
    }


def write_report(report: OfflineReport, target: Path) -> None:
    """Write the report into a file: PDF or JSON where its name ends so, else text.

    Raises:
        AuditTargetError: It cannot be written.
    """
    match target.suffix.lower():
        case ".pdf":
            content = as_pdf(report)
        case ".json":
            content = json.dumps(as_data(report), ensure_ascii=False, indent=2).encode()
        case _:
            content = as_text(report).encode()
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(unfinished, flags, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise AuditTargetError from error
    finally:
        unfinished.unlink(missing_ok=True)


def _sections(report: OfflineReport) -> Iterator[_Section]:
    yield _Section(
        "What was checked",
        (
            ("Made at", f"{report.made_at:%Y-%m-%d %H:%M} UTC"),
            ("Program", f"In Camera {report.version}"),
            ("System", report.system),
            ("Walls around the app", ", ".join(report.app_walls)),
            *(
                (f"Around the {step.name}", ", ".join(step.walls))
                for step in report.steps
                if step.walls
            ),
            ("Sockets tried", _trial_words(report)),
        ),
    )
    yield _Section("Findings", sentences=report.findings or ("None.",))
    yield _Section("Gaps", sentences=(*report.gaps, *_instead(report)) or ("None.",))
    yield _Section("Parts", tuple((part.name, part.found) for part in report.parts))
    steps = tuple((step.name, step.came_of_it, f"{step.took_s:.1f}") for step in report.steps)
    yield _Section(
        "The road",
        sentences=() if steps else ("Not walked to its end.",),
        table=_Table(("step", "what came of it", "seconds"), steps, (2, 6, 1)) if steps else None,
    )
    yield _Section(
        "Processes, seen from outside",
        table=_Table(
            ("process", "looks", "filtered", "local sockets", "other sockets"),
            tuple(_process_rows(report)),
            (3, 1, 1, 2, 2),
        ),
    )
    if report.calls is not None:
        yield _Section("Every call for a socket, by strace", _call_facts(report))


def _process_rows(report: OfflineReport) -> Iterator[tuple[str, ...]]:
    for one in report.processes:
        yield (
            one.role,
            str(one.times),
            "yes" if one.is_filtered else "no",
            str(one.local_sockets) if one.is_open else "hidden",
            ", ".join(one.other_sockets) or "none",
        )


def _call_facts(report: OfflineReport) -> tuple[tuple[str, str], ...]:
    calls = report.calls
    assert calls is not None, "asked only where there are some"  # noqa: S101
    return (
        ("Local sockets made", str(calls.local)),
        ("Other sockets made", ", ".join(calls.others_made) or "none"),
        ("Others asked for", ", ".join(calls.others_refused) or "none"),
    )


def _trial_words(report: OfflineReport) -> str:
    trial = report.trial
    if trial.opened_by_system is None:
        return "the internet's, of Python: refused"
    refused = trial.tried - 1 - len(trial.opened_by_system)
    local = "open" if trial.is_local_open else "refused too"
    return f"{trial.tried} families, of the system itself: {refused} refused; local ones {local}"


def _instead(report: OfflineReport) -> Iterator[str]:
    for wall in dict.fromkeys(wall for _, wall in report.missing):
        words = WORDS[wall]
        yield f"{wall}: behind it a worker cannot {words.refuses}. Instead: {words.instead}."


def _columns(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
