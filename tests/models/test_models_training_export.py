"""What is exported computes in llama.cpp what it computed in training."""

import subprocess
from typing import NamedTuple

import numpy as np
import pytest
from platformdirs import user_cache_path

from desktop.domain.receipts import pixels_sha256
from models.engine.sight import Picture
from models.manifest import Overview, manifest_beside
from models.reader import open_reader
from models.starter.training import prompts, vocabulary
from tests.conftest import PROJECT

PYTHON = user_cache_path("in-camera") / "train-venv" / "bin" / "python"
QUESTION = "What is the total?"


class Reference(NamedTuple):
    folder: object
    picture: Picture
    logits: np.ndarray
    tokens: list


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    if not PYTHON.exists():
        pytest.skip("torch is not on this machine: `make train` installs it for training only")
    folder = tmp_path_factory.mktemp("exported")
    script = PROJECT / "tests" / "models" / "training_reference.py"
    subprocess.run(
        [PYTHON, script, folder],
        cwd=PROJECT,
        env={"PYTHONPATH": str(PROJECT), "OMP_NUM_THREADS": "1", "PATH": ""},
        check=True,
    )
    said = np.load(folder / "said.npz")
    height, width = said["grey"].shape
    rgb = np.repeat(said["grey"][:, :, None], 3, axis=2).tobytes()
    picture = Picture(width, height, rgb, pixels_sha256(width, height, rgb))
    return Reference(folder, picture, said["logits"], said["tokens"].tolist())


def _through_llama(folder, reference):
    """Logits behind the question, and behind each token that the reference said."""
    reader = open_reader(folder / "model-q8_0.gguf", folder / "mmproj-q8_0.gguf")
    try:
        engine = reader.engine
        engine.begin()
        position = engine._take_in_picture(reference.picture)
        tokens = engine._question_tokens(QUESTION)
        assert tokens == [*vocabulary.encoded(QUESTION), vocabulary.ANSWER]
        rows = []
        for token in (None, *reference.tokens[:-1]):
            position = engine._language.take_in(tokens if token is None else [token], position)
            rows.append(engine._language.logits().copy())
        return np.stack(rows)
    finally:
        reader.close()


def test_exported_in_full_it_computes_the_same(reference):
    rows = _through_llama(reference.folder / "full", reference)
    assert np.std(reference.logits) > 0.5
    assert np.abs(rows - reference.logits).max() < 0.02 * np.std(reference.logits)
    assert rows.argmax(axis=1).tolist() == reference.tokens


def test_packed_it_computes_nearly_the_same(reference):
    rows = _through_llama(reference.folder / "packed", reference)
    assert np.abs(rows - reference.logits).max() < 0.3 * np.std(reference.logits)


def test_the_manifest_names_the_files_and_all_that_was_trained(reference):
    folder = reference.folder / "packed"
    manifest = manifest_beside(folder / "model-q8_0.gguf", folder / "mmproj-q8_0.gguf")
    assert manifest is not None
    assert manifest.prompts.names == prompts.FIELD_NAMES
    assert manifest.prompts.absent == prompts.ABSENT
    assert manifest.sight.line.max_width_px == 1024
    assert manifest.prompts.leaves_out_absent
    assert manifest.prompts.unreadable == prompts.UNREADABLE
    assert manifest.prompts.kind == Overview(question=prompts.KIND, width_px=192, height_px=272)
