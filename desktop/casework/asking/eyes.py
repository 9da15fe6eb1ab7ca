"""The model that is asked and the worker that renders pages for it, started when first needed."""

import threading
from collections.abc import Callable, Sequence

from desktop.casework.viewing import Viewer
from desktop.domain.asking import View
from desktop.domain.errors import WorkerCancelledError
from desktop.domain.identity import DocumentId, MatterId, PageNumber
from desktop.domain.page import Pixels
from desktop.domain.vision import Answer, ModelDescription, VisionTask
from desktop.paths import reading_worker_command, vision_worker_command
from desktop.vault.vault import Vault
from desktop.wire.messages import LoadModel
from desktop.wire.vision_client import VisionClient


class Eyes:
    """Shows parts of pages to one loaded model; belongs to one thread, but for `stop` and `kill`.

    Args:
        vault: Belongs to the calling thread.
        wanted: Says which model to load, when it is first needed.
    """

    def __init__(self, vault: Vault, wanted: Callable[[], LoadModel]) -> None:
        """Start nothing yet."""
        self._wanted = wanted
        self._viewer = Viewer(vault, reading_worker_command())
        self._vision = VisionClient(vision_worker_command())
        self._description: ModelDescription | None = None
        self._loaded: LoadModel | None = None
        self._is_answering = threading.Event()
        self._is_halted = threading.Event()

    def begin(self) -> None:
        """Forget an earlier wish to halt: a question begins now."""
        self._is_halted.clear()

    def model(self) -> ModelDescription:
        """The model that is wanted now, loaded by the first question and when it changes.

        Raises:
            VisionModelError: It cannot be loaded.
            WorkerError: The worker failed at it.
        """
        self._go_on()
        wanted = self._wanted()
        if self._description is None or wanted != self._loaded:
            self._description = None
            self._description, self._loaded = self._vision.load(wanted), wanted
        return self._description

    def pixels(
        self, matter_id: MatterId, document_id: DocumentId, page: PageNumber, view: View
    ) -> Pixels:
        """A part of a page as the model is shown it.

        Raises:
            ReadingError: The page cannot be rendered.
            WorkerError: The worker failed at it.
        """
        self._go_on()
        return self._viewer.region_pixels(matter_id, document_id, page, view)

    def ask(
        self,
        pixels: Pixels,
        task: VisionTask,
        asked: Sequence[str],
        max_tokens: int,
        on_piece: Callable[[str], None] | None = None,
        words: str | None = None,
    ) -> Answer:
        """Ask the model, which was loaded before; see `VisionClient.ask`.

        Raises:
            WorkerCancelledError: `halt` was called before.
        """

        def take(piece: str) -> None:
            if self._is_halted.is_set():
                self._vision.stop()
            elif on_piece is not None:
                on_piece(piece)

        self._is_answering.set()
        try:
            self._go_on()
            return self._vision.ask(pixels, task, asked, max_tokens, take, words)
        finally:
            self._is_answering.clear()

    def stop(self) -> None:
        """End the answer in the making; the model stays loaded. Safe from any thread."""
        self._vision.stop()

    def halt(self) -> None:
        """End what is being done: an answer, or the loading of the model. Safe from any thread.

        A model that answers stays loaded; one that is just being loaded is let go. Until `begin`
        nothing more is done.
        """
        self._is_halted.set()
        if self._is_answering.is_set():
            self._vision.stop()
        else:
            self._vision.kill()

    def _go_on(self) -> None:
        if self._is_halted.is_set():
            raise WorkerCancelledError

    def close(self) -> None:
        """End both workers and forget what they held."""
        self._description = None
        self._vision.close()
        self._viewer.close()
