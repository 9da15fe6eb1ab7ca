"""What is held in one of two vaults is held in the merged matter, whose log says what came in."""

from datetime import timedelta

import pytest

from desktop.domain.audit import Act
from desktop.domain.errors import HeldError
from desktop.vault.backup.holds_merge import HoldsMerge
from desktop.vault.disposal.holds import Holds
from desktop.vault.vault import Vault
from tests.vault.backup.backup_vaults import fill
from tests.vault.backup.test_backup_moving import Workstation
from tests.vault.vault_pages import NOON, KeysInMemory, clock


@pytest.fixture
def one(tmp_path):
    station = Workstation(tmp_path / "one")
    station.vault.create_matter("1042", "0007", "Meridian")
    fill(station.store(), b"first letter" * 500)
    yield station
    station.vault.close()


@pytest.fixture
def other(tmp_path):
    station = Workstation(tmp_path / "other")
    yield station
    station.vault.close()


@pytest.fixture
def move(tmp_path):
    """Carries the matter from one workstation to another; gives what came of it."""
    count = iter(range(100))

    def carry(sender, receiver):
        target = tmp_path / f"{next(count)}.matter"
        return receiver.unpack(sender.pack_for(target, receiver))

    return carry


def only_document(station):
    (document,) = station.store().documents()
    return document.document_id


def standing(station):
    return {
        (hold.document_id is None, hold.reason, hold.placed_by)
        for hold in station.store().holds.all()
        if hold.is_standing
    }


def test_a_hold_of_either_side_holds_on_both(one, other, move):
    move(one, other)
    one.store().holds.place(None, "Letter of the court", "anna")
    other.store().holds.place(only_document(other), "Claim of Brandt", "ben")
    merged = move(one, other)
    assert (merged.holds_new, merged.holds_released_there) == (1, 0)
    assert move(other, one).holds_new == 1
    both = {(True, "Letter of the court", "anna"), (False, "Claim of Brandt", "ben")}
    assert standing(one) == standing(other) == both
    for station in (one, other):
        with pytest.raises(HeldError):
            station.store().remove(only_document(station))


def test_a_hold_comes_with_a_document_that_has_another_identity_here(one, other, move):
    other.vault.create_matter("1042", "0007", "Opened twice")
    fill(other.store(), b"first letter" * 500)
    assert only_document(one) != only_document(other)
    one.store().holds.place(only_document(one), "Claim of Brandt", "ben")
    assert move(one, other).holds_new == 1
    (hold,) = other.store().holds.all()
    assert hold.document_id == only_document(other)


def test_merging_again_doubles_no_hold(one, other, move):
    move(one, other)
    one.store().holds.place(None, "Letter of the court", "anna")
    for _ in range(2):
        move(one, other)
        move(other, one)
    assert len(one.store().holds.all()) == len(other.store().holds.all()) == 1


def test_a_merge_lifts_no_hold_that_was_released_there(one, other, move):
    hold = one.store().holds.place(None, "Letter of the court", "anna")
    move(one, other)
    one.store().holds.release(hold.hold_id, "Withdrawn", "anna")
    merged = move(one, other)
    assert (merged.holds_new, merged.holds_released_there) == (0, 1)
    assert standing(other) == {(True, "Letter of the court", "anna")}


def test_a_hold_that_still_stands_there_stands_here_again_until_both_release_it(one, other, move):
    hold = one.store().holds.place(None, "Letter of the court", "anna")
    move(one, other)
    one.store().holds.release(hold.hold_id, "Withdrawn", "anna")
    assert move(other, one).holds_new == 1
    assert move(other, one).holds_new == 0
    assert standing(one) == {(True, "Letter of the court", "anna")}
    for station in (one, other):
        for own in station.store().holds.all():
            if own.is_standing:
                station.store().holds.release(own.hold_id, "Withdrawn", "anna")
    assert move(other, one).holds_new == 0
    assert standing(one) == standing(other) == set()


def test_a_released_hold_comes_over_with_its_release(one, other, move):
    move(one, other)
    hold = one.store().holds.place(None, "Letter of the court", "anna")
    released = one.store().holds.release(hold.hold_id, "Withdrawn", "ben")
    assert move(one, other).holds_new == 0
    assert other.store().holds.all() == (released,)


def test_holds_of_one_moment_on_one_thing_are_told_apart_by_their_reason(tmp_path):
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        matters = [vault.create_matter("1", number, "x") for number in ("1", "2")]
        there, here = (
            Holds(vault.store_of(matter.matter_id)._matter, lambda: NOON + timedelta(days=1))
            for matter in matters
        )
        for reason in ("one", "two"):
            there.place(None, reason, "anna")
        merge = HoldsMerge(there, here)
        merge.take_over(None, None)
        assert merge.new == 2
        assert {hold.reason for hold in here.all()} == {"one", "two"}


def test_the_log_of_a_matter_says_which_log_was_taken_in(one, other, move):
    move(one, other)
    arrived = other.store().audit.entries()[-1]
    assert arrived.act is Act.MATTER_ARRIVED
    assert arrived.details["is_new"] is True
    one.store().holds.place(None, "Letter of the court", "anna")
    came_from = one.store().audit.head()
    move(one, other)
    entry = other.store().audit.entries()[-1]
    assert entry.act is Act.MATTER_ARRIVED
    assert entry.subject == (one.vault.inside().vault_id,)
    assert (entry.details["log_entries"], entry.details["log_end"]) == (
        came_from.number,
        came_from.hash,
    )
    assert entry.details["holds"] == 1
    assert other.faults() == []
