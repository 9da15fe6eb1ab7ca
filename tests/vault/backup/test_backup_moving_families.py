"""Families stay families on their way to another vault, and are known when they come twice."""

from desktop.domain.family import FamilyPlace, in_family_order
from desktop.domain.notes import Note, NoteKind
from desktop.vault.backup.merging import merge
from desktop.vault.matter_file import MatterFile
from desktop.vault.vault import Vault
from tests.vault.vault_pages import KeysInMemory, clock, origin


def family(store):
    def admitted(content, place=None):
        return store.admit(origin(content, content.decode()), content, place)[0].document_id

    mail = admitted(b"mail")
    admitted(b"letter")
    archive = admitted(b"archive", FamilyPlace(mail, 2))
    admitted(b"invoice", FamilyPlace(mail, 1))
    admitted(b"deep", FamilyPlace(archive, 1))
    store.start_reading(mail, 1, (Note(NoteKind.SIGNED_MAIL),))


def tree(store):
    families = store.families()
    return [
        (each.origin.name, families.depth_of(each.document_id))
        for each in in_family_order(store.documents())
    ]


def test_a_family_that_is_merged_is_a_family_and_comes_but_once(tmp_path):
    sides = []
    for name in ("here", "there"):
        vault = Vault.create(tmp_path / name, KeysInMemory(), clock=clock)
        matter = vault.create_matter("1042", "0007", "x")
        inside = vault.inside()
        row = inside.matter_row(matter.matter_id)
        path = tmp_path / name / "matters" / row.file_name
        sides.append(
            (vault, vault.store_of(matter.matter_id), (path, row.matter_id, inside.matter_key(row)))
        )
    (here, own, own_file), (there, others, others_file) = sides
    family(others)
    own.admit(origin(b"letter", "letter"), b"letter")
    for documents_new in (4, 0):
        with MatterFile(*others_file) as source, MatterFile(*own_file) as target:
            *_, merged = merge(source, target, "1042-0007", clock)
        assert merged.documents_new == documents_new
        assert sorted(tree(own)) == sorted(tree(others))
        assert tree(own)[-4:] == [("mail", 0), ("invoice", 1), ("archive", 1), ("deep", 2)]
    (mail,) = (each for each in own.documents() if each.origin.name == "mail")
    assert [note.kind for note in mail.notes] == [NoteKind.SIGNED_MAIL]
    for vault in (here, there):
        vault.close()
