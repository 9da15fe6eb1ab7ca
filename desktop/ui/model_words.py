"""The window's words for models: the machine, the steps of work, and what a licence asks."""

from PySide6.QtCore import QCoreApplication

from desktop.domain.errors import all_error_classes
from desktop.domain.imported_model import (
    ImportedModel,
    MeasuredPace,
    ModelProgress,
    ModelState,
    ModelStep,
    StarterTrial,
)
from desktop.domain.model_catalogue import Gate, KnownModel, Override
from desktop.domain.model_listing import Fit, Machine


def machine(known: Machine) -> str:
    """What counts for a model on this machine."""
    parts = [
        _tr("{0} of memory").format(gigabytes(known.memory_bytes)) if known.memory_bytes else "",
        _tr("{0} of it free").format(gigabytes(known.free_bytes)) if known.free_bytes else "",
        _tr("{0} cores").format(known.cores),
        _tr("graphics: {0}").format(", ".join(known.graphics))
        if known.graphics
        else _tr("no graphics device for computing"),
    ]
    return _tr("This machine: {0}.").format(", ".join(part for part in parts if part))


def gigabytes(size_bytes: int | None) -> str:
    """A size in words; "" where it is not known."""
    if not size_bytes:
        return ""
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e8 else f"{size_bytes / 1e6:.1f} MB"


def progress(report: ModelProgress) -> str:
    """Such as "Copying, 1.2 GB of 3.4 GB" or "Reading the test page, 2 of 4"."""
    words = {
        ModelStep.COPYING: _tr("Copying"),
        ModelStep.HASHING: _tr("Hashing"),
        ModelStep.CHECKING: _tr("Checking the two files"),
        ModelStep.TESTING: _tr("Reading the test page"),
        ModelStep.MEASURING: _tr("Measuring"),
        ModelStep.DONE: _tr("Done"),
        ModelStep.STOPPED: _tr("Stopped"),
    }[report.step]
    if not report.total or report.step in (ModelStep.DONE, ModelStep.STOPPED):
        return words
    done, total = str(report.done), str(report.total)
    if report.step in (ModelStep.COPYING, ModelStep.HASHING):
        done, total = gigabytes(report.done) or "0", gigabytes(report.total)
    return _tr("{0}, {1} of {2}").format(words, done, total)


def outcome(model: ImportedModel, *, is_measured: bool) -> tuple[str, str]:
    """Title and sentence after work on a model came to its end."""
    if is_measured and model.pace is not None:
        return _pace(model.name, model.pace)
    if model.state is ModelState.READY:
        return _tr("{0} is ready.").format(model.name), _tr("Choose it with Use, then save.")
    error = all_error_classes().get(model.reason_code)
    if error is None:
        return _tr("{0} is not ready.").format(model.name), _tr("Test it to see why.")
    title = _tr("{0} cannot be used: {1}").format(model.name, error.reason)
    return title, f"{error.remedy}  {error.code}"


def starter_outcome(trial: StarterTrial) -> tuple[str, str]:
    """Title and sentence after a trial of the model that comes with the program."""
    name = _tr("The starter model")
    if trial.pace is not None:
        return _pace(name, trial.pace)
    if trial.read == trial.asked:
        return (
            _tr("{0} works on this machine.").format(name),
            _tr("It read all {0} values of the test page.").format(trial.asked),
        )
    return (
        _tr("{0} read {1} of {2} values of the test page.").format(name, trial.read, trial.asked),
        _tr("Install the program again; its files may be damaged."),
    )


def _pace(name: str, pace: MeasuredPace) -> tuple[str, str]:
    """How fast a model is here."""
    hourly = _tr("{0} pages an hour").format(f"{pace.pages_per_hour:.0f}")
    how = _tr("{0} s a page with {1} threads, the median of {2}.").format(
        f"{pace.seconds_a_page:.1f}", pace.threads, pace.rounds
    )
    return f"{name}: {hourly}", how


def fit(value: Fit) -> str:
    """Whether it fits, in a few words."""
    return {
        Fit.FITS: _tr("fits this machine"),
        Fit.TIGHT: _tr("fits once other programs are closed"),
        Fit.TOO_LARGE: _tr("too large for this machine"),
        Fit.UNKNOWN: "",
    }[value]


def gate(value: Gate) -> str:
    """What its licence asks, in a few words."""
    return {
        Gate.OPEN: "",
        Gate.TERMS: _tr("terms of its own"),
        Gate.UNREAD: _tr("licence not certain"),
        Gate.RESEARCH_ONLY: _tr("for research only"),
        Gate.TERRITORY: _tr("not licensed everywhere"),
        Gate.UNKNOWN: _tr("not in the catalogue, licence unknown"),
        Gate.UNSUPPORTED: _tr("cannot be run here"),
    }[value]


def licence(value: Gate, row: KnownModel | None, stated: str = "") -> str:
    """What its licence asks, in a sentence or two.

    Args:
        value: What stands before its use.
        row: Of the catalogue; None: it knows no such files.
        stated: The licence that its own header states.
    """
    name = (row.licence if row is not None else stated) or _tr("not stated")
    where = ", ".join(row.excluded) if row is not None else ""
    sentence = {
        Gate.OPEN: _tr("Nothing in it stands against its use."),
        Gate.TERMS: _tr("It has terms of its own: somebody must read them and allow its use."),
        Gate.UNREAD: _tr("What it says is not certain: somebody must read it and allow its use."),
        Gate.RESEARCH_ONLY: _tr("It is for research only: a firm's own work is not allowed by it."),
        Gate.TERRITORY: _tr("It is not licensed in: {0}.").format(where or _tr("some countries")),
        Gate.UNKNOWN: _tr("The catalogue knows no such files: somebody must read its licence."),
        Gate.UNSUPPORTED: _tr("This kind of model cannot be run here."),
    }[value]
    return f"{_tr('Licence: {0}.').format(name)} {sentence}"


def decision(kept: Override | None) -> str:
    """Who allowed its use in spite of its licence; "" where nobody had to."""
    if kept is None:
        return ""
    return _tr("Allowed by {0} on {1}: {2}").format(kept.who, kept.when[:10], kept.why)


def came_from(source: str) -> str:
    """Which program keeps it."""
    return {"ollama": "Ollama", "lm_studio": "LM Studio"}.get(source, _tr("a folder"))


def state(value: ModelState) -> str:
    """How far an imported model has come."""
    return {
        ModelState.IMPORTED: _tr("not checked"),
        ModelState.CHECKED: _tr("not tested"),
        ModelState.READY: _tr("ready"),
        ModelState.REFUSED: _tr("refused"),
    }[value]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ModelWords", text)
