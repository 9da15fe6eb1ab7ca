"""A process that works on a vault and says what is confirmed, until it is killed.

    python -m tests.attacks.kills_process WHAT FOLDER SECRETS

It writes a line when the vault is open, and one for each thing that is done for good.
"""

import os
import sys
import threading
from itertools import count
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.disposing.dispose import dispose_of_documents, finish_begun
from desktop.casework.keys import renewing
from desktop.casework.keys.renewing import keys_waiting, put_down, renew
from desktop.domain.errors import KeysChangedError
from desktop.domain.rotation import RenewalPhase
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.backup.backup_vaults import backed_up
from tests.vault.vault_pages import VOTES, PageMaker, Vocabulary, clock, origin
from tests.vault.vault_storing_process import keys_of

VOCABULARY = Vocabulary.of_size(200, 40)
PAGES = 3


def tell(line):
    """Write a line at once, whole."""
    os.write(1, f"{line}\n".encode())


def name_of(number):
    return f"{number}.pdf"


def add(store, number):
    """A document with its pages; the same for the same number."""
    content = f"document {number}".encode() * 3_000
    maker = PageMaker(VOCABULARY, seed=number, words_per_page=40)
    document, _ = store.admit(origin(content, name_of(number)), content)
    store.start_reading(document.document_id, PAGES)
    store.store_pages(
        document.document_id, [(*maker.page(page), VOTES) for page in range(1, PAGES + 1)]
    )


def next_number(store):
    numbers = [int(each.origin.name.removesuffix(".pdf")) for each in store.documents()]
    return max(numbers, default=0) + 1


def ingest(vault, _keys):
    """Add documents; says the number of each."""
    store = vault.store_of(vault.matters()[0].matter_id)
    for number in count(next_number(store)):
        add(store, number)
        tell(number)


def rotation(vault, keys):
    """Give everything new keys again and again while another thread adds documents."""
    renewing.open_keyring = lambda: keys
    threading.Thread(target=_add_meanwhile, args=(vault.sibling(),), daemon=True).start()
    while True:
        if not keys_waiting(vault):
            put_down(vault, vault.matters(), with_vault_key=True)
        for step in renew(vault, Control()):
            if step.phase is RenewalPhase.DONE:
                tell("key")


def _add_meanwhile(vault):
    matter_id = vault.matters()[0].matter_id
    number = next_number(vault.store_of(matter_id))
    while True:
        try:
            add(vault.store_of(matter_id), number)
        except KeysChangedError:
            continue
        tell(number)
        number += 1


def disposal(vault, _keys):
    """Dispose of one document after the other; says the number of each."""
    finish_begun(vault)
    matter = vault.matters()[0]
    asked = {"typed": matter.reference, "reason": "The time is over.", "clock": clock}
    while documents := vault.store_of(matter.matter_id).documents():
        first = documents[0]
        for _ in dispose_of_documents(vault, matter, [first.document_id], **asked):
            pass
        tell(first.origin.name.removesuffix(".pdf"))


def backup(vault, _keys):
    """Add a document and a backup, again and again; says the number of each backup."""
    store = vault.store_of(vault.matters()[0].matter_id)
    while True:
        add(store, next_number(store))
        tell(backed_up(vault, vault.folder.with_name("firm.backup")).number)


def migration(vault, _keys):
    """Bring every file of an older vault up to date."""
    for matter in vault.matters():
        vault.store_of(matter.matter_id)
    tell("up to date")


def main(what, folder, secrets):
    keys = keys_of(Path(secrets))
    work = {act.__name__: act for act in (ingest, rotation, disposal, backup, migration)}[what]
    tell("begins")
    with Vault.open(Path(folder), KeyringWay(keys), clock=clock) as vault:
        work(vault, keys)


if __name__ == "__main__":
    main(*sys.argv[1:])
