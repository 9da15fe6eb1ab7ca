"""Families: what came inside a document is found below it, held with it, and goes with it."""

import hmac
from hashlib import sha256

import pytest

from desktop.domain.disposal import DisposalId, DisposalOrder
from desktop.domain.document import DocumentKind, DocumentState
from desktop.domain.errors import FamilyMemberError, HeldError, PasswordLengthError
from desktop.domain.family import FamilyPlace, in_family_order
from desktop.domain.identity import new_identity
from desktop.domain.notes import Note, NoteKind
from desktop.vault.database import Database
from desktop.vault.disposal.traces import traces_of
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.labels import Label
from desktop.vault.vault import Vault
from tests.vault import by_hand
from tests.vault.vault_pages import NOON, clock, origin

ORDER = DisposalOrder("Retention is over", "anna", NOON)


def admitted(store, content, place=None):
    document, is_new = store.admit(origin(content), content, place)
    assert is_new
    return document.document_id


@pytest.fixture
def family(store):
    """A message with two attachments, the second an archive with one file; and another letter."""
    mail = admitted(store, b"mail")
    other = admitted(store, b"letter")
    first = admitted(store, b"invoice", FamilyPlace(mail, 1))
    archive = admitted(store, b"archive", FamilyPlace(mail, 2))
    deep = admitted(store, b"deep", FamilyPlace(archive, 1))
    return mail, first, archive, deep, other


def dispose(store, *document_ids, **options):
    disposal_id = DisposalId(new_identity())
    store.disposals.begin(disposal_id, document_ids, ORDER, "1042-0007", **options)
    for report in store.disposals.finish(disposal_id):
        certificate = report.certificate
    return certificate


def left(store):
    return [document.document_id for document in store.documents()]


def faults(store):
    return [step.what for step in store.verify() if isinstance(step, IntegrityProblem)]


def test_an_altered_place_note_or_password_is_found_by_the_check(store, family):
    store.start_reading(family[4], 0, (Note(NoteKind.SCRIPTS),))
    store.passwords.add("twelve")
    store.finish(family[4], DocumentKind.OTHER)
    assert faults(store) == []
    database = store._matter.database
    for read, write in (
        ("SELECT record FROM family LIMIT 1", "UPDATE family SET record = ? WHERE record = ?"),
        ("SELECT record FROM noticed LIMIT 1", "UPDATE noticed SET record = ? WHERE record = ?"),
        ("SELECT record FROM password LIMIT 1", "UPDATE password SET record = ? WHERE record = ?"),
    ):
        (sealed,) = database.row(read)
        broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
        database.change(write, broken, sealed)
        assert faults(store) != []
        database.change(write, sealed, broken)
    assert faults(store) == []


def test_a_family_is_listed_below_its_head_in_the_order_of_its_files(store, family):
    mail, first, archive, deep, other = family
    listed = list(in_family_order(store.documents()))
    assert [each.document_id for each in listed] == [mail, first, archive, deep, other]
    families = store.families()
    assert families.above(deep) == (archive, mail)
    assert families.head_of(deep) == mail
    assert families.below(mail) == (first, archive, deep)
    assert families.depth_of(deep) == 2


def test_the_same_bytes_in_two_families_are_two_documents_in_one_place_one(store, family):
    mail, first, *_, other = family
    content = b"invoice"
    again, is_new = store.admit(origin(content), content, FamilyPlace(mail, 1))
    assert (again.document_id, is_new) == (first, False)
    for place in (FamilyPlace(mail, 3), FamilyPlace(other, 1), None):
        assert store.admit(origin(content), content, place)[1]


def test_whoever_opens_the_file_without_its_keys_learns_of_no_family(store, family):
    database: Database = store._matter.database
    rows = database.rows("SELECT document_row, record FROM family")
    assert len(rows) == 3
    for document_row, sealed in rows:
        for document_id in family:
            assert bytes.fromhex(document_id) not in sealed
            assert document_id.encode() not in sealed
        assert sealed[:18] in set(traces_of(database, document_row))


