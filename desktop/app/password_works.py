"""The real functions behind the passwords of files."""

from desktop.app.shapes import real
from desktop.bridge.file_passwords import PasswordWorks
from desktop.bridge.shapes import VaultLike
from desktop.casework.ingesting.passwords import (
    forget_password,
    forget_passwords,
    give_passwords,
    kept_passwords,
)
from desktop.domain.identity import MatterId
from desktop.vault.matter_store import MatterStore


def password_works() -> PasswordWorks:
    """The real functions behind the passwords of files."""

    def store_of(vault: VaultLike, matter_id: MatterId) -> MatterStore:
        return real(vault).store_of(matter_id)

    return PasswordWorks(
        listing=lambda vault, matter_id: kept_passwords(store_of(vault, matter_id)),
        give=lambda vault, matter_id, password: give_passwords(
            store_of(vault, matter_id), [password]
        ),
        forget=lambda vault, matter_id, password_id: forget_password(
            store_of(vault, matter_id), password_id
        ),
        forget_all=lambda vault, matter_id: forget_passwords(store_of(vault, matter_id)),
    )
