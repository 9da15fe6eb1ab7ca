"""Everything about one person is found, reviewed by a person, and handed over or erased."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.casework.data_subjects.again import search_again, unseen_in
from desktop.casework.data_subjects.erase import documents_about, erase_subject
from desktop.casework.data_subjects.find import find_subject
from desktop.casework.data_subjects.hand_over import HIDDEN, JSON_NAME, PDF_NAME, hand_over
from desktop.casework.data_subjects.review import decide_hits, numbers_of
from desktop.casework.disposing.keeping import place_hold
from desktop.domain.audit import Act
from desktop.domain.data_subject import HitDecision, HitReason
from desktop.domain.errors import (
    ExportError,
    HeldError,
    NoSuchHitError,
    NoSuchSubjectError,
    NotConfirmedError,
    NothingToDisposeError,
    ReviewOpenError,
    SubjectUnnamedError,
)
from desktop.domain.finding import FindingKind
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.vault import Vault
from tests.vault.disposal.opened_pages import Onlooker
from tests.vault.vault_pages import VOTES, KeysInMemory, clock, finding, origin, reading

IBAN, OTHER_IBAN = "DE89370400440532013000", "FR7630006000011234567890189"
PAGES = {
    "letter.pdf": (
        f"Dear Anna Müller, your account {IBAN} is closed.\nPeter Kraus will call +4930123456.",
        (
            (FindingKind.PERSON, "Anna Müller"),
            (FindingKind.IBAN, IBAN),
            (FindingKind.PERSON, "Peter Kraus"),
            (FindingKind.PHONE, "+4930123456"),
        ),
    ),
    "list.pdf": (
        f"Mueller, Anna; Muller A.; Anna Möller\nKraus, Peter {OTHER_IBAN}",
        (
            (FindingKind.PERSON, "Mueller, Anna"),
            (FindingKind.PERSON, "Muller A."),
            (FindingKind.PERSON, "Anna Möller"),
            (FindingKind.PERSON, "Kraus, Peter"),
        ),
    ),
    "account.pdf": (f"Transfer from {IBAN}, no name given.", ((FindingKind.IBAN, IBAN),)),
    "minutes.pdf": ("It was said that Anna Muller had left early.", ()),
    "other.pdf": (
        f"Peter Kraus, {OTHER_IBAN}, knows nobody.",
        ((FindingKind.PERSON, "Peter Kraus"), (FindingKind.IBAN, OTHER_IBAN)),
    ),
}


@pytest.fixture
def vault(tmp_path):
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        yield vault


@pytest.fixture
def matter(vault):
    return vault.create_matter("1042", "0007", "x")


@pytest.fixture
def store(vault, matter):
    store = vault.store_of(matter.matter_id)
    for name, (text, mentions) in PAGES.items():
        add(store, name, text, mentions)
    return store


def add(store, name, text, mentions=()):
    """A document of one page, read."""
    document, _ = store.admit(origin(name.encode(), name), name.encode())
    page = reading(1, text)
    found = [finding(kind, page, mention) for kind, mention in mentions]
    store.start_reading(document.document_id, 1)
    store.store_pages(document.document_id, [(page, found, VOTES)])
    return document.document_id


def searched_again(store, case):
    (*_, last) = search_again(store, case.subject_id[:8], clock)
    return last.case


def found(store, *names, values=()):
    (*_, last) = find_subject(store, names, values, clock)
    return last.case


def described(store, case):
    names = {each.document_id: each.origin.name for each in store.documents()}
    return {(names[hit.document_id], hit.mention): hit.reason for hit in case.hits}


def reviewed(store, case, strike=()):
    """Every hit accepted but those with these mentions."""
    struck = [hit.number for hit in case.hits if hit.mention in strike]
    rest = [hit.number for hit in case.hits if hit.number not in struck]
    decide_hits(store, case.subject_id, struck, HitDecision.STRUCK)
    return decide_hits(store, case.subject_id, rest, HitDecision.ACCEPTED)


def test_a_person_is_found_in_every_spelling_and_by_what_stands_beside(store):
    assert described(store, found(store, "Anna Müller")) == {
        ("letter.pdf", "Anna Müller"): HitReason.SPELLING,
        ("letter.pdf", IBAN): HitReason.LINKED,
        ("letter.pdf", "+4930123456"): HitReason.LINKED,
        ("list.pdf", "Mueller, Anna"): HitReason.SPELLING,
        ("list.pdf", "Muller A."): HitReason.SPELLING,
        ("list.pdf", "Anna Möller"): HitReason.SPELLING,
        ("account.pdf", IBAN): HitReason.SAME_VALUE,
        ("minutes.pdf", "Anna Muller"): HitReason.TEXT,
    }


def test_a_person_is_found_by_a_value_alone_however_it_is_grouped(store):
    case = found(store, values=["de89 3704 0044 0532 0130 00"])
    assert described(store, case) == {
        ("letter.pdf", IBAN): HitReason.VALUE,
        ("letter.pdf", "+4930123456"): HitReason.LINKED,
        ("account.pdf", IBAN): HitReason.VALUE,
    }


def test_a_person_who_is_not_there_has_no_hits(store):
    assert found(store, "Quirin Xaver").hits == ()


def test_nobody_is_looked_for_by_nothing(store):
    for names, values in (((), ()), (("  ",), ("",)), (("-",), ())):
        with pytest.raises(SubjectUnnamedError):
            found(store, *names, values=values)
    assert store.subjects.all() == ()


def test_a_review_goes_on_where_it_stopped(vault, matter, store):
    case = found(store, "Anna Müller")
    first = decide_hits(store, case.subject_id[:8], numbers_of("1,3-4"), HitDecision.ACCEPTED)
    assert [hit.number for hit in first.accepted] == [1, 3, 4]
    decide_hits(store, case.subject_id, [3], HitDecision.OPEN)
    with vault.sibling() as sibling:
        again = sibling.store_of(matter.matter_id).subjects.named(case.subject_id)
    assert [hit.number for hit in again.accepted] == [1, 4]
    with pytest.raises(NoSuchHitError):
        decide_hits(store, case.subject_id, [1, 99], HitDecision.STRUCK)
    assert store.subjects.named(case.subject_id) == again
    with pytest.raises(NoSuchSubjectError):
        store.subjects.named("")


@given(st.text(alphabet="0123456789,- x", max_size=12))
def test_numbers_are_understood_or_refused(text):
    try:
        numbers = numbers_of(text)
    except NoSuchHitError:
        return
    assert all(number >= 0 for number in numbers)


def test_what_is_handed_over_is_the_persons_and_hides_what_is_others(store, tmp_path):
    case = found(store, "Anna Müller")
    folder = tmp_path / "handed"
    with pytest.raises(ReviewOpenError):
        hand_over(store, case, folder, clock)
    case = reviewed(store, case, strike=("+4930123456", "Anna Möller"))
    assert hand_over(store, case, folder, clock) == 6
    data = json.loads((folder / JSON_NAME).read_bytes())
    lines = {(each["document"], each["text"]): each["line"] for each in data["found"]}
    assert lines["letter.pdf", "Anna Müller"] == f"Dear Anna Müller, your account {IBAN} is closed."
    shown = lines["list.pdf", "Mueller, Anna"]
    assert shown == f"Mueller, Anna; Muller A.; {HIDDEN * len('Anna Möller')}"
    assert "Peter" not in json.dumps(data)
    assert (folder / PDF_NAME).read_bytes().startswith(b"%PDF-")
    for path in (folder, *folder.iterdir()):
        assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(ExportError):
        hand_over(store, case, folder, clock)
    entry = store.audit.entries(latest=1)[0]
    assert (entry.act, entry.details) == (Act.SUBJECT_EXPORTED, {"hits": 6})


def test_erasing_disposes_of_the_documents_and_of_the_case(vault, matter, store, tmp_path):
    onlooker = Onlooker(tmp_path / "vault")
    onlooker.meet(store._database)
    case = reviewed(store, found(store, "Anna Müller"), strike=("+4930123456", "Anna Möller"))
    (sealed,) = store._database.row("SELECT record FROM subject")
    store._database.checkpoint()
    assert onlooker.sees(sealed[:18])
    assert len(documents_about(store, case)) == 4
    (*_, last) = erase_subject(
        vault, matter, case, typed="1042-0007", reason="Asked for.", clock=clock
    )
    store = vault.store_of(matter.matter_id)
    onlooker.meet(store._database)
    assert [each.origin.name for each in store.documents()] == ["other.pdf"]
    assert all(each.is_so for each in last.certificate.verified)
    assert store.subjects.all() == ()
    assert onlooker.sees(sealed[:18]) == set()
    assert found(store, "Anna Müller").hits == ()
    assert not [step for step in store.verify() if isinstance(step, IntegrityProblem)]
    assert Act.SUBJECT_ERASED in {entry.act for entry in store.audit.entries()}


def test_a_case_is_searched_again_and_keeps_what_was_decided(store):
    case = reviewed(store, found(store, "Anna Müller"), strike=("Anna Möller",))
    assert unseen_in(store, case) == ()
    late = add(
        store, "late.pdf", "Anna Müller wrote again.", ((FindingKind.PERSON, "Anna Müller"),)
    )
    assert unseen_in(store, case) == (late,)
    again = searched_again(store, case)
    assert again.hits[: len(case.hits)] == case.hits
    (new,) = again.hits[len(case.hits) :]
    assert (new.document_id, new.number) == (late, len(case.hits) + 1)
    assert again.open_hits == (new,)
    assert unseen_in(store, again) == ()
    assert searched_again(store, again).hits == again.hits


def test_pages_that_are_read_after_the_search_count_as_not_seen(store):
    document, _ = store.admit(origin(b"two pages"), b"two pages")
    store.start_reading(document.document_id, 2)
    store.store_pages(document.document_id, [(reading(1, "Nobody."), [], VOTES)])
    case = found(store, "Anna Müller")
    assert unseen_in(store, case) == ()
    store.store_pages(document.document_id, [(reading(2, "Anna Müller."), [], VOTES)])
    assert unseen_in(store, case) == (document.document_id,)
    assert [hit.page for hit in searched_again(store, case).open_hits][-1] == 2


def test_what_the_matter_has_let_go_of_leaves_the_case_when_it_is_searched_again(store):
    case = found(store, "Anna Müller")
    gone = next(each for each in store.documents() if each.origin.name == "minutes.pdf")
    store.remove(gone.document_id)
    again = searched_again(store, case)
    assert {hit.number for hit in case.hits} - {hit.number for hit in again.hits} == {
        hit.number for hit in case.hits if hit.document_id == gone.document_id
    }


def test_an_erasure_that_is_stopped_leaves_the_rest_and_the_case(vault, matter, store):
    case = reviewed(store, found(store, "Anna Müller"))
    about = documents_about(store, case)
    steps = iter((False, True))
    (*_, last) = erase_subject(
        vault,
        matter,
        case,
        typed="1042-0007",
        reason="Art. 17",
        clock=clock,
        is_stopped=lambda: next(steps),
    )
    assert [each.document_id for each in last.certificate.documents] == list(about[:1])
    store = vault.store_of(matter.matter_id)
    assert documents_about(store, case) == about[1:]
    assert store.subjects.named(case.subject_id) == case


def test_nothing_is_erased_unreviewed_unconfirmed_or_under_hold(vault, matter, store):
    asked = {"typed": "1042-0007", "reason": "Asked for.", "clock": clock}
    case = found(store, "Anna Müller")
    with pytest.raises(ReviewOpenError):
        list(erase_subject(vault, matter, case, **asked))
    none = reviewed(store, case, strike={hit.mention for hit in case.hits})
    with pytest.raises(NothingToDisposeError):
        list(erase_subject(vault, matter, none, **asked))
    case = reviewed(store, case)
    with pytest.raises(NotConfirmedError):
        list(erase_subject(vault, matter, case, **(asked | {"typed": "1"})))
    place_hold(store, documents_about(store, case)[0], "Letter of the court")
    with pytest.raises(HeldError):
        list(erase_subject(vault, matter, case, **asked))
    assert len(store.documents()) == len(PAGES)
    assert store.subjects.named(case.subject_id) == case