def test_the_tag_of_a_member_is_an_hmac_over_its_place_and_its_hash(store, family):
    mail, first, *_ = family
    matter = store._matter
    names = b"".join(map(by_hand.field, ("family", "origin", "full")))
    key = by_hand.derived(matter.index_key.reveal(), str(Label.INDEX_VALUE), names)
    said = bytes.fromhex(mail) + (1).to_bytes(4, "big") + sha256(b"invoice").digest()
    (tag,) = matter.database.row(
        "SELECT origin_tag FROM document WHERE document_id = ?", bytes.fromhex(first)
    )
    assert tag == hmac.digest(key, said, "sha256")[:16]


@pytest.mark.parametrize("held", range(4))
def test_a_hold_on_any_member_keeps_the_whole_family(store, family, held):
    mail, first, archive, deep, other = family
    store.holds.place(family[held], "claim", "anna")
    with pytest.raises(HeldError):
        dispose(store, mail)
    with pytest.raises(HeldError):
        store.remove(mail)
    assert left(store) == [mail, other, first, archive, deep]
    dispose(store, other)


def test_a_hold_on_the_head_keeps_what_came_in_it_even_apart(store, family):
    mail, *_, deep, _ = family
    store.holds.place(mail, "claim", "anna")
    with pytest.raises(HeldError):
        dispose(store, deep, may_go_apart=True)


def test_what_came_inside_goes_with_it(store, family):
    mail, *_, other = family
    certificate = dispose(store, mail)
    assert left(store) == [other]
    assert faults(store) == []
    assert len(certificate.disposed) == 4
    assert all(each.is_so for each in certificate.verified)
    assert store.families().parents == {}


def test_a_member_goes_apart_only_when_that_was_said_and_the_certificate_says_it(store, family):
    mail, first, archive, _, other = family
    with pytest.raises(FamilyMemberError):
        dispose(store, archive)
    certificate = dispose(store, archive, may_go_apart=True)
    assert [each.is_apart for each in certificate.documents] == [True, False]
    assert left(store) == [mail, other, first]


def test_removing_a_document_removes_what_came_in_it(store, family):
    *_, other = family
    store.remove(family[0])
    assert left(store) == [other]


def test_what_was_noticed_of_a_file_is_kept_with_it(store, family):
    notes = (Note(NoteKind.SIGNED_WHOLE, "As it claims: Zoë Müller."), Note(NoteKind.SCRIPTS))
    store.start_reading(family[0], 3, notes)
    assert store.document(family[0]).notes == notes
    store.start_reading(family[0], 3, ())
    assert store.document(family[0]).notes == ()


def test_a_locked_document_waits_for_a_password_and_not_for_a_reader(store, family):
    store.lock(family[0])
    assert store.document(family[0]).state is DocumentState.LOCKED
    assert family[0] not in [document.document_id for document in store.waiting()]
    assert store.unlock() == 1
    assert store.document(family[0]).state is DocumentState.WAITING


def test_families_and_passwords_are_there_under_new_keys(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        matter_id = vault.create_matter("1042", "0007", "x").matter_id
        store = vault.store_of(matter_id)
        mail = admitted(store, b"mail")
        annex = admitted(store, b"annex", FamilyPlace(mail, 1))
        store.start_reading(mail, 0, (Note(NoteKind.SIGNED_MAIL),))
        store.passwords.add("Zwölf")
        for _ in vault.rotate_matter_key(matter_id):
            pass
        store = vault.store_of(matter_id)
        assert store.families().below(mail) == (annex,)
        assert store.document(mail).notes == (Note(NoteKind.SIGNED_MAIL),)
        assert store.passwords.all() == ("Zwölf",)
        again, is_new = store.admit(origin(b"annex"), b"annex", FamilyPlace(mail, 1))
        assert (again.document_id, is_new) == (annex, False)


def test_passwords_are_sealed_kept_once_and_forgotten(store):
    assert store.passwords.add("Zwölf Uhr")
    assert store.passwords.add("zwei")
    assert not store.passwords.add("zwei")
    assert store.passwords.all() == ("zwei", "Zwölf Uhr")
    for (sealed,) in store._matter.database.rows("SELECT record FROM password"):
        assert b"zwei" not in sealed
        assert len(sealed) in {18 + 32 + 16, 18 + 64 + 16}  # padded: the length tells little
    for unfit in ("", "x" * 513):
        with pytest.raises(PasswordLengthError):
            store.passwords.add(unfit)
    assert store.passwords.forget_all() == 2
    assert store.passwords.all() == ()
