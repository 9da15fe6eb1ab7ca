"""Each family of the catalogue: its form of a chat, its positions, its tiles, its limits."""

import numpy as np
import pytest

from desktop.domain.errors import ModelLoadError, QuestionUnknownError
from desktop.domain.vision import VisionTask
from models.families import FAMILIES, family_of
from models.inspection import inspect_pair
from models.reader import Region, open_reader
from models.template import ChatForm
from tests.models.tiny_families import FAMILY_PAIRS

CHATML = ChatForm("<|im_start|>user\n", "", "<|im_end|>\n<|im_start|>assistant\n")

FORMS = {
    "smolvlm": CHATML,
    "qwen2.5-vl": CHATML,
    "qwen3-vl": CHATML,
    "lightonocr": CHATML,
    # The beginning comes from the vocabulary, and is not said twice.
    "pixtral": ChatForm("[INST]", "", "[/INST]"),
    "gemma-3": ChatForm("<start_of_turn>user\n", "", "<end_of_turn>\n<start_of_turn>model\n"),
    "glm-ocr": ChatForm("[gMASK]<sop><|user|>\n", "", "<|assistant|>\n"),
    "granite-docling": ChatForm(
        "<|start_of_role|>user<|end_of_role|>",
        "",
        "<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>",
    ),
}

PLANAR = {"qwen2.5-vl", "qwen3-vl", "glm-ocr"}
CUT_INTO_TILES = {"smolvlm", "granite-docling"}
ONE_SIZE = {"gemma-3"}
ONLY_READ = {"glm-ocr", "granite-docling"}

CELL_PX = {"qwen2.5-vl": 28, "qwen3-vl": 32, "glm-ocr": 28, "pixtral": 16, "lightonocr": 32}
"""Side of what becomes one token, where a picture keeps its shape."""


@pytest.fixture(scope="module", params=FAMILY_PAIRS)
def family(request):
    return request.param


@pytest.fixture(scope="module")
def pair(family, tmp_path_factory):
    return FAMILY_PAIRS[family](tmp_path_factory.mktemp("pair"))


@pytest.fixture
def reader(pair):
    reader = open_reader(*pair, threads=1)
    yield reader
    reader.close()


def noise(width_px, height_px):
    pixels = np.random.default_rng(3).integers(0, 256, (height_px, width_px, 3), dtype=np.uint8)
    return Region(width_px, height_px, pixels.tobytes())


def positions_after(reader, width_px, height_px):
    """How far a picture and the text before it reach, as the model counts."""
    reader.ask(noise(width_px, height_px), VisionTask.READ, max_tokens=1)
    return reader.engine._held_picture[1]


def test_there_is_a_pair_for_every_family():
    assert FAMILY_PAIRS.keys() == {family.name for family in FAMILIES} == FORMS.keys()


def test_a_family_is_told_from_the_headers(family, pair):
    facts = inspect_pair(*pair)
    assert facts.family == family
    assert facts.projector in family_of(facts.projector, facts.name).projectors


def test_the_form_of_a_chat_is_the_familys_own(family, reader):
    assert reader.engine.form == FORMS[family]


@pytest.mark.parametrize(
    ("family", "further"),
    [
        # Eight columns count where four did.
        ("qwen2.5-vl", 4),
        ("qwen3-vl", 4),
        ("glm-ocr", 4),
        # Sixteen more tokens, each counted.
        ("pixtral", 16),
        # The longer side is brought to eight cells: half the rows are left.
        ("lightonocr", -32),
        ("gemma-3", 0),
    ],
    indirect=["family"],
)
def test_a_picture_twice_as_wide_takes_positions_as_the_family_counts(family, reader, further):
    cell = CELL_PX.get(family, 16)
    square = positions_after(reader, 4 * cell, 4 * cell)
    assert positions_after(reader, 8 * cell, 4 * cell) - square == further


def test_large_pictures_are_cut_where_the_family_cuts_and_nowhere_else(family, reader):
    reader.ask(noise(64, 64), VisionTask.READ, max_tokens=1)
    small = reader.engine.tiles_seen
    reader.ask(noise(250, 250), VisionTask.READ, max_tokens=1)
    large = reader.engine.tiles_seen - small
    if family in CUT_INTO_TILES:
        assert large == 17  # four by four, and the whole
    else:
        assert (small, large) == (1, 1)


def test_every_picture_of_a_family_of_one_size_is_as_long(family, reader):
    lengths = {positions_after(reader, *size) for size in ((64, 64), (200, 60), (60, 200))}
    assert (len(lengths) == 1) == (family in ONE_SIZE)


def test_values_asked_for_come_as_json_or_not_at_all(family, reader):
    asked = noise(96, 96), VisionTask.FIELDS, ("total", "date")
    assert reader.description.can_only_read == (family in ONLY_READ)
    if family in ONLY_READ:
        with pytest.raises(QuestionUnknownError):
            reader.ask(*asked)
    else:
        assert reader.ask(*asked, max_tokens=24).text.startswith('{"total":"')


@pytest.mark.parametrize(
    ("family", "sentence"),
    [
        ("glm-ocr", "Text Recognition:"),
        ("granite-docling", "Convert this page to docling."),
    ],
    indirect=["family"],
)
def test_a_family_trained_on_one_sentence_is_asked_with_it(reader, sentence):
    evidence = reader.ask(noise(96, 96), VisionTask.READ, max_tokens=1).evidence
    assert (evidence.question, evidence.prompt_id) == (sentence, "family-read/1")


@pytest.mark.parametrize(
    ("family", "tokens"),
    [("qwen3-vl", 1536), ("pixtral", 2944), ("smolvlm", -1)],
    indirect=["family"],
)
def test_pictures_have_the_limits_of_their_family(reader, tokens):
    answer = reader.ask(noise(96, 96), VisionTask.READ, max_tokens=1)
    assert answer.evidence.image_max_tokens == tokens


def test_halves_of_different_families_are_never_loaded(family, pair, tmp_path):
    for name, make in FAMILY_PAIRS.items():
        if (name in PLANAR) == (family in PLANAR):
            continue
        (tmp_path / name).mkdir()
        other = make(tmp_path / name)
        with pytest.raises(ModelLoadError):
            inspect_pair(pair.weights, other.projector)
