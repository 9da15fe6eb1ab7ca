"""No forged row and no unlucky moment lets a key in, keeps one, or loses a matter."""

import pytest

from desktop.casework.control import Control
from desktop.casework.keys.renewing import keys_waiting, renew
from desktop.domain.errors import (
    KeysChangedError,
    LastMemberError,
    MemberUnconfirmedError,
    NotMemberError,
)
from desktop.domain.rotation import RenewalPhase, RotationPhase
from desktop.vault.inside import MATTERS_FOLDER, VaultInside
from desktop.vault.keys import new_member_key
from desktop.vault.matter_file import MatterFile
from desktop.vault.members.keys import public_key_of
from desktop.vault.members.leaving import remove_member
from desktop.vault.members.roll import Roll
from desktop.vault.members.walled import NewFile, Standing, opened_walled, put_walled
from desktop.vault.members.walls import Walls, clear_traces
from desktop.vault.rotation.plan import RotationPlan
from tests.vault.members.accounts import joined

REFERENCE = "1042-0007"


def begin_leaving(by, name):
    """The first step of a removal, after which it was killed."""
    with by.opened() as vault:
        roll = Roll(vault, by.clock)
        member_id = roll.named(name).member_id
        roll.put_facts(member_id, roll.facts(member_id)._replace(is_leaving=True))


def test_a_compared_member_who_is_given_another_s_identity_for_a_name_vouches_for_nobody(
    anna, bert
):
    """Any account can write names and public keys; only a comparison lets a key in."""
    joined(anna, "Carla")
    anna.wall(REFERENCE)
    with bert.opened() as vault:
        roll = Roll(vault, bert.clock)
        carla = roll.named("Carla").member_id
        own = vault.inside().insider.own.member_id
        vault.inside().registry.change(
            "UPDATE member SET public_key = ? WHERE member_id = ?",
            public_key_of(new_member_key()),
            bytes.fromhex(carla),
        )
        roll.put_facts(own, roll.facts(own)._replace(name=carla))
    with anna.opened() as vault:
        matter_id = vault.matter(REFERENCE).matter_id
        with pytest.raises(MemberUnconfirmedError):
            Walls(vault, anna.clock).admit(matter_id, carla)
        assert Roll(vault, anna.clock).of(carla).name == "Carla"


def test_whoever_is_about_to_leave_closes_no_matter(anna, bert):
    """Its account would be the only one inside, and is let in nowhere any more."""
    with bert.opened() as vault:
        walls, matter = Walls(vault, bert.clock), vault.matter(REFERENCE)
        begin_leaving(anna, "Bert")
        with pytest.raises(NotMemberError):
            list(walls.wall(matter, is_told=False))
    assert anna.references() == [REFERENCE]


def test_a_removal_that_begins_while_a_wall_is_made_is_noticed_before_it_stands(anna, bert):
    with bert.opened() as vault:
        phases = Walls(vault, bert.clock).wall(vault.matter(REFERENCE), is_told=False)
        roll = Roll(vault, bert.clock)
        own = vault.inside().insider.own.member_id
        assert next(phases) is RotationPhase.BEGUN
        roll.put_facts(own, roll.facts(own)._replace(is_leaving=True))
        with pytest.raises(NotMemberError):
            list(phases)
    assert anna.references() == [REFERENCE]


def test_a_new_key_is_never_sealed_to_nobody(anna):
    anna.wall(REFERENCE)
    with anna.opened() as vault:
        inside = vault.inside()
        row = inside.matter_row(vault.matter(REFERENCE).matter_id)
        walled, key = opened_walled(inside, row), inside.matter_key(row)
        with pytest.raises(LastMemberError), inside.registry.transaction():
            put_walled(inside, walled._replace(admitted=()), NewFile("a.db", 3, key))
    assert anna.references() == [REFERENCE]


def test_what_a_kill_left_of_the_file_from_before_the_wall_goes_at_anybody_s_next_opening(
    anna, bert
):
    """With the vault's key and what the registry's log still held it would open."""
    with anna.opened() as vault:
        inside = vault.inside()
        (row,) = inside.matter_rows()
        path = inside.folder / MATTERS_FOLDER / row.file_name
        content = path.read_bytes()
    anna.wall(REFERENCE)
    path.write_bytes(content)
    with bert.opened() as vault:
        vault.inside().registry.change("UPDATE matter SET wall = ?", Standing.MADE)
        assert clear_traces(vault.inside())
    assert not path.exists()
    assert anna.references() == [REFERENCE]


