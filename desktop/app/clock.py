"""The real clock; everything below is given it and asks for no time by itself."""

from datetime import UTC, datetime


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the composition root passes the real clock
