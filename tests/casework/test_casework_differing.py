"""What was decided differently elsewhere is told whole, and any of it can be let hold."""

import pytest

from desktop.casework.backing_up.differing import decided_differently, let_hold
from desktop.casework.deciding import account_name
from desktop.domain.finding import Decision, FindingKind
from desktop.vault.asides import Decided
from desktop.vault.vault import Vault
from tests.vault.vault_pages import KeysInMemory, clock, finding, origin, reading

REJECTED = Decided(1, "anna", "rejected", "", "")
CORRECTED = Decided(2, "bert", "corrected", "Jana Okafor", "Jana Okafor")
ACCEPTED = Decided(3, "clara", "accepted", "", "")


@pytest.fixture
def store(tmp_path):
    """A matter with a person about whom three people decided differently."""
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        store = vault.store_of(vault.create_matter("1", "2", "x").matter_id)
        document, _ = store.admit(origin(b"x", "letter.pdf"), b"x")
        page = reading(1, "Jana Okator writes")
        person = finding(FindingKind.PERSON, page, "Jana Okator")
        store.store_pages(document.document_id, [(page, [person], {})])
        (stored,) = store.findings()
        with store.together():
            store.asides.put_all(store._findings, stored, (CORRECTED, ACCEPTED, REJECTED))
        yield store


def test_every_decision_is_told_with_who_made_it_the_one_that_holds_apart(store):
    (difference,) = decided_differently(store)
    assert (difference.document, difference.page, difference.read) == (
        "letter.pdf",
        1,
        "Jana Okator",
    )
    assert [(each.decision, each.by) for each in difference.earlier] == [
        (Decision.REJECTED, "anna"),
        (Decision.CORRECTED, "bert"),
    ]
    assert (difference.holds.decision, difference.holds.by) == (Decision.ACCEPTED, "clara")


def test_a_correction_that_is_let_hold_is_this_accounts_and_the_others_stay(store):
    (difference,) = decided_differently(store)
    stored = let_hold(store, difference.finding_id, difference.earlier[1])
    assert (stored.decision, stored.finding.mention) == (Decision.CORRECTED, "Jana Okafor")
    assert stored.verdict.decided_by == account_name()
    (again,) = decided_differently(store)
    assert again.earlier == difference.earlier
    assert (again.read, again.holds.value) == ("Jana Okator", "Jana Okafor")
    assert let_hold(store, again.finding_id, again.earlier[0]).decision is Decision.REJECTED
