"""Passwords of files, asked for once a matter: sealed, tried on every file that asks for one.

password    the sealed record: MessagePack array 1, the password, when it was given (us since
1970, UTC)
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import msgspec

from desktop.domain.errors import PasswordLengthError, TooManyPasswordsError
from desktop.domain.file_password import KeptPassword
from desktop.domain.identity import new_identity
from desktop.vault.matter_file import MatterFile
from desktop.vault.records import FORMAT, decoded

MAX_KEPT = 1_000
"""Each is tried at most once on each file that is opened."""

MAX_CHARACTERS = 512
"""PDF takes 127 bytes, ZIP some thousand."""

_Record = tuple[int, str, int]
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(_Record)


class Passwords:
    """The passwords of one matter's files."""

    def __init__(self, matter: MatterFile, clock: Callable[[], datetime]) -> None:
        """Take the open matter and a clock that tells UTC."""
        self._matter = matter
        self._database = matter.database
        self._clock = clock

    def all(self) -> tuple[str, ...]:
        """Every password, the one that was given last first: it is the likeliest.

        Raises:
            VaultDamagedError: One was altered.
        """
        return passwords_of(self._matter)

    def add(self, password: str) -> bool:
        """Keep a password; False where it is kept already.

        Raises:
            PasswordLengthError: It is empty, or longer than MAX_CHARACTERS.
            TooManyPasswordsError: As many are kept as are tried.
        """
        if not 1 <= len(password) <= MAX_CHARACTERS:
            raise PasswordLengthError
        with self._database.transaction():
            kept = self.all()
            if password in kept:
                return False
            if len(kept) >= MAX_KEPT:
                raise TooManyPasswordsError
            row_id = bytes.fromhex(new_identity())
            plain = _encode((FORMAT, password, int(self._clock().timestamp() * 1_000_000)))
            self._database.change(
                "INSERT INTO password (password_id, record) VALUES (?, ?)",
                row_id,
                self._matter.seal_for_matter(plain, "password", "record", row_id),
            )
        return True

    def listed(self) -> tuple[KeptPassword, ...]:
        """Every password without its words, the one that was given last first.

        Raises:
            VaultDamagedError: One was altered.
        """
        return tuple(
            KeptPassword(row_id.hex(), datetime.fromtimestamp(given_us / 1_000_000, UTC))
            for row_id, (_, _, given_us) in _records(self._matter)
        )

    def forget(self, password_id: str) -> None:
        """Delete one password, by its identity."""
        self._database.change(
            "DELETE FROM password WHERE password_id = ?", bytes.fromhex(password_id)
        )

    def forget_all(self) -> int:
        """Delete every password; how many there were."""
        with self._database.transaction():
            count = int(self._database.value("SELECT count(*) FROM password"))
            self._database.change("DELETE FROM password")
        return count


def passwords_of(matter: MatterFile) -> tuple[str, ...]:
    """Every password of an open matter, the one that was given last first.

    Raises:
        VaultDamagedError: One was altered.
    """
    return tuple(password for _, (_, password, _) in _records(matter))


def _records(matter: MatterFile) -> Iterator[tuple[bytes, _Record]]:
    rows = matter.database.rows(
        "SELECT password_id, record FROM password ORDER BY password_row DESC"
    )
    for row_id, sealed in rows:
        plain = matter.open_for_matter(sealed, "password", "record", row_id)
        yield row_id, decoded(_decoder, plain)
