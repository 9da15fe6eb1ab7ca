"""Other architectures than the starter's, with random weights: the engine is not tied to one."""

import contextlib

import numpy as np
import pytest

from desktop.domain.errors import (
    AnswerUnusableError,
    QuestionUnknownError,
    RegionTooLargeError,
)
from desktop.domain.vision import StopReason, VisionTask
from models.prompts import question_for
from models.reader import Region, open_reader
from tests.models.stock import stock_answers
from tests.models.tiny_families import FAMILY_PAIRS
from tests.models.tiny_pairs import qwen_pair


@pytest.fixture(scope="module", params=FAMILY_PAIRS)
def pair(request, tmp_path_factory):
    return FAMILY_PAIRS[request.param](tmp_path_factory.mktemp("pair"))


@pytest.fixture
def general(pair):
    reader = open_reader(*pair, threads=1)
    yield reader
    reader.close()


def noise(width_px, height_px, seed=1):
    numbers = np.random.default_rng(seed)
    pixels = numbers.integers(0, 256, (height_px, width_px, 3), dtype=np.uint8)
    return Region(width_px, height_px, pixels.tobytes())


def test_a_general_model_says_that_it_takes_any_size_and_any_field(general):
    description = general.description
    assert description.can_see(2000, 3000, 30)
    assert description.knows_fields(["anything"]) != description.can_only_read
    assert description.parameters > 100_000


@pytest.mark.parametrize("size_px", [(64, 64), (200, 120), (61, 303), (300, 300)])
def test_pictures_of_any_shape_are_answered_about(general, size_px):
    answer = general.ask(noise(*size_px), VisionTask.READ, max_tokens=12)
    assert answer.tokens <= 12
    assert answer.stop_reason in (StopReason.OUT_OF_TOKENS, StopReason.COMPLETE)


def test_a_kept_picture_answers_as_a_fresh_one(general, pair):
    region = noise(200, 120)
    is_reader = general.description.can_only_read
    task, fields = (VisionTask.READ, ()) if is_reader else (VisionTask.FIELD, ("total",))
    general.ask(region, VisionTask.READ, max_tokens=20)
    kept = general.ask(region, task, fields, max_tokens=20)
    other = open_reader(*pair, threads=1)
    fresh = other.ask(region, task, fields, max_tokens=20)
    other.close()
    assert (kept.text, kept.confidence) == (fresh.text, pytest.approx(fresh.confidence, rel=1e-3))


def test_no_token_in_front_of_a_picture_is_taken_in_twice(general, monkeypatch):
    taken = []
    language = general.engine._language
    decode = language._decode

    def counting(tokens, position, *, is_each_asked):
        taken.append((position, len(tokens)))
        decode(tokens, position, is_each_asked=is_each_asked)

    monkeypatch.setattr(language, "_decode", counting)
    general.ask(noise(200, 120, 1), VisionTask.READ, max_tokens=1)
    in_front = taken[0][1]
    assert taken[0][0] == 0
    assert in_front > 0
    taken.clear()
    general.ask(noise(200, 120, 2), VisionTask.READ, max_tokens=1)
    assert min(position for position, count in taken if count) >= in_front


def test_another_picture_has_another_answer(general):
    texts = {
        general.ask(noise(200, 120, seed), VisionTask.READ, max_tokens=16).text for seed in range(4)
    }
    assert len(texts) > 1


def test_an_answer_about_fields_is_their_json_or_is_marked_unusable(general):
    asked = ("total", 'a "quoted" <|im_end|> name')
    if general.description.can_only_read:
        with pytest.raises(QuestionUnknownError):
            general.ask(noise(96, 96), VisionTask.FIELDS, asked)
        return
    for seed in range(6):
        with contextlib.suppress(AnswerUnusableError):
            answer = general.ask(noise(96, 96, seed), VisionTask.FIELDS, asked, max_tokens=1024)
            if answer.stop_reason is StopReason.COMPLETE:
                assert tuple(answer.fields) == asked
            else:
                assert answer.fields == {}
            assert answer.text.startswith('{"total":"')


def test_a_picture_of_more_tokens_than_fit_is_refused_and_the_next_one_is_answered(qwen_reader):
    with pytest.raises(RegionTooLargeError):
        qwen_reader.ask(noise(2800, 2800), VisionTask.READ)
    assert qwen_reader.ask(noise(64, 64), VisionTask.READ, max_tokens=4).tokens <= 4


@pytest.fixture
def qwen_reader(tmp_path):
    pair = qwen_pair(tmp_path, context_tokens=1024)
    reader = open_reader(*pair, threads=1)
    yield reader
    reader.close()


@pytest.mark.process
def test_the_answer_is_the_one_of_llama_cpp_pythons_own_handler(general, pair):
    regions = [noise(200, 120, 1), noise(61, 303, 2), noise(300, 300, 3)]
    question = question_for(VisionTask.READ, (), None, general._read_prompt).text
    ours = [general.ask(region, VisionTask.READ, max_tokens=16).text for region in regions]
    theirs = stock_answers(pair, regions, question, max_tokens=16)
    for our, their in zip(ours, theirs, strict=True):
        # Random weights write halves of letters, which the two put together differently.
        our_letters, their_letters = _ascii(our), _ascii(their)
        length = min(len(our_letters), len(their_letters))
        assert our_letters[:length] == their_letters[:length]
    assert max(len(_ascii(text)) for text in ours) > 4


def _ascii(text):
    return "".join(letter for letter in text if letter.isascii())
