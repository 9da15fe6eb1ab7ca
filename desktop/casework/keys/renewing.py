"""New keys for the vault and its matters, one after the other, while they are read and written.

What is to be done is put down in the vault first, so that it is gone on with after a stop or a
kill: at the next start of the window, or by the same command.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.casework.control import Control
from desktop.domain.errors import (
    InCameraError,
    KeysChangedError,
    KeyStoreError,
    RowsDamagedError,
    WaysLostError,
)
from desktop.domain.identity import MatterId, short_identity
from desktop.domain.matter import Matter
from desktop.domain.rotation import KeyLeft, RenewalPhase, RenewalProgress, RotationGivenUp
from desktop.vault.keyring_store import KeyStore, open_keyring
from desktop.vault.members.roll import Roll
from desktop.vault.vault import Vault

log = logging.getLogger(__name__)

_LAST = (RenewalPhase.MARKED, RenewalPhase.DONE)
"""Nothing is stopped between these."""

MIN_DIGITS = 8
"""Of the identity of a damaged row, as it is named where it stops a new vault key."""

TRIES = 3
"""How often a matter is begun anew that got another key from somebody else meanwhile."""


def keys_waiting(vault: Vault) -> int:
    """How many keys were put down to be renewed and are not yet; 0 where nothing was begun."""
    renewals = vault.renewals
    return renewals.has_vault_key + len(renewals.matters())


def damaged_that_may_stay(
    vault: Vault, digits: Sequence[str], clock: Callable[[], datetime]
) -> Collection[str]:
    """The damaged rows of the registry that an administrator lets stay as they are.

    Args:
        vault: Belongs to the calling thread.
        digits: The first eight digits of the identity of each, or more.
        clock: Tells UTC.

    Returns:
        The identities of those that are damaged. Each opens for nobody any more, once the vault
        has a new key.

    Raises:
        NotMemberError: The vault has members, and this account is none.
        NotAdministratorError: It is no administrator.
    """
    roll = Roll(vault, clock)
    if digits and (roll.all() or roll.damaged()):
        roll.demand_administrator()
    named = tuple(each.lower() for each in digits if len(each) >= MIN_DIGITS)
    return [row_id for row_id in vault.renewals.damaged_rows() if row_id.startswith(named)]


def put_down(
    vault: Vault,
    matters: Sequence[Matter],
    *,
    with_vault_key: bool,
    may_lose_ways: bool = False,
    may_stay: Collection[str] = (),
) -> None:
    """Put down what is to get new keys; `renew` does it.

    Args:
        vault: Belongs to the calling thread.
        matters: To get new keys.
        with_vault_key: Whether the vault itself is to get one.
        may_lose_ways: Whether ways in may be lost that cannot receive a new key.
        may_stay: Of `damaged_that_may_stay`.

    Raises:
        WaysLostError: Ways in would be lost; nothing is put down.
        LastWayError: No way in that counts would be left; likewise.
        RowsDamagedError: A row of the registry does not open, and may not stay; likewise.
    """
    if with_vault_key:
        vault.renewals.demand_whole(may_stay)
        vault.renewals.demand_ways(_keyring(), may_lose_ways=may_lose_ways)
    vault.renewals.put_down([matter.matter_id for matter in matters], with_vault_key=with_vault_key)


def give_up(vault: Vault, matters: Sequence[Matter] | None = None) -> RotationGivenUp:
    """Give up new keys that were put down: what has none yet keeps the keys that it has.

    Up to its last instant the renewal of a matter can be given up, whoever is at work on it; that
    one stops. What is behind a wall that is closed to this account is left to somebody inside.

    Args:
        vault: Belongs to the calling thread.
        matters: Only these, not the vault's own key; None: everything that was put down.
    """
    hands = _hands(vault)
    if matters is not None:
        wanted = {matter.matter_id for matter in matters}
        hands = [hand for hand in hands if hand.matter_id in wanted]
    names: list[str] = []
    left: list[KeyLeft] = []
    for hand in hands:
        try:
            if hand.matter_id is None:
                is_given_up = vault.renewals.give_up_vault_key()
            else:
                is_given_up = vault.renewals.give_up_matter(hand.matter_id)
        except InCameraError as error:
            log.warning("a rotation of keys was not given up: %s", error.code)
            left.append(KeyLeft(hand.name, error))
        else:
            names += [hand.name] if is_given_up else []
    return RotationGivenUp(tuple(names), tuple(left))


def renew(
    vault: Vault,
    control: Control,
    *,
    may_lose_ways: bool = False,
    may_stay: Collection[str] = (),
) -> Iterator[RenewalProgress]:
    """Give new keys to everything that was put down, or go on with it.

    What cannot be done now, because a matter is written to all the time, or is damaged, is left and
    named in the last report; it waits for the next time. What is behind a wall that is closed to
    this account waits for somebody inside, and nothing is said of it.

    Args:
        vault: Belongs to the calling thread; others may read and write meanwhile.
        control: Pauses and stops it between two steps; what was done stays done.
        may_lose_ways: Whether ways in may be lost that cannot receive a new key.
        may_stay: Of `damaged_that_may_stay`.
    """
    run = _Run(vault, control, may_lose_ways=may_lose_ways, may_stay=may_stay)
    yield from run.steps()


@dataclass(slots=True)
class _Hand:
    """What is in hand."""

    name: str
    matter_id: MatterId | None


def _hands(vault: Vault) -> list[_Hand]:
    """What waits: the vault's own key, then matters in the order in which they were put down."""
    renewals = vault.renewals
    names = {matter.matter_id: matter.reference for matter in vault.matters()}
    waiting = [
        _Hand(names.get(matter_id, short_identity(matter_id)), matter_id)
        for matter_id in renewals.matters()
    ]
    return [_Hand("", None), *waiting] if renewals.has_vault_key else waiting