def test_an_epoch_written_into_the_registry_deletes_no_matter(anna, bert):
    anna.wall(REFERENCE)
    with bert.opened() as vault:
        inside = vault.inside()
        inside.registry.change("UPDATE matter SET key_epoch = 7, wall = ?", Standing.MADE)
        clear_traces(inside)
        inside.registry.change("UPDATE matter SET key_epoch = 2")
    assert anna.references() == [REFERENCE]
    with anna.opened() as vault:
        assert vault.store_of(vault.matter(REFERENCE).matter_id).documents() == ()


def test_a_matter_that_gets_a_new_key_while_it_is_opened_is_not_taken_for_damaged(
    anna, monkeypatch
):
    with anna.opened() as vault, anna.opened() as other:
        matter_id = vault.matter(REFERENCE).matter_id
        row, look = vault.inside().matter_row(matter_id), VaultInside.matter_row
        list(other.rotate_matter_key(matter_id))
        rows = [row]  # As it was when this opening looked.
        monkeypatch.setattr(
            VaultInside,
            "matter_row",
            lambda inside, which: rows.pop() if rows else look(inside, which),
        )
        assert vault.store_of(matter_id).documents() == ()
        assert rows == []


def begun(vault, matter_id):
    """The new key that a renewal has noted, as everybody inside could read it; None without one."""
    inside = vault.inside()
    row = inside.matter_row(matter_id)
    path = inside.folder / MATTERS_FOLDER / row.file_name
    with MatterFile(path, matter_id, inside.matter_key(row)) as matter:
        return RotationPlan(inside.registry).new_key(row, matter.wrapping_key)


def test_a_new_key_that_a_member_who_left_could_have_read_is_never_used(anna, bert):
    """It lies in the registry under the present one while a renewal is stopped."""
    joined(anna, "Carla")
    bert.confirm("Carla")
    with bert.opened() as vault:
        matter_id = vault.create_matter("2000", "0001", "Bert and Carla").matter_id
    bert.wall("2000-0001")
    bert.admit("2000-0001", "Carla")
    with bert.opened() as vault:
        steps = vault.renewals.renew_matter(matter_id)
        assert next(steps).phase is RenewalPhase.BEGUN
        known = begun(vault, matter_id)
        assert known is not None
        with anna.opened() as by:
            carla = Roll(by, anna.clock).named("Carla")
            list(remove_member(by, carla, anna.keys, anna.clock))
        with pytest.raises(KeysChangedError):
            list(steps)
        list(vault.renewals.renew_matter(matter_id))
        inside = vault.inside()
        assert inside.matter_key(inside.matter_row(matter_id)) != known
    assert bert.references() == [REFERENCE, "2000-0001"]


def test_a_new_key_that_the_old_vault_key_opened_is_not_used_after_a_new_one(anna):
    with anna.opened() as vault:
        matter_id = vault.matter(REFERENCE).matter_id
        steps = vault.renewals.renew_matter(matter_id)
        next(steps)
        known = begun(vault, matter_id)
        steps.close()
        assert (vault.renewals.matters(), known is None) == ((matter_id,), False)
        list(vault.renewals.renew_vault_key(anna.keys))
        assert begun(vault, matter_id) is None
        assert vault.renewals.matters() == (matter_id,)
        list(vault.renewals.renew_matter(matter_id))
        inside = vault.inside()
        assert inside.matter_key(inside.matter_row(matter_id)) != known
        assert list(vault.registry_problems()) == []


def test_new_keys_that_wait_behind_a_wall_are_counted_to_those_inside_alone(anna, bert):
    with anna.opened() as vault:
        matter_id = vault.matter(REFERENCE).matter_id
        vault.renewals.put_down([matter_id])
    anna.wall(REFERENCE)
    with bert.opened() as vault:
        assert keys_waiting(vault) == 0
        (last,) = renew(vault, Control())
        assert (last.left, last.keys_total) == ((), 0)
    with anna.opened() as vault:
        assert keys_waiting(vault) == 1
