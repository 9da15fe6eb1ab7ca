"""Passwords of files, as they are listed: never the words themselves."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KeptPassword:
    """A password that is kept in a matter, without the password.

    Attributes:
        password_id: 32 lower-case hexadecimal digits of a random UUID.
        given_at: When, UTC.
    """

    password_id: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class PasswordsGiven:
    """What giving passwords came to.

    Attributes:
        new: Passwords that were not kept yet.
        waiting: Documents that were locked and will be tried again by the next reading.
    """

    new: int
    waiting: int
