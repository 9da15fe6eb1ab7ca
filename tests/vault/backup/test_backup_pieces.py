"""A file of backups is cut into pieces that fit on sticks, each checked, and put together again."""

import os
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import (
    BackupDamagedError,
    BackupPlaceError,
    NoBackupError,
    PieceOrderError,
    PieceSizeError,
)
from desktop.vault.backup.pieces import (
    LEAST_BYTES,
    Joining,
    Piece,
    encoded_piece,
    piece_at,
    plan_pieces,
    write_piece,
)
from tests.vault.backup.backup_vaults import backed_up, contents, fill, made_vault, restored
from tests.vault.vault_pages import KeysInMemory


@pytest.fixture
def keys():
    return KeysInMemory()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "vault"


@pytest.fixture
def backup(folder, keys, tmp_path):
    """A file of two backups, somewhat larger than three of the smallest pieces."""
    target = tmp_path / "firm.backup"
    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
        fill(vault.store_of(vault.matters()[0].matter_id), os.urandom(3 * LEAST_BYTES))
        backed_up(vault, target)
    return target


def cut(backup, folder, piece_bytes=LEAST_BYTES):
    folder.mkdir()
    plan = plan_pieces(backup, piece_bytes)
    for number in range(1, plan.count + 1):
        list(write_piece(plan, number, folder))
    return [folder / plan.name_of(number) for number in range(1, plan.count + 1)]


def joined(pieces, target):
    joining = Joining(target)
    for piece in pieces:
        list(joining.add(piece))
    return joining


def test_pieces_fit_and_put_together_are_the_file_and_can_be_restored(
    backup, folder, keys, tmp_path
):
    before = contents(folder, keys)
    pieces = cut(backup, tmp_path / "sticks")
    assert len(pieces) > 3
    assert all(piece.stat().st_size <= LEAST_BYTES for piece in pieces)
    assert joined(pieces, tmp_path / "again.backup").next_number == 0
    assert (tmp_path / "again.backup").read_bytes() == backup.read_bytes()
    restored(tmp_path / "again.backup", tmp_path / "new", keys)
    assert contents(tmp_path / "new", keys) == before


def test_a_backup_made_while_pieces_are_cut_is_not_in_them(backup, tmp_path):
    plan, before = plan_pieces(backup, LEAST_BYTES), backup.read_bytes()
    sticks = tmp_path / "sticks"
    sticks.mkdir()
    list(write_piece(plan, 1, sticks))
    with backup.open("ab") as file:
        file.write(os.urandom(5_000))
    for number in range(2, plan.count + 1):
        list(write_piece(plan, number, sticks))
    joined([sticks / plan.name_of(n + 1) for n in range(plan.count)], tmp_path / "again.backup")
    assert (tmp_path / "again.backup").read_bytes() == before


def test_the_next_piece_is_asked_for_and_no_other_is_taken(backup, tmp_path):
    pieces = cut(backup, tmp_path / "sticks")
    others = cut(backup, tmp_path / "larger", 2 * LEAST_BYTES)
    joining = Joining(tmp_path / "again.backup")
    assert joining.next_number == 1
    with pytest.raises(PieceOrderError, match="piece 1 is next"):
        list(joining.add(pieces[1]))
    list(joining.add(pieces[0]))
    for wrong, words in (
        (pieces[0], "piece 2 is next"),
        (others[1], "another state of it"),
    ):
        with pytest.raises(PieceOrderError, match=words):
            list(joining.add(wrong))
    with pytest.raises(NoBackupError):
        list(joining.add(backup))
    for piece in pieces[1:]:
        list(joining.add(piece))
    assert joining.next_number == 0
    assert (tmp_path / "again.backup").read_bytes() == backup.read_bytes()


def test_a_flipped_bit_or_a_cut_in_a_piece_is_noticed_and_the_pieces_before_stay(backup, tmp_path):
    pieces = cut(backup, tmp_path / "sticks")
    whole = pieces[1].read_bytes()
    joining = Joining(tmp_path / "again.backup")
    list(joining.add(pieces[0]))
    for at in (0, 20, 70, 300, 500, 512, 5_000, len(whole) - 1):
        damaged = bytearray(whole)
        damaged[at] ^= 1
        pieces[1].write_bytes(damaged)
        with pytest.raises((BackupDamagedError, NoBackupError)):
            list(joining.add(pieces[1]))
    pieces[1].write_bytes(whole[:-1])
    with pytest.raises(BackupDamagedError):
        list(joining.add(pieces[1]))
    pieces[1].write_bytes(whole)
    for piece in pieces[1:]:
        list(joining.add(piece))
    assert (tmp_path / "again.backup").read_bytes() == backup.read_bytes()


def test_a_piece_that_is_stopped_is_not_there_and_a_piece_before_is_written_anew(backup, tmp_path):
    plan = plan_pieces(backup, LEAST_BYTES)
    steps = write_piece(plan, 1, tmp_path)
    list(islice(steps, 1))
    steps.close()
    assert not (tmp_path / plan.name_of(1)).exists()
    (tmp_path / plan.name_of(1)).write_bytes(b"an older piece" * 200_000)
    list(write_piece(plan, 1, tmp_path))
    assert piece_at(tmp_path / plan.name_of(1)).number == 1


def test_what_was_put_together_goes_when_it_is_given_up(backup, tmp_path):
    pieces = cut(backup, tmp_path / "sticks")
    target = tmp_path / "again.backup"
    joining = joined(pieces[:2], target)
    assert not target.exists()
    joining.abandon()
    assert {path.name for path in tmp_path.glob("again*")} == set()
    target.write_bytes(b"x")
    with pytest.raises(BackupPlaceError):
        Joining(target)


def test_sizes_that_make_no_sense_are_refused(backup):
    for size in (0, -1, LEAST_BYTES - 1):
        with pytest.raises(PieceSizeError):
            plan_pieces(backup, size)


def test_nothing_is_written_on_a_stick_that_is_not_there(backup, tmp_path):
    with pytest.raises(BackupPlaceError):
        list(write_piece(plan_pieces(backup, LEAST_BYTES), 1, tmp_path / "nowhere"))


@settings(max_examples=60, deadline=None)
@given(
    st.binary(min_size=16, max_size=16),
    st.integers(1, 9_999),
    st.integers(0, (1 << 62) - 1),
    st.binary(min_size=32, max_size=32),
)
def test_a_header_says_what_was_put_in(tmp_path_factory, container_id, number, offset, sha256):
    path = tmp_path_factory.mktemp("piece") / "x.001"
    piece = Piece(container_id, number, 9_999, offset, 3, offset + 3, sha256)
    path.write_bytes(encoded_piece(piece) + b"abc")
    assert piece_at(path) == piece
