"""The real functions behind the models page."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.app.clock import now
from desktop.app.shapes import own
from desktop.bridge.shapes import ControlLike
from desktop.bridge.works import ModelWorks
from desktop.casework.models.desk import model_desk, only_progress
from desktop.casework.models.machine import this_machine
from desktop.casework.models.sources import FoundPair, pair_at, pairs_of_others
from desktop.casework.models.starter_trial import measure_starter, prove_starter
from desktop.domain.imported_model import ModelProgress
from desktop.domain.model_listing import ListedFound
from desktop.settings import Settings


def model_works_of(settings: Callable[[], Settings]) -> ModelWorks:
    """The real functions behind the models page.

    Args:
        settings: Gives the settings as they are when work starts.
    """

    def bring(wanted: Path | ListedFound, control: ControlLike) -> Iterator[ModelProgress]:
        pair = pair_at(wanted) if isinstance(wanted, Path) else _found_pair(wanted)
        yield from only_progress(
            model_desk(now).bring(pair, own(control), settings().threads_for_vision)
        )

    def prove(model_id: str, control: ControlLike) -> Iterator[ModelProgress]:
        if not model_id:
            yield from prove_starter(settings(), own(control))
            return
        desk = model_desk(now)
        model = desk.models.model(model_id)
        yield from only_progress(desk.prove(model, own(control), settings().threads_for_vision))

    def measure(model_id: str, control: ControlLike) -> Iterator[ModelProgress]:
        if not model_id:
            yield from measure_starter(settings(), own(control), now)
            return
        desk = model_desk(now)
        model = desk.models.model(model_id)
        yield from desk.measure(model, own(control), settings().threads_for_vision)

    return ModelWorks(
        listing=lambda: model_desk(now).listing(
            this_machine(), pairs_of_others(dict(os.environ), Path.home())
        ),
        bring=bring,
        prove=prove,
        measure=measure,
        remove=lambda model_id: model_desk(now).remove(model_id, settings()),
        decide=lambda model_id, why: model_desk(now).decide(model_id, why),
    )


def _found_pair(listed: ListedFound) -> FoundPair:
    """The pair that was listed; whether it is still what its source said, the import sees."""
    return FoundPair(
        listed.title,
        listed.first,
        listed.second,
        listed.came_from,
        listed.first_sha256,
        listed.second_sha256,
    )
