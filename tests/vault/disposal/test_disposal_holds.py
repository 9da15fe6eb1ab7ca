"""A hold keeps what it covers, by whatever way its end is asked for, and says which hold it is."""

import pytest

from desktop.domain.disposal import DisposalId, DisposalOrder
from desktop.domain.errors import (
    HeldError,
    NoSuchDocumentError,
    NoSuchHoldError,
    NoSuchMatterError,
    VaultDamagedError,
)
from desktop.domain.identity import new_identity
from desktop.domain.keeping import Closing, RetentionRule, RetentionStart
from desktop.vault.database import dbapi2
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.vault import Vault
from tests.vault.vault_pages import NOON, clock, origin

ORDER = DisposalOrder("The time is over.", "paula", NOON)


def admitted(store, *contents):
    return [store.admit(origin(each), each)[0].document_id for each in contents]


@pytest.fixture
def two(store):
    return admitted(store, b"one", b"two")


def begin(store, *document_ids):
    disposal_id = DisposalId(new_identity())
    store.disposals.begin(disposal_id, document_ids, ORDER, "1042-0007")
    return disposal_id


def test_a_hold_says_what_it_covers_why_since_when_and_by_whom(store, two):
    placed = store.holds.place(two[0], "Letter of the court", "paula")
    assert store.holds.all() == (placed,)
    assert (placed.document_id, placed.reason, placed.placed_by) == (
        two[0],
        "Letter of the court",
        "paula",
    )
    assert placed.placed_at == NOON
    assert placed.is_standing


def test_a_held_document_is_neither_removed_nor_disposed_of(store, two):
    hold = store.holds.place(two[0], "Letter of the court", "paula")
    with pytest.raises(HeldError, match=hold.hold_id[:8]):
        store.remove(two[0])
    with pytest.raises(HeldError, match=hold.hold_id[:8]):
        begin(store, two[1], two[0])
    assert len(store.documents()) == 2
    assert store.disposals.unfinished() == ()
    store.remove(two[1])
    assert [each.document_id for each in store.documents()] == [two[0]]


def test_a_hold_on_the_matter_covers_every_document(store, two):
    store.holds.place(None, "Dispute expected", "paula")
    for document_id in two:
        with pytest.raises(HeldError):
            store.remove(document_id)


def test_the_tables_themselves_refuse_what_did_not_look_at_the_holds(store, two):
    store.holds.place(two[0], "Letter of the court", "paula")
    with pytest.raises(dbapi2.IntegrityError, match="a hold stands in the way"):
        store._database.change("DELETE FROM document")
    assert len(store.documents()) == 2


def test_a_released_hold_stays_with_its_release_and_no_longer_stands_in_the_way(store, two):
    hold = store.holds.place(two[0], "Letter of the court", "paula")
    other = store.holds.place(None, "Dispute expected", "paula")
    released = store.holds.release(hold.hold_id[:8], "Withdrawn", "peter")
    assert (released.release.reason, released.release.released_by) == ("Withdrawn", "peter")
    with pytest.raises(HeldError, match=other.hold_id[:8]):
        store.remove(two[0])
    store.holds.release(other.hold_id, "Settled", "peter")
    assert [each.is_standing for each in store.holds.all()] == [False, False]
    store.remove(two[0])
    assert [each.hold_id for each in store.holds.all()] == [other.hold_id]


def test_a_hold_is_released_once_and_named_unmistakably(store, two):
    hold = store.holds.place(two[0], "Letter of the court", "paula")
    for start in ("", "zz", hold.hold_id + "0"):
        with pytest.raises(NoSuchHoldError):
            store.holds.release(start, "x", "peter")
    store.holds.release(hold.hold_id, "x", "peter")
    with pytest.raises(NoSuchHoldError):
        store.holds.release(hold.hold_id, "x", "peter")


def test_a_hold_on_what_is_not_there_is_refused(store):
    with pytest.raises(NoSuchDocumentError):
        store.holds.place("0" * 32, "x", "paula")


def test_a_hold_placed_while_a_disposal_runs_saves_what_has_not_gone_yet(store, two):
    disposal_id = begin(store, *two)
    steps = store.disposals.finish(disposal_id)
    assert next(steps).done == 0
    store.holds.place(two[1], "Letter of the court", "paula")
    (*_, last) = steps
    assert [each.kept_for_hold for each in last.certificate.documents] == [False, True]
    assert [each.document_id for each in last.certificate.disposed] == [two[0]]
    assert [each.document_id for each in store.documents()] == [two[1]]
    assert all(each.is_so for each in last.certificate.verified)


def test_no_hold_is_placed_on_a_matter_that_has_begun_to_go(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        matter = vault.create_matter("1042", "0007", "x")
        other_window = vault.sibling()
        elsewhere = other_window.store_of(matter.matter_id)
        store = vault.store_of(matter.matter_id)
        admitted(store, b"one")
        list(vault.disposals.begin(matter, store, ORDER, vault.audit))
        with pytest.raises(NoSuchMatterError):
            elsewhere.holds.place(None, "Too late", "paula")
        other_window.close()


def test_a_held_matter_does_not_go(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        matter = vault.create_matter("1042", "0007", "x")
        store = vault.store_of(matter.matter_id)
        (document_id,) = admitted(store, b"one")
        hold = store.holds.place(document_id, "Letter of the court", "paula")
        with pytest.raises(HeldError, match=hold.hold_id[:8]):
            list(vault.disposals.begin(matter, store, ORDER, vault.audit))
        assert vault.matters() == (matter,)
        assert vault.disposals.begun() == ()
        assert store.original(document_id) == b"one"
        assert store.disposals.certificates() == ()


def test_the_last_rule_and_the_last_closing_count(store):
    assert (store.retention.rule(), store.retention.closing()) == (None, None)
    first = RetentionRule(6, RetentionStart.MATTER_CLOSED, True, "BRAO 50", "paula", NOON)
    second = RetentionRule(10, RetentionStart.DOCUMENT_DATE, False, "AO 147", "paula", NOON)
    store.retention.set_rule(first)
    store.retention.set_closing(Closing("paula", NOON))
    store.retention.set_rule(second)
    assert store.retention.rule() == second
    assert store.retention.closing() == Closing("paula", NOON)
    store.retention.set_rule(None)
    store.retention.set_closing(None)
    assert (store.retention.rule(), store.retention.closing()) == (None, None)


def test_a_hold_that_was_altered_is_noticed(store, two):
    store.holds.place(two[0], "Letter of the court", "paula")
    store.holds.place(two[1], "Another letter", "paula")
    assert not [step for step in store.verify() if isinstance(step, IntegrityProblem)]
    store._database.change(
        "UPDATE hold SET record = (SELECT record FROM hold WHERE hold_row = 2) WHERE hold_row = 1"
    )
    with pytest.raises(VaultDamagedError):
        store.holds.all()
    with pytest.raises(VaultDamagedError):
        store.remove(two[0])
    problems = [step.what for step in store.verify() if isinstance(step, IntegrityProblem)]
    assert problems == ["A hold, the rule of retention or a certificate was altered or damaged."]
