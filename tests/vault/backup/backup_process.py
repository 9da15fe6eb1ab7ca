"""A process that makes backups or restores them again and again, until it is killed.

Arguments: make or restore, folder of the vault, file of backups, file with the secrets. After each
backup or restore it writes its number to standard output.
"""

import os
import sys
from itertools import count
from pathlib import Path

from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.backup.backup_vaults import backed_up, fill, restored
from tests.vault.vault_pages import clock
from tests.vault.vault_storing_process import keys_of


def main(what, folder, target, secrets):
    folder, target, keys = Path(folder), Path(target), keys_of(Path(secrets))
    os.write(1, b"0\n")
    for number in count(1):
        if what == "restore":
            restored(target, folder, keys)
            os.write(1, f"{number}\n".encode())
            continue
        with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
            store = vault.store_of(vault.matters()[0].matter_id)
            fill(store, os.urandom(200_000), f"{number}.pdf", pages=1)
            os.write(1, f"{backed_up(vault, target).number}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
