"""Testing and timing the model that comes with the program, as an imported one is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from desktop.casework.control import Control
from desktop.casework.models.desk import QUESTIONS, ROUNDS, read_by, timed
from desktop.casework.models.vision_model import model_to_load
from desktop.domain.errors import WorkerCancelledError
from desktop.domain.imported_model import ModelProgress, ModelStep, StarterTrial
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.wire.messages import LoadModel
from desktop.wire.vision_client import VisionClient


def starter_to_load(settings: Settings) -> LoadModel:
    """What is loaded where the settings name no other model.

    Raises:
        ModelFilesError: Its manifest is gone.
    """
    return model_to_load(replace(settings, vision_model=""))


def prove_starter(settings: Settings, control: Control) -> Iterator[ModelProgress]:
    """Let the model that comes with the program read the test page.

    Yields:
        Progress in values; the last one has the trial, or says STOPPED.

    Raises:
        VisionModelError, WorkerError: It cannot be loaded or asked.
    """
    yield ModelProgress(ModelStep.TESTING, 0, QUESTIONS)
    asked = read = 0
    try:
        with VisionClient(vision_worker_command()) as vision:
            control.call_on_stop(vision.kill)
            for value in read_by(vision, starter_to_load(settings), control):
                asked += 1
                read += value.is_right
                yield ModelProgress(ModelStep.TESTING, asked, QUESTIONS)
    except WorkerCancelledError:
        if not control.is_stopped:
            raise
    if control.is_stopped:
        yield ModelProgress(ModelStep.STOPPED)
    else:
        yield ModelProgress(ModelStep.DONE, asked, QUESTIONS, trial=StarterTrial(read, asked))


def measure_starter(
    settings: Settings, control: Control, clock: Callable[[], datetime]
) -> Iterator[ModelProgress]:
    """Time the model that comes with the program on the test page.

    Yields:
        Progress in rounds; the last one has the trial, or says STOPPED.

    Raises:
        VisionModelError, WorkerError: It cannot be loaded or asked.
    """
    yield ModelProgress(ModelStep.MEASURING, 0, ROUNDS)
    for step in timed(starter_to_load(settings), control, clock):
        if isinstance(step, int):
            yield ModelProgress(ModelStep.MEASURING, step, ROUNDS)
        else:
            yield ModelProgress(ModelStep.DONE, ROUNDS, ROUNDS, trial=StarterTrial(pace=step))
    if control.is_stopped:
        yield ModelProgress(ModelStep.STOPPED)
