"""New keys for a vault and its matters leave members, walls and what they are told as they were."""

import pytest

from desktop.domain.errors import InvitationError, MatterWalledError
from desktop.domain.identity import PageNumber
from desktop.domain.rotation import RenewalPhase
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.members.roll import Roll
from desktop.vault.members.walls import Walls
from tests.vault.backup.backup_vaults import fill
from tests.vault.members.accounts import Account

REFERENCE = "1042-0007"


def test_a_new_vault_key_leaves_members_and_walls_as_they_are(anna, bert):
    anna.wall(REFERENCE, is_told=True)
    groups = anna.invited("Carla")
    with anna.opened() as vault:
        before = Roll(vault, anna.clock).all()
        for _ in vault.renewals.renew_vault_key(anna.keys):
            pass
        assert Roll(vault, anna.clock).all() == before
        assert Roll(vault, anna.clock).invitations() == ()
        assert list(vault.registry_problems()) == []
    with pytest.raises(InvitationError):
        Account(anna.folder).join(groups)
    assert (anna.references(), bert.references()) == ([REFERENCE], [])
    with bert.opened() as vault:
        assert [told.ask for told in Walls(vault, bert.clock).told()] == ["Anna"]
        assert [member.is_confirmed for member in Roll(vault, bert.clock).all()] == [False, True]
    anna.admit(REFERENCE, "Bert")
    assert bert.references() == [REFERENCE]


def test_all_keys_of_a_walled_matter_are_made_anew_for_those_inside(anna, bert):
    with anna.opened() as vault:
        before = len(vault.audit.entries())
    anna.wall(REFERENCE)
    anna.admit(REFERENCE, "Bert")
    with anna.opened() as vault:
        matter_id = vault.matter(REFERENCE).matter_id
        vault.renewals.put_down([matter_id])
        for _ in vault.renewals.renew_matter(matter_id):
            pass
    assert bert.references() == [REFERENCE]
    anna.dismiss(REFERENCE, "Bert")
    assert (anna.references(), bert.references()) == ([REFERENCE], [])
    with bert.opened() as vault:
        assert len(vault.audit.entries()) == before
        with pytest.raises(MatterWalledError):
            list(vault.renewals.renew_matter(matter_id))


def test_what_another_opening_changes_at_the_last_moment_is_in_the_new_file(anna):
    """A row that was copied already, changed while nothing but the last step is left."""
    with anna.opened() as vault, anna.opened() as other:
        matter_id = vault.matter(REFERENCE).matter_id
        document_id = fill(vault.store_of(matter_id), b"letter" * 100)
        vault.close_store(matter_id)
        store = other.store_of(matter_id)
        for step in vault.renewals.renew_matter(matter_id):
            if step.phase is RenewalPhase.LEVEL:
                store.fail_page(document_id, PageNumber(1), "READING-06")
        renewed = vault.store_of(matter_id)
        assert renewed.document(document_id).pages_failed == 1
        assert [each for each in renewed.verify() if isinstance(each, IntegrityProblem)] == []
