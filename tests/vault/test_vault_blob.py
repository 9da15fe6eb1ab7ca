"""An original opens whole or not at all: no chunk left out, swapped, repeated, cut or foreign."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import VaultDamagedError, WrongKeyError
from desktop.domain.identity import DocumentId
from desktop.vault.blob import CHUNK_BYTES, moved_chunk, open_chunks, sealed_chunks
from desktop.vault.keys import DataKey
from tests.vault import by_hand

KEY, OTHER_KEY = DataKey(bytes(range(32))), DataKey(bytes(range(1, 33)))
DOCUMENT, OTHER_DOCUMENT = DocumentId("d" * 32), DocumentId("e" * 32)


@pytest.fixture(scope="module")
def original():
    """Two whole chunks and a part."""
    return bytes(range(256)) * (2 * CHUNK_BYTES // 256) + b"the end"


@pytest.fixture
def chunks(original):
    return list(sealed_chunks(KEY, original, DOCUMENT))


def test_a_chunk_sealed_by_hand_opens(known):
    row = known["chunk"]
    fixed = bytes.fromhex(row["sealed"])
    document = DocumentId(row["document_id"])
    plain = row["plain"].encode()
    assert open_chunks(KEY, [fixed], document) == plain
    stream = bytes.fromhex(row["stream"])
    assert by_hand.chunk(KEY.reveal(), stream, 0, True, plain, document) == fixed


def test_chunks_are_as_if_sealed_by_hand(original, chunks):
    stream = chunks[0][6:13]
    for index, chunk in enumerate(chunks):
        plain = original[index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES]
        is_last = index == len(chunks) - 1
        assert chunk == by_hand.chunk(KEY.reveal(), stream, index, is_last, plain, DOCUMENT)


@pytest.mark.parametrize("length", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1])
def test_an_original_of_any_length_opens_again(length):
    plain = bytes(range(251)) * (length // 251 + 1)
    chunks = list(sealed_chunks(KEY, memoryview(plain)[:length], DOCUMENT))
    assert len(chunks) == max(1, -(-length // CHUNK_BYTES))
    assert open_chunks(KEY, chunks, DOCUMENT) == plain[:length]


def test_the_chunks_come_back_as_the_original(original, chunks):
    assert open_chunks(KEY, iter(chunks), DOCUMENT) == original


def test_chunks_move_to_another_key_and_stay_in_their_stream(original, chunks):
    moved = [moved_chunk(KEY, OTHER_KEY, chunk, DOCUMENT) for chunk in chunks]
    assert open_chunks(OTHER_KEY, moved, DOCUMENT) == original
    assert moved == [moved_chunk(KEY, OTHER_KEY, chunk, DOCUMENT) for chunk in chunks]
    with pytest.raises(WrongKeyError):
        open_chunks(KEY, moved, DOCUMENT)
    with pytest.raises(WrongKeyError):
        moved_chunk(KEY, OTHER_KEY, moved[0], DOCUMENT)
    altered = chunks[1][:-1] + bytes([chunks[1][-1] ^ 1])
    for damaged in (altered, b"\x02" + chunks[1][1:], b""):
        with pytest.raises(VaultDamagedError):
            moved_chunk(KEY, OTHER_KEY, damaged, DOCUMENT)
    with pytest.raises(VaultDamagedError):
        moved_chunk(KEY, OTHER_KEY, chunks[1], OTHER_DOCUMENT)


@pytest.mark.parametrize(
    "order",
    [(), (0,), (0, 1), (1, 2), (0, 2), (2,), (1, 0, 2), (0, 0, 1, 2), (0, 1, 2, 2), (0, 1, 2, 0)],
    ids=lambda order: "".join(map(str, order)) or "none",
)
def test_chunks_left_out_swapped_repeated_or_added_are_noticed(chunks, order):
    with pytest.raises(VaultDamagedError):
        open_chunks(KEY, [chunks[index] for index in order], DOCUMENT)


def test_a_chunk_of_another_sealing_of_the_same_original_is_noticed(original, chunks):
    others = list(sealed_chunks(KEY, original, DOCUMENT))
    with pytest.raises(VaultDamagedError):
        open_chunks(KEY, [chunks[0], others[1], chunks[2]], DOCUMENT)


def test_a_chunk_of_another_document_is_noticed(chunks):
    with pytest.raises(VaultDamagedError):
        open_chunks(KEY, chunks, OTHER_DOCUMENT)


def test_the_key_of_another_document_is_named_as_such(chunks):
    with pytest.raises(WrongKeyError):
        open_chunks(OTHER_KEY, chunks, DOCUMENT)


@settings(max_examples=40)
@given(st.data())
def test_a_flipped_bit_or_a_cut_is_noticed(data):
    (chunk,) = sealed_chunks(KEY, b"the original", DOCUMENT)
    bit = data.draw(st.integers(0, len(chunk) * 8 - 1))
    flipped = bytearray(chunk)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises((VaultDamagedError, WrongKeyError)):
        open_chunks(KEY, [bytes(flipped)], DOCUMENT)
    length = data.draw(st.integers(0, len(chunk) - 1))
    with pytest.raises((VaultDamagedError, WrongKeyError)):
        open_chunks(KEY, [chunk[:length]], DOCUMENT)
