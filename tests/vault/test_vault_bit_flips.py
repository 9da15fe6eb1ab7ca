"""Every single bit of sampled pages of a database is guarded: a flip is noticed, none is read."""

import shutil

import pytest

from desktop.domain.errors import VaultError
from desktop.vault.database import Database
from desktop.vault.encrypted_pages import is_encrypted_whole
from desktop.vault.keys import DatabaseKey

PAGE_BYTES = 4_096
KEY = DatabaseKey(bytes(range(48)))
REGIONS = {
    "the salt": (0, 0, 16),
    "the first page": (0, 16, 4_016),
    "the first page's vector": (0, 4_016, 4_032),
    "the first page's HMAC": (0, 4_032, 4_096),
    "a page of rows": (5, 0, 4_016),
    "its vector": (5, 4_016, 4_032),
    "its HMAC": (5, 4_032, 4_096),
}
"""Number of the page, first and last byte."""

FLIPS = 40


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("flips") / "a.db"
    with Database(path, KEY, is_new=True) as database:
        database.change("CREATE TABLE row (number INTEGER PRIMARY KEY, text TEXT) STRICT")
        database.change_many(
            "INSERT INTO row VALUES (?, ?)", [(number, f"{number:0500}") for number in range(80)]
        )
        database.checkpoint()
    assert path.stat().st_size > 8 * PAGE_BYTES
    return path


@pytest.mark.parametrize("region", REGIONS)
def test_a_flipped_bit_of_a_page_is_noticed_wherever_it_is(file, tmp_path, region):
    page, first, last = REGIONS[region]
    whole = file.read_bytes()
    copy = tmp_path / "copy.db"
    shutil.copy(file, copy)
    places = [first + n * (last - first) // FLIPS for n in range(FLIPS)]
    for number, place in enumerate(places):
        altered = bytearray(whole)
        altered[page * PAGE_BYTES + place] ^= 1 << number % 8
        copy.write_bytes(altered)
        assert is_noticed(copy), place
    copy.write_bytes(whole)
    assert not is_noticed(copy)


def is_noticed(path):
    try:
        with Database(path, KEY) as database:
            return not is_encrypted_whole(database)
    except VaultError:
        return True
