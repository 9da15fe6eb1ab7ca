"""What a question needs to look at pages: a share in the model, and a worker that renders."""

from collections.abc import Callable, Sequence

from desktop.casework.models.shared_model import SharedModel
from desktop.casework.viewing import Viewer
from desktop.domain.asking import View
from desktop.domain.identity import DocumentId, MatterId, PageNumber
from desktop.domain.page import Pixels
from desktop.domain.vision import Answer, ModelDescription, VisionTask
from desktop.paths import viewing_worker_command, vision_worker_command
from desktop.vault.vault import Vault
from desktop.wire.messages import LoadModel


class Eyes:
    """Shows parts of pages to a loaded model; belongs to one thread, but for `stop` and `halt`.

    Args:
        vault: Belongs to the calling thread.
        wanted: Says which model to load, when it is first needed.
        shared: The model that others use too; None: one for these eyes alone.
    """

    def __init__(
        self,
        vault: Vault,
        wanted: Callable[[], LoadModel],
        shared: SharedModel | None = None,
    ) -> None:
        """Start nothing yet."""
        self._wanted = wanted
        self._viewer = Viewer(vault, viewing_worker_command())
        self._model = (shared or SharedModel(vision_worker_command())).lend()

    @property
    def model_pid(self) -> int | None:
        """Number of the model's process, None where none runs."""
        return self._model.pid

    def begin(self) -> None:
        """Forget an earlier wish to halt: a question begins now."""
        self._model.begin()

    def model(self) -> ModelDescription:
        """The model that is wanted now, loaded by the first question and when it changes.

        Raises:
            VisionModelError: It cannot be loaded.
            WorkerError: The worker failed at it.
        """
        self._model.demand_going_on()
        return self._model.load(self._wanted())

    def pixels(
        self, matter_id: MatterId, document_id: DocumentId, page: PageNumber, view: View
    ) -> Pixels:
        """A part of a page as the model is shown it.

        Raises:
            ReadingError: The page cannot be rendered.
            WorkerError: The worker failed at it.
        """
        self._model.demand_going_on()
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
        return self._model.ask(pixels, task, asked, max_tokens, on_piece, words)

    def stop(self) -> None:
        """End the answer in the making; the model stays loaded. Safe from any thread."""
        self._model.stop()

    def halt(self) -> None:
        """End what is being done: an answer, or the loading of the model. Safe from any thread.

        A model that answers stays loaded; one that is just being loaded is let go. Until `begin`
        nothing more is done.
        """
        self._model.halt()

    def close(self) -> None:
        """End the rendering worker, give the model back, and forget what they held."""
        self._model.close()
        self._viewer.close()
