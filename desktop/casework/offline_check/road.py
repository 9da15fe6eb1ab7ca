"""The whole road of documents, walked in a vault of its own so that somebody can watch it.

It lies in a folder that is made for it and removed after it; its one way in is a passphrase made by
chance that nobody gets to know. The vault of the account is not opened, and of its keyring only one
entry is asked for that does not exist.
"""

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.casework.asking.desk import AskDesk
from desktop.casework.control import Control
from desktop.casework.exporting import export_findings
from desktop.casework.ingesting.ingest import ingest
from desktop.casework.models.vision_model import model_to_load
from desktop.domain.asking import Scope
from desktop.domain.errors import FreeQuestionError, InCameraError
from desktop.domain.export_form import ExportForm
from desktop.domain.identity import new_identity
from desktop.domain.matter import Matter
from desktop.paths import reading_worker_command, resources_folder, vision_worker_command
from desktop.settings import Settings
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.keyring_store import open_keyring
from desktop.vault.slots.ways import PassphraseWay
from desktop.vault.vault import Vault
from desktop.wire.reading_client import ReadingClient
from desktop.wire.vision_client import VisionClient

SOUGHT, QUESTION = "Meridian", "What is the total?"
"""Of the sample matter: both are answered there."""

KEYRING_LIMIT_S = 15.0
"""A keyring that asks for its password now is not waited for; its helper has run all the same."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class RoadStep:
    """One step of the road.

    Attributes:
        name: What was done.
        came_of_it: In figures.
        took_s: Seconds.
        walls: Those around the worker that this step started.
    """

    name: str
    came_of_it: str
    took_s: float
    walls: tuple[str, ...] = ()


def sample_documents() -> tuple[Path, ...]:
    """The documents of the sample matter that come with the program."""
    return (resources_folder() / "samples" / "brandt-v-meridian",)


def walk_road(settings: Settings, clock: Clock, documents: Sequence[Path]) -> Iterator[RoadStep]:
    """Make a vault, read the documents, search, ask, export, check; yields each step when done.

    Args:
        settings: How the account reads documents.
        clock: Tells the time, in UTC.
        documents: Files and folders.

    Raises:
        InCameraError: A step failed.
    """
    yield _timed("reading worker", lambda: _walls_of_reading(settings))
    yield _timed("vision worker", lambda: _walls_of_vision(settings))
    yield _timed("keyring", _ask_keyring)
    with tempfile.TemporaryDirectory(prefix="incamera-check-") as folder:
        way = PassphraseWay(secrets.token_urlsafe(32))
        with Vault.create(Path(folder) / "vault", way, clock=clock) as vault:
            matter = vault.create_matter("0", "1", "Offline check")
            road = _Road(vault, matter, settings, clock)
            yield _timed("ingest", lambda: road.ingest(documents))
            yield _timed("search", road.search)
            yield _timed("ask", road.ask)
            yield _timed("export", lambda: road.export(Path(folder) / "findings.json"))
            yield _timed("verify", road.verify)


class _Road:
    """What is done in the vault."""

    def __init__(self, vault: Vault, matter: Matter, settings: Settings, clock: Clock) -> None:
        self._vault = vault
        self._matter = matter
        self._settings = settings
        self._clock = clock
        self._store = vault.store_of(matter.matter_id)

    def ingest(self, documents: Sequence[Path]) -> str:
        *_, progress = ingest(
            self._vault,
            self._matter.matter_id,
            documents,
            settings=self._settings,
            control=Control(),
            clock=self._clock,
        )
        seconded = "without" if progress.vision_error or not self._settings.is_vision_used else "by"
        return (
            f"{progress.files_done} files, {progress.refused} refused, {progress.pages_done} pages "
            f"read, second look {seconded} the vision model"
        )

    def search(self) -> str:
        return f"{len(self._store.search(SOUGHT).hits)} hits"

    def ask(self) -> str:
        desk = AskDesk(self._vault, lambda: model_to_load(self._settings), self._clock)
        try:
            answer = desk.ask(
                self._matter.matter_id,
                QUESTION,
                Scope(),
                Control(),
                lambda _event: None,
                is_model_wanted=True,
            )
        except FreeQuestionError as error:
            return f"not asked: the model in use has not learnt it ({error.code})"
        finally:
            desk.close()
        return f"{answer.outcome.value}, {len(answer.statements)} statements"

    def export(self, target: Path) -> str:
        written = 0
        for progress in export_findings(
            self._matter, self._store, target, ExportForm.JSON, Control()
        ):
            written = progress.findings_done
        return f"{written} findings written"

    def verify(self) -> str:
        steps = list(self._store.verify())
        problems = sum(isinstance(step, IntegrityProblem) for step in steps)
        return "everything is whole" if not problems else f"{problems} problems"


def _walls_of_reading(settings: Settings) -> tuple[str, tuple[str, ...]]:
    with ReadingClient(reading_worker_command(settings.ocr_engine)) as reading:
        reading.start()
        return "started and ended", reading.confinement


def _walls_of_vision(settings: Settings) -> tuple[str, tuple[str, ...]]:
    with VisionClient(vision_worker_command()) as vision:
        description = vision.load(model_to_load(settings))
        return f"{description.name} loaded", vision.confinement


def _ask_keyring() -> str:
    try:
        open_keyring(limit_s=KEYRING_LIMIT_S).get(new_identity())
    except InCameraError as error:
        return f"not answered ({error.code})"
    return "answered"


def _timed(name: str, act: Callable[[], str | tuple[str, tuple[str, ...]]]) -> RoadStep:
    begun_s = time.monotonic()
    done = act()
    words, walls = (done, ()) if isinstance(done, str) else done
    return RoadStep(name, words, time.monotonic() - begun_s, walls)
