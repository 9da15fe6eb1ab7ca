"""Headers of foreign model files are read in the confined worker, never in the app."""

from dataclasses import replace

import pytest

from desktop.domain.errors import ModelFilesError, ModelLoadError, WorkerNonsenseError
from desktop.paths import vision_worker_command
from desktop.wire.checks import checked_facts
from desktop.wire.vision_client import VisionClient
from models.inspection import inspect_pair
from tests.models.parrot_pair import trained_parrot_pair
from tests.models.tiny_pairs import qwen_pair, smolvlm_pair


@pytest.fixture(scope="module")
def smol(tmp_path_factory):
    return smolvlm_pair(tmp_path_factory.mktemp("smol"))


@pytest.fixture(scope="module")
def qwen(tmp_path_factory):
    return qwen_pair(tmp_path_factory.mktemp("qwen"))


def test_a_pair_is_recognised_in_either_order(smol):
    facts = inspect_pair(*smol)
    assert (facts.architecture, facts.projector, facts.family) == ("llama", "idefics3", "smolvlm")
    assert not facts.is_swapped
    turned = inspect_pair(smol.projector, smol.weights)
    assert turned.is_swapped
    assert turned.bytes_needed == facts.bytes_needed > 0


def test_a_model_with_a_manifest_is_of_no_general_family(starter_files):
    facts = inspect_pair(*starter_files)
    assert (facts.name, facts.family) == ("In Camera starter 0", "")
    assert facts.context_tokens == 2048


def test_what_a_manifest_offers_is_known_before_the_model_is_loaded(starter_files, tmp_path):
    assert not inspect_pair(*starter_files).tells_kinds
    assert inspect_pair(*trained_parrot_pair(tmp_path, "invoice", tells_kinds=True)).tells_kinds


def test_a_projector_for_other_positions_is_told_from_the_headers_alone(smol, qwen):
    with pytest.raises(ModelLoadError):
        inspect_pair(smol.weights, qwen.projector)
    with pytest.raises(ModelLoadError):
        inspect_pair(qwen.weights, smol.projector)


def test_two_files_of_one_kind_are_no_pair(smol, qwen):
    with pytest.raises(ModelFilesError):
        inspect_pair(smol.weights, qwen.weights)
    with pytest.raises(ModelFilesError):
        inspect_pair(smol.projector, qwen.projector)


@pytest.mark.process
def test_the_worker_says_across_the_wire_what_the_headers_say(smol, qwen, tmp_path):
    with VisionClient(vision_worker_command()) as client:
        assert client.inspect(*map(str, smol)) == inspect_pair(*smol)
        assert client.inspect(*map(str, qwen)).architecture == "qwen2vl"
        deed = tmp_path / "deed.gguf"
        deed.write_bytes(b"%PDF-1.7\n" * 100)
        with pytest.raises(ModelFilesError):
            client.inspect(str(deed), str(smol.projector))
        assert client.pid is None
        assert client.inspect(*map(str, smol)).family == "smolvlm"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "x" * 257},
        {"family": "x" * 257},
        {"parameters": -1},
        {"parameters": 10**14},
        {"context_tokens": 0},
        {"bytes_needed": -1},
        {"bytes_needed": 1 << 51},
    ],
)
def test_facts_that_cannot_be_right_condemn_the_worker(smol, changes):
    facts = inspect_pair(*smol)
    assert checked_facts(replace(facts, name="\x1b[2J")).name == "\ufffd[2J"
    with pytest.raises(WorkerNonsenseError):
        checked_facts(replace(facts, **changes))
