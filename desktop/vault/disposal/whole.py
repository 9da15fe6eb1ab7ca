"""Whether what is kept about holds, retention and disposals of a matter opens."""

from desktop.vault.disposal.documents import certificates_of
from desktop.vault.disposal.holds import holds_of
from desktop.vault.disposal.retention import Retention
from desktop.vault.matter_file import MatterFile


def is_sealed_whole(matter: MatterFile) -> bool:
    """Open all of it.

    Raises:
        VaultDamagedError: Part of it was altered.
    """
    Retention(matter).demand_whole()
    return holds_of(matter) is not None and certificates_of(matter) is not None
