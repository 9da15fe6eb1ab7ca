"""Passwords of files: given once a matter, tried on every file that asks for one."""

from collections.abc import Sequence

from desktop.domain.audit import Act
from desktop.domain.errors import NoSuchPasswordError
from desktop.domain.file_password import KeptPassword, PasswordsGiven
from desktop.vault.matter_store import MatterStore


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


def kept_passwords(store: MatterStore) -> tuple[KeptPassword, ...]:
    """The passwords of the matter's files without the words, the one that was given last first.

    Raises:
        VaultDamagedError: One was altered.
    """
    return store.passwords.listed()


def forget_password(store: MatterStore, password_id: str) -> None:
    """Delete one password of the matter's files; what was read stays.

    Args:
        store: Of the matter.
        password_id: Its identity, or the first digits of it.

    Raises:
        NoSuchPasswordError: No password has this identity, or several begin so.
    """
    with store.together():
        wanted = [
            kept.password_id
            for kept in store.passwords.listed()
            if kept.password_id.startswith(password_id.lower())
        ]
        if len(wanted) != 1 or not password_id:
            raise NoSuchPasswordError
        store.passwords.forget(wanted[0])
        store.audit.add(Act.PASSWORDS_FORGOTTEN, details={"passwords": 1})
