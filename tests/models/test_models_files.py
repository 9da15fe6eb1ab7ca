import hashlib
import shutil

import pytest

from desktop.domain.errors import ModelFilesError, ModelLoadError, ModelTooLargeError
from models.files import bytes_needed, check_memory, check_pair
from models.manifest import MANIFEST_NAME
from models.reader import open_reader
from tests.models.tiny_pairs import qwen_pair, smolvlm_pair


@pytest.fixture(scope="module")
def smol(tmp_path_factory):
    return smolvlm_pair(tmp_path_factory.mktemp("smol"))


@pytest.fixture(scope="module")
def qwen(tmp_path_factory):
    return qwen_pair(tmp_path_factory.mktemp("qwen"))


def test_the_starter_is_what_its_manifest_says(starter_files):
    pair = check_pair(*starter_files)
    assert pair.name == "In Camera starter 0"
    assert (pair.architecture, pair.projector_type) == ("mistral3", "pixtral")
    for path, sha256 in zip(
        starter_files, (pair.weights_sha256, pair.projector_sha256), strict=True
    ):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def test_a_pair_without_a_manifest_is_taken_with_the_hashes_that_it_has(qwen):
    pair = check_pair(*qwen)
    assert pair.weights_sha256 == hashlib.sha256(qwen.weights.read_bytes()).hexdigest()
    assert (pair.manifest, pair.name) == (None, "Tiny qwen2vl")


def test_hashes_may_be_given_in_capitals(qwen):
    sha256 = hashlib.sha256(qwen.weights.read_bytes()).hexdigest()
    assert check_pair(*qwen, weights_sha256=sha256.upper()).weights_sha256 == sha256


@pytest.mark.parametrize("which", ["weights_sha256", "projector_sha256"])
def test_a_file_that_is_not_the_recorded_one_is_refused(qwen, which):
    with pytest.raises(ModelFilesError, match="not the one that was recorded"):
        check_pair(*qwen, **{which: "0" * 64})


def test_other_weights_in_the_place_of_the_starters_are_refused(tmp_path, starter_files, smol):
    for path in (*starter_files, starter_files[0].parent / MANIFEST_NAME):
        shutil.copy(path, tmp_path)
    shutil.copy(smol.weights, tmp_path / starter_files[0].name)
    with pytest.raises(ModelFilesError, match="not the one that was recorded"):
        check_pair(*(tmp_path / path.name for path in starter_files))


def test_a_manifest_that_cannot_be_understood_is_named(tmp_path, smol):
    paths = [shutil.copy(path, tmp_path) for path in smol]
    (tmp_path / MANIFEST_NAME).write_text("name = [")
    with pytest.raises(ModelFilesError, match="manifest"):
        check_pair(*map(type(smol.weights), paths))


@pytest.mark.parametrize("absent", [0, 1])
def test_an_absent_file_is_named(smol, absent, tmp_path):
    pair = list(smol)
    pair[absent] = tmp_path / "absent.gguf"
    with pytest.raises(ModelFilesError, match="cannot be read"):
        check_pair(*pair)


def test_a_folder_is_no_model(smol, tmp_path):
    with pytest.raises(ModelFilesError, match="cannot be read"):
        check_pair(smol.weights, tmp_path)


def test_a_file_of_another_kind_is_no_model(smol, tmp_path):
    (tmp_path / "deed.gguf").write_bytes(b"%PDF-1.7\n" * 100)
    with pytest.raises(ModelFilesError, match="not a GGUF file"):
        check_pair(smol.weights, tmp_path / "deed.gguf")


def test_files_in_the_wrong_order_are_told(smol):
    with pytest.raises(ModelFilesError, match="not a projector"):
        check_pair(smol.projector, smol.weights)
    with pytest.raises(ModelFilesError, match="not a projector"):
        check_pair(smol.weights, smol.weights)
    with pytest.raises(ModelFilesError, match="no language model"):
        check_pair(smol.projector, smol.projector)


def test_a_projector_of_another_width_is_refused(smol, starter_files, tmp_path):
    with pytest.raises(ModelLoadError, match="do not belong together"):
        check_pair(smol.weights, starter_files[1])
    with pytest.raises(ModelLoadError, match="do not belong together"):
        check_pair(smol.weights, qwen_pair(tmp_path, width=128).projector)


def test_a_projector_of_another_architecture_is_refused_though_its_width_fits(smol, qwen):
    with pytest.raises(ModelLoadError):
        open_reader(smol.weights, qwen.projector, threads=1)
    with pytest.raises(ModelLoadError):
        open_reader(qwen.weights, smol.projector, threads=1)


def test_a_language_part_without_the_tokens_around_pictures_is_refused(starter_files, tmp_path):
    tiles = smolvlm_pair(tmp_path, width=192).projector
    assert check_pair(starter_files[0], tiles).architecture == "mistral3"
    with pytest.raises(ModelLoadError):
        open_reader(starter_files[0], tiles, threads=1)


def test_weights_that_end_too_early_are_refused(smol, tmp_path):
    for cut in (smol.weights.stat().st_size // 2, smol.weights.stat().st_size - 4096):
        short = tmp_path / f"{cut}.gguf"
        short.write_bytes(smol.weights.read_bytes()[:cut])
        with pytest.raises((ModelFilesError, ModelLoadError)):
            open_reader(short, smol.projector, threads=1)


def test_a_model_that_does_not_fit_the_free_memory_is_refused_with_both_figures(smol, tmp_path):
    pair = check_pair(*smol)
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal: 99 kB\nMemAvailable:    1024 kB\n")
    with pytest.raises(ModelTooLargeError, match=r"needs 0\.\d GB of memory and 0\.0 GB are free"):
        check_memory(pair, meminfo=meminfo)
    meminfo.write_text(f"MemAvailable: {bytes_needed(pair) // 1024 + 1} kB\n")
    check_memory(pair, meminfo=meminfo)
    check_memory(pair, meminfo=tmp_path / "no such file")


def test_every_refusal_says_what_to_do():
    for error in (ModelFilesError(), ModelLoadError(), ModelTooLargeError()):
        assert error.code.startswith("MODEL-")
        assert error.remedy
