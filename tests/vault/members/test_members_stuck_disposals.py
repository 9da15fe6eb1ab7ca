"""The end of a walled matter that waits for nobody any more, and the administrator who ends it."""

import pytest

from desktop.casework.disposing.certificate import as_data, as_pdf
from desktop.casework.disposing.dispose import finish_begun
from desktop.casework.disposing.without_key import finish_without_key, stuck_disposals
from desktop.domain.audit import Act
from desktop.domain.errors import (
    NoSuchDisposalError,
    NotAdministratorError,
    ReasonNeededError,
    VaultDamagedError,
)
from desktop.vault.inside import MATTERS_FOLDER
from desktop.vault.members.leaving import remove_member
from desktop.vault.members.roll import Roll
from desktop.vault.members.walls import Walls
from tests.vault.members.accounts import cut_short, joined
from tests.vault.vault_pages import origin

REFERENCE = "1042-0007"


def files(account):
    return len(list((account.folder / MATTERS_FOLDER).glob("*.db")))


@pytest.fixture
def stuck(anna, bert):
    """The end of a matter that was cut short, and whose only reader has left the vault since."""
    with bert.opened() as vault:
        matter = vault.create_matter("2000", "0001", "Bert's own")
        store = vault.store_of(matter.matter_id)
        store.admit(origin(b"letter"), b"letter")
        list(Walls(vault, bert.clock).wall(matter, is_told=False))
    cut_short(bert, "2000-0001")
    with anna.opened() as vault:
        member = Roll(vault, anna.clock).named("Bert")
        list(remove_member(vault, member, anna.keys, anna.clock))
        assert len(finish_begun(vault)) == 1, "it would wait for ever"
    return matter.matter_id


def test_an_administrator_sees_and_finishes_an_end_that_opens_for_nobody(anna, stuck):
    with anna.opened() as vault:
        (waiting,) = stuck_disposals(vault, anna.clock)
        assert (waiting.matter_id, waiting.files) == (stuck, 1)
        for wrong in ("", "zz"):
            with pytest.raises(NoSuchDisposalError):
                finish_without_key(vault, wrong, "It waits.", anna.clock)
        with pytest.raises(ReasonNeededError):
            finish_without_key(vault, waiting.disposal_id, " ", anna.clock)
        certificate = finish_without_key(
            vault, waiting.disposal_id[:8], "All who were inside have left.", anna.clock
        )
        assert all(each.is_so for each in certificate.verified)
        assert len(certificate.verified) == 3, "traces could not be looked for"
        assert stuck_disposals(vault, anna.clock) == ()
        assert finish_begun(vault) == ()
        assert vault.disposals.certificates() == (certificate,)
        assert vault.audit.entries()[-1].act is Act.DISPOSAL_ENDED_WITHOUT_KEY
        assert list(vault.registry_problems()) == []
        data = as_data(certificate)
        assert (data["without_key"], data["reference"], data["documents"]) == (True, "", [])
        assert "known to nobody" in data["limits"][0]
        assert as_pdf(certificate).startswith(b"%PDF")
    assert anna.references() == [REFERENCE]
    assert files(anna) == 1


def test_whoever_is_no_administrator_is_not_told_and_finishes_nothing(anna, stuck):
    carla = joined(anna, "Carla")
    with carla.opened() as vault:
        with pytest.raises(NotAdministratorError):
            stuck_disposals(vault, carla.clock)
        with pytest.raises(NotAdministratorError):
            finish_without_key(vault, "a", "It waits.", carla.clock)
    assert files(anna) == 2
    del stuck


@pytest.mark.parametrize("file_name", ["", "../registry.db", f"../../{'0a' * 16}.db", None])
def test_a_forged_row_lets_no_matter_that_is_there_be_taken_away(anna, stuck, file_name):
    """Any account can write rows; the name of a file stands there in clear."""
    elsewhere = anna.folder.parent / f"{'0a' * 16}.db"
    elsewhere.write_bytes(b"of another vault")
    with anna.opened() as vault:
        inside = vault.inside()
        if file_name is None:
            (row,) = inside.matter_rows()
            file_name = row.file_name
        inside.registry.change("UPDATE disposal SET file_name = ?", file_name)
        (begun,) = vault.disposals.begun()
        with pytest.raises(VaultDamagedError):
            finish_without_key(vault, begun.disposal_id, "It waits.", anna.clock)
    assert anna.references() == [REFERENCE]
    assert (anna.folder / "slots.json").exists()
    assert elsewhere.exists()
    assert files(anna) == 2
    del stuck


def alter_record(by, at_byte):
    """Alter one byte of what is noted of the only disposal; byte 2 tells the key that sealed it."""
    with by.opened() as vault:
        registry = vault.inside().registry
        ((record,),) = registry.rows("SELECT record FROM disposal")
        altered = bytearray(record)
        altered[at_byte] ^= 1
        registry.change("UPDATE disposal SET record = ?", bytes(altered))


def named_certificates(account):
    with account.opened() as vault:
        return sum("certificate" in each for each in vault.registry_problems())


@pytest.mark.parametrize("at_byte", [2, 60])
def test_an_end_that_was_altered_is_damaged_and_not_stuck(anna, bert, at_byte):
    cut_short(anna, REFERENCE)
    alter_record(bert, at_byte)
    with anna.opened() as vault:
        assert stuck_disposals(vault, anna.clock) == ()
        (begun,) = finish_begun(vault)
        with pytest.raises(NoSuchDisposalError):
            finish_without_key(vault, begun.disposal_id, "It waits.", anna.clock)
    assert named_certificates(anna) == 1
    assert files(anna) == 1


@pytest.mark.parametrize("at_byte", [2, 60])
def test_a_certificate_that_was_altered_is_named_to_whoever_could_open_it(anna, bert, at_byte):
    anna.wall(REFERENCE)
    cut_short(anna, REFERENCE)
    with anna.opened() as vault:
        assert finish_begun(vault) == ()
    assert named_certificates(anna) == 0
    alter_record(bert, at_byte)
    assert (named_certificates(anna), named_certificates(bert)) == (1, 0)


def test_a_certificate_of_an_end_without_a_key_that_was_altered_is_named(anna, stuck):
    with anna.opened() as vault:
        (waiting,) = stuck_disposals(vault, anna.clock)
        finish_without_key(vault, waiting.disposal_id, "All have left.", anna.clock)
    alter_record(anna, 2)
    assert named_certificates(anna) == 1
    del stuck
