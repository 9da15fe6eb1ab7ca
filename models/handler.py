"""What the vision worker does with each message, and where in it the walls rise."""

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

# Parts of numpy that it would load when they are first used, which is behind the walls.
import numpy.ctypeslib
import numpy.ma  # noqa: F401

from desktop.domain.errors import ModelFilesError, ModelLoadError, WorkerNonsenseError
from desktop.domain.vision import Answer
from desktop.walls.confine import compute_only, leave_files
from desktop.walls.limits import Limits, address_space_bytes
from desktop.wire.messages import (
    AnswerPiece,
    AnyMessage,
    AskRegion,
    InspectPair,
    LoadModel,
    ModelLoaded,
    PairInspected,
    RegionAnswered,
)
from desktop.wire.worker_loop import Reply
from models.engine.library import has_gpu
from models.inspection import inspect_pair
from models.manifest import MANIFEST_NAME
from models.reader import Reader, Region, open_reader

MAX_PATH_CHARS = 4096

ROOM_BYTES = 8 << 30
"""Of address space beside a model's files: context, images, buffers."""

THREAD_BYTES = 128 << 20
"""Of address space for each thread: its stack, and the arena in which it takes memory."""

CPU_S = 360_000
"""Of processor time in a life, 25 hours of four cores: its end costs loading the model again."""

PIECES_EVERY_S = 0.02
"""Faster than an eye follows; a small model writes 50 tokens meanwhile, and a message for each of
them took 8 % of its time (measured)."""


class VisionHandler:
    """Answers the messages that a vision worker understands.

    Args:
        is_confined: Whether walls are built around the process: while a model is loaded it can read
            that model's files and the program's own, afterwards nothing.
    """

    def __init__(self, *, is_confined: bool = False) -> None:
        self._reader: Reader | None = None
        self._is_confined = is_confined

    def __call__(self, request: AnyMessage, payload: bytes) -> Reply | Iterator[Reply]:
        """Answer one request.

        Raises:
            VisionModelError: Whatever the model or its files are not up to.
            WorkerNonsenseError: This is no request for a vision worker.
        """
        match request:
            case LoadModel():
                return self._load(request), b""
            case InspectPair():
                return self._inspected(request), b""
            case AskRegion():
                return self._asked(request, payload)
            case _:
                raise WorkerNonsenseError

    def stop(self) -> None:
        """End the answer that is being made; safe from any thread, the model stays loaded."""
        reader = self._reader
        if reader is not None:
            reader.stop()

    def close(self) -> None:
        """Let the model go."""
        if self._reader is not None:
            self._reader.close()
        self._reader = None

    def _load(self, request: LoadModel) -> ModelLoaded:
        # The old model goes first: two large ones would not fit side by side.
        self.close()
        weights, projector = _path(request.weights_path), _path(request.projector_path)
        # Drivers of graphics cards open devices and files at any time: around them only the walls
        # of the start stand.
        is_confined = self._is_confined and not has_gpu()
        walls: tuple[str, ...] = ()
        if is_confined:
            needed = _needed_to_load(weights, projector)
            limits = _limits((weights, projector), request.threads)
            walls = leave_files(needed, limits=limits)
        self._reader = open_reader(
            weights,
            projector,
            weights_sha256=request.weights_sha256,
            projector_sha256=request.projector_sha256,
            threads=request.threads,
        )
        if is_confined:
            self._reader.warm_up()
            walls += compute_only()
        return ModelLoaded(self._reader.description, walls)

    def _inspected(self, request: InspectPair) -> PairInspected:
        self.close()
        first, second = _path(request.first_path), _path(request.second_path)
        walls: tuple[str, ...] = ()
        if self._is_confined:
            walls = leave_files(_needed_to_load(first, second), limits=_limits((first, second), 1))
        return PairInspected(inspect_pair(first, second), walls)

    def _asked(self, request: AskRegion, payload: bytes) -> Iterator[Reply]:
        if self._reader is None:
            raise ModelLoadError("No vision model is loaded.")
        if len(payload) != 3 * request.width_px * request.height_px:
            raise WorkerNonsenseError
        region = Region(request.width_px, request.height_px, payload)
        return _replies(
            self._reader.asking(
                region,
                request.task,
                request.fields,
                max_tokens=request.max_tokens,
                words=request.words,
            )
        )


def _path(text: str) -> Path:
    if not text or len(text) > MAX_PATH_CHARS or "\0" in text:
        raise ModelFilesError
    return Path(text)


def _limits(files: tuple[Path, ...], threads: int) -> Limits:
    """What a model may take: its files twice over, mapped and repacked, and room to compute."""
    size_bytes = sum(path.stat().st_size for path in files if path.is_file())
    room_bytes = ROOM_BYTES + threads * THREAD_BYTES
    taken_bytes = address_space_bytes()
    memory_bytes = taken_bytes + 2 * size_bytes + room_bytes if taken_bytes else None
    return Limits(memory_bytes=memory_bytes, cpu_s=CPU_S)


def _needed_to_load(weights: Path, projector: Path) -> Iterator[Path]:
    """What is read while a model is loaded: its files, the program's own, facts of the machine."""
    for path in (weights, projector, weights.parent / MANIFEST_NAME):
        yield path.resolve()
    for folder in (sys.prefix, sys.base_prefix, *sys.path):
        yield Path(folder)
    yield Path(sys.executable)  # in a bundle the Python code lies inside the program's file
    yield Path("/proc/meminfo")
    yield Path("/proc/cpuinfo")
    yield Path("/sys/devices/system")


def _replies(said: Iterable[str | Answer]) -> Iterator[Reply]:
    """Pieces of the answer as they come, the first at once, then the answer."""
    waiting = ""
    last_s = -PIECES_EVERY_S
    for part in said:
        if isinstance(part, str):
            waiting += part
            if time.monotonic() - last_s >= PIECES_EVERY_S:
                yield AnswerPiece(waiting), b""
                waiting, last_s = "", time.monotonic()
            continue
        if waiting:
            yield AnswerPiece(waiting), b""
        yield RegionAnswered(part), b""
