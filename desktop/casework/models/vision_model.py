"""The vision model that the settings ask for: the starter, or one that was imported."""

import msgspec

from desktop.casework.models.catalogue import catalogue
from desktop.casework.models.folder import MANIFEST_NAME, ModelFolder
from desktop.casework.models.gate import LicenceGate
from desktop.domain.errors import ModelFilesError, ModelNotReadyError
from desktop.domain.imported_model import ImportedModel, ModelState
from desktop.paths import model_decisions_file, models_folder, starter_model_folder
from desktop.settings import Settings
from desktop.wire.messages import LoadModel


class _File(msgspec.Struct):
    file: str
    sha256: str


class _Prompts(msgspec.Struct):
    kind: dict[str, str | int] | None = None


class _StarterManifest(msgspec.Struct):
    """What the app itself has to know of the starter's manifest; the worker reads the rest."""

    weights: _File
    projector: _File
    prompts: _Prompts


def model_to_load(settings: Settings) -> LoadModel:
    """What the vision worker is told to load.

    The files must have the hashes of the starter's manifest, or those that were found when the
    model was imported. The gate is looked at here too: settings can be written by hand.

    Raises:
        ModelFilesError: The starter's manifest is gone.
        NoSuchModelError: The model that the settings name was never imported.
        ModelNotReadyError: It has not read the test page.
        ModelUnsupportedError, LicenceGateError: Its licence or kind stand against it.
    """
    threads = settings.threads_for_vision
    if settings.vision_model:
        models = ModelFolder(models_folder())
        model = models.model(settings.vision_model)
        if model.state is not ModelState.READY:
            raise ModelNotReadyError
        LicenceGate(model_decisions_file(), catalogue()).demand_open(model)
        return load_of(models, model, threads)
    folder, starter = starter_model_folder(), _starter_manifest()
    return LoadModel(
        str(folder / starter.weights.file),
        str(folder / starter.projector.file),
        starter.weights.sha256,
        starter.projector.sha256,
        threads,
    )


def tells_kinds(settings: Settings) -> bool:
    """Whether the model that the settings ask for offers to tell the kind of a document.

    Known before it is loaded, so that no page waits for a model that has nothing to say: by the
    starter's manifest, or by what the worker found when the model was imported.

    Raises:
        ModelFilesError: The starter's manifest is gone.
        NoSuchModelError: The model that the settings name was never imported.
    """
    if settings.vision_model:
        facts = ModelFolder(models_folder()).model(settings.vision_model).facts
        return facts is not None and facts.tells_kinds
    return _starter_manifest().prompts.kind is not None


def load_of(models: ModelFolder, model: ImportedModel, threads: int) -> LoadModel:
    """What the vision worker is told to load of the models folder."""
    weights, projector = models.paths_of(model)
    return LoadModel(
        str(weights), str(projector), model.weights_sha256, model.projector_sha256, threads
    )


def _starter_manifest() -> _StarterManifest:
    try:
        page = (starter_model_folder() / MANIFEST_NAME).read_bytes()
        return msgspec.toml.decode(page, type=_StarterManifest)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise ModelFilesError from error
