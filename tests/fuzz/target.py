"""What a target of fuzzing is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """One reader.

    Attributes:
        seeds: Inputs that are right, or nearly so.
        run: Reads bytes.
        allowed: Errors by which it says that it does not want them.
    """

    seeds: Callable[[], list[bytes]]
    run: Callable[[bytes], object]
    allowed: tuple[type[Exception], ...]
