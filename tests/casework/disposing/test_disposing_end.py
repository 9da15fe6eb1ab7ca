"""A person confirms, a certificate tells what was done, and nothing else of what is gone."""

import json
import shutil
from dataclasses import replace

import pytest

from desktop.casework.disposing.certificate import as_data, as_pdf, write_certificate
from desktop.casework.disposing.dispose import (
    certificate_named,
    dispose_of_documents,
    dispose_of_matter,
    finish_begun,
)
from desktop.casework.disposing.keeping import place_hold
from desktop.domain.audit import Act
from desktop.domain.backup import BackupAct, BackupEntry
from desktop.domain.disposal import DisposalStep
from desktop.domain.errors import (
    ExportError,
    HeldError,
    NoSuchDisposalError,
    NotConfirmedError,
    NothingToDisposeError,
    ReasonNeededError,
    WrongKeyError,
)
from desktop.vault.backup.history import add_to_history
from desktop.vault.database import Database
from desktop.vault.disposal import matters
from desktop.vault.vault import Vault
from tests.vault.vault_pages import NOON, KeysInMemory, clock, origin

ASKED = {"typed": "1042-0007", "reason": "The time is over.", "clock": clock}


@pytest.fixture
def vault(tmp_path):
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        yield vault


@pytest.fixture
def matter(vault):
    return vault.create_matter("1042", "0007", "Rose v. Hartmann")


@pytest.fixture
def documents(vault, matter):
    store = vault.store_of(matter.matter_id)
    return [
        store.admit(origin(content, name), content)[0].document_id
        for content, name in ((b"one", "Quokka.pdf"), (b"two", "Narwhal.pdf"))
    ]


def disposed(vault, matter, documents, **asked):
    (*_, last) = dispose_of_documents(vault, matter, documents, **(ASKED | asked))
    return last.certificate


def ended(vault, matter, **choices):
    """The certificate of a whole matter; None where it was stopped."""
    *_, last = dispose_of_matter(vault, matter, **(ASKED | choices))
    return last.certificate


def stopped_after(count):
    """Says after so many documents that a person has stopped the disposal."""
    asked = iter(range(count + 1))
    return lambda: next(asked) >= count


def test_a_disposal_that_is_stopped_spares_what_has_not_gone(vault, matter, documents):
    certificate = disposed(vault, matter, documents, is_stopped=stopped_after(1))
    assert [each.document_id for each in certificate.documents] == documents[:1]
    assert all(each.is_so for each in certificate.verified)
    store = vault.store_of(matter.matter_id)
    assert [each.document_id for each in store.documents()] == documents[1:]
    assert store.disposals.unfinished() == ()
    assert finish_begun(vault) == ()
    assert vault.store_of(matter.matter_id).documents() == store.documents()
    stopped = next(e for e in store.audit.entries() if e.act is Act.DISPOSAL_STOPPED)
    assert stopped.details == {"gone": 1, "stay": 1}


def test_a_disposal_that_is_stopped_at_once_was_never_begun(vault, matter, documents):
    assert disposed(vault, matter, documents, is_stopped=lambda: True) is None
    store = vault.store_of(matter.matter_id)
    assert [each.document_id for each in store.documents()] == documents
    assert store.disposals.certificates() == ()
    assert vault.disposals.begun() == ()
    assert len(disposed(vault, matter, documents).disposed) == 2


def test_the_end_of_a_matter_says_how_far_it_is_and_stops_until_its_key_is_destroyed(
    vault, matter, documents, monkeypatch
):
    monkeypatch.setattr(matters, "REPORTED_AT_ONCE", 1)
    for count in range(len(documents) + 1):
        assert ended(vault, matter, is_stopped=stopped_after(count)) is None
        reports = dispose_of_matter(vault, matter, **ASKED)
        for _ in range(count + 1):
            next(reports)
        reports.close()
        assert len(vault.store_of(matter.matter_id).documents()) == len(documents)
        assert vault.disposals.begun() == ()
        assert vault.store_of(matter.matter_id).disposals.certificates() == ()
    reports = list(dispose_of_matter(vault, matter, **ASKED, is_stopped=stopped_after(3)))
    assert [(each.step, each.done) for each in reports] == [
        (DisposalStep.LISTING, 0),
        (DisposalStep.LISTING, 1),
        (DisposalStep.LISTING, 2),
        (DisposalStep.ENDING, 0),
        (DisposalStep.ENDING, 2),
    ]
    assert len(reports[-1].certificate.documents) == 2
    assert vault.matters() == ()


