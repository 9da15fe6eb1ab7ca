"""The check itself: walls, parts, sockets, and the whole road walked by a process that is watched.

The road is walked by `incamera verify --road`, in a process of its own, so that it is watched from
its first instruction to the end of the last worker.
"""

import contextlib
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop import offline
from desktop.casework.offline_check.parts import PartCheck, check_parts
from desktop.casework.offline_check.road import RoadStep
from desktop.casework.offline_check.watch import (
    STRACE_PLACES,
    SeenProcess,
    SocketCalls,
    Watch,
    socket_calls,
)
from desktop.domain.walls import Wall, missing_walls
from desktop.offline import SocketTrial
from desktop.paths import command_line_command
from desktop.walls.offered import offered_walls

ROAD_LIMIT_S = 1800.0
"""The samples take half a minute on two cores, under strace some times that."""

SETTLED_LOOKS = 100
"""A process that was seen so often, 5 seconds long, has had the time to close its network."""


@dataclass(frozen=True, slots=True)
class OfflineReport:
    """What was found, for whoever has to answer for it.

    Attributes:
        made_at: UTC.
        version: Of the program.
        system: Name and version of the operating system.
        app_walls: Around the process that holds the keys.
        steps: Of the road; empty where it was not walked to its end.
        unwalked: Why it was not; "" where it was.
        missing: Walls of this system that do not stand, by the worker that lacks them.
        trial: Sockets that were asked for on purpose.
        parts: What could speak to a network.
        processes: Seen from outside while the road was walked.
        calls: Of every process, where strace wrote them down; None where there is no strace.
    """

    made_at: datetime
    version: str
    system: str
    app_walls: tuple[str, ...]
    steps: tuple[RoadStep, ...]
    unwalked: str
    missing: tuple[tuple[str, Wall], ...]
    trial: SocketTrial
    parts: tuple[PartCheck, ...]
    processes: tuple[SeenProcess, ...]
    calls: SocketCalls | None

    @property
    def findings(self) -> tuple[str, ...]:
        """What speaks against the promise that nothing leaves the machine, as sentences."""
        return tuple(_findings(self))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What could not be shown on this computer, as sentences."""
        return tuple(_gaps(self))


def check_offline(
    made_at: datetime,
    version: str,
    documents: Sequence[Path] = (),
    tell: Callable[[str], None] = lambda _doing: None,
) -> OfflineReport:
    """Check that nothing leaves the machine.

    Args:
        made_at: UTC.
        version: Of the program.
        documents: What the road is walked with; none: the samples that come with the program.
        tell: Called with what is done next, as a person reads it.
    """
    tell("Looking for parts that speak to networks")
    app_walls = offline.close_network()
    parts = check_parts()
    trial = offline.try_sockets()
    tell("Walking the whole road in a vault of its own, watched")
    road, processes, calls = _watched_road(documents)
    return OfflineReport(
        made_at=made_at,
        version=version,
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        app_walls=app_walls,
        steps=road.steps,
        unwalked=road.unwalked,
        missing=tuple(_missing(road.steps)),
        trial=trial,
        parts=parts,
        processes=processes,
        calls=calls,
    )


@dataclass(frozen=True, slots=True)
class _Road:
    """What the process that walked it says."""

    steps: tuple[RoadStep, ...] = ()
    unwalked: str = ""


def _missing(steps: Sequence[RoadStep]) -> Iterator[tuple[str, Wall]]:
    """Walls that a worker lacks; where none was started, those that this system cannot build."""
    told = [(step.name, step.walls) for step in steps if step.walls]
    for name, walls in told or [("workers", offered_walls())]:
        for wall in missing_walls(sys.platform, walls):
            yield name, wall


def _watched_road(
    documents: Sequence[Path],
) -> tuple[_Road, tuple[SeenProcess, ...], SocketCalls | None]:
    """Walk the road in a process of its own and look at it meanwhile."""
    command = [*command_line_command(), "verify", "--json", "--road", *map(str, documents)]
    strace = next((place for place in STRACE_PLACES if Path(place).is_file()), None)
    with tempfile.TemporaryDirectory(prefix="incamera-watch-") as folder:
        written = Path(folder) / "calls"
        if strace is not None and _may_trace(strace):
            options = ["-f", "-qq", "-e", "trace=socket,socketpair", "-o", str(written)]
            command = [strace, *options, *command]
        with subprocess.Popen(  # noqa: S603 - a command of ours, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as walking:
            watch = Watch(walking.pid) if sys.platform == "linux" else None
            said = b""
            try:
                said, _ = walking.communicate(timeout=ROAD_LIMIT_S)
            except subprocess.TimeoutExpired:
                pass  # said of it is then nothing
            finally:
                _end_all(walking)
            processes = watch.end() if watch is not None else ()
        calls = None
        if written.is_file():
            with written.open(encoding="utf-8", errors="replace") as lines:
                calls = socket_calls(lines)
    return _road_of(said, walking.returncode), _of_in_camera(processes), calls


def _end_all(walking: "subprocess.Popen[bytes]") -> None:
    """End what still runs: strace by itself would let go of those that it watches."""
    if walking.poll() is not None:
        return
    if sys.platform == "win32":
        walking.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(walking.pid, signal.SIGKILL)


def _may_trace(strace: str) -> bool:
    """Whether the system lets a program be watched: some forbid it to plain accounts."""
    tried = subprocess.run(  # noqa: S603 - a fixed program, no shell
        [strace, "-qq", "-o", "/dev/null", sys.executable, "--version"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return tried.returncode == 0


def _road_of(said: bytes, code: int) -> _Road:
    try:
        told = json.loads(said)
    except ValueError:
        return _Road(unwalked=f"The process that walked it ended with {code}.")
    if isinstance(told, dict):
        return _Road(unwalked=f"{told.get('reason', '')} [{told.get('code', '')}]")
    return _Road(
        tuple(
            RoadStep(step["name"], step["came_of_it"], step["took_s"], tuple(step["walls"]))
            for step in told
        )
    )


def _of_in_camera(processes: tuple[SeenProcess, ...]) -> tuple[SeenProcess, ...]:
    """Without strace itself and what it starts before the road."""
    return tuple(one for one in processes if one.role != "other" or one.other_sockets)


def _findings(report: OfflineReport) -> Iterator[str]:
    trial = report.trial
    opened = trial.opened_by_python + (trial.opened_by_system or ())
    if opened:
        families = ", ".join(map(str, opened))
        yield f"Sockets of other families than the local one were given: {families}."
    for process in report.processes:
        if process.other_sockets:
            held = ", ".join(process.other_sockets)
            yield f"The {process.role} held sockets that are not local: {held}."
        is_walled = offline.SECCOMP in report.app_walls
        if is_walled and not process.is_filtered and process.times >= SETTLED_LOOKS:
            yield f"The {process.role} went on without a filter of system calls."
    if report.calls is not None and report.calls.others_made:
        made = ", ".join(sorted(set(report.calls.others_made)))
        yield f"Sockets that are not local were made on the road: {made}."
    for part in report.parts:
        if not part.is_clear:
            yield f"{part.name}: {part.found}."


def _gaps(report: OfflineReport) -> Iterator[str]:
    if report.unwalked:
        yield (
            f"The road was not walked to its end: {report.unwalked} "
            "`incamera verify --road` walks it alone."
        )
    for step, wall in report.missing:
        yield f"Around the {step} the wall {wall} does not stand on this computer."
    if offline.SECCOMP not in report.app_walls:
        yield "Around the app no wall of the operating system stands; code in Python is refused."
    if report.calls is None:
        yield (
            "strace is not installed or may not be used here: sockets that were asked for and "
            "refused were not seen one by one."
        )
    if not report.processes:
        yield "Processes cannot be looked at from outside on this system."
