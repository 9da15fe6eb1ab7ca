"""Times as backups keep them: microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds_of(moment: datetime) -> int:
    """Since 1970."""
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)


def moment_of(microseconds: int) -> datetime:
    """The time that so many microseconds since 1970 are."""
    return _EPOCH + timedelta(microseconds=microseconds)
