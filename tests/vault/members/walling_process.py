"""A process that walls a matter, or dismisses a member, one step for each line it is given.

Arguments: folder of the vault, file with the secrets, "wall" or the name of the member. It writes
the name of each step when it has been made, and is killed by the test that started it.
"""

import os
import sys
from pathlib import Path

from desktop.vault.members.roll import Roll
from desktop.vault.members.walls import Walls
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import clock
from tests.vault.vault_storing_process import keys_of


def main(folder, secrets, what):
    keys = keys_of(Path(secrets))
    with Vault.open(Path(folder), KeyringWay(keys), clock=clock) as vault:
        vault.identify(keys)
        walls, matter = Walls(vault, clock), vault.matter("1042-0007")
        if what == "wall":
            steps = walls.wall(matter, is_told=False)
        else:
            member = Roll(vault, clock).named(what)
            steps = walls.dismiss(matter.matter_id, member.member_id)
        for phase in steps:
            os.write(1, f"{phase.value}\n".encode())
            sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
