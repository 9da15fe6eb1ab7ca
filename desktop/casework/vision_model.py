"""The vision model that the settings ask for: the starter, or a pair of files of the firm's."""

import tomllib
from pathlib import Path

from desktop.domain.errors import ModelFilesError
from desktop.paths import starter_model_folder
from desktop.settings import Settings
from desktop.wire.messages import LoadModel


def model_to_load(settings: Settings) -> LoadModel:
    """What the vision worker is told to load.

    The starter's files must have the hashes of its manifest; of a pair chosen in the settings the
    hashes are found, and kept with every answer.

    Raises:
        ModelFilesError: Only one of the two files is named, or the starter's manifest is gone.
    """
    weights, projector = settings.vision_weights, settings.vision_projector
    if bool(weights) != bool(projector):
        raise ModelFilesError("The settings name only one of the vision model's two files.")
    threads = settings.threads_for_vision
    if weights:
        return LoadModel(weights, projector, "", "", threads)
    folder = starter_model_folder()
    (weights_path, weights_sha256), (projector_path, projector_sha256) = _starter_files(folder)
    return LoadModel(
        str(weights_path), str(projector_path), weights_sha256, projector_sha256, threads
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
