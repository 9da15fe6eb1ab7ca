"""`incamera model`: from a stick to the model in use, without a window."""

import json
import shutil
from pathlib import Path

import pytest

from tests.models.tiny_pairs import qwen_pair, smolvlm_pair

pytestmark = pytest.mark.process

STARTER = Path(__file__).parents[2] / "models" / "starter"


def answer(result):
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def stick(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stick")
    for name in ("model-q8_0.gguf", "mmproj-q8_0.gguf", "manifest.toml"):
        shutil.copy(STARTER / name, folder)
    return folder


@pytest.fixture(scope="module")
def imported(incamera, stick):
    result = incamera("model", "import", stick, "--json")
    assert result.returncode == 0, result.stderr
    return answer(result)


def test_an_import_says_what_was_read_on_the_test_page(imported):
    assert imported["state"] == "ready"
    assert all(value["is_right"] for value in imported["values"])
    assert len(imported["values"]) == 4


def test_the_list_shows_machine_models_and_which_is_used(incamera, imported):
    shown = answer(incamera("model", "list", "--json"))
    assert shown["machine"]["cores"] >= 1
    states = {row["model"]: (row["state"], row["used"]) for row in shown["models"]}
    assert states == {"starter": ("ready", True), imported["model_id"]: ("ready", False)}


def test_a_model_is_measured_verified_tested_and_put_to_use(incamera, imported):
    name = imported["model_id"]
    pace = answer(incamera("model", "speed", name, "--json"))
    assert pace["pages_per_hour"] > 0
    assert incamera("model", "verify").returncode == 0
    assert incamera("model", "test", name).returncode == 0
    assert incamera("model", "test", "starter").returncode == 0
    assert incamera("model", "use", name).returncode == 0
    model = answer(incamera("model", "show", "--json"))
    assert not model["is_starter"]
    assert model["weights_sha256"] == imported["weights_sha256"]
    assert {"no_network", "landlock"} <= set(model["walls"])
    refused = incamera("model", "remove", name)
    assert refused.returncode == 3
    assert "BUNDLE-10" in refused.stderr
    assert incamera("model", "use", "starter").returncode == 0
    assert incamera("model", "remove", name).returncode == 0


def test_a_model_that_does_not_read_is_refused_and_cannot_be_used(incamera, tmp_path):
    smolvlm_pair(tmp_path)
    result = incamera("model", "import", tmp_path, "--json")
    assert result.returncode == 1
    refused = answer(result)
    assert (refused["state"], refused["reason_code"]) == ("refused", "BUNDLE-09")
    used = incamera("model", "use", refused["model_id"], "--override", "because")
    assert used.returncode == 3
    assert "BUNDLE-08" in used.stderr
    assert answer(incamera("model", "decisions", "--json")) == []


def test_several_pairs_are_listed_and_one_is_picked(incamera, tmp_path):
    pair = qwen_pair(tmp_path)
    shutil.copy(pair.weights, tmp_path / "other.gguf")
    pair.projector.rename(tmp_path / "mmproj-qwen.gguf")
    several = incamera("model", "import", tmp_path)
    assert several.returncode == 3
    assert "BUNDLE-03" in several.stderr
    assert "other" in several.stdout
    picked = incamera("model", "import", tmp_path, "--pick", "other", "--json")
    assert picked.returncode == 1
    assert answer(picked)["weights_file"] == "other.gguf"


def test_a_folder_without_models_and_a_name_without_a_model_are_errors(incamera, tmp_path):
    assert "BUNDLE-02" in incamera("model", "import", tmp_path).stderr
    assert "BUNDLE-01" in incamera("model", "test", "nothing").stderr


def test_the_catalogue_and_its_checksums_are_printed(incamera):
    rows = answer(incamera("model", "list", "--known", "--json"))
    assert {"qwen2.5-vl-3b", "glm-ocr-q8"} <= {row["model"] for row in rows}
    sums = incamera("model", "list", "--sums").stdout.splitlines()
    assert all(len(line.split("  ")[0]) == 64 for line in sums)
    assert any(line.endswith("  GLM-OCR-Q8_0.gguf") for line in sums)
