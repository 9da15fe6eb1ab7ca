"""A renewal of keys that was begun and is given up: its matter keeps the keys that it has.

Until the registry names the new file nothing depends on it, so a renewal can be given up at each of
its steps; from then on there is nothing to be given up, and the new keys stay. In what order, and
what a kill leaves:

    killed                       afterwards
    before the list is changed   nothing has happened: the part of a new file may be gone, and is
                                 begun anew by whoever goes on
    after it                     notes of changes end at the next opening of the matter

Whoever is at work on the matter meanwhile finds it off the list, and stops.
"""

from contextlib import suppress

from desktop.domain.audit import Act
from desktop.domain.errors import VaultError
from desktop.domain.identity import MatterId
from desktop.vault.audit.log import AuditLog
from desktop.vault.files import delete_database
from desktop.vault.inside import MATTERS_FOLDER, VaultInside
from desktop.vault.open_registry import Clock
from desktop.vault.rotation.matter_key import file_of_epoch, open_present
from desktop.vault.rotation.plan import RotationPlan


def give_up_matter(inside: VaultInside, matter_id: MatterId, log: AuditLog, clock: Clock) -> bool:
    """Let a matter keep its keys; whether it was on the list.

    Args:
        inside: The open vault; no store of this matter is open in it.
        matter_id: The matter.
        log: Of the vault; of a matter behind a wall only its own log tells.
        clock: Tells the time, in UTC.

    Raises:
        NoSuchMatterError: It is not in this vault.
        MatterWalledError: It is behind a wall, and this account is not admitted.
        VaultBusyError: The new file is being put in the place of the old one.
        VaultDamagedError: It is behind a wall, and its log cannot be written.
    """
    registry, plan = inside.registry, RotationPlan(inside.registry)
    if matter_id not in plan.matters():
        return False
    if inside.matter_row(matter_id).is_walled:
        # Committed first: an entry too many after a kill, never one too few.
        with open_present(inside, matter_id) as matter:
            AuditLog(matter.database, matter.audit_keys, clock).add(Act.ROTATION_GIVEN_UP)
    with registry.transaction():
        row = inside.matter_row(matter_id)
        if matter_id not in plan.matters():
            return False  # Whoever was at work on it has come to its end.
        path = inside.folder / MATTERS_FOLDER / row.file_name
        with suppress(PermissionError):
            # Windows, while somebody at work has it open: the next renewal deletes it.
            delete_database(file_of_epoch(path, row.key_epoch + 1))
        plan.strike(matter_id)
        if not row.is_walled:
            log.add(Act.ROTATION_GIVEN_UP, subject=[matter_id])
    with suppress(VaultError):  # A damaged matter: its notes do no harm.
        open_present(inside, matter_id).close()
    return True
