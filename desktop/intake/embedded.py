"""The inner door: a file that came inside a document is told by its content and hashed."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from desktop.domain.document import Origin
from desktop.domain.errors import FileEmptyError
from desktop.intake.kinds import kind_of, refusal_of


def admit_embedded(
    name: str, folder: str, content: bytes, *, clock: Callable[[], datetime]
) -> Origin:
    """Let in a file that came inside a document.

    Args:
        name: As it may be shown.
        folder: Where it lay: the folders and names of what it came in.
        content: All of it.
        clock: Tells the time, in UTC.

    Raises:
        FileEmptyError: Zero bytes.
        UnknownKindError: Not a kind of file that can be read.
        IntakeError: It is a kind that is refused, for the reason named by the class.
    """
    if not content:
        raise FileEmptyError
    kind = kind_of(content)
    if kind is None:
        raise refusal_of(content)
    return Origin(
        name=name,
        folder=folder,
        kind=kind,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
        received_at=clock(),
    )
