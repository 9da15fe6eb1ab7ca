"""A sealed value opens with its key in its place and nowhere else, and hides its length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import VaultDamagedError, WrongKeyError
from desktop.vault.keys import DataKey
from desktop.vault.place import Place, encoded, length_prefixed
from desktop.vault.seal import MIN_SEALED_BYTES, open_sealed, padded, seal, unpadded
from tests.vault import by_hand

KEY, OTHER_KEY = DataKey(bytes(range(32))), DataKey(bytes(range(1, 33)))
PLACE = Place("m" * 32, "finding", "value", bytes(range(16)), 3)

places = st.builds(
    Place,
    matter_id=st.text(max_size=6),
    table=st.text(max_size=6),
    column=st.text(max_size=6),
    row_id=st.binary(max_size=6),
    version=st.integers(0, 2**64 - 1),
)


# ------------------------------------------------------------------ places


def test_a_place_has_its_known_bytes(known):
    row = known["place"]
    place = Place(
        row["matter_id"],
        row["table"],
        row["column"],
        bytes.fromhex(row["row_id"]),
        row["version"],
    )
    assert encoded(place).hex() == row["encoded"]


@given(places)
def test_a_place_is_encoded_as_written_down(place):
    assert encoded(place) == by_hand.cell(*place)


@given(places, places)
def test_no_two_places_share_their_bytes(one, other):
    assert (encoded(one) == encoded(other)) == (one == other)


def test_letters_cannot_move_from_one_field_of_a_place_to_the_next():
    assert encoded(Place("ab", "c", "d", b"e", 0)) != encoded(Place("a", "bc", "d", b"e", 0))
    assert length_prefixed(b"ab", b"c") != length_prefixed(b"a", b"bc")


@pytest.mark.parametrize(
    "place",
    [
        Place("m" * 65_536, "t", "c", b"", 0),
        Place("m", "t", "c", bytes(65_536), 0),
        Place("m", "t", "c", b"", -1),
        Place("m", "t", "c", b"", 2**64),
    ],
)
def test_a_place_that_cannot_be_written_down_is_refused(place):
    with pytest.raises(ValueError, match="too long, or no version"):
        encoded(place)


# ------------------------------------------------------------------ sealing


def test_values_sealed_by_hand_open(known):
    for row in known["sealed"]:
        plain, fixed = row["plain"].encode(), bytes.fromhex(row["sealed"])
        assert open_sealed(KEY, fixed, PLACE) == plain
        nonce = bytes.fromhex(row["nonce"])
        assert by_hand.sealed(KEY.reveal(), nonce, plain, by_hand.cell(*PLACE)) == fixed


@given(st.binary(max_size=3000), places)
def test_a_sealed_value_is_as_if_sealed_by_hand_and_opens(plain, place):
    sealed = seal(KEY, plain, place)
    assert open_sealed(KEY, sealed, place) == plain
    assert sealed == by_hand.sealed(KEY.reveal(), sealed[6:18], plain, by_hand.cell(*place))


@given(st.binary(max_size=100), places, places)
def test_a_sealed_value_that_was_moved_does_not_open(plain, place, elsewhere):
    sealed = seal(KEY, plain, place)
    if place == elsewhere:
        assert open_sealed(KEY, sealed, elsewhere) == plain
    else:
        with pytest.raises(VaultDamagedError):
            open_sealed(KEY, sealed, elsewhere)


@pytest.mark.parametrize(
    "change",
    [
        {"matter_id": "n" * 32},
        {"table": "page"},
        {"column": "mention"},
        {"row_id": bytes(16)},
        {"version": 2},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_value_moved_to_another_matter_table_column_row_or_version_does_not_open(change):
    sealed = seal(KEY, b"DE89370400440532013000", PLACE)
    with pytest.raises(VaultDamagedError):
        open_sealed(KEY, sealed, PLACE._replace(**change))


@given(st.binary(max_size=60), st.data())
def test_a_flipped_bit_is_noticed(plain, data):
    sealed = bytearray(seal(KEY, plain, PLACE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises((VaultDamagedError, WrongKeyError)):
        open_sealed(KEY, bytes(sealed), PLACE)


@given(st.binary(max_size=60), st.data())
def test_a_value_that_was_cut_or_drawn_out_is_damaged(plain, data):
    sealed = seal(KEY, plain, PLACE)
    length = data.draw(st.integers(0, 2 * len(sealed)).filter(lambda n: n != len(sealed)))
    with pytest.raises(VaultDamagedError):
        open_sealed(KEY, (sealed + bytes(len(sealed)))[:length], PLACE)


def test_the_key_of_another_document_is_named_as_such():
    with pytest.raises(WrongKeyError):
        open_sealed(OTHER_KEY, seal(KEY, b"value", PLACE), PLACE)


def test_bytes_without_padding_were_not_sealed_by_this_program():
    sealed = by_hand.sealed(KEY.reveal(), bytes(12), b"", by_hand.cell(*PLACE))
    assert len(sealed) == MIN_SEALED_BYTES
    header = sealed[:18]
    associated = by_hand.field("incamera/v1/sealed-value") + sealed[:6] + by_hand.cell(*PLACE)
    forged = header + KEY.aead.encrypt(bytes(12), bytes(16), associated)
    with pytest.raises(VaultDamagedError):
        open_sealed(KEY, forged, PLACE)


def test_the_same_value_never_looks_the_same_twice():
    assert len({seal(KEY, b"value", PLACE) for _ in range(100)}) == 100


# ------------------------------------------------------------------ padding


@given(st.binary(max_size=5000))
def test_padding_comes_off_again(plain):
    assert padded(plain) == by_hand.padded(plain)
    assert unpadded(padded(plain)) == plain


@given(st.integers(0, 1 << 20))
def test_padding_costs_an_eighth_at_most_beyond_the_small_classes(length):
    size = len(padded(bytes(length)))
    assert size > length
    if length >= 512:
        assert size <= (length + 1) * 9 / 8
    else:
        assert size <= max(16, 2 * length)


def test_lengths_within_a_class_look_alike():
    assert {len(padded(bytes(n))) for n in range(512)} == {16, 32, 64, 128, 256, 512}
    assert len({len(padded(bytes(n))) for n in range(512, 1 << 14)}) == 5 * 8


@pytest.mark.parametrize("plain", [b"", bytes(16), b"value", b"value" + bytes(11)])
def test_what_carries_no_padding_is_damaged(plain):
    with pytest.raises(VaultDamagedError):
        unpadded(plain)
