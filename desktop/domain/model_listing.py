"""The models that are here and those that are known, as a person looks at them."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.imported_model import ImportedModel
from desktop.domain.model_catalogue import Gate, KnownModel


class Fit(StrEnum):
    """Whether a model fits the memory of this machine."""

    FITS = "fits"
    TIGHT = "tight"
    """It fits the memory, but not what is free of it now."""
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Machine:
    """What counts for a model.

    Attributes:
        memory_bytes: All of it; None where the system does not say.
        free_bytes: What a new process can have now; None where the system does not say.
        cores: Physical ones.
        threads: That this process may use.
        graphics: Names of the graphics devices that the system offers for computing; the engine
            uses one only where it was built for it.
    """

    memory_bytes: int | None
    free_bytes: int | None
    cores: int
    threads: int
    graphics: tuple[str, ...] = ()

    def fit_of(self, needed_bytes: float) -> Fit:
        """Whether so much fits."""
        if self.memory_bytes is None or needed_bytes <= 0:
            return Fit.UNKNOWN
        if needed_bytes > self.memory_bytes:
            return Fit.TOO_LARGE
        if self.free_bytes is not None and needed_bytes > self.free_bytes:
            return Fit.TIGHT
        return Fit.FITS


@dataclass(frozen=True, slots=True)
class ListedModel:
    """An imported model.

    Attributes:
        model: As its record has it.
        gate: That stands before its use.
        is_decided: Somebody recorded a decision to use it in spite of that.
        fit: Of its memory to this machine.
    """

    model: ImportedModel
    gate: Gate
    is_decided: bool
    fit: Fit

    @property
    def needs_decision(self) -> bool:
        """Whether it cannot be used before somebody decides so."""
        return not self.gate.is_open and not self.is_decided


@dataclass(frozen=True, slots=True)
class ListedKnown:
    """A row of the catalogue.

    Attributes:
        row: What is known.
        fit: Of its memory to this machine.
        is_here: It was imported.
    """

    row: KnownModel
    fit: Fit
    is_here: bool


@dataclass(frozen=True, slots=True)
class ModelListing:
    """All there is to choose from.

    Attributes:
        machine: This one.
        imported: By name.
        known: In the order of the catalogue.
    """

    machine: Machine
    imported: tuple[ListedModel, ...]
    known: tuple[ListedKnown, ...]
