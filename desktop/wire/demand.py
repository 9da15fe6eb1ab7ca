"""Whether a worker is used around which a wall is missing: yes, until somebody demands them all."""

import sys
from collections.abc import Container, Iterable

from desktop.domain.errors import WorkerUnconfinedError
from desktop.domain.walls import Wall, missing_walls

_demanded: list[bool] = []


def demand_all_walls() -> None:
    """From now on, for good, no worker of this process is used around which a wall is missing."""
    _demanded.append(True)


def check_walls(standing: Iterable[str], *, not_yet: Container[Wall] = ()) -> None:
    """Refuse a worker around which a wall is missing, where all are demanded.

    Args:
        standing: The walls that it says stand.
        not_yet: Walls that rise later, and are checked then.

    Raises:
        WorkerUnconfinedError: At least one is missing.
    """
    if _demanded and any(wall not in not_yet for wall in missing_walls(sys.platform, standing)):
        raise WorkerUnconfinedError
