"""What the starter is trained on: strings without sense, seven languages, one token a letter."""

import re

import pytest

from models.starter.training import invented, prompts, vocabulary
from models.starter.training.chance import Chance
from models.starter.training.parts import part
from models.starter.training.phrases import LANGUAGES, Writer, languages


def test_the_same_seed_draws_the_same():
    first, again, other = (Chance(5, seed) for seed in (1, 1, 2))
    drawn = [[invented.line(chance) for _ in range(20)] for chance in (first, again, other)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_weights_are_kept_to():
    chance = Chance(1)
    drawn = [chance.weigh({"often": 3.0, "seldom": 1.0}) for _ in range(4000)]
    assert 0.7 < drawn.count("often") / len(drawn) < 0.8
    assert sorted(chance.shuffled("abc")) == ["a", "b", "c"]


def test_what_stands_in_a_shape_is_chance_and_the_shape_stays():
    chance = Chance(2)
    drawn = {invented.filled(r"AA99 \x 9.99", chance) for _ in range(50)}
    assert len(drawn) == 50
    assert all(re.fullmatch(r"[A-Z]{2}\d\d x \d\.\d\d", text) for text in drawn)


@pytest.mark.parametrize("text", ["Total: 12,50 €", "Größe Łódź n° 5", "a\nb", "日本"])
def test_what_is_encoded_is_decoded(text):
    assert vocabulary.decoded([*vocabulary.encoded(text), vocabulary.END, 9]) == text


def test_a_printed_letter_is_one_token():
    for letter in vocabulary.PRINTED:
        assert vocabulary.encoded(letter) == [vocabulary.letter_number(letter)]
    assert len(set(vocabulary.TOKENS)) == vocabulary.SIZE


def test_merges_join_tokens_that_exist():
    known = set(vocabulary.TOKENS)
    for merge in vocabulary.MERGES:
        first, second = merge.split(" ")
        assert {first, second, first + second} <= known


def test_every_language_has_labels_for_every_field_and_titles_for_every_kind():
    assert set(languages()) == set(LANGUAGES)
    for language in languages().values():
        assert set(language.labels) == {*prompts.FIELD_NAMES, "other"}
        assert all(all(labels) for labels in language.labels.values())
        letters = "".join("".join(labels) for labels in language.labels.values())
        letters += "".join(language.words + language.first + language.last + language.firms)
        assert set(letters) - set(" {}") <= vocabulary.PRINTED


def test_every_field_has_a_value_in_every_language():
    chance = Chance(4)
    seen = set()
    while seen != set(LANGUAGES):
        writer = Writer(chance, 0.5)
        seen.add(writer.language.code)
        assert all(writer.value(name) for name in prompts.FIELD_NAMES)
        assert writer.line()


def test_fields_of_a_part_are_printed_in_it():
    chance = Chance(6)
    for _ in range(300):
        made = part(chance, 0.5, rows=6)
        assert 1 <= len(made.rows) <= 6
        printed = " ".join(" ".join(row.cells) for row in made.rows)
        for name, value in made.fields.items():
            assert name in prompts.FIELD_NAMES
            assert all(piece in printed for piece in value.split("; "))
