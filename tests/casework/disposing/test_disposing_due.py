"""What is due is told from the rule, the closing, the day of arrival and a document's own date."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.casework.disposing.due import due_in
from desktop.casework.disposing.keeping import (
    close_matter,
    keeping_of,
    lift_rule,
    place_hold,
    release_hold,
    reopen_matter,
    set_rule,
)
from desktop.domain.audit import Act
from desktop.domain.errors import MatterClosedError, ReasonNeededError, RetentionRuleError
from desktop.domain.finding import Decision, FindingKind
from desktop.domain.keeping import RetentionRule, RetentionStart, kept_until
from desktop.vault.vault import Vault
from tests.vault.vault_pages import NOON, VOTES, KeysInMemory, finding, origin, reading

TODAY = NOON.date()


def clock():
    return NOON


@pytest.fixture
def store(tmp_path):
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        yield vault.store_of(vault.create_matter("1042", "0007", "x").matter_id)


def admitted(store, name, received, *dates):
    """A document received on a day, with dates on its page: (role, ISO date)."""
    content = name.encode()
    came = origin(content, name)
    came = type(came)(
        came.name,
        came.folder,
        came.kind,
        came.size_bytes,
        came.sha256,
        came.md5,
        datetime(received.year, received.month, received.day, tzinfo=UTC),
    )
    document, _ = store.admit(came, content)
    page = reading(1, " ".join(value for _, value in dates) or "nothing")
    found = [finding(FindingKind.DATE, page, value, role=role) for role, value in dates]
    store.start_reading(document.document_id, 1)
    store.store_pages(document.document_id, [(page, found, VOTES)])
    return document.document_id


def rule(years, start=RetentionStart.DOCUMENT_ADDED, *, is_from_year_end=False):
    return RetentionRule(years, start, is_from_year_end, "AO 147", "paula", NOON)


def test_a_period_ends_on_the_same_day_of_the_last_year():
    assert kept_until(rule(6), date(2020, 3, 1)) == date(2026, 3, 1)
    assert kept_until(rule(1), date(2024, 2, 29)) == date(2025, 2, 28)
    assert kept_until(rule(4), date(2024, 2, 29)) == date(2028, 2, 29)
    assert kept_until(rule(6, is_from_year_end=True), date(2020, 3, 1)) == date(2026, 12, 31)


@given(st.dates(), st.integers(1, 100), st.booleans())
def test_nothing_is_kept_for_less_than_the_years_of_its_rule(start, years, is_from_year_end):
    last = kept_until(rule(years, is_from_year_end=is_from_year_end), start)
    assert last.year == min(start.year + years, date.max.year)
    if is_from_year_end:
        assert (last.month, last.day) == (12, 31)


def test_without_a_rule_nothing_is_due(store):
    admitted(store, "a.pdf", date(1990, 1, 1))
    assert due_in(store, TODAY) == ()


def test_the_day_of_arrival_counts_and_the_last_day_is_still_kept(store):
    old = admitted(store, "old.pdf", date(2020, 3, 1))
    admitted(store, "last.pdf", date(2020, 3, 2))
    admitted(store, "new.pdf", date(2020, 3, 3))
    set_rule(store, 6, RetentionStart.DOCUMENT_ADDED, "AO 147", clock)
    (due,) = due_in(store, TODAY)
    assert (due.document_id, due.name) == (old, "old.pdf")
    assert (due.counted_from, due.kept_until, due.is_over) == (
        date(2020, 3, 1),
        date(2026, 3, 1),
        True,
    )
    soon = due_in(store, TODAY, within_days=2)
    assert [each.name for each in soon] == ["old.pdf", "last.pdf", "new.pdf"]
    assert [each.is_over for each in soon] == [True, False, False]


def test_a_documents_own_date_counts_the_latest_and_none_after_its_arrival(store):
    came = date(2026, 1, 1)
    admitted(store, "dated.pdf", came, ("issue_date", "2011-05-04"), ("issue_date", "2010-01-01"))
    admitted(store, "born.pdf", came, ("date_of_birth", "1960-05-04"))
    admitted(store, "future.pdf", came, ("issue_date", "2040-01-01"), ("signature_date", "2012-01"))
    set_rule(store, 10, RetentionStart.DOCUMENT_DATE, "AO 147", clock)
    (due,) = due_in(store, TODAY)
    assert (due.name, due.counted_from) == ("dated.pdf", date(2011, 5, 4))


def test_a_date_that_a_person_rejected_does_not_count(store):
    admitted(store, "a.pdf", date(2026, 1, 1), ("issue_date", "2011-05-04"))
    set_rule(store, 10, RetentionStart.DOCUMENT_DATE, "AO 147", clock)
    assert len(due_in(store, TODAY)) == 1
    (stored,) = store.findings()
    store.decide(stored.finding_id, Decision.REJECTED, decided_by="paula")
    assert due_in(store, TODAY) == ()


def test_a_matter_is_due_as_a_whole_once_it_was_closed_long_enough(store):
    admitted(store, "a.pdf", date(2000, 1, 1))
    set_rule(store, 6, RetentionStart.MATTER_CLOSED, "BRAO 50", clock, is_from_year_end=True)
    assert due_in(store, date(2050, 1, 1)) == ()
    close_matter(store, clock)
    assert due_in(store, date(2032, 12, 31)) == ()
    (due,) = due_in(store, date(2033, 1, 1))
    assert (due.document_id, due.kept_until) == (None, date(2032, 12, 31))
    reopen_matter(store)
    assert due_in(store, date(2050, 1, 1)) == ()


def test_what_is_due_and_held_says_which_holds_stand(store):
    held = admitted(store, "held.pdf", date(2000, 1, 1))
    admitted(store, "free.pdf", date(2000, 1, 1))
    set_rule(store, 6, RetentionStart.DOCUMENT_ADDED, "AO 147", clock)
    hold = place_hold(store, held, "Letter of the court")
    assert {due.name: due.holds for due in due_in(store, TODAY)} == {
        "held.pdf": (hold,),
        "free.pdf": (),
    }
    release_hold(store, hold.hold_id, "Withdrawn")
    assert all(due.holds == () for due in due_in(store, TODAY))


def test_what_must_be_accounted_for_needs_a_reason(store):
    for words in ("", "  \n ", "x" * 501, "bell\x07"):
        with pytest.raises(ReasonNeededError):
            place_hold(store, None, words)
        with pytest.raises(ReasonNeededError):
            set_rule(store, 6, RetentionStart.DOCUMENT_ADDED, words, clock)
    for years in (0, 101, -1):
        with pytest.raises(RetentionRuleError):
            set_rule(store, years, RetentionStart.DOCUMENT_ADDED, "x", clock)
    with pytest.raises(RetentionRuleError):
        lift_rule(store)
    keeping = keeping_of(store)
    assert (keeping.rule, keeping.closing, keeping.holds) == (None, None, ())


def test_a_matter_is_closed_once(store):
    with pytest.raises(MatterClosedError):
        reopen_matter(store)
    close_matter(store, clock)
    with pytest.raises(MatterClosedError):
        close_matter(store, clock)


def test_every_act_stands_in_the_log_of_the_matter(store):
    hold = place_hold(store, None, "Dispute expected")
    release_hold(store, hold.hold_id, "Settled")
    set_rule(store, 6, RetentionStart.MATTER_CLOSED, "BRAO 50", clock)
    lift_rule(store)
    close_matter(store, clock)
    reopen_matter(store)
    assert [entry.act for entry in store.audit.entries()] == [
        Act.HOLD_PLACED,
        Act.HOLD_RELEASED,
        Act.RULE_SET,
        Act.RULE_SET,
        Act.MATTER_CLOSED,
        Act.MATTER_REOPENED,
    ]
    assert store.audit.entries()[0].subject == (hold.hold_id,)
