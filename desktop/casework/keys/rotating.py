"""New keys for matters, one after the other, while they can be read."""

from collections.abc import Iterator, Sequence
from contextlib import closing

from desktop.casework.control import Control
from desktop.domain.matter import Matter
from desktop.domain.rotation import RotationPhase, RotationProgress
from desktop.vault.vault import Vault


def rotate_matters(
    vault: Vault, matters: Sequence[Matter], control: Control
) -> Iterator[RotationProgress]:
    """Give matters new keys; what was done stays when it is stopped or killed.

    Args:
        vault: Open; nothing else of it works on these matters.
        matters: To be done.
        control: Stops it before the next step; the matter in hand keeps its old key.

    Raises:
        VaultBusyError: Somebody is writing to a matter.
        DiskFullError: There is no room for a second file of a matter.
        VaultError: A matter cannot be opened, for the reason named by the class.
    """
    for done, matter in enumerate(matters):
        with closing(vault.rotate_matter_key(matter.matter_id)) as steps:
            for phase in steps:
                count = done + (phase is RotationPhase.DONE)
                yield RotationProgress(phase, count, len(matters))
                if control.is_stopped and phase is not RotationPhase.DONE:
                    return
        if control.is_stopped:
            return