class _Run:
    def __init__(
        self, vault: Vault, control: Control, *, may_lose_ways: bool, may_stay: Collection[str]
    ) -> None:
        self._vault = vault
        self._control = control
        self._may_lose_ways = may_lose_ways
        self._may_stay = may_stay
        self._hands = _hands(vault)
        self._now = RenewalProgress("", RenewalPhase.BEGUN, 0, 1, 0, len(self._hands))

    def steps(self) -> Iterator[RenewalProgress]:
        for hand in self._hands:
            if not self._control.may_go_on():
                break
            if not self._vault.renewals.waits(hand.matter_id):
                continue  # Given up, or done, by somebody else.
            self._now = replace(self._now, name=hand.name, phase=RenewalPhase.BEGUN, done=0)
            try:
                yield from self._one(hand)
            except InCameraError as error:
                log.warning("a key was not renewed: %s", error.code)
                left = (*self._now.left, KeyLeft(hand.name, error))
                self._now = replace(self._now, left=left)
        yield self._now

    def _one(self, hand: _Hand) -> Iterator[RenewalProgress]:
        if hand.matter_id is None:
            yield from self._vault_key()
            return
        for left in reversed(range(TRIES)):
            try:
                yield from self._matter(hand.matter_id)
            except KeysChangedError:
                if not self._vault.renewals.waits(hand.matter_id):
                    return
                if left == 0:
                    raise
            else:
                return

    def _vault_key(self) -> Iterator[RenewalProgress]:
        renewals = self._vault.renewals
        try:
            with closing(
                renewals.renew_vault_key(
                    _keyring(), may_lose_ways=self._may_lose_ways, may_stay=self._may_stay
                )
            ) as phases:
                for phase in phases:
                    yield self._told(phase, 0, 1)
                    if self._control.is_stopped and phase not in _LAST:
                        return  # No pause here: the registry is locked.
        except (WaysLostError, RowsDamagedError):
            renewals.strike_vault_key()  # Asked again at each start, it would never be answered.
            raise

    def _matter(self, matter_id: MatterId) -> Iterator[RenewalProgress]:
        with closing(self._vault.renewals.renew_matter(matter_id)) as steps:
            for step in steps:
                yield self._told(step.phase, step.done, step.total)
                if step.phase not in _LAST and not self._control.may_go_on():
                    return

    def _told(self, phase: RenewalPhase, done: int, total: int) -> RenewalProgress:
        self._now = replace(
            self._now,
            phase=phase,
            done=done,
            total=total,
            keys_done=self._now.keys_done + (phase is RenewalPhase.DONE),
        )
        return self._now


def _keyring() -> KeyStore | None:
    """This computer's keyring; None where there is none that can be trusted."""
    try:
        return open_keyring()
    except KeyStoreError:
        return None
