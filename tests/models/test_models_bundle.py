"""A pair from a stick comes whole or not at all, and is used only once it has read."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.casework.control import Control
from desktop.casework.models.catalogue import Catalogue, catalogue
from desktop.casework.models.desk import ModelDesk
from desktop.casework.models.folder import ModelFolder
from desktop.casework.models.gate import LicenceGate
from desktop.casework.models.importing import import_pair
from desktop.casework.models.machine import this_machine
from desktop.casework.models.sources import known_places, pair_at, pairs_in
from desktop.casework.models.trial import ValueRead
from desktop.casework.models.vision_model import model_to_load
from desktop.domain.errors import (
    LicenceGateError,
    ModelCopyError,
    ModelInUseError,
    ModelNotReadyError,
    ModelsBusyError,
    ModelSpaceError,
    NoPairError,
    NoSuchModelError,
    SeveralPairsError,
)
from desktop.domain.imported_model import ModelState, ModelStep
from desktop.domain.model_catalogue import Gate, KnownFile, KnownModel
from desktop.domain.model_listing import Fit
from desktop.paths import HOME_VARIABLE, model_decisions_file, models_folder
from desktop.settings import Settings
from models.manifest import MANIFEST_NAME
from tests.models.tiny_families import glm_pair
from tests.models.tiny_pairs import qwen_pair, smolvlm_pair

PROJECT = Path(__file__).parents[2]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def smol(tmp_path_factory):
    return smolvlm_pair(tmp_path_factory.mktemp("smol"))


@pytest.fixture
def models(tmp_path):
    return ModelFolder(tmp_path / "models")


@pytest.fixture
def stick(tmp_path, starter_files):
    """The starter, as somebody would bring it."""
    folder = tmp_path / "stick"
    folder.mkdir()
    for path in (*starter_files, starter_files[0].parent / MANIFEST_NAME):
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    known = catalogue()
    gate = LicenceGate(model_decisions_file(), known)
    return ModelDesk(ModelFolder(models_folder()), known, gate, lambda: NOON)


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def brought(found, models, known=None):
    steps = list(import_pair(found, models, known or catalogue(), Control(), lambda: NOON))
    return steps[-1].model


def ollama(folder, weights, projector, *, name="tiny", digest=None):
    (folder / "blobs").mkdir(parents=True, exist_ok=True)
    layers = []
    for kind, path in (("model", weights), ("projector", projector)):
        said = digest or sha256(path)
        shutil.copy(path, folder / "blobs" / f"sha256-{said}")
        media_type = f"application/vnd.ollama.image.{kind}"
        layers.append({"mediaType": media_type, "digest": f"sha256:{said}", "size": 1})
        digest = None
    page = folder / "manifests" / "some.host" / "library" / name / "latest"
    page.parent.mkdir(parents=True)
    page.write_text(json.dumps({"schemaVersion": 2, "layers": layers}))


class TestLooking:
    def test_a_folder_with_a_projector_by_name_is_a_pair_for_each_weights_file(self, tmp_path):
        for name in ("a-Q4.gguf", "a-Q8.gguf", "mmproj-a.gguf", "notes.txt"):
            (tmp_path / name).write_bytes(b"x")
        titles = [pair.title for pair in pairs_in(tmp_path)]
        assert titles == ["a-Q4", "a-Q8"]
        with pytest.raises(SeveralPairsError):
            pair_at(tmp_path)
        assert pair_at(tmp_path / "a-Q8.gguf").second.name == "mmproj-a.gguf"

    def test_two_files_without_such_a_name_are_a_pair_too(self, smol):
        found = pair_at(smol.weights.parent)
        assert {found.first, found.second} == set(smol)

    def test_a_folder_without_a_pair_is_named(self, tmp_path):
        (tmp_path / "one.gguf").write_bytes(b"x")
        for place in (tmp_path, tmp_path / "gone", tmp_path / "one.gguf"):
            with pytest.raises(NoPairError):
                pair_at(place)
        with pytest.raises(NoPairError):
            pair_at(tmp_path / "one.gguf", tmp_path / "gone.gguf")

    def test_parts_of_split_weights_are_no_model(self, tmp_path):
        for name in ("a-00001-of-00002.gguf", "a-00002-of-00002.gguf", "mmproj-a.gguf"):
            (tmp_path / name).write_bytes(b"x")
        assert pairs_in(tmp_path) == ()

    def test_ollamas_lists_lead_to_weights_and_projector_with_their_checksums(self, tmp_path, smol):
        ollama(tmp_path, *smol)
        (found,) = pairs_in(tmp_path)
        assert (found.title, found.came_from) == ("tiny:latest", "ollama")
        assert (found.first_sha256, found.second_sha256) == tuple(map(sha256, smol))

    def test_lists_that_are_no_lists_or_name_other_files_are_passed_over(self, tmp_path, smol):
        ollama(tmp_path, *smol)
        below = tmp_path / "manifests" / "some.host" / "library"
        for name, text in {
            "broken": "{",
            "whole": '{"layers": [{"mediaType": "application/vnd.ollama.image.model"}]}',
            "away": '{"layers": [{"mediaType": "application/vnd.ollama.image.model",'
            ' "digest": "sha256:../../../x"}]}',
        }.items():
            (below / name).mkdir()
            (below / name / "latest").write_text(text)
        assert [pair.title for pair in pairs_in(tmp_path)] == ["tiny:latest"]

    def test_lm_studios_folders_are_looked_through(self, tmp_path):
        folder = tmp_path / ".lmstudio" / "models" / "owner" / "model-GGUF"
        folder.mkdir(parents=True)
        for name in ("model-Q4_K_M.gguf", "mmproj-model-f16.gguf"):
            (folder / name).write_bytes(b"x")
        (place,) = known_places({}, tmp_path)
        (found,) = pairs_in(place)
        assert found.came_from == "lm_studio"
        assert found.first.name == "model-Q4_K_M.gguf"

    def test_the_variable_that_moves_ollamas_folder_is_followed(self, tmp_path):
        assert known_places({"OLLAMA_MODELS": str(tmp_path)}, tmp_path / "home")[0] == tmp_path


class TestCopying:
    def test_what_is_copied_is_what_was_there_and_its_hashes_are_known(self, smol, models):
        model = brought(pair_at(smol.weights.parent), models)
        assert model.state is ModelState.IMPORTED
        copies = models.paths_of(model)
        assert sorted(map(sha256, copies)) == sorted(map(sha256, smol))
        assert models.models() == (model,)
        assert [path.name for path in models.folder.iterdir() if path.is_dir()] == [model.model_id]

    def test_files_of_known_hashes_are_recognised_as_their_row(self, smol, models):
        row = KnownModel(
            id="tiny-known",
            name="Tiny known",
            licence="MIT",
            gate=Gate.OPEN,
            use="a test",
            weights=(KnownFile(file="w.gguf", sha256=sha256(smol.weights)),),
            projectors=(KnownFile(file="p.gguf", sha256=sha256(smol.projector)),),
        )
        model = brought(pair_at(smol.weights.parent), models, Catalogue("2026-11", (row,)))
        assert (model.model_id, model.name, model.known_id) == ("tiny-known", row.name, row.id)

    def test_the_same_pair_twice_is_one_model(self, smol, models):
        first = brought(pair_at(smol.weights.parent), models)
        assert brought(pair_at(*smol), models) == first
        assert len(models.models()) == 1

    def test_a_stop_leaves_nothing(self, smol, models):
        control = Control()
        control.stop()
        steps = list(import_pair(pair_at(*smol), models, catalogue(), control, lambda: NOON))
        assert steps[-1].step is ModelStep.STOPPED
        assert steps[-1].model is None
        assert not models.incoming.exists()
        assert models.models() == ()

    def test_what_a_killed_import_left_is_cleared_by_the_next_one(self, smol, models):
        models.incoming.mkdir(parents=True)
        (models.incoming / "half.gguf").write_bytes(b"x" * 100)
        (models.folder / "moved-but-no-record").mkdir()
        model = brought(pair_at(*smol), models)
        assert [path.name for path in models.folder.iterdir() if path.is_dir()] == [model.model_id]

    @pytest.mark.process
    def test_an_import_that_is_killed_while_it_copies_leaves_nothing_to_be_used(
        self, smol, models, tmp_path
    ):
        large = tmp_path / "mmproj-large.gguf"
        with large.open("wb") as file:
            file.truncate(70 << 20)
        code = (
            "import os, signal, sys; from datetime import UTC, datetime; from pathlib import Path;"
            "from desktop.casework.control import Control;"
            "from desktop.casework.models.catalogue import catalogue;"
            "from desktop.casework.models.folder import ModelFolder;"
            "from desktop.casework.models.importing import import_pair;"
            "from desktop.casework.models.sources import pair_at;"
            "found = pair_at(Path(sys.argv[1]), Path(sys.argv[2]));"
            "clock = lambda: datetime(2026, 3, 2, tzinfo=UTC);"
            "models = ModelFolder(Path(sys.argv[3]));"
            "steps = import_pair(found, models, catalogue(), Control(), clock); next(steps);"
            "os.kill(os.getpid(), signal.SIGKILL)"
        )
        command = [sys.executable, "-c", code, str(smol.weights), str(large), str(models.folder)]
        killed = subprocess.run(command, check=False, cwd=PROJECT, capture_output=True)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert any(models.incoming.iterdir())
        assert models.models() == ()
        models.tidy()
        assert not models.incoming.exists()

    def test_two_imports_at_once_are_refused(self, smol, models):
        with models.changing(), pytest.raises(ModelsBusyError):
            brought(pair_at(*smol), models)

    def test_room_on_the_disk_is_looked_at_before_the_first_byte(self, smol, models, tmp_path):
        large = tmp_path / "mmproj-large.gguf"
        with large.open("wb") as file:
            file.truncate(1 << 39)  # a hole: takes no room itself
        with pytest.raises(ModelSpaceError, match="GB are free"):
            brought(pair_at(smol.weights, large), models)
        assert models.models() == ()

    def test_an_ollama_file_that_is_not_what_its_list_says_is_refused(self, tmp_path, smol, models):
        ollama(tmp_path / "o", *smol, digest="0" * 64)
        with pytest.raises(ModelCopyError):
            brought(pair_at(tmp_path / "o"), models)
        assert models.models() == ()
        assert not models.incoming.exists()

    def test_names_that_could_lead_elsewhere_are_not_kept(self, tmp_path, smol, models):
        odd = tmp_path / "a b;c.gguf"
        shutil.copy(smol.weights, odd)
        model = brought(pair_at(odd, smol.projector), models)
        assert (model.weights_file, model.projector_file) == ("weights.gguf", "projector.gguf")

    def test_empty_files_and_folders_are_no_pair(self, tmp_path, smol, models):
        (tmp_path / "empty.gguf").write_bytes(b"")
        with pytest.raises(NoPairError):
            brought(pair_at(smol.weights, tmp_path / "empty.gguf"), models)

    @pytest.mark.parametrize("name", ["", ".", "..", ".incoming", "../x", "a/b"])
    def test_a_model_is_never_looked_for_outside_its_folder(self, models, name):
        with pytest.raises(NoSuchModelError):
            models.model(name)

    def test_a_record_that_names_another_folder_is_not_believed(self, smol, models):
        model = brought(pair_at(*smol), models)
        record = models.folder / model.model_id / "record.json"
        record.write_text(record.read_text().replace(model.model_id, "other"))
        with pytest.raises(NoSuchModelError):
            models.model(model.model_id)
        assert models.models() == ()


@pytest.mark.process
class TestProving:
    def drained(self, steps):
        last = None
        for step in steps:
            last = step
        return last.model

    def test_the_starter_on_a_stick_becomes_ready_and_can_be_used(self, desk, stick):
        model = self.drained(desk.bring(pair_at(stick), Control(), 1))
        assert model.state is ModelState.READY
        assert model.facts.architecture == "mistral3"
        settings = desk.chosen(model.model_id, Settings())
        request = model_to_load(settings)
        assert request.weights_sha256 == model.weights_sha256
        with pytest.raises(ModelInUseError):
            desk.remove(model.model_id, settings)
        measured = self.drained(desk.measure(model, Control(), 1))
        assert measured.pace.pages_per_hour > 0
        assert not measured.pace.is_whole_page
        desk.remove(model.model_id, desk.chosen("", settings))
        assert desk.models.models() == ()

    def test_random_weights_run_but_do_not_read_and_are_refused(self, desk, tmp_path):
        qwen_pair(tmp_path)
        model = self.drained(desk.bring(pair_at(tmp_path), Control(), 1))
        assert (model.state, model.reason_code) == (ModelState.REFUSED, "BUNDLE-09")
        assert model.facts.family == "qwen2.5-vl"
        with pytest.raises(ModelNotReadyError):
            desk.chosen(model.model_id, Settings())
        with pytest.raises(ModelNotReadyError):
            model_to_load(Settings(vision_model=model.model_id))

    def test_a_model_that_only_reads_is_tested_by_reading(self, desk, tmp_path):
        glm_pair(tmp_path)
        values = []
        for step in desk.bring(pair_at(tmp_path), Control(), 1):
            if isinstance(step, ValueRead):
                values.append(step)
            else:
                model = step.model
        assert model.facts.family == "glm-ocr"
        assert len({value.said for value in values}) == 1  # the whole page, for each value
        assert model.reason_code == "BUNDLE-09"

    def test_halves_of_two_models_are_refused_with_the_reason(self, desk, smol, tmp_path):
        other = qwen_pair(tmp_path)
        model = self.drained(desk.bring(pair_at(smol.weights, other.projector), Control(), 1))
        assert (model.state, model.reason_code) == (ModelState.REFUSED, "MODEL-02")

    def test_a_model_too_large_for_this_machine_stays_and_says_why(self, desk, tmp_path):
        pair = smolvlm_pair(tmp_path)
        key = b"llama.block_count" + (4).to_bytes(4, "little")  # a 32-bit number follows
        claimed = (1 << 26).to_bytes(4, "little")
        data = pair.weights.read_bytes()
        at = data.index(key) + len(key)
        pair.weights.write_bytes(data[:at] + claimed + data[at + 4 :])
        model = self.drained(desk.bring(pair_at(tmp_path), Control(), 1))
        assert (model.state, model.reason_code) == (ModelState.CHECKED, "MODEL-06")
        (listed,) = desk.listing(this_machine()).imported
        assert listed.fit is Fit.TOO_LARGE

    def test_files_named_in_the_wrong_order_are_put_right(self, desk, smol):
        model = self.drained(desk.bring(pair_at(smol.projector, smol.weights), Control(), 1))
        assert model.weights_sha256 == sha256(smol.weights)
        assert sha256(desk.models.paths_of(model)[1]) == sha256(smol.projector)

    def test_a_file_that_changed_after_import_is_found_by_verify_and_never_loaded(
        self, desk, stick
    ):
        model = self.drained(desk.bring(pair_at(stick), Control(), 1))
        assert self.drained(desk.verify(model, Control())).state is ModelState.READY
        weights, _ = desk.models.paths_of(model)
        altered = bytearray(weights.read_bytes())
        altered[-1] ^= 1
        weights.write_bytes(altered)
        found = self.drained(desk.verify(model, Control()))
        assert (found.state, found.reason_code) == (ModelState.REFUSED, "MODEL-01")
        again = self.drained(desk.prove(model, Control(), 1))
        assert again.state is ModelState.REFUSED

    def test_the_gate_holds_even_where_the_settings_were_written_by_hand(self, desk, smol):
        model = self.drained(desk.bring(pair_at(*smol), Control(), 1))
        ready = desk.models.keep(replace(model, state=ModelState.READY, reason_code=""))
        with pytest.raises(LicenceGateError):
            model_to_load(Settings(vision_model=ready.model_id))
        with pytest.raises(LicenceGateError):
            desk.chosen(ready.model_id, Settings())
        chosen = desk.chosen(ready.model_id, Settings(), why="our own, made in house")
        assert model_to_load(chosen).weights_sha256 == ready.weights_sha256
