"""Answers are sealed with their matter, go with their documents, and an altered one is named."""

from dataclasses import replace

import pytest

from desktop.domain.asking import (
    AnswerId,
    AskAnswer,
    Citation,
    Look,
    Outcome,
    Road,
    Scope,
    Statement,
    View,
)
from desktop.domain.errors import NoSuchAnswerError, NoSuchDocumentError, VaultDamagedError
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, PageNumber, new_identity
from desktop.domain.receipts import Evidence, KeptReceipt
from desktop.vault.integrity import IntegrityProblem
from tests.vault.vault_pages import NOON, finding, origin, reading

RECEIPT = KeptReceipt(
    Evidence(
        weights_sha256="0" * 64,
        projector_sha256="1" * 64,
        build="b",
        chat_form=("a", "b", "c"),
        task="ask",
        fields=("When?",),
        prompt_id="ask/1",
        question="When?",
        grammar="",
        pixels_sha256="2" * 64,
        seen_sha256="3" * 64,
        context_tokens=4096,
        image_max_tokens=-1,
        threads=1,
        max_tokens=512,
    ),
    "4" * 64,
)


def answer_about(*documents, question="When?"):
    page = PageNumber(1)
    box = Box(1.5, 2.25, 3, 4)
    cited = [Citation(document.document_id, page, "1 May", (box,)) for document in documents]
    return AskAnswer(
        AnswerId(new_identity()),
        question,
        NOON,
        Scope(tuple(document.document_id for document in documents), page, box),
        Road.MODEL,
        Outcome.ANSWERED,
        (Statement("1 May", tuple(cited)),),
        tuple(
            Look(each.document_id, page, Outcome.ANSWERED, (RECEIPT,), (View(box, 150, 90),))
            for each in documents
        ),
        3,
        "m",
    )


def admitted(store, *contents):
    return [store.admit(origin(content), content)[0] for content in contents]


def test_answers_come_back_whole_the_latest_first(store):
    (document,) = admitted(store, b"a")
    first, second = answer_about(document), answer_about(document, question="Où ? Straße")
    store.answers.add(first)
    store.answers.add(second)
    assert store.answers.all() == (second, first)
    assert store.answers.all(limit=1) == (second,)
    assert store.answers.named(first.answer_id[:12].upper()) == first


@pytest.mark.parametrize("start", ["", "zz", "0" * 32, "%"])
def test_an_identity_that_names_no_answer_is_refused(store, start):
    (document,) = admitted(store, b"a")
    store.answers.add(answer_about(document))
    with pytest.raises(NoSuchAnswerError):
        store.answers.named(start)


def test_an_answer_goes_with_the_first_of_its_documents(store):
    one, other = admitted(store, b"a", b"b")
    both, of_one = answer_about(one, other), answer_about(one)
    store.answers.add(both)
    store.answers.add(of_one)
    store.remove(other.document_id)
    assert store.answers.all() == (of_one,)
    assert store._database.value("SELECT count(*) FROM answer_document") == 1


def test_an_answer_about_a_document_that_is_gone_is_not_kept(store):
    (document,) = admitted(store, b"a")
    stray = replace(document, document_id=DocumentId(new_identity()))
    with pytest.raises(NoSuchDocumentError):
        store.answers.add(answer_about(document, stray))
    assert store.answers.all() == ()


def test_an_answer_can_be_taken_out_once(store):
    (document,) = admitted(store, b"a")
    kept = answer_about(document)
    store.answers.add(kept)
    store.answers.remove(kept.answer_id)
    assert store.answers.all() == ()
    with pytest.raises(NoSuchAnswerError):
        store.answers.remove(kept.answer_id)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE answer SET record = zeroblob(length(record))",
        "UPDATE answer SET record = (SELECT record FROM answer ORDER BY answer_row DESC)",
    ],
)
def test_an_altered_or_exchanged_answer_is_named_by_the_check(store, change):
    (document,) = admitted(store, b"a")
    for question in ("When?", "Where?"):
        store.answers.add(answer_about(document, question=question))
    assert not [step for step in store.verify() if isinstance(step, IntegrityProblem)]
    store._database.change(change)
    with pytest.raises(VaultDamagedError):
        store.answers.all()
    (problem,) = (step for step in store.verify() if isinstance(step, IntegrityProblem))
    assert problem.what == "An answer that was kept was altered or damaged."


# ------------------------------------------------------------------ which pages are asked about

TEXTS = (
    "Invoice number HF-1 for consulting",
    "Total payable: 80.00 EUR, tax included",
    "The notice period is thirty days",
    "Mehrwertsteuer 19 %, Gesamtbetrag 40,00",
    "Margaret Okafor lives here",
)


@pytest.fixture
def chosen(store):
    """The numbers of the pages chosen, of one document with the texts above."""
    document, other = admitted(store, b"a", b"b")
    pages = [reading(number, text) for number, text in enumerate(TEXTS, start=1)]
    person = finding("person", pages[4], "Margaret Okafor")
    store.start_reading(document.document_id, len(TEXTS))
    store.store_pages(
        document.document_id,
        [(page, [person] if page.number == 5 else [], {}) for page in pages],
    )
    store.start_reading(other.document_id, 1)
    store.store_pages(other.document_id, [(reading(1, "Total tax, elsewhere"), [], {})])

    def choose(*groups, document_ids=(document.document_id,), limit=9):
        choice = store.page_chooser.choose(groups, document_ids, limit=limit)
        return [page.page for page in choice.pages], choice.are_hits, choice.of

    choose.everything = ()
    return choose


def test_pages_with_more_of_what_is_sought_come_first_and_rare_words_count_more(chosen):
    assert chosen(["total"], ["tax", "Mehrwertsteuer"]) == ([2, 4], True, 5)
    assert chosen(["notice period"], ["tax", "total", "number"])[0][0] == 3


def test_words_of_personal_findings_choose_their_page_too(chosen):
    assert chosen(["Okafor"]) == ([5], True, 5)
    assert chosen(["Margaret Okafor"]) == ([5], True, 5)


def test_no_more_than_wanted_and_no_other_document_unless_all_are_meant(chosen):
    assert chosen(["tax"], limit=1) == ([2], True, 5)
    assert chosen(["tax"], document_ids=()) == ([2, 1], True, 6)


def test_where_nothing_is_found_the_first_pages_are_given_and_said_to_be_no_hits(chosen):
    assert chosen(["zyxwvut"], limit=2) == ([1, 2], False, 5)
    assert chosen(limit=3, document_ids=()) == ([1, 2, 3], False, 6)
