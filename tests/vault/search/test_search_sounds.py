"""Sounds and stems: names that people take for one another meet, common words stay apart."""

import numpy as np
import pytest
from rapidfuzz.distance import OSA

from desktop.vault.normalise import fold
from desktop.vault.search.french_sounds import french_codes
from desktop.vault.search.misspelt import misspelt
from desktop.vault.search.sounds import german_codes, sound_lines
from desktop.vault.search.tree import Prefix, Sound, Stem, Typo
from desktop.vault.search.word_kinds import LONG_WORD_LETTERS, words_meant


class Listed:
    """Some words, as a matter lists them."""

    def __init__(self, words):
        self._words = sorted(words)

    def words(self):
        return self._words

    def reversed_words(self):
        return sorted(word[::-1] for word in self._words)

    def alphabet(self):
        return "".join(set("".join(self._words)))

    def sounds(self):
        return [sorted(sound_lines(self._words))]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Müller-Lüdenscheidt", "65752682"),
        ("Wikipedia", "3412"),
        ("Breschnew", "17863"),
        ("Mayer", "67"),
        ("Philip", "351"),
        ("Xaver", "4837"),
        ("Hexe", "048"),
        ("Acht", "042"),
        ("Czerny", "876"),
        ("Schmidt", "862"),
        ("Cäsar", "487"),
        ("Christ", "4782"),
        ("Kraftwerk", "4732374"),
        ("Heinz Classen", "0684586"),
        ("東", ""),
    ],
)
def test_a_german_code_is_that_of_koelner_phonetik(word, code):
    folded = [fold(part) for part in word.replace("-", " ").split()]
    words = ["".join(folded)] if "-" in word else folded
    assert "".join(german_codes("\n".join(words))) == code


def test_a_word_sounds_the_same_among_others_as_by_itself():
    random = np.random.default_rng(5)
    letters = "aaeeiioouybcdfghjklmnpqrstuvwxz1\u6771"
    words = [
        "".join(letters[n] for n in random.integers(0, len(letters), random.integers(1, 9)))
        for _ in range(3_000)
    ]
    alone = [line for word in words for line in sound_lines([word])]
    assert sorted(sound_lines(words)) == sorted(alone)


ALIKE = (
    ("Meier", "Maier Mayer Meyer Mayr Meir"),
    ("Müller", "Mueller Muller Müler"),
    ("Schmidt", "Schmitt Schmied Schmid"),
    ("Catherine", "Katherine Kathryn"),
    ("Philipp", "Filip Philip"),
    ("Smith", "Smyth"),
    ("Stephen", "Steven"),
    ("Jansen", "Janssen"),
    ("Hoffmann", "Hofmann Hoffman"),
    ("Knight", "Night"),
    ("Dupont", "Dupond Dupon"),
    ("Renaud", "Renault Renaux Reno"),
    ("Lefebvre", "Lefèvre Lefevre"),
    ("Gauthier", "Gautier Gotier"),
    ("Martineau", "Martinot Martino"),
    ("Philippe", "Filipe Philip"),
    ("Beaulac", "Bolac"),
    ("Lemaire", "Lemère"),
)
APART = (
    ("Meier", "mehr mir nur Neier Moor"),
    ("Schmidt", "Samt Schmerz"),
    ("Müller", "Möller Maler"),
    ("Brandt", "Brot"),
    ("Dupont", "Dumont Ponton"),
    ("Moreau", "Morin Marot"),
)


@pytest.mark.parametrize(("name", "others"), ALIKE)
def test_names_that_sound_alike_meet(name, others):
    words = sorted(map(fold, others.split()))
    assert words_meant(Sound(name), Listed(words)) >= set(words)


@pytest.mark.parametrize(("name", "others"), APART)
def test_words_that_sound_otherwise_stay_apart(name, others):
    words = sorted(map(fold, others.split()))
    assert words_meant(Sound(name), Listed(words)).isdisjoint(words)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Lefèvre", "lefevr"),
        ("Renault", "reno"),
        ("Peugeot", "pejo"),
        ("Quentin", "k1t4"),
        ("Champollion", "C1poli5"),
        ("Agnès", "aN"),
        ("François", "fr1kUa"),
        ("Maison", "mez5"),
        ("東", ""),
    ],
)
def test_a_french_code_tells_the_sound(word, code):
    assert french_codes(fold(word)) == [code]


@pytest.mark.parametrize(
    ("word", "others", "apart"),
    [
        ("Verträge", "vertrag vertrages vertrags", "vertragen1 vertreter"),
        ("company", "companies", "companion"),
        ("payment", "payments", "payee"),
        ("contrat", "contrats", "contraire"),
        ("Kündigung", "kundigungen kuendigung", "kundin"),
    ],
)
def test_forms_of_a_word_have_its_stem(word, others, apart):
    words = sorted([*others.split(), *apart.split()])
    found = words_meant(Stem(word), Listed(words))
    assert found >= set(others.split())
    assert found.isdisjoint(apart.split())


def test_a_misspelling_is_one_letter_or_two_in_a_long_word():
    words = sorted(
        ["meier", "meyer", "maier", "mieer", "meierei", "kuendigung", "kundigun", "kunddigumg"]
    )
    assert words_meant(Typo("meier"), Listed(words)) == {"meier", "meyer", "maier", "mieer"}
    assert words_meant(Typo("Kündigung"), Listed(words)) >= {"kuendigung", "kundigun", "kunddigumg"}


def test_no_misspelling_is_left_out_that_comparing_every_word_finds():
    random = np.random.default_rng(3)

    def word():
        return "".join("abcde"[n] for n in random.integers(0, 5, random.integers(2, 12)))

    words = {word() for _ in range(4_000)}
    for most, shortest in ((1, 3), (2, LONG_WORD_LETTERS)):
        for _ in range(60):
            asked = "a"
            while len(asked) < shortest:
                asked = word()
            wanted = {each for each in words if OSA.distance(asked, each) <= most}
            assert misspelt(asked, most, Listed(words)) == wanted, asked


def test_a_beginning_is_found_in_every_spelling():
    words = sorted(["mullerin", "muellerei", "muell", "mutter"])
    assert words_meant(Prefix("Müll"), Listed(words)) == {"mullerin", "muellerei", "muell"}
