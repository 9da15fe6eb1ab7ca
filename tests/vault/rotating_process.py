"""A process that rotates the key of the first matter, one step for each line it is given.

Arguments: folder of the vault, file with the secrets. It writes the name of each step when it has
been made, and is killed by the test that started it.
"""

import os
import sys
from pathlib import Path

from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import clock
from tests.vault.vault_storing_process import keys_of


def main(folder, secrets):
    with Vault.open(Path(folder), KeyringWay(keys_of(Path(secrets))), clock=clock) as vault:
        for phase in vault.rotate_matter_key(vault.matters()[0].matter_id):
            os.write(1, f"{phase.value}\n".encode())
            sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
