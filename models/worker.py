"""The vision worker: `python -m models.worker`.

It is given two files to load, then pixels and tasks; it gives back answers. It holds no key and
opens no document.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from desktop.domain.errors import ModelFilesError, ModelLoadError, WorkerNonsenseError
from desktop.domain.vision import Answer
from desktop.wire.messages import (
    AnswerPiece,
    AnyMessage,
    AskRegion,
    LoadModel,
    ModelLoaded,
    RegionAnswered,
)
from desktop.wire.worker_loop import Reply, serve, take_pipes
from models.reader import Reader, Region, open_reader

PROGRAM = "vision"
DEFECT_CODE = "MODEL-00"
MAX_PATH_CHARS = 4096


class VisionHandler:
    """Answers the messages that a vision worker understands."""

    def __init__(self) -> None:
        self._reader: Reader | None = None

    def __call__(self, request: AnyMessage, payload: bytes) -> Reply | Iterator[Reply]:
        """Answer one request.

        Raises:
            VisionModelError: Whatever the model or its files are not up to.
            WorkerNonsenseError: This is no request for a vision worker.
        """
        match request:
            case LoadModel():
                return self._load(request), b""
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
        for path in (request.weights_path, request.projector_path):
            if not path or len(path) > MAX_PATH_CHARS or "\0" in path:
                raise ModelFilesError
        self._reader = open_reader(
            Path(request.weights_path),
            Path(request.projector_path),
            weights_sha256=request.weights_sha256,
            projector_sha256=request.projector_sha256,
            threads=request.threads,
        )
        return ModelLoaded(self._reader.description)

    def _asked(self, request: AskRegion, payload: bytes) -> Iterator[Reply]:
        if self._reader is None:
            raise ModelLoadError("No vision model is loaded.")
        if len(payload) != 3 * request.width_px * request.height_px:
            raise WorkerNonsenseError
        region = Region(request.width_px, request.height_px, payload)
        return _replies(
            self._reader.asking(region, request.task, request.fields, max_tokens=request.max_tokens)
        )


def _replies(said: Iterable[str | Answer]) -> Iterator[Reply]:
    """Pieces of the answer as they come, then the answer."""
    for part in said:
        if isinstance(part, str):
            yield AnswerPiece(part), b""
        else:
            yield RegionAnswered(part), b""


def main() -> None:
    """Serve until the app closes the pipe."""
    pipes = take_pipes()
    handler = VisionHandler()
    try:
        serve(pipes, handler, program=PROGRAM, confinement=(), defect_code=DEFECT_CODE)
    finally:
        handler.close()


if __name__ == "__main__":
    main()
