"""New keys for everything: put down, done piece by piece, paused, stopped, gone on with."""

import pytest

from desktop.casework.control import Control
from desktop.casework.disposing.dispose import dispose_of_documents
from desktop.casework.keys import renewing
from desktop.casework.keys.renewing import give_up, keys_waiting, put_down, renew
from desktop.domain.errors import KeyringAbsentError, KeysChangedError, VaultError, WaysLostError
from desktop.domain.rotation import RenewalPhase
from desktop.vault.rotation import copying
from desktop.vault.rotation.matter_key import rotate_matter
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.rotation.rotation_matter import add_document
from tests.vault.rotation.test_rotation_vault_key import without_receiving


@pytest.fixture
def filled(vault):
    """A vault with two matters that hold something."""
    for number in ("0007", "0008"):
        matter = vault.create_matter("1042", number, "Meridian")
        add_document(vault.store_of(matter.matter_id), pages=2)
    return vault


def epochs(vault):
    return [row.key_epoch for row in vault.inside().matter_rows()]


def all_put_down(vault):
    put_down(vault, vault.matters(), with_vault_key=True)


def test_vault_and_matters_get_new_keys_one_after_the_other(filled):
    old = filled.inside().vault_key
    all_put_down(filled)
    assert keys_waiting(filled) == 3
    steps = list(renew(filled, Control()))
    assert [step.keys_done for step in steps if step.phase is RenewalPhase.DONE][-1] == 3
    assert {step.name for step in steps} == {"", "1042-0007", "1042-0008"}
    assert steps[-1].left == ()
    assert keys_waiting(filled) == 0
    assert epochs(filled) == [2, 2]
    assert filled.inside().vault_key != old


def test_with_nothing_put_down_nothing_is_done(filled):
    (only,) = renew(filled, Control())
    assert (only.keys_done, only.keys_total) == (0, 0)
    assert epochs(filled) == [1, 1]


@pytest.mark.parametrize(
    ("name", "phase"),
    [
        ("", RenewalPhase.BEGUN),
        ("", RenewalPhase.MARKED),
        ("1042-0007", RenewalPhase.LEVEL),
        ("1042-0008", RenewalPhase.MARKED),
    ],
)
def test_it_is_stopped_anywhere_and_gone_on_with_by_another_opening(
    filled, key_store, clock, name, phase
):
    all_put_down(filled)
    control = Control()
    for step in renew(filled, control):
        if (step.name, step.phase) == (name, phase):
            control.stop()
    left = keys_waiting(filled)
    assert 0 < left + (phase is RenewalPhase.MARKED) <= 3
    filled.close()
    with Vault.open(filled.folder, KeyringWay(key_store), clock=clock) as again:
        assert keys_waiting(again) == left
        steps = list(renew(again, Control()))
        assert (steps[-1].keys_done, keys_waiting(again)) == (left, 0)
        assert epochs(again) == [2, 2]
        assert all(len(again.store_of(m.matter_id).documents()) == 1 for m in again.matters())


def test_a_pause_is_waited_out_with_nothing_locked(filled):
    put_down(filled, filled.matters()[:1], with_vault_key=False)
    control, waited = Control(), []

    def may_go_on():
        if len(waited) < 4:
            waited.append(True)
            with filled.sibling() as other:
                other.store_of(filled.matters()[0].matter_id).refuse("x", "/post", "", VaultError())
                other.create_matter("9", str(len(waited)), "meanwhile")
        return True

    control.may_go_on = may_go_on
    for _ in renew(filled, control):
        pass
    assert len(waited) > 1
    assert len(filled.store_of(filled.matters()[0].matter_id).refusals()) == len(waited)


def test_what_cannot_be_done_is_left_and_named_and_the_rest_is_done(filled):
    broken, _ = filled.matters()
    store = filled.store_of(broken.matter_id)
    store._database.change("UPDATE audit SET mac = zeroblob(32)")
    store._database.change("UPDATE document SET wrapped_key = zeroblob(98)")
    filled.close_store(broken.matter_id)
    all_put_down(filled)
    *_, last = renew(filled, Control())
    assert [(left.name, left.error.code) for left in last.left] == [("1042-0007", "VAULT-04")]
    assert (last.keys_done, keys_waiting(filled)) == (2, 1)
    assert epochs(filled) == [1, 2]


