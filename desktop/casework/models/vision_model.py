"""The vision model that the settings ask for: the starter, or one that was imported."""

import tomllib
from pathlib import Path

from desktop.casework.models.catalogue import catalogue
from desktop.casework.models.folder import ModelFolder
from desktop.casework.models.gate import LicenceGate
from desktop.domain.errors import ModelFilesError, ModelNotReadyError
from desktop.domain.imported_model import ImportedModel, ModelState
from desktop.paths import model_decisions_file, models_folder, starter_model_folder
from desktop.settings import Settings
from desktop.wire.messages import LoadModel


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
    folder = starter_model_folder()
    (weights_path, weights_sha256), (projector_path, projector_sha256) = _starter_files(folder)
    return LoadModel(
        str(weights_path), str(projector_path), weights_sha256, projector_sha256, threads
    )


def load_of(models: ModelFolder, model: ImportedModel, threads: int) -> LoadModel:
    """What the vision worker is told to load of the models folder."""
    weights, projector = models.paths_of(model)
    return LoadModel(
        str(weights), str(projector), model.weights_sha256, model.projector_sha256, threads
    )


def _starter_files(folder: Path) -> tuple[tuple[Path, str], tuple[Path, str]]:
    try:
        manifest = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
        weights, projector = manifest["weights"], manifest["projector"]
        return (
            (folder / weights["file"], weights["sha256"]),
            (folder / projector["file"], projector["sha256"]),
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ModelFilesError from error
