"""All that can be done with models from outside: import, check, test, measure, choose, remove."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.casework.control import Control
from desktop.casework.models.catalogue import Catalogue, catalogue
from desktop.casework.models.folder import MANIFEST_NAME, ModelFolder
from desktop.casework.models.gate import LicenceGate
from desktop.casework.models.importing import hash_of, import_pair
from desktop.casework.models.sources import FoundPair
from desktop.casework.models.trial import KnownPage, ValueRead, has_passed, measured, tested
from desktop.casework.models.vision_model import load_of
from desktop.domain.errors import (
    ModelFilesError,
    ModelInUseError,
    ModelNotReadyError,
    ModelTooLargeError,
    SelfTestFailedError,
    VisionModelError,
    WorkerCancelledError,
    WorkerError,
)
from desktop.domain.imported_model import (
    ImportedModel,
    MeasuredPace,
    ModelProgress,
    ModelState,
    ModelStep,
)
from desktop.domain.model_catalogue import KnownModel
from desktop.domain.model_listing import (
    ListedFound,
    ListedKnown,
    ListedModel,
    Machine,
    ModelListing,
)
from desktop.paths import (
    model_decisions_file,
    models_folder,
    resources_folder,
    viewing_worker_command,
    vision_worker_command,
)
from desktop.settings import Settings
from desktop.wire.messages import LoadModel
from desktop.wire.reading_client import ReadingClient
from desktop.wire.vision_client import VisionClient

ROUNDS = 3
"""Of a measurement; the median of three stands against one disturbance."""

MEMORY_OF_SIZE = 1.2
"""What a model takes once loaded, by the size of its files, where nothing better is known."""

QUESTIONS = 4
"""Values on the test page."""


@dataclass(frozen=True, slots=True)
class ModelDesk:
    """Works on the models folder of this account.

    Attributes:
        models: The folder.
        known: The catalogue.
        gate: Licences and decisions about them.
        clock: Tells the time, in UTC.
    """

    models: ModelFolder
    known: Catalogue
    gate: LicenceGate
    clock: Callable[[], datetime]

    def listing(self, machine: Machine, found: Iterable[FoundPair] = ()) -> ModelListing:
        """All there is to choose from on a machine.

        Args:
            machine: Whose memory counts.
            found: Pairs that other programs keep on it.
        """
        self.models.tidy()
        models = self.models.models()
        here = {model.known_id for model in models}
        return ModelListing(
            machine,
            tuple(
                ListedModel(
                    model,
                    self.known.gate_of(model),
                    decision=self.gate.override_of(model),
                    fit=machine.fit_of(model.facts.bytes_needed if model.facts else 0),
                )
                for model in models
            ),
            tuple(
                ListedKnown(row, machine.fit_of(_memory_of(row)), is_here=row.id in here)
                for row in self.known.models
            ),
            tuple(self._listed(pair, machine, models) for pair in found),
        )

    # ------------------------------------------------------------------ long work

    def bring(
        self, found: FoundPair, control: Control, threads: int
    ) -> Iterator[ModelProgress | ValueRead]:
        """Copy a pair, check it, and let it read the test page.

        Yields:
            Progress, and what was read of each value; the last one has the model.

        Raises:
            BundleError: It could not be copied.
        """
        model = None
        for report in import_pair(found, self.models, self.known, control, self.clock):
            model = report.model
            yield report if model is None else replace(report, step=ModelStep.CHECKING)
        if model is None or model.state in (ModelState.READY, ModelState.REFUSED):
            if model is not None:
                yield ModelProgress(ModelStep.DONE, model=model)
            return
        yield from self.prove(model, control, threads)

    def prove(
        self, model: ImportedModel, control: Control, threads: int
    ) -> Iterator[ModelProgress | ValueRead]:
        """Check the headers of a model in a confined process, then let it read the test page.

        What it cannot be used for is kept with it as its reason; nothing is raised for that.

        Yields:
            Progress, and what was read of each value; the last one has the model.
        """
        yield ModelProgress(ModelStep.CHECKING, model=model)
        with VisionClient(vision_worker_command()) as vision:
            control.call_on_stop(vision.kill)
            try:
                model = self._checked(model, vision)
                yield ModelProgress(ModelStep.TESTING, 0, QUESTIONS, model)
                values: list[ValueRead] = []
                for value in read_by(vision, load_of(self.models, model, threads), control):
                    values.append(value)
                    yield value
                    yield ModelProgress(ModelStep.TESTING, len(values), QUESTIONS, model)
                if control.is_stopped:
                    yield ModelProgress(ModelStep.STOPPED, model=model)
                    return
                if has_passed(values):
                    model = self._kept(model, ModelState.READY)
                else:
                    model = self._kept(model, ModelState.REFUSED, SelfTestFailedError.code)
            except WorkerCancelledError:
                yield ModelProgress(ModelStep.STOPPED, model=model)
                return
            except (ModelTooLargeError, WorkerError) as error:
                # The machine, not the model: it may be free or well again tomorrow.
                state = ModelState.CHECKED if model.facts else ModelState.IMPORTED
                model = self._kept(model, state, error.code)
            except VisionModelError as error:
                model = self._kept(model, ModelState.REFUSED, error.code)
        yield ModelProgress(ModelStep.DONE, model=model)

    def measure(
        self, model: ImportedModel, control: Control, threads: int
    ) -> Iterator[ModelProgress]:
        """Time a model on the test page.

        Yields:
            Progress in rounds; the last one has the model with its pace, or says STOPPED.

        Raises:
            VisionModelError, WorkerError: It cannot be loaded or asked.
        """
        yield ModelProgress(ModelStep.MEASURING, 0, ROUNDS, model)
        for step in timed(load_of(self.models, model, threads), control, self.clock):
            if isinstance(step, int):
                yield ModelProgress(ModelStep.MEASURING, step, ROUNDS, model)
            else:
                model = self.models.keep(replace(model, pace=step))
                yield ModelProgress(ModelStep.DONE, ROUNDS, ROUNDS, model)
        if control.is_stopped:
            yield ModelProgress(ModelStep.STOPPED, model=model)

    def verify(self, model: ImportedModel, control: Control) -> Iterator[ModelProgress]:
        """Hash the files of a model anew; one that is no longer what it was is refused.

        Yields:
            Progress in bytes; the last one has the model, or says STOPPED.
        """
        total = model.weights_bytes + model.projector_bytes
        done, is_whole = 0, self._has_its_manifest(model)
        told = (model.weights_sha256, model.projector_sha256)
        for path, sha256 in zip(self.models.paths_of(model), told, strict=True):
            try:
                for step in hash_of(path, control):
                    if step is None:
                        yield ModelProgress(ModelStep.STOPPED, done, total, model)
                        return
                    if isinstance(step, int):
                        yield ModelProgress(ModelStep.HASHING, done + step, total, model)
                    else:
                        is_whole = is_whole and step == sha256
                done += path.stat().st_size
            except OSError:
                is_whole = False
        if not is_whole:
            model = self._kept(model, ModelState.REFUSED, ModelFilesError.code)
        yield ModelProgress(ModelStep.DONE, done, total, model)

    # ------------------------------------------------------------------ choosing

    def chosen(self, model_id: str, settings: Settings, *, why: str = "") -> Settings:
        """The settings with a model in use; "" for the one that comes with the program.

        Args:
            model_id: Of an imported model.
            settings: As they are.
            why: Records a decision to use it in spite of its licence.

        Raises:
            NoSuchModelError: There is none.
            ModelNotReadyError: It has not read the test page.
            ModelUnsupportedError, LicenceGateError: Its licence or kind stand against it.
        """
        if model_id:
            model = self.models.model(model_id)
            if model.state is not ModelState.READY:
                raise ModelNotReadyError
            if why and self.gate.needs_decision(model) is not None:
                self.decide(model_id, why)
            self.gate.demand_open(model)
        return replace(settings, vision_model=model_id, is_vision_used=True)

    def decide(self, model_id: str, why: str) -> None:
        """Record why a model is used in spite of its licence.

        Raises:
            NoSuchModelError: There is none.
            ModelUnsupportedError: No decision opens this one.
            SettingsError: There is no reason, or it cannot be kept.
        """
        self.gate.record(self.models.model(model_id), why, self.clock())

    def remove(self, model_id: str, settings: Settings) -> None:
        """Delete a model.

        Raises:
            ModelInUseError: The settings name it.
            NoSuchModelError: There is none.
        """
        if model_id == settings.vision_model:
            raise ModelInUseError
        self.models.remove(model_id)

    # ------------------------------------------------------------------ inside

    def _listed(
        self, pair: FoundPair, machine: Machine, models: Sequence[ImportedModel]
    ) -> ListedFound:
        size_bytes = pair.size_bytes
        return ListedFound(
            pair.title,
            pair.came_from,
            pair.first,
            pair.second,
            pair.first_sha256,
            pair.second_sha256,
            size_bytes,
            machine.fit_of(size_bytes * MEMORY_OF_SIZE),
            self.known.row_with_hashes(pair.first_sha256, pair.second_sha256),
            is_here=any(_is_of(model, pair, size_bytes) for model in models),
        )

    def _checked(self, model: ImportedModel, vision: VisionClient) -> ImportedModel:
        facts = vision.inspect(*map(str, self.models.paths_of(model)))
        if facts.is_swapped:
            model = replace(
                model,
                weights_file=model.projector_file,
                projector_file=model.weights_file,
                weights_sha256=model.projector_sha256,
                projector_sha256=model.weights_sha256,
                weights_bytes=model.projector_bytes,
                projector_bytes=model.weights_bytes,
            )
        row = self.known.row_with_hashes(model.weights_sha256, model.projector_sha256)
        model = replace(
            model,
            facts=replace(facts, is_swapped=False),
            name=row.name if row else facts.name or model.name,
        )
        return self._kept(model, ModelState.CHECKED)

    def _kept(
        self, model: ImportedModel, state: ModelState, reason_code: str = ""
    ) -> ImportedModel:
        return self.models.keep(replace(model, state=state, reason_code=reason_code))

    def _has_its_manifest(self, model: ImportedModel) -> bool:
        path = self.models.folder / model.model_id / MANIFEST_NAME
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest() == model.manifest_sha256
        except FileNotFoundError:
            return not model.manifest_sha256
        except OSError:
            return False


def read_by(vision: VisionClient, load: LoadModel, control: Control) -> Iterator[ValueRead]:
    """Let a model read the test page.

    Yields:
        What it made of each value; fewer where it was stopped.

    Raises:
        VisionModelError, WorkerError: It cannot be loaded or asked.
    """
    description = vision.load(load)
    with ReadingClient(viewing_worker_command()) as reading:
        page = KnownPage(resources_folder() / "models", reading)
        yield from tested(vision, description, page, control)


def timed(
    load: LoadModel, control: Control, clock: Callable[[], datetime]
) -> Iterator[int | MeasuredPace]:
    """Time a model on the test page.

    Yields:
        Rounds done, then its pace; no pace where it was stopped.

    Raises:
        VisionModelError, WorkerError: It cannot be loaded or asked.
    """
    with (
        VisionClient(vision_worker_command()) as vision,
        ReadingClient(viewing_worker_command()) as reading,
    ):
        control.call_on_stop(vision.kill)
        try:
            description = vision.load(load)
            page = KnownPage(resources_folder() / "models", reading)
            yield from measured(
                vision, description, page, control, clock, threads=load.threads, rounds=ROUNDS
            )
        except WorkerCancelledError:
            if not control.is_stopped:
                raise


def model_desk(clock: Callable[[], datetime]) -> ModelDesk:
    """The desk of this account."""
    known = catalogue()
    gate = LicenceGate(model_decisions_file(), known)
    return ModelDesk(ModelFolder(models_folder()), known, gate, clock)


def only_progress(steps: Iterator[ModelProgress | ValueRead]) -> Iterator[ModelProgress]:
    """Work on a model without what was read of each value."""
    return (step for step in steps if isinstance(step, ModelProgress))


def _memory_of(row: KnownModel) -> float:
    """Bytes: what a source states as the least of a machine, else a fifth more than the files."""
    return row.memory_gb * 1e9 or row.size_bytes * MEMORY_OF_SIZE


def _is_of(model: ImportedModel, pair: FoundPair, size_bytes: int) -> bool:
    """Whether a model was imported from a pair: by checksums, else by names and size."""
    if pair.first_sha256:
        told = {pair.first_sha256, pair.second_sha256}
        return told == {model.weights_sha256, model.projector_sha256}
    names = {pair.first.name, pair.second.name}
    is_named_so = names == {model.weights_file, model.projector_file}
    return is_named_so and size_bytes == model.weights_bytes + model.projector_bytes
