"""What is accounted for later needs a reason in words."""

from desktop.domain.errors import ReasonNeededError
from desktop.domain.keeping import MAX_REASON_CHARACTERS


def reason_of(text: str) -> str:
    """A reason on one line.

    Args:
        text: As a person wrote it.

    Raises:
        ReasonNeededError: It is empty, too long, or holds control characters.
    """
    reason = " ".join(text.split())
    if not reason or len(reason) > MAX_REASON_CHARACTERS or not reason.isprintable():
        raise ReasonNeededError
    return reason
