"""Names of things that are kept, as distinct types so that one is never taken for another."""

import uuid
from typing import NewType

MatterId = NewType("MatterId", str)
"""32 lower-case hexadecimal digits of a random UUID."""

DocumentId = NewType("DocumentId", str)
"""32 lower-case hexadecimal digits of a random UUID."""

FindingId = NewType("FindingId", str)
"""32 lower-case hexadecimal digits of a random UUID."""

PageNumber = NewType("PageNumber", int)
"""Counted from 1, as people count pages."""


def new_identity() -> str:
    """A fresh random identity: 32 lower-case hexadecimal digits."""
    return uuid.uuid4().hex


def short_identity(identity: str) -> str:
    """The first eight digits: how a document is named in logs, which never hold its real name."""
    return identity[:8]
