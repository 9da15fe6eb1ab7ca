"""Passphrases are stretched as RFC 9106 says; a sheet's groups name what was mistyped."""

import contextlib

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import SheetMistypedError, WeakPassphraseError
from desktop.vault.keys import SheetSecret, new_sheet_secret
from desktop.vault.slots.sheet_code import ALPHABET, groups_of, secret_of, text_of
from desktop.vault.slots.stretching import (
    CHOSEN_MEMORY_KIB,
    LEAST_ITERATIONS,
    LEAST_MEMORY_KIB,
    Costs,
    costs_for,
    demand_strength,
    stretched,
)
from tests.vault import by_hand

secrets_of_sheets = st.binary(min_size=25, max_size=25).map(SheetSecret)
places = st.integers(0, 9).flatmap(
    lambda group: st.tuples(st.just(group), st.integers(0, 4), st.sampled_from(ALPHABET))
)


def test_a_passphrase_has_its_known_answer(known):
    for row in known["argon2id"]:
        costs = Costs(
            salt=bytes.fromhex(row["salt"]),
            memory_kib=row["memory_kib"],
            iterations=row["iterations"],
            lanes=row["lanes"],
        )
        assert stretched(row["passphrase"], costs).reveal().hex() == row["key"]


def test_one_passphrase_typed_in_two_ways_of_unicode_is_the_same():
    costs = Costs(salt=bytes(16), memory_kib=LEAST_MEMORY_KIB, iterations=LEAST_ITERATIONS)
    assert stretched("caf\u00e9 \ufb01n", costs) == stretched("cafe\u0301 fin", costs)


def test_the_library_gives_the_answer_of_rfc_9106():
    argon = Argon2id(
        salt=b"\x02" * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        ad=b"\x04" * 12,
        secret=b"\x03" * 8,
    )
    answer = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert argon.derive(b"\x01" * 32).hex() == answer


@pytest.mark.parametrize("floor_s", [1e-9, 0.01, 0.1, 0.2, 0.5, 3.0, 100.0])
def test_costs_never_go_below_the_floor_nor_take_all_memory(floor_s):
    costs = costs_for(floor_s)
    assert LEAST_MEMORY_KIB <= costs.memory_kib <= CHOSEN_MEMORY_KIB
    assert LEAST_ITERATIONS <= costs.iterations <= 16
    times = costs.memory_kib / LEAST_MEMORY_KIB * costs.iterations / LEAST_ITERATIONS
    assert floor_s * times <= max(0.55, floor_s)


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaaaaaaaaaaaa", "1234512345123451"])
def test_a_passphrase_that_can_be_guessed_is_refused(weak):
    with pytest.raises(WeakPassphraseError):
        demand_strength(weak)


def test_a_passphrase_of_unrelated_words_is_taken():
    demand_strength("amber quilt seven otter")
    with pytest.raises(WeakPassphraseError, match="too long"):
        demand_strength("abcdefgh" * 200)


def test_a_sheet_has_its_known_answer(known):
    for row in known["sheet"]:
        secret = SheetSecret(bytes.fromhex(row["secret"]))
        assert text_of(secret) == row["text"] == by_hand.sheet(secret.reveal())
        assert secret_of(row["text"]) == secret


@given(secrets_of_sheets)
def test_a_sheet_that_is_typed_as_people_type_is_understood(secret):
    groups = groups_of(secret)
    assert len(groups) == 10
    for typed in (
        " ".join(groups),
        "\n".join(groups).lower(),
        "".join(groups),
        "-".join(groups).replace("0", "o").replace("1", "l"),
        f"  {', '.join(groups)}. ",
    ):
        assert secret_of(typed) == secret


@given(secrets_of_sheets, places)
def test_one_wrong_character_is_named_by_its_group(secret, place):
    group, position, character = place
    groups = list(groups_of(secret))
    if groups[group][position] == character:
        return
    groups[group] = groups[group][:position] + character + groups[group][position + 1 :]
    with pytest.raises(SheetMistypedError, match=f"Group {group + 1} "):
        secret_of("-".join(groups))


@given(secrets_of_sheets, st.integers(0, 9), st.integers(0, 3))
def test_two_neighbours_swapped_are_named_by_their_group(secret, group, position):
    groups = list(groups_of(secret))
    one = list(groups[group])
    if one[position] == one[position + 1]:
        return
    one[position], one[position + 1] = one[position + 1], one[position]
    groups[group] = "".join(one)
    with pytest.raises(SheetMistypedError, match=f"Group {group + 1} "):
        secret_of("-".join(groups))


@given(secrets_of_sheets, st.permutations(range(10)))
def test_groups_in_another_order_are_named(secret, order):
    if list(order) == list(range(10)):
        return
    groups = groups_of(secret)
    with pytest.raises(SheetMistypedError, match="of the recovery sheet"):
        secret_of("-".join(groups[number] for number in order))


@given(st.text(max_size=500))
def test_whatever_is_typed_is_a_sheet_or_named_as_none(typed):
    with contextlib.suppress(SheetMistypedError):
        assert len(secret_of(typed).reveal()) == 25


@pytest.mark.parametrize("count", [0, 1, 9, 11])
def test_a_sheet_with_groups_missing_or_too_many_says_how_many(count):
    with pytest.raises(SheetMistypedError, match=f"{count} were typed"):
        secret_of("-".join(["ABCDE"] * count))


def test_a_sheet_says_nothing_of_itself():
    assert "SheetSecret" in repr(new_sheet_secret())
