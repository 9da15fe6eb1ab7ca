"""The root of all errors, and the way to list them."""

from typing import ClassVar


class InCameraError(Exception):
    """Root of all errors that are shown to an analyst.

    As a string: sentence, remedy and code on one line.

    Attributes:
        code: Stable name, listed in `resources/docs/errors.md`.
        reason: One sentence saying what happened.
        remedy: What to do now.
    """

    code: ClassVar[str] = "APP-00"
    reason: str = "Something went wrong."
    remedy: str = "Try again; if it happens again, tell your administrator the code."

    def __init__(self, reason: str | None = None, *, remedy: str | None = None) -> None:
        """Take the class's sentence and remedy, or more exact ones."""
        if reason is not None:
            self.reason = reason
        if remedy is not None:
            self.remedy = remedy
        super().__init__(f"{self.reason} {self.remedy} [{self.code}]")


def all_error_classes() -> dict[str, type[InCameraError]]:
    """Every error class by its code."""
    found: dict[str, type[InCameraError]] = {}
    pending: list[type[InCameraError]] = [InCameraError]
    while pending:
        error_class = pending.pop()
        pending.extend(error_class.__subclasses__())
        if "code" in vars(error_class):
            found[error_class.code] = error_class
    return found
