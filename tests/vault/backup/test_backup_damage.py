"""Whatever is altered in a file of backups is noticed and named, and nothing of it is believed."""

from hashlib import sha256

import numpy as np
import pytest

from desktop.domain.errors import InCameraError
from desktop.vault.backup.checking import BackupProblem, BackupSeen, check_backups
from desktop.vault.backup.layout import BLOCK_BYTES
from desktop.vault.backup.opening import by_key, opened_file
from tests.vault.backup.backup_vaults import backed_up, fill, made_vault

FLIPS = 1_000


@pytest.fixture(scope="module")
def backup(tmp_path_factory):
    """A file with two backups, and the key of their vault."""
    from tests.vault.vault_pages import KeysInMemory

    folder = tmp_path_factory.mktemp("damage")
    with made_vault(folder / "vault", KeysInMemory()) as vault:
        target = folder / "firm.backup"
        first = backed_up(vault, target)
        fill(vault.store_of(vault.matters()[0].matter_id), b"came later" * 9_000)
        backed_up(vault, target)
        key = vault.inside().vault_key
    return target, key, first.added_bytes + BLOCK_BYTES


def told(target, key):
    """What the check of all backups says, errors too."""
    try:
        with opened_file(target) as container:
            return list(check_backups(container, by_key(key), is_everything=True))
    except InCameraError as error:
        return [error]


def is_whole(steps):
    return not any(isinstance(step, BackupProblem | InCameraError) for step in steps)


def test_a_whole_file_is_found_whole(backup):
    target, key, _ = backup
    steps = told(target, key)
    assert is_whole(steps)
    assert [s.backup.number for s in steps if isinstance(s, BackupSeen)] == [2, 1]


def test_every_flipped_bit_is_noticed(backup):
    target, key, _ = backup
    whole = target.read_bytes()
    random = np.random.default_rng(5)
    # Every byte of the header, both finishes and what stands before them, and some of the rest.
    telling = [*range(96), *range(len(whole) - 1_200, len(whole), 2)]
    places = [*telling, *random.integers(0, len(whole), FLIPS - len(telling)).tolist()]
    missed = []
    try:
        for at in places:
            altered = whole[at] ^ (1 << int(random.integers(0, 8)))
            with target.open("r+b") as file:
                file.seek(at)
                file.write(bytes([altered]))
                file.flush()
                if is_whole(told(target, key)):
                    missed.append(at)
                file.seek(at)
                file.write(whole[at : at + 1])
    finally:
        target.write_bytes(whole)
    assert missed == []


def test_a_cut_anywhere_is_noticed(backup):
    target, key, first_end = backup
    whole = target.read_bytes()
    random = np.random.default_rng(6)
    for length in {0, 1, 511, 512, *random.integers(0, len(whole), 60).tolist()} - {first_end}:
        target.write_bytes(whole[:length])
        assert not is_whole(told(target, key)), length
    target.write_bytes(whole)


def test_parts_that_change_places_are_noticed(backup):
    target, key, _ = backup
    whole = target.read_bytes()
    size = 64 * 1024 + 28
    one, other = 512, 512 + size
    swapped = whole[:one] + whole[other : other + size] + whole[one : one + size]
    target.write_bytes(swapped + whole[other + size :])
    assert not is_whole(told(target, key))
    target.write_bytes(whole)


def test_a_finish_that_was_made_up_is_not_believed(backup):
    """Sums alone prove nothing: the finish is bound to the catalogue by the key."""
    target, key, _ = backup
    whole = target.read_bytes()
    finish = bytearray(whole[-512:-32])
    finish[49] ^= 1  # another time
    target.write_bytes(whole[:-512] + bytes(finish) + sha256(finish).digest())
    assert not is_whole(told(target, key))
    target.write_bytes(whole)


def test_no_word_of_a_document_stands_in_a_backup(backup):
    target, _, _ = backup
    content = target.read_bytes()
    for word in (b"came later", b"Meridian", b"1042", b"letter.pdf", b"registry.db", b"matters/"):
        assert word not in content
