"""Functions that load what they need when one of them is first called.

The window is painted before the vault is open: until then nothing of the vault, of casework or of
the libraries behind them is needed, and loading them takes longer than all the rest of the start.
"""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

Part = TypeVar("Part")


def at_first_use(kind: type[Part], load: Callable[[], Part]) -> Part:
    """A set of functions of which the first that is called loads the set.

    Args:
        kind: A dataclass all of whose fields are functions.
        load: Imports what the functions need, and gives them; may be called by several threads.
    """
    loaded = cache(load)

    def late(name: str) -> Callable[..., Any]:
        def call(*arguments: object) -> object:
            return getattr(loaded(), name)(*arguments)

        return call

    functions: dict[str, Any] = {field.name: late(field.name) for field in fields(kind)}  # type: ignore[arg-type]  # dataclasses have no type
    return kind(**functions)
