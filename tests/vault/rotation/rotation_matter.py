"""A matter with a row in every table, and everything that it says of itself."""

from dataclasses import replace

from desktop.domain.audit import Act
from desktop.domain.data_subject import SubjectCase, SubjectId
from desktop.domain.errors import VaultBusyError
from desktop.domain.family import FamilyPlace
from desktop.domain.finding import Decision
from desktop.domain.identity import new_identity
from desktop.domain.keeping import Closing, RetentionRule, RetentionStart
from desktop.domain.notes import Note, NoteKind
from desktop.vault.integrity import IntegrityProblem
from tests.vault.test_vault_answers import answer_about
from tests.vault.test_vault_extractions import extraction_of
from tests.vault.test_vault_ledgers import LEDGER
from tests.vault.vault_pages import NOON, VOTES, PageMaker, Vocabulary, origin

PAGES = 6
VOCABULARY = Vocabulary.of_size(200, 40)


def pages_from(number, count, seed=11):
    maker = PageMaker(VOCABULARY, seed=seed, words_per_page=80)
    return [(*maker.page(each), VOTES) for each in range(number, number + count)]


def add_document(store, content=b"letter", pages=PAGES, seed=11):
    """Admit a document and store its pages; its identity."""
    document, _ = store.admit(origin(content, f"{content[:8].decode()}.pdf"), content)
    store.start_reading(document.document_id, pages)
    store.store_pages(document.document_id, pages_from(1, pages, seed))
    return document.document_id


def fill(store):
    """Put something into every table; the identity of the only document."""
    document_id = add_document(store, b"letter" * 300_000)
    store.fail_page(document_id, 2, "READING-06")
    store.refuse("odd.bin", "/post", "", VaultBusyError())
    first, second, *_ = store.findings()
    store.decide(first.finding_id, Decision.ACCEPTED, decided_by="anna")
    correction = ("Quentin Zeller", "Quentin Zeller")
    store.decide(second.finding_id, Decision.CORRECTED, decided_by="anna", correction=correction)
    with store.together():
        known = store.finding(first.finding_id)
        (decided,) = store.asides.all_of(known)
        earlier = decided._replace(at_us=1, by="paula")
        store.asides.put_all(store._findings, known, [earlier, decided])
    inner, _ = store.admit(origin(b"inner", "inner.pdf"), b"inner", FamilyPlace(document_id, 1))
    store.start_reading(inner.document_id, 1, (Note(NoteKind.SCRIPTS, "2"),))
    store.passwords.add("open sesame")
    store.keep_ledger(document_id, 1, LEDGER)
    document = store.document(document_id)
    store.answers.add(answer_about(document))
    store.extractions.keep(extraction_of(document))
    hold = store.holds.place(document_id, "Letter of the court", "paula")
    store.holds.release(hold.hold_id, "It is over", "paula")
    store.holds.place(None, "Dispute expected", "paula")
    rule = RetentionRule(6, RetentionStart.MATTER_CLOSED, True, "BRAO 50", "paula", NOON)
    store.retention.set_rule(rule)
    store.retention.set_closing(Closing("paula", NOON))
    store.searching.saved.keep("Zeller", "Zeller", saved_at=NOON)
    store.subjects.keep(
        SubjectCase(SubjectId(new_identity()), ("Zeller",), ("z@example.org",), "paula", NOON, ())
    )
    store.audit.add(Act.HOLD_PLACED, details={"holds": 1})
    return document_id


def told(store):
    """Everything that a matter says of itself."""
    documents = store.documents()
    findings = store.findings()
    pages = [
        (document.document_id, summary.number)
        for document in documents
        for summary in store.page_summaries(document.document_id)
        if summary.method is not None
    ]
    text = store.page(*pages[0]).text.text
    asked = {finding.finding.value for finding in findings[:8]} | {*text.split()[:8], "Zeller"}
    return {
        "documents": documents,
        "originals": [store.original(document.document_id) for document in documents],
        "findings": findings,
        "pages": [store.page(*page) for page in pages],
        "ledgers": [store.ledger(*page) for page in pages],
        "refusals": store.refusals(),
        "holds": store.holds.all(),
        "keeping": (store.retention.rule(), store.retention.closing()),
        "log": [(entry.act, entry.at, entry.details) for entry in store.audit.entries()],
        "answers": store.answers.all(),
        "extractions": store.extractions.all(),
        "asides": store.asides.all(),
        "saved": store.searching.saved_with_new(),
        "subjects": store.subjects.all(),
        "passwords": store.passwords.all(),
        "words": list(store.searching.word_list.words()),
        "searches": {word: hits_of(store, word) for word in sorted(asked)},
    }


def hits_of(store, word):
    """What is found, without its rank, in which pages count that are gone until they are merged."""
    return {replace(hit, score=0.0) for hit in store.search(word, limit=100).hits}


def faults(store):
    return [step.what for step in store.verify() if isinstance(step, IntegrityProblem)]
