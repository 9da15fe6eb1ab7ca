"""The app's side of the attacks: each is sent to a worker that was taken over, and looked at.

After each one it is seen to that nothing of the account was touched, that no process is left, and
that the same client goes on to read a page.
"""

import errno
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop.casework.models.vision_model import model_to_load
from desktop.casework.offline_check.watch import descendants
from desktop.domain.document import FileKind
from desktop.domain.errors import WorkerError
from desktop.domain.walls import AT_START, WORDS, Wall, missing_walls
from desktop.settings import Settings
from desktop.wire.messages import DocumentOpened, ModelLoaded, OpenDocument
from desktop.wire.worker_client import WorkerClient
from tests.attacks.acts import ACTS, REFUSALS, STRAYS, Act, Expected, Target
from tests.attacks.compromised_worker import MARK

PROGRAM = Path(__file__).with_name("compromised_worker.py")
OLDER_KERNEL = PROGRAM.with_name("older_kernel.py")
START_LIMIT_S, LIMIT_S, SPIN_LIMIT_S, END_LIMIT_S = 60.0, 20.0, 1.0, 5.0
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
ENDED_BY = {"garbage": "WORKER-03", "spin": "WORKER-02", "die": "WORKER-01"}


@dataclass(frozen=True, slots=True)
class Row:
    """One attack and what became of it.

    Attributes:
        worker: Which was taken over.
        attack: What was tried.
        expected: What was to become of it.
        result: What did.
        is_surprise: Whether that is something else.
    """

    worker: str
    attack: str
    expected: str
    result: str
    is_surprise: bool


@dataclass(frozen=True, slots=True)
class Bait:
    """What is there to be stolen or spoilt, and how it looked before."""

    folder: Path
    bus: str

    def __post_init__(self) -> None:
        """Lay it out."""
        for name, words in (("vault/slots.json", "keys"), ("home/will", "last")):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words)

    @property
    def target(self) -> Target:
        """As the hostile code is told of it."""
        home, vault = self.folder / "home", self.folder / "vault"
        return Target(os.getpid(), str(vault), str(home), self.bus)

    def harm(self) -> str:
        """What was touched; "" where nothing was."""
        there = sorted(p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*.*"))
        names = sorted(path.name for path in (self.folder / "home").iterdir())
        strays = [place for place in STRAYS if Path(place).exists()]
        if there != ["vault/slots.json"] or names != ["will"] or strays:
            return "files were made or removed"
        if (self.folder / "vault/slots.json").read_text() != "keys":
            return "the vault was written to"
        return ""


def attack(
    worker: str,
    bait: Bait,
    *,
    command: tuple[str, ...] | None = None,
    is_kernel_older: bool = False,
    is_kept_alive: bool = False,
) -> Iterator[Row]:
    """Try every act inside a worker.

    Args:
        worker: As `compromised_worker.py` takes it; "naked" has no walls, and what is harmless must
            succeed there.
        bait: What is attacked.
        command: What starts the worker that was taken over, where it is not `PROGRAM`.
        is_kernel_older: Whether the kernel seems to have no Landlock.
        is_kept_alive: Whether acts that cost the worker its life are left out: starting takes long.
    """
    command = command or (sys.executable, str(PROGRAM), worker)
    if is_kernel_older:
        command = (sys.executable, str(OLDER_KERNEL), *command)
    before = set(descendants(os.getpid()))
    walls: tuple[str, ...] = ()
    with WorkerClient(
        command,
        name=f"taken-over-{worker}",
        start_limit_s=START_LIMIT_S,
        environment={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        walls_later=frozenset(Wall) - AT_START,
    ) as client:
        for name, act in _acts_of(worker):
            if is_kept_alive and act.expected is Expected.ENDED:
                continue
            walls = max(walls, _ready(client, worker), key=len)
            helpers = set(descendants(os.getpid())) - before - {client.pid}
            found = _tried(client, name, bait)
            left = set(descendants(os.getpid())) - before - helpers - {client.pid}
            if left and client.pid is not None:
                found = f"{found}, but {len(left)} processes are left"
            harm = bait.harm() if worker != "naked" else ""
            yield _row(worker, name, act, f"{found}, but {harm}" if harm else found)
            if worker == "naked":
                (bait.folder / "home" / "new").unlink(missing_ok=True)
        yield _goes_on(client, worker)
    yield _left_behind(worker, before)
    if worker != "naked":
        yield from _wall_rows(worker, walls)


def _acts_of(worker: str) -> Iterator[tuple[str, Act]]:
    for name, act in ACTS.items():
        if worker == "naked" and not act.is_tried_without_walls:
            continue
        yield name, act


def _ready(client: WorkerClient, worker: str) -> tuple[str, ...]:
    """Make sure that it runs behind all its walls; which these are."""
    had_one = client.is_running
    client.start()
    if worker != "vision" or had_one:
        return client.confinement
    answer, _ = client.request(model_to_load(Settings()), limit_s=START_LIMIT_S)
    assert isinstance(answer, ModelLoaded)
    return client.confinement + answer.confinement


def _tried(client: WorkerClient, name: str, bait: Bait) -> str:
    payload = MARK + json.dumps([name, asdict(bait.target)]).encode()
    limit_s = SPIN_LIMIT_S if name == "spin" else LIMIT_S
    try:
        answer, _ = client.request(OpenDocument(FileKind.PDF), payload, limit_s=limit_s)
    except WorkerError as error:
        return error.code
    assert isinstance(answer, DocumentOpened)
    refusal = answer.page_count - 1
    return "succeeded" if refusal == 0 else errno.errorcode.get(refusal, str(refusal))


def _row(worker: str, name: str, act: Act, found: str) -> Row:
    if worker == "naked":
        return Row("without walls", act.says, "succeeds", found, found != "succeeded")
    match act.expected:
        case Expected.REFUSED:
            is_right = found in REFUSALS
        case Expected.ENDED:
            is_right = found == ENDED_BY[name]
        case Expected.HARMLESS:
            is_right = found == "succeeded"
    return Row(worker, act.says, act.expected.value, found, not is_right)


def _goes_on(client: WorkerClient, worker: str) -> Row:
    """The same client, after all that: it opens a document, or loads the model again."""
    try:
        if worker == "vision":
            client.close()
            client.request(model_to_load(Settings()), limit_s=START_LIMIT_S)
        else:
            client.request(OpenDocument(FileKind.PDF), PDF, limit_s=LIMIT_S)
    except WorkerError as error:
        return Row(worker, "(afterwards: work as before)", "works", error.code, is_surprise=True)
    return Row(worker, "(afterwards: work as before)", "works", "works", is_surprise=False)


def _left_behind(worker: str, before: set[int]) -> Row:
    """Once the worker is closed no process is there that was not there before it."""
    until_s = time.monotonic() + END_LIMIT_S
    waiting = threading.Event()
    left = set(descendants(os.getpid())) - before
    while left and time.monotonic() < until_s:  # a helper ends when it finds its pipe closed
        waiting.wait(0.05)
        left = set(descendants(os.getpid())) - before
    found = f"{len(left)} are left" if left else "none"
    return Row(worker, "(afterwards: processes left)", "none", found, is_surprise=bool(left))


def _wall_rows(worker: str, walls: tuple[str, ...]) -> Iterator[Row]:
    """What stands around it; a wall that this kernel lacks is no surprise, and is not hidden."""
    for wall in missing_walls(sys.platform, walls):
        instead = f"missing here; instead: {WORDS[wall].instead}"
        yield Row(worker, f"(wall: {wall})", "stands", instead, is_surprise=False)
