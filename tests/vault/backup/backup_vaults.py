"""A vault with two matters, and a backup drained."""

from desktop.domain.backup import BackupEntry, Rehearsed
from desktop.domain.finding import Decision
from desktop.domain.identity import PageNumber
from desktop.vault.backup.make import make_backup
from desktop.vault.backup.opening import by_way, open_backup, opened_file
from desktop.vault.backup.restore import rehearse, restore
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import NOON, VOTES, PageMaker, Vocabulary, clock, origin

MAKER = PageMaker(Vocabulary.of_size(300, 50), words_per_page=120)


def fill(store, content, name="letter.pdf", pages=3):
    """Admit a document and store its pages; the first finding is accepted."""
    document, _ = store.admit(origin(content, name), content)
    store.start_reading(document.document_id, pages)
    store.store_pages(
        document.document_id,
        [(*MAKER.page(PageNumber(number)), VOTES) for number in range(1, pages + 1)],
    )
    first = store.findings(document_id=document.document_id, limit=1)[0]
    store.decide(first.finding_id, Decision.ACCEPTED, decided_by="anna")
    return document.document_id


def made_vault(folder, keys):
    vault = Vault.create(folder, keys, clock=clock)
    for number in ("0007", "0008"):
        store = vault.store_of(vault.create_matter("1042", number, "Meridian").matter_id)
        fill(store, f"one of {number}".encode() * 2_000)
    return vault


def backed_up(vault, target):
    (entry,) = [e for e in make_backup(vault, target, NOON, "1.0") if isinstance(e, BackupEntry)]
    return entry


def rehearsed(target, folder, keys, number=None):
    with opened_file(target) as container:
        backup = open_backup(container, by_way(KeyringWay(keys)), number)
        (found,) = [s for s in rehearse(backup, folder, clock) if isinstance(s, Rehearsed)]
    return found


def restored(target, folder, keys, number=None):
    with opened_file(target) as container:
        backup = open_backup(container, by_way(KeyringWay(keys)), number)
        (found,) = [s for s in restore(backup, folder, clock) if isinstance(s, Rehearsed)]
    return found


def contents(folder, keys):
    """What a vault says: matters, documents, words, decisions."""
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        return {
            matter.reference: [
                (
                    document.origin,
                    vault.store_of(matter.matter_id).original(document.document_id),
                    [
                        (found.finding, found.decision)
                        for found in vault.store_of(matter.matter_id).findings(
                            document_id=document.document_id
                        )
                    ],
                )
                for document in vault.store_of(matter.matter_id).documents()
            ]
            for matter in vault.matters()
        }
