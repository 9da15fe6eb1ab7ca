"""Matters on their way between vaults, as the window asks for it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from desktop.casework.backing_up.differing import decided_differently, let_hold
from desktop.casework.backing_up.moving import (
    pack_for_passphrase,
    pack_for_vault,
    receiving_key,
    unpack,
    wants_passphrase,
)
from desktop.casework.control import Control
from desktop.domain.backup import BackupProgress, Merged
from desktop.domain.differences import DecidedOnce, MatterDifference
from desktop.domain.finding import StoredFinding
from desktop.domain.identity import FindingId, MatterId
from desktop.domain.matter import Matter
from desktop.vault.vault import Vault

Tell = Callable[[BackupProgress], None]


class MovingDesk:
    """Packs matters and takes them in; belongs to the thread of its vault.

    Args:
        vault: Open; closed by whoever opened it.
        clock: Tells the time, in UTC.
    """

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        """Do nothing yet."""
        self._vault = vault
        self._clock = clock
        self.wants_passphrase = wants_passphrase

    def close(self) -> None:
        """Nothing is kept."""

    def matters(self) -> tuple[Matter, ...]:
        """The matters that can be packed."""
        return tuple(self._vault.matters())

    def receiving_key(self) -> str:
        """What another workstation packs a matter for."""
        return receiving_key(self._vault)

    def differences(self, matter_id: MatterId) -> tuple[MatterDifference, ...]:
        """What persons decided differently on several workstations.

        Raises:
            VaultError: The matter cannot be read, for the reason named by the class.
        """
        return tuple(decided_differently(self._vault.store_of(matter_id)))

    def let_hold(
        self, matter_id: MatterId, finding_id: FindingId, chosen: DecidedOnce
    ) -> StoredFinding:
        """Decide about a finding as somebody has decided before.

        Raises:
            CorrectionError: What was given is no value of this kind any more.
            NoSuchFindingError: Its page was read again or removed meanwhile.
        """
        return let_hold(self._vault.store_of(matter_id), finding_id, chosen)

    def pack(
        self,
        matter_id: MatterId,
        target: Path,
        receiver: str,
        passphrase: str,
        control: Control,
        tell: Tell,
    ) -> Path | None:
        """Write a matter into a new file; None where it was stopped.

        Args:
            matter_id: Of the matter; it stays here.
            target: The new file.
            receiver: Receiving key of the other vault; "" for a passphrase.
            passphrase: Opens the file, where there is no receiving key.
            control: A stop leaves no file.
            tell: Gets how far it has come.

        Raises:
            ReceivingKeyError: The key is none.
            PassphraseShortError: The passphrase would be guessed.
            BackupError, VaultError: As packing raises them.
        """
        matter = self._vault.matter(matter_id)
        steps = (
            pack_for_vault(self._vault, matter, target, receiver, control, self._clock)
            if receiver
            else pack_for_passphrase(self._vault, matter, target, passphrase, control, self._clock)
        )
        _tell_all(steps, tell)
        return None if control.is_stopped else target

    def unpack(
        self, file: Path, passphrase: str | None, control: Control, tell: Tell
    ) -> Merged | None:
        """Take a packed matter in, or merge it; None where it was stopped.

        Raises:
            PackKeyError: Neither this vault nor the passphrase opens it.
            BackupError, VaultError: As unpacking raises them.
        """
        merged: Merged | None = None
        for step in unpack(self._vault, file, passphrase, control, self._clock):
            if isinstance(step, Merged):
                merged = step
            else:
                tell(step)
        return merged


def _tell_all(steps: Iterable[BackupProgress], tell: Tell) -> None:
    for step in steps:
        tell(step)
