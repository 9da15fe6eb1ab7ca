"""What is stored comes back as it was, and counters, states and copies agree with it."""

import threading
from dataclasses import replace

import pytest

from desktop.domain.document import DocumentKind, DocumentState
from desktop.domain.errors import (
    FileEmptyError,
    NoSuchDocumentError,
    NoSuchFindingError,
    NoSuchPageError,
)
from desktop.domain.finding import Agreement, Decision, FindingKind, FindingSource, Sensitivity
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, FindingId, PageNumber
from desktop.domain.page import PageState, ReadMethod, Words
from tests.vault.vault_pages import (
    NOON,
    VOTES,
    PageMaker,
    Vocabulary,
    finding,
    origin,
    reading,
)


@pytest.fixture
def document_id(store):
    document, _ = store.admit(origin(b"letter"), b"letter")
    store.start_reading(document.document_id, 5)
    return document.document_id


def counted(store, document_id):
    document = store.document(document_id)
    return document.pages_read, document.pages_failed, document.finding_count


def letter(number, words="Sehr geehrte Frau Anna Beispiel, anbei die Unterlagen."):
    page = reading(number, words)
    return page, [finding(FindingKind.PERSON, page, "Anna Beispiel")], VOTES


@pytest.mark.parametrize("size", [0, 1, 5000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_an_original_comes_back_byte_for_byte(store, size):
    content = bytes(number * 31 % 251 for number in range(1024)) * (size // 1024 + 1)
    content = content[:size]
    document, is_new = store.admit(origin(content), content)
    assert is_new
    assert store.original(document.document_id) == content
    assert document.origin == origin(content)
    assert document.state is DocumentState.WAITING


def test_the_same_bytes_are_one_document_whatever_their_name(store):
    first, _ = store.admit(origin(b"same", "a.pdf"), b"same")
    second, is_new = store.admit(origin(b"same", "b.pdf"), b"same")
    assert not is_new
    assert second == first


def test_an_origin_of_other_bytes_is_refused(store):
    with pytest.raises(ValueError, match="does not belong"):
        store.admit(origin(b"one"), b"other")
    assert store.documents() == ()


def test_a_page_comes_back_as_it_was_read(store, document_id):
    page = reading(
        2,
        "Größe  über\n\nalles",
        turn_deg=90,
        method=ReadMethod.OCR,
        confidence=0.875,
        remarks=("image_clamped",),
    )
    store.store_pages(document_id, [(page, [], VOTES)])
    assert store.page(document_id, PageNumber(2)) == page
    assert store.kind_votes(document_id) == [VOTES]


def test_a_blank_page_and_a_page_off_the_sheet_come_back(store, document_id):
    blank = reading(1, "")
    page = reading(3, "weit draußen")
    word = replace(page.text.words[0], box=Box(-3.25, -0.5, 9000.01, 12.34), confidence=0.123)
    page = replace(page, text=replace(page.text, words=Words.of([word, page.text.words[1]])))
    store.store_pages(document_id, [(blank, [], {}), (page, [], {})])
    assert store.page(document_id, PageNumber(1)) == blank
    stored = store.page(document_id, PageNumber(3)).text.words[0]
    assert stored.confidence == pytest.approx(0.123)
    for side in ("left_pt", "top_pt", "right_pt", "bottom_pt"):
        assert getattr(stored.box, side) == pytest.approx(getattr(word.box, side), abs=0.011)


def test_findings_come_back_in_reading_order_with_all_that_was_said(store, document_id):
    page = reading(1, "Anna Beispiel DE89370400440532013000")
    first = finding(
        FindingKind.PERSON,
        page,
        "Anna Beispiel",
        role="vendor",
        source=FindingSource.VISION,
        agreement=Agreement.DIFFERENT,
        sensitivity=Sensitivity.HIGH,
        confidence=0.75,
    )
    second = finding(FindingKind.IBAN, page, "DE89370400440532013000", scheme="DE IBAN")
    unplaced = finding(FindingKind.AMOUNT, page, "12,50 EUR", "12.50 EUR")
    store.store_pages(document_id, [(page, [first, second], {}), (reading(2, ""), [unplaced], {})])
    stored = store.findings()
    assert [each.finding for each in stored] == [first, second, unplaced]
    assert [each.page for each in stored] == [1, 1, 2]
    assert {each.document_id for each in stored} == {document_id}
    assert {each.decision for each in stored} == {Decision.OPEN}
    assert store.findings(kind=FindingKind.IBAN, document_id=document_id) == stored[1:2]
    assert store.findings(page=PageNumber(2)) == stored[2:]
    assert store.findings(limit=1) == stored[:1]


def test_the_findings_of_a_page_are_known_only_once_it_was_read(store, document_id):
    assert store.page_findings(document_id, PageNumber(1)) is None
    store.fail_page(document_id, PageNumber(1), "READING-06")
    assert store.page_findings(document_id, PageNumber(1)) is None
    store.store_pages(document_id, [letter(1), (reading(2, ""), [], {})])
    assert store.page_findings(document_id, PageNumber(1)) == store.findings(page=PageNumber(1))
    assert store.page_findings(document_id, PageNumber(2)) == ()
    with pytest.raises(NoSuchDocumentError):
        store.page_findings(DocumentId("0" * 32), PageNumber(1))


def test_a_decision_is_kept(store, document_id):
    store.store_pages(document_id, [letter(1)])
    (stored,) = store.findings()
    store.decide(stored.finding_id, Decision.ACCEPTED)
    assert store.findings()[0].decision is Decision.ACCEPTED
    for unknown in (FindingId("0" * 32), FindingId("nonsense")):
        with pytest.raises(NoSuchFindingError):
            store.decide(unknown, Decision.REJECTED)


def test_work_goes_on_at_the_missing_pages(store, document_id):
    assert [each.document_id for each in store.waiting()] == [document_id]
    store.store_pages(document_id, [letter(2), letter(4)])
    store.fail_page(document_id, PageNumber(1), "READING-06")
    assert store.missing_pages(document_id) == (3, 5)
    assert counted(store, document_id) == (2, 1, 2)
    summaries = store.page_summaries(document_id)
    assert [page.state for page in summaries] == [
        PageState.FAILED,
        PageState.READ,
        PageState.WAITING,
        PageState.READ,
        PageState.WAITING,
    ]
    assert summaries[0].error_code == "READING-06"
    assert summaries[1].finding_count == 1
    assert summaries[1].method is ReadMethod.TEXT_LAYER


def test_failed_pages_can_be_tried_again(store, document_id):
    store.store_pages(document_id, [letter(number) for number in (1, 2, 3, 4)])
    store.fail_page(document_id, PageNumber(5), "WORKER-01")
    store.finish(document_id, DocumentKind.LETTER)
    assert store.document(document_id).state is DocumentState.READ_WITH_GAPS
    assert store.waiting() == ()
    store.retry_pages(document_id)
    assert store.document(document_id).state is DocumentState.READING
    assert store.missing_pages(document_id) == (5,)
    assert counted(store, document_id) == (4, 0, 4)
    store.store_pages(document_id, [letter(5)])
    store.finish(document_id, DocumentKind.LETTER)
    document = store.document(document_id)
    assert document.state is DocumentState.READ
    assert document.classification is DocumentKind.LETTER
    store.retry_pages(document_id)
    assert store.document(document_id).state is DocumentState.READ


def test_a_page_read_again_takes_the_place_of_the_earlier_reading(store, document_id):
    store.store_pages(document_id, [letter(1, "altes Wort für Anna Beispiel"), letter(2)])
    store.store_pages(document_id, [letter(1, "wrong"), letter(1, "neues Wort für Anna Beispiel")])
    assert store.page(document_id, PageNumber(1)).text.text.startswith("neues")
    assert counted(store, document_id) == (2, 0, 2)
    assert store.search("altes").hits == ()
    assert len(store.search("neues").hits) == 1
    assert len(store.search("Anna Beispiel").hits) == 2
    store.fail_page(document_id, PageNumber(1), "READING-06")
    assert counted(store, document_id) == (1, 1, 1)
    assert store.search("neues").hits == ()


def test_what_was_not_read_cannot_be_shown(store, document_id):
    store.fail_page(document_id, PageNumber(1), "READING-06")
    for number in (1, 2):
        with pytest.raises(NoSuchPageError):
            store.page(document_id, PageNumber(number))
    for call in (store.original, store.page_summaries, store.missing_pages, store.remove):
        with pytest.raises(NoSuchDocumentError):
            call(DocumentId("0" * 32))


def test_the_tray_says_what_was_refused_and_why(store):
    store.refuse("leer.pdf", "/post", "", FileEmptyError())
    store.refuse("auch.pdf", "/post", "ab" * 32, FileEmptyError("Nothing in it.", remedy="Ask."))
    first, second = store.refusals()
    assert (first.name, first.folder, first.code) == ("leer.pdf", "/post", "INTAKE-03")
    assert (second.reason, second.remedy, second.refused_at) == ("Nothing in it.", "Ask.", NOON)
    assert second.sha256 == "ab" * 32
    store.clear_refusal(first.refusal_id)
    store.clear_refusal(first.refusal_id)
    assert store.refusals() == (second,)


def test_a_document_that_is_removed_is_gone_from_every_table(store, document_id):
    maker = PageMaker(Vocabulary.of_size(500, 80))
    kept, _ = store.admit(origin(b"kept"), b"kept")
    store.start_reading(kept.document_id, 40)
    for start in range(1, 41, 2):
        pages = [(*maker.page(number), VOTES) for number in (start, start + 1)]
        store.store_pages(document_id, pages)
        store.store_pages(kept.document_id, pages)
    name = store.findings(document_id=document_id, kind=FindingKind.PERSON)[0].finding.value
    before = len(store.search(name, limit=1000).hits)
    store.remove(document_id)
    with pytest.raises(NoSuchDocumentError):
        store.document(document_id)
    assert len(store.search(name, limit=1000).hits) * 2 == before
    database = store._database
    assert database.value("SELECT count(*) FROM page") == 40
    assert database.value("SELECT count(*) FROM finding") == 400
    assert database.value("SELECT count(*) FROM chunk") == 1
    assert database.rows("PRAGMA foreign_key_check") == []
    assert not any(hasattr(step, "what") for step in store.verify())
    assert store._database.path.with_name(store._database.path.name + "-wal").stat().st_size == 0


def test_the_words_of_a_removed_document_leave_the_file_of_the_index(store, document_id):
    maker = PageMaker(Vocabulary.of_size(3000, 80))
    kept, _ = store.admit(origin(b"kept"), b"kept")
    for number in range(1, 41):
        page, found = maker.page(number)
        store.store_pages(kept.document_id, [(page, found, VOTES)])
        store.store_pages(document_id, [letter(number, f"quetzalcoatl wort{number} " * 30)])
    tails = [store._index.tags.tag(f"wort{number}")[3:].encode() for number in range(1, 41)]

    def left():
        blocks = [row[0] for row in store._database.rows("SELECT block FROM page_index_data")]
        return sum(any(tail in block for block in blocks) for tail in tails)

    assert left() > 30
    store.remove(document_id)
    assert left() == 0
    assert store.search("quetzalcoatl").hits == ()
    assert not any(hasattr(step, "what") for step in store.verify())


def test_many_calls_fold_the_index_and_every_value_is_still_found(store, document_id):
    maker = PageMaker(Vocabulary.of_size(500, 80))
    store.start_reading(document_id, 70)
    ibans = []
    for number in range(1, 71):
        page, found = maker.page(number)
        ibans += [each.value for each in found if each.kind is FindingKind.IBAN]
        store.store_pages(document_id, [(page, found, VOTES)])
    assert store._database.value("SELECT count(*) FROM finding_bucket") > 0
    assert 0 < store._database.value("SELECT count(*) FROM finding_fresh") < 32
    for number, iban in enumerate(ibans, start=1):
        (hit,) = store.search(iban).hits
        assert hit.page == number


def test_a_store_belongs_to_the_thread_that_opened_it(store):
    caught = []

    def use():
        try:
            store.documents()
        except Exception as error:  # noqa: BLE001 - which one is the point
            caught.append(type(error).__name__)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert caught == ["ProgrammingError"]