def test_a_matter_that_got_a_quick_key_meanwhile_is_begun_anew(filled):
    matter = filled.matters()[0]
    put_down(filled, [matter], with_vault_key=False)
    phases = []
    for step in renew(filled, Control()):
        phases.append(step.phase)
        if phases.count(RenewalPhase.BEGUN) == 1 and step.phase is RenewalPhase.LEVEL:
            with filled.sibling() as other:
                list(rotate_matter(other.inside(), matter.matter_id))
    assert phases.count(RenewalPhase.BEGUN) == 2
    assert epochs(filled) == [3, 1]
    assert keys_waiting(filled) == 0


def test_what_was_begun_is_given_up_and_whoever_is_at_work_begins_none_of_it_anew(filled):
    all_put_down(filled)
    phases, given_up = [], None
    for step in renew(filled, Control()):
        phases.append((step.name, step.phase))
        if phases[-1] == ("1042-0007", RenewalPhase.LEVEL) and given_up is None:
            with filled.sibling() as other:
                given_up = give_up(other)
    assert (given_up.names, given_up.left) == (("1042-0007", "1042-0008"), ())
    assert (step.left, keys_waiting(filled)) == ((), 0)
    assert epochs(filled) == [1, 1]
    assert phases.count(("1042-0007", RenewalPhase.BEGUN)) == 1
    assert "1042-0008" not in {name for name, _ in phases[:-1]}


def test_one_matter_alone_is_given_up(filled):
    all_put_down(filled)
    assert give_up(filled, filled.matters()[:1]).names == ("1042-0007",)
    assert keys_waiting(filled) == 2
    assert give_up(filled).names == ("", "1042-0008")
    assert give_up(filled).names == ()


def test_ways_that_would_be_lost_are_said_before_anything_is_put_down(filled, monkeypatch):
    without_receiving(filled.folder)
    monkeypatch.setattr(renewing, "open_keyring", _absent)
    with pytest.raises(Exception, match="way"):
        all_put_down(filled)
    assert keys_waiting(filled) == 0


def _absent():
    raise KeyringAbsentError


def test_a_way_that_was_made_too_early_meanwhile_takes_the_vault_off_the_list(filled, key_store):
    all_put_down(filled)
    filled.ways_in.add_passphrase("four unlikely words in a row, and 7 more")
    without_receiving(filled.folder)
    *_, last = renew(filled, Control())
    assert [type(left.error) for left in last.left] == [WaysLostError]
    assert keys_waiting(filled) == 0
    assert epochs(filled) == [2, 2]
    put_down(filled, [], with_vault_key=True, may_lose_ways=True)
    *_, last = renew(filled, Control(), may_lose_ways=True)
    assert (last.left, len(filled.ways_in.all(key_store))) == ((), 1)


@pytest.mark.parametrize("is_key_replaced", [True, False])
def test_a_disposal_leaves_nothing_of_a_renewal_that_was_begun(
    filled, clock, is_key_replaced, monkeypatch
):
    monkeypatch.setattr(copying, "NEARLY", 0)
    matter = filled.matters()[0]
    put_down(filled, [matter], with_vault_key=False)
    control = Control()
    for step in renew(filled, control):
        if step.phase is RenewalPhase.LEVEL:
            control.stop()
    files = filled.folder / "matters"
    assert len(list(files.glob("*-2.db"))) == 1
    store = filled.store_of(matter.matter_id)
    *_, last = dispose_of_documents(
        filled,
        matter,
        [document.document_id for document in store.documents()],
        typed="1042-0007",
        reason="The time is over.",
        clock=clock,
        is_key_replaced=is_key_replaced,
    )
    assert [each for each in last.certificate.verified if not each.is_so] == []
    assert len(list(files.glob("*.db"))) == 2
    *_, last = renew(filled, Control())
    assert (last.left, keys_waiting(filled)) == ((), 0)
    assert filled.store_of(matter.matter_id).documents() == ()


def test_a_store_that_is_open_follows_a_new_key(filled):
    matter = filled.matters()[0]
    with filled.sibling() as other:
        before = other.store_of(matter.matter_id)
        put_down(filled, [matter], with_vault_key=False)
        list(renew(filled, Control()))
        with pytest.raises(KeysChangedError):
            before.refuse("x", "/post", "", VaultError())
        other.store_of(matter.matter_id).refuse("x", "/post", "", VaultError())
    assert len(filled.store_of(matter.matter_id).refusals()) == 1
