"""A process that disposes of documents and says how far it is, until it is killed.

Arguments: folder of the vault, file with the secrets, `documents` or `matter`.
"""

import json
import os
import sys
from pathlib import Path

from desktop.casework.disposing.dispose import dispose_of_documents, dispose_of_matter
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import KeysInMemory, clock


def main(folder, secrets, what):
    keys = KeysInMemory()
    known = json.loads(Path(secrets).read_text())
    keys.secrets = {name: bytes.fromhex(secret) for name, secret in known.items()}
    with Vault.open(Path(folder), KeyringWay(keys), clock=clock) as vault:
        matter = vault.matter("1042-0007")
        documents = vault.store_of(matter.matter_id).documents()
        asked = {"typed": "1042-0007", "reason": "The time is over.", "clock": clock}
        os.write(1, b"begins\n")
        if what == "matter":
            for _ in dispose_of_matter(vault, matter, **asked):
                pass
        else:
            chosen = [each.document_id for each in documents if each.origin.name != "stays.pdf"]
            for _ in dispose_of_documents(vault, matter, chosen, **asked):
                pass
        os.write(1, b"done\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
