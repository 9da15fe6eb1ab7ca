"""Whether what is kept about holds, retention, disposals and data subjects of a matter opens."""

from desktop.vault.disposal.documents import certificates_of
from desktop.vault.disposal.holds import holds_of
from desktop.vault.disposal.retention import Retention
from desktop.vault.disposal.subjects import Subjects
from desktop.vault.matter_file import MatterFile


def is_sealed_whole(matter: MatterFile) -> bool:
    """Open all of it.

    Raises:
        VaultDamagedError: Part of it was altered.
    """
    Retention(matter).demand_whole()
    opened = (holds_of(matter), certificates_of(matter), Subjects(matter).all())
    return all(each is not None for each in opened)
