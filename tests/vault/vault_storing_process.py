"""A process that stores pages and says of each batch when it is confirmed, until it is killed.

Arguments: folder of the vault, document's identity, first page, file with the secrets. After each
call that returned it writes the number of the last confirmed page to its standard output.
"""

import json
import os
import sys
from pathlib import Path

from desktop.domain.identity import DocumentId
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import VOTES, KeysInMemory, PageMaker, Vocabulary, clock

BATCH = 4


def keys_of(path):
    keys = KeysInMemory()
    keys.secrets = {
        name: bytes.fromhex(secret) for name, secret in json.loads(path.read_text()).items()
    }
    return keys


def main(folder, document_id, first, secrets):
    maker = PageMaker(Vocabulary.of_size(300, 50), words_per_page=150)
    # The pages of a number are the same in every process.
    made = [maker.page(number) for number in range(1, int(first))]
    made.clear()
    with Vault.open(Path(folder), KeyringWay(keys_of(Path(secrets))), clock=clock) as vault:
        store = vault.store_of(vault.matters()[0].matter_id)
        number = int(first)
        while True:
            batch = [(*maker.page(each), VOTES) for each in range(number, number + BATCH)]
            store.store_pages(DocumentId(document_id), batch)
            number += BATCH
            os.write(1, f"{number - 1}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