def test_the_end_of_a_matter_that_is_left_behind_its_key_is_finished_at_the_next_opening(
    vault, matter, documents
):
    reports = dispose_of_matter(vault, matter, **ASKED)
    while next(reports).step is not DisposalStep.ENDING:
        pass
    reports.close()
    assert vault.matters() == ()
    assert finish_begun(vault) == ()
    (certificate,) = vault.disposals.certificates()
    assert len(certificate.documents) == len(documents)
    assert all(each.is_so for each in certificate.verified)


def test_nothing_goes_before_the_reference_was_typed_and_a_reason_given(vault, matter, documents):
    for typed in ("", "1042", "1042-0008", "yes"):
        with pytest.raises(NotConfirmedError):
            disposed(vault, matter, documents, typed=typed)
        with pytest.raises(NotConfirmedError):
            list(dispose_of_matter(vault, matter, **(ASKED | {"typed": typed})))
    with pytest.raises(ReasonNeededError):
        disposed(vault, matter, documents, reason=" ")
    with pytest.raises(NothingToDisposeError):
        disposed(vault, matter, [])
    assert len(vault.store_of(matter.matter_id).documents()) == 2
    assert vault.disposals.begun() == ()


def test_a_hold_stops_both_kinds_and_leaves_nothing_begun(vault, matter, documents):
    store = vault.store_of(matter.matter_id)
    place_hold(store, documents[1], "Letter of the court")
    with pytest.raises(HeldError):
        disposed(vault, matter, documents)
    with pytest.raises(HeldError):
        list(dispose_of_matter(vault, matter, **ASKED))
    assert len(store.documents()) == 2
    assert vault.disposals.begun() == ()
    assert finish_begun(vault) == ()


def test_a_disposal_stands_in_the_log_and_its_certificate_can_be_had_again(
    vault, matter, documents
):
    certificate = disposed(vault, matter, documents[:1])
    store = vault.store_of(matter.matter_id)
    entry = store.audit.entries(latest=1)[0]
    assert entry.act is Act.DOCUMENTS_DISPOSED
    assert entry.subject == (certificate.disposal_id, documents[0])
    assert certificate_named(vault, [matter], certificate.disposal_id[:8]) == certificate
    whole = ended(vault, matter)
    assert vault.audit.entries(latest=1)[0].act is Act.MATTER_DISPOSED
    assert certificate_named(vault, [], whole.disposal_id) == whole
    assert whole.earlier == (certificate,)
    for start in ("", "zz", certificate.disposal_id):
        with pytest.raises(NoSuchDisposalError):
            certificate_named(vault, [], start)


def test_a_certificate_says_which_originals_how_and_what_it_does_not_promise(
    vault, matter, documents
):
    certificate = disposed(vault, matter, documents)
    data = as_data(certificate)
    assert [each["sha256"] for each in data["documents"]] == [
        origin(b"one").sha256,
        origin(b"two").sha256,
    ]
    assert data["standard"].startswith("NIST SP 800-88r2")
    assert {each["method"] for each in data["techniques"]} >= {"Clear", "Cryptographic erase"}
    assert all(each["is_so"] for each in data["verified"])
    assert data["key_above_replaced"] is True
    assert any("was replaced" in limit for limit in data["limits"])
    assert data["known_backups"] == []


