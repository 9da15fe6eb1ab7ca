"""The models that are here and those that are known, as a person looks at them."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.domain.imported_model import ImportedModel
from desktop.domain.model_catalogue import Gate, KnownModel, Override


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
        decision: To use it in spite of that, as somebody recorded it; None for none.
        fit: Of its memory to this machine.
    """

    model: ImportedModel
    gate: Gate
    decision: Override | None
    fit: Fit

    @property
    def is_decided(self) -> bool:
        """Whether somebody recorded a decision to use it in spite of its licence."""
        return self.decision is not None

    @property
    def needs_decision(self) -> bool:
        """Whether it cannot be used before somebody decides so."""
        return not self.gate.is_open and not self.is_decided


@dataclass(frozen=True, slots=True)
class ListedFound:
    """A pair of files that another program keeps on this machine, to be imported from there.

    Attributes:
        title: What it is called there.
        came_from: "ollama" or "lm_studio".
        first: The weights, as far as names tell.
        second: The projector, as far as names tell.
        first_sha256: What its source says that the first file is; "": it says nothing.
        second_sha256: The same of the second.
        size_bytes: Of both.
        fit: Of its memory to this machine, estimated by its size.
        known: Row of the catalogue with the checksums that its source states; None for none.
        is_here: It was imported.
    """

    title: str
    came_from: str
    first: Path
    second: Path
    first_sha256: str
    second_sha256: str
    size_bytes: int
    fit: Fit
    known: KnownModel | None
    is_here: bool


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
        found: Pairs that other programs keep here, by title.
    """

    machine: Machine
    imported: tuple[ListedModel, ...]
    known: tuple[ListedKnown, ...]
    found: tuple[ListedFound, ...] = ()
