"""A family is due when the last of it is, and a person's data goes with all that holds it."""

from datetime import UTC, date, datetime

import pytest

from desktop.casework.data_subjects.erase import documents_about
from desktop.casework.disposing.certificate import as_data
from desktop.casework.disposing.dispose import dispose_of_documents
from desktop.casework.disposing.due import due_in
from desktop.casework.disposing.keeping import place_hold, set_rule
from desktop.domain.data_subject import (
    HitDecision,
    HitReason,
    SubjectCase,
    SubjectHit,
    SubjectId,
)
from desktop.domain.errors import FamilyMemberError, HeldError
from desktop.domain.family import FamilyPlace
from desktop.domain.identity import PageNumber
from desktop.domain.keeping import RetentionStart
from desktop.vault.vault import Vault
from tests.vault.vault_pages import NOON, KeysInMemory, origin

ACCEPTED = HitDecision.ACCEPTED


def clock():
    return NOON


@pytest.fixture
def vault(tmp_path):
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        yield vault


@pytest.fixture
def matter(vault):
    return vault.create_matter("1042", "0007", "x")


@pytest.fixture
def store(vault, matter):
    return vault.store_of(matter.matter_id)


def admitted(store, name, received, place=None):
    content = name.encode()
    came = origin(content, name)
    at = datetime(received.year, received.month, received.day, tzinfo=UTC)
    came = type(came)(came.name, came.folder, came.kind, came.size_bytes, came.sha256, came.md5, at)
    document, _ = store.admit(came, content, place)
    return document.document_id


@pytest.fixture
def family(store):
    """A message of 2019 whose attachment was taken out in 2021, and a letter of 2019."""
    mail = admitted(store, "mail.eml", date(2019, 1, 1))
    annex = admitted(store, "annex.pdf", date(2021, 6, 1), FamilyPlace(mail, 1))
    letter = admitted(store, "letter.pdf", date(2019, 1, 1))
    return mail, annex, letter


def test_a_family_is_one_entry_and_due_with_its_last_member(store, family):
    mail, annex, letter = family
    set_rule(store, 6, RetentionStart.DOCUMENT_ADDED, "AO 147", clock)
    assert [due.document_id for due in due_in(store, date(2026, 3, 2))] == [letter]
    due = due_in(store, date(2027, 7, 1))
    assert [(each.document_id, each.counted_from, each.inside) for each in due] == [
        (letter, date(2019, 1, 1), 0),
        (mail, date(2021, 6, 1), 1),
    ]
    place_hold(store, annex, "claim")
    held = {each.document_id: bool(each.holds) for each in due_in(store, date(2027, 7, 1))}
    assert held == {letter: False, mail: True}


def dispose(vault, matter, *documents, **options):
    reports = dispose_of_documents(
        vault, matter, documents, typed="1042-0007", reason="x", clock=clock, **options
    )
    return list(reports)[-1].certificate


def test_the_certificate_says_what_went_apart_and_where_its_bytes_still_are(vault, matter, family):
    mail, annex, _ = family
    with pytest.raises(FamilyMemberError):
        dispose(vault, matter, annex)
    data = as_data(dispose(vault, matter, annex, may_go_apart=True))
    assert [each["apart"] for each in data["documents"]] == [True]
    assert "the original of that other document holds their bytes" in data["limits"][0]
    store = vault.store_of(matter.matter_id)
    place_hold(store, mail, "claim")
    with pytest.raises(HeldError):
        dispose(vault, matter, mail)


def case_about(*document_ids):
    """A case whose hits stand on the first pages of documents, all accepted."""
    hits = tuple(
        SubjectHit(
            number, each, PageNumber(1), None, "Anna", "Anna", 0, 4, HitReason.TEXT, ACCEPTED
        )
        for number, each in enumerate(document_ids, start=1)
    )
    return SubjectCase(SubjectId("a" * 32), ("Anna",), (), "paula", NOON, hits)


def test_erasing_what_came_inside_takes_the_original_that_holds_it(store, family):
    mail, annex, letter = family
    assert documents_about(store, case_about(annex)) == (mail, annex)
    assert documents_about(store, case_about(letter)) == (letter,)
