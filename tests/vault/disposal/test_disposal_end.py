"""What was disposed of is nowhere: not in a table, a log or a copy, even for who has the keys."""

import pytest

from desktop.domain.disposal import DisposalId, DisposalOrder, DisposalScope
from desktop.domain.errors import (
    DisposalUnfinishedError,
    NoSuchDisposalError,
    NoSuchMatterError,
    NothingToDisposeError,
)
from desktop.domain.finding import FindingKind
from desktop.domain.identity import PageNumber, new_identity
from desktop.vault.disposal.traces import trace_of_wrapped, traces_left, traces_of
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.vault import Vault
from tests.vault.disposal.opened_pages import Onlooker
from tests.vault.vault_pages import (
    NOON,
    VOTES,
    PageMaker,
    Vocabulary,
    clock,
    finding,
    origin,
    reading,
)

ORDER = DisposalOrder("The time is over.", "paula", NOON)
CANARY = "Quokkazebrine"


@pytest.fixture
def vault(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        yield vault


@pytest.fixture
def matter(vault):
    return vault.create_matter("1042", "0007", "x")


@pytest.fixture
def store(vault, matter):
    return vault.store_of(matter.matter_id)


def filled(store, name, pages=3):
    """A document with a canary on each of its pages and in its original."""
    content = (name + CANARY).encode() * 3000
    document, _ = store.admit(origin(content, f"{name}.pdf"), content)
    store.start_reading(document.document_id, pages)
    for number in range(1, pages + 1):
        page = reading(number, f"The account of {CANARY} is DE89370400440532013000, {name}.")
        findings = [
            finding(FindingKind.PERSON, page, CANARY),
            finding(FindingKind.IBAN, page, "DE89370400440532013000"),
        ]
        store.store_pages(document.document_id, [(page, findings, VOTES)])
    return document.document_id


def sealed_values(store, document_id):
    """Every sealed value of a document that is a value of its own: long enough to be told."""
    database = store._database
    row = store._documents.row_of(document_id)
    wrapped, sealed_origin = database.row(
        "SELECT wrapped_key, origin FROM document WHERE document_row = ?", row
    )
    values = [wrapped[38:], sealed_origin]
    for query in (
        "SELECT substr(chunk, 1, 64) FROM chunk WHERE document_row = ?",
        "SELECT substr(content, 1, 64) FROM page WHERE document_row = ?",
        "SELECT substr(summary, 1, 64) FROM page WHERE document_row = ?",
        "SELECT record FROM page JOIN finding USING (page_row) WHERE document_row = ?",
    ):
        values += [value for (value,) in database.rows(query, row)]
    return values


def dispose(store, *document_ids):
    disposal_id = DisposalId(new_identity())
    store.disposals.begin(disposal_id, document_ids, ORDER, "1042-0007")
    (*_, last) = store.disposals.finish(disposal_id)
    return last.certificate


def test_neither_the_canary_nor_a_sealed_value_is_left_in_any_file(vault, store, folder):
    onlooker = Onlooker(folder)
    onlooker.meet(store._database)
    onlooker.meet(vault._open_registry())
    gone, stays = filled(store, "gone"), filled(store, "stays")
    store._database.keep_copy(3)
    needles, others = sealed_values(store, gone), sealed_values(store, stays)
    assert onlooker.sees(*needles) == set(needles), "what is there would be found"
    certificate = dispose(store, gone)
    assert onlooker.sees(*needles, CANARY.encode()) == set()
    assert onlooker.sees(*others) == set(others)
    assert [each.is_so for each in certificate.verified] == [True, True, True]
    assert not list(folder.rglob("*.before-*"))
    assert [hit.document_id for hit in store.search(CANARY).hits] == [stays] * 3
    assert not [step for step in store.verify() if isinstance(step, IntegrityProblem)]


def test_a_certificate_names_originals_and_tells_nothing_else_of_them(store):
    gone = filled(store, "gone")
    content = ("gone" + CANARY).encode() * 3000
    certificate = dispose(store, gone)
    (document,) = certificate.documents
    assert document.sha256 == origin(content).sha256
    assert (document.size_bytes, document.page_count) == (len(content), 3)
    assert certificate.scope is DisposalScope.DOCUMENTS
    assert certificate.finished_at == NOON
    assert certificate.order == ORDER
    assert "gone.pdf" not in repr(certificate)
    assert CANARY not in repr(certificate)
    assert store.disposals.certificates() == (certificate,)


def test_what_was_looked_for_is_forgotten_once_the_disposal_is_done(store):
    dispose(store, filled(store, "gone"))
    (sealed,) = store._database.row("SELECT record FROM disposal")
    row_id = store._database.value("SELECT disposal_id FROM disposal")
    plain = store._matter.open_for_matter(sealed, "disposal", "record", row_id)
    assert plain.endswith(b"\x90"), "the list of traces is empty"


def test_the_traces_of_a_document_are_found_while_it_is_there(store):
    document_id = filled(store, "here", pages=2)
    database = store._database
    traces = frozenset(traces_of(database, store._documents.row_of(document_id)))
    wrapped = database.value("SELECT wrapped_key FROM document")
    assert trace_of_wrapped(wrapped) in traces
    assert len(traces) >= 2 + 1 + 2 + 2 + 4
    path, key = database.raw_file()
    assert traces_left(path, key, traces) >= len(traces), "in the log before it is folded"
    database.checkpoint()
    assert traces_left(path, key, traces) >= len(traces), "and in the file after it"
    assert traces_left(path, key, frozenset({b"\x01\x01" + bytes(16)})) == 0


def test_a_disposal_that_was_cut_short_goes_on_where_it_was(store):
    first, second, third = (filled(store, name, pages=1) for name in ("a", "b", "c"))
    disposal_id = DisposalId(new_identity())
    store.disposals.begin(disposal_id, [first, second, third], ORDER, "1042-0007")
    steps = store.disposals.finish(disposal_id)
    assert [next(steps).done, next(steps).done] == [0, 1]
    steps.close()
    assert store.disposals.unfinished() == (disposal_id,)
    assert len(store.documents()) == 2
    reports = list(store.disposals.finish(disposal_id))
    assert [report.done for report in reports] == [1, 2, 3]
    assert store.documents() == ()
    assert len(reports[-1].certificate.documents) == 3
    assert store.disposals.unfinished() == ()
    (again,) = store.disposals.finish(disposal_id)
    assert again.certificate == reports[-1].certificate


def test_a_document_removed_in_the_meantime_does_not_stop_a_disposal(store):
    first, second = filled(store, "a", pages=1), filled(store, "b", pages=1)
    disposal_id = DisposalId(new_identity())
    store.disposals.begin(disposal_id, [first, second], ORDER, "1042-0007")
    store.remove(second)
    (*_, last) = store.disposals.finish(disposal_id)
    assert all(each.is_so for each in last.certificate.verified)


def test_a_reader_in_the_way_makes_a_disposal_wait_and_nothing_is_lost(vault, matter, store):
    document_id = filled(store, "a", pages=1)
    disposal_id = DisposalId(new_identity())
    store.disposals.begin(disposal_id, [document_id], ORDER, "1042-0007")
    with vault.sibling() as sibling:
        other = sibling.store_of(matter.matter_id)
        with other._database.snapshot():
            assert len(other.documents()) == 1
            with pytest.raises(DisposalUnfinishedError):
                list(store.disposals.finish(disposal_id))
    assert store.documents() == ()
    assert store.disposals.unfinished() == (disposal_id,)
    (*_, last) = store.disposals.finish(disposal_id)
    assert all(each.is_so for each in last.certificate.verified)


def test_a_disposal_of_nothing_is_refused(store):
    with pytest.raises(NothingToDisposeError):
        store.disposals.begin(DisposalId(new_identity()), [], ORDER, "1042-0007")
    with pytest.raises(NoSuchDisposalError):
        list(store.disposals.finish(DisposalId("0" * 32)))


def test_of_a_matter_that_is_gone_no_file_and_no_key_is_left(vault, matter, store, folder):
    other = vault.create_matter("1042", "0008", "y")
    kept = filled(vault.store_of(other.matter_id), "stays", pages=1)
    document_id = filled(store, "gone", pages=1)
    earlier = dispose(store, filled(store, "before", pages=1))
    registry = vault._open_registry()
    registry.keep_copy(1)
    store._database.keep_copy(3)
    wrapped, record, file_name = registry.row(
        "SELECT wrapped_key, record, file_name FROM matter WHERE matter_id = ?",
        bytes.fromhex(matter.matter_id),
    )
    onlooker = Onlooker(folder)
    for database in (registry, store._database):
        onlooker.meet(database)
    needles = [wrapped[38:], record, *sealed_values(store, document_id)]
    assert onlooker.sees(*needles) == set(needles)
    list(vault.disposals.begin(matter, store, ORDER, vault.audit))
    (begun,) = vault.disposals.begun()
    disposal_id = begun.disposal_id
    vault.close_store(matter.matter_id)
    certificate = vault.disposals.finish(disposal_id)
    assert onlooker.sees(*needles) == set()
    assert not list(folder.rglob(f"{file_name}*"))
    assert not list(folder.rglob("registry.db.before-*"))
    assert [each.is_so for each in certificate.verified] == [True, True, True]
    assert certificate.scope is DisposalScope.MATTER
    assert [each.document_id for each in certificate.documents] == [document_id]
    assert certificate.earlier == (earlier,)
    assert vault.matters() == (other,)
    with pytest.raises(NoSuchMatterError):
        vault.store_of(matter.matter_id)
    assert vault.store_of(other.matter_id).page(kept, PageNumber(1))
    assert vault.disposals.certificates() == (certificate,)
    assert vault.disposals.finish(disposal_id) == certificate


def test_a_large_document_leaves_no_trace_either(store, folder):
    onlooker = Onlooker(folder)
    onlooker.meet(store._database)
    maker = PageMaker(Vocabulary.of_size(200, 40), words_per_page=120)
    document, _ = store.admit(origin(bytes(3 << 20)), bytes(3 << 20))
    store.store_pages(
        document.document_id, [(*maker.page(number), VOTES) for number in range(1, 41)]
    )
    needles = sealed_values(store, document.document_id)
    assert len(needles) > 400
    dispose(store, document.document_id)
    assert onlooker.sees(*needles) == set()