def test_no_name_of_a_document_or_matter_stands_in_a_certificate(vault, matter, documents):
    certificate = disposed(vault, matter, documents)
    written = json.dumps(as_data(certificate)).encode() + as_pdf(certificate)
    for word in (b"Quokka", b"Narwhal", b"Rose", b"Hartmann", b"/post"):
        assert word not in written


@pytest.mark.parametrize("name", ["a.pdf", "a.PDF", "a.json", "a"])
def test_a_certificate_is_written_by_the_name_of_its_file_for_this_account_only(
    vault, matter, documents, tmp_path, name
):
    certificate = disposed(vault, matter, documents)
    target = tmp_path / name
    target.write_bytes(b"old")
    write_certificate(certificate, target)
    content = target.read_bytes()
    assert target.stat().st_mode & 0o077 == 0
    assert len(list(tmp_path.iterdir())) == 2
    if name.lower().endswith(".pdf"):
        assert content.startswith(b"%PDF-")
        assert content == as_pdf(certificate)
    else:
        assert json.loads(content) == as_data(certificate)


def test_a_certificate_that_cannot_be_written_is_said_so(vault, matter, documents, tmp_path):
    certificate = disposed(vault, matter, documents)
    with pytest.raises(ExportError):
        write_certificate(certificate, tmp_path / "missing" / "a.pdf")


def test_a_certificate_of_many_documents_turns_the_page(vault, matter):
    store = vault.store_of(matter.matter_id)
    many = [
        store.admit(origin(str(number).encode(), "x"), str(number).encode())[0].document_id
        for number in range(120)
    ]
    certificate = disposed(vault, matter, many)
    written = as_pdf(certificate)
    assert written.count(b"/Type /Page ") >= 3 or written.count(b"/Type/Page") >= 3


def test_after_a_disposal_an_older_copy_of_the_file_opens_with_no_key_of_the_vault(
    vault, matter, documents, tmp_path
):
    store = vault.store_of(matter.matter_id)
    path, _ = store._database.raw_file()
    store._database.checkpoint()
    stolen = tmp_path / "stolen.db"
    shutil.copy(path, stolen)
    certificate = disposed(vault, matter, documents[:1])
    assert certificate.is_key_replaced
    present, key = vault.store_of(matter.matter_id)._database.raw_file()
    assert present != path
    assert not path.exists()
    with pytest.raises(WrongKeyError):
        Database(stolen, key)
    assert vault.store_of(matter.matter_id).original(documents[1]) == b"two"


def test_where_the_key_cannot_be_replaced_the_certificate_says_so(vault, matter, documents):
    certificate = disposed(vault, matter, documents, is_key_replaced=False)
    assert not certificate.is_key_replaced
    assert any("still in use" in limit for limit in as_data(certificate)["limits"])


def test_a_certificate_names_the_backups_that_may_still_hold_what_is_gone(vault, matter, documents):
    entry = BackupEntry(BackupAct.MADE, NOON, "stick", "0" * 32, 1, 1000, 1000)
    add_to_history(vault.inside(), entry)
    add_to_history(vault.inside(), replace(entry, act=BackupAct.CHECKED))
    certificate = disposed(vault, matter, documents[:1])
    assert certificate.backups == (NOON,)
    assert as_data(certificate)["known_backups"] == ["2026-03-02T12:00:00+00:00"]
    assert "stick" not in json.dumps(as_data(certificate))
    assert ended(vault, matter).backups == (NOON,)


def test_a_certificate_says_where_an_entry_about_backups_cannot_be_read(vault, matter, documents):
    for _ in range(2):
        entry = BackupEntry(BackupAct.MADE, NOON, "", "0" * 32, 1, 1000, 1000)
        add_to_history(vault.inside(), entry)
    vault.inside().registry.change("UPDATE backup SET record = zeroblob(90) WHERE backup_row = 1")
    for certificate in (disposed(vault, matter, documents[:1]), ended(vault, matter)):
        assert certificate.backups == (NOON,)
        (unsure,) = [each for each in certificate.verified if not each.is_so]
        assert "about backups" in unsure.what
