"""Passwords of files are listed without their words, and forgotten one by one or all at once."""

import pytest

from desktop.casework.ingesting.passwords import (
    forget_password,
    forget_passwords,
    give_passwords,
    kept_passwords,
)
from desktop.domain.audit import Act
from desktop.domain.errors import NoSuchPasswordError
from desktop.vault.vault import Vault
from tests.vault.vault_pages import KeysInMemory, clock


@pytest.fixture
def store(tmp_path):
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        yield vault.store_of(vault.create_matter("1", "2", "x").matter_id)


def test_the_list_says_when_each_was_given_and_never_the_word(store):
    give_passwords(store, ["zwölf", "Tür-7"])
    kept = kept_passwords(store)
    assert [each.given_at for each in kept] == [clock(), clock()]
    assert len({each.password_id for each in kept}) == 2
    assert "zwölf" not in repr(kept)
    assert "Tür-7" not in repr(kept)


def test_one_is_forgotten_by_the_first_digits_of_its_identity(store):
    give_passwords(store, ["zwölf", "Tür-7"])
    newest, oldest = kept_passwords(store)
    forget_password(store, newest.password_id[:8].upper())
    assert store.passwords.all() == ("zwölf",)
    assert kept_passwords(store) == (oldest,)
    assert [entry.act for entry in store.audit.entries()][-1] is Act.PASSWORDS_FORGOTTEN


def test_an_identity_that_fits_none_or_several_forgets_nothing(store):
    give_passwords(store, ["zwölf"])
    with pytest.raises(NoSuchPasswordError):
        forget_password(store, "")
    give_passwords(store, ["Tür-7"])
    for wanted in ("", "not an identity"):
        with pytest.raises(NoSuchPasswordError):
            forget_password(store, wanted)
    assert len(kept_passwords(store)) == 2
    assert forget_passwords(store) == 2
    assert kept_passwords(store) == ()
