"""`incamera model`: models from outside, from the stick to their use."""

import argparse
import os
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.models.catalogue import sums_of
from desktop.casework.models.desk import model_desk, read_by, timed
from desktop.casework.models.machine import this_machine
from desktop.casework.models.sources import FoundPair, pair_at, pairs_in, pairs_of_others
from desktop.casework.models.starter_trial import starter_to_load
from desktop.casework.models.trial import ValueRead, has_passed
from desktop.casework.models.vision_model import model_to_load
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.model_notes import model_notes, noted_import
from desktop.cli.output import Output
from desktop.cli.session import Session
from desktop.domain.audit import Act
from desktop.domain.errors import ModelFilesError, SeveralPairsError, all_error_classes
from desktop.domain.imported_model import (
    ImportedModel,
    MeasuredPace,
    ModelProgress,
    ModelState,
    ModelStep,
)
from desktop.domain.model_listing import ListedKnown, ListedModel
from desktop.paths import settings_file, vision_worker_command
from desktop.settings import save_settings
from desktop.wire.vision_client import VisionClient

STARTER = "starter"
"""How the model that comes with the program is named on the command line."""


def bring(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Import a pair of files, check it and let it read the test page; without a path, look around.

    Raises:
        NoPairError, SeveralPairsError: It cannot be told which files are meant.
    """
    if arguments.path is None:
        return _show_found(pairs_of_others(dict(os.environ), Path.home()), session)
    try:
        found = pair_at(arguments.path, arguments.projector)
    except SeveralPairsError:
        wanted = [pair for pair in pairs_in(arguments.path) if pair.title == arguments.pick]
        if len(wanted) != 1:
            if not session.output.is_json:
                _show_found(pairs_in(arguments.path), session)
            raise
        found = wanted[0]
    desk = model_desk(session.clock)
    control = Control()
    with model_notes(session) as note, stopped_by_interrupt(control):
        steps = desk.bring(found, control, session.settings.threads_for_vision)
        return _drained(noted_import(steps, note), session)


def list_models(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List what is imported; with --known the catalogue, with --sums its checksums."""
    desk = model_desk(session.clock)
    if arguments.sums:
        files = [file for row in desk.known.models for file in sums_of(row)]
        if session.output.is_json:
            session.output.document([asdict(file) for file in files])
        for file in files:
            session.output.line(f"{file.sha256}  {file.file}")
        return ExitCode.DONE
    listing = desk.listing(this_machine())
    if arguments.known:
        rows = [_known_row(known) for known in listing.known]
        session.output.result(rows, ("model", "size", "memory", "fit", "gate", "use"))
        return ExitCode.DONE
    rows = [_starter_row(session), *map(_row, listing.imported)]
    used = session.settings.vision_model or STARTER
    for row in rows:
        row["used"] = session.settings.is_vision_used and row["model"] == used
    if session.output.is_json:
        session.output.document({"machine": asdict(listing.machine), "models": rows})
        return ExitCode.DONE
    shown = [row | {"used": "*" if row["used"] else ""} for row in rows]
    session.output.table(shown, ("used", "model", "state", "gate", "fit", "pages_per_hour"))
    return ExitCode.DONE


def show(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """Load the model in use, say what it is and which walls stand around it."""
    request = model_to_load(session.settings)
    shown: dict[str, object] = {
        "is_starter": not session.settings.vision_model,
        "weights": request.weights_path,
        "projector": request.projector_path,
        "threads": request.threads,
    }
    with VisionClient(vision_worker_command()) as vision:
        shown |= asdict(vision.load(request))
        shown["walls"] = vision.confinement
    if session.output.is_json:
        session.output.document(shown)
    for name, value in shown.items():
        session.output.line(f"{name.replace('_', ' '):18} {value}")
    return ExitCode.DONE


def verify(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Hash the files of a model, or of all, anew."""
    desk = model_desk(session.clock)
    names = [arguments.model] if arguments.model else [m.model_id for m in desk.models.models()]
    control = Control()
    models: list[ImportedModel] = []
    with stopped_by_interrupt(control):
        for name in names:
            last = ModelProgress(ModelStep.DONE)
            for last in desk.verify(desk.models.model(name), control):
                session.output.status(_describe(last))
            session.output.end_progress()
            if last.step is ModelStep.STOPPED:
                return ExitCode.STOPPED
            models += [last.model] if last.model else []
    rows: list[dict[str, object]] = [
        {"model": model.model_id, "state": model.state.value, "reason": model.reason_code}
        for model in models
    ]
    session.output.result(rows, ("model", "state", "reason"))
    is_whole = all(model.reason_code != ModelFilesError.code for model in models)
    return ExitCode.DONE if is_whole else ExitCode.PARTLY


def test(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Check a model and let it read the test page once more."""
    if arguments.model == STARTER:
        return _test_starter(session)
    desk = model_desk(session.clock)
    control = Control()
    with stopped_by_interrupt(control):
        steps = desk.prove(
            desk.models.model(arguments.model), control, session.settings.threads_for_vision
        )
        return _drained(steps, session)


def speed(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Measure pages an hour on this machine with the test page."""
    control = Control()
    pace: MeasuredPace | None = None
    with stopped_by_interrupt(control):
        if arguments.model == STARTER:
            for step in timed(starter_to_load(session.settings), control, session.clock):
                pace = step if isinstance(step, MeasuredPace) else None
        else:
            desk = model_desk(session.clock)
            model = desk.models.model(arguments.model)
            for progress in desk.measure(model, control, session.settings.threads_for_vision):
                session.output.status(_describe(progress))
                is_done = progress.step is ModelStep.DONE
                pace = progress.model.pace if is_done and progress.model is not None else None
    session.output.end_progress()
    if pace is None:
        return ExitCode.STOPPED
    if session.output.is_json:
        session.output.document(
            {"model": arguments.model, "pages_per_hour": round(pace.pages_per_hour, 1)}
            | asdict(pace)
        )
    what = "pages" if pace.is_whole_page else "pages, their values one by one,"
    session.output.line(
        f"{pace.pages_per_hour:.0f} {what} an hour with {pace.threads} threads: "
        f"{pace.seconds_a_page:.2f} s a page, median of {pace.rounds}."
    )
    return ExitCode.DONE


def use(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Put a model to use; its licence must allow it, or somebody must record why."""
    desk = model_desk(session.clock)
    model_id = "" if arguments.model == STARTER else arguments.model
    with model_notes(session) as note:
        settings = desk.chosen(model_id, session.settings, why=arguments.override or "")
        save_settings(settings_file(), settings)
        note(Act.MODEL_CHOSEN, arguments.model, {"is_override": bool(arguments.override)})
    if session.output.is_json:
        session.output.document({"vision_model": settings.vision_model})
    session.output.line(f"The vision model in use is now {model_id or 'the starter'}.")
    return ExitCode.DONE


def decisions(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """List who decided to use models in spite of their licences."""
    kept = model_desk(session.clock).gate.overrides()
    rows: list[dict[str, object]] = [asdict(decision) for decision in kept]
    session.output.result(rows, ("when", "who", "model_id", "gate", "why"))
    return ExitCode.DONE


def remove(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Delete an imported model."""
    with model_notes(session) as note:
        model_desk(session.clock).remove(arguments.model, session.settings)
        note(Act.MODEL_REMOVED, arguments.model, {})
    if session.output.is_json:
        session.output.document({"removed": arguments.model})
    session.output.line(f"{arguments.model} is removed.")
    return ExitCode.DONE


def _drained(steps: Iterable[ModelProgress | ValueRead], session: Session) -> ExitCode:
    last = ModelProgress(ModelStep.STOPPED)
    values: list[ValueRead] = []
    for step in steps:
        if isinstance(step, ValueRead):
            values.append(step)
        else:
            last = step
            session.output.status(_describe(step))
    session.output.end_progress()
    if last.step is ModelStep.STOPPED or last.model is None:
        return ExitCode.STOPPED
    model = last.model
    error = all_error_classes().get(model.reason_code)
    if session.output.is_json:
        session.output.document(asdict(model) | {"values": [asdict(value) for value in values]})
    else:
        _tell_values(session.output, values)
        session.output.line(f"{model.model_id}: {model.state.value}")
        if error is not None:
            session.output.line(f"{error.reason} {error.remedy} [{error.code}]")
    return ExitCode.DONE if model.state is ModelState.READY else ExitCode.PARTLY


def _test_starter(session: Session) -> ExitCode:
    control = Control()
    with stopped_by_interrupt(control), VisionClient(vision_worker_command()) as vision:
        control.call_on_stop(vision.kill)
        values = list(read_by(vision, starter_to_load(session.settings), control))
    if session.output.is_json:
        session.output.document({"model": STARTER, "values": [asdict(value) for value in values]})
    else:
        _tell_values(session.output, values)
    return ExitCode.DONE if has_passed(values) else ExitCode.PARTLY


def _tell_values(output: Output, values: list[ValueRead]) -> None:
    for value in values:
        said = value.said if len(value.said) < 40 else f"{value.said[:39]}…"
        output.line(
            f"{value.name:8} {value.value:12} {'read' if value.is_right else 'not read'}"
            f"{'' if value.is_right else f': {said!r}'}"
        )


def _show_found(found: Iterable[FoundPair], session: Session) -> ExitCode:
    rows: list[dict[str, object]] = [
        {
            "pair": pair.title,
            "from": pair.came_from,
            "size": _size(pair.size_bytes),
            "folder": str(pair.first.parent),
            "first": str(pair.first),
            "second": str(pair.second),
        }
        for pair in found
    ]
    if not rows:
        session.output.line("No pairs of model files of Ollama or LM Studio are on this machine.")
    if rows or session.output.is_json:
        session.output.result(rows, ("pair", "from", "size", "folder"))
    return ExitCode.DONE


def _row(listed: ListedModel) -> dict[str, object]:
    model = listed.model
    return asdict(replace(model, pace=None)) | {
        "model": model.model_id,
        "gate": "decided" if listed.is_decided else listed.gate.value,
        "reason": model.reason_code,
        "fit": listed.fit.value,
        "pages_per_hour": f"{model.pace.pages_per_hour:.0f}" if model.pace else "",
        "pace": asdict(model.pace) if model.pace else None,
    }


def _starter_row(session: Session) -> dict[str, object]:
    request = starter_to_load(session.settings)
    return {
        "model": STARTER,
        "name": "In Camera starter",
        "state": ModelState.READY.value,
        "gate": "open",
        "reason": "",
        "fit": "fits",
        "pages_per_hour": "",
        "weights_sha256": request.weights_sha256,
        "projector_sha256": request.projector_sha256,
    }


def _known_row(known: ListedKnown) -> dict[str, object]:
    row = known.row
    return asdict(row) | {
        "model": row.id,
        "size": _size(row.size_bytes),
        "memory": f"{row.memory_gb:g} GB" if row.memory_gb else "",
        "gate": row.gate.value,
        "fit": known.fit.value,
        "is_here": known.is_here,
    }


def _size(size_bytes: int) -> str:
    if size_bytes <= 0:
        return ""
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e8 else f"{size_bytes / 1e6:.1f} MB"


def _describe(progress: ModelProgress) -> str:
    if progress.step in (ModelStep.COPYING, ModelStep.HASHING) and progress.total:
        share = progress.done / progress.total
        return f"{progress.step.value.capitalize()}  {share:.0%} of {_size(progress.total)}"
    if progress.total:
        return f"{progress.step.value.capitalize()}  {progress.done} of {progress.total}"
    return progress.step.value.capitalize()
