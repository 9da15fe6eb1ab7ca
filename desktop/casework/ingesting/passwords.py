"""Passwords of files: given once a matter, tried on every file that asks for one."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.audit import Act
from desktop.vault.matter_store import MatterStore


@dataclass(frozen=True, slots=True)
class PasswordsGiven:
    """What giving passwords came to.

    Attributes:
        new: Passwords that were not kept yet.
        waiting: Documents that were locked and will be tried again by the next reading.
    """

    new: int
    waiting: int


def give_passwords(store: MatterStore, passwords: Sequence[str]) -> PasswordsGiven:
    """Keep passwords, sealed in the matter, and let every locked document be tried again.

    Raises:
        PasswordLengthError: One is empty or too long; none is kept.
        TooManyPasswordsError: They would be more than are tried on a file; none is kept.
    """
    with store.together():
        new = sum(store.passwords.add(password) for password in passwords)
        waiting = store.unlock()
        store.audit.add(Act.PASSWORDS_GIVEN, details={"new": new, "documents": waiting})
    return PasswordsGiven(new, waiting)


def forget_passwords(store: MatterStore) -> int:
    """Delete every password of the matter's files; how many there were.

    What was read stays; the pages of a protected file cannot be drawn any more.
    """
    with store.together():
        count = store.passwords.forget_all()
        store.audit.add(Act.PASSWORDS_FORGOTTEN, details={"passwords": count})
    return count
